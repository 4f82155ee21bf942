// Why events do not fire, found after the verdicts in slices: first of those in view.

import type { Code } from "hooksieve";
import type { Evaluation } from "./evaluation";
import { NO_REASON, type Reasons } from "./protocol";
import type { Turn } from "./turn";

/** Milliseconds between two reports. */
const REPORT = 150;

export class ReasonFinder {
  readonly #evaluation: Evaluation;
  readonly #table: Code[] = [];
  readonly #places: Uint8Array;
  readonly #isDone: Uint8Array;
  #done = 0;
  #wanted: Uint32Array;

  constructor(evaluation: Evaluation, view: Uint32Array) {
    this.#evaluation = evaluation;
    const { size } = evaluation.store;
    this.#places = new Uint8Array(size).fill(NO_REASON);
    this.#isDone = new Uint8Array(size);
    this.#wanted = view;
  }

  /** The events in view are others. */
  set view(events: Uint32Array) {
    this.#wanted = events;
  }

  /** The reasons of the events in view. */
  first(): Reasons {
    this.#lookAtWanted();
    return this.#now;
  }

  /** @throws GivenUp where the verdicts are not the newest any more */
  async run(turn: Turn, tell: (reasons: Reasons) => void) {
    let told = performance.now();
    for (let at = 0; at < this.#places.length; at += 1) {
      const hadWanted = this.#wanted.length > 0;
      this.#lookAtWanted();
      this.#look(at);
      if (!turn.isDue) continue;
      if (hadWanted || performance.now() > told + REPORT) {
        told = performance.now();
        tell(this.#now);
      }
      await turn.pause();
    }
    this.#lookAtWanted();
    tell(this.#now);
  }

  #lookAtWanted() {
    const wanted = this.#wanted;
    if (wanted.length === 0) return;
    this.#wanted = new Uint32Array();
    for (const event of wanted) this.#look(event);
  }

  #look(event: number) {
    if (this.#isDone[event] !== 0) return;
    this.#isDone[event] = 1;
    this.#done += 1;
    const code = this.#evaluation.reason(event);
    if (code === undefined) return;
    const place = this.#table.indexOf(code);
    this.#places[event] = place >= 0 ? place : this.#table.push(code) - 1;
  }

  get #now(): Reasons {
    return { table: this.#table, places: this.#places.slice(), done: this.#done };
  }
}
