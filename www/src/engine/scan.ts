// JSON found in bytes by its strings and brackets alone: where values begin and end. What is
// in them is the engine's to judge.

import type { Turn } from "./turn";

/** A part of the bytes. */
export type Span = [from: number, to: number];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

const isOpening = (byte: number | undefined) => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number | undefined) => byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Steps between two looks at the clock. */
const STEPS = 4096;

/** The lines that are not blank, without the space around them. */
export async function linesOf(bytes: Uint8Array, turn: Turn): Promise<Span[]> {
  const lines: Span[] = [];
  const { length } = bytes;
  // The mark that some programs begin a file with.
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let count = 1; at < length; count += 1) {
    const found = bytes.indexOf(0x0a, at);
    const next = found < 0 ? length : found;
    let [from, to] = [at, next];
    while (from < to && isSpace(bytes[from])) from += 1;
    while (to > from && isSpace(bytes[to - 1])) to -= 1;
    if (to > from) lines.push([from, to]);
    at = next + 1;
    if (count % STEPS === 0) await turn.pause({ doing: "reading", done: at, total: length });
  }
  return lines;
}

/** Values side by side. */
export interface Values {
  spans: Span[];
  /** Whether a bracket closed them, and where it is behind. */
  isClosed: boolean;
  end: number;
}

/** The values from a place on, until the bracket around them closes; nothing if they are broken. */
export async function valuesIn(
  bytes: Uint8Array,
  start: number,
  end: number,
  turn: Turn,
): Promise<Values | undefined> {
  const spans: Span[] = [];
  let depth = 0;
  let begun = start;
  let count = 0;
  for (let at = start; at < end; ) {
    const byte = bytes[at];
    const next = byte === QUOTE ? stringEnd(bytes, at, end) : at + 1;
    if (isOpening(byte)) {
      if (depth === 0) begun = at;
      depth += 1;
    } else if (isClosing(byte)) {
      depth -= 1;
      if (depth < 0) return { spans, isClosed: true, end: next };
      if (depth === 0) spans.push([begun, next]);
    } else if (depth === 0 && byte === QUOTE) {
      spans.push([at, next]);
    } else if (depth === 0 && byte !== COMMA && byte !== COLON && !isSpace(byte)) {
      const to = wordEnd(bytes, at, end);
      spans.push([at, to]);
      at = to;
      continue;
    }
    at = next;
    count += 1;
    if (count % STEPS === 0 && turn.isDue) {
      await turn.pause({ doing: "reading", done: at, total: end });
    }
  }
  return depth === 0 ? { spans, isClosed: false, end } : undefined;
}

/** The value of a member of an object; of those with one name the last. */
export async function memberSpan(
  bytes: Uint8Array,
  object: Span,
  name: string,
  turn: Turn,
): Promise<Span | undefined> {
  const inside = await valuesIn(bytes, object[0] + 1, object[1], turn);
  const wanted = new TextEncoder().encode(JSON.stringify(name));
  let found: Span | undefined;
  inside?.spans.forEach(([from, to], index) => {
    // Names and values alternate.
    const isName = index % 2 === 0 && to - from === wanted.length;
    if (isName && wanted.every((byte, at) => bytes[from + at] === byte)) {
      found = inside.spans[index + 1];
    }
  });
  return found;
}

/** Behind the string that begins at a place. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at += 1;
  }
  return end;
}

function wordEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    const isOver = isOpening(byte) || isClosing(byte) || isSpace(byte) || byte === QUOTE;
    if (isOver || byte === COMMA || byte === COLON) break;
    at += 1;
  }
  return at;
}

/** The same spans on one line each, one after another in bytes of their own. */
export function inOneLine(bytes: Uint8Array, spans: Span[]): { bytes: Uint8Array; spans: Span[] } {
  const length = spans.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  const out = new Uint8Array(length);
  let end = 0;
  const lines = spans.map(([from, to]): Span => {
    const begun = end;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte !== 0x0a && byte !== 0x0d) {
        out[end] = byte;
        end += 1;
        continue;
      }
      // The break and the indentation behind it are one space.
      while (at + 1 < to && isSpace(bytes[at + 1])) at += 1;
      out[end] = 0x20;
      end += 1;
    }
    out[end] = 0x0a;
    end += 1;
    return [begun, end - 1];
  });
  return { bytes: out.subarray(0, end), spans: lines };
}
