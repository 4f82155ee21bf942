// The events: which are shown, the list, the reasons of those that do not fire.

import type { Code } from "hooksieve";
import type { EventRef } from "hooksieve";
import { button, byId, element } from "../element";
import type { Survey } from "../engine/survey";
import { DOES_NOT_FIRE, PENDING, type Reasons, type Verdicts } from "../engine/protocol";
import { type Facts, type Filter, KINDS, type Kind, choose, counts } from "../events/filter";
import { EventList, type ListWays } from "../events/list";
import { Names } from "../events/names";
import { drawReasons } from "../events/reasons";
import { Retries } from "../events/retries";
import { Timeline } from "../events/timeline";
import { KIND_WORDS, plural } from "../events/words";

/** What it says where no event is of a kind. */
const EMPTY: Record<Kind, string> = {
  all: "No event does not fire for this reason any more.",
  fires: "No event fires. The reasons below say what stands against it.",
  "does-not-fire": "Every event fires.",
  changed: "Your edit changes none of these events.",
  undecidable: "Every event could be decided.",
};

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
    retries: new Retries(),
  };
  readonly #timeline: Timeline;
  readonly #fold: HTMLButtonElement;
  #isFolded = true;
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
    this.#fold = byId(root, "fold", HTMLButtonElement);
    this.#fold.addEventListener("click", () => {
      this.#isFolded = !this.#isFolded;
      this.#draw();
    });
    this.#timeline = new Timeline(byId(root, "timeline", HTMLElement));
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
    this.#facts.retries.set(new Int32Array());
    this.#timeline.setDates(new Float64Array());
    this.#list.choose(undefined);
    this.#draw();
  }

  /** Takes when the events were and which are further attempts. */
  setSurvey({ dates, firsts }: Survey) {
    this.#facts.retries.set(firsts);
    this.#timeline.setDates(dates);
    this.#draw();
  }

  /** An event was edited and says this of itself now. */
  rename(event: number, said: EventRef | null) {
    this.#facts.names.rename(event, said);
    this.#draw();
  }

  /** Takes verdicts; chooses an event where none is, or has the chosen one explained anew. */
  setVerdicts({ outcomes, changes }: Verdicts) {
    Object.assign(this.#facts, { outcomes, changes });
    this.#timeline.setOutcomes(outcomes);
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
    this.#list.show(this.#facts, this.#shown, this.#emptyWords(count));
    drawReasons(this.#reasons, {
      reasons: this.#facts.reasons,
      all: count.all,
      undecidable: count.undecidable,
      chosen: this.#filter.reason,
      meaning: (code) => this.#meanings.get(code),
      choose: (code) => this.#choose("all", code),
    });
  }

  /** The events to show. */
  get #shown(): Uint32Array {
    const chosen = choose(this.#facts, this.#filter);
    return this.#isFolded ? this.#facts.retries.fold(chosen, this.#facts) : chosen;
  }

  /** Why there is nothing to show, and what to do about it. */
  #emptyWords(count: Record<Kind, number>): string {
    const { kind, words } = this.#filter;
    if (count.all === 0)
      return "No events yet. Paste some here, drop a file, or open “Your events…”.";
    if (words !== "") return `No event has “${words}” in its type or id.`;
    return EMPTY[kind];
  }

  #drawFilters(count: Record<Kind, number>) {
    const { kind, reason } = this.#filter;
    const retries = this.#facts.retries.size;
    this.#fold.hidden = retries === 0;
    this.#fold.textContent = `${plural(retries, "retry", "retries")} folded`;
    this.#fold.setAttribute("aria-pressed", String(this.#isFolded));
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
    const shown = this.#shown;
    const { selected } = this.#list;
    const isShown = selected !== undefined && shown.includes(selected);
    if (shown.length > 0 && !isShown) this.#list.choose(shown[0]);
  }
}
