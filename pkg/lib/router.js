import { Batch } from "./batch.js";
import { engine, memoryWords, putText, textAt } from "./engine.js";
import { HooksieveError, guarded, translated } from "./error.js";
import { configText, putEvent, putLines, treeOf } from "./event.js";
import { Explainer } from "./explainer.js";
import { OUTCOMES } from "./outcome.js";

/**
 * @typedef {import("../index.js").RouterOptions} RouterOptions
 * @typedef {import("../wasm/hooksieve.js").RawRouter} RawRouter
 */

/** The units of a text that is not there. */
const ABSENT = 0xffff_ffff;

/** Words of an answer before its positions. */
const HEAD = 8;

export class Router {
  /** @type {RawRouter | undefined} */
  #raw;
  /** The ids by position, as far as they were asked for. @type {(string | undefined)[]} */
  #ids = [];
  /** @type {import("./event.js").Tree | undefined} */
  #asked;
  /** What to explain; nothing once the router was changed. @type {string | undefined} */
  #config;
  /** @type {RouterOptions} */
  #options;
  /** @type {Explainer | undefined} */
  #explainer;
  /** @type {Batch | undefined} */
  #batch;

  /**
   * @param {import("../index.js").ConfigInput} config
   * @param {RouterOptions} [options]
   */
  constructor(config, options = {}) {
    const { RawRouter } = engine();
    this.#options = options;
    if (/** @type {unknown} */ (config) === SNAPSHOT) return;
    const text = configText(config);
    const limits = rawLimits(options.limits);
    const touched = options.reading === "touched";
    this.#raw = guarded(() =>
      RawRouter.fromConfig(putText(text), options.dialect, options.eventForm, touched, limits),
    );
    this.#config = text;
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {Router}
   */
  static fromSnapshot(bytes) {
    const { RawRouter } = engine();
    const raw = guarded(() => RawRouter.fromSnapshot(bytes));
    const router = new Router(/** @type {any} */ (SNAPSHOT));
    router.#raw = raw;
    return router;
  }

  get #live() {
    if (this.#raw === undefined) throw new HooksieveError("freed", "the router was freed");
    return this.#raw;
  }

  get size() {
    return this.#live.size;
  }

  get dialect() {
    return /** @type {import("../index.js").DialectName | undefined} */ (this.#live.dialect);
  }

  ids() {
    return this.#live.ids();
  }

  /** @param {number} position */
  idAt(position) {
    return (this.#ids[position] ??= this.#live.idAt(position));
  }

  /**
   * @param {import("../index.js").EventInput} event
   * @returns {import("../index.js").Routing}
   */
  route(event) {
    const raw = this.#live;
    let at;
    try {
      at = raw.route(putEvent(event, this.#needed)) >>> 2;
    } catch (thrown) {
      throw translated(thrown);
    }
    // All of it is read before an id is asked for: that may grow the memory, which leaves
    // this view of it empty.
    const words = memoryWords();
    const outcome = OUTCOMES[words[at]];
    const texts = textAt(words[at + 1], words[at + 2]);
    const type = words[at + 3];
    const id = words[at + 4];
    const error = words[at + 5];
    const undecided = at + HEAD + words[at + 6];
    const end = undecided + words[at + 7];
    /** @type {import("../index.js").Routing} */
    const routing = {
      outcome,
      event: null,
      matched: this.#idsOf(at + HEAD, undecided),
      undecidable: this.#idsOf(undecided, end),
    };
    if (error !== ABSENT) {
      routing.error = texts;
      return routing;
    }
    const before = type === ABSENT ? 0 : type;
    routing.event = {
      id: id === ABSENT ? null : texts.slice(before, before + id),
      type: type === ABSENT ? null : texts.slice(0, type),
    };
    return routing;
  }

  #needed = () => (this.#asked ??= treeOf(this.#live.asked()));

  /**
   * @param {number} from
   * @param {number} to
   */
  #idsOf(from, to) {
    const list = [];
    for (let at = from; at < to; at++) {
      const position = memoryWords()[at];
      list.push(this.#ids[position] ?? /** @type {string} */ (this.idAt(position)));
    }
    return list;
  }

  /**
   * @param {string | Uint8Array} events
   * @returns {import("../index.js").BatchRouting}
   */
  routeBatch(events) {
    const raw = this.#live;
    const at = guarded(() => raw.routeBatch(putLines(events))) >>> 2;
    this.#batch ??= new Batch((position) => this.idAt(position) ?? "");
    return this.#batch.take(raw, at);
  }

  /** @param {import("../index.js").EventInput} event */
  explain(event) {
    return this.#explaining.explain(event);
  }

  /** @param {import("../index.js").EventInput} event */
  explainJson(event) {
    return this.#explaining.explainJson(event);
  }

  /**
   * @param {import("../index.js").EventInput} event
   * @param {number} position
   */
  counterfactual(event, position) {
    return this.#explaining.counterfactual(event, position);
  }

  get #explaining() {
    const raw = this.#live;
    if (this.#config === undefined) {
      const message =
        "only a router made from a configuration, and not changed since, can explain: " +
        "make an Explainer of the configuration as it is now";
      throw new HooksieveError("no-configuration", message);
    }
    const { eventForm, redact } = this.#options;
    const dialect = /** @type {import("../index.js").DialectName} */ (raw.dialect);
    return (this.#explainer ??= new Explainer(this.#config, { dialect, eventForm, redact }));
  }

  /**
   * @param {import("../index.js").ConfigInput} subscription
   * @param {import("../index.js").ConfigOptions} [options]
   */
  insert(subscription, { dialect } = {}) {
    const raw = this.#live;
    guarded(() => raw.insert(configText(subscription), dialect ?? raw.dialect));
    this.#changed();
  }

  /**
   * @param {import("../index.js").ConfigInput} subscription
   * @param {import("../index.js").ConfigOptions} [options]
   */
  replace(subscription, { dialect } = {}) {
    const raw = this.#live;
    guarded(() => raw.replace(configText(subscription), dialect ?? raw.dialect));
    this.#changed();
  }

  /** @param {string} id */
  remove(id) {
    const removed = this.#live.remove(id);
    if (removed) this.#changed();
    return removed;
  }

  #changed() {
    this.#ids = [];
    this.#asked = undefined;
    this.#config = undefined;
    this.#explainer?.free();
    this.#explainer = undefined;
  }

  /** @returns {import("../index.js").Stats} */
  stats() {
    return JSON.parse(this.#live.stats());
  }

  snapshot() {
    return this.#live.snapshot();
  }

  free() {
    this.#explainer?.free();
    this.#raw?.free();
    this.#raw = undefined;
  }

  [Symbol.dispose]() {
    this.free();
  }
}

/** Stands for a configuration where a router is made of a snapshot. */
const SNAPSHOT = Symbol("snapshot");

/** @param {import("../index.js").Limits | undefined} given */
function rawLimits(given) {
  if (given === undefined) return undefined;
  for (const [name, value] of Object.entries(given)) {
    if (!LIMITS.includes(name)) throw new TypeError(`there is no limit ${name}`);
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
      throw new RangeError(`the limit ${name} must be a whole number below 2 ** 32`);
    }
  }
  const limits = new (engine().RawLimits)();
  limits.depth = given.depth;
  limits.eventBytes = given.eventBytes;
  limits.regexpBytes = given.regexpBytes;
  limits.patternBytes = given.patternBytes;
  limits.wildcards = given.wildcards;
  return limits;
}

const LIMITS = ["depth", "eventBytes", "regexpBytes", "patternBytes", "wildcards"];
