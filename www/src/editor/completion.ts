// Completion of event types, with what each means, where a configuration names them.

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  autocompletion,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/** The members that name event types, of all dialects. */
const MEMBERS = new Set(["events", "event_types", "eventTypes", "eventType", "event"]);

export function completeEventTypes(types: () => Completion[]) {
  const source = (context: CompletionContext): CompletionResult | null => {
    const text = syntaxTree(context.state).resolveInner(context.pos, -1);
    if (text.name !== "String" || !namesTypes(text, context.state)) return null;
    return {
      from: text.from + 1,
      to: Math.max(text.to - 1, context.pos),
      options: types(),
      validFor: /^[^"]*$/,
    };
  };
  return autocompletion({ override: [source], icons: false });
}

function namesTypes(text: SyntaxNode, state: EditorState): boolean {
  const member = text.parent?.name === "Array" ? text.parent.parent : text.parent;
  const name = member?.name === "Property" ? member.getChild("PropertyName") : null;
  return name != null && MEMBERS.has(state.sliceDoc(name.from + 1, name.to - 1));
}
