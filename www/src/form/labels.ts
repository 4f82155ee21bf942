// Labels: all must be on the event.

import { removeMember, setMember } from "../editor/edits";
import { memberOf } from "../editor/tree";
import { button, element } from "../element";
import { HIDDEN, isSecretAt } from "../share/secrets";
import { combo } from "./combo";
import type { Section } from "./form";

export function labelsSection(section: Section): HTMLElement {
  const { content, survey, isRevealed, edit } = section;
  const rows = content.labels.map(([key, value], at) => {
    const name = combo({
      id: `form-label-key-${at}`,
      label: `Key of label ${at + 1}`,
      value: key,
      options: survey.labels.map((label) => label.key),
      change: (fresh) =>
        edit("type", (_, object) => {
          const member = memberOf(object, "labels")?.members[at];
          return member === undefined
            ? []
            : [{ from: member.from, to: member.nameTo, insert: JSON.stringify(fresh) }];
        }),
    });
    const values = survey.labels.find((label) => label.key === key)?.values ?? [];
    const text = combo({
      id: `form-label-value-${at}`,
      label: `Value of label ${key}`,
      value,
      options: values,
      hidden: !isRevealed && isSecretAt([key], JSON.stringify(value)) ? HIDDEN : undefined,
      change: (fresh) =>
        edit("type", (_, object) => {
          const member = memberOf(object, "labels")?.members[at]?.value;
          return member === undefined
            ? []
            : [{ from: member.from, to: member.to, insert: JSON.stringify(fresh) }];
        }),
    });
    const less = button("button.quiet.less", "×", () =>
      edit("set", (source, object) => {
        const labels = memberOf(object, "labels");
        return labels === undefined ? [] : removeMember(source, labels, at);
      }),
    );
    less.setAttribute("aria-label", `Remove label ${key}`);
    return element(
      "div.pair",
      {},
      name,
      element("span.sign", { "aria-hidden": "true" }, "="),
      text,
      less,
    );
  });
  const more = button("button.quiet.more", "Add a label", () =>
    edit("set", (source, object) => {
      const labels = memberOf(object, "labels");
      const key = freeKey(section);
      return labels?.kind === "object"
        ? setMember(source, labels, key, '""')
        : setMember(source, object, "labels", `{${JSON.stringify(key)}: ""}`);
    }),
  );
  more.id = "form-label-more";
  const words = rows.length === 0 ? "none: any labels will do" : "all must be on the event";
  return element(
    "fieldset.part",
    {},
    element("legend", {}, "Labels", element("span.number", {}, words)),
    ...rows,
    more,
  );
}

/** A key that the events have and the subscription does not ask for yet. */
function freeKey({ content, survey }: Section): string {
  const taken = new Set(content.labels.map(([key]) => key));
  const seen = survey.labels.map(({ key }) => key).find((key) => !taken.has(key));
  if (seen !== undefined) return seen;
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? "label" : `label-${at}`;
    if (!taken.has(name)) return name;
  }
}
