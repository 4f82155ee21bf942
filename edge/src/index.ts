// The Worker: which door a request goes through.

import { CHALLENGES, isSame } from "./authenticate";
import { bytesOf, textOf } from "./body";
import { type Env, type Hint, log } from "./env";
import { intake } from "./intake";
import { type Door, deliver } from "./lanes";
import { LIMITS } from "./limits";
import { apiOf, isProvider } from "./providers";
import type { Told } from "./tenant/endpoints";

export { Tenant } from "./tenant/object";

/** `/t/TENANT/…`, or the header X-Tenant. */
const PLACE = /^\/t\/([A-Za-z0-9][A-Za-z0-9_-]{0,62})(\/.*)?$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

export default {
  async fetch(request, env): Promise<Response> {
    try {
      return await open(request, env);
    } catch (fault) {
      // An object that is moved or has too much to do; nothing is told of what it has.
      const { name, retryable, overloaded } = fault as Error & {
        retryable?: boolean;
        overloaded?: boolean;
      };
      log("call-failed", { fault: name });
      const isBusy = retryable === true || overloaded === true;
      return isBusy ? plain(503, "busy: try again", { "Retry-After": "1" }) : plain(500, "a fault");
    }
  },

  async queue(batch, env): Promise<void> {
    // Hints: deliveries that may be due, sent from here so that no tenant's object waits.
    const waiting = batch.messages.flatMap(({ body: { deliveries, ...way } }) =>
      deliveries.map((delivery) => ({ ...way, delivery })),
    );
    await deliver(waiting, (tenant) => env.TENANTS.getByName(tenant) as unknown as Door);
  },
} satisfies ExportedHandler<Env, Hint>;

/** Which door a request goes through, and what comes out of it. */
async function open(request: Request, env: Env): Promise<Response> {
  const url = new URL(request.url);
  const [, placed, below] = PLACE.exec(url.pathname) ?? [];
  const tenant = placed ?? request.headers.get("X-Tenant") ?? undefined;
  if (tenant === undefined || !NAME.test(tenant)) {
    return plain(404, "name a tenant: /t/TENANT/… or the header X-Tenant");
  }
  const path = placed === undefined ? url.pathname : (below ?? "/");
  const [, first, second] = path.split("/");
  if (first === "events" && isProvider(second)) {
    if (request.method !== "POST") return plain(405, "events are posted", { Allow: "POST" });
    return intake(request, url, env, tenant, second);
  }
  if (isProvider(first)) {
    return endpoint(request, url, env, tenant, first, path.slice(first.length + 1));
  }
  return operator(request, env, tenant, path);
}

async function endpoint(
  request: Request,
  url: URL,
  env: Env,
  tenant: string,
  provider: Parameters<typeof intake>[4],
  path: string,
): Promise<Response> {
  const bytes = await bytesOf(request, LIMITS.callBytes);
  if (bytes === undefined) {
    return answer(apiOf(provider).error(413, `the body is larger than ${LIMITS.callBytes} bytes`));
  }
  const body = textOf(bytes);
  if (body === undefined) return answer(apiOf(provider).error(400, "the body is not UTF-8"));
  const headers = [...request.headers] as [string, string][];
  const query = [...url.searchParams] as [string, string][];
  const { method } = request;
  const told = await env.TENANTS.getByName(tenant).call({
    provider,
    method,
    headers,
    path,
    query,
    body,
  });
  return answer(told, CHALLENGES[provider]);
}

function answer(
  told: Told & { retryAfter?: number; allowed?: string[] },
  challenge = CHALLENGES.hooksieve,
): Response {
  const headers = new Headers({ "Cache-Control": "no-store" });
  if (told.status === 401) headers.set("WWW-Authenticate", challenge);
  if (told.allowed !== undefined) headers.set("Allow", told.allowed.join(", "));
  if (told.body !== null) headers.set("Content-Type", told.mediaType);
  if (told.retryAfter !== undefined) headers.set("Retry-After", String(told.retryAfter));
  return new Response(told.body, { status: told.status, headers });
}

/** What is no provider's: setting tenants up, and looking at them. */
async function operator(
  request: Request,
  env: Env,
  tenant: string,
  path: string,
): Promise<Response> {
  const stub = env.TENANTS.getByName(tenant);
  const headers = [...request.headers] as [string, string][];
  const what = `${request.method} ${path.replace(/\/$/, "")}`;
  if (what === "GET /state") {
    const state = await stub.state({ method: "GET", headers });
    return answer(state);
  }
  if (what !== "PUT " && what !== "POST /wake") return plain(404, "there is no such path");
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (!(await isSame(token, env.ADMIN_TOKEN))) {
    const headers = { "WWW-Authenticate": CHALLENGES.hooksieve };
    return plain(401, "the credentials are missing or wrong", headers);
  }
  if (what === "POST /wake") return Response.json({ due: await stub.wake() });
  let change: unknown;
  try {
    const bytes = await bytesOf(request, LIMITS.callBytes);
    if (bytes === undefined) return plain(413, "the settings are too large");
    change = JSON.parse(textOf(bytes) || "{}");
  } catch {
    return plain(400, "the settings must be a JSON object");
  }
  const done = await stub.configure(change);
  return answer(done);
}

function plain(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { message } }, { status, headers });
}
