// What the page and the worker say to each other. Every message carries the revision of
// the page's state that it is about, so that an answer to an older state can be dropped.

import type {
  Code,
  Diagnostic,
  DialectInfo,
  DialectName,
  Explanation,
  NearMissReport,
} from "hooksieve";
import type { Survey } from "./survey";

/** What the verdicts depend on, events apart. */
export interface Question {
  /** The configuration as it is edited. */
  config: string;
  /** The one to compare with. */
  pinned: string;
  /** The dialect of both; found by their shape where it is not given. */
  dialect: DialectName | undefined;
}

export type Command =
  | { name: "load" }
  | { name: "events"; text: string }
  | ({ name: "evaluate" } & Question)
  | { name: "explain"; index: number };

export interface Request {
  id: number;
  rev: number;
  cmd: Command;
}

/** Outcomes as the engine numbers them. */
export const DOES_NOT_FIRE = 0;
export const FIRES = 1;
export const UNDECIDABLE = 2;

/** What became of a delivery of an event since the pinned configuration: bits. */
export const GAINED = 1;
export const LOST = 2;
export const OTHERWISE = 4;

/** The events, by position. */
export interface EventSet {
  ids: (string | null)[];
  types: (string | null)[];
  /** The events as NDJSON, one a line, as they were given. */
  ndjson: string;
  /** How the text was made up, in words. */
  form: string;
}

/** What became of every event. */
export interface Verdicts {
  /** The dialect that the configuration was read in. */
  dialect: DialectName;
  /** The ids of the subscriptions. */
  subscriptions: string[];
  diagnostics: Diagnostic[];
  /** False where the configuration cannot be read; the rest is then that of the last one. */
  readable: boolean;
  outcomes: Uint8Array;
  /** Against the pinned configuration, by event: bits of `GAINED`, `LOST`, `OTHERWISE`. */
  changes: Uint8Array;
  /** Deliveries, not events. */
  gained: number;
  lost: number;
  bySubscription: { id: string; gained: number; lost: number }[];
  /** False where the pinned configuration cannot be read, so that nothing is compared. */
  compared: boolean;
  milliseconds: number;
}

/** Where an event has no reason: it fires, or was not looked at yet. */
export const NO_REASON = 0xff;

/** Why events do not fire, as far as that was looked at. */
export interface Reasons {
  /** The codes that there are. */
  table: Code[];
  /** By event, a place in the table or `NO_REASON`: numbers cross to the page at no cost. */
  places: Uint8Array;
  /** How many events were looked at. */
  done: number;
}

export interface Explained {
  index: number;
  /** The event, laid out over lines; the places of the explanations are in it. */
  text: string;
  /** The configuration that the places are in. */
  config: string;
  explanations: Explanation[];
  /** Where there are several subscriptions: which it almost fires. */
  near: NearMissReport | undefined;
}

export type Answer =
  | { name: "loaded"; version: string; dialects: DialectInfo[]; meanings: [Code, string][] }
  | { name: "events"; events: EventSet }
  | { name: "survey"; survey: Survey }
  /** What the linter finds in the configuration that was evaluated last. */
  | { name: "findings"; findings: Diagnostic[] }
  | { name: "verdicts"; verdicts: Verdicts }
  | { name: "reasons"; reasons: Reasons }
  | { name: "explained"; explained: Explained }
  | { name: "fault"; message: string };

export interface Response {
  id: number;
  rev: number;
  answer: Answer;
}
