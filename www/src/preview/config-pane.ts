// The configuration: as text, as a form, or both; its dialect, what is wrong with it.

import type { Check, Diagnostic, DialectInfo, DialectName, Fix } from "hooksieve";
import { completeFrom } from "../editor/completion";
import { Editor } from "../editor/editor";
import { explainOnHover } from "../editor/hover";
import { Knowledge } from "../editor/knowledge";
import type { Mark } from "../editor/marks";
import { drawProblems } from "../editor/problems";
import { repairsOf } from "../editor/repair";
import { byId, element, focused } from "../element";
import type { Verdicts } from "../engine/protocol";
import { NO_SURVEY, type Survey } from "../engine/survey";
import { plural } from "../events/words";
import { Form } from "../form/form";
import { secretPlaces } from "../share/secrets";
import { marksOf } from "./places";

/** Without a name: the dialect that the configuration looks like. */
export type Chosen = DialectName | "";

export interface ConfigWays {
  /** The text, or the dialect that it is read in, is another. */
  change: () => void;
  announce: (sentence: string) => void;
  notify: (sentence: string) => void;
}

const MODES = ["text", "form", "both"] as const;
type Mode = (typeof MODES)[number];

export class ConfigPane {
  readonly #editor: Editor;
  readonly #form: Form;
  readonly #knowledge = new Knowledge();
  readonly #dialect: HTMLSelectElement;
  readonly #reveal: HTMLButtonElement;
  readonly #problems: HTMLElement;
  readonly #boxes: { text: HTMLElement; form: HTMLElement };
  readonly #buttons: Record<Mode, HTMLButtonElement>;
  readonly #ways: ConfigWays;
  #chosen: Chosen = "";
  #dialects: DialectInfo[] = [];
  #found: DialectName | undefined;
  /** What was found in the text, by reading it and by the linter. */
  #read: readonly Diagnostic[] = [];
  #linted: readonly Diagnostic[] = [];
  /** How many of the events have a type. */
  #seen: ReadonlyMap<string, number> = new Map();
  #survey = NO_SURVEY;
  #mode: Mode = "text";
  /** Whether another text was put in, and what it is is still to be told. */
  #isFresh = false;

  constructor(root: ParentNode, ways: ConfigWays) {
    this.#ways = ways;
    this.#boxes = {
      text: byId(root, "config", HTMLDivElement),
      form: byId(root, "form", HTMLDivElement),
    };
    this.#buttons = {
      text: byId(root, "as-text", HTMLButtonElement),
      form: byId(root, "as-form", HTMLButtonElement),
      both: byId(root, "as-both", HTMLButtonElement),
    };
    this.#dialect = byId(root, "dialect", HTMLSelectElement);
    this.#reveal = byId(root, "reveal", HTMLButtonElement);
    this.#problems = byId(root, "problems", HTMLDivElement);
    this.#editor = new Editor(this.#boxes.text, {
      label: "Webhook configuration",
      isReadOnly: false,
      change: () => this.#change(),
      pasted: () => {
        this.#isFresh = true;
      },
      extensions: [completeFrom(this.#knowledge), explainOnHover(this.#knowledge)],
    });
    this.#form = new Form(this.#boxes.form, this.#editor.view);
    this.#bind();
  }

  get text(): string {
    return this.#editor.text;
  }

  /** Puts another text in; one step of the history. */
  replace(text: string) {
    this.#editor.replace(text);
  }

  /** Takes a text from outside; what it is read as is told. */
  take(text: string) {
    this.#isFresh = true;
    this.#editor.replace(text);
  }

  /** The dialect that is set; empty where it is found by the shape. */
  get chosen(): Chosen {
    return this.#chosen;
  }

  /** The provider of the dialect that it is read in; empty before that is known. */
  get provider(): string {
    return this.#dialects.find(({ name }) => name === this.#found)?.provider ?? "";
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
    this.#knowledge.setSeen(seen);
  }

  /** Takes what the events hold. */
  setSurvey(survey: Survey) {
    this.#survey = survey;
    this.#knowledge.setSurvey(survey);
    this.#drawMode();
  }

  /** Takes what the linter found in the text as it is now. */
  setFindings(findings: readonly Diagnostic[]) {
    const hadNone = this.#linted.length === 0;
    this.#linted = findings;
    if (!hadNone || findings.length > 0) this.#drawFindings();
  }

  /** Draws what was answered; findings on another text than the one that is here are not. */
  draw({ dialect, config, diagnostics, readable }: Verdicts) {
    if (dialect !== this.#found) {
      this.#found = dialect;
      this.#drawDialects();
    }
    if (config !== this.text) return;
    this.#read = diagnostics;
    // The linter's come next; until then what it found last stays, so that nothing flickers.
    if (!readable) this.#linted = [];
    if (this.#linted.length === 0) this.#drawFindings();
    this.#drawMode();
    if (this.#isFresh) this.#tellFound();
  }

  /** Goes to a place in the text. */
  show(span: readonly [number, number] | undefined) {
    if (this.#mode === "form") this.#choose("both");
    if (span !== undefined) this.#editor.show(span, true);
  }

  /** Draws the places of checks, where they are of this text. */
  mark(checks: readonly Check[], text: string | undefined) {
    const marks: Mark[] = text === this.text ? marksOf(checks, ({ config }) => config?.span) : [];
    this.#editor.mark(marks);
  }

  /** Applies a fix of the engine's to the text it was made for. */
  apply(fix: Fix, text: string) {
    if (!this.#editor.apply(fix, text)) return;
    const [first] = fix.edits;
    if (first !== undefined) this.#editor.show([first.span[0], first.span[0]], false);
    this.#ways.announce(`Done: ${fix.title}.`);
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
      this.#drawMode();
    });
    for (const mode of MODES) {
      this.#buttons[mode].addEventListener("click", () => this.#choose(mode));
    }
  }

  #change() {
    this.#reveal.hidden = secretPlaces(this.text).length === 0;
    this.#drawMode();
    this.#ways.change();
  }

  #choose(mode: Mode) {
    this.#mode = mode;
    this.#drawMode();
  }

  #drawFindings() {
    const { text } = this;
    const diagnostics = [...this.#read, ...this.#linted.filter((one) => !this.#isTold(one))];
    this.#editor.diagnose(diagnostics);
    const hadFocus = this.#problems.contains(focused(this.#problems));
    drawProblems(this.#problems, diagnostics, repairsOf(text, this.#read), {
      show: (span) => this.show(span),
      apply: (fix) => this.apply(fix, text),
    });
    // The button that was pressed is gone: on from where it was.
    if (!hadFocus) return;
    if (this.#problems.hidden) this.focus();
    else this.#problems.focus();
  }

  /** Whether the reading of the text told the same already. */
  #isTold({ code, span }: Diagnostic): boolean {
    return this.#read.some((one) => one.code === code && one.span[0] === span[0]);
  }

  /** Says what a text from outside was read as. */
  #tellFound() {
    this.#isFresh = false;
    const known = this.#dialects.find(({ name }) => name === this.#found);
    if (known === undefined) return;
    const secrets = secretPlaces(this.text).length;
    const hidden = secrets === 0 ? "" : ` · ${plural(secrets, "secret")} hidden`;
    const repaired = this.#read.some(({ code }) => code === "json-repaired");
    const how = this.#chosen === "" ? "Detected" : "Read as you chose";
    this.#ways.notify(`${how}: ${known.title}${hidden}${repaired ? " · read with repairs" : ""}`);
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
    this.#knowledge.setDialect(known);
  }

  /** Shows the text, the form or both. */
  #drawMode() {
    const dialect = this.#dialects.find(({ name }) => name === this.#found);
    const isForm = this.#mode !== "text" && dialect !== undefined;
    this.#boxes.text.hidden = isForm && this.#mode === "form";
    this.#boxes.form.hidden = !isForm;
    for (const mode of MODES) {
      this.#buttons[mode].setAttribute("aria-pressed", String(mode === this.#mode));
    }
    if (!isForm) return;
    const isRevealed = this.#reveal.getAttribute("aria-pressed") === "true";
    this.#form.draw({ dialect, seen: this.#seen, survey: this.#survey, isRevealed });
  }
}
