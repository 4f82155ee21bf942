// A long command in steps: between them messages are heard, progress is told, and the
// command is given up where something newer was asked.

import type { Progress } from "./protocol";

/** Milliseconds of work before messages are looked at. */
const SLICE = 8;

/** Milliseconds between two reports of progress. */
const REPORT = 100;

/** Thrown where a command was given up. */
export class GivenUp extends Error {}

export class Turn {
  readonly id: number;
  #tell: (progress: Progress) => void;
  #isOver = false;
  #until = performance.now() + SLICE;
  #told = performance.now();

  constructor(id: number, tell: (progress: Progress) => void) {
    this.id = id;
    this.#tell = tell;
  }

  giveUp() {
    this.#isOver = true;
  }

  /** Whether a slice is used up; asked often, where waiting for nothing would cost. */
  get isDue(): boolean {
    return performance.now() >= this.#until;
  }

  /**
   * Lets messages be heard once the slice is used up.
   *
   * @throws GivenUp where the command is not wanted any more
   */
  async pause(progress?: Progress) {
    if (!this.isDue) return;
    if (progress !== undefined && performance.now() >= this.#told + REPORT) {
      this.#told = performance.now();
      this.#tell(progress);
    }
    await messages();
    if (this.#isOver) throw new GivenUp();
    this.#until = performance.now() + SLICE;
  }
}

/** Lets messages that came meanwhile be heard; unlike a timer it does not wait. */
function messages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
