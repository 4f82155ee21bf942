// The page's side of the worker. One long command is under way at a time; of those asked for
// meanwhile only the newest is sent, what is out of date is given up, and answers to it are
// dropped. A worker that does not answer is ended and another one started.

import type { Answer, Command, Edit, Long, Question, Request, Response } from "./protocol";

/** Milliseconds without a word from a worker at work before it is in doubt. */
const PATIENCE = 4000;

/** Milliseconds more before it counts as hung: the page itself may have been asleep. */
const GRACE = 1000;

export type Pack = Omit<Extract<Long, { name: "pack" }>, "name">;

export interface Spawned {
  worker: Worker;
  /** The engine's module, where the worker cannot fetch it. */
  module?: Uint8Array;
}

export interface EngineWays {
  spawn: () => Spawned;
  hear: (answer: Answer) => void;
  /** What is under way, in words of the protocol; nothing where all is done. */
  working: (what: Long["name"] | undefined) => void;
  /** The worker hung, and was started anew. */
  restarted: () => void;
}

export class Engine {
  readonly #ways: EngineWays;
  #worker: Worker | undefined;
  #id = 0;
  #underWay: { id: number; cmd: Long } | undefined;
  #waiting: {
    events?: string | Blob | undefined;
    edit?: Edit | undefined;
    question?: Question | undefined;
    pack?: Long | undefined;
  } = {};
  #packing: PromiseWithResolvers<string | Blob> | undefined;
  /** What the worker was given last, to give it to another one. */
  #events: string | Blob | undefined;
  /** The newest question that was answered, to ask it of another worker. */
  #answered: Question | undefined;
  /** The newest evaluation and the newest explanation that were asked for. */
  #asked = { evaluate: 0, explain: 0 };
  #isExplaining = false;
  #isLoaded = false;
  #watching: ReturnType<typeof setTimeout> | undefined;
  #view: Uint32Array = new Uint32Array();

  constructor(ways: EngineWays) {
    this.#ways = ways;
    this.#start();
  }

  /** Takes other events; everything asked before is out of date. */
  setEvents(input: string | Blob) {
    this.#waiting.events = input;
    delete this.#waiting.edit;
    delete this.#waiting.question;
    this.#next();
  }

  /** Puts another text in the place of an event; verdicts have to be asked for again. */
  edit(edit: Edit) {
    this.#waiting.edit = edit;
    this.#next();
  }

  evaluate(question: Question) {
    this.#waiting.question = question;
    this.#next();
  }

  /**
   * Makes a link or a file of all that is open.
   *
   * @throws where it was given up
   */
  pack(what: Pack): Promise<string | Blob> {
    this.#packing?.reject(new Error("another one was asked for"));
    this.#packing = Promise.withResolvers();
    this.#waiting.pack = { name: "pack", ...what };
    this.#next();
    return this.#packing.promise;
  }

  /** Explains an event under the newest configuration that was evaluated. */
  explain(index: number) {
    this.#asked.explain = this.#send({ name: "explain", index });
    this.#isExplaining = true;
    this.#watch();
  }

  /** Tells which events are in view. */
  view(events: Uint32Array) {
    this.#view = events;
    this.#send({ name: "view", events });
  }

  /** Gives up what is under way. */
  cancel() {
    this.#waiting = {};
    if (this.#underWay !== undefined) this.#send({ name: "cancel", id: this.#underWay.id });
  }

  /** Ends the worker. */
  dispose() {
    clearTimeout(this.#watching);
    this.#worker?.terminate();
  }

  #start() {
    this.#isLoaded = false;
    const { worker, module } = this.#ways.spawn();
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<Response>) => this.#receive(data));
    worker.addEventListener("error", () => {
      clearTimeout(this.#watching);
      const message = "the engine could not be loaded; reload the page";
      this.#ways.hear({ name: "fault", message });
    });
    this.#send({ name: "load", module });
  }

  #send(cmd: Command): number {
    this.#id += 1;
    this.#worker?.postMessage({ id: this.#id, cmd } satisfies Request);
    return this.#id;
  }

  /** Sends what waits, the first thing first. */
  #next() {
    const { events, edit, question, pack } = this.#waiting;
    if (this.#underWay !== undefined) {
      // What is asked anew makes this useless, unless it ends first.
      const isEvaluating = this.#underWay.cmd.name === "evaluate";
      const isOld = events !== undefined || ((edit ?? question) && isEvaluating);
      if (isOld) this.#send({ name: "cancel", id: this.#underWay.id });
      return;
    }
    if (events !== undefined) {
      delete this.#waiting.events;
      this.#begin({ name: "events", input: events });
    } else if (edit !== undefined) {
      delete this.#waiting.edit;
      this.#begin({ name: "edit", ...edit });
    } else if (question !== undefined) {
      delete this.#waiting.question;
      this.#begin({ name: "evaluate", ...question });
    } else if (pack !== undefined) {
      delete this.#waiting.pack;
      this.#begin(pack);
    } else this.#ways.working(undefined);
  }

  #begin(cmd: Long) {
    const id = this.#send(cmd);
    this.#underWay = { id, cmd };
    if (cmd.name === "evaluate") this.#asked.evaluate = id;
    this.#watch();
    this.#ways.working(cmd.name);
  }

  #receive({ id, answer }: Response) {
    if (answer.name === "loaded") this.#isLoaded = true;
    this.#watch();
    const isEnd = id === this.#underWay?.id && answer.name !== "progress";
    const ended = isEnd ? this.#underWay : undefined;
    if (ended !== undefined) {
      this.#underWay = undefined;
      this.#note(ended.cmd, answer);
    }
    if (id === this.#asked.explain) this.#isExplaining = false;
    // Heard before anything newer is sent: it is about what is shown now.
    if (!this.#isStale(id, answer)) this.#ways.hear(answer);
    if (ended !== undefined) this.#next();
  }

  /** Keeps what another worker would need, and hands over what was packed. */
  #note(cmd: Long, answer: Answer) {
    if (answer.name === "events" && cmd.name === "events") this.#events = cmd.input;
    if (answer.name === "verdicts" && cmd.name === "evaluate") this.#answered = cmd;
    if (cmd.name !== "pack") return;
    if (answer.name === "packed") this.#packing?.resolve(answer.packed);
    else this.#packing?.reject(new Error("it was given up"));
  }

  #isStale(id: number, { name }: Answer): boolean {
    const { events, question } = this.#waiting;
    switch (name) {
      case "verdicts":
        return events !== undefined || question !== undefined;
      case "reasons":
      case "proof":
      case "findings":
        return id !== this.#asked.evaluate || this.#waiting.question !== undefined;
      case "explained":
        return id !== this.#asked.explain;
      case "events":
        return events !== undefined;
      case "cancelled":
        return events !== undefined || question !== undefined;
      default:
        return false;
    }
  }

  /** Waits for a word from the worker as long as something is under way. */
  #watch() {
    clearTimeout(this.#watching);
    // Until it is loaded, the network may take what it takes.
    if (!this.#isLoaded) return;
    const doubt = () => {
      this.#watching = setTimeout(() => {
        if (this.#underWay !== undefined || this.#isExplaining) this.#restart();
      }, GRACE);
    };
    this.#watching = setTimeout(doubt, PATIENCE);
  }

  #restart() {
    this.#worker?.terminate();
    if (this.#underWay?.cmd.name === "pack") this.#packing?.reject(new Error("it hung"));
    this.#underWay = undefined;
    this.#isExplaining = false;
    // What it hung on is not asked again, but what it knew before is.
    this.#waiting.events ??= this.#events;
    this.#waiting.question ??= this.#answered;
    this.#start();
    this.#send({ name: "view", events: this.#view });
    this.#ways.restarted();
    this.#next();
  }
}
