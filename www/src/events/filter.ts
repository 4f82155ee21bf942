// Which events are shown, and how many there are of each kind.

import type { Code } from "hooksieve";
import { DOES_NOT_FIRE, FIRES, type Reasons, UNDECIDABLE } from "../engine/protocol";
import type { Names } from "./names";
import type { Retries } from "./retries";

export const KINDS = ["all", "fires", "does-not-fire", "changed", "undecidable"] as const;
export type Kind = (typeof KINDS)[number];

/** What is known of the events, by position. */
export interface Facts {
  names: Names;
  outcomes: Uint8Array;
  changes: Uint8Array;
  reasons: Reasons;
  /** Further attempts of events. */
  retries: Retries;
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
export function choose(facts: Facts, { kind, reason, words }: Filter): Uint32Array {
  const { names, reasons } = facts;
  const place = reason === undefined ? undefined : reasons.table.indexOf(reason);
  const isNamed = words === "" ? undefined : names.having(words);
  const chosen = new Uint32Array(names.size);
  let length = 0;
  for (let at = 0; at < names.size; at += 1) {
    if (!isOf(kind, facts, at)) continue;
    if (place !== undefined && reasons.places[at] !== place) continue;
    if (isNamed?.[at] === 0) continue;
    chosen[length] = at;
    length += 1;
  }
  return chosen.subarray(0, length);
}

export function counts({ outcomes, changes }: Facts): Record<Kind, number> {
  const count = { all: outcomes.length, fires: 0, "does-not-fire": 0, changed: 0, undecidable: 0 };
  for (let at = 0; at < outcomes.length; at += 1) {
    const outcome = outcomes[at];
    if (outcome === FIRES) count.fires += 1;
    else if (outcome === UNDECIDABLE) count.undecidable += 1;
    else if (outcome === DOES_NOT_FIRE) count["does-not-fire"] += 1;
    if (changes[at] !== 0) count.changed += 1;
  }
  return count;
}

/** Why an event does not fire; nothing where it fires or was not looked at. */
export const codeAt = ({ table, places }: Reasons, event: number): Code | undefined =>
  table[places[event] ?? table.length];

/** The reasons, the commonest first. */
export function ranked({ table, places }: Reasons): [Code, number][] {
  const count = new Uint32Array(table.length);
  for (const place of places) {
    if (place < count.length) count[place] = (count[place] ?? 0) + 1;
  }
  const found = table.map((code, place): [Code, number] => [code, count[place] ?? 0]);
  return found.sort(([a, less], [b, more]) => more - less || a.localeCompare(b));
}
