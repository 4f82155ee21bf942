//! The buffer through which events come: JavaScript writes their bytes into it.

use std::cell::Cell;

use wasm_bindgen::prelude::wasm_bindgen;

/// What is kept of the buffer once a large event or batch has passed.
const KEPT: usize = 1 << 20;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Makes room for so many bytes and tells where; they stay where they are until more or
/// far fewer are asked for.
#[wasm_bindgen(js_name = inputReserve)]
pub fn reserve(length: usize) -> *const u8 {
    let mut buffer = BUFFER.take();
    if buffer.len() > KEPT && length <= KEPT {
        buffer = Vec::new();
    }
    if buffer.len() < length {
        buffer = vec![0; length.next_power_of_two().max(1 << 12)];
    }
    let start = buffer.as_ptr();
    BUFFER.set(buffer);
    start
}

/// How many bytes there is room for.
#[wasm_bindgen(js_name = inputCapacity)]
pub fn capacity() -> usize {
    let buffer = BUFFER.take();
    let length = buffer.len();
    BUFFER.set(buffer);
    length
}

/// The events of a text with one a line, each with its line from 1; empty lines are passed
/// over.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let blank = |event: &[u8]| event.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    (1..).zip(text.split(|&byte| byte == b'\n')).filter(move |(_, event)| !blank(event))
}

/// Calls `act` with the first `length` bytes.
pub(super) fn with<T>(length: usize, act: impl FnOnce(&[u8]) -> T) -> T {
    let buffer = BUFFER.take();
    let result = act(buffer.get(..length).unwrap_or(&buffer));
    BUFFER.set(buffer);
    result
}
