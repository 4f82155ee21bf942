// The events: which are shown, the list, the reasons of those that do not fire.

import type { Code } from "hooksieve";
import { button, byId, element, focused } from "../element";
import type { EventSet, Reasons, Verdicts } from "../engine/protocol";
import { type Facts, type Filter, KINDS, type Kind, choose, counts } from "../events/filter";
import { EventList } from "../events/list";
import { drawReasons } from "../events/reasons";
import { KIND_WORDS } from "../events/words";

export class EventsPane {
  readonly #list: EventList;
  readonly #filters: HTMLElement;
  readonly #reasons: HTMLElement;
  readonly #find: HTMLInputElement;
  readonly #filter: Filter = { kind: "all", reason: undefined, words: "" };
  readonly #facts: Facts = {
    ids: [],
    types: [],
    outcomes: new Uint8Array(),
    changes: new Uint8Array(),
    reasons: { table: [], places: new Uint8Array(), done: 0 },
  };
  #meanings = new Map<Code, string>();

  /** `select` is told the event that was chosen. */
  constructor(root: ParentNode, select: (event: number) => void) {
    this.#list = new EventList(byId(root, "list", HTMLDivElement), select);
    this.#filters = byId(root, "filters", HTMLDivElement);
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

  /** Takes other events. */
  setEvents({ ids, types }: EventSet) {
    const none = new Uint8Array(ids.length);
    Object.assign(this.#facts, {
      ids,
      types,
      outcomes: none,
      changes: none,
      reasons: { table: [], places: none, done: 0 },
    });
    this.#list.choose(undefined);
  }

  /** Takes verdicts; chooses an event where none is, or has the chosen one explained anew. */
  setVerdicts({ outcomes, changes }: Verdicts) {
    Object.assign(this.#facts, { outcomes, changes });
    this.#list.choose(this.#list.selected ?? this.#opening());
    this.#draw();
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
    const against = this.#facts.outcomes.findIndex((outcome) => outcome === 0);
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
    const hadFocus = this.#filters.contains(focused(this.#filters));
    const buttons = KINDS.map((one) => {
      const made = button("button.filter", KIND_WORDS[one], () => this.#choose(one, undefined));
      made.setAttribute("aria-pressed", String(one === kind && reason === undefined));
      made.append(element("span.number", {}, count[one].toLocaleString("en")));
      return made;
    });
    this.#filters.replaceChildren(...buttons);
    if (hadFocus) buttons[KINDS.indexOf(kind)]?.focus();
  }

  /** Shows a part of the events; explains one of them where the chosen one is not. */
  #choose(kind: Kind, reason: Code | undefined) {
    this.#filter.kind = kind;
    this.#filter.reason = reason;
    this.#draw();
    const shown = choose(this.#facts, this.#filter);
    const { selected } = this.#list;
    if (shown.length > 0 && !shown.some((event) => event === selected)) this.#list.choose(shown[0]);
  }
}
