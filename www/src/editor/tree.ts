// The text of a configuration as a tree of places, as tolerant as the engine reads pasted
// snippets: comments, single quotes, keys without quotes, text around the JSON. Edits are
// made at its places, so that everything else stays as it was written.

/** A value and where it stands; code units, end exclusive. */
export interface Value {
  kind: "object" | "array" | "string" | "atom";
  from: number;
  to: number;
  /** Of an object. */
  members: Member[];
  /** Of an array. */
  items: Value[];
  /** Where the commas between the parts stand. */
  commas: number[];
}

export interface Member {
  name: string;
  /** From the name's first character to the value's last. */
  from: number;
  to: number;
  /** Where the name ends. */
  nameTo: number;
  /** Nothing where it was not written yet. */
  value: Value | undefined;
}

/** Nesting that is followed; the engine refuses deeper texts. */
const DEEPEST = 128;

const QUOTES: Record<string, string> = { '"': '"', "'": "'", "“": "”", "‘": "’", "`": "`" };

/** The outermost values of a text: one, or those of NDJSON. */
export function treeOf(text: string): Value[] {
  const reader = new Reader(text);
  const roots: Value[] = [];
  for (let root = reader.root(); root !== undefined; root = reader.root()) roots.push(root);
  return roots;
}

/** The value of a member; of members with one name the last counts. */
export const memberOf = (object: Value | undefined, name: string): Value | undefined =>
  object?.members.findLast((member) => member.name === name)?.value;

/** A string as it is meant; nothing where it is none. */
export function stringOf(text: string, value: Value | undefined): string | undefined {
  return value?.kind === "string" ? unquoted(text.slice(value.from, value.to)) : undefined;
}

function unquoted(quoted: string): string {
  const closing = QUOTES[quoted[0] ?? ""];
  const isClosed = quoted.length > 1 && quoted.endsWith(closing ?? '"');
  const inner = quoted.slice(1, isClosed ? -1 : undefined);
  const json = quoted.startsWith('"') ? inner : inner.replace(/\\'/g, "'").replace(/"/g, '\\"');
  try {
    return String(JSON.parse(`"${json}"`));
  } catch {
    return inner;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next object or array that is not within another. */
  root(): Value | undefined {
    for (; this.#at < this.#text.length; this.#at += 1) {
      this.#space();
      const next = this.#text[this.#at];
      if (next === "{" || next === "[") return this.#value(0);
    }
    return undefined;
  }

  #value(depth: number): Value | undefined {
    const from = this.#at;
    const first = this.#text[from];
    if (first === undefined || depth > DEEPEST) return undefined;
    if (first === "{" || first === "[") return this.#container(first, depth);
    const isString = first in QUOTES;
    if (isString) this.#string();
    else this.#word();
    if (this.#at === from) return undefined;
    return leaf(isString ? "string" : "atom", from, this.#at);
  }

  #container(open: "{" | "[", depth: number): Value {
    const made = leaf(open === "{" ? "object" : "array", this.#at, this.#at);
    const close = open === "{" ? "}" : "]";
    this.#at += 1;
    while (this.#at < this.#text.length) {
      this.#space();
      const next = this.#text[this.#at];
      if (next === close) {
        this.#at += 1;
        break;
      }
      const before = this.#at;
      if (next === ",") made.commas.push(this.#at);
      else if (open === "{") this.#member(made, depth);
      else {
        const item = this.#value(depth + 1);
        if (item !== undefined) made.items.push(item);
      }
      // What is nothing known is stepped over.
      if (this.#at === before) this.#at += 1;
    }
    made.to = this.#at;
    return made;
  }

  #member(object: Value, depth: number) {
    const from = this.#at;
    const key = this.#value(DEEPEST);
    if (key === undefined || key.kind === "object" || key.kind === "array") return;
    const written = this.#text.slice(key.from, key.to);
    const name = key.kind === "string" ? unquoted(written) : written;
    this.#space();
    if (this.#text[this.#at] !== ":") return;
    this.#at += 1;
    const end = this.#at;
    this.#space();
    const value = this.#value(depth + 1);
    object.members.push({ name, from, to: value?.to ?? end, nameTo: key.to, value });
  }

  #string() {
    const closing = QUOTES[this.#text[this.#at] ?? ""];
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const next = this.#text[this.#at];
      if (next === "\\") this.#at += 1;
      // A string that is never closed ends with its line.
      else if (next === "\n") return;
      else if (next === closing) {
        this.#at += 1;
        return;
      }
    }
    this.#at = Math.min(this.#at, this.#text.length);
  }

  #word() {
    while (this.#at < this.#text.length && !/[\s{}[\],:"]/.test(this.#text[this.#at] ?? "")) {
      this.#at += 1;
    }
  }

  /** Steps over white space and comments. */
  #space() {
    const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*)*/y;
    space.lastIndex = this.#at;
    this.#at += space.exec(this.#text)?.[0].length ?? 0;
  }
}

const leaf = (kind: Value["kind"], from: number, to: number): Value => {
  return { kind, from, to, members: [], items: [], commas: [] };
};

/** The members under which list responses keep their items. */
const LISTS = ["items", "data"];

/** The objects of a configuration that are subscriptions, in their order. */
export function subscriptionsOf(text: string): Value[] {
  const roots = treeOf(text);
  const [root] = roots;
  if (root === undefined) return [];
  if (roots.length > 1) return roots.filter(({ kind }) => kind === "object");
  if (root.kind === "array") return root.items.filter(({ kind }) => kind === "object");
  for (const name of LISTS) {
    const list = memberOf(root, name);
    if (list?.kind === "array") return list.items.filter(({ kind }) => kind === "object");
  }
  const wrapped = memberOf(root, "data");
  return [wrapped?.kind === "object" && root.members.length === 1 ? wrapped : root];
}
