// The preview within a root: what is edited goes to the engine at every change, what it
// answers is drawn. The page and the custom element are both made of it.

import { byId } from "../element";
import { Engine, type Spawned } from "../engine/client";
import type { Answer, EventSet, Explained, Long, Verdicts } from "../engine/protocol";
import type { Kind } from "../events/filter";
import { type Scope, bindIntake, isTyping } from "../events/intake";
import { Names } from "../events/names";
import { plural } from "../events/words";
import { CompareView } from "../compare/view";
import { type Chosen, ConfigPane } from "./config-pane";
import { Copying } from "./copying";
import { EventsPane } from "./events-pane";
import { Notices } from "./notices";
import { Summary } from "./summary";
import { WhyPane } from "./why-pane";
import { Working } from "./working";

/** What is open. */
export interface PreviewState {
  config: string;
  /** The configuration to compare with. */
  pinned: string;
  /** A text in any form that can be pasted, or a file. */
  events: string | Blob;
  /** The dialect; empty where it is found by the shape. */
  dialect: Chosen;
}

export interface PreviewOptions {
  spawn: () => Spawned;
  /** Where keys, pastes and drops are heard. */
  scope: Scope;
  /** The newest configuration was evaluated. */
  evaluated: (verdicts: Verdicts, counts: Record<Kind, number>) => void;
  /** The engine is there. */
  loaded: (version: string) => void;
}

export class Preview {
  readonly #root: ParentNode;
  readonly #options: PreviewOptions;
  readonly #engine: Engine;
  readonly #listening = new AbortController();
  readonly #notices: Notices;
  readonly #summary: Summary;
  readonly #config: ConfigPane;
  readonly #events: EventsPane;
  readonly #why: WhyPane;
  readonly #comparison: CompareView;
  readonly #working: Working;
  #pinned = "";
  #given: string | Blob = "";
  /** While several parts are set, what they are is not asked about yet. */
  #isOpening = false;
  /** Whether the events were taken in by hand, and what they were is still to be told. */
  #taken = false;

  /** `root` holds the markup of `preview.html`. */
  constructor(root: ParentNode, options: PreviewOptions) {
    this.#root = root;
    this.#options = options;
    this.#notices = new Notices(root);
    this.#working = new Working(root, () => this.#engine.cancel());
    this.#engine = new Engine({
      spawn: options.spawn,
      hear: (answer) => this.#hear(answer),
      working: (what) => this.#working.begin(what),
      restarted: () =>
        this.notify(
          "The engine gave no answer for 5 seconds and was started anew, with the last configuration that worked.",
        ),
    });
    this.#summary = new Summary(root, {
      pin: () => this.pin(),
      unpin: () => this.#config.replace(this.#pinned),
      compare: () => this.#comparison.open(),
    });
    this.#config = new ConfigPane(root, {
      change: () => this.#evaluate(),
      announce: (sentence) => this.#notices.announce(sentence),
      notify: (sentence) => this.notify(sentence),
    });
    this.#events = new EventsPane(root, {
      select: (event) => this.#engine.explain(event),
      view: (events) => this.#engine.view(events),
    });
    this.#why = new WhyPane(root, {
      toConfig: (checks, config, span) => {
        this.#config.mark(checks, config);
        if (span !== undefined) this.#config.show(span);
      },
      apply: (fix, config) => this.#config.apply(fix, config),
      notify: (sentence) => this.notify(sentence),
      edit: (index, text) => {
        this.#engine.edit({ index, text });
        this.#evaluate();
      },
    });
    this.#comparison = new CompareView(root, () => this.state);
    new Copying(root, {
      state: () => this.state,
      provider: () => this.#config.provider,
      event: () => this.#why.text,
      explained: () => this.#why.explained,
      notify: (sentence) => this.notify(sentence),
    });
    const { signal } = this.#listening;
    bindIntake(root, options.scope, signal, {
      events: (input) => {
        this.#taken = true;
        this.setEvents(input);
      },
      filed: (state) => {
        this.#taken = true;
        this.open(state);
      },
      config: (text) => this.#config.take(text.trimEnd()),
      nothing: () => this.notify("Nothing was pasted: these are the events from before."),
    });
    const pressed = (event: Event) => this.#press(event as KeyboardEvent);
    options.scope.addEventListener("keydown", pressed, { signal });
  }

  /** Opens a configuration with its events. */
  open({ config, pinned, events, dialect }: PreviewState) {
    this.#isOpening = true;
    this.#pinned = pinned;
    this.#config.choose(dialect);
    this.#config.replace(config);
    this.#isOpening = false;
    this.setEvents(events);
  }

  get state(): PreviewState {
    return {
      config: this.#config.text,
      pinned: this.#pinned,
      events: this.#given,
      dialect: this.#config.chosen,
    };
  }

  /**
   * All that is open, secrets apart, as the fragment of a link or as a file.
   *
   * @throws where it was given up
   */
  pack(as: "link" | "file"): Promise<string | Blob> {
    const { config, pinned, dialect } = this.state;
    return this.#engine.pack({ as, config, pinned, dialect });
  }

  /** Compares from now on with the configuration as it is. */
  pin() {
    this.#pinned = this.#config.text;
    this.#evaluate();
    this.#notices.announce("Pinned: edits are compared with this version.");
  }

  setEvents(input: string | Blob) {
    this.#given = input;
    this.#events.reset();
    this.#engine.setEvents(input);
    this.#evaluate();
  }

  notify(sentence: string) {
    this.#notices.notify(sentence);
  }

  showKeys() {
    byId(this.#root, "keys", HTMLDialogElement).showModal();
  }

  focusConfig() {
    this.#config.focus();
  }

  focusEvents() {
    this.#events.focus();
  }

  /** Ends the worker and lets go of everything that was listened to. */
  dispose() {
    this.#listening.abort();
    this.#engine.dispose();
    this.#notices.dispose();
    this.#working.dispose();
    this.#config.dispose();
    this.#events.dispose();
    this.#why.dispose();
  }

  #press(pressed: KeyboardEvent) {
    const isBusy = isTyping(pressed) || this.#root.querySelector("dialog[open]") !== null;
    // Another preview may have taken it.
    if (isBusy || pressed.ctrlKey || pressed.metaKey || pressed.defaultPrevented) return;
    if (pressed.key !== "?" && pressed.key !== "/") return;
    pressed.preventDefault();
    if (pressed.key === "?") this.showKeys();
    else this.#events.find();
  }

  #evaluate() {
    if (this.#isOpening) return;
    const { text: config, chosen } = this.#config;
    const dialect = chosen === "" ? undefined : chosen;
    this.#engine.evaluate({ config, pinned: this.#pinned, dialect });
  }

  #hear(answer: Answer) {
    switch (answer.name) {
      case "loaded":
        this.#config.load(answer.dialects);
        this.#events.load(answer.meanings);
        this.#options.loaded(answer.version);
        break;
      case "events":
        this.#hearEvents(answer.events);
        break;
      case "edited":
        this.#events.rename(answer.index, answer.event);
        break;
      case "survey":
        this.#config.setSurvey(answer.survey);
        this.#events.setSurvey(answer.survey);
        break;
      case "findings":
        this.#config.setFindings(answer.findings);
        break;
      case "verdicts":
        this.#hearVerdicts(answer.verdicts);
        break;
      case "reasons":
        this.#events.setReasons(answer.reasons);
        break;
      case "proof":
        this.#summary.prove(answer.proof);
        this.#comparison.setProof(answer.proof);
        break;
      case "explained":
        if (answer.explained !== undefined) this.#hearExplained(answer.explained);
        break;
      case "progress":
        this.#working.draw(answer.progress);
        break;
      case "cancelled":
        this.#hearCancelled(answer.cmd);
        break;
      case "packed":
        // Whoever asked has it.
        break;
      case "fault":
        this.notify(`The engine stopped: ${answer.message}.`);
    }
  }

  #hearEvents(events: EventSet) {
    const names = new Names(events);
    const count = names.size;
    this.#config.setSeen(names.countTypes());
    this.#events.setEvents(names);
    this.#why.clear();
    if (this.#taken) {
      const read = `${plural(count, "event")} read from ${events.form}.`;
      this.notify(count === 0 ? "There is no event in that." : read);
    }
    this.#taken = false;
  }

  #hearCancelled(what: Long["name"]) {
    this.#taken = false;
    if (what === "pack") return;
    if (what === "events") this.#evaluate();
    this.notify(
      what === "events"
        ? "Reading was cancelled: these are the events from before."
        : "The evaluation was cancelled: these verdicts are of the configuration before your edit.",
    );
  }

  #hearVerdicts(verdicts: Verdicts) {
    this.#config.draw(verdicts);
    this.#comparison.setVerdicts(verdicts);
    this.#events.setVerdicts(verdicts);
    const { counts } = this.#events;
    const said = this.#summary.draw(verdicts, counts, this.#config.text !== this.#pinned);
    this.#notices.announce(said);
    const box = byId(this.#root, "preview", HTMLDivElement);
    box.dataset["readable"] = String(verdicts.readable);
    this.#options.evaluated(verdicts, counts);
  }

  #hearExplained(explained: Explained) {
    // The configuration went on meanwhile: the answer to that comes next.
    if (explained.index === this.#events.selected) this.#why.draw(explained);
  }
}
