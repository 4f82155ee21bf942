// The smallest changes that were found to make an event fire a subscription: of the event, and
// instead of it of the subscription. The engine has tried each.

import type { Change, Check, Counterfactual } from "hooksieve";
import { button, element } from "../element";
import { type Ways, shown } from "./checks";

/** The changes of either side that there are any of, each with the way to make them. */
export function drawChanges(
  found: Counterfactual | undefined,
  checks: readonly Check[],
  ways: Ways,
): HTMLElement[] {
  const near = checks.find(({ config }) => config !== undefined)?.config?.span[0];
  const sides = [
    ["subscription", "One way: change the subscription", found?.subscription],
    ["event", "One way: change the event", found?.event],
  ] as const;
  return sides.flatMap(([side, title, changes]) =>
    changes == null || changes.length === 0
      ? []
      : [
          element(
            "div.way",
            {},
            element("h4", {}, title),
            element("ul", {}, ...changes.map((change) => drawChange(change, ways))),
            element(
              "div.ways",
              {},
              button("button.fix", APPLY[side], () => ways.change(side, changes, near)),
            ),
          ),
        ],
  );
}

const APPLY = { subscription: "Apply to the configuration", event: "Try it on this event" };

function drawChange({ pointer, from, to }: Change, { hide }: Ways): HTMLElement {
  const value = (json: string | null) =>
    json === null ? element("span.absent", {}, "nothing") : element("code", {}, hide(shown(json, pointer)));
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
