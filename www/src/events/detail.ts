// Why an event fires or not: every subscription's verdict, and under it every check.

import type { Check, Counterfactual, Explanation } from "hooksieve";
import { element } from "../element";
import { byNearness, drawBlocked, toGo } from "./near";
import type { Explained } from "../engine/protocol";
import { type Ways, checkItem } from "./checks";
import { drawChanges } from "./changes";
import { OUTCOME_WORDS, plural } from "./words";

/** How many subscriptions are told one by one. */
const TOLD = 60;

/** Draws the explanation of one event. */
export function drawDetail(box: HTMLElement, { explanations, near, changes }: Explained, ways: Ways) {
  if (explanations.length === 0) {
    const words = "The configuration has no subscription yet. Write one, or begin it in the form.";
    box.replaceChildren(element("p.empty", {}, words));
    return;
  }
  const [only] = explanations;
  if (only !== undefined && explanations.length === 1) {
    box.replaceChildren(
      element(
        "article.verdict",
        { "data-outcome": only.outcome },
        element("div.title", {}, outcome(only)),
        ...body(only, changes.get(0), ways),
      ),
    );
    return;
  }
  const { fires, nearest, others } = byNearness(explanations, near);
  const [first] = [...fires, ...nearest, ...others];
  const draw = (title: string, group: Explanation[]) => {
    if (group.length === 0) return [];
    const told = group.slice(0, TOLD);
    const rest = group.length - told.length;
    return [
      element("h3.group", {}, title),
      ...told.map((one) => {
        const found = changes.get(one.subscription.index);
        return subscription(one, toGo(one, near), one === first, found, ways);
      }),
      ...(rest > 0 ? [element("p.more", {}, `and ${plural(rest, "subscription")} more`)] : []),
    ];
  };
  box.replaceChildren(
    ...(near === undefined ? [] : [drawBlocked(near)]),
    ...draw("Fires", fires),
    ...draw("Nearest to firing", nearest),
    ...draw("Further away", others),
  );
}

function subscription(
  explanation: Explanation,
  failing: number | undefined,
  isOpen: boolean,
  found: Counterfactual | undefined,
  ways: Ways,
) {
  const details = element(
    "details",
    { class: "verdict", "data-outcome": explanation.outcome },
    element(
      "summary.title",
      {},
      element("span.name", {}, explanation.subscription.id),
      failing === undefined
        ? outcome(explanation)
        : element("span.to-go", {}, `${plural(failing, "check")} to go`),
    ),
    ...body(explanation, found, ways),
  );
  details.open = isOpen;
  return details;
}

const outcome = ({ outcome: one }: Explanation): HTMLElement =>
  element("span.outcome", {}, OUTCOME_WORDS[one]);

function body(
  { summary, checks, counterfactual, notes }: Explanation,
  found: Counterfactual | undefined,
  ways: Ways,
) {
  const parts = [
    element("p.sentence", {}, summary),
    element("ol.checks", {}, ...checks.map((check) => checkItem(check, ways))),
    counterfactual.length > 0 && told("To make it fire", "changes", counterfactual, ...drawChanges(found, checks, ways)),
    notes.length > 0 &&
      told(
        "To know",
        "notes",
        notes.map(({ message }) => message),
      ),
  ];
  return parts.filter((part) => part !== false);
}

function told(
  title: string,
  kind: "changes" | "notes",
  sentences: string[],
  ...more: HTMLElement[]
): HTMLElement {
  const list = element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)));
  return element(`div.${kind}`, {}, element("h3", {}, title), list, ...more);
}

/** The checks to show at first: those that decide, of the first subscription told. */
export function deciding({ explanations, near }: Explained): Check[] {
  const { fires, nearest, others } = byNearness(explanations, near);
  const checks = [...fires, ...nearest, ...others][0]?.checks ?? [];
  const against = checks.filter(({ status }) => status === "fail" || status === "undecidable");
  return against.length > 0 ? against : checks.filter(({ status }) => status === "pass");
}
