// Events out of what people have: NDJSON, an array, a list response, one object, lines of a
// log with a record in each. The text of every event stays as it was given, digit for digit.

/** The events of a text, one line each, and what the text was. */
export interface Split {
  lines: string[];
  form: string;
}

/** The members under which list responses keep their items. */
const LISTS = ["items", "data", "events", "results"];

export function split(text: string): Split {
  const trimmed = text.trim();
  if (trimmed === "") return { lines: [], form: "nothing" };
  const whole = valueOf(trimmed);
  if (Array.isArray(whole)) return { lines: elements(trimmed, 0), form: "an array" };
  if (whole !== undefined) {
    const list = listIn(trimmed, whole);
    if (list !== undefined) return { lines: list, form: "a list response" };
    return { lines: [oneLine(trimmed)], form: "one event" };
  }
  const spans = values(trimmed, 0);
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== "");
  // Objects over several lines, one after another.
  if (spans !== undefined && spans.length < lines.length) {
    return { lines: spans.map(oneLine), form: "objects" };
  }
  const isLog = lines.every((line) => !line.trimStart().startsWith("{"));
  return {
    lines: lines.map(isLog ? record : (line) => line.trim()),
    form: isLog ? "a log" : "NDJSON",
  };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]\s*/g, " ").trim();
}

/** The record in a line of a log; the line where there is none. */
function record(line: string): string {
  const found = line.slice(Math.max(line.indexOf("{"), 0), line.lastIndexOf("}") + 1);
  return valueOf(found) === undefined ? line.trim() : found;
}

function listIn(text: string, whole: unknown): string[] | undefined {
  if (typeof whole !== "object" || whole === null) return undefined;
  for (const name of LISTS) {
    const list: unknown = Reflect.get(whole, name);
    if (!Array.isArray(list) || list.length === 0) continue;
    if (!list.every((item) => typeof item === "object" && item !== null)) continue;
    const start = memberStart(text, name);
    if (start !== undefined) return elements(text, start);
  }
  return undefined;
}

/** Where the value of a member of the outermost object begins. */
function memberStart(text: string, name: string): number | undefined {
  let depth = 0;
  let found: number | undefined;
  for (const [token, at] of tokens(text, 0)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (depth === 1 && token === JSON.stringify(name)) {
      const value = /^\s*:\s*/.exec(text.slice(at + token.length));
      // Of members with one name the last counts.
      if (value !== null) found = at + token.length + value[0].length;
    }
  }
  return found;
}

/** The elements of the array that begins at a place. */
function elements(text: string, start: number): string[] {
  return (values(text, text.indexOf("[", start) + 1) ?? []).map(oneLine);
}

/** The values from a place on, until the array around them ends; nothing if they are broken. */
function values(text: string, start: number): string[] | undefined {
  const found: string[] = [];
  let depth = 0;
  let begun = start;
  for (const [token, at] of tokens(text, start)) {
    if (token === "{" || token === "[") {
      if (depth === 0) begun = at;
      depth += 1;
    } else if (token === "}" || token === "]") {
      depth -= 1;
      if (depth < 0) return found;
      if (depth === 0) found.push(text.slice(begun, at + 1));
    } else if (depth === 0 && token !== ",") {
      found.push(token);
    }
  }
  return depth === 0 ? found : undefined;
}

function* tokens(text: string, start: number): Generator<[string, number]> {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/g;
  token.lastIndex = start;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    yield [match[0], match.index];
  }
}
