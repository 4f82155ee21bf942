// What comes in: texts, bytes, and objects, which are written as text.

import { putBytes, putText } from "./engine.js";

/**
 * What is needed of a value: all of it, or these members, each with its name and the text
 * before its value.
 * @typedef {true | Map<string, { before: string, below: Asked }>} Asked
 * @typedef {{ body: Asked, record: Asked, labels: boolean }} Tree
 */

/**
 * The part of an event that a router asks for, from the engine's text.
 * @param {string} text
 * @returns {Tree}
 */
export function treeOf(text) {
  const { body, labels } = JSON.parse(text);
  // A request as it was received has the event in its body; labels may stand beside it.
  const record = body === true ? { body } : { body, labels: body.labels };
  return { body: askedOf(body), record: askedOf({ ...record, headers: true }), labels };
}

/**
 * @param {any} tree
 * @returns {Asked}
 */
function askedOf(tree) {
  if (tree === true) return true;
  const members = Object.entries(tree).filter(([, below]) => below !== undefined);
  return new Map(
    members.map(([name, below]) => [
      name,
      { before: `${JSON.stringify(name)}:`, below: askedOf(below) },
    ]),
  );
}

/**
 * The bytes of what holds bytes; nothing for anything else.
 * @param {unknown} value
 */
export function bytesOf(value) {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const isBuffer =
    value instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer);
  return isBuffer ? new Uint8Array(value) : undefined;
}

/**
 * Writes an event into the buffer; how many bytes it is.
 * @param {unknown} event
 * @param {(() => Tree) | undefined} asked the part of an object that is needed; all of it
 *   where there is no such function
 */
export function putEvent(event, asked) {
  if (typeof event === "string") return putText(event);
  const bytes = bytesOf(event);
  if (bytes !== undefined) return putBytes(bytes);
  if (typeof event !== "object" || event === null) {
    throw new TypeError("an event is a JSON text, its bytes, or an object");
  }
  return putText(asked === undefined ? whole(event) : part(event, asked()));
}

/**
 * Writes events into the buffer, one a line; how many bytes they are.
 * @param {unknown} events
 */
export function putLines(events) {
  if (typeof events !== "string" && bytesOf(events) === undefined) {
    throw new TypeError("events are NDJSON text or its bytes");
  }
  return putEvent(events, undefined);
}

/**
 * The text of a configuration.
 * @param {unknown} config
 * @returns {string}
 */
export function configText(config) {
  if (typeof config === "string") return config;
  const bytes = bytesOf(config);
  if (bytes !== undefined) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (typeof config !== "object" || config === null) {
    throw new TypeError("a configuration is a JSON text, its bytes, or an object");
  }
  return whole(config);
}

/**
 * All of a value as JSON text. Unlike `JSON.stringify` alone it takes a `bigint`, as the
 * number it is.
 * @param {unknown} value
 * @returns {string}
 */
function whole(value) {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    return written(value, true, "") ?? "null";
  }
}

/**
 * The part of an event that is asked for, as JSON text.
 * @param {object} event
 * @param {Tree} tree
 */
function part(event, { body, record, labels }) {
  const members = /** @type {Record<string, unknown>} */ (event);
  const isRecord = isObject(members.body) && isObject(members.headers);
  const inner = isRecord ? /** @type {Record<string, unknown>} */ (members.body) : members;
  // Labels that are not given are derived, from members that only the engine knows.
  const given = own(members, "labels") || own(inner, "labels");
  if ((labels && !given) || "toJSON" in event) return whole(event);
  return written(event, isRecord ? record : body, "") ?? "null";
}

/**
 * As JSON.stringify writes a value, but of objects only the members that are asked for.
 * Arrays keep their length.
 * @param {any} value
 * @param {Asked} asked
 * @param {string} key
 * @returns {string | undefined}
 */
function written(value, asked, key) {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value?.toJSON === "function") value = value.toJSON(key);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof Number || value instanceof String || value instanceof Boolean) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    const element = (/** @type {unknown} */ each, /** @type {number} */ index) => {
      const below = asked === true ? true : asked.get(String(index))?.below;
      return below === undefined ? "null" : (written(each, below, String(index)) ?? "null");
    };
    return `[${Array.from(value, element).join(",")}]`;
  }
  let text = "";
  if (asked === true) {
    for (const name of Object.keys(value)) {
      const member = written(value[name], true, name);
      if (member !== undefined) text += `${text && ","}${JSON.stringify(name)}:${member}`;
    }
  } else {
    for (const [name, { before, below }] of asked) {
      if (!own(value, name)) continue;
      const member = written(value[name], below, name);
      if (member !== undefined) text += text === "" ? before + member : `,${before}${member}`;
    }
  }
  return `{${text}}`;
}

/** @param {unknown} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {object} value
 * @param {string} name
 */
function own(value, name) {
  return Object.prototype.propertyIsEnumerable.call(value, name);
}
