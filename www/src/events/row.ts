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
  readonly #reason = element("span.reason", {});
  readonly element = element(
    "div.row",
    { role: "option" },
    this.#mark,
    this.#type,
    this.#id,
    element("span.state", {}, this.#change, this.#reason),
  );
  #event = -1;
  #shown = "";

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
    const shown = [event, type, id, words, change, reason, isSelected, place, of].join("\n");
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
    set(this.#reason, reason);
  }
}

function set(span: HTMLElement, text: string) {
  if (span.textContent !== text) span.textContent = text;
}
