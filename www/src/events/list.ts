// The events as a list box: all of a short list, of a long one what is in view.

import { element } from "../element";
import { type Facts, codeAt } from "./filter";
import { OUTCOME_WORDS, changeWords, codeWords, outcomeOf } from "./words";

/** Pixels a row takes; `events.css` says the same. */
const ROW = 32;

/** Up to here every row is in the page, where the browser's own search finds it. */
const WHOLE = 500;

/** Rows drawn above and below what is in view. */
const MARGIN = 12;

export class EventList {
  readonly #box: HTMLElement;
  readonly #rows = element("div.rows", { role: "presentation" });
  readonly #select: (event: number) => void;
  readonly #resized = new ResizeObserver(() => this.#draw(false));
  #facts: Facts | undefined;
  #shown: number[] = [];
  #selected: number | undefined;
  #drawn = "";

  constructor(box: HTMLElement, select: (event: number) => void) {
    this.#box = box;
    this.#select = select;
    box.append(this.#rows);
    box.addEventListener("scroll", () => this.#draw(false), { passive: true });
    box.addEventListener("keydown", (pressed) => this.#key(pressed));
    box.addEventListener("click", ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>(".row") : null;
      if (row?.dataset["event"] !== undefined) this.choose(Number(row.dataset["event"]));
    });
    this.#resized.observe(box);
  }

  focus() {
    this.#box.focus();
  }

  dispose() {
    this.#resized.disconnect();
  }

  get selected(): number | undefined {
    return this.#selected;
  }

  /** Shows the events at these positions; `empty` says why there are none. */
  show(facts: Facts, shown: number[], empty: string) {
    this.#facts = facts;
    this.#shown = shown;
    this.#rows.style.height = shown.length > WHOLE ? `${shown.length * ROW}px` : "";
    this.#rows.dataset["empty"] = shown.length === 0 ? empty : "";
    this.#draw(true);
  }

  choose(event: number | undefined) {
    this.#selected = event;
    this.#draw(true);
    if (event !== undefined) this.#select(event);
  }

  #key(pressed: KeyboardEvent) {
    const { key, ctrlKey, metaKey, altKey } = pressed;
    if (ctrlKey || metaKey || altKey || this.#shown.length === 0) return;
    const at = this.#selected === undefined ? -1 : this.#shown.indexOf(this.#selected);
    const page = Math.max(1, Math.floor(this.#box.clientHeight / ROW) - 1);
    const last = this.#shown.length - 1;
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    const next = steps[key];
    if (next === undefined) return;
    pressed.preventDefault();
    const to = Math.min(Math.max(next, 0), last);
    const top = to * ROW;
    const { scrollTop, clientHeight } = this.#box;
    if (top < scrollTop) this.#box.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.#box.scrollTop = top + ROW - clientHeight;
    this.choose(this.#shown[to]);
  }

  /** Draws the rows in view; those that are drawn already only where they may differ. */
  #draw(mayDiffer: boolean) {
    const facts = this.#facts;
    if (facts === undefined) return;
    const isWhole = this.#shown.length <= WHOLE;
    const first = Math.floor(this.#box.scrollTop / ROW) - MARGIN;
    const from = isWhole ? 0 : Math.max(0, first);
    const many = Math.ceil(this.#box.clientHeight / ROW) + 2 * MARGIN;
    const to = isWhole ? this.#shown.length : Math.min(this.#shown.length, from + many);
    const drawn = `${from} ${to}`;
    if (!mayDiffer && drawn === this.#drawn) return;
    this.#drawn = drawn;
    const rows = this.#shown.slice(from, to).map((event, at) => this.#row(facts, event, from + at));
    const gap = element("div", { role: "presentation" });
    gap.style.height = `${from * ROW}px`;
    this.#rows.replaceChildren(...(from > 0 ? [gap] : []), ...rows);
    const isThere =
      this.#selected !== undefined && rows.some(({ id }) => id === rowId(this.#selected));
    if (isThere) this.#box.setAttribute("aria-activedescendant", rowId(this.#selected));
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #row(facts: Facts, event: number, place: number): HTMLElement {
    const outcome = outcomeOf(facts.outcomes[event]);
    const change = changeWords(facts.changes[event] ?? 0, outcome);
    const code = codeAt(facts.reasons, event);
    return element(
      "div.row",
      {
        id: rowId(event),
        role: "option",
        "data-event": String(event),
        "data-outcome": outcome,
        "aria-selected": String(event === this.#selected),
        "aria-setsize": String(this.#shown.length),
        "aria-posinset": String(place + 1),
      },
      element(
        "span.mark",
        { title: OUTCOME_WORDS[outcome] },
        element("span.unseen", {}, `${OUTCOME_WORDS[outcome]}: `),
      ),
      element("span.type", {}, facts.types[event] ?? "no event type"),
      element("span.id", {}, facts.ids[event] ?? ""),
      element(
        "span.state",
        {},
        change !== undefined && element("span.change", {}, change),
        element("span.reason", {}, code === undefined ? OUTCOME_WORDS[outcome] : codeWords(code)),
      ),
    );
  }
}

const rowId = (event: number | undefined): string => `event-${event}`;
