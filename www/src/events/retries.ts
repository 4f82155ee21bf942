// Retries folded: further attempts of one event that end as the first did are one row.

import type { Facts } from "./filter";

export class Retries {
  #firsts: Int32Array = new Int32Array();
  /** By first attempt, how many others there are. */
  readonly #more = new Map<number, number>();

  /** Takes, by event, the event that it is another attempt of, or −1. */
  set(firsts: Int32Array) {
    this.#firsts = firsts;
    this.#more.clear();
    for (const first of firsts) {
      if (first >= 0) this.#more.set(first, (this.#more.get(first) ?? 0) + 1);
    }
  }

  /** How many events are another attempt of one that is there. */
  get size(): number {
    let sum = 0;
    for (const more of this.#more.values()) sum += more;
    return sum;
  }

  /** The events without those that repeat one that is shown too, verdict and all. */
  fold(shown: Uint32Array, { outcomes, changes }: Facts): Uint32Array {
    if (this.#more.size === 0) return shown;
    const there = new Set(shown);
    return shown.filter((event) => {
      const first = this.#firsts[event] ?? -1;
      const isSame = outcomes[first] === outcomes[event] && changes[first] === changes[event];
      return first < 0 || !isSame || !there.has(first);
    });
  }

  /** How many attempts an event had after it. */
  after(event: number): number {
    return this.#more.get(event) ?? 0;
  }

  /** Whether an event is another attempt. */
  isRetry(event: number): boolean {
    return (this.#firsts[event] ?? -1) >= 0;
  }
}
