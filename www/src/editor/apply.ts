// Changes by JSON Pointer, as the engine tells them, made in a text that stays as it was
// written everywhere else.

import type { Change } from "hooksieve";
import { type Change as Edit, addItem, applied, removeItem, removeMember, setMember } from "./edits";
import { type Value, treeOf } from "./tree";

/**
 * The text with all changes made: first what is set, then what goes, the last elements first,
 * so that no change moves another's place. Pointers begin at the outermost value that `near`
 * is in: of NDJSON, at one of its lines. Nothing where a change has no place in it.
 */
export function withChanges(
  text: string,
  changes: readonly Change[],
  near = 0,
): string | undefined {
  const roots = treeOf(text);
  const root = roots.length > 1 ? roots.findIndex(({ from, to }) => from <= near && near < to) : 0;
  const going = changes.filter(({ to }) => to === null).sort((a, b) => compare(b.pointer, a.pointer));
  const staying = changes.filter(({ to }) => to !== null);
  let now = text;
  for (const { pointer, to } of [...staying, ...going]) {
    const edits = editsAt(now, treeOf(now)[root], namesOf(pointer), to);
    if (edits === undefined) return undefined;
    now = applied(now, edits);
  }
  return now;
}

const namesOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));

/** Elements by their numbers; what is within another comes after it. */
const compare = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

/** What sets a value, or takes it out where `json` is null. */
function editsAt(
  text: string,
  root: Value | undefined,
  names: readonly string[],
  json: string | null,
): Edit[] | undefined {
  let at = root;
  let rest = names;
  for (; at !== undefined && rest.length > 1; rest = rest.slice(1)) {
    const next = below(at, rest[0] ?? "");
    const isContainer = next?.kind === "object" || next?.kind === "array";
    if (!isContainer) break;
    at = next;
  }
  const [name] = rest;
  if (at === undefined || name === undefined) return undefined;
  if (json === null) return rest.length === 1 ? removal(text, at, name) : undefined;
  // What would be around it and is not there yet.
  const inside = rest.slice(1).reverse();
  const value = inside.reduce((inner, key) => `{${JSON.stringify(key)}: ${inner}}`, json);
  if (at.kind === "object") return setMember(text, at, name, value);
  const item = at.items[indexOf(name)];
  if (item !== undefined) return [{ from: item.from, to: item.to, insert: value }];
  return addItem(text, at, value);
}

function removal(text: string, container: Value, name: string): Edit[] | undefined {
  const isMember = container.kind === "object";
  const place = isMember
    ? container.members.findLastIndex((member) => member.name === name)
    : indexOf(name);
  const parts = isMember ? container.members : container.items;
  if (parts[place] === undefined) return undefined;
  return isMember ? removeMember(text, container, place) : removeItem(text, container, place);
}

function below(container: Value, name: string): Value | undefined {
  return container.kind === "object"
    ? container.members.findLast((member) => member.name === name)?.value
    : container.items[indexOf(name)];
}

/** An index of an array; none is -1. */
const indexOf = (name: string | undefined): number => (/^\d+$/.test(name ?? "") ? Number(name) : -1);

/** The part of a text that is another in the second one, as an edit of the first. */
export function editBetween(before: string, after: string): Required<Edit> {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let tail = 0;
  while (tail < shorter - from && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}
