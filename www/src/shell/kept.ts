// What the page keeps for the next visit: the configuration that was edited, without its
// secrets, and how it is looked at. Never events.

import { withoutSecrets } from "../share/secrets";

const KEY = "hooksieve.v1";

/** Characters that are kept at most. */
const MOST = 500_000;

export interface Kept {
  config: string;
  pinned: string;
  dialect: string;
  /** The sample whose events are opened with it. */
  sample: string;
}

/** Milliseconds of quiet before it is written: storage is slow, and texts may be long. */
const QUIET = 400;

let waiting: { state: Kept | undefined; timer: ReturnType<typeof setTimeout> } | undefined;

/** Keeps a state, or none, once nothing newer comes, or the page is left. */
export function keep(state: Kept | undefined) {
  clearTimeout(waiting?.timer);
  waiting = { state, timer: setTimeout(write, QUIET) };
}

addEventListener("pagehide", write);

function write() {
  if (waiting === undefined) return;
  const { state, timer } = waiting;
  clearTimeout(timer);
  waiting = undefined;
  store(state);
}

function store(state: Kept | undefined) {
  const text = state === undefined ? "" : textOf(state);
  try {
    if (text !== "" && text.length <= MOST) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be forbidden or full; then nothing is kept.
    return;
  }
}

function textOf({ config, pinned, ...rest }: Kept): string {
  const clean = { config: withoutSecrets(config), pinned: withoutSecrets(pinned) };
  return JSON.stringify({ ...clean, ...rest });
}

export function kept(): Kept | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof value !== "object" || value === null) return undefined;
    const text = (name: keyof Kept) => String(Reflect.get(value, name) ?? "");
    const config = text("config");
    if (config === "") return undefined;
    return { config, pinned: text("pinned"), dialect: text("dialect"), sample: text("sample") };
  } catch {
    return undefined;
  }
}

/** Forgets all that this page keeps, how it is looked at among it. */
export function forget() {
  clearTimeout(waiting?.timer);
  waiting = undefined;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("hooksieve.")) localStorage.removeItem(key);
    }
  } catch {
    // Where storage is forbidden, nothing is kept.
    return;
  }
}
