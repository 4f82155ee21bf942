// The durable driver of deliveries: the core decides, this stores and then acts. An alarm, a
// hint and a restart are one way: step, store, act.

import {
  sign,
  step,
  unsigned,
  EdgeError,
  type Effect,
  type Input,
  type OutgoingRequest,
} from "hooksieve/edge";
import { type Env, log, random } from "../env";
import { LIMITS } from "../limits";
import { apiOf, policyOf, rulesOf } from "../providers";
import type { Result } from "../send";
import { type Settings, dialectOf } from "./settings";
import type { DeliveryRow, Due, Store } from "./store";

/** An attempt to make. */
export interface Job {
  attempt: number;
  run: number;
  request: OutgoingRequest;
}

export class Deliveries {
  /** Attempts under way, by subscription: since when, and until when at most. Only who is
   * slow is held to it, so it may be forgotten, as may the rest here. */
  #underWay = new Map<string, Map<number, { since: number; until: number }>>();
  /** Until when a subscription's target is taken for slow. */
  #slow = new Map<string, number>();
  /** Deliveries that were held back, by subscription. */
  #heldBack = new Map<string, Set<number>>();

  constructor(
    private readonly store: Store,
    private readonly env: Env,
    private readonly name: () => string,
    /** Sees to it that an alarm goes off by then. */
    private readonly alarmBy: (at: number, now: number) => void,
  ) {}

  /** Whether deliveries of a subscription go the slow way. */
  isSlow(due: Due, now: number): boolean {
    return (this.#slow.get(subscriptionOf(due)) ?? 0) > now;
  }

  /** Begins an attempt of a delivery that is due: the request to send, if there is one, or
   * the delivery itself where it has to go the slow way. */
  async begin(
    seq: number,
    isSlow: boolean,
    settings: Settings,
    now: number,
  ): Promise<Job | Due | undefined> {
    const row = this.store.delivery(seq);
    if (row?.nudge == null) return undefined;
    if (!isSlow && this.isSlow(row, now)) return row;
    if (this.#holdsBack(row, now)) return undefined;
    const api = apiOf(dialectOf(settings, row.provider));
    const stored = this.store.object(row.provider, row.subscription);
    const wake: Input = { kind: "wake", subscription: api.standing(stored) };
    const { state, effects } = this.#step(row, wake, now);
    const sending = effects.find((effect) => effect.kind === "send");
    if (sending === undefined || stored === undefined) return undefined;
    const { timeout, grace } = policyOf(row.provider);
    this.#under(row).set(seq, { since: now, until: now + timeout + grace });
    const { attempt, run } = sending;
    try {
      return { attempt, run, request: await this.#request({ ...row, state }, stored, settings) };
    } catch (fault) {
      if (!(fault instanceof EdgeError)) throw fault;
      log("refused", { tenant: this.name(), delivery: seq, code: fault.code });
      this.finish(seq, attempt, run, { trouble: "refused" }, settings, now);
      return undefined;
    }
  }

  /** Notes what came of an attempt; deliveries that were held back for it. */
  finish(
    seq: number,
    attempt: number,
    run: number,
    result: Result,
    settings: Settings,
    now: number,
  ): number[] {
    const row = this.store.delivery(seq);
    if (row === undefined) return [];
    const input: Input =
      "trouble" in result
        ? { kind: "failure", attempt, run, trouble: result.trouble }
        : { kind: "answer", attempt, run, ...result };
    const { effects } = this.#step(row, input, now);
    const api = apiOf(dialectOf(settings, row.provider));
    const stored = this.store.object(row.provider, row.subscription);
    if (stored !== undefined) {
      const isDelivered = effects.some(({ kind }) => kind === "delivered");
      const after = api.attempted(stored, isDelivered, now);
      if (after !== undefined) this.store.putObject(row.provider, row.subscription, after);
      if (this.#switchesOff(row, effects)) {
        const off = api.disabled(after ?? stored);
        if (off !== undefined) {
          this.store.putObject(row.provider, row.subscription, off);
          this.store.changed(row.provider);
        }
      }
    }
    this.#tell(row, effects);
    return this.#release(row, now);
  }

  /** Whether a target said that it is gone, or has failed for as long as is tried. */
  #switchesOff(row: DeliveryRow, effects: Effect[]): boolean {
    if (effects.some(({ kind }) => kind === "disable-subscription")) return true;
    const isExhausted = effects.some(({ kind }) => kind === "dead-letter");
    const { exhausted_disables: disables } = policyOf(row.provider);
    return isExhausted && disables && !this.store.succeededSince(row.seq);
  }

  /** The deliveries whose time has come. Each is looked at again later, should nothing come
   * of it. */
  due(now: number): Due[] {
    const rows = this.store.due(now, LIMITS.alarmDeliveries);
    for (const { seq, nudges } of rows) {
      const wait = Math.min(LIMITS.hintLost * 2 ** Math.min(nudges, 10), LIMITS.hintLostMost);
      this.store.nudged(seq, now + wait);
    }
    return rows;
  }

  #step(row: DeliveryRow, input: Input, now: number): { state: string; effects: Effect[] } {
    const moment = { now, random: random(16) };
    const { state, effects, wakeAt, phase } = step(row.provider, row.state, input, moment);
    if (state !== row.state) {
      this.store.putDelivery(row.seq, state, wakeAt, phase, now);
      if (wakeAt !== undefined) this.alarmBy(wakeAt, now);
    }
    return { state, effects };
  }

  /** The request of the attempt that is being made, signed. */
  async #request(row: DeliveryRow, stored: string, settings: Settings): Promise<OutgoingRequest> {
    const destination = apiOf(dialectOf(settings, row.provider)).destination(stored);
    if (destination === undefined) throw new EdgeError("no-target", "there is no target");
    const made = unsigned(row.provider, row.state, {
      type: row.type ?? undefined,
      url: destination.url,
      headers: destination.headers,
      rules: rulesOf(this.env),
      body: new TextEncoder().encode(row.body),
    });
    try {
      const { scheme } = policyOf(row.provider).wire;
      const key = destination.secret ?? settings.signing[row.provider];
      if (scheme !== null && key === undefined)
        throw new EdgeError("no-key", "there is no key to sign with");
      return await sign(made, scheme ?? "", key === undefined ? [] : [key]);
    } finally {
      made.free();
    }
  }

  /** Whether a subscription has as much under way as it may: a slow target takes no more
   * than its share. */
  #holdsBack(row: DeliveryRow, now: number): boolean {
    const under = this.#under(row);
    for (const [seq, { until }] of under) if (until < now) under.delete(seq);
    if (under.size < LIMITS.underWay || under.has(row.seq)) return false;
    const name = subscriptionOf(row);
    const held = this.#heldBack.get(name) ?? new Set();
    this.#heldBack.set(name, held.add(row.seq));
    return true;
  }

  #under(row: DeliveryRow): Map<number, { since: number; until: number }> {
    const name = subscriptionOf(row);
    let under = this.#underWay.get(name);
    if (under === undefined) this.#underWay.set(name, (under = new Map()));
    return under;
  }

  /** Notes how long it took; what may be sent in its place. */
  #release(row: DeliveryRow, now: number): number[] {
    const name = subscriptionOf(row);
    const under = this.#under(row);
    const since = under.get(row.seq)?.since ?? now;
    if (now - since >= LIMITS.slowAfter) this.#slow.set(name, now + LIMITS.slowFor);
    else this.#slow.delete(name);
    under.delete(row.seq);
    if (under.size === 0) this.#underWay.delete(name);
    const held = this.#heldBack.get(name);
    const next = held?.values().next().value;
    if (next === undefined) return [];
    held?.delete(next);
    if (held?.size === 0) this.#heldBack.delete(name);
    return [next];
  }

  #tell(row: DeliveryRow, effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send" || effect.kind === "wake-at") continue;
      const { seq: delivery, provider, subscription } = row;
      log(effect.kind, { tenant: this.name(), delivery, provider, subscription });
    }
  }
}

function subscriptionOf({ provider, subscription }: Due): string {
  return `${provider} ${subscription}`;
}
