// The event types: the provider's catalogue to tick, in groups; for dialects with patterns
// or without a catalogue, what was seen and what is listed, and a field for more.

import { type Change, addText, removeText, setMember } from "../editor/edits";
import { type Value, memberOf } from "../editor/tree";
import { button, element } from "../element";
import type { Section } from "./form";

/** Groups of up to this many types are open at first. */
const OPEN = 14;

export function typesSection(section: Section): HTMLElement {
  const { shape, content, catalogue, seen, provider, narrowed } = section;
  const isFree = catalogue.size === 0;
  const known = isFree ? new Set([...seen.keys()].sort()) : new Set(catalogue.keys());
  const listed = content.types.filter((name) => name !== "*");
  const others = listed.filter((name) => !known.has(name));
  const groups = Map.groupBy(known, (name) => name.split(".")[0] ?? name);
  const title = isFree ? "listed, not among these events" : "not in the provider's documents";
  const all: [string, string[]][] = [...groups];
  if (others.length > 0) all.unshift([title, others]);
  const shown = all
    .map(([name, types]): [string, string[]] => [name, types.filter((type) => fits(section, type))])
    .filter(([, types]) => types.length > 0);
  const count = shape.types.isOne
    ? (listed[0] ?? "none")
    : `${listed.length.toLocaleString("en")} listed`;
  const isNarrowed = narrowed.words !== "";
  const body = shown.map(([name, types]) =>
    group(section, name, types, isNarrowed || known.size <= OPEN),
  );
  if (body.length === 0) {
    const words = isNarrowed ? "No event type has this in its name." : "No event type is known.";
    body.push(element("p.none", {}, words));
  }
  return element(
    "fieldset.part",
    { "data-ignored": String(content.isGlobal) },
    element("legend", {}, "Event types", element("span.number", {}, count)),
    shape.global !== undefined && globalSwitch(section),
    content.isGlobal &&
      element(
        "p.aside",
        {},
        provider === "dfns"
          ? "The list beside “*” changes nothing."
          : "Ignored while every type fires.",
      ),
    known.size > OPEN && search(section),
    ...body,
    (isFree || shape.types.isOne) && another(section),
  );
}

const fits = ({ narrowed: { words } }: Section, type: string): boolean =>
  type.toLowerCase().includes(words);

function globalSwitch({ shape: { global, types }, content, edit }: Section): HTMLElement {
  const box = element("input", { type: "checkbox", id: "form-global", role: "switch" });
  box.checked = content.isGlobal;
  box.addEventListener("change", () => {
    edit("set", (text, object) => {
      if (global === "star" || global === undefined) return star(text, object, box.checked);
      if (box.checked) return setMember(text, object, global.name, "true");
      const said = memberOf(object, global.name);
      // Every type may be said by "*" instead.
      const isStarred = said === undefined || text.slice(said.from, said.to) !== "true";
      return isStarred ? star(text, object, false) : setMember(text, object, global.name, "false");
    });
  });
  const star = (text: string, object: Value, isOn: boolean): Change[] => {
    const list = memberOf(object, types.name);
    if (list?.kind === "string") {
      return isOn ? [] : [{ from: list.from, to: list.to, insert: "[]" }];
    }
    return isOn
      ? addText(text, object, types.name, "*")
      : removeText(text, object, types.name, "*");
  };
  return element("label.line", {}, box, element("span", {}, "Every event type"));
}

function search({ narrowed, redraw }: Section): HTMLElement {
  const input = element("input", {
    type: "text",
    id: "form-types-find",
    placeholder: "Narrow the list",
    "aria-label": "Narrow the list of event types",
    spellcheck: "false",
  });
  input.value = narrowed.words;
  input.addEventListener("input", () => {
    narrowed.words = input.value.trim().toLowerCase();
    redraw();
  });
  return input;
}

function group(section: Section, name: string, types: string[], isOpen: boolean): HTMLElement {
  const ticked = types.filter((type) => section.content.types.includes(type)).length;
  const details = element(
    "details",
    // Narrowed, groups are open, whatever they were before.
    {
      id: `form-group-${section.provider}-${section.narrowed.words === "" ? "" : "narrowed-"}${name}`,
    },
    element(
      "summary",
      {},
      element("span", {}, name),
      element("span.number", {}, ticked > 0 ? `${ticked} of ${types.length}` : `${types.length}`),
    ),
    ...types.map((type) => item(section, type)),
  );
  details.open = isOpen || ticked > 0;
  return details;
}

function item({ shape, content, catalogue, seen, edit }: Section, type: string): HTMLElement {
  const { name, isOne } = shape.types;
  const box = element("input", {
    type: isOne ? "radio" : "checkbox",
    id: `type-${type}`,
    ...(isOne && { name: "form-type" }),
  });
  box.checked = content.types.includes(type);
  box.addEventListener("change", () => {
    edit("set", (text, object) => {
      if (isOne) return setMember(text, object, name, JSON.stringify(type));
      return box.checked ? addText(text, object, name, type) : removeText(text, object, name, type);
    });
  });
  const meaning = catalogue.get(type);
  const count = seen.get(type) ?? 0;
  return element(
    "label",
    { class: "tickable", ...(meaning !== undefined && { title: meaning }) },
    box,
    element("span.type", {}, type),
    element("span.number", {}, count === 0 ? "" : `${count.toLocaleString("en")} here`),
  );
}

/** A type or pattern that is not in the list. */
function another({ shape, edit, catalogue }: Section): HTMLElement {
  const { name, isOne } = shape.types;
  const words = catalogue.size === 0 ? "Add a type or a pattern, as in wallet.*" : "Another event";
  const input = element("input", {
    type: "text",
    id: "form-type-more",
    placeholder: words,
    "aria-label": words,
    spellcheck: "false",
  });
  const add = () => {
    const type = input.value.trim();
    if (type === "") return;
    input.value = "";
    edit("set", (text, object) =>
      isOne
        ? setMember(text, object, name, JSON.stringify(type))
        : addText(text, object, name, type),
    );
  };
  input.addEventListener("keydown", (pressed) => {
    if (pressed.key !== "Enter") return;
    pressed.preventDefault();
    add();
  });
  return element("div.line", {}, input, button("button", isOne ? "Use" : "Add", add));
}
