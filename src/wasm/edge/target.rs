//! Targets that may be called, and ids.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::exactly;
use crate::target::TargetRules;

/// See [`TargetRules::check`]: the code of the refusal; nothing where the URL may be called.
#[wasm_bindgen(js_name = checkTarget)]
pub fn check_target(url: &str, http: bool, private: bool) -> Option<String> {
    let refusal = TargetRules { http, private }.check(url).err()?;
    Some(refusal.code().to_owned())
}

/// See [`crate::id::uuid`].
#[wasm_bindgen]
pub fn uuid(random: &[u8]) -> Result<String, JsValue> {
    Ok(crate::id::uuid(exactly("random", random)?))
}

/// See [`crate::id::ksuid`].
#[wasm_bindgen]
pub fn ksuid(now: u64, random: &[u8]) -> Result<String, JsValue> {
    Ok(crate::id::ksuid(now, exactly("random", random)?))
}
