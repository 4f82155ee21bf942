// Signing and verifying: the core says which bytes, WebCrypto does the rest.

import * as raw from "./wasm/edge.js";
import { EdgeError, guarded } from "./error.js";

/** @typedef {import("./index.js").Algorithm} Algorithm */

/**
 * How a key of a scheme signs.
 * @param {string} scheme
 * @param {string} text
 */
export function algorithmOf(scheme, text) {
  return /** @type {Algorithm} */ (keyOf(scheme, true, text).algorithm);
}

/**
 * Signs whatever has contents to sign: a request that lacks its signature headers.
 * @param {import("./wasm/edge.js").RawUnsigned} unsigned
 * @param {string} scheme
 * @param {string[]} keys
 */
async function signRequest(unsigned, scheme, keys) {
  await signAll(unsigned, scheme, keys);
  const { method, url, headers, timeout } = JSON.parse(guarded(() => unsigned.signed()));
  return { method, url, headers, timeout, body: unsigned.body() };
}

/**
 * @param {import("./index.js").Unsigned | import("./index.js").Message} message
 * @param {string} scheme
 * @param {string[]} keys
 * @returns {Promise<any>}
 */
export async function sign(message, scheme, keys) {
  if (message instanceof raw.RawUnsigned) return signRequest(message, scheme, keys);
  const { id, timestamp, headers, body } = /** @type {import("./index.js").Message} */ (message);
  const made = guarded(
    () => new raw.RawMessage(scheme, id, BigInt(timestamp), JSON.stringify(headers), body),
  );
  await signAll(made, scheme, keys);
  return { headers: JSON.parse(guarded(() => made.headers())), contents: contentsOf(made) };
}

/** @param {import("./wasm/edge.js").RawMessage} message */
function contentsOf(message) {
  return Array.from({ length: message.contents }, (_, at) => message.content(at));
}

/**
 * @param {import("./wasm/edge.js").RawUnsigned | import("./wasm/edge.js").RawMessage} message
 * @param {string} scheme
 * @param {string[]} texts
 */
async function signAll(message, scheme, texts) {
  for (const text of texts) {
    const { algorithm, bytes } = keyOf(scheme, true, text);
    if (algorithm === "half-token") message.sign(algorithm, 0, bytes);
    for (let at = 0; at < message.contents; at++) {
      const content = /** @type {Uint8Array<ArrayBuffer>} */ (message.content(at));
      message.sign(algorithm, at, await signOne(algorithm, bytes, content));
    }
  }
}

/**
 * Believes a request whose signature holds under one of the keys.
 * @param {string} scheme
 * @param {{ headers: [string, string][], body: Uint8Array }} received
 * @param {string[]} keys
 * @param {number} now
 */
export async function verify(scheme, { headers, body }, keys, now) {
  const told = JSON.stringify(headers);
  const claims = guarded(() => new raw.RawClaims(scheme, told, body, BigInt(now)));
  for (const text of keys) {
    const { algorithm, bytes } = keyOf(scheme, false, text);
    for (let at = 0; at < claims.count; at++) {
      if (claims.algorithm(at) !== algorithm) continue;
      const content = /** @type {Uint8Array<ArrayBuffer>} */ (claims.content(at));
      const signature = /** @type {Uint8Array<ArrayBuffer>} */ (claims.signature(at));
      if (!(await verifyOne(algorithm, bytes, content, signature))) continue;
      const { id, timestamp } = claims;
      return { id, timestamp: timestamp === undefined ? undefined : Number(timestamp) };
    }
  }
  throw new EdgeError("mismatch", "no signature holds under the keys");
}

/**
 * @param {string} scheme
 * @param {boolean} signs
 * @param {string} text
 */
function keyOf(scheme, signs, text) {
  const key = guarded(() => new raw.RawKey(scheme, signs, text));
  const { algorithm } = key;
  const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (key.bytes());
  key.free();
  return { algorithm, bytes };
}

const HMAC = { name: "HMAC", hash: "SHA-256" };

/** What stands before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410, section 7). */
const PKCS8 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/**
 * @param {string} algorithm
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Uint8Array<ArrayBuffer>} content
 */
async function signOne(algorithm, bytes, content) {
  const key =
    algorithm === "ed25519"
      ? await crypto.subtle.importKey("pkcs8", joined(PKCS8, bytes), "Ed25519", false, ["sign"])
      : await crypto.subtle.importKey("raw", bytes, HMAC, false, ["sign"]);
  const name = algorithm === "ed25519" ? "Ed25519" : "HMAC";
  return new Uint8Array(await crypto.subtle.sign(name, key, content));
}

/**
 * WebCrypto compares in constant time.
 * @param {string} algorithm
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Uint8Array<ArrayBuffer>} content
 * @param {Uint8Array<ArrayBuffer>} signature
 */
async function verifyOne(algorithm, bytes, content, signature) {
  if (algorithm === "ed25519") {
    // workerd throws at a signature of another length, Node does not.
    if (signature.length !== 64) return false;
    const key = await crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, signature, content);
  }
  if (algorithm === "half-token") return isSame(bytes, signature);
  const key = await crypto.subtle.importKey("raw", bytes, HMAC, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, signature, content);
}

/**
 * Whether two secrets are the same, in a time that does not tell where they differ: their
 * codes under a key that nobody knows are compared.
 * @param {Uint8Array<ArrayBuffer>} one
 * @param {Uint8Array<ArrayBuffer>} other
 */
async function isSame(one, other) {
  const random = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("raw", random, HMAC, false, ["sign", "verify"]);
  return crypto.subtle.verify("HMAC", key, await crypto.subtle.sign("HMAC", key, one), other);
}

/**
 * @param {Uint8Array<ArrayBuffer>} one
 * @param {Uint8Array<ArrayBuffer>} other
 */
function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
