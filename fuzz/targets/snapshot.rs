//! Any bytes are a snapshot or an error, and what is loaded routes.

#![no_main]

use hooksieve::Router;
use libfuzzer_sys::fuzz_target;

const EVENT: &[u8] = br#"{"type":"a.b","labels":{"l":"x"},"data":{"a":"xyz","b":[1,2]}}"#;

fuzz_target!(|bytes: &[u8]| {
    // The checksum is mended, or nothing but it would ever be tested.
    let mut bytes = bytes.to_vec();
    if bytes.len() >= 24 {
        let length = bytes.len() as u64;
        bytes[16..24].copy_from_slice(&length.to_le_bytes());
        let checksum = crc32fast::hash(&bytes[16..]);
        bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
        bytes[..12].copy_from_slice(b"hksieve\0\x02\0\0\0");
    }
    if let Ok(router) = Router::from_bytes(&bytes) {
        let _ = router.route(EVENT).matched().count();
        assert_eq!(Router::from_bytes(&router.to_bytes()).unwrap().len(), router.len());
    }
});
