/// <reference lib="esnext.disposable" />

/**
 * Which webhook subscriptions an event fires, and why.
 *
 * Call {@link load} once; everything else is synchronous.
 *
 * ```js
 * import { load, Router } from "hooksieve";
 * await load();
 * const router = new Router('[{"id":"a","events":["wallet.*"]}]');
 * router.route('{"type":"wallet.created"}').matched; // ["a"]
 * ```
 *
 * @packageDocumentation
 * @module hooksieve
 */

/**
 * The module, where the entry does not find it by itself: where it is, a response with
 * it, its bytes, or compiled; or a promise of one of them.
 */
export type LoadInput = LoadSource | Promise<LoadSource>;

/** See {@link LoadInput}. */
export type LoadSource =
  | string
  | URL
  | Request
  | Response
  | ArrayBuffer
  | ArrayBufferView
  | WebAssembly.Module;

/**
 * Loads the engine. Idempotent, and safe to call at the same time from many places: the
 * module is instantiated once; an `input` given after that is not looked at.
 *
 * @param input the module; nothing where the entry finds its own (all but `hooksieve/slim`)
 * @returns everything that the package exports
 * @throws {@link HooksieveError} `not-loaded` where there is no module to load
 */
export function load(input?: LoadInput): Promise<typeof import("./index.js")>;

/**
 * Loads the engine at once, from the module's bytes or from the compiled module. Browsers
 * allow that for large modules outside of the main thread only.
 *
 * @returns everything that the package exports
 */
export function loadSync(
  module: ArrayBuffer | ArrayBufferView | WebAssembly.Module,
): typeof import("./index.js");

/** The version of the engine. */
export function version(): string;

// Names

/** A dialect with its edition; without one it is the provider's default edition. */
export type DialectName =
  | "hooksieve"
  | "dfns"
  | "dakota"
  | "cdp"
  | "cdp@2026-09"
  | "ark"
  | "ark@core-3"
  | "ark@mainsail";

/** How an event is laid out; `auto` finds it by its shape. */
export type EventForm = "auto" | "hooksieve" | "dfns" | "dakota" | "cdp" | "ark";

/** An operator of the native dialect. */
export type Operator =
  | "eq"
  | "ne"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "between"
  | "not-between"
  | "contains"
  | "not-contains"
  | "starts-with"
  | "ends-with"
  | "in"
  | "not-in"
  | "regexp"
  | "truthy"
  | "falsy"
  | "exists"
  | "missing";

/** The verdict. `undecidable` is not `does-not-fire`: the configuration or the event does not say. */
export type Outcome = "fires" | "does-not-fire" | "undecidable";

/** How much a finding weighs. */
export type Severity = "error" | "warning" | "note";

/** What a finding, a check or a note is about. Names are never changed; some may be added. */
export type Code =
  | "json-syntax"
  | "json-repaired"
  | "duplicate-key"
  | "wrong-type"
  | "missing-field"
  | "unknown-field"
  | "server-field"
  | "immutable-field"
  | "empty-value"
  | "bad-value"
  | "bad-url"
  | "url-not-https"
  | "url-not-public"
  | "url-length"
  | "bad-id"
  | "duplicate-id"
  | "description-too-long"
  | "metadata-limit"
  | "label-limit"
  | "no-event-types"
  | "event-type-unknown"
  | "event-type-later"
  | "event-type-legacy"
  | "event-pattern-invalid"
  | "global-overrides-event-types"
  | "key-invalid"
  | "condition-unknown"
  | "condition-value"
  | "regexp-invalid"
  | "regex-dialect"
  | "limit-exceeded"
  | "label-required"
  | "label-unknown"
  | "label-value"
  | "label-format-conflict"
  | "labels-unsupported-for-transfers"
  | "label-network-default"
  | "prototype-hazard"
  | "secret-in-config"
  | "later-edition"
  | "ark-not-between-unusable"
  | "ark-any-of"
  | "dakota-global-two-readings"
  | "enabled"
  | "disabled"
  | "config-unreadable"
  | "event-unreadable"
  | "no-event-type"
  | "event-type-listed"
  | "event-type-not-listed"
  | "event-type-differs-case"
  | "label-equal"
  | "label-missing"
  | "label-differs"
  | "label-differs-case"
  | "label-wrong-type"
  | "label-nested-deeper"
  | "label-case-folded"
  | "condition-true"
  | "condition-false"
  | "condition-key-missing"
  | "condition-key-nested"
  | "condition-wrong-type"
  | "condition-error"
  | "condition-undecidable"
  | "not-evaluated"
  | "edition-differs"
  | "never-matches"
  | "condition-never-holds"
  | "conditions-always-hold"
  | "duplicate-subscription"
  | "subscription-subsumed"
  | "event-type-uncatalogued"
  | "event-type-unseen"
  | "label-unseen"
  | "key-unseen"
  | "value-type-unseen"
  | "number-precision"
  | "regexp-unindexed"
  | "duplicate-event"
  | "header-type-wins"
  | "literal-key-wins"
  | "labels-derived"
  | "decision-needed"
  | "not-carried";

/** What a {@link HooksieveError} is about. */
export type ErrorCode =
  /** Something was called before `load()`, or there is nothing to load. */
  | "not-loaded"
  /** A router or an explainer was used after `free()`. */
  | "freed"
  /** No dialect has this name. */
  | "unknown-dialect"
  /** No form of events has this name. */
  | "unknown-event-form"
  /** A request is `create` or `update`. */
  | "unknown-request"
  /** A configuration is not JSON, or not UTF-8. */
  | "config-unreadable"
  /** A sample event cannot be read. */
  | "event-unreadable"
  /** A text holds none or several subscriptions where one is asked for. */
  | "not-one-subscription"
  /** A subscription with this id is there already. */
  | "id-exists"
  /** No subscription has this id. */
  | "id-unknown"
  /** A subscription asks for more than the limits allow. */
  | "limit-exceeded"
  /** The router holds as many subscriptions as it can number. */
  | "router-full"
  /** The bytes are no snapshot that this version reads. */
  | "snapshot-unreadable"
  /** The provider would refuse the request; `diagnostics` say why. */
  | "request-refused"
  /** A router that was changed, or came from a snapshot, has no configuration to explain. */
  | "no-configuration"
  /** A fault of ours; the page or worker should be loaded anew. */
  | "internal";

/** A range of a JavaScript string, in UTF-16 code units: `text.slice(...span)`. */
export type Span = [start: number, end: number];

/** Any JSON value. Numbers that a `number` cannot hold are rounded. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | { [name: string]: JsonValue };

/** Thrown by everything here that fails. */
export class HooksieveError extends Error {
  /** @internal */
  constructor(
    code: ErrorCode,
    message: string,
    details?: { diagnostics?: Diagnostic[]; cause?: unknown },
  );
  /** The name of the class. */
  readonly name: "HooksieveError";
  /** What it is about. */
  readonly code: ErrorCode;
  /** Where it is about a text, what was found in it; else empty. */
  readonly diagnostics: readonly Diagnostic[];
  /** The JSON Pointer of the first of them. */
  readonly pointer: string | undefined;
}

// Input

/**
 * A configuration: its JSON text (an object, an array, NDJSON, or a provider's list
 * response), the text's bytes in UTF-8, or an object, which is written as text first.
 */
export type ConfigInput = string | Uint8Array | ArrayBuffer | object;

/**
 * An event: its JSON text, the text's bytes in UTF-8, or an object. Prefer the text as it
 * was received: an object has already lost the digits of large numbers
 * (`9007199254740993` is `9007199254740992` in it), except in a `bigint`. Of an object only
 * what subscriptions ask for is read, so that a fault elsewhere in it is not seen.
 */
export type EventInput = string | Uint8Array | ArrayBuffer | object;

// Configurations

/** Options of {@link parse}. */
export interface ConfigOptions {
  /** The dialect; the one that the text looks like where it is not given. */
  dialect?: DialectName | undefined;
}

/** Options of {@link check}. */
export interface CheckOptions extends ConfigOptions {
  /** Check strictly, as the body of this call; it needs a `dialect`. */
  request?: "create" | "update" | undefined;
}

/** Options of {@link update}. */
export interface UpdateOptions {
  /** The dialect of both texts. */
  dialect: DialectName;
  /** The time to note, where the provider keeps one. */
  now?: string | undefined;
}

/** Options of {@link convert}. */
export interface ConvertOptions {
  /** The dialect to write in. */
  to: DialectName;
  /** The dialect to read; the one that the text looks like where it is not given. */
  from?: DialectName | undefined;
}

/** Options of {@link lint}. */
export interface LintOptions extends ConfigOptions {
  /** Sample events as NDJSON: what none of them has is told too. */
  events?: string | Uint8Array | ArrayBuffer | undefined;
  /** How they are laid out: by default found by their shape. */
  eventForm?: EventForm | undefined;
}

/** Options of {@link compare}. */
export interface CompareOptions extends ConfigOptions {
  /** The dialect of the new configuration, where it is another. */
  newDialect?: DialectName | undefined;
  /** Events to route through both, as NDJSON; without any there is the proof alone. */
  events?: string | Uint8Array | ArrayBuffer | undefined;
  /** How they are laid out: by default found by their shape. */
  eventForm?: EventForm | undefined;
}

/** What was read from a configuration. */
export interface Config {
  /** The dialect it was read in. */
  dialect: DialectName;
  /** How the text is made up. */
  form: "object" | "array" | "ndjson" | "list-response" | "object-response" | "unreadable";
  /** The subscriptions, in their order. */
  subscriptions: Subscription[];
  /** What was found, in the order of the text. */
  diagnostics: Diagnostic[];
}

/** One subscription of a configuration. */
export interface Subscription {
  /** The provider's id; `#0`, `#1`, … by position where it has none. */
  id: string;
  /** Whether the configuration gave the id. */
  hasOwnId: boolean;
  /** Whether it is on; null where that cannot be read. */
  enabled: boolean | null;
  /** Where it stands in its document. */
  pointer: string;
  /** Where it stands in the text. */
  span: Span;
  /** In NDJSON, its line, from 1. */
  line?: number;
  /** The subscription in the native form. */
  native: JsonValue;
}

/** A finding on a configuration. */
export interface Diagnostic {
  /** How much it weighs. */
  severity: Severity;
  /** What kind of finding it is. */
  code: Code;
  /** Where: a JSON Pointer within its document. */
  pointer: string;
  /** Where: at least one code unit of the text, if it has any. */
  span: Span;
  /** In NDJSON, the line of the document, from 1. */
  line?: number;
  /** The fact, in words. */
  message: string;
  /** What to do about it. */
  help?: string;
  /** Changes of the text that mend it. */
  fixes?: Fix[];
  /** What it follows from: the proof, place by place. */
  related?: (Place & { message: string })[];
}

/** A change of the configuration's text; see {@link applyFix}. */
export interface Fix {
  /** What it does, as a button would say it. */
  title: string;
  /** Its edits, disjoint and in ascending order. */
  edits: Edit[];
}

/** One replacement in a text. */
export interface Edit {
  /** What to replace; empty to insert. */
  span: Span;
  /** What to put there. */
  text: string;
}

/** What {@link convert} gives. */
export interface Conversion {
  /** The dialect that was read. */
  from: DialectName;
  /** The dialect that was written. */
  to: DialectName;
  /** One for each subscription. */
  results: Converted[];
  /** What was found in the text. */
  diagnostics: Diagnostic[];
}

/** One subscription, converted. */
export interface Converted {
  /** The subscription as JSON text, numbers as they were written. */
  json: string;
  /** Whether every part was carried over. */
  complete: boolean;
  /** What became of each part; nothing is dropped silently. */
  transfers: Transfer[];
}

/** What became of one part. */
export interface Transfer {
  /** Where it stood. */
  pointer: string;
  /** Whether it means the same, somebody must decide, or it cannot be said. */
  carried: "over" | "decision-needed" | "lost";
  /** The sentence for it. */
  message: string;
}

/**
 * Reads a configuration of stored objects, as a provider's API returns them. Never throws
 * on bad content: see `diagnostics`.
 */
export function parse(config: ConfigInput, options?: ConfigOptions): Config;

/**
 * What is wrong with a configuration, or worth knowing: read tolerantly as stored objects,
 * or strictly as the body of a create or update call.
 */
export function check(config: ConfigInput, options?: CheckOptions): Diagnostic[];

/**
 * What is probably not meant in a configuration, each finding proved: subscriptions that
 * can never fire, conditions that always hold or are implied, deliveries that come twice;
 * with sample events also what none of them has.
 *
 * ```js
 * const [finding] = lint('{"id":"a","events":["*"],"conditions":[{"key":"n","condition":"gt",' +
 *   '"value":10},{"key":"n","condition":"lt","value":5}]}');
 * finding.code; // "never-matches"
 * finding.related.map(({ message }) => message);
 * // ["`n` must be greater than 10", "`n` must be less than 5"]
 * ```
 *
 * @throws {@link HooksieveError} `event-unreadable` with the line of a sample event
 */
export function lint(config: ConfigInput, options?: LintOptions): Diagnostic[];

/**
 * What a new configuration delivers that the old one does not, and the other way round:
 * over events, each routed through both, and by proof for every event there is. Memory
 * does not grow with the events; place by place the report tells examples.
 *
 * ```js
 * const { proved } = compare('{"id":"a","events":["wallet.created"]}', '{"id":"a","events":["wallet.*"]}');
 * proved; // "wider"
 * ```
 *
 * @throws {@link HooksieveError} `config-unreadable` where one of both is not JSON
 */
export function compare(before: ConfigInput, after: ConfigInput, options?: CompareOptions): Comparison;

/**
 * What the provider would store after an update, under its own semantics, as JSON text:
 * every member kept, secrets verbatim.
 *
 * @throws {@link HooksieveError} `request-refused` with what the provider would refuse
 */
export function update(current: ConfigInput, request: ConfigInput, options: UpdateOptions): string;

/** Writes the subscriptions of a configuration in another dialect, and tells what became of each part. */
export function convert(config: ConfigInput, options: ConvertOptions): Conversion;

/** Deliveries by what becomes of them. */
export interface DeliveryCounts {
  /** The new configuration delivers them alone. */
  gained: number;
  /** The old configuration delivers them alone. */
  lost: number;
  /** Both deliver them. */
  unchanged: number;
  /** One or both cannot decide. */
  undecidable: number;
}

/**
 * How the events of the new configuration relate to those of the old one: the same, all of
 * them and perhaps more, some of them, none in common, or nothing was proved.
 */
export type Relation = "equal" | "wider" | "narrower" | "disjoint" | "unknown";

/** What {@link compare} gives. */
export interface Comparison extends DeliveryCounts {
  /** The version of this shape. */
  schemaVersion: 1;
  /** Whether anything changes: over the events, or without any, unless nothing is proved to. */
  differs: boolean;
  /** What is proved for every event. */
  proved: Relation;
  /** How many events were counted. */
  events: number;
  /** How many of them could not be read. */
  unreadable: number;
  /** How many of them one of the subscriptions cannot decide. */
  undecidableEvents: number;
  /** Deliveries that go to another target. */
  moved: number;
  /** Every subscription: in the order of the new configuration, what was removed behind. */
  subscriptions: SubscriptionChange[];
  /** Every target, by URL without its secrets. */
  targets: (DeliveryCounts & { url: string })[];
}

/** What became of the deliveries of one subscription. */
export interface SubscriptionChange extends DeliveryCounts {
  /** Its id, the new one where both have one. */
  id: string;
  /** Whether both configurations have it, or one. */
  status: "kept" | "added" | "removed";
  /** Whether anything changes for it. */
  differs: boolean;
  /** What is proved for every event. */
  proved: Relation;
  /** Whether its target, headers included, is another. */
  targetDiffers: boolean;
  /** Deliveries that go to another target. */
  moved: number;
  /** Events that show a change, at most three of a kind. */
  examples?: ChangeExample[];
}

/** An event that shows a change. */
export interface ChangeExample {
  /** What changes. */
  change: "gained" | "lost" | "moved" | "undecidable";
  /** Where the event stands: `line 3`. */
  place: string;
  /** The event. */
  event: EventRef;
}

/** The text with the edits of a fix made. */
export function applyFix(text: string, fix: Fix): string;

// Routing

/** Bounds of what a configuration or an event may cost. */
export interface Limits {
  /** How deep arrays and objects may nest: 128. */
  depth?: number;
  /** Bytes of one event: 16 MiB. */
  eventBytes?: number;
  /** Bytes that one compiled regular expression may take: 1 MiB. */
  regexpBytes?: number;
  /** Bytes of the text of one regular expression: 4 KiB. */
  patternBytes?: number;
  /** How many `*` one key may hold: 4. */
  wildcards?: number;
}

/** Options of a {@link Router}. */
export interface RouterOptions extends ConfigOptions {
  /** How events are laid out: by default found by their shape. */
  eventForm?: EventForm | undefined;
  /**
   * `full` (the default) checks an event to its last byte; `touched` stops once all that
   * is asked for was seen, for senders that are trusted to send valid JSON.
   */
  reading?: "full" | "touched" | undefined;
  /** Bounds other than the defaults. */
  limits?: Limits | undefined;
  /** Explain without any value of events; see {@link ExplainerOptions}. */
  redact?: boolean | undefined;
}

/** What became of one event. */
export interface Routing {
  /** Fires if it fires any subscription, else undecidable if any is. */
  outcome: Outcome;
  /** The event's id and type, as far as it names them; null where it could not be read. */
  event: EventRef | null;
  /** The ids of the subscriptions it fires, in declaration order. */
  matched: string[];
  /** The ids of those for which that cannot be decided. */
  undecidable: string[];
  /** Why the event could not be read. */
  error?: string;
}

/** What an event says of itself. */
export interface EventRef {
  /** Its id, a number as its decimal text. */
  id: string | null;
  /** Its type. */
  type: string | null;
}

/**
 * What became of the events of a batch: numbers in typed arrays, ids on demand. The object
 * and its arrays are used again by the next `routeBatch` of the same router; `slice()` what
 * is to be kept.
 */
export interface BatchRouting {
  /** How many events there were. */
  readonly length: number;
  /** By event: 0 does not fire, 1 fires, 2 undecidable. */
  readonly outcomes: Uint8Array;
  /** By event: its line in the text, from 1. */
  readonly lines: Uint32Array;
  /** By event: where its part of `matchedPositions` ends; it begins where the last one's ends. */
  readonly matchedEnds: Uint32Array;
  /** The positions of the subscriptions that the events fire, event by event; see {@link Router.idAt}. */
  readonly matchedPositions: Uint32Array;
  /** By event: where its part of `undecidablePositions` ends. */
  readonly undecidableEnds: Uint32Array;
  /** The positions of those that cannot be decided, event by event. */
  readonly undecidablePositions: Uint32Array;
  /** The events that could not be read. */
  readonly errors: readonly BatchError[];
  /** The outcome of the event `index`. */
  outcome(index: number): Outcome;
  /** The ids of the subscriptions that the event `index` fires, in declaration order. */
  matched(index: number): string[];
  /** The ids of those for which that cannot be decided. */
  undecidable(index: number): string[];
}

/** An event of a batch that could not be read. */
export interface BatchError {
  /** Which event it is, from 0. */
  index: number;
  /** Its line, from 1. */
  line: number;
  /** What is wrong with it. */
  message: string;
}

/** What a router holds and where it would be slow. */
export interface Stats {
  /** Subscriptions. */
  subscriptions: number;
  /** Distinct filters: subscriptions that ask for the same share one. */
  filters: number;
  /** Filters that no event satisfies. */
  never: number;
  /** Distinct event types, labels and payload values that are asked for. */
  tokens: number;
  /** Distinct tests of payload values. */
  tests: number;
  /** Nodes of the index. */
  nodes: number;
  /** Entries of filters at nodes. */
  postings: number;
  /** Of those, the ones that are looked at for every event. */
  always: number;
  /** Entries under an event type or a pattern. */
  byType: number;
  /** Entries under a label. */
  byLabel: number;
  /** Entries under a payload value. */
  byValue: number;
  /** Entries under a piece of a text. */
  byText: number;
  /** Entries under a range of numbers. */
  byRange: number;
  /** Bytes that the router takes. */
  bytes: number;
  /** The nodes with the most entries: what an event must have to come there, and how many. */
  heaviest: { asked: string[]; entries: number }[];
}

/**
 * A set of subscriptions, ready to route events. It lives in the engine's memory: `free()`
 * it, declare it with `using`, or leave it to the garbage collector.
 */
export class Router {
  /**
   * A router of a configuration of stored objects. What is wrong with them is told by
   * {@link check}; what could be read routes.
   *
   * @throws {@link HooksieveError} `config-unreadable` where the text is not JSON
   */
  constructor(config: ConfigInput, options?: RouterOptions);
  /**
   * A router of the bytes that {@link Router.snapshot} gave, in any home.
   *
   * @throws {@link HooksieveError} `snapshot-unreadable`
   */
  static fromSnapshot(bytes: Uint8Array): Router;
  /** How many subscriptions there are. */
  readonly size: number;
  /** The dialect that the configuration was read in; nothing for a snapshot. */
  readonly dialect: DialectName | undefined;
  /** The ids of the subscriptions, in declaration order. */
  ids(): string[];
  /** The id at a position of a {@link BatchRouting}. Removing subscriptions may renumber positions. */
  idAt(position: number): string | undefined;
  /** Decides which subscriptions an event fires. An event that cannot be read is undecidable. */
  route(event: EventInput): Routing;
  /** Routes NDJSON, one event a line; empty lines are passed over. */
  routeBatch(events: string | Uint8Array | ArrayBuffer): BatchRouting;
  /**
   * Explains the verdict of every subscription, in declaration order.
   *
   * @throws {@link HooksieveError} `no-configuration` once the router was changed
   */
  explain(event: EventInput): Explanation[];
  /** The same as canonical JSON text, with spans in UTF-8 bytes: the same text in every home. */
  explainJson(event: EventInput): string;
  /** See {@link Explainer.counterfactual}. */
  counterfactual(event: EventInput, position: number): Counterfactual | null;
  /**
   * Adds a subscription after all others; in the router's dialect unless another is named.
   *
   * @throws {@link HooksieveError} `id-exists`, `not-one-subscription`, `limit-exceeded`
   */
  insert(subscription: ConfigInput, options?: ConfigOptions): void;
  /**
   * Puts a subscription in the place of the one with its id.
   *
   * @throws {@link HooksieveError} `id-unknown`, `not-one-subscription`, `limit-exceeded`
   */
  replace(subscription: ConfigInput, options?: ConfigOptions): void;
  /** Takes out the subscription with this id; whether there was one. */
  remove(id: string): boolean;
  /** What the router holds and where it would be slow. */
  stats(): Stats;
  /** The router as bytes, for {@link Router.fromSnapshot}: much faster than reading the configuration. */
  snapshot(): Uint8Array;
  /** Gives its memory back; it cannot be used after that. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

// Explaining

/** Options of an {@link Explainer}. */
export interface ExplainerOptions extends ConfigOptions {
  /** How events are laid out: by default found by their shape. */
  eventForm?: EventForm | undefined;
  /** Leave out every value of events: codes, statuses and places are told alone. */
  redact?: boolean | undefined;
}

/** The verdict on one event for one subscription, with every check. */
export interface Explanation {
  /** The version of this shape. */
  schemaVersion: 1;
  /** The line of the event, where the caller knows it. */
  line?: number;
  /** The verdict. */
  outcome: Outcome;
  /** The verdict's reason in one sentence. */
  summary: string;
  /** The dialect that the subscription was read in. */
  dialect: DialectName;
  /** The subscription: its id, and its position from 0. */
  subscription: { id: string; index: number };
  /** The event; null where it could not be read. */
  event: (EventRef & { index?: number }) | null;
  /** Why the event could not be read. */
  error?: string;
  /** Every check, in the order of the stages. */
  checks: Check[];
  /** What else to know. */
  notes: { code: Code; message: string }[];
  /** For an event that does not fire: what would have to be different. */
  counterfactual: string[];
}

/** One check of an explanation. */
export interface Check {
  /** What was checked and how it ended. */
  code: Code;
  /** How it ended. */
  status: "pass" | "fail" | "undecidable" | "not-evaluated";
  /** The sentence for it. */
  message: string;
  /** True where this is one of several conditions of which one is enough. */
  alternative?: boolean;
  /** The part of the configuration. */
  config?: Place;
  /** The part of the event. */
  event?: Place;
  /** What was asked for. */
  expected?: JsonValue;
  /** The same as JSON text, with every digit. */
  expectedText?: string;
  /** What the event holds. */
  actual?: JsonValue;
  /** The same as JSON text, with every digit. */
  actualText?: string;
  /** Changes of the configuration's text that would make it pass. */
  fixes?: Fix[];
}

/** A part of a configuration or an event. */
export interface Place {
  /** Its JSON Pointer. */
  pointer: string;
  /** Its place in the text: at least one code unit. */
  span: Span;
  /** In NDJSON, the line of the document, from 1. */
  line?: number;
}

/** What {@link Explainer.explainPasted} gives. */
export interface PastedExplanation {
  /** One for each subscription. */
  explanations: Explanation[];
  /** What had to be repaired to read the snippet. */
  repairs: { kind: string; message: string; span: Span }[];
}

/** Explains the verdicts of one configuration. Like a {@link Router} it can be freed. */
export class Explainer {
  /** Prepares to explain a configuration of stored objects. */
  constructor(config: ConfigInput, options?: ExplainerOptions);
  /** The dialect that the configuration was read in. */
  readonly dialect: DialectName;
  /** Explains an event for every subscription, in declaration order. */
  explain(event: EventInput): Explanation[];
  /** The same as canonical JSON text, with spans in UTF-8 bytes: the same text in every home. */
  explainJson(event: EventInput): string;
  /**
   * The smallest changes that would make an event fire one subscription, each tried.
   *
   * @param position of the subscription, from 0: `explanation.subscription.index`
   * @returns null where it fires, where nothing can be decided, and where explanations are
   * redacted
   *
   * ```js
   * const explainer = new Explainer('[{"id":"a","events":["t"],"labels":{"env":"prod"}}]');
   * const found = explainer.counterfactual('{"type":"t","labels":{"env":"dev"}}', 0);
   * found.event; // [{ pointer: "/labels/env", from: '"dev"', to: '"prod"' }]
   * ```
   */
  counterfactual(event: EventInput, position: number): Counterfactual | null;
  /** Explains a pasted snippet (comments, trailing commas, `...`) and tells what was repaired. */
  explainPasted(text: string): PastedExplanation;
  /** Gives its memory back; it cannot be used after that. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** What would have to be different. No change of a list can be left out. */
export interface Counterfactual {
  /** Changes of the event, with pointers from its root; null where none were found. */
  event: Change[] | null;
  /** Changes of the subscription, with pointers from the root of its document; null where none were found. */
  subscription: Change[] | null;
}

/** One change of an event or of a subscription. */
export interface Change {
  /** Where, as a JSON Pointer. */
  pointer: string;
  /** What stands there now, as JSON text: numbers stay exact. Null where nothing does. */
  from: string | null;
  /** What would have to stand there, as JSON text. Null where it would have to go. */
  to: string | null;
}

/** What {@link NearMisses.of} gives. */
export interface NearMissReport {
  /** The event; null where it could not be read. */
  event: (EventRef & { index?: number }) | null;
  /** Why the event could not be read. */
  error?: string;
  /** How many subscriptions it fires. */
  fires: number;
  /** How many it does not fire. */
  doesNotFire: number;
  /** How many cannot be decided. */
  undecidable: number;
  /** What stood against firing: of each subscription the first failing check, most frequent first. */
  blocked: { code: Code; subscriptions: number }[];
  /** The nearest subscriptions that it does not fire, nearest first. */
  nearest: NearMiss[];
}

/** A subscription that an event almost fired. */
export interface NearMiss {
  /** The subscription: its id, and its position from 0. */
  subscription: { id: string; index: number };
  /** How many checks fail; conditions of which one would be enough count as one. */
  failing: number;
  /** The first of them in one sentence. */
  summary: string;
  /** The checks that fail. */
  checks: Check[];
  /** What would have to be different, each sentence one necessary change. */
  counterfactual: string[];
}

/**
 * Finds what an event almost fired, among any number of subscriptions. Like a
 * {@link Router} it can be freed.
 *
 * ```js
 * const near = new NearMisses('[{"id":"a","events":["t"],"labels":{"env":"prod"}}]');
 * near.of('{"type":"t","labels":{"env":"dev"}}').nearest[0].checks[0].code; // "label-differs"
 * ```
 */
export class NearMisses {
  /** Prepares for a configuration of stored objects. */
  constructor(config: ConfigInput, options?: ExplainerOptions);
  /**
   * The near misses of an event: by the fewest failing checks, then by how late the first
   * of them is, then in declaration order.
   *
   * @param atMost how many to tell: 5
   */
  of(event: EventInput, atMost?: number): NearMissReport;
  /** Gives its memory back; it cannot be used after that. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

// Catalogues

/** A dialect and what its provider's documents name. */
export interface DialectInfo {
  /** Its name with its edition. */
  name: DialectName;
  /** Its name without. */
  provider: string;
  /** What its configurations are called. */
  title: string;
  /** The event types of the documents; none for the native dialect. */
  eventTypes: { name: string; meaning: string }[];
}

/** A code and what it means. */
export interface CodeInfo {
  /** The code. */
  code: Code;
  /** What it means, in a sentence or two. */
  meaning: string;
}

/** Every dialect in every edition, a provider's default edition first. */
export function dialects(): DialectInfo[];

/** The forms in which events come. */
export function eventForms(): EventForm[];

/** The operators of the native dialect. */
export function operators(): Operator[];

/** Every code of findings, checks and notes. */
export function codes(): CodeInfo[];

/** An event of this type as the provider delivers it, as JSON text; nothing for a type it does not have. */
export function sample(dialect: DialectName, eventType: string): string | undefined;
