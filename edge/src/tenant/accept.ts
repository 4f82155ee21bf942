// Taking events in: authenticated, once each, and stored together with their deliveries
// before anybody is told.

import { newDelivery, verify, EdgeError, type Provider } from "hooksieve/edge";
import { type Call, isBearer } from "../authenticate";
import { LIMITS } from "../limits";
import { apiOf, policyOf } from "../providers";
import { type Settings, dialectOf } from "./settings";
import type { Due, Store } from "./store";

/** Events as they came in, and what a router decided of them. */
export interface Offer extends Call {
  provider: Provider;
  /** The body as it came in, where a signature may be over it. */
  body: Uint8Array;
  /** The version of the configuration that decided; nothing where none was known. */
  version: number | undefined;
  events: Routed[];
}

/** An event with the subscriptions that it fires. */
export interface Routed {
  id: string;
  type: string | null;
  body: string;
  /** The id under which it came before, where it is one more attempt of its sender. */
  before: string | undefined;
  matched: string[];
}

/** What became of an event: new, or known with the subscriptions that it was delivered to. */
export type Taken = { isNew: true } | { isNew: false; matched: string[] };

/** The configuration as it is, without secrets: events have to be routed by it. */
export type Stale = { kind: "stale"; version: number; dialect: string; config: string };

export type Acceptance =
  | { kind: "taken"; taken: Taken[]; isSigned: boolean }
  | Stale
  | { kind: "unauthorized" }
  | { kind: "too-many"; seconds: number }
  | { kind: "never"; burst: number };

/** Who sends events in: somebody with the tenant's secret, the provider itself by its
 * signature, or nobody who may. */
export async function senderOf(
  offer: Offer,
  settings: Settings,
): Promise<"tenant" | "provider" | undefined> {
  if (await isBearer(offer, settings.secret)) return "tenant";
  const keys = settings.verifying[offer.provider];
  const { scheme } = policyOf(offer.provider).wire;
  if (keys === undefined || scheme === null) return undefined;
  try {
    await verify(scheme, offer, keys, offer.now);
    return "provider";
  } catch (fault) {
    if (fault instanceof EdgeError) return undefined;
    throw fault;
  }
}

/** The configuration to route by. */
export function stale(store: Store, provider: Provider, settings: Settings): Stale {
  const dialect = dialectOf(settings, provider);
  const api = apiOf(dialect);
  const shown = store.objects(provider).map((text) => api.shown(text));
  return { kind: "stale", version: store.version(provider), dialect, config: `[${shown.join()}]` };
}

/** Stores the new events and their deliveries; call it within a transaction. */
export function take(store: Store, offer: Offer): { taken: Taken[]; deliveries: Due[] } {
  const { provider, now } = offer;
  const deliveries: Due[] = [];
  const taken = offer.events.map(({ id, type, body, before, matched }): Taken => {
    const original = before === undefined ? undefined : store.seqOf(provider, before);
    if (original !== undefined) {
      store.addAlias(provider, id, original);
      return { isNew: false, matched: store.subscriptionsOf(original) };
    }
    const event = store.addEvent(provider, { id, type, body }, now);
    if (event === undefined) {
      const known = store.event(provider, id);
      return { isNew: false, matched: known === undefined ? [] : store.subscriptionsOf(known.seq) };
    }
    for (const subscription of matched) {
      const state = newDelivery(id, subscription, now);
      const seq = store.addDelivery(event, provider, subscription, state, now + LIMITS.hintLost);
      deliveries.push({ seq, provider, subscription });
    }
    return { isNew: true };
  });
  return { taken, deliveries };
}
