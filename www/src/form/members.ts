// Which member of a provider's subscription says what the form shows.

import { type Value, memberOf, stringOf } from "../editor/tree";

/** A member, within an object of this name where one is named. */
export interface Place {
  within?: string;
  name: string;
}

export interface Shape {
  enabled?: Place & { on: string; off: string };
  /** A switch for every event type: a member, or `*` in the list. */
  global: Place | "star" | undefined;
  /** The list of event types; one text where `isOne`. */
  types: { name: string; isOne: boolean };
  url: Place;
  hasLabels: boolean;
  /** Conditions hold all or any; `match` says which where the text can. */
  conditions: "match" | "any" | undefined;
}

const SHAPES: Record<string, Shape> = {
  dfns: {
    enabled: { name: "status", on: '"Enabled"', off: '"Disabled"' },
    global: "star",
    types: { name: "events", isOne: false },
    url: { name: "url" },
    hasLabels: false,
    conditions: undefined,
  },
  dakota: {
    global: { name: "global" },
    types: { name: "event_types", isOne: false },
    url: { name: "url" },
    hasLabels: false,
    conditions: undefined,
  },
  cdp: {
    enabled: { name: "isEnabled", on: "true", off: "false" },
    global: undefined,
    types: { name: "eventTypes", isOne: false },
    url: { within: "target", name: "url" },
    hasLabels: true,
    conditions: undefined,
  },
  ark: {
    enabled: { name: "enabled", on: "true", off: "false" },
    global: undefined,
    types: { name: "event", isOne: true },
    url: { name: "target" },
    hasLabels: false,
    conditions: "any",
  },
  hooksieve: {
    enabled: { name: "enabled", on: "true", off: "false" },
    global: { name: "global" },
    types: { name: "events", isOne: false },
    url: { within: "target", name: "url" },
    hasLabels: true,
    conditions: "match",
  },
};

export const shapeOf = (provider: string): Shape | undefined => SHAPES[provider];

/** A condition as the form shows it. */
export interface Row {
  key: string;
  operator: string;
  value: Value | undefined;
}

/** What a subscription says, member by member. */
export interface Content {
  isEnabled: boolean;
  isGlobal: boolean;
  types: string[];
  url: string;
  labels: [key: string, value: string][];
  match: "all" | "any";
  rows: Row[];
}

export function contentOf(text: string, object: Value, shape: Shape): Content {
  const source = (value: Value | undefined) => value && text.slice(value.from, value.to);
  const { enabled, global, types, url } = shape;
  const list = memberOf(object, types.name);
  const named =
    list?.kind === "array"
      ? list.items.flatMap((item) => stringOf(text, item) ?? [])
      : [stringOf(text, list) ?? []].flat();
  const labels = memberOf(object, "labels")?.members ?? [];
  const isAny = shape.conditions === "any" || stringOf(text, memberOf(object, "match")) === "any";
  const at = url.within === undefined ? object : memberOf(object, url.within);
  return {
    isEnabled: enabled === undefined || source(memberOf(object, enabled.name)) !== enabled.off,
    isGlobal:
      named.includes("*") ||
      (typeof global === "object" && source(memberOf(object, global.name)) === "true"),
    types: named,
    url: stringOf(text, memberOf(at, url.name)) ?? "",
    labels: labels.map(({ name, value }) => [name, stringOf(text, value) ?? source(value) ?? ""]),
    match: isAny ? "any" : "all",
    rows: (memberOf(object, "conditions")?.items ?? []).map((item) => ({
      key: stringOf(text, memberOf(item, "key")) ?? "",
      operator: stringOf(text, memberOf(item, "condition")) ?? "",
      value: memberOf(item, "value"),
    })),
  };
}
