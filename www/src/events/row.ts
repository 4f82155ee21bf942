// One row of the list. It remembers what it shows, and touches the page only where that
// differs.

import { element } from "../element";
import { type Facts, codeAt } from "./filter";
import { OUTCOME_WORDS, changeWords, codeWords, outcomeOf } from "./words";

export interface RowPlace {
  isSelected: boolean;
  /** From 1. */
  place: number;
  of: number;
}

export class Row {
  readonly #spoken = element("span.unseen", {});
  readonly #mark = element("span.mark", {}, this.#spoken);
  readonly #type = element("span.type", {});
  readonly #id = element("span.id", {});
  readonly #change = element("span.change", {});
  readonly #retry = element("span.retry", {});
  readonly #reason = element("span.reason", {});
  readonly element = element(
    "div.row",
    { role: "option" },
    this.#mark,
    this.#type,
    this.#id,
    element("span.state", {}, this.#change, this.#retry, this.#reason),
  );
  #event = -1;
  #shown = "";

  constructor() {
    // What the row has no room for; asked for when it is pointed at, not at every draw.
    this.element.addEventListener("pointerenter", () => {
      for (const span of [this.#type, this.#id]) span.title = span.textContent ?? "";
    });
  }

  get event(): number {
    return this.#event;
  }

  draw(facts: Facts, event: number, { isSelected, place, of }: RowPlace) {
    const outcome = outcomeOf(facts.outcomes[event]);
    const change = changeWords(facts.changes[event] ?? 0, outcome);
    const code = codeAt(facts.reasons, event);
    const words = outcome === undefined ? "…" : OUTCOME_WORDS[outcome];
    const reason = code === undefined ? words : codeWords(code);
    const type = facts.names.typeAt(event) ?? "no event type";
    const id = facts.names.idAt(event);
    const retry = retryWords(facts, event);
    const shown = [event, type, id, words, change, retry, reason, isSelected, place, of].join("\n");
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#event = event;
    const { element: row } = this;
    row.id = `event-${event}`;
    row.dataset["event"] = String(event);
    row.dataset["outcome"] = outcome ?? "pending";
    row.ariaSelected = String(isSelected);
    row.ariaSetSize = String(of);
    row.ariaPosInSet = String(place);
    this.#mark.title = words;
    set(this.#spoken, `${words}: `);
    set(this.#type, type);
    set(this.#id, id);
    set(this.#change, change ?? "");
    this.#change.hidden = change === undefined;
    set(this.#retry, retry);
    this.#retry.hidden = retry === "";
    set(this.#reason, reason);
  }
}

/** How many attempts there were, or that it is a further one. */
function retryWords({ retries }: Facts, event: number): string {
  const more = retries.after(event);
  if (more > 0) return `${more + 1} attempts`;
  return retries.isRetry(event) ? "retry" : "";
}

function set(span: HTMLElement, text: string) {
  if (span.textContent !== text) span.textContent = text;
}
