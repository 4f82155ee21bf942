// Who may call. Each provider has its own headers; what is in them is checked here against
// the tenant's secret. To check tokens of another kind, put another function in CHECKS.

import type { Provider } from "hooksieve/edge";
import { isJwt } from "./jwt";

/** A call as it came in. */
export interface Call {
  method: string;
  headers: [string, string][];
  /** Below the provider, where it is a call of one. */
  path?: string;
  now: number;
}

/** What a tenant has to check calls against. */
export interface Keys {
  secret: string;
  publicKeys: string[];
}

/** Whether a call may be made, by what the tenant has. */
export type Check = (call: Call, keys: Keys) => Promise<boolean>;

export const CHECKS: Record<Provider, Check> = {
  // Changes are signed by the user too (Dfns, User Action Signing).
  dfns: async (call, { secret }) =>
    (await isSame(bearer(call), secret)) &&
    (call.method === "GET" || (await isSame(header(call, "x-dfns-useraction"), secret))),
  dakota: (call, { secret }) => isSame(header(call, "x-api-key"), secret),
  cdp: async (call, keys) =>
    (await isSame(bearer(call), keys.secret)) || isJwt(bearer(call), keys, call),
  // The token as it is, without a scheme word.
  ark: (call, { secret }) => isSame(header(call, "authorization"), secret),
  hooksieve: (call, { secret }) => isSame(bearer(call), secret),
};

/** What to come back with (RFC 9110, section 11.6.1). */
export const CHALLENGES: Record<Provider, string> = {
  dfns: 'Bearer realm="hooksieve"',
  dakota: 'ApiKey realm="hooksieve", header="x-api-key"',
  cdp: 'Bearer realm="hooksieve"',
  ark: 'Token realm="hooksieve"',
  hooksieve: 'Bearer realm="hooksieve"',
};

/** Whether events may be sent in with this bearer token. */
export function isBearer(call: Call, secret: string): Promise<boolean> {
  return isSame(bearer(call), secret);
}

export function header(call: Pick<Call, "headers">, name: string): string | undefined {
  return call.headers.find(([known]) => known === name)?.[1];
}

function bearer(call: Call): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header(call, "authorization") ?? "")?.[1];
}

const encoder = new TextEncoder();

/** Compares digests, so that neither place nor length of a difference takes its own time. */
export async function isSame(
  given: string | undefined,
  secret: string | undefined,
): Promise<boolean> {
  const [one, other] = await Promise.all([digest(given ?? ""), digest(secret ?? "")]);
  return crypto.subtle.timingSafeEqual(one, other) && given !== undefined && !!secret;
}

export function digest(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", encoder.encode(text));
}
