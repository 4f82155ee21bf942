// The events as a list box: all of a short list, of a long one what is in view. Rows are kept
// and changed where they differ, since at every key the whole list is drawn anew.

import { type Facts } from "./filter";
import { Row } from "./row";

/** Pixels a row takes; `events.css` says the same. */
const ROW = 32;

/** Up to here every row is in the page, where the browser's own search finds it. */
const WHOLE = 500;

/** Rows drawn above and below what is in view. */
const MARGIN = 12;

export interface ListWays {
  /** An event was chosen. */
  select: (event: number) => void;
  /** Other events are in view. */
  view: (events: Uint32Array) => void;
}

export class EventList {
  readonly #box: HTMLElement;
  readonly #rows = document.createElement("div");
  readonly #gap = document.createElement("div");
  readonly #ways: ListWays;
  readonly #resized = new ResizeObserver(() => {
    this.#height = this.#box.clientHeight;
    this.#draw(false);
  });
  readonly #drawn: Row[] = [];
  #facts: Facts | undefined;
  #shown: Uint32Array = new Uint32Array();
  #selected: number | undefined;
  #range = "";
  // Kept, since asking the box after a change makes the browser lay everything out at once.
  #top = 0;
  #height = 0;

  constructor(box: HTMLElement, ways: ListWays) {
    this.#box = box;
    this.#ways = ways;
    this.#rows.className = "rows";
    this.#rows.role = "presentation";
    this.#gap.role = "presentation";
    this.#rows.append(this.#gap);
    box.append(this.#rows);
    const scrolled = () => {
      this.#top = box.scrollTop;
      this.#draw(false);
    };
    box.addEventListener("scroll", scrolled, { passive: true });
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
  show(facts: Facts, shown: Uint32Array, empty: string) {
    this.#facts = facts;
    this.#shown = shown;
    this.#rows.style.height = shown.length > WHOLE ? `${shown.length * ROW}px` : "";
    this.#rows.dataset["empty"] = shown.length === 0 ? empty : "";
    this.#draw(true);
  }

  /** Chooses an event and has it explained. */
  choose(event: number | undefined) {
    const isOther = event !== this.#selected;
    this.#selected = event;
    if (isOther) this.#draw(true);
    if (event !== undefined) this.#ways.select(event);
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
    const { length } = this.#shown;
    const isWhole = length <= WHOLE;
    const inView = Math.ceil(this.#height / ROW);
    const first = isWhole ? 0 : Math.max(0, Math.floor(this.#top / ROW) - MARGIN);
    // A list that became shorter is scrolled up by the browser only once it is laid out.
    const from = Math.min(first, Math.max(0, length - inView));
    const many = inView + 2 * MARGIN;
    const to = isWhole ? length : Math.min(length, from + many);
    const range = `${from} ${to}`;
    const isMoved = range !== this.#range;
    if (!mayDiffer && !isMoved) return;
    this.#range = range;
    this.#gap.style.height = `${from * ROW}px`;
    this.#fit(to - from);
    this.#drawn.forEach((row, at) => {
      const event = this.#shown[from + at] ?? 0;
      row.draw(facts, event, {
        isSelected: event === this.#selected,
        place: from + at + 1,
        of: length,
      });
    });
    const active = this.#drawn.find(({ event }) => event === this.#selected);
    if (active !== undefined) this.#box.setAttribute("aria-activedescendant", active.element.id);
    else this.#box.removeAttribute("aria-activedescendant");
    if (isMoved || mayDiffer) this.#ways.view(this.#shown.slice(from, to));
  }

  /** As many rows as there are to draw. */
  #fit(many: number) {
    while (this.#drawn.length > many) this.#drawn.pop()?.element.remove();
    const added: HTMLElement[] = [];
    while (this.#drawn.length < many) {
      const row = new Row();
      this.#drawn.push(row);
      added.push(row.element);
    }
    if (added.length > 0) this.#rows.append(...added);
  }
}
