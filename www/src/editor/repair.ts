// A pasted snippet as plain JSON: the engine reads it as it is and says what it passed over;
// this offers to write it down. Comments stay unless they are asked to go.

import type { Diagnostic, Fix } from "hooksieve";
import type { Change } from "./edits";

export interface Repair {
  fix: Fix;
  /** What is offered, as a sentence. */
  words: string;
}

/** The repairs to offer for a text, from what was found in it. */
export function repairsOf(text: string, diagnostics: readonly Diagnostic[]): Repair[] {
  const repaired = diagnostics.filter(({ code }) => code === "json-repaired");
  if (repaired.length === 0) return [];
  const body = bodyOfCurl(text);
  if (body !== undefined) {
    return [
      {
        words: "This is a curl command; its body is read as the configuration.",
        fix: { title: "Keep the body only", edits: [{ span: [0, text.length], text: body }] },
      },
    ];
  }
  const repairs: Repair[] = [];
  const isComment = ({ message }: Diagnostic) => message === COMMENT;
  const changes = repaired.filter((one) => !isComment(one)).map((one) => changeOf(text, one));
  if (changes.length > 0 && changes.every((change) => change !== undefined)) {
    const words = "This is not plain JSON; it is read as if it were. Your text stays as it is unless you want it changed.";
    repairs.push({ words, fix: fixOf("Write it as plain JSON", changes) });
  }
  const comments = repaired.filter(isComment).map(({ span: [from, to] }) => ({ from, to }));
  if (comments.length > 0) {
    const words = "Comments are passed over here; a provider refuses them.";
    const isOne = comments.length === 1;
    const title = isOne ? "Take the comment out" : `Take ${comments.length} comments out`;
    repairs.push({
      words,
      fix: fixOf(
        title,
        comments.map((one) => withSpace(text, one)),
      ),
    });
  }
  return repairs;
}

const COMMENT = "a comment was passed over";

function fixOf(title: string, changes: Required<Change>[] | { from: number; to: number }[]): Fix {
  const edits = changes
    .map((change) => {
      const insert = "insert" in change ? change.insert : "";
      return { span: [change.from, change.to] as [number, number], text: insert };
    })
    .sort((a, b) => a.span[0] - b.span[0]);
  return { title, edits };
}

/** A comment with the space before it, and its line where nothing else is on it. */
function withSpace(text: string, { from, to }: { from: number; to: number }) {
  const before = /[ \t]*$/.exec(text.slice(0, from))?.[0].length ?? 0;
  const start = from - before;
  const isAlone = start > 0 && text[start - 1] === "\n" && /^[ \t]*(\n|$)/.test(text.slice(to));
  return { from: isAlone ? start - 1 : start, to };
}

/** What writes one repair down; nothing where only a person can. */
function changeOf(text: string, { message, span }: Diagnostic): Required<Change> | undefined {
  const [from, to] = span;
  const written = text.slice(from, to);
  const change = (insert: string) => ({ from, to, insert });
  if (/comma with nothing|byte order mark|text (before|after) the JSON/.test(message)) {
    return change("");
  }
  if (/other than double quotes/.test(message)) return change(requoted(written));
  if (/key without quotes/.test(message)) return change(JSON.stringify(written.trim()));
  if (/word of another language/.test(message)) {
    const word = { True: "true", False: "false", None: "null", undefined: "null", nil: "null" };
    const json = Object.entries(word).find(([name]) => name === written)?.[1];
    return json === undefined ? undefined : change(json);
  }
  if (/comma was missing/.test(message)) return { from, to: from, insert: "," };
  if (/without a closing quote/.test(message)) return { from: to, to, insert: '"' };
  if (/an ellipsis/.test(message)) return change("");
  return undefined;
}

function requoted(written: string): string {
  const inner = written
    .slice(1, -1)
    .replace(/\\'/g, "'")
    .replace(/(?<!\\)"/g, '\\"');
  return `"${inner}"`;
}

/** The body of a curl command, with the shell's quotes taken off. */
function bodyOfCurl(text: string): string | undefined {
  if (!/^\s*\$?\s*curl\s/.test(text)) return undefined;
  const option = /\s(?:-d|--data|--data-raw|--data-binary|--json)(?:\s+|=)\$?(['"]?)/.exec(text);
  if (option === null) return undefined;
  const start = option.index + option[0].length;
  if (option[1] === "'") {
    const quoted = /^(?:[^']|'\\'')*/.exec(text.slice(start))?.[0];
    return quoted?.replaceAll("'\\''", "'").trim();
  }
  if (option[1] === '"') {
    const quoted = /^(?:[^"\\]|\\.)*/s.exec(text.slice(start))?.[0];
    return quoted?.replace(/\\(["\\$`\n])/g, "$1").trim();
  }
  return undefined;
}
