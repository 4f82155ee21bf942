// One pasted snippet as plain JSON: comments, trailing commas, single quotes, a curl command.
// What the engine repairs of a configuration it repairs of an event.

import { check } from "hooksieve";
import { applied } from "../editor/edits";
import { repairsOf } from "../editor/repair";
import type { Split } from "./split";

/** Bytes of a snippet at most: what is longer was written by a machine. */
const MOST = 1 << 20;

/** A snippet that was repaired, and what of. */
export interface Mended {
  bytes: Uint8Array;
  /** Each once, as in "a comment was passed over". */
  repairs: string[];
}

/** Text around the JSON: more events, perhaps, or a log. */
const AROUND = /text (before|after) the JSON/;

/**
 * The text that events were taken from, repaired; nothing where each of them can be read, and
 * where it is no single snippet of JSON after it either.
 */
export function mended({ bytes: split, spans }: Split, given: Uint8Array): Mended | undefined {
  if (given.length > MOST) return undefined;
  const decoder = new TextDecoder();
  if (spans.every(([from, to]) => isJson(decoder.decode(split.subarray(from, to))))) return undefined;
  const snippet = decoder.decode(given);
  const found = check(snippet, { dialect: "hooksieve" });
  const repaired = found.filter(({ code }) => code === "json-repaired");
  const isCurl = /^\s*\$?\s*curl\s/.test(snippet);
  if (!isCurl && repaired.some(({ message }) => AROUND.test(message))) return undefined;
  const edits = repairsOf(snippet, found).flatMap(({ fix }) => fix.edits);
  const changes = edits.map(({ span: [from, to], text: insert }) => ({ from, to, insert }));
  const text = applied(snippet, changes);
  if (!isJson(text)) return undefined;
  const repairs = isCurl ? ["it is the body of a command"] : repaired.map(({ message }) => message);
  return { bytes: new TextEncoder().encode(text), repairs: [...new Set(repairs)] };
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
