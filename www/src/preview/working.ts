// What takes long: how far it is, and the way to give it up.

import { byId } from "../element";
import type { Long, Progress } from "../engine/protocol";

/** Milliseconds of work before it is shown; most is done earlier. */
const SHOWN_AFTER = 250;

const WORDS: Record<Long["name"], string> = {
  events: "Reading events",
  edit: "Taking the event",
  evaluate: "Evaluating",
  pack: "Packing",
};

export class Working {
  readonly #box: HTMLElement;
  readonly #cost: HTMLElement;
  readonly #words: HTMLElement;
  readonly #bar: HTMLProgressElement;
  #showing: ReturnType<typeof setTimeout> | undefined;

  constructor(root: ParentNode, cancel: () => void) {
    this.#box = byId(root, "working", HTMLDivElement);
    this.#cost = byId(root, "cost", HTMLParagraphElement);
    this.#words = byId(root, "working-words", HTMLSpanElement);
    this.#bar = byId(root, "progress", HTMLProgressElement);
    byId(root, "cancel", HTMLButtonElement).addEventListener("click", cancel);
  }

  /** Something else is under way, or nothing. */
  begin(what: Long["name"] | undefined) {
    if (what === undefined) {
      clearTimeout(this.#showing);
      this.#showing = undefined;
      this.#show(false);
      return;
    }
    this.#words.textContent = WORDS[what];
    this.#bar.removeAttribute("value");
    this.#showing ??= setTimeout(() => this.#show(true), SHOWN_AFTER);
  }

  draw({ done, total }: Progress) {
    this.#bar.max = Math.max(total, 1);
    this.#bar.value = done;
  }

  dispose() {
    clearTimeout(this.#showing);
  }

  /** It takes the place of what the last evaluation cost. */
  #show(isShown: boolean) {
    this.#box.hidden = !isShown;
    this.#cost.hidden = isShown;
  }
}
