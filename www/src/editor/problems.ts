// The findings on the configuration as a list, each with its place, its proof and its fixes.

import type { Diagnostic, Fix } from "hooksieve";
import { button, element } from "../element";
import type { Repair } from "./repair";

export interface ProblemWays {
  show: (span: readonly [number, number]) => void;
  apply: (fix: Fix) => void;
}

const WEIGHTS = { error: 0, warning: 1, note: 2 };

/** Draws the findings, what weighs most first, behind the repairs that are offered. */
export function drawProblems(
  box: HTMLElement,
  diagnostics: readonly Diagnostic[],
  repairs: readonly Repair[],
  ways: ProblemWays,
) {
  // What is repaired is told once, with the offer, not comma by comma.
  const told =
    repairs.length > 0 ? diagnostics.filter(({ code }) => code !== "json-repaired") : diagnostics;
  box.hidden = told.length + repairs.length === 0;
  const ordered = [...told].sort((a, b) => WEIGHTS[a.severity] - WEIGHTS[b.severity]);
  const offers = repairs.map(({ words, fix }) =>
    element(
      "li.problem",
      { "data-severity": "note" },
      element("span.severity", {}, "repair"),
      element(
        "div.said",
        {},
        element("p", {}, words),
        element(
          "div.ways",
          {},
          button("button.fix", fix.title, () => ways.apply(fix)),
        ),
      ),
    ),
  );
  box.replaceChildren(
    element("ul", {}, ...offers, ...ordered.map((diagnostic) => problem(diagnostic, ways))),
  );
}

function problem(diagnostic: Diagnostic, ways: ProblemWays): HTMLElement {
  const { severity, pointer, message, help, span, fixes, related } = diagnostic;
  return element(
    "li.problem",
    { "data-severity": severity },
    element("span.severity", {}, severity),
    element(
      "div.said",
      {},
      element("p", {}, message),
      related !== undefined && related.length > 0 && proof(related, ways),
      help !== undefined && element("p.help", {}, help),
      element(
        "div.ways",
        {},
        ...(fixes ?? []).map((fix) => button("button.fix", fix.title, () => ways.apply(fix))),
        button("button.place", pointer === "" ? "go to it" : pointer, () => ways.show(span)),
      ),
    ),
  );
}

/** What a finding follows from; each step leads to its place. */
function proof(steps: NonNullable<Diagnostic["related"]>, ways: ProblemWays): HTMLElement {
  const items = steps.map(({ message, span }) =>
    element(
      "li",
      {},
      button("button.place", message, () => ways.show(span)),
    ),
  );
  return element("div.proof", {}, element("span", {}, "because"), element("ul", {}, ...items));
}
