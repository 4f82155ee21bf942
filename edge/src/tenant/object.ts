// The Durable Object of one tenant: what it keeps, and the doors to it.

import { DurableObject } from "cloudflare:workers";
import { newDelivery, step, unsigned, sign, type Provider } from "hooksieve/edge";
import { CHECKS, type Call } from "../authenticate";
import { type Env, type Hint, log, now, random } from "../env";
import { deliver } from "../lanes";
import { LIMITS } from "../limits";
import { apiOf, policyOf, rulesOf } from "../providers";
import { send, type Result } from "../send";
import { type Acceptance, type Offer, type Stale, senderOf, stale, take } from "./accept";
import { Deliveries, type Job } from "./deliveries";
import { type Answered, type EndpointCall, type Told, Endpoints, json, told } from "./endpoints";
import { Bucket } from "./rate";
import { type Settings, changed, dialectOf, keysOf, publicKey } from "./settings";
import { type Due, Store } from "./store";

export class Tenant extends DurableObject<Env> {
  readonly #store: Store;
  readonly #endpoints: Endpoints;
  readonly #deliveries: Deliveries;
  readonly #buckets = { events: new Bucket(), calls: new Bucket() };
  #settings: Settings | undefined;
  /** When an alarm goes off; nothing where none is set. */
  #alarm: number | undefined;
  #purged = 0;
  readonly #configurations = new Map<Provider, Stale>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new Store(ctx.storage.sql);
    this.#endpoints = new Endpoints(this.#store, env, (act) => ctx.storage.transactionSync(act));
    const alarmBy = (at: number, time: number) => this.#alarmBy(at, time);
    this.#deliveries = new Deliveries(this.#store, env, () => this.#name, alarmBy);
    void ctx.blockConcurrencyWhile(async () => {
      // An object of an older version has tables to add.
      if (this.#store.exists) this.#store.create();
      this.#settings = this.#store.settings();
      this.#alarm = (await ctx.storage.getAlarm()) ?? undefined;
      if (this.#settings !== undefined) this.#plan(await now(env));
    });
  }

  get #name(): string {
    return this.#settings?.name ?? this.ctx.id.name ?? "";
  }

  /** Sets the tenant up, or changes its settings. */
  async configure(change: unknown): Promise<Told> {
    const before = this.#settings;
    const settings = changed(this.#name, before, change);
    if (typeof settings === "string")
      return json(400, { error: { message: settings } });
    this.ctx.storage.transactionSync(() => {
      this.#store.create();
      this.#store.putSettings(settings);
      for (const provider of Object.keys(CHECKS) as Provider[]) {
        const isOther =
          before !== undefined && dialectOf(before, provider) !== dialectOf(settings, provider);
        if (isOther) this.#store.changed(provider);
      }
    });
    this.#settings = settings;
    const seed = settings.signing.dakota;
    const body = {
      tenant: this.#name,
      // What the operator chose is known to the operator.
      ...(before === undefined && (change as { secret?: unknown }).secret === undefined
        ? { secret: settings.secret }
        : {}),
      dakotaPublicKey: seed === undefined ? undefined : await publicKey(seed),
      rates: settings.rates,
    };
    return json(before === undefined ? 201 : 200, body);
  }

  /** Answers a call of a provider's configuration endpoints. */
  async call(call: Omit<EndpointCall, "now">): Promise<Answered & { retryAfter?: number }> {
    const timed = { ...call, now: await now(this.env) };
    const { provider } = call;
    const settings = this.#settings;
    if (settings === undefined || !(await CHECKS[provider](timed, keysOf(settings, provider)))) {
      return told(apiOf(provider).error(401, "the credentials are missing or wrong"));
    }
    const api = apiOf(dialectOf(settings, provider));
    const retryAfter = this.#buckets.calls.take(1, settings.rates.calls, timed.now);
    if (retryAfter !== undefined) return { ...told(api.error(429, "too many calls")), retryAfter };
    const operation = api.operation(call.method, call.path);
    if (operation.kind === "ping") return this.#ping(operation.id, timed, settings);
    const answered = await this.#endpoints.answer(timed, settings);
    this.#plan(timed.now);
    await this.#hint(answered.deliveries);
    return answered;
  }

  /** Takes events in, if they were routed by the configuration as it is. */
  async accept(offered: Omit<Offer, "now">): Promise<Acceptance> {
    const offer = { ...offered, now: await now(this.env) };
    const settings = this.#settings;
    const sender = settings && (await senderOf(offer, settings));
    if (settings === undefined || sender === undefined) return { kind: "unauthorized" };
    if (offer.version !== this.#store.version(offer.provider)) {
      return this.#stale(offer.provider, settings);
    }
    const count = offer.events.length;
    const { burst } = settings.rates.events;
    if (count > burst) return { kind: "never", burst };
    const seconds = this.#buckets.events.take(count, settings.rates.events, offer.now);
    if (seconds !== undefined) return { kind: "too-many", seconds };
    const { taken, deliveries } = this.ctx.storage.transactionSync(() => take(this.#store, offer));
    // Without a wait in between: it is stored together with them.
    if (deliveries.length > 0) this.#alarmBy(offer.now + LIMITS.hintLost, offer.now);
    this.ctx.waitUntil(this.#hint(deliveries));
    return { kind: "taken", taken, isSigned: sender === "provider" };
  }

  /** The configuration to route by, made once a version: every isolate asks for it. */
  #stale(provider: Provider, settings: Settings): Acceptance {
    const known = this.#configurations.get(provider);
    if (known?.version === this.#store.version(provider)) return known;
    const made = stale(this.#store, provider, settings);
    this.#configurations.set(provider, made);
    return made;
  }

  /** Begins the attempt of a delivery, if it is due. */
  async begin(seq: number, isSlow: boolean): Promise<Job | undefined> {
    const settings = this.#settings;
    if (settings === undefined) return undefined;
    const job = await this.#deliveries.begin(seq, isSlow, settings, await now(this.env));
    if (job === undefined || "request" in job) return job;
    await this.#hint([job]);
    return undefined;
  }

  /** Notes what came of it; whoever sent it may go on with what was held back for it. */
  async finish(
    seq: number,
    { attempt, run }: { attempt: number; run: number },
    result: Result,
  ): Promise<number[]> {
    const settings = this.#settings;
    if (settings === undefined) return [];
    const time = await now(this.env);
    return this.ctx.storage.transactionSync(() =>
      this.#deliveries.finish(seq, attempt, run, result, settings, time),
    );
  }

  /** Looks at every delivery that is due, and clears up: what an alarm does, for operators
   * and tests. */
  async wake(): Promise<number> {
    if (this.#settings === undefined) return 0;
    const time = await now(this.env);
    const due = this.ctx.storage.transactionSync(() => this.#deliveries.due(time));
    this.#purge(time);
    this.#plan(time);
    await this.#hint(due);
    return due.length;
  }

  override async alarm(): Promise<void> {
    this.#alarm = undefined;
    const time = await now(this.env);
    try {
      await this.wake();
    } finally {
      this.#plan(time);
    }
  }

  /** Clears away what was kept long enough, once an hour or until it is all gone. */
  #purge(time: number): void {
    const settings = this.#settings;
    if (settings === undefined || time - this.#purged < 3_600_000) return;
    const eventsBefore = time - settings.daysKept * 86_400_000;
    const isMore = this.ctx.storage.transactionSync(() =>
      this.#store.purge(eventsBefore, time - LIMITS.keysKept, LIMITS.purged),
    );
    if (!isMore) this.#purged = time;
  }

  /** What an operator looks at: how much there is, and what came to nothing. */
  async state(call: Omit<Call, "now">): Promise<Told> {
    const settings = this.#settings;
    const timed = { ...call, now: await now(this.env) };
    if (settings === undefined || !(await CHECKS.hooksieve(timed, keysOf(settings, "hooksieve")))) {
      return told(apiOf("hooksieve").error(401, "the credentials are missing or wrong"));
    }
    const deadLetters = this.#store
      .dead(100)
      .map(({ provider, subscription, id, type, body, dead }) => {
        return {
          provider,
          subscription,
          event: id,
          type,
          body,
          since: new Date(dead).toISOString(),
        };
      });
    return json(200, { ...this.#store.counts(), deadLetters });
  }

  /** A request to a target that nobody waits for but the caller (Dfns, Ping). */
  async #ping(id: string, call: EndpointCall, settings: Settings): Promise<Answered> {
    const { provider } = call;
    const api = apiOf(dialectOf(settings, provider));
    const stored = this.#store.object(provider, id);
    const destination = stored === undefined ? undefined : api.destination(stored);
    if (destination === undefined) return told(api.get(id, undefined));
    const event = api.eventId(random(16));
    const moment = { now: call.now, random: random(16) };
    const wake = { kind: "wake", subscription: "enabled" } as const;
    const { state } = step(provider, newDelivery(event, id, call.now), wake, moment);
    const date = new Date(call.now).toISOString();
    const body = JSON.stringify({ id: event, kind: "ping", date, data: {} });
    try {
      const outgoing = {
        ...destination,
        rules: rulesOf(this.env),
        body: new TextEncoder().encode(body),
      };
      const { scheme } = policyOf(provider).wire;
      const request = await sign(unsigned(provider, state, outgoing), scheme ?? "", [
        destination.secret ?? "",
      ]);
      const result = await send(request);
      return told(api.pinged(result));
    } catch {
      return told(api.pinged({ trouble: "refused" }));
    }
  }

  /** Has the queues carry deliveries; where they cannot, this object does. */
  async #hint(deliveries: Due[]): Promise<void> {
    if (deliveries.length === 0) return;
    const time = await now(this.env);
    const slow = deliveries.filter((due) => this.#deliveries.isSlow(due, time));
    const quick = deliveries.filter((due) => !this.#deliveries.isSlow(due, time));
    await Promise.all([
      this.#send(this.env.HINTS, quick, false),
      this.#send(this.env.SLOW_HINTS, slow, true),
    ]);
  }

  async #send(queue: Queue<Hint>, deliveries: Due[], isSlow: boolean): Promise<void> {
    const tenant = this.#name;
    const all = deliveries.map(({ seq }) => seq);
    const messages: { body: Hint }[] = [];
    for (let at = 0; at < all.length; at += LIMITS.lanes) {
      messages.push({ body: { tenant, deliveries: all.slice(at, at + LIMITS.lanes), isSlow } });
    }
    try {
      for (let at = 0; at < messages.length; at += 100) {
        await queue.sendBatch(messages.slice(at, at + 100));
      }
    } catch (fault) {
      // They are sent from here, which takes longer.
      log("queue-failed", { tenant, hints: messages.length, fault: (fault as Error).name });
      const waiting = all.map((delivery) => ({ tenant, delivery, isSlow: true }));
      this.ctx.waitUntil(deliver(waiting, () => this));
    }
  }

  /** Has an alarm go off when the next delivery wants a look, or to clear up. */
  #plan(time: number): void {
    const next = this.#store.next();
    if (next !== undefined) this.#alarmBy(next, time);
    else if (this.#alarm === undefined && this.#store.hasEvents) {
      this.#alarmBy(time + 86_400_000, time);
    }
  }

  /** The alarm is moved to earlier only: one that goes off too early plans the next. */
  #alarmBy(at: number, time: number): void {
    const real = Date.now() + Math.max(0, at - time);
    if (this.#alarm !== undefined && this.#alarm <= real) return;
    this.#alarm = real;
    void this.ctx.storage.setAlarm(real);
  }
}
