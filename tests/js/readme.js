// The examples of the package's README, run as they stand there.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inPage } from "./homes/chromium.js";
import { ask, packageModules } from "./homes/workerd.js";
import { root } from "./files.js";
import { output } from "./process.js";

/** The example of this name, without the fence. */
export function example(name) {
  const text = readFileSync(`${root}pkg/README.md`, "utf8");
  const blocks = text.split("```").filter((_, at) => at % 2 === 1);
  const found = blocks.filter((block) => block.split("\n")[1]?.includes(`example: ${name}`));
  assert.equal(found.length, 1, `one example ${name}`);
  const lines = found[0].split("\n").slice(2);
  assert.ok(lines.length <= 13, `${name} is ${lines.length} lines long`);
  return lines.join("\n");
}

/** What a script's comments say that it prints. */
function promised(script) {
  return [...script.matchAll(/\/\/ (.*)$/gm)].map(([, line]) => line);
}

export async function run() {
  const folder = join(tmpdir(), `hooksieve-readme-${process.pid}`);
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(`${root}pkg`, join(folder, "node_modules/hooksieve"));
  try {
    await node(folder);
    await page(folder);
    await preview(folder);
    await worker();
  } finally {
    rmSync(folder, { recursive: true });
  }
  return "5 examples do what they say";
}

async function node(folder) {
  for (const name of ["node", "batch"]) {
    const script = example(name);
    writeFileSync(join(folder, `${name}.mjs`), script);
    const printed = await output("node", [`${name}.mjs`], { cwd: folder });
    for (const line of promised(script)) assert.ok(printed.includes(line), `${line}\n${printed}`);
    assert.ok(promised(script).length > 0);
  }
}

async function page(folder) {
  const html = example("page");
  // The policy of the test server allows no inline script, as a strict one does not.
  const script = html.split("\n").slice(1, -2).join("\n");
  const extra = {
    "/index.html": '<!doctype html><html lang="en"><body></body><script type="module" src="/page.js"></script></html>',
    "/page.js": script,
  };
  const shown = await inPage(folder, extra, async (tab) => {
    await tab.waitForFunction(() => document.body.textContent !== "", null, { timeout: 15_000 });
    return tab.evaluate(() => document.body.textContent);
  });
  assert.equal(shown, promised(script)[0]);
}

async function preview(folder) {
  const html = `<!doctype html><html lang="en"><title>preview</title>${example("preview")}</html>`;
  const shown = await inPage(folder, { "/index.html": html }, async (tab) => {
    const headline = tab.locator("#count", { hasText: /event/ });
    await headline.waitFor({ timeout: 15_000 });
    return headline.innerText();
  });
  assert.equal(shown, "1 of 2 events fires");
}

async function worker() {
  const contents = example("worker").replace('"hooksieve"', '"./pkg/workerd.js"');
  const modules = [{ type: "ESModule", path: "worker.js", contents }, ...packageModules(`${root}pkg/`)];
  const answer = JSON.parse(await ask(modules, '{"type":"wallet.created"}'));
  assert.deepEqual(answer, { outcome: "fires", matched: ["a"] });
}
