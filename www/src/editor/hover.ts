// What an event type, an operator, a key, a label means, over its name in a configuration.

import { hoverTooltip } from "@codemirror/view";
import { element } from "../element";
import { type Knowledge, nodeAt, placeOf } from "./knowledge";

export function explainOnHover(knowledge: Knowledge) {
  return hoverTooltip((view, at, side) => {
    const node = nodeAt(view.state, at, side);
    const place = placeOf(node, view.state);
    if (place === undefined || node.from === node.to) return null;
    const name = view.state.sliceDoc(node.from + 1, node.to - 1);
    const word = knowledge.word(place, name);
    if (word === undefined) return null;
    const { detail, meaning } = word;
    const dom = element(
      "div",
      { class: "cm-meaning" },
      element("b", {}, name),
      detail !== undefined && element("span", {}, detail),
      meaning !== undefined && element("p", {}, meaning),
    );
    return { pos: node.from, end: node.to, above: true, create: () => ({ dom }) };
  });
}
