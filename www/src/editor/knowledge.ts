// What the editor knows of the configuration's dialect and of the loaded events, and where
// in a text which of it belongs: completion and hover ask here.

import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import type { DialectInfo } from "hooksieve";
import { NO_SURVEY, type Survey } from "../engine/survey";
import { operatorsOf } from "./operators";

/** A word that belongs somewhere, and what it means. */
export interface Word {
  name: string;
  /** In a few words, as in "in 7 of 11 events". */
  detail?: string | undefined;
  meaning?: string | undefined;
}

/** What a string of the configuration names. */
export type Place =
  | { kind: "type" | "operator" | "key" | "label" | "member" }
  | { kind: "value"; of: string }
  | { kind: "label-value"; label: string };

/** The members that name event types, of all dialects. */
const TYPES = new Set(["events", "event_types", "eventTypes", "eventType", "event"]);

/** The values of members that have few. */
const VALUES: Record<string, string[]> = { status: ["Enabled", "Disabled"], match: ["all", "any"] };

/** The members that a person writes, by provider. */
const MEMBERS: Record<string, string> = {
  dfns: "url events status description",
  dakota: "url global event_types",
  cdp: "description eventTypes isEnabled labels metadata target url headers",
  ark: "event target enabled conditions key condition value",
  hooksieve:
    "id enabled global events labels match conditions key condition value target url headers description metadata",
};

export class Knowledge {
  #dialect: DialectInfo | undefined;
  #meanings = new Map<string, string>();
  #seen: ReadonlyMap<string, number> = new Map();
  #survey: Survey = NO_SURVEY;

  setDialect(dialect: DialectInfo | undefined) {
    this.#dialect = dialect;
    this.#meanings = new Map(dialect?.eventTypes.map(({ name, meaning }) => [name, meaning]));
  }

  setSeen(seen: ReadonlyMap<string, number>) {
    this.#seen = seen;
  }

  setSurvey(survey: Survey) {
    this.#survey = survey;
  }

  /** What may stand at a place. */
  words(place: Place): Word[] {
    const provider = this.#dialect?.provider;
    switch (place.kind) {
      case "type":
        return this.#types();
      case "operator":
        return operatorsOf(provider).map(({ name, asks, meaning }) => {
          return { name, detail: `must ${asks}`, meaning };
        });
      case "key":
        return this.#survey.keys.map(({ key, count, values }) => {
          return { name: key, detail: this.#often(count), meaning: seenWords(values) };
        });
      case "label":
        return this.#survey.labels.map(({ key, values }) => {
          return { name: key, meaning: seenWords(values) };
        });
      case "label-value":
        return (this.#survey.labels.find(({ key }) => key === place.label)?.values ?? []).map(
          (name) => ({ name }),
        );
      case "member":
        return (MEMBERS[provider ?? ""] ?? "").split(" ").map((name) => ({ name }));
      case "value":
        return (VALUES[place.of] ?? []).map((name) => ({ name }));
    }
  }

  /** A word at a place, where it is known. */
  word(place: Place, name: string): Word | undefined {
    const found = this.words(place).find((word) => word.name === name);
    return found?.meaning === undefined && found?.detail === undefined ? undefined : found;
  }

  #types(): Word[] {
    const names = this.#meanings.size > 0 ? this.#meanings.keys() : this.#seen.keys();
    return [...names].map((name) => {
      const count = this.#seen.get(name) ?? 0;
      const detail = count === 0 ? undefined : `${count.toLocaleString("en")} here`;
      return { name, detail, meaning: this.#meanings.get(name) };
    });
  }

  #often(count: number): string {
    return `in ${count.toLocaleString("en")} of ${this.#survey.looked.toLocaleString("en")} events`;
  }
}

/** Some of the values that were seen; nothing where they are not to be shown. */
const seenWords = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : `Seen: ${values.slice(0, 3).join(", ")}`;

/** What a string names, by where it stands; nothing where no list of words is known. */
export function placeOf(node: SyntaxNode, state: EditorState): Place | undefined {
  if (node.name === "PropertyName") {
    const object = node.parent?.parent;
    return memberAround(object, state) === "labels" ? { kind: "label" } : { kind: "member" };
  }
  if (node.name !== "String") return undefined;
  const member = memberAround(node, state);
  if (member === undefined) return undefined;
  if (TYPES.has(member)) return { kind: "type" };
  if (member === "condition") return { kind: "operator" };
  if (member === "key") return { kind: "key" };
  if (member in VALUES) return { kind: "value", of: member };
  const object = node.parent?.name === "Property" ? node.parent.parent : undefined;
  const isLabel = memberAround(object, state) === "labels";
  return isLabel ? { kind: "label-value", label: member } : undefined;
}

/** The name of the member that a value is of, directly or as an element of its list. */
function memberAround(
  value: SyntaxNode | null | undefined,
  state: EditorState,
): string | undefined {
  const property = value?.parent?.name === "Array" ? value.parent.parent : value?.parent;
  const name = property?.name === "Property" ? property.getChild("PropertyName") : null;
  return name == null ? undefined : state.sliceDoc(name.from + 1, name.to - 1);
}

export const nodeAt = (state: EditorState, at: number, side: -1 | 1): SyntaxNode =>
  syntaxTree(state).resolveInner(at, side);
