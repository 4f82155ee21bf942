// The value of a condition: a text, a number, bounds, or JSON, as its operator takes it and
// as it is written.

import { type Change, setMember } from "../editor/edits";
import type { OperatorWords } from "../editor/operators";
import { type Value, memberOf, stringOf } from "../editor/tree";
import { element } from "../element";
import { combo } from "./combo";

export interface ValueOptions {
  id: string;
  label: string;
  takes: OperatorWords["takes"];
  /** The configuration that the value stands in. */
  text: string;
  value: Value | undefined;
  /** Values seen under the key, as JSON. */
  seen: readonly string[];
  /** Changes the condition as it is in the text then. */
  edit: (kind: "type" | "set", change: (text: string, condition: Value) => Change[]) => void;
}

export function valueFields(options: ValueOptions): HTMLElement {
  const { takes, text, value, edit } = options;
  if (takes === "nothing") return element("span.none", {}, "needs no value");
  if (takes === "bounds" && (value === undefined || value.kind === "object")) {
    return bounds(options);
  }
  const change = (json: string, kind: "type" | "set") =>
    edit(kind, (source, condition) => setMember(source, condition, "value", json));
  const source = value === undefined ? '""' : text.slice(value.from, value.to);
  const string = stringOf(text, value);
  const isText = value === undefined || string !== undefined;
  const field = combo({
    id: options.id,
    label: options.label,
    value: isText ? (string ?? "") : source.replace(/\s*\n\s*/g, " "),
    options: options.seen.map((json) => (isText ? plain(json) : json)),
    change: (words) => {
      if (!isText && !isJson(words)) return false;
      change(isText ? JSON.stringify(words) : words, "type");
      return true;
    },
  });
  const select = element(
    "select",
    { id: `${options.id}-kind`, "aria-label": `Type of the value: ${options.label}` },
    element("option", { value: "text" }, "text"),
    element("option", { value: "json" }, isText || !/^[[{]/.test(source) ? "number" : "JSON"),
  );
  select.value = isText ? "text" : "json";
  select.addEventListener("change", () => {
    if (select.value === "text") change(JSON.stringify(source), "set");
    else change(isJson(string ?? "") ? (string ?? "0") : "0", "set");
  });
  return element("span.value", {}, field, select);
}

const plain = (json: string): string => {
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : json;
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** From and to, each written as the bound is: a number, or a number as text. */
function bounds({ id, label, text, value, edit }: ValueOptions): HTMLElement {
  const fields = (["min", "max"] as const).map((name) => {
    const exclusive = name === "min" ? "above" : "below";
    const isExclusive = memberOf(value, exclusive) !== undefined;
    const member = isExclusive ? exclusive : name;
    const bound = memberOf(value, member);
    const string = stringOf(text, bound);
    const words = isExclusive ? exclusive : name === "min" ? "from" : "to";
    const input = element("input", {
      type: "text",
      id: `${id}-${name}`,
      inputmode: "decimal",
      "aria-label": `${label}: ${words}`,
    });
    input.value = string ?? (bound === undefined ? "" : text.slice(bound.from, bound.to));
    input.addEventListener("input", () => {
      const isNumeral = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(input.value);
      if (isNumeral) input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
      if (!isNumeral) return;
      // Numbers of more digits than a double keeps go as texts.
      const isLong = input.value.replace(/\D/g, "").length > 15;
      const json = string !== undefined || isLong ? JSON.stringify(input.value) : input.value;
      edit("type", (source, condition) => {
        const object = memberOf(condition, "value");
        return object?.kind === "object"
          ? setMember(source, object, member, json)
          : setMember(source, condition, "value", `{"${member}": ${json}}`);
      });
    });
    return element("label.bound", {}, element("span", {}, words), input);
  });
  return element("span.value", {}, ...fields);
}
