// Completion where a configuration names event types, operators, keys, labels, members.

import {
  type CompletionContext,
  type CompletionResult,
  autocompletion,
} from "@codemirror/autocomplete";
import { type Knowledge, nodeAt, placeOf } from "./knowledge";

export function completeFrom(knowledge: Knowledge) {
  const source = (context: CompletionContext): CompletionResult | null => {
    const node = nodeAt(context.state, context.pos, -1);
    const place = placeOf(node, context.state);
    if (place === undefined || context.pos <= node.from) return null;
    const words = knowledge.words(place);
    if (words.length === 0) return null;
    const options = words.map(({ name, detail, meaning }) => ({
      // As it stands within quotes.
      label: JSON.stringify(name).slice(1, -1),
      ...(detail !== undefined && { detail }),
      ...(meaning !== undefined && { info: meaning }),
    }));
    const isClosed =
      context.state.sliceDoc(node.to - 1, node.to) === '"' && node.to > node.from + 1;
    const to = isClosed ? Math.max(node.to - 1, context.pos) : context.pos;
    return { from: node.from + 1, to, options, validFor: /^[^"]*$/ };
  };
  return autocompletion({ override: [source], icons: false });
}
