// The findings on the configuration as a list, each with its place and its fixes.

import type { Diagnostic, Fix } from "hooksieve";
import { button, element } from "../element";

export interface ProblemWays {
  show: (span: readonly [number, number]) => void;
  apply: (fix: Fix) => void;
}

export function drawProblems(
  box: HTMLElement,
  diagnostics: readonly Diagnostic[],
  ways: ProblemWays,
) {
  box.hidden = diagnostics.length === 0;
  const items = diagnostics.map(({ severity, pointer, message, help, span, fixes }) =>
    element(
      "li.problem",
      { "data-severity": severity },
      element("span.severity", {}, severity),
      element(
        "div.said",
        {},
        element("p", {}, message),
        help !== undefined && element("p.help", {}, help),
        element(
          "div.ways",
          {},
          ...(fixes ?? []).map((fix) => button("button.fix", fix.title, () => ways.apply(fix))),
          button("button.place", pointer === "" ? "go to it" : pointer, () => ways.show(span)),
        ),
      ),
    ),
  );
  box.replaceChildren(element("ul", {}, ...items));
}
