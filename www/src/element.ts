// Elements in one expression: a tag with classes, attributes, children.

type Child = Node | string | undefined | false;

export function element<Tag extends keyof HTMLElementTagNameMap>(
  selector: `${Tag}` | `${Tag}.${string}`,
  attributes: Record<string, string>,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const [tag, ...classes] = selector.split(".");
  const made = document.createElement(tag as Tag);
  if (classes.length > 0) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** A button that does something. */
export function button(
  selector: `button` | `button.${string}`,
  words: string,
  act: () => void,
): HTMLButtonElement {
  const made = element<"button">(selector, { type: "button" }, words);
  made.addEventListener("click", act);
  return made;
}

/** The element within a root that has an id. */
export function byId<Kind extends HTMLElement>(
  root: ParentNode,
  id: string,
  kind: new () => Kind,
): Kind {
  const found = root.querySelector(`#${id}`);
  if (!(found instanceof kind)) throw new Error(`the preview has no #${id}`);
  return found;
}

/** What has the focus in the tree that an element is in: a document or a shadow root. */
export function focused(within: Element): Element | null {
  const root = within.getRootNode();
  return root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
}
