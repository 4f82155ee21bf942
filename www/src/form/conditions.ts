// Conditions: key, operator, value, a row each.

import { type Change, addItem, removeItem, setMember } from "../editor/edits";
import { type OperatorWords, operatorsOf } from "../editor/operators";
import { type Value, memberOf, stringOf } from "../editor/tree";
import { button, element } from "../element";
import { combo } from "./combo";
import type { Section } from "./form";
import type { Row } from "./members";
import { valueFields } from "./value";

export function conditionsSection(section: Section): HTMLElement {
  const { content, edit, provider, survey } = section;
  const rows = content.rows.map((row, at) => condition(section, row, at));
  const more = button("button.quiet.more", "Add a condition", () =>
    edit("set", (text, object) => {
      const list = memberOf(object, "conditions");
      const key = JSON.stringify(survey.keys[0]?.key ?? "key");
      const json = `{"key": ${key}, "condition": "eq", "value": ""}`;
      return list?.kind === "array"
        ? addItem(text, list, json)
        : setMember(text, object, "conditions", `[${json}]`);
    }),
  );
  more.id = "form-condition-more";
  const none = "none: every payload will do";
  const words = rows.length === 0 ? none : rows.length === 1 ? "must hold" : "";
  return element(
    "fieldset.part",
    {},
    element(
      "legend",
      {},
      "Conditions",
      words === "" ? undefined : element("span.number", {}, words),
    ),
    rows.length > 1 && provider === "hooksieve" && matching(section),
    rows.length > 1 && provider === "ark" && element("p.aside", {}, "One that holds is enough."),
    ...rows,
    more,
  );
}

/** Whether all must hold or one is enough. */
function matching({ content, edit }: Section): HTMLElement {
  const select = element(
    "select",
    { id: "form-match" },
    element("option", { value: "all" }, "all must hold"),
    element("option", { value: "any" }, "one that holds is enough"),
  );
  select.value = content.match;
  select.addEventListener("change", () => {
    edit("set", (text, object) => setMember(text, object, "match", JSON.stringify(select.value)));
  });
  return element("label.line", {}, element("span.name", {}, "Of these"), select);
}

/** The condition at a place of the list, as it is in the text now. */
const conditionAt = (object: Value, at: number): Value | undefined =>
  memberOf(object, "conditions")?.items[at];

function condition(section: Section, row: Row, at: number): HTMLElement {
  const { edit, survey, text, provider } = section;
  const operators = operatorsOf(provider);
  const words = operators.find(({ name }) => name === row.operator);
  const change = (name: string, json: string, kind: "type" | "set") =>
    edit(kind, (source, object) => {
      const item = conditionAt(object, at);
      return item === undefined ? [] : setMember(source, item, name, json);
    });
  const key = combo({
    id: `form-key-${at}`,
    label: `Key of condition ${at + 1}`,
    value: row.key,
    options: survey.keys.map((seen) => seen.key),
    change: (value) => change("key", JSON.stringify(value), "type"),
  });
  const less = button("button.quiet.less", "×", () =>
    edit("set", (source, object) => {
      const list = memberOf(object, "conditions");
      return list === undefined ? [] : removeItem(source, list, at);
    }),
  );
  less.setAttribute("aria-label", `Remove condition ${at + 1}`);
  return element(
    "div.condition",
    {},
    key,
    less,
    operatorSelect(operators, row, at, (operator) =>
      edit("set", (source, object) => switched(source, conditionAt(object, at), operator)),
    ),
    valueFields({
      id: `form-value-${at}`,
      label: `Value of condition ${at + 1}`,
      takes: words?.takes ?? "any",
      text,
      value: row.value,
      seen: survey.keys.find((seen) => seen.key === row.key)?.values ?? [],
      edit: (kind, change) =>
        edit(kind, (source, object) => {
          const item = conditionAt(object, at);
          return item === undefined ? [] : change(source, item);
        }),
    }),
  );
}

function operatorSelect(
  operators: readonly OperatorWords[],
  { operator }: Row,
  at: number,
  choose: (operator: OperatorWords) => void,
): HTMLElement {
  const select = element("select", {
    id: `form-operator-${at}`,
    "aria-label": `Operator of condition ${at + 1}`,
  });
  const isKnown = operators.some(({ name }) => name === operator);
  if (!isKnown) select.append(element("option", { value: operator }, `${operator} (unknown)`));
  for (const { name, asks } of operators) {
    select.append(element("option", { value: name }, `must ${asks}`));
  }
  select.value = operator;
  select.title = operators.find(({ name }) => name === operator)?.meaning ?? "";
  select.addEventListener("change", () => {
    const chosen = operators.find(({ name }) => name === select.value);
    if (chosen !== undefined) choose(chosen);
  });
  return select;
}

/** Another operator, with its value where the one that is there does not fit it. */
function switched(text: string, item: Value | undefined, operator: OperatorWords): Change[] {
  if (item === undefined) return [];
  const set = setMember(text, item, "condition", JSON.stringify(operator.name));
  const value = memberOf(item, "value");
  const fitting = fittingValue(text, value, operator.takes);
  if (fitting === undefined) return set;
  // Behind each other where both are added at the end: the positions are those of one text.
  return value === undefined ? set : [...set, { from: value.from, to: value.to, insert: fitting }];
}

function fittingValue(
  text: string,
  value: Value | undefined,
  takes: OperatorWords["takes"],
): string | undefined {
  const source = value === undefined ? '""' : text.slice(value.from, value.to);
  if (takes === "list") return value?.kind === "array" ? undefined : `[${source}]`;
  if (takes === "bounds") {
    const isNumeral = /^"?-?\d[\d.eE+-]*"?$/.test(source);
    const bound = isNumeral ? source : "0";
    return value?.kind === "object" ? undefined : `{"min": ${bound}, "max": ${bound}}`;
  }
  const first = value?.items[0] ?? value?.members[0]?.value;
  if (value?.kind === "array" || value?.kind === "object") {
    return first === undefined ? '""' : text.slice(first.from, first.to);
  }
  return takes === "text" && stringOf(text, value) === undefined
    ? JSON.stringify(source)
    : undefined;
}
