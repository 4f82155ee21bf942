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

export function keep({ config, pinned, dialect, sample }: Kept) {
  const text = JSON.stringify({
    config: withoutSecrets(config),
    pinned: withoutSecrets(pinned),
    dialect,
    sample,
  });
  try {
    if (text.length <= MOST) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be forbidden or full; then nothing is kept.
    return;
  }
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
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("hooksieve.")) localStorage.removeItem(key);
    }
  } catch {
    // Where storage is forbidden, nothing is kept.
    return;
  }
}
