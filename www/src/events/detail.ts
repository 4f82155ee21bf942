// Why an event fires or not: every subscription's verdict, and under it every check.

import type { Check, Explanation } from "hooksieve";
import { element } from "../element";
import type { Explained } from "../engine/protocol";
import { type Ways, checkItem } from "./checks";
import { OUTCOME_WORDS, plural } from "./words";

/** How many subscriptions are told one by one. */
const TOLD = 60;

/** Draws the explanation of one event. */
export function drawDetail(box: HTMLElement, { explanations }: Explained, ways: Ways) {
  const ordered = [...explanations].sort((a, b) => rank(a) - rank(b));
  const told = ordered.slice(0, TOLD);
  const rest = ordered.length - told.length;
  const isOne = explanations.length === 1;
  const parts = told.map((explanation, at) => subscription(explanation, isOne, at === 0, ways));
  box.replaceChildren(
    ...parts,
    ...(rest > 0
      ? [element("p.more", {}, `and ${plural(rest, "subscription")} further from firing`)]
      : []),
  );
  if (explanations.length === 0) {
    box.replaceChildren(element("p.empty", {}, "The configuration has no subscription."));
  }
}

/** Fires first, then by how little is missing. */
function rank({ outcome, checks }: Explanation): number {
  return outcome === "fires" ? -1 : checks.filter(({ status }) => status !== "pass").length;
}

function subscription(explanation: Explanation, isOne: boolean, isOpen: boolean, ways: Ways) {
  const {
    outcome,
    summary,
    checks,
    notes,
    counterfactual,
    subscription: { id },
  } = explanation;
  const head = [
    element("span.outcome", {}, OUTCOME_WORDS[outcome]),
    !isOne && element("span.name", {}, id),
  ];
  const body = [
    element("p.sentence", {}, summary),
    element("ol.checks", {}, ...checks.map((check) => checkItem(check, ways))),
    counterfactual.length > 0 && told("To make it fire", "changes", counterfactual),
    notes.length > 0 &&
      told(
        "To know",
        "notes",
        notes.map(({ message }) => message),
      ),
  ];
  if (isOne)
    return element(
      "article.verdict",
      { "data-outcome": outcome },
      element("div.title", {}, ...head),
      ...body,
    );
  const details = element(
    "details",
    { class: "verdict", "data-outcome": outcome },
    element("summary.title", {}, ...head),
    ...body,
  );
  details.open = isOpen;
  return details;
}

function told(title: string, kind: "changes" | "notes", sentences: string[]): HTMLElement {
  const list = element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence)));
  return element(`div.${kind}`, {}, element("h3", {}, title), list);
}

/** The checks to show at first: those that decide, of the first subscription told. */
export function deciding(explanations: readonly Explanation[]): Check[] {
  const [first] = [...explanations].sort((a, b) => rank(a) - rank(b));
  const against = (first?.checks ?? []).filter(
    ({ status }) => status === "fail" || status === "undecidable",
  );
  return against.length > 0
    ? against
    : (first?.checks ?? []).filter(({ status }) => status === "pass");
}
