// A JSON editor. It lives in a shadow root, where its styles need no exception from the
// page's policy: there they are adopted, not written into the page.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import {
  type Diagnostic as Squiggle,
  lintKeymap,
  previousDiagnostic,
  setDiagnostics,
} from "@codemirror/lint";
import {
  Compartment,
  EditorState,
  type Extension,
  Prec,
  type Transaction,
} from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Diagnostic, Fix } from "hooksieve";
import { type Mark, marks, setMarks, setRevealed } from "./marks";
import { look } from "./theme";

export interface EditorOptions {
  /** What it is, for those who do not see it. */
  label: string;
  isReadOnly: boolean;
  change?: (text: string) => void;
  /** Most of the text was pasted or dropped. */
  pasted?: () => void;
  extensions?: Extension;
}

/** Whether a transaction puts another text in the place of most of the old one. */
function isPaste(transaction: Transaction): boolean {
  const isOutside = transaction.isUserEvent("input.paste") || transaction.isUserEvent("input.drop");
  let inserted = 0;
  transaction.changes.iterChanges((_from, _to, from, to) => (inserted += to - from));
  return isOutside && inserted > transaction.newDoc.length / 2;
}

const writing = (isReadOnly: boolean): Extension =>
  isReadOnly
    ? EditorState.readOnly.of(true)
    : [highlightActiveLine(), highlightActiveLineGutter(), closeBrackets(), indentOnInput()];

export class Editor {
  readonly view: EditorView;
  readonly #writing = new Compartment();
  readonly #past = new Compartment();
  #diagnostics: readonly Diagnostic[] = [];
  /** The text that the findings are about; the edits of their fixes fit no other. */
  #diagnosed = "";

  constructor(
    parent: HTMLElement,
    { label, isReadOnly, change, pasted, extensions }: EditorOptions,
  ) {
    const root = parent.attachShadow({ mode: "open" });
    const fix = () => this.#fixAtCursor();
    this.view = new EditorView({
      root,
      parent: root,
      extensions: [
        lineNumbers(),
        this.#past.of(history()),
        drawSelection(),
        bracketMatching(),
        EditorView.lineWrapping,
        json(),
        marks,
        look,
        EditorView.contentAttributes.of({
          "aria-label": label,
          spellcheck: "false",
          tabindex: "0",
        }),
        this.#writing.of(writing(isReadOnly)),
        Prec.high(
          keymap.of([
            { key: "Mod-.", run: fix },
            { key: "Shift-F8", run: previousDiagnostic },
          ]),
        ),
        // Tab leaves the editor: it is not bound.
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          if (update.transactions.some(isPaste)) pasted?.();
          change?.(update.state.doc.toString());
        }),
        extensions ?? [],
      ],
    });
  }

  setReadOnly(isReadOnly: boolean) {
    if (this.view.state.readOnly === isReadOnly) return;
    this.view.dispatch({ effects: this.#writing.reconfigure(writing(isReadOnly)) });
  }

  /** Begins another history: undo does not lead to the text before. */
  forget() {
    this.view.dispatch({ effects: this.#past.reconfigure([]) });
    this.view.dispatch({ effects: this.#past.reconfigure(history()) });
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Puts another text in; one step of the history. */
  replace(text: string) {
    if (text === this.text) return;
    const { length } = this.view.state.doc;
    this.view.dispatch({
      changes: { from: 0, to: length, insert: text },
      selection: { anchor: 0 },
    });
  }

  /** Draws findings on the text that they are about. */
  diagnose(diagnostics: readonly Diagnostic[]) {
    this.#diagnostics = diagnostics;
    this.#diagnosed = this.text;
    const { length } = this.view.state.doc;
    const squiggles = diagnostics.map(({ severity, span, message, help, fixes }): Squiggle => {
      const actions = fixes?.map((fix) => ({
        name: fix.title,
        apply: () => this.apply(fix, this.#diagnosed),
      }));
      const from = Math.min(span[0], length);
      return {
        from,
        // Of several lines the first: its end is seen, and no indentation is underlined.
        to: Math.min(span[1], this.view.state.doc.lineAt(from).to),
        severity: severity === "note" ? "info" : severity,
        message: help === undefined ? message : `${message}\n${help}`,
        ...(actions !== undefined && { actions }),
      };
    });
    this.view.dispatch(setDiagnostics(this.view.state, squiggles));
  }

  /** Makes the edits of a fix of a text, as one step of the history; not where it is another now. */
  apply(fix: Fix, text: string): boolean {
    if (text !== this.text) return false;
    const changes = fix.edits.map(({ span: [from, to], text: insert }) => ({ from, to, insert }));
    this.view.dispatch({ changes, userEvent: "input.fix" });
    return true;
  }

  mark(places: Mark[]) {
    this.view.dispatch({ effects: setMarks.of(places) });
  }

  reveal(isRevealed: boolean) {
    this.view.dispatch({ effects: setRevealed.of(isRevealed) });
  }

  /** Scrolls to a place and selects it. */
  show([from, to]: readonly [number, number], takesFocus: boolean) {
    const { length } = this.view.state.doc;
    const anchor = Math.min(from, length);
    this.view.dispatch({
      ...(takesFocus && { selection: { anchor, head: Math.min(to, length) } }),
      effects: EditorView.scrollIntoView(anchor, { y: "nearest", yMargin: 60 }),
    });
    if (takesFocus) this.view.focus();
  }

  #fixAtCursor(): boolean {
    const { head } = this.view.state.selection.main;
    const line = this.view.state.doc.lineAt(head);
    const near = this.#diagnostics.filter(({ fixes }) => fixes !== undefined && fixes.length > 0);
    const at =
      near.find(({ span }) => span[0] <= head && head <= span[1]) ??
      near.find(({ span }) => span[0] <= line.to && span[1] >= line.from);
    const fix = at?.fixes?.[0];
    return fix !== undefined && this.apply(fix, this.#diagnosed);
  }
}
