// The smallest changes that were found to make an event fire a subscription: of the event, and
// instead of it of the subscription. The engine has tried each.

import type { Change, Counterfactual } from "hooksieve";
import { element } from "../element";
import { shown } from "./checks";

/** The changes of either side that there are any of. */
export function drawChanges(found: Counterfactual | undefined): HTMLElement[] {
  const sides = [
    ["One way: change the event", found?.event],
    ["One way: change the subscription", found?.subscription],
  ] as const;
  return sides.flatMap(([title, changes]) =>
    changes == null || changes.length === 0
      ? []
      : [
          element(
            "div.way",
            {},
            element("h4", {}, title),
            element("ul", {}, ...changes.map((change) => drawChange(change))),
          ),
        ],
  );
}

function drawChange({ pointer, from, to }: Change): HTMLElement {
  const value = (json: string | null) =>
    json === null ? element("span.absent", {}, "nothing") : element("code", {}, shown(json, pointer));
  return element(
    "li",
    {},
    element("code.pointer", {}, pointer || "/"),
    ": ",
    value(from),
    element("span", { "aria-hidden": "true" }, " → "),
    element("span.unseen", {}, " becomes "),
    value(to),
  );
}
