// One check of an explanation: its mark, its sentence, expected beside actual, the ways to
// its places, its fixes.

import type { Change, Check, Fix } from "hooksieve";
import type { Hide } from "../share/hide";
import { HIDDEN, isSecretAt } from "../share/secrets";
import { button, element } from "../element";

/** What can be done from a check. */
export interface Ways {
  /** Goes to the check's place in the configuration. */
  toConfig: (check: Check) => void;
  toEvent: (check: Check) => void;
  apply: (fix: Fix) => void;
  /** What may be seen of some words. */
  hide: Hide;
  /** Makes the changes of one side that would make the event fire; `near` the checks' places. */
  change: (side: Side, changes: readonly Change[], near: number | undefined) => void;
}

/** What can be changed to make an event fire. */
export type Side = "event" | "subscription";

/** How a check ended, as a mark and in words. */
export const MARKS: Record<Check["status"], [mark: string, words: string]> = {
  pass: ["✓", "passes"],
  fail: ["✗", "fails"],
  undecidable: ["?", "cannot be decided"],
  "not-evaluated": ["–", "not evaluated"],
};

export function checkItem(check: Check, ways: Ways): HTMLElement {
  const [mark, words] = MARKS[check.status];
  const { config, event } = check;
  const places = [
    config &&
      button("button.place", `configuration ${config.pointer || "/"}`, () => ways.toConfig(check)),
    event && button("button.place", `event ${event.pointer || "/"}`, () => ways.toEvent(check)),
  ];
  const fixes = (check.fixes ?? []).map((fix) =>
    button("button.fix", fix.title, () => ways.apply(fix)),
  );
  return element(
    "li.check",
    { "data-status": check.status },
    element("span.tick", { "aria-hidden": "true" }, mark),
    element(
      "div.said",
      {},
      element("p", {}, element("span.unseen", {}, `${words}: `), check.message),
      check.status !== "pass" && values(check),
      element("div.ways", {}, ...fixes, ...places),
    ),
  );
}

/** Expected beside actual, where the check has both or either. */
function values(check: Check): HTMLElement | undefined {
  const pairs = [
    ["Expected", text(check, check.expectedText, check.expected, check.config?.pointer)],
    ["Actual", text(check, check.actualText, check.actual, check.event?.pointer)],
  ] as const;
  const known = pairs.filter(([, value]) => value !== undefined);
  if (known.length === 0) return undefined;
  return element(
    "dl.values",
    {},
    ...known.map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, value)),
    ),
  );
}

function text(
  { code }: Check,
  written: string | undefined,
  value: unknown,
  pointer: string | undefined,
): string | undefined {
  const json = written ?? (value === undefined ? undefined : JSON.stringify(value));
  if (json === undefined || code === "enabled") return json;
  return shown(json, pointer);
}

/** A value to show, as JSON text; dots where the names around it tell that it is a secret. */
export function shown(json: string, pointer: string | undefined): string {
  if (isSecretAt((pointer ?? "").split("/").slice(1), json)) return HIDDEN;
  return list(json);
}

/** A list of texts with a space after each comma, so that it breaks where it should. */
function list(json: string): string {
  if (!json.startsWith("[")) return json;
  const value: unknown = JSON.parse(json);
  const isPlain = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isPlain ? value.map((item) => JSON.stringify(item)).join(", ") : json;
}
