//! The tests of this package compare hooksieve's JSON reader with `serde_json`.
