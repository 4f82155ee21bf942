// What a driver of deliveries asks of the core: endpoints, states, requests, signatures.

import { initSync } from "./wasm/edge.js";
import * as raw from "./wasm/edge.js";
import { EdgeError, guarded } from "./error.js";

export { EdgeError } from "./error.js";
export { algorithmOf, sign, verify } from "./signature.js";

let isLoaded = false;

/** @param {BufferSource | WebAssembly.Module} module */
export function loadSync(module) {
  if (!isLoaded) initSync({ module });
  isLoaded = true;
}

/** @param {{ now: number, rules?: import("./index.js").TargetRules }} fresh */
const freshText = ({ now, rules }) => JSON.stringify({ now, rules: rules ?? null });

/**
 * @param {string} text
 * @returns {any}
 */
const parsed = (text) => JSON.parse(text);

export class Api {
  /** @type {import("./wasm/edge.js").RawApi} */
  #raw;

  /** @param {string} dialect */
  constructor(dialect) {
    this.#raw = guarded(() => new raw.RawApi(dialect));
  }

  /**
   * @param {string} method
   * @param {string} path
   */
  operation(method, path) {
    return parsed(this.#raw.operation(method, path));
  }

  /**
   * @param {string} body
   * @param {number} count
   * @param {import("./index.js").Fresh} fresh
   */
  create(body, count, fresh) {
    return parsed(guarded(() => this.#raw.create(body, count, freshText(fresh), fresh.random)));
  }

  /**
   * @param {[string, string][]} query
   * @param {string[]} stored
   */
  list(query, stored) {
    return parsed(guarded(() => this.#raw.list(JSON.stringify(query), `[${stored.join()}]`)));
  }

  /**
   * @param {string} id
   * @param {string | undefined} stored
   */
  get(id, stored) {
    return parsed(guarded(() => this.#raw.get(id, stored)));
  }

  /**
   * @param {string} id
   * @param {string | undefined} stored
   * @param {string} body
   * @param {[string, string][]} query
   * @param {import("./index.js").Fresh} fresh
   */
  update(id, stored, body, query, fresh) {
    const { random } = fresh;
    const text = JSON.stringify(query);
    return parsed(
      guarded(() => this.#raw.update(id, stored, body, text, freshText(fresh), random)),
    );
  }

  /**
   * @param {string} id
   * @param {string | undefined} stored
   */
  delete(id, stored) {
    return parsed(guarded(() => this.#raw.remove(id, stored)));
  }

  /**
   * @param {[string, string][]} query
   * @param {string[]} told
   */
  events(query, told) {
    return parsed(guarded(() => this.#raw.events(JSON.stringify(query), `[${told.join()}]`)));
  }

  /**
   * @param {string} id
   * @param {string[]} told
   */
  event(id, told) {
    return parsed(guarded(() => this.#raw.event(id, `[${told.join()}]`)));
  }

  /**
   * @param {string} id
   * @param {number} done
   * @param {number} targets
   */
  replay(id, done, targets) {
    return parsed(this.#raw.replay(id, done, targets));
  }

  /** @param {{ status: number } | { trouble: string }} result */
  pinged(result) {
    const status = "status" in result ? result.status : undefined;
    const trouble = "trouble" in result ? result.trouble : "";
    return parsed(guarded(() => this.#raw.pinged(status, trouble)));
  }

  /**
   * @param {number} status
   * @param {string} message
   */
  error(status, message) {
    return parsed(this.#raw.error(status, message));
  }

  /**
   * @param {string} state
   * @param {string} event
   * @param {import("./index.js").About} about
   */
  history(state, event, { type, url, replays = 0 }) {
    return parsed(guarded(() => this.#raw.history(state, event, type, url, replays)));
  }

  /** @param {string | undefined} stored */
  standing(stored) {
    return /** @type {any} */ (guarded(() => this.#raw.standing(stored)));
  }

  /**
   * @param {string} stored
   * @param {boolean} delivered
   * @param {number} now
   */
  attempted(stored, delivered, now) {
    return guarded(() => this.#raw.attempted(stored, delivered, BigInt(now)));
  }

  /** @param {string} stored */
  disabled(stored) {
    return guarded(() => this.#raw.disabled(stored));
  }

  /** @param {string} stored */
  shown(stored) {
    return guarded(() => this.#raw.shown(stored));
  }

  /** @param {string} stored */
  destination(stored) {
    const text = guarded(() => this.#raw.destination(stored));
    return text === undefined ? undefined : parsed(text);
  }

  /** @param {Uint8Array} digest */
  eventId(digest) {
    return guarded(() => this.#raw.eventId(digest));
  }

  free() {
    this.#raw.free();
  }
}

/** @param {string} provider */
export function policy(provider) {
  return parsed(guarded(() => raw.policy(provider)));
}

/** @param {string} event */
export function deliveredBody(event) {
  return raw.deliveredBody(event);
}

/**
 * @param {string} provider
 * @param {string} body
 */
export function attemptBefore(provider, body) {
  return guarded(() => raw.attemptBefore(provider, body));
}

/**
 * @param {string} event
 * @param {string} subscription
 * @param {number} now
 * @param {{ replay?: boolean }} [options]
 */
export function newDelivery(event, subscription, now, { replay = false } = {}) {
  return raw.newDelivery(event, subscription, BigInt(now), replay);
}

/** @param {string} state */
export function readDelivery(state) {
  return parsed(guarded(() => raw.readDelivery(state)));
}

/**
 * @param {string} provider
 * @param {string} state
 * @param {import("./index.js").Input} input
 * @param {import("./index.js").Moment} moment
 */
export function step(provider, state, input, { now, random }) {
  const text = JSON.stringify(input);
  return parsed(guarded(() => raw.step(provider, state, text, BigInt(now), random)));
}

/**
 * @param {string} provider
 * @param {string} state
 * @param {import("./index.js").Outgoing} outgoing
 */
export function unsigned(provider, state, { type, url, headers, rules, body }) {
  const told = JSON.stringify({ eventType: type ?? null, url, headers, rules });
  return guarded(() => new raw.RawUnsigned(provider, state, told, body));
}

/**
 * @param {string} url
 * @param {import("./index.js").TargetRules} rules
 */
export function checkTarget(url, { http, private: isPrivate }) {
  return raw.checkTarget(url, http, isPrivate);
}

/** @param {Uint8Array} random */
export function uuid(random) {
  return guarded(() => raw.uuid(random));
}

/**
 * @param {number} now
 * @param {Uint8Array} random
 */
export function ksuid(now, random) {
  return guarded(() => raw.ksuid(BigInt(now), random));
}
