// Why events do not fire, the commonest reason first; each chooses its events.

import type { Code } from "hooksieve";
import { element, focused } from "../element";
import type { Reasons } from "../engine/protocol";
import { ranked } from "./filter";
import { codeWords, plural } from "./words";

export interface ReasonsView {
  reasons: Reasons;
  /** How many events there are. */
  all: number;
  /** How many of them cannot be decided. */
  undecidable: number;
  chosen: Code | undefined;
  meaning: (code: Code) => string | undefined;
  choose: (code: Code | undefined) => void;
}

export function drawReasons(
  box: HTMLElement,
  { reasons, all, undecidable, chosen, meaning, choose }: ReasonsView,
) {
  const found = ranked(reasons);
  const most = found[0]?.[1] ?? 0;
  const focus = focused(box);
  const held =
    focus instanceof HTMLElement && box.contains(focus) ? focus.dataset["code"] : undefined;
  const rows = found.map(([code, count]) => {
    const bar = element("span.bar", { "aria-hidden": "true" }, element("span", {}));
    const fill = bar.firstElementChild;
    if (fill instanceof HTMLElement) fill.style.width = `${(100 * count) / most}%`;
    const words = meaning(code);
    const row = element(
      "button.because",
      {
        type: "button",
        "aria-pressed": String(code === chosen),
        "data-code": code,
        ...(words !== undefined && { title: words }),
      },
      element("span.words", {}, codeWords(code)),
      bar,
      element("span.number", {}, count.toLocaleString("en")),
    );
    row.addEventListener("click", () => choose(code === chosen ? undefined : code));
    return row;
  });
  const told = found.reduce((sum, [, count]) => sum + count, 0);
  const title = titleOf(told, reasons.done < all ? 0 : undecidable);
  const { done } = reasons;
  const progress =
    done < all ? ` (${done.toLocaleString("en")} of ${all.toLocaleString("en")} looked at)` : "";
  box.hidden = found.length === 0;
  box.replaceChildren(element("h3", {}, title + progress), ...rows);
  if (held !== undefined) rows.find(({ dataset }) => dataset["code"] === held)?.focus();
}

/** Those that cannot be decided are told apart, once all were looked at. */
function titleOf(told: number, undecidable: number): string {
  const against = told - undecidable;
  const open = `${plural(undecidable, "event")} cannot be decided`;
  if (against === 0 && undecidable > 0) return `Why ${open}`;
  const words = `Why ${plural(against, "event does", "events do")} not fire`;
  return undecidable > 0 ? `${words}, and ${open}` : words;
}
