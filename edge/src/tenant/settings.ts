// What an operator sets of a tenant.

import { EdgeError, algorithmOf, type Provider, type Scheme } from "hooksieve/edge";
import type { Keys } from "../authenticate";
import { random } from "../env";
import { algorithmOfKey } from "../jwt";
import { LIMITS } from "../limits";
import { PROVIDERS, apiOf, isProvider, policyOf } from "../providers";

export interface Rate {
  /** How many a second. */
  perSecond: number;
  /** How many at once. */
  burst: number;
}

export interface Settings {
  /** The tenant's name: an object that its alarm starts is not told it. */
  name: string;
  /** What the tenant's calls are checked against. */
  secret: string;
  /** Editions other than the providers' default ones. */
  editions: Partial<Record<Provider, string>>;
  /** Keys that sign for a whole tenant; other keys stand in the objects. */
  signing: Partial<Record<Provider, string>>;
  /** Keys under which providers sign the events that they send in. */
  verifying: Partial<Record<Provider, string[]>>;
  /** Public keys under which JWTs of callers hold, beside the secret. */
  publicKeys?: Partial<Record<Provider, string[]>>;
  rates: { events: Rate; calls: Rate };
  /** For how many days events are kept once they have ended. */
  daysKept: number;
}

const RATES = { events: { perSecond: 2_000, burst: 10_000 }, calls: { perSecond: 50, burst: 200 } };

/** The settings after a change, or what is wrong with the change. */
export function changed(
  name: string,
  current: Settings | undefined,
  change: unknown,
): Settings | string {
  if (typeof change !== "object" || change === null || Array.isArray(change)) {
    return "the settings must be a JSON object";
  }
  const given = change as Record<string, unknown>;
  const known = ["secret", "editions", "signing", "verifying", "publicKeys", "rates", "daysKept"];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) return `there is no setting ${JSON.stringify(unknown)}`;
  const settings: Settings = current ?? {
    name,
    secret: hex(random(32)),
    editions: {},
    signing: { dakota: hex(random(32)) },
    verifying: {},
    rates: RATES,
    daysKept: LIMITS.daysKept,
  };
  try {
    return {
      name,
      secret: given.secret === undefined ? settings.secret : secretOf(given.secret),
      editions: { ...settings.editions, ...members(given.editions, editionOf) },
      signing: { ...settings.signing, ...members(given.signing, keyOf) },
      verifying: { ...settings.verifying, ...members(given.verifying, verifyingOf) },
      publicKeys: { ...settings.publicKeys, ...members(given.publicKeys, publicKeysOf) },
      rates:
        given.rates === undefined ? settings.rates : { ...settings.rates, ...ratesOf(given.rates) },
      daysKept: given.daysKept === undefined ? settings.daysKept : daysOf(given.daysKept),
    };
  } catch (fault) {
    // Neither a secret nor a key is in the message.
    if (fault instanceof Refused || fault instanceof EdgeError) return fault.message;
    throw fault;
  }
}

/** The dialect in which a tenant speaks to a provider's endpoints. */
export function dialectOf(settings: Settings, provider: Provider): string {
  return settings.editions[provider] ?? provider;
}

/** What calls of a provider's endpoints are checked against. */
export function keysOf(settings: Settings, provider: Provider): Keys {
  return { secret: settings.secret, publicKeys: settings.publicKeys?.[provider] ?? [] };
}

class Refused extends Error {}

function members<T>(
  given: unknown,
  read: (provider: Provider, value: unknown) => T,
): Partial<Record<Provider, T>> {
  if (given === undefined) return {};
  const found: Partial<Record<Provider, T>> = {};
  for (const [name, value] of Object.entries(given as object)) {
    if (!isProvider(name))
      throw new Refused(
        `there is no provider ${JSON.stringify(name)}; there are ${PROVIDERS.join(", ")}`,
      );
    found[name] = read(name, value);
  }
  return found;
}

function secretOf(value: unknown): string {
  if (typeof value === "string" && /^[\x21-\x7e]{16,512}$/.test(value)) return value;
  throw new Refused("`secret` must be 16 to 512 visible ASCII characters");
}

function daysOf(value: unknown): number {
  if (typeof value === "number" && value >= 1 && value <= LIMITS.daysKept) return value;
  throw new Refused(`\`daysKept\` must be a number from 1 to ${LIMITS.daysKept}`);
}

function editionOf(provider: Provider, value: unknown): string {
  if (typeof value !== "string" || value.split("@")[0] !== provider) {
    throw new Refused(`\`editions.${provider}\` must be an edition of ${provider}`);
  }
  apiOf(value);
  return value;
}

function schemeOf(provider: Provider): Scheme {
  return policyOf(provider).wire.scheme ?? "standard-webhooks";
}

function keyOf(provider: Provider, value: unknown): string {
  if (typeof value !== "string") throw new Refused(`\`signing.${provider}\` must be a text`);
  algorithmOf(schemeOf(provider), value);
  return value;
}

function verifyingOf(provider: Provider, value: unknown): string[] {
  const isList =
    Array.isArray(value) && value.every((each) => typeof each === "string" && each !== "");
  if (!isList) throw new Refused(`\`verifying.${provider}\` must be a list of texts`);
  return value as string[];
}

function publicKeysOf(provider: Provider, value: unknown): string[] {
  if (provider !== "cdp") throw new Refused(`callers of ${provider} send no JWTs`);
  const isList =
    Array.isArray(value) &&
    value.every((each) => typeof each === "string" && algorithmOfKey(each) !== undefined);
  if (!isList) {
    throw new Refused(
      `\`publicKeys.${provider}\` must be a list of public keys, Ed25519 or P-256, in PEM or base64`,
    );
  }
  return value as string[];
}

function ratesOf(given: unknown): Partial<Settings["rates"]> {
  const found: Partial<Settings["rates"]> = {};
  for (const [name, rate] of Object.entries((given ?? {}) as object)) {
    const { perSecond, burst } = (rate ?? {}) as Partial<Rate>;
    const isRate = [perSecond, burst].every((each) => typeof each === "number" && each >= 0);
    if (!isRate || (name !== "events" && name !== "calls")) {
      throw new Refused(
        "`rates` has `events` and `calls`, each with numbers `perSecond` and `burst`",
      );
    }
    found[name] = { perSecond: perSecond as number, burst: burst as number };
  }
  return found;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The public key of an Ed25519 seed, which receivers verify with. */
export async function publicKey(seed: string): Promise<string> {
  const prefix = "302e020100300506032b657004220420";
  const der = Uint8Array.from((prefix + seed.slice(0, 64)).match(/../g) ?? [], (digits) =>
    parseInt(digits, 16),
  );
  const key = await crypto.subtle.importKey("pkcs8", der, "Ed25519", true, ["sign"]);
  const { x } = (await crypto.subtle.exportKey("jwk", key)) as JsonWebKey;
  const text = atob((x ?? "").replaceAll("-", "+").replaceAll("_", "/"));
  return hex(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}
