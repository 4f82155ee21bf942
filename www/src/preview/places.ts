// The places of checks as what is drawn over a text.

import type { Check } from "hooksieve";
import type { Mark } from "../editor/marks";
import { MARKS } from "../events/checks";

export function marksOf(
  checks: readonly Check[],
  place: (check: Check) => readonly [number, number] | undefined,
): Mark[] {
  return checks.flatMap((check) => {
    const span = place(check);
    const kind = check.status === "pass" ? "pass" : "fail";
    return span === undefined ? [] : [{ from: span[0], to: span[1], kind, words: `${MARKS[check.status][0]} ${check.message}` }];
  });
}
