// Subscriptions within the text of a configuration, and edits of their lists of event types
// that leave everything else as it was written: order, spaces, lines.

import { ensureSyntaxTree } from "@codemirror/language";
import type { ChangeSpec, EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/** Milliseconds to wait for the tree of a long text. */
const PATIENCE = 100;

/** The members under which list responses keep their items. */
const LISTS = ["items", "data"];

/** The objects of a configuration that are subscriptions, in their order. */
export function subscriptionNodes(state: EditorState): SyntaxNode[] {
  const tree = ensureSyntaxTree(state, state.doc.length, PATIENCE);
  const root = tree?.topNode.firstChild;
  if (root == null) return [];
  if (root.name === "Array") return root.getChildren("Object");
  for (const name of LISTS) {
    const list = valueOf(state, root, name);
    if (list?.name === "Array") return list.getChildren("Object");
  }
  return root.name === "Object" ? [root] : [];
}

/** The value of a member of an object. */
export function valueOf(
  state: EditorState,
  object: SyntaxNode,
  name: string,
): SyntaxNode | undefined {
  // Of members with one name the last counts.
  const property = object
    .getChildren("Property")
    .findLast((one) => textOf(state, one.getChild("PropertyName")) === name);
  const value = property?.lastChild;
  return value == null || value.name === "PropertyName" ? undefined : value;
}

/** A string as it is meant; nothing where it is none. */
export function textOf(
  state: EditorState,
  node: SyntaxNode | null | undefined,
): string | undefined {
  if (node == null) return undefined;
  try {
    const value: unknown = JSON.parse(state.sliceDoc(node.from, node.to));
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The strings of a list. */
export function listed(state: EditorState, list: SyntaxNode | undefined): string[] {
  if (list?.name !== "Array") return [];
  return list.getChildren("String").flatMap((node) => textOf(state, node) ?? []);
}

/** Adds a text at the end of a list; makes the list where the object has none. */
export function addition(
  state: EditorState,
  object: SyntaxNode,
  member: string,
  text: string,
): ChangeSpec {
  const word = JSON.stringify(text);
  const list = valueOf(state, object, member);
  if (list === undefined) {
    const isEmpty = object.getChild("Property") === null;
    return {
      from: object.from + 1,
      insert: `${JSON.stringify(member)}: [${word}]${isEmpty ? "" : ", "}`,
    };
  }
  if (list.name !== "Array") return { from: list.from, to: list.to, insert: `[${word}]` };
  const values = elements(list);
  const last = values.at(-1);
  if (last === undefined) return { from: list.from, to: list.to, insert: `[${word}]` };
  // As the last one stands: on a line of its own, or after a space.
  const before = values.at(-2)?.to ?? list.from + 1;
  const space = /\s*$/.exec(state.sliceDoc(before, last.from))?.[0] ?? "";
  return { from: last.to, insert: `,${space === "" ? " " : space}${word}` };
}

/** Takes a text out of a list, every time it is there. */
export function removal(
  state: EditorState,
  object: SyntaxNode,
  member: string,
  text: string,
): ChangeSpec[] {
  const list = valueOf(state, object, member);
  if (list?.name !== "Array") return [];
  const values = elements(list);
  const kept = values.filter((node) => textOf(state, node) !== text);
  if (kept.length === 0) return [{ from: list.from, to: list.to, insert: "[]" }];
  return values.flatMap((node, at) => {
    if (textOf(state, node) !== text) return [];
    const next = values[at + 1];
    const isLast = values.slice(at).every((one) => textOf(state, one) === text);
    const previous = values[at - 1];
    if (isLast && previous !== undefined) return [{ from: previous.to, to: node.to }];
    return next === undefined ? [] : [{ from: node.from, to: next.from }];
  });
}

function elements(list: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let node = list.firstChild; node !== null; node = node.nextSibling) {
    if (!/^[[\],⚠]$/.test(node.name) && !node.type.isError) found.push(node);
  }
  return found;
}
