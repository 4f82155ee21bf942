// What is told in passing: shown for a while, and said aloud.

import { byId } from "../element";

/** Milliseconds of quiet before a sentence is said aloud. */
const QUIET = 1000;

/** Milliseconds that a notice stays. */
const SHOWN = 8000;

export class Notices {
  readonly #live: HTMLElement;
  readonly #box: HTMLElement;
  #saying: ReturnType<typeof setTimeout> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(root: ParentNode) {
    this.#live = byId(root, "live", HTMLParagraphElement);
    this.#box = byId(root, "notice", HTMLParagraphElement);
  }

  /** Says a sentence to those who listen instead of looking, once nothing newer comes. */
  announce(sentence: string) {
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => {
      this.#live.textContent = sentence;
    }, QUIET);
  }

  /** Shows a sentence under the headline for a while. */
  notify(sentence: string) {
    this.#box.textContent = sentence;
    this.#box.hidden = false;
    this.announce(sentence);
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => {
      this.#box.hidden = true;
    }, SHOWN);
  }

  dispose() {
    clearTimeout(this.#saying);
    clearTimeout(this.#hiding);
  }
}
