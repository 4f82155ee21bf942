// Why the chosen event fires or not, and the event itself.

import type { Change, Check, Fix } from "hooksieve";
import { editBetween, withChanges } from "../editor/apply";
import { Editor } from "../editor/editor";
import { byId, element, focused } from "../element";
import type { Explained } from "../engine/protocol";
import { deciding, drawDetail } from "../events/detail";
import { hiderOf } from "../share/hide";
import { ticketOf } from "../share/ticket";
import { marksOf } from "./places";

export interface WhyWays {
  /** Draws the places of checks in a configuration, and goes to one of them. */
  toConfig: (checks: readonly Check[], config: string, goTo?: readonly [number, number]) => void;
  /** Applies a fix to the configuration it was made for. */
  apply: (fix: Fix, config: string) => void;
  notify: (sentence: string) => void;
  /** The chosen event was edited. */
  edit: (index: number, text: string) => void;
}

export class WhyPane {
  readonly #editor: Editor;
  readonly #box: HTMLElement;
  readonly #ticket: HTMLButtonElement;
  readonly #ways: WhyWays;
  readonly #state: HTMLElement;
  #explained: Explained | undefined;
  /** While the page itself puts a text in, that is no edit. */
  #isPutting = false;
  /** The events that were edited. */
  readonly #edited = new Set<number>();

  constructor(root: ParentNode, ways: WhyWays) {
    this.#ways = ways;
    this.#editor = new Editor(byId(root, "event", HTMLDivElement), {
      label: "The event",
      isReadOnly: false,
      change: (text) => this.#change(text),
    });
    this.#editor.setReadOnly(true);
    this.#state = byId(root, "event-state", HTMLSpanElement);
    this.#box = byId(root, "why", HTMLDivElement);
    this.#ticket = byId(root, "ticket", HTMLButtonElement);
    this.#ticket.addEventListener("click", () => void this.#copyTicket());
  }

  /** Shows that no event is chosen. */
  clear() {
    this.#explained = undefined;
    this.#edited.clear();
    this.#put("");
    this.#editor.setReadOnly(true);
    this.#state.textContent = "";
    this.#ticket.hidden = true;
    const words = "Choose an event to see why it fires or not.";
    this.#box.replaceChildren(element("p.empty", {}, words));
  }

  draw(explained: Explained) {
    const isOther = this.#explained?.index !== explained.index;
    // What is typed meanwhile is newer: the answer to it comes next.
    if (!isOther && this.#editor.text !== explained.text) return;
    this.#explained = explained;
    this.#ticket.hidden = false;
    if (isOther) this.#put(explained.text);
    this.#editor.setReadOnly(false);
    this.#drawState();
    const hadFocus = this.#box.contains(focused(this.#box));
    drawDetail(this.#box, explained, {
      toConfig: (check) => {
        this.#mark([check]);
        this.#ways.toConfig([check], explained.config, check.config?.span);
      },
      toEvent: (check) => {
        this.#mark([check]);
        if (check.event !== undefined) this.#editor.show(check.event.span, true);
      },
      apply: (fix) => this.#ways.apply(fix, explained.config),
      hide: hiderOf(explained.secrets),
      change: (side, changes, near) => {
        const { text, config } = explained;
        if (side === "subscription") {
          const fix = this.#fixOf(config, changes, near);
          if (fix !== undefined) this.#ways.apply(fix, config);
          return;
        }
        const fix = this.#fixOf(text, changes);
        if (fix !== undefined && this.#editor.apply(fix, text)) this.#showStart(fix);
      },
    });
    // The button that was pressed is gone: on from where it was.
    if (hadFocus) this.#box.focus({ preventScroll: true });
    const checks = deciding(explained);
    this.#mark(checks);
    const [check] = checks;
    if (isOther && check?.event !== undefined) this.#editor.show(check.event.span, false);
  }

  /** What was told last; nothing where no event is chosen. */
  get explained(): Explained | undefined {
    return this.#explained;
  }

  /** The chosen event as it is seen; nothing where none is. */
  get text(): string | undefined {
    return this.#explained === undefined ? undefined : this.#editor.text;
  }

  /** Changes as one edit, for one step of the history. */
  #fixOf(before: string, changes: readonly Change[], near?: number): Fix | undefined {
    const after = withChanges(before, changes, near);
    if (after === undefined) {
      this.#ways.notify("This cannot be done in the text as it is written; change it by hand.");
      return undefined;
    }
    const { from, to, insert } = editBetween(before, after);
    return { title: "it fires now", edits: [{ span: [from, to], text: insert }] };
  }

  #showStart({ edits }: Fix) {
    const [first] = edits;
    if (first !== undefined) this.#editor.show([first.span[0], first.span[0]], false);
  }

  #put(text: string) {
    this.#isPutting = true;
    this.#editor.replace(text);
    this.#editor.forget();
    this.#isPutting = false;
  }

  #change(text: string) {
    if (this.#isPutting || this.#explained === undefined) return;
    this.#edited.add(this.#explained.index);
    this.#drawState();
    this.#ways.edit(this.#explained.index, text);
  }

  #drawState() {
    const { index } = this.#explained ?? { index: -1 };
    const words = this.#edited.has(index) ? "edited here" : "edit it to try";
    if (this.#state.textContent !== words) this.#state.textContent = words;
  }

  dispose() {
    this.#editor.view.destroy();
  }

  /** Draws the places of checks in both texts. */
  #mark(checks: readonly Check[]) {
    this.#editor.mark(marksOf(checks, ({ event }) => event?.span));
    if (this.#explained !== undefined) this.#ways.toConfig(checks, this.#explained.config);
  }

  async #copyTicket() {
    if (this.#explained === undefined) return;
    try {
      await navigator.clipboard.writeText(ticketOf(this.#explained));
      this.#ways.notify("Explanation copied as Markdown; secrets were taken out.");
    } catch {
      this.#ways.notify("The browser does not let this page copy.");
    }
  }
}
