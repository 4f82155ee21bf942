// How much a tenant may ask for: a bucket that fills again. It is kept in memory: there is
// one object a tenant, and one that is started anew starts with a full bucket.

import type { Rate } from "./settings";

export class Bucket {
  #left: number | undefined;
  #at = 0;

  /** Takes so many, or tells in how many seconds they may be there. */
  take(count: number, { perSecond, burst }: Rate, now: number): number | undefined {
    const gained = (Math.max(0, now - this.#at) / 1000) * perSecond;
    const left = Math.min(burst, (this.#left ?? burst) + gained);
    this.#at = now;
    this.#left = left;
    if (left >= count) {
      this.#left = left - count;
      return undefined;
    }
    return perSecond > 0
      ? Math.min(3600, Math.max(1, Math.ceil((count - left) / perSecond)))
      : 3600;
  }
}
