// What an event almost fires among several subscriptions: how far each is from firing, and
// what stands against those that do not fire.

import type { Explanation, NearMissReport } from "hooksieve";
import { element } from "../element";
import { codeWords } from "./words";

/** Subscriptions by how near they are: those that fire, the nearest misses, the others. */
export interface ByNearness {
  fires: Explanation[];
  nearest: Explanation[];
  others: Explanation[];
}

export function byNearness(
  explanations: readonly Explanation[],
  near: NearMissReport | undefined,
): ByNearness {
  const fires = explanations.filter(({ outcome }) => outcome === "fires");
  const rest = explanations.filter(({ outcome }) => outcome !== "fires");
  const places = new Map(near?.nearest.map(({ subscription }, at) => [subscription.index, at]));
  const placeOf = ({ subscription }: Explanation) => places.get(subscription.index);
  const nearest = rest.filter((one) => placeOf(one) !== undefined);
  nearest.sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0));
  return { fires, nearest, others: rest.filter((one) => placeOf(one) === undefined) };
}

/** How many checks a subscription is from firing; nothing where that is not told. */
export const toGo = (
  { subscription }: Explanation,
  near: NearMissReport | undefined,
): number | undefined =>
  near?.nearest.find((miss) => miss.subscription.index === subscription.index)?.failing;

/** What stands against firing, the first failing check of each subscription counted. */
export function drawBlocked({ fires, doesNotFire, undecidable, blocked }: NearMissReport) {
  const counts = [
    `fires ${fires.toLocaleString("en")}`,
    `does not fire ${doesNotFire.toLocaleString("en")}`,
    undecidable > 0 ? `undecidable ${undecidable.toLocaleString("en")}` : "",
  ].filter((words) => words !== "");
  return element(
    "div.blocked",
    {},
    element("p", {}, counts.join(" · ")),
    element(
      "ul",
      { "aria-label": "What stands against it first" },
      ...blocked.map(({ code, subscriptions }) =>
        element(
          "li",
          {},
          codeWords(code),
          element("span.number", {}, subscriptions.toLocaleString("en")),
        ),
      ),
    ),
  );
}
