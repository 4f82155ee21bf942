// `<hooksieve-preview>`: the editor, the list and the explanation, for any page.

import type { Spawned } from "../engine/client";
import type { Chosen } from "./config-pane";
import { Preview, type PreviewState } from "./preview";
import markup from "./preview.html?raw";
import { styles } from "./styles";

/** What `change` tells. */
export interface PreviewChange {
  /** The configuration as it is edited. */
  config: string;
  /** Whether it can be read; where not, the counts are of the last one that could. */
  valid: boolean;
  /** How many of the events fire. */
  fired: number;
  total: number;
  /** How many of the events have another verdict than with the pinned configuration. */
  changed: number;
  undecidable: number;
  /** Deliveries, not events. */
  gained: number;
  lost: number;
}

/** Where there is no document, as on a server, the class is only a name. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** How a preview gets its worker. */
let spawn: (() => Spawned) | undefined;

export class HooksievePreview extends Base {
  static readonly observedAttributes = ["config", "pinned", "events", "dialect"];
  static readonly formAssociated = true;

  readonly #internals = this.attachInternals();
  readonly #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #preview: Preview | undefined;
  /** What is open, where there is no preview that knows. */
  #state: PreviewState = { config: "", pinned: "", events: "", dialect: "" };
  /** Whether the pinned configuration was given, and is not just the first one. */
  #isPinned = false;
  #version = "";

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styles()];
  }

  connectedCallback() {
    if (this.#preview !== undefined || spawn === undefined) return;
    const template = document.createElement("template");
    template.innerHTML = markup;
    this.#root.replaceChildren(template.content);
    this.#preview = new Preview(this.#root, {
      spawn,
      scope: this.hasAttribute("page-wide") ? document : this,
      evaluated: (verdicts, { all, fires, undecidable, changed }) => {
        const { config } = this;
        const { readable: valid, gained, lost } = verdicts;
        const counts = { fired: fires, total: all, changed, undecidable, gained, lost };
        this.#internals.setFormValue(config);
        this.#tell("change", { config, valid, ...counts });
      },
      loaded: (version) => {
        this.#version = version;
        this.#tell("ready", { version });
      },
    });
    this.#preview.open(this.#state);
  }

  disconnectedCallback() {
    // Moved within the document it goes on; taken out of it, its worker ends.
    queueMicrotask(() => {
      if (this.isConnected || this.#preview === undefined) return;
      this.#state = this.#preview.state;
      this.#preview.dispose();
      this.#preview = undefined;
    });
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null) {
    const text = value ?? "";
    if (name === "config") this.config = text;
    else if (name === "pinned") this.pinned = text;
    else if (name === "events") this.events = text;
    else this.dialect = text as Chosen;
  }

  /** The configuration's text. Set, it is also what edits are compared with from then on. */
  get config(): string {
    return this.state.config;
  }

  set config(config: string) {
    const pinned = this.#isPinned ? this.state.pinned : config;
    this.open({ ...this.state, config, pinned });
  }

  /** The configuration to compare with; the first one that was given where it is not set. */
  get pinned(): string {
    return this.state.pinned;
  }

  set pinned(pinned: string) {
    this.#isPinned = true;
    this.open({ ...this.state, pinned });
  }

  /** The events: a text in any form that can be pasted, a file, or a list of texts and objects. */
  get events(): string | Blob {
    return this.state.events;
  }

  set events(events: string | Blob | readonly unknown[]) {
    const isWhole = typeof events === "string" || events instanceof Blob;
    this.open({ ...this.state, events: isWhole ? events : lines(events) });
  }

  /** The dialect of the configuration; empty where it is found by its shape. */
  get dialect(): Chosen {
    return this.state.dialect;
  }

  set dialect(dialect: Chosen) {
    this.open({ ...this.state, dialect });
  }

  /** The form's name for it; its value is the configuration. */
  get name(): string {
    return this.getAttribute("name") ?? "";
  }

  set name(name: string) {
    this.setAttribute("name", name);
  }

  get value(): string {
    return this.config;
  }

  set value(config: string) {
    this.config = config;
  }

  /** The engine's version; empty until it is loaded. */
  get version(): string {
    return this.#version;
  }

  /** All that is open at once. */
  get state(): PreviewState {
    return this.#preview?.state ?? this.#state;
  }

  /** Opens all of it in one step. */
  open(state: PreviewState) {
    this.#state = state;
    this.#preview?.open(state);
  }

  /** Compares from now on with the configuration as it is. */
  pin() {
    this.#preview?.pin();
  }

  /** All that is open, secrets apart, as the fragment of a link or as a file. */
  pack(as: "link"): Promise<string>;
  pack(as: "file"): Promise<Blob>;
  pack(as: "link" | "file"): Promise<string | Blob>;
  async pack(as: "link" | "file"): Promise<string | Blob> {
    if (this.#preview === undefined) throw new Error("the preview is not in a document");
    return await this.#preview.pack(as);
  }

  /** Shows a sentence for a while. */
  notify(sentence: string) {
    this.#preview?.notify(sentence);
  }

  /** Shows what the keys do. */
  showKeys() {
    this.#preview?.showKeys();
  }

  /** Gives the focus to the list of events. */
  focusEvents() {
    this.#preview?.focusEvents();
  }

  #tell(name: "change" | "ready", detail: PreviewChange | { version: string }) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

function lines(events: readonly unknown[]): string {
  return events
    .map((event) => (typeof event === "string" ? event : JSON.stringify(event)))
    .join("\n");
}

/** Defines the element; every preview gets a worker of its own. Nothing without a document. */
export function define(how: () => Spawned) {
  spawn = how;
  if (globalThis.customElements?.get("hooksieve-preview") === undefined) {
    globalThis.customElements?.define("hooksieve-preview", HooksievePreview);
  }
}
