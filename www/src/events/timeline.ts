// Events over time, fired and not: a small picture, and the same numbers as a table.

import { element } from "../element";
import { DOES_NOT_FIRE, FIRES, PENDING } from "../engine/protocol";

/** Columns of the picture at most. */
const COLUMNS = 48;

/** Its size in its own units; it is as wide as its place. */
const WIDTH = 480;
const HEIGHT = 40;

interface Column {
  from: number;
  to: number;
  fires: number;
  against: number;
  open: number;
}

const UNITS: [length: number, words: string][] = [
  [1000, "second"],
  [60_000, "minute"],
  [300_000, "5 minutes"],
  [900_000, "15 minutes"],
  [3_600_000, "hour"],
  [21_600_000, "6 hours"],
  [86_400_000, "day"],
  [604_800_000, "week"],
  [2_592_000_000, "30 days"],
  [31_536_000_000, "year"],
];

export class Timeline {
  readonly #box: HTMLElement;
  #isTable = false;
  #dates: Float64Array = new Float64Array();
  #outcomes: Uint8Array = new Uint8Array();

  constructor(box: HTMLElement) {
    this.#box = box;
  }

  setDates(dates: Float64Array) {
    this.#dates = dates;
    this.#draw();
  }

  setOutcomes(outcomes: Uint8Array) {
    this.#outcomes = outcomes;
    this.#draw();
  }

  #draw() {
    const dated = this.#dates.length === this.#outcomes.length ? this.#dates : new Float64Array();
    const parts = columnsOf(dated, this.#outcomes);
    this.#box.hidden = parts === undefined;
    if (parts === undefined) return;
    const { columns, unit, left } = parts;
    const hadFocus = this.#box.querySelector("button:focus") !== null;
    const toggle = element("button.quiet", { type: "button" }, this.#isTable ? "Picture" : "Table");
    toggle.setAttribute(
      "aria-label",
      this.#isTable ? "Show the picture" : "Show the numbers as a table",
    );
    toggle.addEventListener("click", () => {
      this.#isTable = !this.#isTable;
      this.#draw();
    });
    const without = left === 0 ? "" : ` · ${left.toLocaleString("en")} without a date`;
    this.#box.replaceChildren(
      element("figcaption", {}, `Per ${unit}${without}`, toggle),
      this.#isTable ? table(columns) : picture(columns, unit),
    );
    if (hadFocus) toggle.focus();
  }
}

/** The events counted by time; nothing where fewer than two moments are known. */
function columnsOf(dates: Float64Array, outcomes: Uint8Array) {
  let [first, last, left] = [Infinity, -Infinity, 0];
  for (const date of dates) {
    if (Number.isNaN(date)) left += 1;
    else {
      first = Math.min(first, date);
      last = Math.max(last, date);
    }
  }
  if (first >= last) return undefined;
  const fitting = UNITS.find(([length]) => (last - first) / length < COLUMNS) ?? UNITS.at(-1);
  const [length, unit] = fitting ?? [1000, "second"];
  const start = Math.floor(first / length) * length;
  const many = Math.min(COLUMNS * 8, Math.floor((last - start) / length) + 1);
  const columns = Array.from({ length: many }, (_, at): Column => {
    const from = start + at * length;
    return { from, to: from + length, fires: 0, against: 0, open: 0 };
  });
  dates.forEach((date, event) => {
    const column = columns[Math.min(many - 1, Math.floor((date - start) / length))];
    if (column === undefined || Number.isNaN(date)) return;
    const outcome = outcomes[event];
    if (outcome === FIRES) column.fires += 1;
    else if (outcome === DOES_NOT_FIRE) column.against += 1;
    else if (outcome !== PENDING) column.open += 1;
  });
  return { columns, unit, left };
}

const SVG = "http://www.w3.org/2000/svg";

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function picture(columns: readonly Column[], unit: string): Element {
  const most = Math.max(...columns.map(({ fires, against, open }) => fires + against + open));
  const fires = columns.reduce((sum, column) => sum + column.fires, 0);
  const all = columns.reduce((sum, one) => sum + one.fires + one.against + one.open, 0);
  const label = `Events per ${unit}, ${span(columns)}: ${fires} of ${all} fire, at most ${most} in one`;
  const svg = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": label,
  });
  const width = WIDTH / columns.length;
  columns.forEach((column, at) => {
    const title = shape("title", {});
    title.textContent = `${moment(column.from)}: ${column.fires} fire, ${column.against} do not${
      column.open > 0 ? `, ${column.open} undecidable` : ""
    }`;
    const group = shape("g", {});
    group.append(title);
    let top = HEIGHT;
    for (const kind of ["fires", "open", "against"] as const) {
      const height = (column[kind] / most) * HEIGHT;
      top -= height;
      if (height === 0) continue;
      const gap = Math.min(2, width / 4);
      group.append(
        shape("rect", { class: kind, x: at * width, y: top, width: width - gap, height }),
      );
    }
    svg.append(group);
  });
  const [begin, end] = [columns[0]?.from ?? 0, columns.at(-1)?.from ?? 0];
  return element(
    "div.picture",
    {},
    svg as Node as HTMLElement,
    element(
      "div.ends",
      { "aria-hidden": "true" },
      element("span", {}, moment(begin)),
      element("span", {}, moment(end)),
    ),
  );
}

function table(columns: readonly Column[]): HTMLElement {
  const row = (cells: string[], head: boolean) =>
    element(
      "tr",
      {},
      ...cells.map((cell, at) =>
        head || at === 0
          ? element("th", { scope: head ? "col" : "row" }, cell)
          : element("td", {}, cell),
      ),
    );
  const filled = columns.filter(({ fires, against, open }) => fires + against + open > 0);
  const numbers = filled.map(({ from, fires, against, open }) =>
    row(
      [moment(from), ...[fires, against, open].map((count) => count.toLocaleString("en"))],
      false,
    ),
  );
  return element(
    "div.numbers",
    { tabindex: "0", role: "region", "aria-label": "Events over time" },
    element(
      "table",
      {},
      element("thead", {}, row(["From", "fire", "do not", "undecidable"], true)),
      element("tbody", {}, ...numbers),
    ),
  );
}

/** A moment in UTC, as the events have them; with seconds where it is none of a whole minute. */
function moment(time: number): string {
  const text = new Date(time).toISOString().replace("T", " ");
  return text.slice(0, time % 60_000 === 0 ? 16 : 19);
}

const span = (columns: readonly Column[]): string =>
  `from ${moment(columns[0]?.from ?? 0)} to ${moment(columns.at(-1)?.from ?? 0)} UTC`;
