// Loading the module once, and its memory.

import init, { initSync } from "../wasm/hooksieve.js";
import * as raw from "../wasm/hooksieve.js";
import { HooksieveError } from "./error.js";

/** @typedef {import("../index.js").LoadInput} LoadInput */

/** Where an entry finds the module when it is not given. @type {(() => unknown) | undefined} */
let source;

/** @type {WebAssembly.Memory | undefined} */
let memory;

/** @type {Promise<void> | undefined} */
let loading;

/**
 * Tells where the module is; the last entry that is imported counts.
 * @param {() => unknown} find
 */
export function provide(find) {
  source = find;
}

/**
 * Loads the module; a second call does nothing.
 * @param {LoadInput} [input]
 * @returns {Promise<void>}
 */
export function start(input) {
  if (memory !== undefined) return Promise.resolve();
  loading ??= instantiate(input).catch((fault) => {
    // A failed attempt may be made again.
    loading = undefined;
    throw fault;
  });
  return loading;
}

/** @param {LoadInput | undefined} input */
async function instantiate(input) {
  const given = input === undefined ? source?.() : input;
  if (given === undefined) {
    const message = "this entry has no module of its own: give load() one";
    throw new HooksieveError("not-loaded", message);
  }
  const found = /** @type {import("../wasm/hooksieve.js").InitInput} */ (await given);
  if (found instanceof ArrayBuffer || ArrayBuffer.isView(found)) {
    startSync(await WebAssembly.compile(/** @type {BufferSource} */ (found)));
  } else if (found instanceof WebAssembly.Module) {
    startSync(found);
  } else if (memory === undefined) {
    // Left to the last: in Node the glue's look at `Request` alone takes 10 ms.
    const { memory: instantiated } = await init({ module_or_path: found });
    // loadSync() may have come first.
    memory ??= instantiated;
  }
}

/**
 * Loads the module at once, from its bytes or compiled.
 * @param {BufferSource | WebAssembly.Module} module
 */
export function startSync(module) {
  memory ??= initSync({ module }).memory;
}

/** The module's exports. */
export function engine() {
  if (memory === undefined) {
    throw new HooksieveError("not-loaded", "call `await load()` before anything else");
  }
  return raw;
}

// Views of the memory, made anew when it has grown.

let bytes = new Uint8Array();
let words = new Uint32Array();

/** The memory as bytes. */
export function memoryBytes() {
  if (bytes.length === 0 && memory !== undefined) bytes = new Uint8Array(memory.buffer);
  return bytes;
}

/** The memory as 32-bit words. */
export function memoryWords() {
  if (words.length === 0 && memory !== undefined) words = new Uint32Array(memory.buffer);
  return words;
}

// The buffer through which texts go in.

let input = new Uint8Array();
const encoder = new TextEncoder();

/**
 * Makes room in the buffer.
 * @param {number} length
 */
function reserve(length) {
  const { inputReserve, inputCapacity } = engine();
  const start = inputReserve(length);
  input = memoryBytes().subarray(start, start + inputCapacity());
}

/** What a text is bounded by before the buffer is given back. */
const KEPT = 1 << 20;

/**
 * Writes a text into the buffer; how many bytes it is.
 * @param {string} text
 */
export function putText(text) {
  // Of a memory that has grown the view is empty, and cannot be written to at all.
  if (text.length >= input.length || (input.length > KEPT && text.length <= KEPT)) {
    reserve(text.length);
  }
  let { read, written } = encoder.encodeInto(text, input);
  if (read < text.length) {
    reserve(3 * text.length);
    ({ written } = encoder.encodeInto(text, input));
  }
  return isWellFormed(text) ? written : putHalves(text);
}

/**
 * Writes bytes into the buffer; how many they are.
 * @param {Uint8Array} given
 */
export function putBytes(given) {
  if (given.length >= input.length || (input.length > KEPT && given.length <= KEPT)) {
    reserve(given.length);
  }
  input.set(given);
  return given.length;
}

/** @type {(text: string) => boolean} */
const isWellFormed =
  "isWellFormed" in String.prototype
    ? (text) => /** @type {any} */ (text).isWellFormed()
    : (text) => !/\p{Surrogate}/u.test(text);

/**
 * Writes a text that holds half a surrogate pair. An encoder would put another character
 * in its place; so that the engine refuses it, as it refuses it escaped, the half goes in
 * as the bytes that no UTF-8 has.
 * @param {string} text
 */
function putHalves(text) {
  reserve(3 * text.length);
  let at = 0;
  for (const character of text) {
    const unit = character.charCodeAt(0);
    if (character.length === 1 && unit >= 0xd800 && unit <= 0xdfff) {
      input.set([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)], at);
      at += 3;
    } else {
      at += encoder.encodeInto(character, input.subarray(at)).written;
    }
  }
  return at;
}

const decoder = new TextDecoder();

/**
 * A text in the memory.
 * @param {number} start
 * @param {number} length
 */
export function textAt(start, length) {
  return length === 0 ? "" : decoder.decode(memoryBytes().subarray(start, start + length));
}
