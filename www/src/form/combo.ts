// A text field that offers what was seen in the events.

import { element } from "../element";
import { hide } from "./hidden";

export interface ComboOptions {
  id: string;
  label: string;
  value: string;
  options: readonly string[];
  /** What is shown in the value's place, where that is a secret. */
  hidden?: string | undefined;
  /** Takes what is typed; false where it is no value yet, which is then marked. */
  change: (value: string) => boolean | void;
}

/** Options that are offered at once; more help nobody. */
const OFFERED = 200;

export function combo({ id, label, value, options, hidden, change }: ComboOptions): HTMLElement {
  const list = `${id}-options`;
  const input = element("input", {
    type: "text",
    id,
    list,
    "aria-label": label,
    spellcheck: "false",
  });
  input.value = value;
  input.title = value;
  if (hidden !== undefined) hide(input, hidden);
  input.addEventListener("input", () => {
    const isTaken = change(input.value) !== false;
    if (isTaken) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  });
  const offered = options.slice(0, OFFERED).map((option) => element("option", { value: option }));
  return element("span.combo", {}, input, element("datalist", { id: list }, ...offered));
}
