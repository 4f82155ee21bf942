// The page: what is edited goes to the engine at every change, what it answers is drawn.

import type { Completion } from "@codemirror/autocomplete";
import type { Check, Code, DialectInfo, DialectName, Fix } from "hooksieve";
import { Checklist, hasChecklist } from "./editor/checklist";
import { completeEventTypes } from "./editor/completion";
import { Editor } from "./editor/editor";
import { explainOnHover } from "./editor/hover";
import type { Mark } from "./editor/marks";
import { drawProblems } from "./editor/problems";
import { button, byId, element } from "./element";
import { Engine } from "./engine/client";
import type { Answer, EventSet, Explained, Verdicts } from "./engine/protocol";
import { deciding, drawDetail } from "./events/detail";
import { type Facts, type Filter, KINDS, choose, counts } from "./events/filter";
import { bindIntake } from "./events/intake";
import { EventList } from "./events/list";
import { drawReasons } from "./events/reasons";
import { KIND_WORDS, plural } from "./events/words";
import { SAMPLES } from "./samples";
import { type Shared, fragmentOf } from "./share/link";
import { secretPlaces } from "./share/secrets";
import { ticketOf } from "./share/ticket";
import { announce, drawSummary, notify } from "./summary";

/** Without a name: the dialect that the configuration looks like. */
type Chosen = DialectName | "";

export class Page {
  readonly #engine = new Engine((answer) => this.#hear(answer));
  readonly #config: Editor;
  readonly #event: Editor;
  readonly #checklist: Checklist;
  readonly #list: EventList;
  readonly #dialect = byId("dialect", HTMLSelectElement);
  readonly #filter: Filter = { kind: "all", reason: undefined, words: "" };
  readonly #facts: Facts = {
    ids: [],
    types: [],
    outcomes: new Uint8Array(),
    changes: new Uint8Array(),
    reasons: { table: [], places: new Uint8Array(), done: 0 },
  };
  #dialects: DialectInfo[] = [];
  #meanings = new Map<Code, string>();
  #completions: Completion[] = [];
  #typeMeanings = new Map<string, string>();
  #pinned = "";
  #events = "";
  #verdicts: Verdicts | undefined;
  #explained: Explained | undefined;
  /** Whether the events were taken in by hand, and what they were is still to be told. */
  #taken = false;
  /** Whether event types are ticked instead of written. */
  #isTicking = false;
  /** How many of the events have a type. */
  #seen = new Map<string, number>();

  constructor(state: Shared) {
    this.#config = new Editor(byId("config", HTMLDivElement), {
      label: "Webhook configuration",
      isReadOnly: false,
      change: () => this.#evaluate(),
      extensions: [
        completeEventTypes(() => this.#completions),
        explainOnHover((name) => this.#typeMeanings.get(name)),
      ],
    });
    this.#checklist = new Checklist(byId("checklist", HTMLDivElement), this.#config.view, () =>
      this.#drawChecklist(),
    );
    this.#event = new Editor(byId("event", HTMLDivElement), {
      label: "The event",
      isReadOnly: true,
    });
    this.#list = new EventList(byId("list", HTMLDivElement), (event) =>
      this.#engine.explain(event),
    );
    this.#bind();
    this.open(state);
  }

  /** Opens a configuration with its events. */
  open({ config, pinned, events, dialect }: Shared) {
    this.#pinned = pinned;
    this.#dialect.value = dialect;
    this.#dialect.dataset["wanted"] = dialect;
    this.#config.replace(config);
    this.#setEvents(events);
  }

  #bind() {
    const sample = byId("sample", HTMLSelectElement);
    const named = SAMPLES.map(({ name, title }) => element("option", { value: name }, title));
    sample.replaceChildren(...named);
    sample.addEventListener("change", () => {
      const chosen = SAMPLES.find(({ name }) => name === sample.value);
      if (chosen === undefined) return;
      const { config, events } = chosen;
      this.open({ config, pinned: config, events, dialect: "" });
    });
    this.#dialect.addEventListener("change", () => {
      this.#dialect.dataset["wanted"] = this.#dialect.value;
      this.#evaluate();
    });
    byId("pin", HTMLButtonElement).addEventListener("click", () => {
      this.#pinned = this.#config.text;
      this.#evaluate();
      announce("Pinned: edits are compared with this version.");
    });
    byId("unpin", HTMLButtonElement).addEventListener("click", () => {
      this.#config.replace(this.#pinned);
    });
    byId("find", HTMLInputElement).addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement)
        this.#filter.words = target.value.trim().toLowerCase();
      this.#drawEvents();
    });
    const reveal = byId("reveal", HTMLButtonElement);
    reveal.addEventListener("click", () => {
      const isRevealed = reveal.getAttribute("aria-pressed") !== "true";
      reveal.setAttribute("aria-pressed", String(isRevealed));
      this.#config.reveal(isRevealed);
    });
    byId("share", HTMLButtonElement).addEventListener("click", () => void this.#share());
    const modes = [byId("as-text", HTMLButtonElement), byId("as-list", HTMLButtonElement)];
    modes.forEach((mode, at) => {
      mode.addEventListener("click", () => {
        this.#isTicking = at === 1;
        this.#drawChecklist();
      });
    });
    byId("ticket", HTMLButtonElement).addEventListener("click", () => void this.#copyTicket());
    bindIntake(byId("add", HTMLButtonElement), {
      events: (text) => {
        this.#taken = true;
        this.#setEvents(text);
      },
      config: (text) => this.#config.replace(text.trimEnd()),
    });
    document.addEventListener("keydown", (pressed) => {
      const [target] = pressed.composedPath();
      const isTyping =
        target instanceof HTMLElement && (target.isContentEditable || "value" in target);
      if (isTyping || pressed.ctrlKey || pressed.metaKey || document.querySelector("dialog[open]"))
        return;
      if (pressed.key === "?") byId("keys", HTMLDialogElement).showModal();
      if (pressed.key !== "/") return;
      pressed.preventDefault();
      byId("find", HTMLInputElement).focus();
    });
    byId("keys-open", HTMLButtonElement).addEventListener("click", () => {
      byId("keys", HTMLDialogElement).showModal();
    });
  }

  get #chosen(): Chosen {
    return (this.#dialect.dataset["wanted"] ?? "") as Chosen;
  }

  #setEvents(text: string) {
    this.#filter.kind = "all";
    this.#filter.reason = undefined;
    this.#engine.setEvents(text);
    this.#evaluate();
  }

  #evaluate() {
    const config = this.#config.text;
    byId("reveal", HTMLButtonElement).hidden = secretPlaces(config).length === 0;
    const dialect = this.#chosen === "" ? undefined : this.#chosen;
    this.#engine.evaluate({ config, pinned: this.#pinned, dialect });
  }

  #hear(answer: Answer) {
    switch (answer.name) {
      case "loaded":
        this.#dialects = answer.dialects;
        this.#meanings = new Map(answer.meanings);
        byId("engine", HTMLSpanElement).textContent = `hooksieve ${answer.version}`;
        this.#drawDialects();
        break;
      case "events":
        this.#hearEvents(answer.events);
        break;
      case "verdicts":
        this.#hearVerdicts(answer.verdicts);
        break;
      case "reasons":
        this.#facts.reasons = answer.reasons;
        this.#drawEvents();
        break;
      case "explained":
        this.#hearExplained(answer.explained);
        break;
      case "fault":
        notify(`The engine stopped: ${answer.message}.`);
    }
  }

  #hearEvents({ ids, types, ndjson, form }: EventSet) {
    this.#seen = new Map();
    for (const type of types) {
      if (type !== null) this.#seen.set(type, (this.#seen.get(type) ?? 0) + 1);
    }
    this.#events = ndjson;
    const none = new Uint8Array(ids.length);
    Object.assign(this.#facts, {
      ids,
      types,
      outcomes: none,
      changes: none,
      reasons: { table: [], places: none, done: 0 },
    });
    this.#list.choose(undefined);
    this.#explained = undefined;
    this.#event.replace("");
    byId("ticket", HTMLButtonElement).hidden = true;
    const words = "Choose an event to see why it fires or not.";
    byId("why", HTMLDivElement).replaceChildren(element("p.empty", {}, words));
    if (this.#taken) {
      const isNone = ids.length === 0;
      notify(
        isNone ? "There is no event in that." : `${plural(ids.length, "event")} read from ${form}.`,
      );
    }
    this.#taken = false;
  }

  #hearVerdicts(verdicts: Verdicts) {
    const { outcomes, changes } = verdicts;
    const isFirst = this.#list.selected === undefined;
    this.#verdicts = verdicts;
    Object.assign(this.#facts, { outcomes, changes });
    this.#drawDialects();
    this.#config.diagnose(verdicts.diagnostics);
    // The answer is to the newest revision, so it is about the text as it is now.
    const { text } = this.#config;
    drawProblems(byId("problems", HTMLDivElement), verdicts.diagnostics, {
      show: (span) => {
        this.#showText();
        this.#config.show(span, true);
      },
      apply: (fix) => this.#apply(fix, text),
    });
    this.#drawChecklist();
    drawSummary(verdicts, counts(this.#facts), this.#config.text !== this.#pinned);
    document.body.dataset["readable"] = String(verdicts.readable);
    if (isFirst) this.#list.choose(this.#opening());
    else if (this.#list.selected !== undefined) this.#engine.explain(this.#list.selected);
    this.#drawEvents();
  }

  /** The event that is explained before one is chosen: one with something to explain. */
  #opening(): number | undefined {
    const against = this.#facts.outcomes.findIndex((outcome) => outcome === 0);
    if (against >= 0) return against;
    return this.#facts.outcomes.length > 0 ? 0 : undefined;
  }

  #hearExplained(explained: Explained) {
    // The configuration went on meanwhile: the answer to that comes next.
    if (explained.index !== this.#list.selected) return;
    this.#explained = explained;
    byId("ticket", HTMLButtonElement).hidden = false;
    this.#event.replace(explained.text);
    drawDetail(byId("why", HTMLDivElement), explained, {
      toConfig: (check) => this.#go(check, this.#config, check.config?.span),
      toEvent: (check) => this.#go(check, this.#event, check.event?.span),
      apply: (fix) => this.#apply(fix, explained.config),
    });
    this.#mark(deciding(explained.explanations));
    const [check] = deciding(explained.explanations);
    if (check?.event !== undefined) this.#event.show(check.event.span, false);
  }

  #go(check: Check, editor: Editor, span: readonly [number, number] | undefined) {
    this.#mark([check]);
    if (editor === this.#config) this.#showText();
    if (span !== undefined) editor.show(span, true);
  }

  /** Draws the places of checks in both texts. */
  #mark(checks: Check[]) {
    const marks = (place: (check: Check) => readonly [number, number] | undefined): Mark[] =>
      checks.flatMap((check) => {
        const span = place(check);
        const kind = check.status === "pass" ? "pass" : "fail";
        return span === undefined ? [] : [{ from: span[0], to: span[1], kind }];
      });
    this.#event.mark(marks(({ event }) => event?.span));
    const isCurrent = this.#explained?.config === this.#config.text;
    this.#config.mark(isCurrent ? marks(({ config }) => config?.span) : []);
  }

  /** Applies a fix of the engine's to the text it was made for. */
  #apply(fix: Fix, text: string) {
    if (this.#config.apply(fix, text)) announce(`Done: ${fix.title}.`);
  }

  #drawDialects() {
    const found = this.#verdicts?.dialect;
    const title = this.#dialects.find(({ name }) => name === found)?.title ?? "…";
    const named = this.#dialects.map(({ name, title: words }) => {
      const edition = name.includes("@") ? ` (${name.split("@")[1]})` : "";
      return element("option", { value: name }, words + edition);
    });
    this.#dialect.replaceChildren(
      element("option", { value: "" }, `${title} (detected)`),
      ...named,
    );
    this.#dialect.value = this.#chosen;
    const known = this.#dialects.find(({ name }) => name === found);
    const kinds = known?.eventTypes ?? [];
    this.#typeMeanings = new Map(kinds.map(({ name, meaning }) => [name, meaning]));
    this.#completions = kinds.map(({ name, meaning }) => ({ label: name, info: meaning }));
  }

  /** Shows the text or the checklist, whichever is chosen and there is. */
  #drawChecklist() {
    const dialect = this.#dialects.find(({ name }) => name === this.#verdicts?.dialect);
    const isThere = hasChecklist(dialect);
    const isShown = isThere && this.#isTicking;
    byId("modes", HTMLDivElement).hidden = !isThere;
    byId("config", HTMLDivElement).hidden = isShown;
    byId("checklist", HTMLDivElement).hidden = !isShown;
    byId("as-text", HTMLButtonElement).setAttribute("aria-pressed", String(!isShown));
    byId("as-list", HTMLButtonElement).setAttribute("aria-pressed", String(isShown));
    if (isShown) this.#checklist.draw(dialect, this.#seen);
  }

  /** Back to the text, where a place in it is to be seen. */
  #showText() {
    this.#isTicking = false;
    this.#drawChecklist();
  }

  #drawEvents() {
    const { kind, reason } = this.#filter;
    const count = counts(this.#facts);
    const filters = byId("filters", HTMLDivElement);
    const hadFocus = filters.contains(document.activeElement);
    const buttons = KINDS.map((one) => {
      const made = button("button.filter", KIND_WORDS[one], () => {
        this.#filter.kind = one;
        this.#filter.reason = undefined;
        this.#drawEvents();
        this.#explainShown();
      });
      made.setAttribute("aria-pressed", String(one === kind && reason === undefined));
      made.append(element("span.number", {}, count[one].toLocaleString("en")));
      return made;
    });
    filters.replaceChildren(...buttons);
    if (hadFocus) buttons[KINDS.indexOf(kind)]?.focus();
    const shown = choose(this.#facts, this.#filter);
    const empty =
      count.all === 0 ? "No events yet: paste, drop or open some." : "No event is of this kind.";
    this.#list.show(this.#facts, shown, empty);
    drawReasons(byId("reasons", HTMLDivElement), {
      reasons: this.#facts.reasons,
      all: count.all,
      chosen: reason,
      meaning: (code) => this.#meanings.get(code),
      choose: (code) => {
        this.#filter.reason = code;
        this.#filter.kind = "all";
        this.#drawEvents();
        this.#explainShown();
      },
    });
  }

  /** Explains an event that is shown where the chosen one is not. */
  #explainShown() {
    const shown = choose(this.#facts, this.#filter);
    const { selected } = this.#list;
    if (shown.length > 0 && !shown.some((event) => event === selected)) this.#list.choose(shown[0]);
  }

  async #copyTicket() {
    if (this.#explained === undefined) return;
    try {
      await navigator.clipboard.writeText(ticketOf(this.#explained));
      notify("Explanation copied as Markdown; secrets were taken out.");
    } catch {
      notify("The browser does not let this page copy.");
    }
  }

  async #share() {
    const config = this.#config.text;
    const state = { config, pinned: this.#pinned, events: this.#events, dialect: this.#chosen };
    const fragment = await fragmentOf(state);
    const address = new URL(fragment, location.href).href;
    history.replaceState(null, "", fragment);
    const length = `${address.length.toLocaleString("en")} characters`;
    const isLong = address.length > 8000 ? " Some programs cut links this long." : "";
    try {
      await navigator.clipboard.writeText(address);
      notify(`Link copied, ${length}; secrets were taken out.${isLong}`);
    } catch {
      notify(`The link is in the address bar, ${length}; secrets were taken out.${isLong}`);
    }
  }
}
