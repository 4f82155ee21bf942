// What every runner reads: the vector files, and what the suite of the crate explained.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every vector file, by path. */
export function vectorFiles() {
  const folder = `${root}tests/vectors/`;
  const names = readdirSync(folder, { recursive: true });
  const vectors = names.filter((name) => name.endsWith(".json") && !name.endsWith("schema.json"));
  if (vectors.length === 0) throw new Error("there are no vectors");
  return vectors.sort(byPath).map((path) => ({ path, text: readFileSync(folder + path, "utf8") }));
}

/** As a walk through the folders meets them: part by part of the path. */
function byPath(one, other) {
  const [a, b] = [one.split("/"), other.split("/")];
  const at = a.findIndex((part, index) => part !== b[index]);
  return a[at] < b[at] ? -1 : 1;
}

/** The canonical explanations that the crate itself gave, one event a line. */
export function nativeExplanations() {
  return readFileSync(`${root}target/tmp/explain.ndjson`, "utf8").trimEnd().split("\n");
}

/**
 * Throws where a run of the vectors failed or differs from the crate's.
 * @param {string} home
 * @param {{ tests: number, failures: string[], explanations: string[] }} run
 */
export function compare(home, { tests, failures, explanations }) {
  if (failures.length > 0) {
    throw new Error(`${home}: ${failures.length} failures\n${failures.slice(0, 20).join("\n")}`);
  }
  const expected = nativeExplanations();
  const at = expected.findIndex((line, index) => line !== explanations[index]);
  if (at >= 0 || expected.length !== explanations.length) {
    const counts = `${expected.length} natively, ${explanations.length} here`;
    const lines = `    natively ${expected[at]}\n    here     ${explanations[at]}`;
    throw new Error(`${home}: explanation ${at} differs (${counts})\n${lines}`);
  }
  if (tests < 1000) throw new Error(`${home}: only ${tests} tests ran`);
  return `${tests} tests, ${explanations.length} explanations as natively, byte for byte`;
}
