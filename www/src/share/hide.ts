// What the engine says of an event names its values, those of a label or a condition on a
// secret too. Wherever it is shown or copied they are hidden, by what stands in the texts.

import { HIDDEN, secretPlaces } from "./secrets";

/** Characters of a secret at least: shorter ones would be found everywhere. */
const LEAST = 4;

/** Characters by which a secret is known: sentences cut long values. */
const KNOWN_BY = 12;

export type Hide = (words: string) => string;

/** The secrets of a text, as they are written. */
export function secretsOf(text: string): string[] {
  const secrets = secretPlaces(text).map(([from, to]) => text.slice(from, to));
  return secrets.filter(({ length }) => length >= LEAST);
}

/** Hides secrets in other words. */
export function hiderOf(secrets: readonly string[]): Hide {
  if (secrets.length === 0) return (words) => words;
  const patterns = secrets.map((secret) => {
    const start = secret.slice(0, KNOWN_BY).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return secret.length > KNOWN_BY ? `${start}[^\\s"]*` : start;
  });
  const pattern = new RegExp(patterns.join("|"), "g");
  return (words) => words.replace(pattern, HIDDEN);
}

/** Members that are no words for a person: what is done, decided, pointed at. */
const KEPT = new Set(["edits", "code", "status", "outcome", "dialect", "subscription", "event", "config"]);

/** An explanation, or a part of it, with the secrets in its words hidden. */
export function hiddenIn<Kind>(value: Kind, hide: Hide): Kind {
  if (typeof value === "string") return hide(value) as Kind;
  if (Array.isArray(value)) return value.map((item) => hiddenIn(item, hide)) as Kind;
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, one]) => {
    return [name, KEPT.has(name) ? one : hiddenIn(one, hide)];
  });
  return Object.fromEntries(members) as Kind;
}
