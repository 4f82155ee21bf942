// What `wrangler deploy` would upload, and that tests run what wrangler.jsonc describes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts/build.js";

/** Kilobytes of the Worker, compressed; a Worker may have 3 MB where it is free. */
const MOST = 1_000;

test("wrangler takes the project, and the Worker is small", () => {
  const folder = mkdtempSync(join(tmpdir(), "hooksieve-deploy-"));
  try {
    const words = ["deploy", "--dry-run", "--outdir", folder];
    const env = {
      ...process.env,
      CI: "1",
      NO_COLOR: "1",
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_LOG_PATH: folder,
    };
    const told = execFileSync(`${root}node_modules/.bin/wrangler`, words, {
      cwd: root,
      env,
      encoding: "utf8",
    });
    const [, size] = /gzip: ([0-9.]+) KiB/.exec(told);
    assert.ok(Number(size) < MOST, told);
    for (const name of [
      "TENANTS (Tenant)",
      "HINTS (hooksieve-hints)",
      "SLOW_HINTS (hooksieve-slow-hints)",
    ]) {
      assert.ok(told.includes(`env.${name}`), told);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("this machine's Worker is set up as the deployed one", () => {
  const lines = readFileSync(`${root}wrangler.jsonc`, "utf8").split("\n");
  const config = JSON.parse(lines.filter((line) => !/^ *\/\//.test(line)).join("\n"));
  const local = readFileSync(`${root}scripts/local.js`, "utf8");
  assert.ok(local.includes(`compatibilityDate: "${config.compatibility_date}"`));
  for (const { binding, queue } of config.queues.producers) {
    assert.ok(local.includes(`${binding}: "${queue}"`), binding);
  }
  for (const { queue, max_batch_size: size, max_retries: retries } of config.queues.consumers) {
    assert.ok(local.includes(`"${queue}": CONSUMER`), queue);
    assert.deepEqual([size, retries], [6, 0]);
  }
});
