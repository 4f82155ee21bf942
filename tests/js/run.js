// Everything that the built package is held to: `npm test`, after `cargo xtask wasm` and
// the suite of the crate, whose explanations are compared with. Names of steps choose
// among them.

import { compare } from "./files.js";

const home = (name) => async () => {
  const { run } = await import(`./homes/${name}.js`);
  return compare(name, await run());
};
const step = (name) => async () => (await import(`./${name}.js`)).run();

const STEPS = {
  types: step("types"),
  node: home("node"),
  deno: home("deno"),
  bun: home("bun"),
  workerd: home("workerd"),
  chromium: home("chromium"),
  edge: step("edge"),
  interface: step("interface"),
  readme: step("readme"),
  package: step("package"),
  fuzz: step("fuzz"),
  sizes: step("sizes"),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STEPS));
if (unknown.length > 0) throw new Error(`there is no step ${unknown.join(", ")}`);

const failed = [];
for (const [name, run] of Object.entries(STEPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const started = performance.now();
  let told;
  try {
    told = await run();
  } catch (fault) {
    failed.push(name);
    told = `FAILED\n${fault?.stack ?? fault}`;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name.padEnd(10)} ${seconds.padStart(6)} s  ${told}`);
}
if (failed.length > 0) {
  console.log(`failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
