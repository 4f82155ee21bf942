// What the Worker is bound to.

import type { Tenant } from "./tenant/object";

export interface Env {
  /** One object a tenant, by the tenant's name. */
  TENANTS: DurableObjectNamespace<Tenant>;
  /** Hints that deliveries are due. */
  HINTS: Queue<Hint>;
  /** The same for subscriptions whose targets are slow, so that the others do not wait. */
  SLOW_HINTS: Queue<Hint>;
  /** Who may set tenants up: `wrangler secret put ADMIN_TOKEN`. Without it nobody may. */
  ADMIN_TOKEN?: string;
  /** `http`, `private`, both or neither: targets allowed beside https to public hosts. */
  ALLOWED_TARGETS?: string;
  /** Tests alone: a service that tells the time. */
  CLOCK?: Fetcher;
}

/** Deliveries of one tenant that may be due. It decides nothing; any number may be lost. */
export interface Hint {
  tenant: string;
  deliveries: number[];
  /** Whether it goes the slow way. */
  isSlow: boolean;
}

/** The time, in milliseconds since 1970. */
export async function now(env: Env): Promise<number> {
  if (env.CLOCK === undefined) return Date.now();
  return Number(await (await env.CLOCK.fetch("http://clock/")).text());
}

export function random(bytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(bytes));
}

/** One line of JSON a happening, for `wrangler tail`. Never bodies, headers or URLs. */
export function log(what: string, about: Record<string, string | number>): void {
  console.log(JSON.stringify({ what, ...about }));
}
