// Edits of a configuration's text that change one thing and leave the rest as it was
// written: order, spaces, lines, comments.

import { type Value, memberOf, stringOf, treeOf } from "./tree";

/** Replaces a part of the text. */
export interface Change {
  from: number;
  to?: number;
  insert?: string;
}

/** Sets a member; adds it at the end where the object has none of the name. */
export function setMember(text: string, object: Value, name: string, json: string): Change[] {
  const value = memberOf(object, name);
  if (value !== undefined) return [{ from: value.from, to: value.to, insert: json }];
  return insertion(text, object, object.members, (inner) => {
    const isLaidOut = inner.includes("\n");
    return `${JSON.stringify(name)}: ${isLaidOut ? indented(json, inner) : json}`;
  });
}

export const removeMember = (text: string, object: Value, at: number): Change[] =>
  removal(text, object, object.members, at);

/** Adds an item at the end of an array. */
export function addItem(text: string, array: Value, json: string): Change[] {
  return insertion(text, array, array.items, (inner) =>
    inner.includes("\n") ? indented(json, inner) : json,
  );
}

export const removeItem = (text: string, array: Value, at: number): Change[] =>
  removal(text, array, array.items, at);

/** Adds a text at the end of a list; makes the list where the object has none. */
export function addText(text: string, object: Value, member: string, word: string): Change[] {
  const list = memberOf(object, member);
  const json = JSON.stringify(word);
  return list?.kind === "array"
    ? addItem(text, list, json)
    : setMember(text, object, member, `[${json}]`);
}

/** Takes a text out of a list, every time it is there. */
export function removeText(text: string, object: Value, member: string, word: string): Change[] {
  const list = memberOf(object, member);
  if (list?.kind !== "array") return [];
  const places = list.items.flatMap((item, at) => (stringOf(text, item) === word ? [at] : []));
  if (places.length < 2) return places.flatMap((at) => removal(text, list, list.items, at));
  // Several share commas: one after another, told as one change of the list.
  const written = places.reduceRight(
    (now, at) => {
      const [inner] = treeOf(now);
      return inner === undefined ? now : applied(now, removal(now, inner, inner.items, at));
    },
    text.slice(list.from, list.to),
  );
  return [{ from: list.from, to: list.to, insert: written }];
}

/** A text with changes made, which do not overlap. */
export function applied(text: string, changes: readonly Change[]): string {
  const last = [...changes].sort((a, b) => b.from - a.from);
  return last.reduce(
    (now, { from, to = from, insert = "" }) => now.slice(0, from) + insert + now.slice(to),
    text,
  );
}

interface Part {
  from: number;
  to: number;
}

/** Something more at the end of a container; `write` is given the space before it. */
function insertion(
  text: string,
  container: Value,
  parts: readonly Part[],
  write: (space: string) => string,
): Change[] {
  const last = parts.at(-1);
  if (last !== undefined) {
    const lead = leadOf(text, container, parts);
    const space = lead === "" ? " " : lead;
    return behindComments(text, last.to, space, write(space));
  }
  // Empty: what is between the brackets, a comment perhaps, stays.
  const isClosed = /[}\]]/.test(text[container.to - 1] ?? "");
  const inner = text.slice(container.from + 1, container.to - (isClosed ? 1 : 0));
  if (inner.trim() !== "") return [{ from: container.from + 1, insert: write("") }];
  const from = container.from + 1;
  return [{ from, to: from + inner.length, insert: write("") }];
}

/** Something more behind a part and the comments that stand beside it. */
function behindComments(text: string, end: number, space: string, written: string): Change[] {
  const beside = /^(?:[ \t]*(?:,|\/\*.*?\*\/))*(?:[ \t]*(?:\/\/|#)[^\n]*)?/.exec(text.slice(end));
  const tail = beside?.[0] ?? "";
  const from = end + tail.length;
  const isLine = /(?:\/\/|#)[^\n]*$/.test(tail);
  const gap = isLine && !space.includes("\n") ? "\n" : space;
  const hasComma = tail.replace(/\/\*.*?\*\/|(?:\/\/|#).*/g, "").includes(",");
  if (hasComma) return [{ from, insert: gap + written }];
  return isLine
    ? [
        { from: end, insert: "," },
        { from, insert: gap + written },
      ]
    : [{ from, insert: `,${gap}${written}` }];
}

/** The white space before the last part of a container, from the comma or bracket before it. */
function leadOf(text: string, container: Value, parts: readonly Part[]): string {
  const last = parts.at(-1);
  const start = parts.at(-2)?.to ?? container.from + 1;
  return last === undefined ? "" : (/\s*$/.exec(text.slice(start, last.from))?.[0] ?? "");
}

/** JSON laid out over lines, further in by the indentation that a space ends with. */
function indented(json: string, space: string): string {
  const margin = space.slice(space.lastIndexOf("\n") + 1);
  return json.replaceAll("\n", `\n${margin}`);
}

/** A part less, and the comma that it needed. */
function removal(text: string, container: Value, parts: readonly Part[], at: number): Change[] {
  const [part, next, previous] = [parts[at], parts[at + 1], parts[at - 1]];
  if (part === undefined) return [];
  const { commas } = container;
  const after = commas.find((comma) => comma >= part.to && comma < (next?.from ?? container.to));
  if (after !== undefined && next !== undefined) {
    const space = /^\s*/.exec(text.slice(after + 1))?.[0] ?? "";
    const to = after + 1 + space.length;
    return [{ from: part.from, to }];
  }
  if (previous === undefined) {
    const around =
      text.slice(container.from + 1, part.from) + text.slice(part.to, container.to - 1);
    const isBare = around.replace(",", "").trim() === "";
    if (isBare) return [{ from: container.from + 1, to: container.to - 1 }];
    // A comment beside it stays, its comma does not.
    const comma = after === undefined ? [] : [{ from: after, to: after + 1 }];
    return [{ from: part.from, to: part.to }, ...comma];
  }
  const space = /\s*$/.exec(text.slice(previous.to, part.from))?.[0] ?? "";
  const before = commas.findLast((comma) => comma >= previous.to && comma < part.from);
  const taken: Change[] = [{ from: part.from - space.length, to: part.to }];
  if (before === undefined) return taken;
  const isNext = before + 1 >= part.from - space.length;
  return isNext ? [{ from: before, to: part.to }] : [{ from: before, to: before + 1 }, ...taken];
}
