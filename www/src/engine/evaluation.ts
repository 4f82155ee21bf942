// The engine's side of the page: the events, the routers of both configurations, verdicts.

import { Router, check } from "hooksieve";
import type { Code, Diagnostic, DialectName, Explanation } from "hooksieve";
import { type Comparison, type Deliveries, compare, deliveries } from "./compare";
import { layOut } from "./layout";
import { Near, findings } from "./study";
import type { Texts } from "./survey";
import { type EventSet, type Explained, FIRES, type Question, type Verdicts } from "./protocol";
import { split } from "./split";

/** The last configuration that could be read. */
interface Current {
  router: Router;
  config: string;
  dialect: DialectName;
  now: Deliveries;
  near: Near;
}

export class Evaluation {
  #lines: string[] = [];
  /** All of them as NDJSON in UTF-8: encoded once, not at every edit. */
  #ndjson = new Uint8Array();
  #current: Current | undefined;
  #pinned: { key: string; router: Router; before: Deliveries } | undefined;

  setEvents(text: string): EventSet {
    const { lines, form } = split(text);
    this.#lines = lines;
    const ndjson = lines.join("\n");
    this.#ndjson = new TextEncoder().encode(ndjson);
    const reader = new Router("[]", { dialect: "hooksieve" });
    const events = lines.map((line) => reader.route(line).event);
    reader.free();
    if (this.#current !== undefined) {
      this.#current.now = deliveries(this.#current.router, this.#ndjson);
    }
    if (this.#pinned !== undefined) {
      this.#pinned.before = deliveries(this.#pinned.router, this.#ndjson);
    }
    return {
      ids: events.map((event) => event?.id ?? null),
      types: events.map((event) => event?.type ?? null),
      ndjson,
      form,
    };
  }

  /** The verdicts; nothing before there was a configuration that could be read. */
  evaluate({ config, pinned, dialect }: Question): Verdicts {
    const started = performance.now();
    const diagnostics = check(config, { dialect });
    const router = routerOf(config, dialect);
    if (router !== undefined) {
      this.#current?.router.free();
      this.#current?.near.free();
      const now = deliveries(router, this.#ndjson);
      const read = router.dialect ?? "hooksieve";
      this.#current = { router, config, dialect: read, now, near: new Near(config, read) };
    }
    const current = this.#current;
    const changes = new Uint8Array(this.#lines.length);
    const none: Comparison = { changes, gained: 0, lost: 0, bySubscription: [] };
    const compared = current && this.#compare(current.now, pinned, dialect);
    return {
      dialect: current?.dialect ?? dialect ?? "hooksieve",
      subscriptions: current?.now.ids ?? [],
      diagnostics,
      readable: router !== undefined,
      outcomes: current?.now.outcomes ?? new Uint8Array(this.#lines.length),
      ...(compared ?? none),
      compared: compared !== undefined,
      milliseconds: performance.now() - started,
    };
  }

  #compare(
    now: Deliveries,
    pinned: string,
    dialect: DialectName | undefined,
  ): Comparison | undefined {
    const key = `${dialect} ${pinned}`;
    if (this.#pinned?.key !== key) {
      this.#pinned?.router.free();
      const router = routerOf(pinned, dialect);
      this.#pinned = router && { key, router, before: deliveries(router, this.#ndjson) };
    }
    return this.#pinned && compare(this.#pinned.before, now);
  }

  explain(index: number): Explained | undefined {
    const line = this.#lines[index];
    if (line === undefined || this.#current === undefined) return undefined;
    const { router, config, now } = this.#current;
    const text = layOut(line);
    const near = now.ids.length > 1 ? this.#current.near.of(text) : undefined;
    return { index, text, config, explanations: router.explain(text), near };
  }

  /** The events, to look at. */
  get texts(): Texts {
    const lines = this.#lines;
    return { size: lines.length, text: (index) => lines[index] };
  }

  /** What the linter finds in a configuration. */
  findings({ config, dialect }: Question): Diagnostic[] {
    return findings(config, dialect, this.texts);
  }

  /** How many events there are. */
  get size(): number {
    return this.#lines.length;
  }

  /** Why an event fires nothing, in a word; nothing where it fires. */
  reason(index: number): Code | undefined {
    const line = this.#lines[index];
    if (line === undefined || this.#current === undefined) return undefined;
    if (this.#current.now.outcomes[index] === FIRES) return undefined;
    return nearest(this.#current.router.explain(line));
  }
}

function routerOf(config: string, dialect: DialectName | undefined): Router | undefined {
  try {
    return new Router(config, { dialect });
  } catch {
    // What is wrong with it is in the diagnostics.
    return undefined;
  }
}

/** The first check that stands against the subscription that the fewest stand against. */
function nearest(explanations: Explanation[]): Code | undefined {
  let best: { code: Code; against: number } | undefined;
  for (const { checks } of explanations) {
    const against = checks.filter(({ status }) => status === "fail" || status === "undecidable");
    const code = against[0]?.code;
    if (code !== undefined && (best === undefined || against.length < best.against)) {
      best = { code, against: against.length };
    }
  }
  return best?.code;
}
