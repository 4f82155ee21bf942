// Events out of what people have: NDJSON, an array, a list response, one object, lines of a
// log with a record in each. It works on bytes, which for NDJSON stay where they are: every
// event stays as it was given, digit for digit.

import { type Span, inOneLine, linesOf, memberSpan, valuesIn } from "./scan";
import type { Turn } from "./turn";

/** The events of a text: where each stands in the bytes, on a line of its own. */
export interface Split {
  bytes: Uint8Array;
  spans: Span[];
  /** What the text was. */
  form: string;
}

/** The members under which list responses keep their items. */
const LISTS = ["items", "data", "events", "results"];

const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export async function split(bytes: Uint8Array, turn: Turn): Promise<Split> {
  const lines = await linesOf(bytes, turn);
  const [first] = lines;
  if (first === undefined) return { bytes, spans: [], form: "nothing" };
  const begins = bytes[first[0]];
  const end = lines.at(-1)?.[1] ?? bytes.length;
  if (begins === OPEN_LIST) {
    const found = await valuesIn(bytes, first[0] + 1, end, turn);
    if (found?.isClosed === true && found.end === end) {
      return lined(bytes, found.spans, "an array");
    }
  }
  const isLined = ([from, to]: Span) =>
    bytes[from] === OPEN_OBJECT && bytes[to - 1] === CLOSE_OBJECT;
  if (lines.length === 1 || !lines.every(isLined)) {
    const whole = await valuesIn(bytes, first[0], end, turn);
    const spans = whole?.isClosed === false ? whole.spans : undefined;
    const [one] = spans ?? [];
    if (begins === OPEN_OBJECT && one !== undefined && spans?.length === 1) {
      return await ofOne(bytes, one, turn);
    }
    // Objects over several lines, one after another.
    if (spans !== undefined && spans.length < lines.length) return lined(bytes, spans, "objects");
  }
  if (lines.every(([from]) => bytes[from] !== OPEN_OBJECT)) {
    return lined(bytes, lines.map((line) => recordIn(bytes, line)), "a log");
  }
  return { bytes, spans: lines, form: "NDJSON" };
}

/** One object: the items of a list response, or an event. */
async function ofOne(bytes: Uint8Array, one: Span, turn: Turn): Promise<Split> {
  for (const name of LISTS) {
    const list = await memberSpan(bytes, one, name, turn);
    if (list === undefined || bytes[list[0]] !== OPEN_LIST) continue;
    const items = await valuesIn(bytes, list[0] + 1, list[1], turn);
    const spans = items?.isClosed === true ? items.spans : [];
    const isObject = ([from]: Span) => bytes[from] === OPEN_OBJECT;
    if (spans.length > 0 && spans.every(isObject)) return lined(bytes, spans, "a list response");
  }
  return lined(bytes, [one], "one event");
}

/** The spans one a line, copied: nothing stands between them, no line breaks within them. */
function lined(bytes: Uint8Array, spans: Span[], form: string): Split {
  return { ...inOneLine(bytes, spans), form };
}

/** The record in a line of a log; the line where there is none. */
function recordIn(bytes: Uint8Array, line: Span): Span {
  const from = bytes.indexOf(OPEN_OBJECT, line[0]);
  const to = bytes.lastIndexOf(CLOSE_OBJECT, line[1] - 1) + 1;
  if (from < 0 || from >= line[1] || to <= from) return line;
  try {
    JSON.parse(new TextDecoder().decode(bytes.subarray(from, to)));
    return [from, to];
  } catch {
    return line;
  }
}
