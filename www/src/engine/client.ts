// The page's side of the worker. One evaluation is under way at a time; of those asked for
// meanwhile only the newest is sent, and answers to anything older are dropped.

import type { Answer, Command, Question, Request, Response } from "./protocol";

export class Engine {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  readonly #hear: (answer: Answer) => void;
  #id = 0;
  #rev = 0;
  /** The evaluation under way. */
  #busy: number | undefined;
  #waiting: Question | undefined;
  /** The newest request that gave events. */
  #events = 0;

  constructor(hear: (answer: Answer) => void) {
    this.#hear = hear;
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Response>) => {
      this.#receive(data);
    });
    this.#worker.addEventListener("error", () => {
      hear({ name: "fault", message: "the engine could not be loaded; reload the page" });
    });
    this.#send({ name: "load" });
  }

  /** Takes other events; everything asked before is out of date. */
  setEvents(text: string) {
    this.#rev += 1;
    this.#events = this.#send({ name: "events", text });
  }

  evaluate(question: Question) {
    this.#rev += 1;
    if (this.#busy === undefined) this.#begin(question);
    else this.#waiting = question;
  }

  /** Explains an event under the newest configuration that was evaluated. */
  explain(index: number) {
    if (this.#waiting === undefined) this.#send({ name: "explain", index });
  }

  /** Ends the worker. */
  dispose() {
    this.#worker.terminate();
  }

  #begin(question: Question) {
    this.#waiting = undefined;
    this.#busy = this.#send({ name: "evaluate", ...question });
  }

  #send(cmd: Command): number {
    this.#id += 1;
    this.#worker.postMessage({ id: this.#id, rev: this.#rev, cmd } satisfies Request);
    return this.#id;
  }

  #receive({ id, rev, answer }: Response) {
    if (id === this.#busy && (answer.name === "verdicts" || answer.name === "fault")) {
      this.#busy = undefined;
      if (this.#waiting !== undefined) this.#begin(this.#waiting);
    }
    if (!this.#isStale(id, rev, answer)) this.#hear(answer);
  }

  #isStale(id: number, rev: number, { name }: Answer): boolean {
    if (name === "loaded" || name === "fault") return false;
    // What was read of events depends on nothing that is edited after them.
    return name === "events" || name === "survey" ? id !== this.#events : rev !== this.#rev;
  }
}
