// Questions about a configuration that are asked beside the verdicts: what is provably not
// meant in it, and which subscriptions an event almost fires.

import { NearMisses, lint } from "hooksieve";
import type { Diagnostic, DialectName, NearMissReport } from "hooksieve";
import type { Texts } from "./survey";

/** Events that are held against a configuration to find what none of them has. */
const SAMPLES = 200;

/** Near misses that are told. */
const NEAREST = 5;

/** What the linter finds; with the first of the events also what none of them has. */
export function findings(
  config: string,
  dialect: DialectName | undefined,
  texts: Texts,
): Diagnostic[] {
  const lines: string[] = [];
  for (let index = 0; index < texts.size && lines.length < SAMPLES; index += 1) {
    const line = texts.text(index);
    // What is no JSON is told of where it stands, in the list.
    if (line !== undefined && isJson(line)) lines.push(line);
  }
  try {
    return lint(config, { dialect, ...(lines.length > 0 && { events: lines.join("\n") }) });
  } catch {
    // An event of another form, or a text that is no configuration: the other diagnostics tell.
    return [];
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The near misses of events under one configuration; made when first asked for. */
export class Near {
  readonly #config: string;
  readonly #dialect: DialectName;
  #misses: NearMisses | undefined;

  constructor(config: string, dialect: DialectName) {
    this.#config = config;
    this.#dialect = dialect;
  }

  of(event: string): NearMissReport {
    this.#misses ??= new NearMisses(this.#config, { dialect: this.#dialect });
    return this.#misses.of(event, NEAREST);
  }

  free() {
    this.#misses?.free();
    this.#misses = undefined;
  }
}
