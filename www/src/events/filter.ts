// Which events are shown, and how many there are of each kind.

import type { Code } from "hooksieve";
import { DOES_NOT_FIRE, FIRES, UNDECIDABLE } from "../engine/protocol";

export const KINDS = ["all", "fires", "does-not-fire", "changed", "undecidable"] as const;
export type Kind = (typeof KINDS)[number];

/** What is known of the events, by position. */
export interface Facts {
  ids: (string | null)[];
  types: (string | null)[];
  outcomes: Uint8Array;
  changes: Uint8Array;
  codes: (Code | undefined)[];
}

export interface Filter {
  kind: Kind;
  /** Only events with this reason. */
  reason: Code | undefined;
  /** Only events with this in type or id, in lower case. */
  words: string;
}

const isOf = (kind: Kind, { outcomes, changes }: Facts, at: number): boolean => {
  switch (kind) {
    case "all":
      return true;
    case "fires":
      return outcomes[at] === FIRES;
    case "does-not-fire":
      return outcomes[at] === DOES_NOT_FIRE;
    case "undecidable":
      return outcomes[at] === UNDECIDABLE;
    case "changed":
      return changes[at] !== 0;
  }
};

/** The positions of the events to show. */
export function choose(facts: Facts, { kind, reason, words }: Filter): number[] {
  const chosen: number[] = [];
  for (let at = 0; at < facts.types.length; at += 1) {
    if (!isOf(kind, facts, at)) continue;
    if (reason !== undefined && facts.codes[at] !== reason) continue;
    const name = `${facts.types[at] ?? ""} ${facts.ids[at] ?? ""}`;
    if (words === "" || name.toLowerCase().includes(words)) chosen.push(at);
  }
  return chosen;
}

export function counts({ outcomes, changes }: Facts): Record<Kind, number> {
  const count = { all: outcomes.length, fires: 0, "does-not-fire": 0, changed: 0, undecidable: 0 };
  for (let at = 0; at < outcomes.length; at += 1) {
    if (outcomes[at] === FIRES) count.fires += 1;
    else if (outcomes[at] === UNDECIDABLE) count.undecidable += 1;
    else count["does-not-fire"] += 1;
    if (changes[at] !== 0) count.changed += 1;
  }
  return count;
}

/** The reasons, the commonest first. */
export function ranked(codes: readonly (Code | undefined)[]): [Code, number][] {
  const found = new Map<Code, number>();
  for (const code of codes) {
    if (code !== undefined) found.set(code, (found.get(code) ?? 0) + 1);
  }
  return [...found].sort(([a, less], [b, more]) => more - less || a.localeCompare(b));
}
