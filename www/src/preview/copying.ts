// What is open, in words for elsewhere: the provider's call, a command, a test.

import { button, byId } from "../element";
import { type CallText, callsOf } from "../share/call";
import { commandOf } from "../share/command";
import { testOf } from "../share/test";
import type { Explained } from "../engine/protocol";
import { plural } from "../events/words";

export interface CopyWays {
  state: () => { config: string; pinned: string; dialect: string };
  provider: () => string;
  /** The chosen event as it is seen. */
  event: () => string | undefined;
  /** Why it fires or not, as far as that was told. */
  explained: () => Explained | undefined;
  notify: (sentence: string) => void;
}

export class Copying {
  readonly #menu: HTMLDetailsElement;
  readonly #ways: CopyWays;
  readonly #call: HTMLButtonElement;
  readonly #test: HTMLButtonElement;

  constructor(root: ParentNode, ways: CopyWays) {
    this.#ways = ways;
    this.#menu = byId(root, "copy-menu", HTMLDetailsElement);
    this.#call = button("button", "The provider’s update call", () => this.#copyCall());
    const command = button("button", "A command for the terminal", () => {
      const text = commandOf({ ...ways.state(), event: ways.event() });
      void this.#copy(text, "Command copied; secrets were taken out.");
    });
    this.#test = button("button", "A test in TypeScript", () => {
      const explained = ways.explained();
      if (explained === undefined) return;
      void this.#copy(testOf(explained), "Test copied; secrets were taken out.");
    });
    byId(root, "copy-ways", HTMLDivElement).append(this.#call, command, this.#test);
    this.#menu.addEventListener("toggle", () => {
      const { config, pinned } = ways.state();
      this.#call.hidden = callsOf(config, pinned, ways.provider()) === undefined;
      this.#test.hidden = ways.explained() === undefined;
    });
    this.#menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && this.#menu.contains(relatedTarget)) return;
      // A press on one of its buttons comes after the focus left, where buttons take none.
      setTimeout(() => {
        if (!this.#menu.matches(":focus-within, :hover")) this.#menu.open = false;
      });
    });
    this.#menu.addEventListener("keydown", (pressed) => {
      if (pressed.key !== "Escape" || !this.#menu.open) return;
      pressed.stopPropagation();
      this.#close();
    });
  }

  #close() {
    this.#menu.open = false;
    this.#menu.querySelector("summary")?.focus();
  }

  #copyCall() {
    const { config, pinned } = this.#ways.state();
    const calls = callsOf(config, pinned, this.#ways.provider());
    if (calls !== undefined) void this.#copy(calls.text, wordsFor(calls));
  }

  async #copy(text: string, words: string) {
    this.#close();
    try {
      await navigator.clipboard.writeText(text);
      this.#ways.notify(words);
    } catch {
      this.#ways.notify("The browser does not let this page copy.");
    }
  }
}

function wordsFor({ many, hasSecrets }: CallText): string {
  const what = many === 1 ? "Update call copied" : `${plural(many, "update call")} copied`;
  return hasSecrets
    ? `${what}. Secrets were taken out: where it says “removed”, put yours back in before you run it.`
    : `${what}; credentials are shell variables.`;
}
