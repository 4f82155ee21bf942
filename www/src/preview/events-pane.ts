// The events: which are shown, the list, the reasons of those that do not fire.

import type { Code } from "hooksieve";
import { button, byId, element } from "../element";
import { DOES_NOT_FIRE, PENDING, type Reasons, type Verdicts } from "../engine/protocol";
import { type Facts, type Filter, KINDS, type Kind, choose, counts } from "../events/filter";
import { EventList, type ListWays } from "../events/list";
import { Names } from "../events/names";
import { drawReasons } from "../events/reasons";
import { KIND_WORDS } from "../events/words";

export class EventsPane {
  readonly #list: EventList;
  readonly #buttons: Map<Kind, { made: HTMLElement; number: HTMLElement }>;
  readonly #reasons: HTMLElement;
  readonly #find: HTMLInputElement;
  readonly #filter: Filter = { kind: "all", reason: undefined, words: "" };
  readonly #facts: Facts = {
    names: Names.none,
    outcomes: new Uint8Array(),
    changes: new Uint8Array(),
    reasons: { table: [], places: new Uint8Array(), done: 0 },
  };
  #meanings = new Map<Code, string>();

  constructor(root: ParentNode, ways: ListWays) {
    this.#list = new EventList(byId(root, "list", HTMLDivElement), ways);
    const filters = KINDS.map((kind) => {
      const number = element("span.number", {}, "0");
      const made = button("button.filter", KIND_WORDS[kind], () => this.#choose(kind, undefined));
      made.append(number);
      return [kind, { made, number }] as const;
    });
    this.#buttons = new Map(filters);
    byId(root, "filters", HTMLDivElement).append(...filters.map(([, { made }]) => made));
    this.#reasons = byId(root, "reasons", HTMLDivElement);
    this.#find = byId(root, "find", HTMLInputElement);
    this.#find.addEventListener("input", () => {
      this.#filter.words = this.#find.value.trim().toLowerCase();
      this.#draw();
    });
  }

  /** What the codes mean. */
  load(meanings: [Code, string][]) {
    this.#meanings = new Map(meanings);
  }

  /** The event that is explained. */
  get selected(): number | undefined {
    return this.#list.selected;
  }

  get counts(): Record<Kind, number> {
    return counts(this.#facts);
  }

  /** Shows all events again, whatever was chosen of those before. */
  reset() {
    this.#filter.kind = "all";
    this.#filter.reason = undefined;
  }

  /** Takes other events, whose verdicts come next. */
  setEvents(names: Names) {
    Object.assign(this.#facts, {
      names,
      outcomes: new Uint8Array(names.size).fill(PENDING),
      changes: new Uint8Array(names.size),
      reasons: { table: [], places: new Uint8Array(), done: 0 },
    });
    this.#list.choose(undefined);
    this.#draw();
  }

  /** Takes verdicts; chooses an event where none is, or has the chosen one explained anew. */
  setVerdicts({ outcomes, changes }: Verdicts) {
    Object.assign(this.#facts, { outcomes, changes });
    this.#draw();
    this.#list.choose(this.#list.selected ?? this.#opening());
  }

  setReasons(reasons: Reasons) {
    this.#facts.reasons = reasons;
    this.#draw();
  }

  find() {
    this.#find.focus();
  }

  focus() {
    this.#list.focus();
  }

  dispose() {
    this.#list.dispose();
  }

  /** The event that is explained before one is chosen: one with something to explain. */
  #opening(): number | undefined {
    const against = this.#facts.outcomes.indexOf(DOES_NOT_FIRE);
    if (against >= 0) return against;
    return this.#facts.outcomes.length > 0 ? 0 : undefined;
  }

  #draw() {
    const count = this.counts;
    this.#drawFilters(count);
    const shown = choose(this.#facts, this.#filter);
    const empty =
      count.all === 0 ? "No events yet: paste, drop or open some." : "No event is of this kind.";
    this.#list.show(this.#facts, shown, empty);
    drawReasons(this.#reasons, {
      reasons: this.#facts.reasons,
      all: count.all,
      chosen: this.#filter.reason,
      meaning: (code) => this.#meanings.get(code),
      choose: (code) => this.#choose("all", code),
    });
  }

  #drawFilters(count: Record<Kind, number>) {
    const { kind, reason } = this.#filter;
    for (const [one, { made, number }] of this.#buttons) {
      made.setAttribute("aria-pressed", String(one === kind && reason === undefined));
      const words = count[one].toLocaleString("en");
      if (number.textContent !== words) number.textContent = words;
    }
  }

  /** Shows a part of the events; explains one of them where the chosen one is not. */
  #choose(kind: Kind, reason: Code | undefined) {
    this.#filter.kind = kind;
    this.#filter.reason = reason;
    this.#draw();
    const shown = choose(this.#facts, this.#filter);
    const { selected } = this.#list;
    const isShown = selected !== undefined && shown.includes(selected);
    if (shown.length > 0 && !isShown) this.#list.choose(shown[0]);
  }
}
