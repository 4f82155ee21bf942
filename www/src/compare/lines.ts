// What an edit did to a text, line by line.

export interface Line {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Lines of both sides multiplied from which the middle is told as replaced. */
const MOST = 4_000_000;

/** All lines of both texts in order; of a change the old lines first. */
export function linesBetween(before: string, after: string): Line[] {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  const room = Math.min(old.length, fresh.length) - head;
  while (tail < room && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const same = (text: string): Line => ({ kind: "same", text });
  return [
    ...old.slice(0, head).map(same),
    ...middle(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...old.slice(old.length - tail).map(same),
  ];
}

/** By the longest common subsequence. */
function middle(old: string[], fresh: string[]): Line[] {
  const removed = (text: string): Line => ({ kind: "removed", text });
  const added = (text: string): Line => ({ kind: "added", text });
  const width = fresh.length + 1;
  if (old.length * fresh.length > MOST) return [...old.map(removed), ...fresh.map(added)];
  // By places in both, how many lines from there on are common.
  const common = new Uint32Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = fresh.length - 1; b >= 0; b -= 1) {
      common[a * width + b] =
        old[a] === fresh[b]
          ? (common[(a + 1) * width + b + 1] ?? 0) + 1
          : Math.max(common[(a + 1) * width + b] ?? 0, common[a * width + b + 1] ?? 0);
    }
  }
  const lines: Line[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < fresh.length) {
    const isSame = a < old.length && b < fresh.length && old[a] === fresh[b];
    const less = common[(a + 1) * width + b] ?? 0;
    const more = common[a * width + b + 1] ?? 0;
    if (isSame) {
      lines.push({ kind: "same", text: old[a] ?? "" });
      [a, b] = [a + 1, b + 1];
    } else if (a < old.length && (b === fresh.length || less >= more)) {
      lines.push(removed(old[a] ?? ""));
      a += 1;
    } else {
      lines.push(added(fresh[b] ?? ""));
      b += 1;
    }
  }
  return lines;
}

/** Unchanged lines kept around a change. */
const AROUND = 2;

/** The changed lines with a few around them; nothing for what is left out between. */
export function hunks(lines: readonly Line[]): (Line | undefined)[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, at) => {
    if (kind === "same") return;
    for (let one = at - AROUND; one <= at + AROUND; one += 1) near.add(one);
  });
  const shown: (Line | undefined)[] = [];
  lines.forEach((line, at) => {
    if (!near.has(at)) return;
    if (shown.length > 0 && !near.has(at - 1)) shown.push(undefined);
    shown.push(line);
  });
  return shown;
}
