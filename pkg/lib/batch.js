import { memoryBytes, memoryWords } from "./engine.js";
import { OUTCOMES } from "./outcome.js";

/** What became of the events of a batch. Its lists are used again for the next batch. */
export class Batch {
  #idAt;
  /** @type {(Uint32Array | Uint8Array)[]} */
  #kept = [new Uint8Array(), ...Array.from({ length: 5 }, () => new Uint32Array())];

  /** @param {(position: number) => string} idAt */
  constructor(idAt) {
    this.#idAt = idAt;
    this.length = 0;
    /** @type {Uint8Array} */
    this.outcomes = new Uint8Array();
    const none = () => /** @type {Uint32Array} */ (new Uint32Array());
    this.lines = none();
    this.matchedEnds = none();
    this.matchedPositions = none();
    this.undecidableEnds = none();
    this.undecidablePositions = none();
    /** @type {readonly import("../index.js").BatchError[]} */
    this.errors = [];
  }

  /**
   * Copies the answer out of the memory, which the next call of the module may change.
   * @param {import("../wasm/hooksieve.js").RawRouter} raw
   * @param {number} at
   */
  take(raw, at) {
    const words = memoryWords();
    /** @param {number} list */
    const copied = (list) => {
      const [start, length] = words.subarray(at + 2 * list, at + 2 * list + 2);
      const source = list === 0 ? memoryBytes() : words;
      const from = list === 0 ? start : start >>> 2;
      let kept = this.#kept[list];
      if (kept.length < length) {
        kept = list === 0 ? new Uint8Array(2 * length) : new Uint32Array(2 * length);
        this.#kept[list] = kept;
      }
      kept.set(source.subarray(from, from + length));
      return kept.subarray(0, length);
    };
    const numbers = (/** @type {number} */ list) => /** @type {Uint32Array} */ (copied(list));
    this.outcomes = /** @type {Uint8Array} */ (copied(0));
    this.lines = numbers(1);
    this.matchedEnds = numbers(2);
    this.matchedPositions = numbers(3);
    this.undecidableEnds = numbers(4);
    this.undecidablePositions = numbers(5);
    this.length = this.lines.length;
    this.errors = words[at + 12] === 0 ? [] : JSON.parse(raw.batchErrors());
    return this;
  }

  /** @param {number} index */
  outcome(index) {
    return OUTCOMES[this.outcomes[this.#checked(index)]];
  }

  /** @param {number} index */
  matched(index) {
    return this.#ids(this.matchedEnds, this.matchedPositions, index);
  }

  /** @param {number} index */
  undecidable(index) {
    return this.#ids(this.undecidableEnds, this.undecidablePositions, index);
  }

  /**
   * @param {Uint32Array} ends
   * @param {Uint32Array} positions
   * @param {number} index
   */
  #ids(ends, positions, index) {
    const from = this.#checked(index) === 0 ? 0 : ends[index - 1];
    return Array.from(positions.subarray(from, ends[index]), this.#idAt);
  }

  /** @param {number} index */
  #checked(index) {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return index;
    throw new RangeError(`there is no event ${index} in a batch of ${this.length}`);
  }
}
