// A subscription as a form. Every change is an edit of the text in the editor's own history:
// the form holds nothing, it shows the text.

import { redo, undo } from "@codemirror/commands";
import type { EditorView } from "@codemirror/view";
import type { DialectInfo } from "hooksieve";
import { type Change, setMember } from "../editor/edits";
import { type Value, memberOf, stringOf, subscriptionsOf } from "../editor/tree";
import { button, element, focused } from "../element";
import type { Survey } from "../engine/survey";
import { withDots } from "../share/secrets";
import { conditionsSection } from "./conditions";
import { hide } from "./hidden";
import { labelsSection } from "./labels";
import { type Content, type Shape, contentOf, shapeOf } from "./members";
import { typesSection } from "./types";

/** The members that name a subscription. */
const NAMES = ["id", "subscriptionId", "description"];

/** What a section is drawn from, and how it changes the text. */
export interface Section {
  provider: string;
  shape: Shape;
  content: Content;
  text: string;
  /** The catalogue: event types with what they mean. */
  catalogue: ReadonlyMap<string, string>;
  /** How many of the loaded events have a type. */
  seen: ReadonlyMap<string, number>;
  survey: Survey;
  /** Whether secrets are shown. */
  isRevealed: boolean;
  /**
   * Makes changes of the subscription as it is in the text now. Changes of one kind that
   * follow each other are one step of the history.
   */
  edit: (kind: "type" | "set", change: (text: string, object: Value) => Change[]) => void;
  /** Draws again what is not in the text. */
  redraw: () => void;
  /** What is typed to narrow the list of event types. */
  narrowed: { words: string };
}

/** What the form was drawn from. */
interface Drawn {
  text: string;
  dialect: DialectInfo;
  seen: ReadonlyMap<string, number>;
  survey: Survey;
  isRevealed: boolean;
}

export class Form {
  readonly #box: HTMLElement;
  readonly #view: EditorView;
  readonly #narrowed = { words: "" };
  #drawn: Drawn | undefined;
  /** Which subscription, where there are several. */
  #chosen = 0;
  /** The text as it was after something was typed here. */
  #typed: string | undefined;

  constructor(box: HTMLElement, view: EditorView) {
    this.#box = box;
    this.#view = view;
    box.addEventListener("keydown", (pressed) => {
      if (!(pressed.ctrlKey || pressed.metaKey) || pressed.key.toLowerCase() !== "z") return;
      pressed.preventDefault();
      (pressed.shiftKey ? redo : undo)(view);
    });
  }

  /** Draws what the text says now. */
  draw(what: Omit<Drawn, "text">) {
    const { dialect, seen, survey, isRevealed } = what;
    const text = this.#view.state.doc.toString();
    const drawn = { ...what, text };
    const last = this.#drawn;
    const isSame = text === last?.text && dialect === last.dialect && isRevealed === last.isRevealed;
    if (isSame && seen === last.seen && survey === last.survey) return;
    this.#drawn = drawn;
    this.#draw(drawn);
  }

  #redraw() {
    this.#typed = undefined;
    if (this.#drawn !== undefined) this.#draw(this.#drawn);
  }

  #draw({ text, dialect, seen, survey, isRevealed }: Drawn) {
    const objects = subscriptionsOf(text);
    const at = Math.min(this.#chosen, objects.length - 1);
    const object = objects[at];
    const shape = shapeOf(dialect.provider);
    if (object === undefined || shape === undefined) {
      this.#box.replaceChildren(nothing(() => this.#begin(dialect.provider)));
      return;
    }
    const section: Section = {
      provider: dialect.provider,
      shape,
      content: contentOf(text, object, shape),
      text,
      catalogue: new Map(dialect.eventTypes.map(({ name, meaning }) => [name, meaning])),
      seen,
      survey,
      isRevealed,
      edit: (kind, change) => this.#edit(kind, change),
      redraw: () => this.#redraw(),
      narrowed: this.#narrowed,
    };
    const parts = [
      objects.length > 1 && this.#choice(text, objects, at),
      delivery(section),
      typesSection(section),
      shape.hasLabels && labelsSection(section),
      shape.conditions !== undefined && conditionsSection(section),
    ];
    this.#show(
      parts.filter((part) => part !== false),
      text === this.#typed,
    );
  }

  /** Shows the parts; what has the focus keeps it. */
  #show(parts: HTMLElement[], isTyped: boolean) {
    const active = focused(this.#box);
    const held = active !== null && this.#box.contains(active) ? active : undefined;
    const old = [...this.#box.children];
    const isAlike = old.length === parts.length;
    // While somebody types into a part, that part says already what the text says.
    const kept = isTyped && isAlike ? old.findIndex((part) => part.contains(held ?? null)) : -1;
    const opened = this.#opened();
    const { scrollTop } = this.#box;
    if (kept < 0) this.#box.replaceChildren(...parts);
    else old.forEach((part, at) => at !== kept && part.replaceWith(parts[at] ?? part));
    for (const details of this.#box.querySelectorAll("details")) {
      details.open = opened.get(details.id) ?? details.open;
    }
    this.#box.scrollTop = scrollTop;
    if (kept < 0 && held !== undefined && held.id !== "") this.#focusAgain(held);
  }

  #focusAgain(held: Element) {
    const again = this.#box.querySelector<HTMLElement>(`#${CSS.escape(held.id)}`);
    again?.focus({ preventScroll: true });
    const isText = held instanceof HTMLInputElement && held.type === "text";
    if (!isText || !(again instanceof HTMLInputElement)) return;
    again.setSelectionRange(held.selectionStart, held.selectionEnd);
  }

  #opened(): Map<string, boolean> {
    const all = [...this.#box.querySelectorAll("details")];
    return new Map(all.map(({ id, open }) => [id, open]));
  }

  #edit(kind: "type" | "set", change: (text: string, object: Value) => Change[]) {
    const text = this.#view.state.doc.toString();
    const objects = subscriptionsOf(text);
    const object = objects[Math.min(this.#chosen, objects.length - 1)];
    if (object === undefined) return;
    const changes = change(text, object);
    if (changes.length === 0) return;
    const userEvent = kind === "type" ? "input.type.form" : "input.form";
    const transaction = this.#view.state.update({ changes, userEvent });
    this.#typed = kind === "type" ? transaction.newDoc.toString() : undefined;
    this.#view.dispatch(transaction);
  }

  #begin(provider: string) {
    const { length } = this.#view.state.doc;
    const insert = provider === "hooksieve" ? '{\n  "id": "new",\n  "events": []\n}' : "{\n}";
    this.#view.dispatch({ changes: { from: 0, to: length, insert }, userEvent: "input.form" });
  }

  #choice(text: string, objects: Value[], at: number): HTMLElement {
    const select = element("select", { id: "form-subscription" });
    objects.forEach((object, place) => {
      const names = NAMES.map((one) => stringOf(text, memberOf(object, one))).filter(Boolean);
      const name = names.length === 0 ? `#${place}` : names.join(" · ");
      select.append(element("option", { value: String(place) }, name));
    });
    select.value = String(at);
    select.addEventListener("change", () => {
      this.#chosen = Number(select.value);
      this.#redraw();
    });
    return element("label.line", {}, element("span.name", {}, "Subscription"), select);
  }
}

function nothing(begin: () => void): HTMLElement {
  return element(
    "div.empty",
    {},
    element("p", {}, "There is no subscription in the text yet."),
    button("button", "Begin one", begin),
  );
}

/** Whether it delivers, and where. */
function delivery({ shape, content, isRevealed, edit }: Section): HTMLElement {
  const { enabled, url } = shape;
  const parts: HTMLElement[] = [];
  if (enabled !== undefined) {
    const box = element("input", { type: "checkbox", id: "form-enabled", role: "switch" });
    box.checked = content.isEnabled;
    box.addEventListener("change", () => {
      const json = box.checked ? enabled.on : enabled.off;
      edit("set", (text, object) => setMember(text, object, enabled.name, json));
    });
    const words = content.isEnabled ? "Enabled" : "Disabled: nothing fires";
    parts.push(element("label.line", {}, box, element("span", {}, words)));
  }
  const address = element("input", { type: "text", id: "form-url", spellcheck: "false" });
  address.value = content.url;
  if (!isRevealed) hide(address, withDots(JSON.stringify(content.url)).slice(1, -1));
  address.addEventListener("input", () => {
    const json = JSON.stringify(address.value);
    edit("type", (text, object) => {
      if (url.within === undefined) return setMember(text, object, url.name, json);
      const within = memberOf(object, url.within);
      return within?.kind === "object"
        ? setMember(text, within, url.name, json)
        : setMember(text, object, url.within, `{"${url.name}": ${json}}`);
    });
  });
  parts.push(element("label.line", {}, element("span.name", {}, "Delivers to"), address));
  return element("div.part", {}, ...parts);
}
