import { engine } from "./engine.js";
import { HooksieveError, guarded } from "./error.js";
import { configText, putEvent } from "./event.js";

export class Explainer {
  /** @type {import("../wasm/hooksieve.js").RawExplainer | undefined} */
  #raw;

  /**
   * @param {import("../index.js").ConfigInput} config
   * @param {import("../index.js").ExplainerOptions} [options]
   */
  constructor(config, { dialect, eventForm, redact = false } = {}) {
    const { RawExplainer } = engine();
    const text = configText(config);
    this.#raw = guarded(() => new RawExplainer(text, dialect, eventForm, redact));
  }

  get #live() {
    if (this.#raw === undefined) throw new HooksieveError("freed", "the explainer was freed");
    return this.#raw;
  }

  get dialect() {
    return /** @type {import("../index.js").DialectName} */ (this.#live.dialect);
  }

  /**
   * @param {import("../index.js").EventInput} event
   * @returns {import("../index.js").Explanation[]}
   */
  explain(event) {
    const raw = this.#live;
    return JSON.parse(guarded(() => raw.explain(putEvent(event, undefined))));
  }

  /**
   * @param {import("../index.js").EventInput} event
   * @returns {string}
   */
  explainJson(event) {
    const raw = this.#live;
    return guarded(() => raw.explainJson(putEvent(event, undefined)));
  }

  /**
   * @param {string} text
   * @returns {import("../index.js").PastedExplanation}
   */
  explainPasted(text) {
    const raw = this.#live;
    return JSON.parse(guarded(() => raw.explainPasted(text)));
  }

  /**
   * @param {import("../index.js").EventInput} event
   * @param {number} position
   * @returns {import("../index.js").Counterfactual | null}
   */
  counterfactual(event, position) {
    const raw = this.#live;
    if (!Number.isInteger(position) || position < 0) {
      throw new RangeError("the position of a subscription is a whole number from 0");
    }
    return JSON.parse(guarded(() => raw.counterfactual(position, putEvent(event, undefined))));
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }

  [Symbol.dispose]() {
    this.free();
  }
}
