// The engine's side of the page: the events, the routers of both configurations, verdicts.

import { NearMisses, Router, check, compare as proveOf } from "hooksieve";
import type { Code, Counterfactual, Diagnostic, DialectName, EventRef } from "hooksieve";
import { hiddenIn, hiderOf, secretsOf } from "../share/hide";
import { type Comparison, type Deliveries, compare, deliveries, redelivered } from "./compare";
import { layOut } from "./layout";
import {
  type Edit,
  type EventSet,
  type Explained,
  FIRES,
  type Proof,
  type Question,
  UNDECIDABLE,
  type Verdicts,
} from "./protocol";
import { EventStore } from "./store";
import { findings, sampleOf } from "./lint";
import { type Survey, survey } from "./survey";
import type { Turn } from "./turn";

/** Subscriptions of which it is told what is proved of them. */
const PROVED = 200;

/** Near misses that are told of an event. */
const NEAREST = 5;

/** A configuration that could be read, and what it delivers of the events. */
interface Readable {
  router: Router;
  config: string;
  /** The dialect that was asked for. */
  asked: DialectName | undefined;
  dialect: DialectName;
  /** Nothing before it was evaluated over the events that there are. */
  deliveries: Deliveries | undefined;
  /** Nothing before an event was explained. */
  secrets?: string[];
}

export class Evaluation {
  #store = EventStore.empty;
  /** The last configuration that could be read. */
  #current: Readable | undefined;
  #pinned: Readable | undefined;
  /** Made where a reason is first asked for. */
  #near: NearMisses | undefined;
  /** The texts of events that were edited, as they were written. */
  readonly #written = new Map<number, string>();
  #survey: Survey | undefined;
  /** Some of the events, for the linter. */
  #sample: string | undefined;

  /** Takes other events; those before stay where it is given up. */
  async setEvents(input: string | Blob, turn: Turn): Promise<EventSet> {
    const { store, set } = await EventStore.read(input, turn);
    this.#store = store;
    this.#written.clear();
    this.#survey = undefined;
    this.#sample = undefined;
    for (const one of [this.#current, this.#pinned]) {
      if (one !== undefined) one.deliveries = undefined;
    }
    return set;
  }

  /** Puts another text in the place of an event; what it says of itself then. */
  edit({ index, text }: Edit): EventRef | null {
    this.#store = this.#store.with(index, text);
    this.#written.set(index, text);
    this.#survey = undefined;
    this.#sample = undefined;
    const event = this.#store.at(index) ?? new Uint8Array();
    for (const one of [this.#current, this.#pinned]) {
      if (one?.deliveries === undefined) continue;
      one.deliveries = redelivered(one.router, one.deliveries, index, event);
    }
    using reader = new Router("[]", { dialect: "hooksieve" });
    return reader.route(event).event;
  }

  /** What the events hold; nothing where that was told already. */
  async look(turn: Turn): Promise<Survey | undefined> {
    if (this.#survey !== undefined) return undefined;
    const { store } = this;
    const found = await survey(store, () => turn.pause());
    if (store === this.#store) this.#survey = found;
    return found;
  }

  /** What the linter finds in the configuration as it is; nothing where it cannot be read. */
  findings(): Diagnostic[] {
    const current = this.#current;
    if (current === undefined) return [];
    this.#sample ??= sampleOf(this.#store);
    return findings(current.config, current.dialect, this.#sample);
  }

  get store(): EventStore {
    return this.#store;
  }

  /** The verdicts; nothing before there was a configuration that could be read. */
  async evaluate({ config, pinned, dialect }: Question, turn: Turn): Promise<Verdicts> {
    const started = performance.now();
    const diagnostics = check(config, { dialect });
    const read = readableOf(config, dialect, this.#current);
    const current = read ?? this.#current;
    const now = current && (await this.#deliver(current, turn));
    const before = await this.#pin(pinned, dialect, turn);
    const compared = now && before && (await compare(before, now, turn));
    // From here on nothing is given up.
    if (read !== undefined && read !== this.#current) this.#use(read);
    const { size } = this.#store;
    const none: Comparison = {
      changes: new Uint8Array(size),
      gained: 0,
      lost: 0,
      bySubscription: [],
    };
    return {
      config,
      dialect: current?.dialect ?? dialect ?? "hooksieve",
      subscriptions: now?.ids ?? [],
      diagnostics,
      readable: read !== undefined,
      outcomes: now?.outcomes.slice() ?? new Uint8Array(size),
      ...(compared ?? none),
      compared: compared !== undefined,
      milliseconds: performance.now() - started,
    };
  }

  async #deliver(one: Readable, turn: Turn): Promise<Deliveries> {
    one.deliveries ??= await deliveries(one.router, this.#store, turn);
    return one.deliveries;
  }

  async #pin(
    pinned: string,
    dialect: DialectName | undefined,
    turn: Turn,
  ): Promise<Deliveries | undefined> {
    const read = readableOf(pinned, dialect, this.#pinned);
    if (read !== this.#pinned) {
      this.#pinned?.router.free();
      this.#pinned = read;
    }
    return read && this.#deliver(read, turn);
  }

  #use(read: Readable) {
    this.#current?.router.free();
    this.#near?.free();
    this.#near = undefined;
    this.#current = read;
  }

  /** What is proved of the edit; nothing where a configuration cannot be read. */
  prove(): Proof | undefined {
    const [before, now] = [this.#pinned, this.#current];
    if (before === undefined || now === undefined) return undefined;
    const options = { dialect: before.dialect, newDialect: now.dialect };
    const { proved, subscriptions } = proveOf(before.config, now.config, options);
    const moved = subscriptions.filter(({ targetDiffers }) => targetDiffers);
    const changed = subscriptions.filter(
      (one) => one.proved !== "equal" || one.status !== "kept" || one.targetDiffers,
    );
    const told = changed.slice(0, PROVED).map((one) => {
      return { id: one.id, status: one.status, proved: one.proved, targetDiffers: one.targetDiffers };
    });
    return { proved, moved: moved.map(({ id }) => id), subscriptions: told };
  }

  explain(index: number): Explained | undefined {
    const line = this.#store.text(index);
    if (line === undefined || this.#current === undefined) return undefined;
    const { router, config, dialect } = this.#current;
    const text = this.#written.get(index) ?? layOut(line);
    if (router.size > 1) this.#near ??= new NearMisses(config, { dialect });
    const near = router.size > 1 ? this.#near?.of(text, NEAREST) : undefined;
    // Of a long configuration they are found once.
    this.#current.secrets ??= secretsOf(config);
    const secrets = [...new Set([...this.#current.secrets, ...secretsOf(text)])];
    const told = router.explain(text);
    const explanations = secrets.length === 0 ? told : hiddenIn(told, hiderOf(secrets));
    const positions = near?.nearest.map(({ subscription }) => subscription.index) ?? [0];
    const changes = new Map<number, Counterfactual>();
    for (const position of explanations.length === 0 ? [] : positions) {
      const found = router.counterfactual(text, position);
      if (found !== null) changes.set(position, found);
    }
    return { index, text, config, explanations, secrets, near, changes };
  }

  /** Why an event fires nothing, in a word; nothing where it fires. */
  reason(index: number): Code | undefined {
    const event = this.#store.at(index);
    const outcome = this.#current?.deliveries?.outcomes[index];
    if (event === undefined || this.#current === undefined || outcome === FIRES) return undefined;
    // Near misses are found through an index: among a hundred subscriptions sixty times as
    // fast as explanations. They say nothing of what cannot be decided.
    if (outcome === UNDECIDABLE) return this.#undecided(event);
    const { config, dialect } = this.#current;
    this.#near ??= new NearMisses(config, { dialect });
    return this.#near.of(event, 1).nearest[0]?.checks[0]?.code;
  }

  #undecided(event: Uint8Array): Code | undefined {
    const explanations = this.#current?.router.explain(event) ?? [];
    const checks = explanations.flatMap((one) => one.checks);
    return checks.find(({ status }) => status === "undecidable")?.code ?? checks[0]?.code;
  }
}

/** The configuration as it can be read; `last` where it is that one. */
function readableOf(
  config: string,
  asked: DialectName | undefined,
  last: Readable | undefined,
): Readable | undefined {
  if (last?.config === config && last.asked === asked) return last;
  try {
    const router = new Router(config, { dialect: asked });
    const dialect = router.dialect ?? "hooksieve";
    return { router, config, asked, dialect, deliveries: undefined };
  } catch {
    // What is wrong with it is in the diagnostics.
    return undefined;
  }
}
