// What is provably not meant in a configuration: asked beside the verdicts.

import { lint } from "hooksieve";
import type { Diagnostic, DialectName } from "hooksieve";
import type { Texts } from "./survey";

/** Events that are held against a configuration to find what none of them has. */
const SAMPLES = 200;

/** The first of the events as NDJSON. */
export function sampleOf(texts: Texts): string {
  const lines: string[] = [];
  for (let index = 0; index < texts.size && lines.length < SAMPLES; index += 1) {
    const line = texts.text(index);
    // What is no JSON is told of where it stands, in the list.
    if (line !== undefined && isJson(line)) lines.push(line);
  }
  return lines.join("\n");
}

/** What the linter finds; with a sample of the events also what none of them has. */
export function findings(
  config: string,
  dialect: DialectName | undefined,
  events: string,
): Diagnostic[] {
  try {
    return lint(config, { dialect, ...(events !== "" && { events }) });
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
