import type { DialectName } from "../index.js";

/** What is open in a preview. */
export interface PreviewState {
  /** The text of the configuration. */
  config: string;
  /** The configuration that edits are compared with. */
  pinned: string;
  /** The events: NDJSON, an array, a list response, one event or a log; or a file of that. */
  events: string | Blob;
  /** The dialect of both; empty where it is found by their shape. */
  dialect: DialectName | "";
}

/** What `change` tells: what became of the events under the configuration as it is now. */
export interface PreviewChange {
  /** The text of the configuration. */
  config: string;
  /** Whether it can be read; where not, the rest is of the last one that could. */
  valid: boolean;
  /** How many of the events fire. */
  fired: number;
  /** How many events there are. */
  total: number;
  /** How many of them have another verdict than under the pinned configuration. */
  changed: number;
  /** How many cannot be decided. */
  undecidable: number;
  /** How many deliveries the pinned configuration does not make. */
  gained: number;
  /** How many deliveries the pinned configuration alone makes. */
  lost: number;
}

/** What `ready` tells. */
export interface PreviewReady {
  /** The version of the engine. */
  version: string;
}

/** The events of a preview. */
export interface PreviewEventMap extends HTMLElementEventMap {
  /** The newest configuration was evaluated over the events. */
  change: CustomEvent<PreviewChange>;
  /** The engine is loaded. */
  ready: CustomEvent<PreviewReady>;
}

/**
 * `<hooksieve-preview>`: an editor for a webhook configuration, the events that fire and those
 * that do not, and why. It takes part in a form: its value is the configuration. Colours and
 * fonts are custom properties: `--hooksieve-accent`, `-accent-soft`, `-on-accent`, `-page`,
 * `-raised`, `-line`, `-text`, `-muted`, `-font`, `-mono`; `--hooksieve-height` is its height
 * where it is wide. Light and dark follow `color-scheme`, or the attribute `theme`. With the
 * attribute `page-wide` it hears the keys, pastes and drops of the whole document.
 */
export class HooksievePreview extends HTMLElement {
  /** The text of the configuration. Set, it is also what edits are compared with, unless `pinned` was set. */
  config: string;
  /** The configuration that edits are compared with. */
  pinned: string;
  /** The events as they were given; texts and objects in a list are made NDJSON. */
  get events(): string | Blob;
  set events(events: string | Blob | readonly unknown[]);
  /** The dialect of the configuration; empty where it is found by its shape. */
  dialect: DialectName | "";
  /** The name in a form. */
  name: string;
  /** The value in a form: the configuration. */
  value: string;
  /** The version of the engine; empty until `ready`. */
  readonly version: string;
  /** All that is open. */
  readonly state: PreviewState;
  /** Opens all of it in one step. */
  open(state: PreviewState): void;
  /** Compares from now on with the configuration as it is. */
  pin(): void;
  /**
   * All that is open, secrets taken out: the fragment of a link to the preview page, or a file.
   *
   * @throws where it was given up
   */
  pack(as: "link"): Promise<string>;
  pack(as: "file"): Promise<Blob>;
  /** Shows a sentence above the editor for a while. */
  notify(sentence: string): void;
  /** Shows what the keys do. */
  showKeys(): void;
  /** Gives the focus to the list of events. */
  focusEvents(): void;
  addEventListener<Name extends keyof PreviewEventMap>(
    name: Name,
    listener: (this: HooksievePreview, event: PreviewEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** A worker for a preview, and the engine's module where the worker cannot fetch it. */
export interface Spawned {
  worker: Worker;
  module?: Uint8Array;
}

/** Defines the element; every preview gets a worker of its own. Nothing without a document. */
export function define(spawn: () => Spawned): void;

declare global {
  interface HTMLElementTagNameMap {
    "hooksieve-preview": HooksievePreview;
  }
}
