// What an event almost fired.

import { engine } from "./engine.js";
import { HooksieveError, guarded } from "./error.js";
import { configText, putEvent } from "./event.js";

export class NearMisses {
  /** @type {import("../wasm/hooksieve.js").RawNearMisses | undefined} */
  #raw;

  /**
   * @param {import("../index.js").ConfigInput} config
   * @param {import("../index.js").ExplainerOptions} [options]
   */
  constructor(config, { dialect, eventForm, redact = false } = {}) {
    const { RawNearMisses } = engine();
    const text = configText(config);
    this.#raw = guarded(() => new RawNearMisses(text, dialect, eventForm, redact));
  }

  /**
   * @param {import("../index.js").EventInput} event
   * @param {number} [atMost]
   * @returns {import("../index.js").NearMissReport}
   */
  of(event, atMost = 5) {
    const raw = this.#raw;
    if (raw === undefined) throw new HooksieveError("freed", "the near misses were freed");
    return JSON.parse(guarded(() => raw.of(putEvent(event, undefined), whole(atMost))));
  }

  free() {
    this.#raw?.free();
    this.#raw = undefined;
  }

  [Symbol.dispose]() {
    this.free();
  }
}

/** @param {number} number */
function whole(number) {
  if (Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff) return number;
  throw new RangeError(`${number} is not a whole number below 2 ** 32`);
}
