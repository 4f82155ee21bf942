// How outcomes, changes and codes are called.

import type { Code, Outcome } from "hooksieve";
import { DOES_NOT_FIRE, FIRES, GAINED, LOST, OTHERWISE, UNDECIDABLE } from "../engine/protocol";
import type { Kind } from "./filter";

export const KIND_WORDS: Record<Kind, string> = {
  all: "All",
  fires: "Firing",
  "does-not-fire": "Not firing",
  changed: "Changed",
  undecidable: "Undecidable",
};

export const OUTCOME_WORDS: Record<Outcome, string> = {
  fires: "fires",
  "does-not-fire": "does not fire",
  undecidable: "undecidable",
};

/** An outcome as the engine numbers it; nothing where there is none yet. */
export function outcomeOf(number: number | undefined): Outcome | undefined {
  switch (number) {
    case FIRES:
      return "fires";
    case UNDECIDABLE:
      return "undecidable";
    case DOES_NOT_FIRE:
      return "does-not-fire";
    default:
      return undefined;
  }
}

/** What the edit did to an event; nothing where it did nothing. */
export function changeWords(change: number, outcome: Outcome | undefined): string | undefined {
  if (change === 0) return undefined;
  if (change === GAINED) return outcome === "fires" ? "gained" : undefined;
  if (change === LOST) return outcome === "fires" ? "lost one" : "was firing";
  return change === OTHERWISE ? "was otherwise" : "gained and lost";
}

/** A code as words: `event-type-not-listed` is "event type not listed". */
export const codeWords = (code: Code): string => code.replaceAll("-", " ");

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
