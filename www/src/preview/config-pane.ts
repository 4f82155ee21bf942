// The configuration: as text or as a checklist, its dialect, what is wrong with it.

import type { Completion } from "@codemirror/autocomplete";
import type { Check, DialectInfo, DialectName, Fix } from "hooksieve";
import { Checklist, hasChecklist } from "../editor/checklist";
import { completeEventTypes } from "../editor/completion";
import { Editor } from "../editor/editor";
import { explainOnHover } from "../editor/hover";
import type { Mark } from "../editor/marks";
import { drawProblems } from "../editor/problems";
import { byId, element } from "../element";
import type { Verdicts } from "../engine/protocol";
import { secretPlaces } from "../share/secrets";
import { marksOf } from "./places";

/** Without a name: the dialect that the configuration looks like. */
export type Chosen = DialectName | "";

export interface ConfigWays {
  /** The text, or the dialect that it is read in, is another. */
  change: () => void;
  announce: (sentence: string) => void;
}

export class ConfigPane {
  readonly #editor: Editor;
  readonly #checklist: Checklist;
  readonly #dialect: HTMLSelectElement;
  readonly #reveal: HTMLButtonElement;
  readonly #problems: HTMLElement;
  readonly #modes: HTMLElement;
  readonly #boxes: { text: HTMLElement; list: HTMLElement };
  readonly #buttons: { text: HTMLButtonElement; list: HTMLButtonElement };
  readonly #ways: ConfigWays;
  #chosen: Chosen = "";
  #dialects: DialectInfo[] = [];
  #found: DialectName | undefined;
  #completions: Completion[] = [];
  #meanings = new Map<string, string>();
  /** How many of the events have a type. */
  #seen: ReadonlyMap<string, number> = new Map();
  /** Whether event types are ticked instead of written. */
  #isTicking = false;

  constructor(root: ParentNode, ways: ConfigWays) {
    this.#ways = ways;
    this.#boxes = {
      text: byId(root, "config", HTMLDivElement),
      list: byId(root, "checklist", HTMLDivElement),
    };
    this.#buttons = {
      text: byId(root, "as-text", HTMLButtonElement),
      list: byId(root, "as-list", HTMLButtonElement),
    };
    this.#dialect = byId(root, "dialect", HTMLSelectElement);
    this.#reveal = byId(root, "reveal", HTMLButtonElement);
    this.#problems = byId(root, "problems", HTMLDivElement);
    this.#modes = byId(root, "modes", HTMLDivElement);
    this.#editor = new Editor(this.#boxes.text, {
      label: "Webhook configuration",
      isReadOnly: false,
      change: () => this.#change(),
      extensions: [
        completeEventTypes(() => this.#completions),
        explainOnHover((name) => this.#meanings.get(name)),
      ],
    });
    this.#checklist = new Checklist(this.#boxes.list, this.#editor.view, () => this.#drawMode());
    this.#bind();
  }

  get text(): string {
    return this.#editor.text;
  }

  /** Puts another text in; one step of the history. */
  replace(text: string) {
    this.#editor.replace(text);
  }

  /** The dialect that is set; empty where it is found by the shape. */
  get chosen(): Chosen {
    return this.#chosen;
  }

  /** Sets the dialect without asking for verdicts. */
  choose(dialect: Chosen) {
    this.#chosen = dialect;
    this.#dialect.value = dialect;
  }

  /** Takes the dialects that there are. */
  load(dialects: DialectInfo[]) {
    this.#dialects = dialects;
    this.#drawDialects();
  }

  /** Takes how many of the events have a type. */
  setSeen(seen: ReadonlyMap<string, number>) {
    this.#seen = seen;
  }

  /** Draws what was answered; findings on another text than the one that is here are not. */
  draw({ dialect, config, diagnostics }: Verdicts) {
    if (dialect !== this.#found) {
      this.#found = dialect;
      this.#drawDialects();
    }
    const { text } = this;
    if (config !== text) return;
    this.#editor.diagnose(diagnostics);
    drawProblems(this.#problems, diagnostics, {
      show: (span) => this.show(span),
      apply: (fix) => this.apply(fix, text),
    });
    this.#drawMode();
  }

  /** Goes to a place in the text. */
  show(span: readonly [number, number] | undefined) {
    this.#isTicking = false;
    this.#drawMode();
    if (span !== undefined) this.#editor.show(span, true);
  }

  /** Draws the places of checks, where they are of this text. */
  mark(checks: readonly Check[], text: string | undefined) {
    const marks: Mark[] = text === this.text ? marksOf(checks, ({ config }) => config?.span) : [];
    this.#editor.mark(marks);
  }

  /** Applies a fix of the engine's to the text it was made for. */
  apply(fix: Fix, text: string) {
    if (this.#editor.apply(fix, text)) this.#ways.announce(`Done: ${fix.title}.`);
  }

  focus() {
    this.#editor.view.focus();
  }

  dispose() {
    this.#editor.view.destroy();
  }

  #bind() {
    this.#dialect.addEventListener("change", () => {
      this.#chosen = this.#dialect.value as Chosen;
      this.#ways.change();
    });
    this.#reveal.addEventListener("click", () => {
      const isRevealed = this.#reveal.getAttribute("aria-pressed") !== "true";
      this.#reveal.setAttribute("aria-pressed", String(isRevealed));
      this.#editor.reveal(isRevealed);
    });
    this.#buttons.text.addEventListener("click", () => this.#tick(false));
    this.#buttons.list.addEventListener("click", () => this.#tick(true));
  }

  #change() {
    this.#reveal.hidden = secretPlaces(this.text).length === 0;
    this.#ways.change();
  }

  #tick(isTicking: boolean) {
    this.#isTicking = isTicking;
    this.#drawMode();
  }

  #drawDialects() {
    const known = this.#dialects.find(({ name }) => name === this.#found);
    const named = this.#dialects.map(({ name, title: words }) => {
      const edition = name.includes("@") ? ` (${name.split("@")[1]})` : "";
      return element("option", { value: name }, words + edition);
    });
    const detected = `${known?.title ?? "…"} (detected)`;
    this.#dialect.replaceChildren(element("option", { value: "" }, detected), ...named);
    this.#dialect.value = this.#chosen;
    const kinds = known?.eventTypes ?? [];
    this.#meanings = new Map(kinds.map(({ name, meaning }) => [name, meaning]));
    this.#completions = kinds.map(({ name, meaning }) => ({ label: name, info: meaning }));
  }

  /** Shows the text or the checklist, whichever is chosen and there is. */
  #drawMode() {
    const dialect = this.#dialects.find(({ name }) => name === this.#found);
    const isThere = hasChecklist(dialect);
    const isShown = isThere && this.#isTicking;
    this.#modes.hidden = !isThere;
    this.#boxes.text.hidden = isShown;
    this.#boxes.list.hidden = !isShown;
    this.#buttons.text.setAttribute("aria-pressed", String(!isShown));
    this.#buttons.list.setAttribute("aria-pressed", String(isShown));
    if (isShown) this.#checklist.draw(dialect, this.#seen);
  }
}
