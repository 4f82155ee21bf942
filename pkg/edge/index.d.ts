/**
 * What a driver of deliveries asks of the core: the providers' configuration endpoints, the
 * state machine of a delivery, the requests of its attempts, and signatures. Pure: time and
 * random bytes are passed in, and the driver stores what comes out.
 *
 * Stored objects and states are JSON texts that are kept as they are: read into JavaScript's
 * numbers they could lose digits. Times are milliseconds since 1970.
 *
 * @packageDocumentation
 * @module hooksieve/edge
 */

/** Loads the module; everything else is synchronous after that, signatures apart. */
export function load(): Promise<void>;

/** Loads the module from its bytes or compiled. */
export function loadSync(module: BufferSource | WebAssembly.Module): void;

/** What could not be done. */
export class EdgeError extends Error {
  /** Always `EdgeError`. */
  readonly name: "EdgeError";
  /** A stable kebab-case name: `bad-state`, `not-public`, `too-old`, … */
  readonly code: string;
  /** An error of this code. */
  constructor(code: string, message: string);
}

/** A provider. */
export type Provider = "hooksieve" | "dfns" | "dakota" | "cdp" | "ark";

/** Which targets may be called; the default of a service is neither. */
export interface TargetRules {
  /** Whether plain http is allowed. */
  http: boolean;
  /** Whether this machine and its networks are allowed. */
  private: boolean;
}

/** What is new with each request. */
export interface Fresh {
  /** The time. */
  now: number;
  /** 48 random bytes. */
  random: Uint8Array;
  /** Which targets may be stored; nothing where the dialect alone decides. */
  rules?: TargetRules;
}

/** The answer to a request, and what has to be stored before it is given. */
export interface Answer {
  /** The HTTP status. */
  status: number;
  /** The body, JSON text; it may show a secret, this once. */
  body: string | null;
  /** The body's media type. */
  mediaType: string;
  /** What changes in what is stored. */
  change: Change;
  /** What was found in the request. */
  diagnostics: { severity: string; code: string; pointer: string; message: string }[];
}

/** What changes in what is stored; an object comes with its secret. */
export type Change =
  { kind: "none" } | { kind: "put"; id: string; object: string } | { kind: "remove"; id: string };

/** What a request wants, or the answer to one that wants nothing known. */
export type Operation =
  | { kind: "create" | "list" | "history" }
  | { kind: "get" | "update" | "delete" | "ping" | "events"; id: string }
  | { kind: "event"; id: string; event: string }
  | { kind: "history-event" | "replay"; event: string }
  | { kind: "answer"; answer: Answer };

/** How a subscription stands. */
export type Standing = "enabled" | "disabled" | "deleted";

/** Where deliveries to a stored object go. */
export interface Destination {
  /** The target's URL. */
  url: string;
  /** Headers of the configuration. */
  headers: [string, string][];
  /** What signs, where each object has its own. */
  secret: string | null;
}

/** What a host knows of a delivery beside its state. */
export interface About {
  /** The event's type. */
  type: string;
  /** The target's URL; nothing where the subscription is gone. */
  url?: string | undefined;
  /** How often somebody asked for the event again: 0. */
  replays?: number;
}

/** The configuration endpoints of one provider. */
export class Api {
  /** @throws {@link EdgeError} `unknown-dialect` */
  constructor(dialect: string);
  /** What a method and a path want. */
  operation(method: string, path: string): Operation;
  /** A new object; `count` is how many there are. */
  create(body: string, count: number, fresh: Fresh): Answer;
  /** A page of the stored objects, which come in the order of their creation. */
  list(query: [string, string][], stored: string[]): Answer;
  /** One object. */
  get(id: string, stored: string | undefined): Answer;
  /** One object changed, under the provider's own semantics. */
  update(
    id: string,
    stored: string | undefined,
    body: string,
    query: [string, string][],
    fresh: Fresh,
  ): Answer;
  /** One object less. */
  delete(id: string, stored: string | undefined): Answer;
  /** A page of what {@link Api.history} told. */
  events(query: [string, string][], told: string[]): Answer;
  /** One of what {@link Api.history} told. */
  event(id: string, told: string[]): Answer;
  /** The answer to a call for an event once more, to so many targets, after so many times. */
  replay(id: string, done: number, targets: number): Answer;
  /** The answer to a ping. */
  pinged(result: { status: number } | { trouble: Trouble }): Answer;
  /** An error in the provider's form. */
  error(status: number, message: string): Answer;
  /** A delivery as the provider's list of events tells it; JSON texts. */
  history(state: string, event: string, about: About): string[];
  /** How a stored object stands. */
  standing(stored: string | undefined): Standing;
  /** The stored object after an attempt; nothing where the provider keeps no such times. */
  attempted(stored: string, delivered: boolean, now: number): string | undefined;
  /** The stored object switched off; nothing where there is no switch. */
  disabled(stored: string): string | undefined;
  /** The stored object without its secret. */
  shown(stored: string): string;
  /** Where deliveries go; nothing where there is no readable target. */
  destination(stored: string): Destination | undefined;
  /** The id of an event that has none, of 16 bytes of a digest of it. */
  eventId(digest: Uint8Array): string;
  /** Gives the memory back. */
  free(): void;
}

/** How a provider delivers. */
export interface Policy {
  /** When attempts are made. */
  schedule:
    | { kind: "table"; delays: number[]; from: "first" | "previous"; jitter: number }
    | { kind: "doubling"; first: number; longest: number; retries: number; jitter: number };
  /** Which answers count as delivered. */
  success: { from: number; below: number };
  /** How long an answer is waited for. */
  timeout: number;
  /** How much longer an attempt is left alone before it counts as interrupted. */
  grace: number;
  /** Whether a failure that lasts switches the subscription off. */
  exhausted_disables: boolean;
  /** What is sent. */
  wire: { headers: [string, string][]; members: [string, string][]; scheme: Scheme | null };
  /** The delay of each attempt after the first. */
  delays: number[];
}

/** How a provider delivers. @throws {@link EdgeError} `unknown-dialect` */
export function policy(provider: string): Policy;

/** The body that is delivered: of a record its body, else all of it. */
export function deliveredBody(event: string): string;

/**
 * The id of the attempt before, where an event's body says that it is one more attempt of what
 * was sent under another id (Dfns, `retryOf`). @throws {@link EdgeError} `unknown-dialect`
 */
export function attemptBefore(provider: string, body: string): string | undefined;

/** The state of a delivery whose first attempt is due at once. */
export function newDelivery(
  event: string,
  subscription: string,
  now: number,
  options?: { replay?: boolean },
): string;

/** Why an attempt has no answer. */
export type Trouble = "timeout" | "connection" | "certificate" | "refused" | "interrupted";

/** What happened to a delivery. */
export type Input =
  | { kind: "wake"; subscription: Standing }
  | { kind: "answer"; attempt: number; run: number; status: number; retryAfter?: string }
  | { kind: "failure"; attempt: number; run: number; trouble: Trouble };

/** What the driver has to do, once the new state is stored. */
export type Effect =
  | { kind: "send"; attempt: number; run: number }
  | { kind: "wake-at"; at: number }
  | { kind: "delivered" | "dead-letter" | "disable-subscription" }
  | { kind: "stopped"; reason: "disabled" | "deleted" | "gone" };

/** When a step is made, and the 16 random bytes that it may use. */
export interface Moment {
  /** The time. */
  now: number;
  /** 16 random bytes. */
  random: Uint8Array;
}

/** How far a delivery is. */
export type Phase =
  | { is: "waiting"; due: number }
  | { is: "sending"; until: number }
  | { is: "delivered" | "dead" }
  | { is: "stopped"; reason: "disabled" | "deleted" | "gone" };

/** What becomes of a delivery. */
export interface Step {
  /** The new state. */
  state: string;
  /** What to do then. */
  effects: Effect[];
  /** When to wake it; nothing once it has ended. */
  wakeAt?: number;
  /** How far it is. */
  phase: Phase;
}

/** What becomes of a delivery by an input. @throws {@link EdgeError} `bad-state` */
export function step(provider: string, state: string, input: Input, moment: Moment): Step;

/** One attempt. */
export interface Attempt {
  /** From 1. */
  number: number;
  /** The id that it carried. */
  eventId: string;
  /** The id of the attempt before, where attempts have ids of their own. */
  retryOf?: string;
  /** When it was first begun. */
  began: number;
  /** When its current run was begun. */
  sent: number;
  /** How often it was begun. */
  runs: number;
  /** When its outcome was known. */
  ended?: number;
  /** What came of it. */
  outcome: "open" | "delivered" | "failed";
  /** The HTTP status of the answer. */
  status?: number;
  /** Why there was no answer. */
  trouble?: Trouble;
  /** When the next attempt is due. */
  next?: number;
  /** Whether it failed. */
  failed: boolean;
  /** When the next attempt is due, as a date. */
  nextAttemptDate: string | null;
}

/** What a state says. */
export interface Delivery {
  /** The event's id. */
  event: string;
  /** The subscription's id. */
  subscription: string;
  /** When the event was accepted. */
  accepted: number;
  /** Whether somebody asked for the event again. */
  replay: boolean;
  /** How far it is. */
  phase: Phase;
  /** The attempts so far. */
  attempts: Attempt[];
  /** When to wake it. */
  wakeAt: number | null;
}

/** What a state says. @throws {@link EdgeError} `bad-state` */
export function readDelivery(state: string): Delivery;

/** What is delivered, and where to. */
export interface Outgoing {
  /** The event's type, where it is known. */
  type?: string | undefined;
  /** The target's URL. */
  url: string;
  /** The headers that the configuration adds. */
  headers: [string, string][];
  /** Which targets may be called. */
  rules: TargetRules;
  /** The event's body as it was accepted. */
  body: Uint8Array;
}

/** A request that lacks its signature headers only; {@link sign} makes it whole. */
export interface Unsigned {
  /** How many texts there are to sign. */
  readonly contents: number;
  /** One of the texts to sign. */
  content(at: number): Uint8Array | undefined;
  /** The exact bytes of the body. */
  body(): Uint8Array;
  /** Gives the memory back. */
  free(): void;
}

/** An HTTP request, byte for byte. Redirects must not be followed. */
export interface OutgoingRequest {
  /** Always `POST`. */
  method: string;
  /** The target's URL. */
  url: string;
  /** The headers in order. */
  headers: [string, string][];
  /** How long an answer is waited for. */
  timeout: number;
  /** The body. */
  body: Uint8Array<ArrayBuffer>;
}

/**
 * The request of the attempt that a delivery is making.
 *
 * @throws {@link EdgeError} with the code of what may not be sent
 */
export function unsigned(provider: string, state: string, outgoing: Outgoing): Unsigned;

/** A documented way to sign webhooks. */
export type Scheme = "dfns" | "hook0" | "dakota" | "ark" | "standard-webhooks";

/** The cryptography behind a signature. */
export type Algorithm = "hmac-sha256" | "ed25519" | "half-token";

/** What is signed. */
export interface Message {
  /** The id of the event. */
  id: string;
  /** When it is sent, in seconds since 1970. */
  timestamp: number;
  /** Headers that a scheme may bind, in order. */
  headers: [string, string][];
  /** The exact bytes of the body. */
  body: Uint8Array;
}

/** How a key of a scheme signs. @throws {@link EdgeError} `bad-key` */
export function algorithmOf(scheme: string, key: string): Algorithm;

/** The request, signed with the keys by WebCrypto. */
export function sign(unsigned: Unsigned, scheme: string, keys: string[]): Promise<OutgoingRequest>;
/** The headers that sign a message, and over what. */
export function sign(
  message: Message,
  scheme: string,
  keys: string[],
): Promise<{ headers: [string, string][]; contents: Uint8Array[] }>;

/**
 * Believes a request whose signature holds under one of the keys and whose time is near
 * `now`; id and time where they are signed.
 *
 * @throws {@link EdgeError} `mismatch`, `too-old`, `missing-header`, …
 */
export function verify(
  scheme: string,
  received: { headers: [string, string][]; body: Uint8Array },
  keys: string[],
  now: number,
): Promise<{ id: string | undefined; timestamp: number | undefined }>;

/** The code of why a URL may not be called; nothing where it may. */
export function checkTarget(url: string, rules: TargetRules): string | undefined;

/** A random UUID of 16 random bytes. */
export function uuid(random: Uint8Array): string;

/** A KSUID of a time and 16 random bytes. */
export function ksuid(now: number, random: Uint8Array): string;
