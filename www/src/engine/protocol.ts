// What the page and the worker say to each other. Every request has a number, and answers
// say which request they answer, so that one to an older state can be dropped.

import type {
  Code,
  Counterfactual,
  Diagnostic,
  DialectInfo,
  DialectName,
  EventRef,
  Explanation,
  NearMissReport,
  Relation,
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

/** An event that is edited. */
export interface Edit {
  index: number;
  text: string;
}

/** Commands that take long: one is under way at a time. */
export type Long =
  | { name: "events"; input: string | Blob }
  /** Puts another text in the place of an event. */
  | ({ name: "edit" } & Edit)
  | ({ name: "evaluate" } & Question)
  | ({ name: "pack"; as: "link" | "file" } & Omit<Question, "dialect"> & { dialect: DialectName | "" });

/** Commands that are answered at once, also between the steps of a long one. */
export type Short =
  | { name: "load"; module?: Uint8Array | undefined }
  | { name: "explain"; index: number }
  /** The events in view: their reasons come first. */
  | { name: "view"; events: Uint32Array }
  /** Gives up the long command with this number. */
  | { name: "cancel"; id: number };

export type Command = Long | Short;

export interface Request {
  id: number;
  cmd: Command;
}

/** Outcomes as the engine numbers them. */
export const DOES_NOT_FIRE = 0;
export const FIRES = 1;
export const UNDECIDABLE = 2;
/** The page's own: not evaluated yet. */
export const PENDING = 3;

/** What became of a delivery of an event since the pinned configuration: bits. */
export const GAINED = 1;
export const LOST = 2;
export const OTHERWISE = 4;

/** The events, packed: as numbers and two texts they cross to the page at no cost. */
export interface EventSet {
  /** The distinct event types. */
  types: string[];
  /** By event, a place in `types` and one; 0 without a type. */
  typeOf: Uint32Array;
  /** All ids in one text. */
  ids: string;
  /** By event, where its id ends in that text. */
  idEnds: Uint32Array;
  /** How the text was made up, in words. */
  form: string;
}

/** What became of every event. */
export interface Verdicts {
  /** The configuration that they are of. */
  config: string;
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
  bySubscription: SubscriptionChange[];
  /** False where the pinned configuration cannot be read, so that nothing is compared. */
  compared: boolean;
  milliseconds: number;
}

export interface SubscriptionChange {
  id: string;
  gained: number;
  lost: number;
}

/** What is proved of an edit for every event there can be, loaded or not. */
export interface Proof {
  proved: Relation;
  /** Subscriptions whose target is another. */
  moved: string[];
  /** Those of which anything but "the same" is proved, a number of them at most. */
  subscriptions: ProvedSubscription[];
}

export interface ProvedSubscription {
  id: string;
  status: "kept" | "added" | "removed";
  proved: Relation;
  targetDiffers: boolean;
}

/** Where an event has no reason: it fires, or was not looked at yet. */
export const NO_REASON = 0xff;

/** Why events do not fire, as far as that was looked at. */
export interface Reasons {
  /** The codes that there are. */
  table: Code[];
  /** By event, a place in the table or `NO_REASON`. */
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
  /** With the secrets of both texts hidden in their words. */
  explanations: Explanation[];
  /** The secrets of both texts, to hide them in other words too. */
  secrets: string[];
  /** Where there are several subscriptions: which it almost fires, and what blocked the rest. */
  near: NearMissReport | undefined;
  /** By the position of a subscription that is told in full: the smallest changes to fire it. */
  changes: Map<number, Counterfactual>;
}

/** How far a long command is, in its own units. */
export interface Progress {
  doing: "reading" | "evaluating" | "packing";
  done: number;
  total: number;
}

export type Answer =
  | { name: "loaded"; version: string; dialects: DialectInfo[]; meanings: [Code, string][] }
  | { name: "events"; events: EventSet }
  | { name: "edited"; index: number; event: EventRef | null }
  | { name: "survey"; survey: Survey }
  /** What the linter finds in the configuration that was evaluated last. */
  | { name: "findings"; findings: Diagnostic[] }
  | { name: "verdicts"; verdicts: Verdicts }
  | { name: "proof"; proof: Proof | undefined }
  | { name: "reasons"; reasons: Reasons }
  | { name: "explained"; explained: Explained | undefined }
  | { name: "packed"; packed: string | Blob }
  | { name: "progress"; progress: Progress }
  | { name: "cancelled"; cmd: Long["name"] }
  | { name: "fault"; message: string };

export interface Response {
  id: number;
  answer: Answer;
}
