// What the loaded events hold: keys and labels to offer, dates for the picture, retries to
// fold. None of it decides anything; verdicts are the engine's.

import { isSecretAt } from "../share/secrets";

/** A key of event data, as conditions name it. */
export interface SeenKey {
  key: string;
  /** How many of the events looked at have it. */
  count: number;
  /** A few values of it, as JSON. */
  values: string[];
}

export interface SeenLabel {
  key: string;
  values: string[];
}

export interface Survey {
  /** The most frequent first. */
  keys: SeenKey[];
  labels: SeenLabel[];
  /** How many events keys and labels were looked for in. */
  looked: number;
  /** By event: milliseconds since 1970, NaN where it has no date. */
  dates: Float64Array;
  /** By event: the event that it is another attempt of, −1 where it is the first. */
  firsts: Int32Array;
}

export const NO_SURVEY: Survey = {
  keys: [],
  labels: [],
  looked: 0,
  dates: new Float64Array(),
  firsts: new Int32Array(),
};

/** Where the events come from. */
export interface Texts {
  readonly size: number;
  text(index: number): string | undefined;
}

/** Events whose keys are collected: enough to offer what there is. */
const LOOKED = 1000;

/** Keys that are offered. */
const OFFERED = 300;

/** Values kept of a key. */
const VALUES = 8;

/** Levels of event data that are gone down. */
const LEVELS = 8;

/** Events between two pauses. */
const STEPS = 256;

/** Looks at every event once; `pause` lets other work be done meanwhile, or throws. */
export async function survey(texts: Texts, pause: () => Promise<void>): Promise<Survey> {
  const { size } = texts;
  const keys = new Map<string, { count: number; last: number; values: Set<string> }>();
  const labels = new Map<string, Set<string>>();
  const dates = new Float64Array(size).fill(NaN);
  const firsts = new Int32Array(size).fill(-1);
  const places = new Map<string, number>();
  for (let index = 0; index < size; index += 1) {
    if (index % STEPS === STEPS - 1) await pause();
    const event = objectOf(parsed(texts.text(index)));
    if (event === undefined) continue;
    const body = objectOf(event["body"]) ?? event;
    dates[index] = dateOf(body);
    const id = idOf(body);
    const original = textOf(body["retryOf"]) ?? id;
    const first = original === undefined ? undefined : places.get(original);
    if (first !== undefined) firsts[index] = firsts[first] === -1 ? first : (firsts[first] ?? -1);
    if (id !== undefined && !places.has(id)) places.set(id, index);
    if (index >= LOOKED) continue;
    for (const [key, value] of labelsOf(event, body)) {
      const values = labels.get(key) ?? new Set();
      labels.set(key, values);
      if (values.size < VALUES) values.add(value);
    }
    for (const [key, value] of keysOf(body)) {
      const known = keys.get(key) ?? { count: 0, last: -1, values: new Set<string>() };
      keys.set(key, known);
      if (known.last !== index) known.count += 1;
      known.last = index;
      if (known.values.size < VALUES) known.values.add(value);
    }
  }
  const seen = [...keys].map(([key, { count, values }]) => ({ key, count, values: [...values] }));
  // Members beside the data are rarely meant: they come last.
  const isBeside = ({ key }: SeenKey) => Number(key.startsWith("/"));
  seen.sort((a, b) => isBeside(a) - isBeside(b) || b.count - a.count || a.key.localeCompare(b.key));
  // What is offered and told of keys is shown: secrets are not among it.
  const open = ({ key, count, values }: SeenKey) => {
    const names = key.split(/[./]/);
    return { key, count, values: values.filter((json) => !isSecretAt(names, json)) };
  };
  const openLabel = ([key, values]: [string, Set<string>]) => {
    const shown = [...values].filter((value) => !isSecretAt([key], JSON.stringify(value)));
    return { key, values: shown };
  };
  return {
    keys: seen.slice(0, OFFERED).map(open),
    labels: [...labels].map(openLabel),
    looked: Math.min(size, LOOKED),
    dates,
    firsts,
  };
}

type Members = Record<string, unknown>;

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Members | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Members)
    : undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function idOf(body: Members): string | undefined {
  const { id } = body;
  return typeof id === "number" ? String(id) : textOf(id);
}

/** The members that say when an event happened, as the four providers and others call them. */
const DATES = ["date", "created", "timestamp", "time", "createdAt", "created_at", "dateCreated"];

/** Numbers below this are seconds, above it milliseconds: both mean a time after 1973. */
const SECONDS = 1e11;

function dateOf(body: Members): number {
  for (const holder of [body, objectOf(body["data"])]) {
    for (const name of DATES) {
      const value = holder?.[name];
      if (typeof value === "string" && /^\d{4}-\d\d/.test(value)) return Date.parse(value);
      if (typeof value === "number" && value > 1e8) return value < SECONDS ? value * 1000 : value;
    }
    // Blocks count from a start of their own: what is within the data is told as text only.
    if (holder === body && typeof body["timestamp"] === "number") return NaN;
  }
  return NaN;
}

/** The members that CDP derives labels from. */
const DERIVED = [
  "network",
  "contract_address",
  "event_name",
  "event_signature",
  "transaction_from",
  "transaction_to",
];

function* labelsOf(event: Members, body: Members): Generator<[string, string]> {
  const own = objectOf(event["labels"]) ?? objectOf(body["labels"]);
  for (const [key, value] of Object.entries(own ?? {})) {
    if (typeof value === "string") yield [key, value];
  }
  if (own !== undefined) return;
  const holder = "network" in body ? body : objectOf(body["data"]);
  for (const name of DERIVED) {
    const value = holder?.[name];
    if (typeof value === "string") yield [name, value];
  }
  for (const [name, value] of Object.entries(objectOf(holder?.["parameters"]) ?? {})) {
    if (typeof value === "string") yield [`params.${name}`, value];
  }
}

/** The keys of event data, dotted; members beside the data as JSON Pointers. */
function* keysOf(body: Members): Generator<[string, string]> {
  const data = objectOf(body["data"]);
  if (data === undefined) return yield* below(body, "", 0);
  yield* below(data, "", 0);
  for (const [name, value] of Object.entries(body)) {
    if (name === "data" || typeof value === "object") continue;
    yield [`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, JSON.stringify(value)];
  }
}

function* below(value: unknown, path: string, level: number): Generator<[string, string]> {
  if (typeof value !== "object" || value === null) {
    yield [path, JSON.stringify(value)];
    return;
  }
  if (level === LEVELS) return;
  const parts = Array.isArray(value)
    ? value.slice(0, VALUES).map((item): [string, unknown] => ["*", item])
    : Object.entries(value).map(([name, one]): [string, unknown] => [escaped(name), one]);
  for (const [name, part] of parts) {
    yield* below(part, path === "" ? name : `${path}.${name}`, level + 1);
  }
}

const escaped = (name: string): string => name.replace(/[.*\\]/g, "\\$&");
