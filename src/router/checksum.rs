//! The checksum of snapshots: CRC-32 as in zip and gzip.

#[cfg(not(target_family = "wasm"))]
pub(super) fn of(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

#[cfg(target_family = "wasm")]
pub(super) fn of(bytes: &[u8]) -> u32 {
    crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(bytes)
}
