// The providers' configuration endpoints: the core decides, this hands it what is stored and
// stores what changes.

import { type DialectName, Router } from "hooksieve";
import {
  type Answer,
  type Api,
  type Operation,
  type Provider,
  newDelivery,
} from "hooksieve/edge";
import { header, type Call } from "../authenticate";
import { type Env, random } from "../env";
import { LIMITS } from "../limits";
import { apiOf, rulesOf } from "../providers";
import { type Settings, dialectOf } from "./settings";
import type { DeliveryRow, Due, Store } from "./store";

/** A call of an endpoint. */
export interface EndpointCall extends Call {
  provider: Provider;
  path: string;
  query: [string, string][];
  body: string;
}

/** What is answered. */
export interface Told {
  status: number;
  body: string | null;
  mediaType: string;
}

/** What is answered, and deliveries that were made by it. */
export interface Answered extends Told {
  deliveries: Due[];
  /** The methods that a path takes, where it does not take this one. */
  allowed?: string[];
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** The header of a key under which the same call has the same answer (Dakota,
 * `openapi.yaml`: required by create; every other change may have one). */
const KEY = "x-idempotency-key";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const JSON_TYPE = "application/json";

export class Endpoints {
  /** About how many letters all objects of a provider have. */
  readonly #letters = new Map<Provider, number>();

  constructor(
    private readonly store: Store,
    private readonly env: Env,
    /** Stores all that an act stores, or nothing. */
    private readonly together: <T>(act: () => T) => T,
  ) {}

  /** Answers a call. A ping is the caller's: it sends something. */
  async answer(call: EndpointCall, settings: Settings): Promise<Answered> {
    const dialect = dialectOf(settings, call.provider);
    const api = apiOf(dialect);
    const operation = api.operation(call.method, call.path);
    if (operation.kind === "answer") {
      const { answer } = operation;
      if (answer.status !== 405) return told(answer);
      const isTaken = (method: string) => api.operation(method, call.path).kind !== "answer";
      return { ...told(answer), allowed: METHODS.filter(isTaken) };
    }
    const key = call.provider === "dakota" && call.method !== "GET" ? header(call, KEY) : undefined;
    const needsKey = call.provider === "dakota" && operation.kind === "create";
    if (key === undefined && !needsKey) {
      return this.together(() => this.#act(api, dialect, operation, call));
    }
    if (key === undefined || !UUID.test(key)) {
      return told(api.error(400, `the header ${KEY} must be a UUID`));
    }
    // The original answer, whatever the body (Dakota, "Create Webhook Target", headers); but
    // what was created is no answer to who deletes.
    const request = `${call.method} ${call.path}`;
    // No waiting from here to where it is stored: of two calls at once the second finds it.
    const known = this.store.answered(key);
    if (known !== undefined && known.request !== request) {
      return told(api.error(409, `the header ${KEY} stood with a call of another kind`));
    }
    if (known !== undefined) return told({ ...known, mediaType: JSON_TYPE });
    return this.together(() => {
      const answered = this.#act(api, dialect, operation, call);
      if (answered.status < 400) {
        this.store.putAnswered(key, request, answered.status, answered.body, call.now);
      }
      return answered;
    });
  }

  #act(api: Api, dialect: string, operation: Operation, call: EndpointCall): Answered {
    const { provider, query, body, now } = call;
    const { store } = this;
    const fresh = () => ({ now, random: random(48), rules: rulesOf(this.env) });
    const stored = "id" in operation ? store.object(provider, operation.id) : undefined;
    switch (operation.kind) {
      case "create":
        return this.#store(api, provider, api.create(body, store.count(provider), fresh()));
      case "list":
        return told(api.list(query, store.objects(provider)));
      case "get":
        return told(api.get(operation.id, stored));
      case "update":
        return this.#store(api, provider, api.update(operation.id, stored, body, query, fresh()));
      case "delete":
        return this.#store(api, provider, api.delete(operation.id, stored));
      case "events":
        if (stored === undefined) return told(api.get(operation.id, stored));
        return told(
          api.events(
            query,
            this.#history(api, store.newest(provider, operation.id)),
          ),
        );
      case "event": {
        if (stored === undefined) return told(api.get(operation.id, stored));
        // By its id an event is found however old it is; a later attempt has an id of its own.
        const event = store.event(provider, operation.event);
        const rows =
          event === undefined
            ? store.newest(provider, operation.id)
            : store.deliveriesOf(event.seq, operation.id);
        return told(api.event(operation.event, this.#history(api, rows)));
      }
      case "history":
        return told(
          api.events(
            query,
            this.#history(api, store.newest(provider)),
          ),
        );
      case "history-event": {
        const event = store.event(provider, operation.event);
        const rows = event === undefined ? [] : store.deliveriesOf(event.seq);
        return told(api.event(operation.event, this.#history(api, rows)));
      }
      case "replay":
        return this.#replay(api, dialect, operation.event, call);
      default:
        return told(api.error(404, "there is no such path"));
    }
  }

  #store(api: Api, provider: Provider, answer: Answer): Answered {
    const { change } = answer;
    if (change.kind !== "none") {
      const before = this.store.object(provider, change.id)?.length ?? 0;
      const grown = (change.kind === "put" ? change.object.length : 0) - before;
      const letters = (this.#letters.get(provider) ?? this.store.letters(provider)) + grown;
      if (grown > 0 && letters > LIMITS.configuration) {
        return told(api.error(413, "the configuration is as large as it may be"));
      }
      this.#letters.set(provider, letters);
    }
    if (change.kind === "put") this.store.putObject(provider, change.id, change.object);
    if (change.kind === "remove") this.store.removeObject(provider, change.id);
    if (change.kind !== "none") this.store.changed(provider);
    return told(answer);
  }

  #history(api: Api, rows: DeliveryRow[]): string[] {
    const urls = new Map<string, string | undefined>();
    return rows.flatMap(({ provider, subscription, state, body, type, replays }) => {
      if (!urls.has(subscription)) {
        const stored = this.store.object(provider, subscription);
        urls.set(subscription, stored === undefined ? undefined : api.destination(stored)?.url);
      }
      return api.history(state, body, { type: type ?? "", url: urls.get(subscription), replays });
    });
  }

  /** An event once more, to every target that is configured for it now (Dakota, Replay). */
  #replay(api: Api, dialect: string, id: string, { provider, now }: EndpointCall): Answered {
    const event = this.store.event(provider, id);
    if (event === undefined) return told(api.event(id, []));
    const config = `[${this.store.objects(provider).join()}]`;
    const router = new Router(config, { dialect: dialect as DialectName });
    const { matched } = router.route(event.body);
    router.free();
    const answer = api.replay(id, event.replays, matched.length);
    if (answer.status >= 400) return told(answer);
    this.store.replayed(event.seq);
    const deliveries = matched.map((subscription) => {
      const state = newDelivery(id, subscription, now, { replay: true });
      const seq = this.store.addDelivery(
        event.seq,
        provider,
        subscription,
        state,
        now + LIMITS.hintLost,
      );
      return { seq, provider, subscription };
    });
    return { ...told(answer), deliveries };
  }
}

export function told({ status, body, mediaType }: Told): Answered {
  return { status, body, mediaType, deliveries: [] };
}

/** An answer that is no provider's. */
export function json(status: number, body: unknown): Told {
  return { status, body: JSON.stringify(body), mediaType: JSON_TYPE };
}
