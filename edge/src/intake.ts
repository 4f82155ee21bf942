// Events coming in: read, routed here, and handed to the tenant's object, which takes them
// only if they were routed by the configuration as it is.

import { attemptBefore, deliveredBody, type Provider } from "hooksieve/edge";
import { CHALLENGES, digest } from "./authenticate";
import { bytesOf, textOf } from "./body";
import type { Env } from "./env";
import { LIMITS } from "./limits";
import { apiOf, policyOf } from "./providers";
import { type Cached, cached, compile } from "./routers";
import type { Routed, Taken } from "./tenant/accept";

/** Subscriptions that do not fire: how many, by the code of what stands against it, and with
 * `?explain=1` the nearest. */
interface Ignored {
  count: number;
  /** Why more is not told, although it was asked for. */
  unexplained?: string;
  reasons?: Record<string, number>;
  nearest?: { subscription: string; failing: number; summary: string; codes: string[] }[];
}

/** What is told of one event. */
interface Told {
  id: string | null;
  type: string | null;
  status: "accepted" | "ignored" | "duplicate" | "rejected";
  matched: string[];
  undecidable?: string[];
  ignored?: Ignored;
  error?: string;
}

export async function intake(
  request: Request,
  url: URL,
  env: Env,
  tenant: string,
  provider: Provider,
): Promise<Response> {
  const isBatch = /\b(?:ndjson|jsonl|jsonlines)\b/i.test(request.headers.get("Content-Type") ?? "");
  const most = isBatch ? LIMITS.batchBytes : LIMITS.eventBytes;
  const body = await bytesOf(request, most);
  if (body === undefined) return refusal(413, `the body is larger than ${most} bytes`);
  const texts = textsOf(request, body, isBatch);
  if (typeof texts === "string") return refusal(400, texts);
  if (texts.length > LIMITS.batchEvents) {
    return refusal(413, `a batch has at most ${LIMITS.batchEvents} events`);
  }
  const { method } = request;
  const headers = [...request.headers] as [string, string][];
  // Only a signature is over the body; it need not travel for a bearer token alone.
  const isSigned = headers.some(([name]) => name.endsWith("signature"));
  const isBearer = /^Bearer /i.test(request.headers.get("Authorization") ?? "");
  const signed = isBearer && !isSigned ? new Uint8Array() : body;
  const offer = { provider, method, headers, body: signed };
  const isExplained = ["1", "true"].includes(url.searchParams.get("explain") ?? "");
  const stub = env.TENANTS.getByName(tenant);
  let known = cached(tenant, provider);
  try {
    // Twice is usual after a change; more often only if changes come faster than events.
    for (let tries = 0; tries < 5; tries++) {
      const router = known;
      const events =
        router === undefined
          ? []
          : await Promise.all(texts.map((text) => route(text, provider, router)));
      const good = events.flatMap(({ routed }) => (routed === undefined ? [] : [routed]));
      const deliveries = good.reduce((sum, { matched }) => sum + matched.length, 0);
      if (good.length > 1 && deliveries > LIMITS.batchDeliveries) {
        // Said to who may send in alone: nothing is offered, so that nothing is taken.
        const { kind } = await stub.accept({ ...offer, version: known?.version, events: [] });
        if (kind === "unauthorized") return unauthorized();
        const most = LIMITS.batchDeliveries;
        return refusal(413, `the batch fires ${deliveries} deliveries; more than ${most} are too many`);
      }
      const answer = await stub.accept({ ...offer, version: known?.version, events: good });
      if (answer.kind === "unauthorized") return unauthorized();
      if (answer.kind === "never") {
        return refusal(413, `the tenant's rate allows ${answer.burst} events at once`);
      }
      if (answer.kind === "too-many") {
        return refusal(429, "too many events", { "Retry-After": String(answer.seconds) });
      }
      if (answer.kind === "taken" && known !== undefined) {
        const status = answer.isSigned ? successOf(provider) : 202;
        return told(events, answer.taken, known, { isExplained, isBatch, status });
      }
      if (answer.kind === "stale") {
        known?.giveBack();
        known = undefined;
        known = compile(tenant, provider, answer);
      }
    }
    return refusal(503, "the configuration changes too fast", { "Retry-After": "1" });
  } finally {
    known?.giveBack();
  }
}

/** The events of a body, or what is wrong with it. Headers of the provider go along as a
 * record, for types and ids that are not in the body. */
function textsOf(request: Request, body: Uint8Array, isBatch: boolean): string[] | string {
  const text = textOf(body);
  if (text === undefined) return "the body is not UTF-8";
  if (isBatch) return text.split("\n").filter((line) => line.trim() !== "");
  if (text.trim() === "") return "the body is empty";
  const told = ["x-event-type", "x-event-id", "x-dakota-event-type", "x-dakota-event-id"].flatMap(
    (name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [[name, value]];
    },
  );
  if (told.length === 0) return [text];
  return [`{"headers":${JSON.stringify(Object.fromEntries(told))},"body":${text}}`];
}

interface Event {
  text: string;
  id: string | null;
  type: string | null;
  undecidable: string[];
  routed?: Routed;
  error?: string;
}

async function route(text: string, provider: Provider, { router }: Cached): Promise<Event> {
  const { event, matched, undecidable, error } = router.route(text);
  const fault = error ?? (text.length > LIMITS.eventBytes ? "the event is too large" : undefined);
  const type = event?.type ?? null;
  if (fault !== undefined || event === null) {
    return { text, id: null, type, undecidable: [], error: fault ?? "the event cannot be read" };
  }
  const body = deliveredBody(text);
  const id =
    event.id ?? apiOf(provider).eventId(new Uint8Array(await digest(`${type}\n${body}`), 0, 16));
  if (id === "" || id.length > LIMITS.idLength) {
    return { text, id: null, type, undecidable, error: "the event's id is empty or too long" };
  }
  const before = attemptBefore(provider, body);
  return { text, id, type, undecidable, routed: { id, type, body, before, matched } };
}

function told(
  events: Event[],
  taken: Taken[],
  known: Cached,
  { isExplained, isBatch, status }: { isExplained: boolean; isBatch: boolean; status: number },
): Response {
  let at = 0;
  const list = events.map((event): Told => {
    const { id, type, routed, error, undecidable } = event;
    if (routed === undefined) {
      return { id, type, status: "rejected", matched: [], error: error ?? "" };
    }
    const fate = taken[at++];
    if (fate?.isNew === false) return { id, type, status: "duplicate", matched: fate.matched };
    const { matched } = routed;
    const answer: Told = { id, type, status: matched.length > 0 ? "accepted" : "ignored", matched };
    if (undecidable.length > 0) answer.undecidable = undecidable;
    answer.ignored = ignored(event, matched.length, known, isExplained);
    return answer;
  });
  const isRejected = list.length > 0 && list.every(({ status }) => status === "rejected");
  if (isRejected && !isBatch) {
    const isMany = /\}\s*\n\s*\{/.test(events[0]?.text ?? "");
    const hint = isMany ? "; many events, one a line, are sent as application/x-ndjson" : "";
    return refusal(400, `${list[0]?.error ?? ""}${hint}`);
  }
  const count = list.filter(({ status }) => status === "accepted").length;
  const texts = list.map((each) => JSON.stringify(each));
  // Every check of every subscription, as the command tells it; of a batch it would be too much.
  // It is put in as it is: read into JavaScript's numbers it could lose digits.
  const [only] = events;
  if (isExplained && !isBatch && only !== undefined && known.router.size <= LIMITS.explained) {
    const explanations = known.router.explainJson(only.text);
    texts[0] = `${texts[0]?.slice(0, -1)},"explanations":${explanations}}`;
  }
  const body = `{"accepted":${count},"events":[${texts.join()}]}`;
  const headers = { "Content-Type": "application/json", "X-Hooksieve-Rules": String(known.version) };
  return new Response(body, { status: isRejected ? 400 : status, headers });
}

/** What a provider that sends events in itself takes for success: 202, if it may be that.
 * Dfns sends again whatever is not answered with 200. */
function successOf(provider: Provider): number {
  const { from, below } = policyOf(provider).success;
  return from <= 202 && 202 < below ? 202 : from;
}

/** How many subscriptions do not fire, and why. */
function ignored(event: Event, matched: number, known: Cached, isExplained: boolean): Ignored {
  const count = known.router.size - matched - event.undecidable.length;
  if (count === 0 || (!isExplained && known.router.size > LIMITS.reasonsUpTo)) return { count };
  const near = known.near();
  if (near === undefined) return { count, unexplained: "the configuration is too large for it" };
  const report = near.of(event.text, isExplained ? LIMITS.nearest : 0);
  const reasons = Object.fromEntries(
    report.blocked.map(({ code, subscriptions }) => [code, subscriptions]),
  );
  if (!isExplained) return { count, reasons };
  const nearest = report.nearest.map(({ subscription, failing, summary, checks }) => {
    return {
      subscription: subscription.id,
      failing,
      summary,
      codes: checks.map(({ code }) => code),
    };
  });
  return { count, reasons, nearest };
}

function unauthorized(): Response {
  const headers = { "WWW-Authenticate": CHALLENGES.hooksieve };
  return refusal(401, "the credentials are missing or wrong", headers);
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { message } }, { status, headers });
}
