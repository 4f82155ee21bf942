// Who may call. Each provider has its own headers; what is in them is checked here against
// the tenant's secret. To check tokens of another kind, put another function in CHECKS.

import type { Provider } from "hooksieve/edge";

/** A call as it came in. */
export interface Call {
  method: string;
  headers: [string, string][];
  now: number;
}

/** Whether a call may be made, by what the tenant has. */
export type Check = (call: Call, secret: string) => Promise<boolean>;

export const CHECKS: Record<Provider, Check> = {
  // Changes are signed by the user too (Dfns, User Action Signing).
  dfns: async (call, secret) =>
    (await isSame(bearer(call), secret)) &&
    (call.method === "GET" || (await isSame(header(call, "x-dfns-useraction"), secret))),
  dakota: (call, secret) => isSame(header(call, "x-api-key"), secret),
  cdp: async (call, secret) =>
    (await isSame(bearer(call), secret)) || isJwt(bearer(call), secret, call.now),
  // The token as it is, without a scheme word.
  ark: (call, secret) => isSame(header(call, "authorization"), secret),
  hooksieve: (call, secret) => isSame(bearer(call), secret),
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

/** A JWT (RFC 7519) of HS256 under the secret, which must name its end. */
async function isJwt(token: string | undefined, secret: string, now: number): Promise<boolean> {
  const [head, claims, signature, ...rest] = token?.split(".") ?? [];
  if (head === undefined || claims === undefined || signature === undefined || rest.length > 0) {
    return false;
  }
  try {
    const { alg } = JSON.parse(text(head)) as { alg?: unknown };
    const { exp, nbf } = JSON.parse(text(claims)) as { exp?: unknown; nbf?: unknown };
    const isTimely =
      typeof exp === "number" && now < exp * 1000 && (typeof nbf !== "number" || nbf * 1000 <= now);
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", encoder.encode(secret), hmac, false, [
      "verify",
    ]);
    const signed = encoder.encode(`${head}.${claims}`);
    return (
      alg === "HS256" &&
      (await crypto.subtle.verify(hmac, key, bytes(signature), signed)) &&
      isTimely
    );
  } catch {
    // What is not base64 or JSON is no token.
    return false;
  }
}

const text = (part: string) => new TextDecoder().decode(bytes(part));

function bytes(part: string): Uint8Array<ArrayBuffer> {
  const plain = part.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}
