// What an event type means, over its name in a configuration.

import { syntaxTree } from "@codemirror/language";
import { hoverTooltip } from "@codemirror/view";
import { element } from "../element";

/** `meaning` is that of an event type; nothing for other texts. */
export function explainOnHover(meaning: (text: string) => string | undefined) {
  return hoverTooltip((view, at, side) => {
    const node = syntaxTree(view.state).resolveInner(at, side);
    if (node.name !== "String") return null;
    const name = view.state.sliceDoc(node.from + 1, node.to - 1);
    const words = meaning(name);
    if (words === undefined) return null;
    const dom = element(
      "div",
      { class: "cm-meaning" },
      element("b", {}, name),
      element("p", {}, words),
    );
    return { pos: node.from, end: node.to, above: true, create: () => ({ dom }) };
  });
}
