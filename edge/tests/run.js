// Everything that the Worker is held to: `npm test`, after `cargo xtask wasm`. Names of files
// choose among them.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const tools = fileURLToPath(new URL("../node_modules/.bin/", import.meta.url));

const asked = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => asked.length === 0 || asked.some((each) => name.startsWith(each)));
if (files.length === 0) throw new Error(`there is no test ${asked.join(", ")}`);

const run = (program, words) => {
  const { status } = spawnSync(program, words, { stdio: "inherit", cwd: `${folder}..` });
  if (status !== 0) process.exitCode = 1;
};
run(`${tools}tsc`, ["-p", "."]);
// One file after the other: each starts runtimes of its own.
run(process.execPath, [
  "--test",
  "--test-concurrency=1",
  "--test-reporter=spec",
  ...files.map((name) => `tests/${name}`),
]);
