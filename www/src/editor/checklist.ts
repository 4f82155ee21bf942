// The event types of a subscription as a checklist from the provider's catalogue. What is
// ticked is an edit of the text, in the same history as what is typed.

import { redo, undo } from "@codemirror/commands";
import type { ChangeSpec, EditorState } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";
import type { DialectInfo } from "hooksieve";
import { element, focused } from "../element";
import { addition, listed, removal, subscriptionNodes, textOf, valueOf } from "./members";

/** The member that lists event types, by provider; the others have no list of catalogued types. */
const MEMBER: Record<string, string> = { dfns: "events", dakota: "event_types", cdp: "eventTypes" };

/** The members that name a subscription. */
const NAMES = ["description", "id", "subscriptionId"];

export const hasChecklist = (dialect: DialectInfo | undefined): dialect is DialectInfo =>
  dialect !== undefined && dialect.provider in MEMBER && dialect.eventTypes.length > 0;

export class Checklist {
  readonly #box: HTMLElement;
  readonly #view: EditorView;
  readonly #redraw: () => void;
  /** Which subscription, where there are several. */
  #chosen = 0;

  constructor(box: HTMLElement, view: EditorView, redraw: () => void) {
    this.#box = box;
    this.#redraw = redraw;
    this.#view = view;
    box.addEventListener("keydown", (pressed) => {
      if (!(pressed.ctrlKey || pressed.metaKey) || pressed.key.toLowerCase() !== "z") return;
      pressed.preventDefault();
      (pressed.shiftKey ? redo : undo)(view);
    });
  }

  /** Draws it; `seen` says how many of the loaded events have a type. */
  draw(dialect: DialectInfo, seen: ReadonlyMap<string, number>) {
    const { state } = this.#view;
    const nodes = subscriptionNodes(state);
    const object = nodes[Math.min(this.#chosen, nodes.length - 1)];
    const member = MEMBER[dialect.provider];
    if (object === undefined || member === undefined) {
      this.#box.replaceChildren(
        element("p.empty", {}, "There is no subscription in the text to tick types for."),
      );
      return;
    }
    const focus = focused(this.#box);
    const held = this.#box.contains(focus) ? focus?.id : undefined;
    const ticked = new Set(listed(state, valueOf(state, object, member)));
    const known = new Map(dialect.eventTypes.map(({ name, meaning }) => [name, meaning]));
    const others = [...ticked].filter((name) => !known.has(name));
    const groups = Map.groupBy(known.keys(), (name) => name.split(".")[0] ?? name);
    if (others.length > 0) groups.set("not in the provider's documents", others);
    const isOverridden = valueOf(state, object, "global")?.name === "True";
    this.#box.replaceChildren(
      ...(nodes.length > 1 ? [this.#choice(state, nodes)] : []),
      ...(isOverridden
        ? [element("p.aside", {}, "Ignored while “global” is on: every type fires.")]
        : []),
      ...[...groups].map(([title, names]) =>
        element(
          "fieldset",
          {},
          element(
            "legend",
            {},
            title,
            element(
              "span.number",
              {},
              `${names.filter((name) => ticked.has(name)).length} of ${names.length}`,
            ),
          ),
          ...names.map((name) =>
            this.#item(name, known.get(name), ticked.has(name), seen.get(name) ?? 0, member),
          ),
        ),
      ),
    );
    const items = this.#box.querySelectorAll<HTMLElement>("input, select");
    if (held !== undefined) [...items].find(({ id }) => id === held)?.focus();
  }

  #item(
    name: string,
    meaning: string | undefined,
    isTicked: boolean,
    seen: number,
    member: string,
  ) {
    const box = element("input", { type: "checkbox", id: `type-${name}` });
    box.checked = isTicked;
    box.addEventListener("change", () => this.#tick(name, box.checked, member));
    return element(
      "label",
      { class: "tickable", ...(meaning !== undefined && { title: meaning }) },
      box,
      element("span.type", {}, name),
      element("span.number", {}, seen === 0 ? "" : `${seen.toLocaleString("en")} here`),
    );
  }

  #tick(name: string, isTicked: boolean, member: string) {
    const { state } = this.#view;
    const nodes = subscriptionNodes(state);
    const object = nodes[Math.min(this.#chosen, nodes.length - 1)];
    if (object === undefined) return;
    const changes: ChangeSpec = isTicked
      ? addition(state, object, member, name)
      : removal(state, object, member, name);
    this.#view.dispatch({ changes, userEvent: "input.tick" });
  }

  #choice(state: EditorState, nodes: SyntaxNode[]): HTMLElement {
    const select = element("select", { id: "ticked-subscription" });
    nodes.forEach((node, at) => {
      const name = NAMES.map((one) => textOf(state, valueOf(state, node, one))).find(
        (text) => text !== undefined,
      );
      select.append(element("option", { value: String(at) }, name ?? `#${at}`));
    });
    select.value = String(Math.min(this.#chosen, nodes.length - 1));
    select.addEventListener("change", () => {
      this.#chosen = Number(select.value);
      this.#redraw();
    });
    return element("label", { class: "field choice" }, element("span", {}, "Subscription"), select);
  }
}
