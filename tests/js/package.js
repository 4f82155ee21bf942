// The package as it would be published: packed, installed into small projects, run there.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { build, createServer } from "vite";
import webpack from "webpack";
import { inPage, visit } from "./homes/chromium.js";
import { ask } from "./homes/workerd.js";
import { root } from "./files.js";
import { output } from "./process.js";

const PACKED = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "edge/api.js",
  "edge/default.js",
  "edge/error.js",
  "edge/index.d.ts",
  "edge/node.js",
  "edge/signature.js",
  "edge/wasm/edge.js",
  "edge/wasm/edge_bg.wasm",
  "edge/workerd.js",
  "index.d.ts",
  "inline.d.ts",
  "inline.js",
  "lib/api.js",
  "lib/batch.js",
  "lib/catalogue.js",
  "lib/config.js",
  "lib/engine.js",
  "lib/error.js",
  "lib/event.js",
  "lib/explainer.js",
  "lib/near.js",
  "lib/outcome.js",
  "lib/router.js",
  "node.js",
  "package.json",
  "preview-inline.d.ts",
  "preview-inline.js",
  "preview.d.ts",
  "preview.js",
  "preview/THIRD-PARTY.txt",
  "preview/element.d.ts",
  "preview/element.js",
  "preview/worker-text.d.ts",
  "preview/worker-text.js",
  "preview/worker.js",
  "slim.d.ts",
  "slim.js",
  "wasm/hooksieve.js",
  "wasm/hooksieve_bg.wasm",
  "wasm/inline.js",
  "web.js",
  "workerd.js",
];

/** One verdict, which every project must give: the same text, byte for byte. */
const CONFIG = '{"url":"https://é.example","events":["wallet.created"]}';
const EVENT = '{"id":"1","kind":"wallet.exported","data":{}}';
const VERDICT = `JSON.stringify([router.route(${JSON.stringify(EVENT)}), router.explainJson(${JSON.stringify(EVENT)})])`;
const MAKE = `const router = new Router(${JSON.stringify(CONFIG)});`;
const IMPORT = 'import { load, Router } from "hooksieve";\nawait load();\n';
const PAGE = '<!doctype html><html lang="en"><script type="module" src="./main.js"></script></html>';

export async function run() {
  const folder = join(tmpdir(), `hooksieve-package-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const tarball = await pack(folder);
    await isClean(tarball);
    const project = join(folder, "project");
    await install(project, tarball);
    const verdicts = {};
    for (const [name, ask] of Object.entries(PROJECTS)) {
      const own = join(folder, name);
      cpSync(project, own, { recursive: true });
      const fault = (reason) => Promise.reject(new Error(`${name}: ${reason.message}`));
      verdicts[name] = (await ask(own).catch(fault)).trim();
    }
    for (const [name, verdict] of Object.entries(verdicts)) {
      assert.equal(verdict, verdicts["node-esm"], `${name} gives another verdict`);
    }
    assert.ok(verdicts["node-esm"].includes("does-not-fire"), verdicts["node-esm"]);
    for (const [name, ask] of Object.entries(PREVIEWS)) {
      const own = join(folder, name);
      cpSync(project, own, { recursive: true });
      const fault = (reason) => Promise.reject(new Error(`${name}: ${reason.message}`));
      assert.equal(await ask(own).catch(fault), PREVIEWED, name);
    }
    return (
      `${PACKED.length} files; the same verdict in ${Object.keys(verdicts).join(", ")}; ` +
      `the preview in ${Object.keys(PREVIEWS).join(", ")}`
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function pack(folder) {
  const words = ["pack", `${root}pkg`, "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(await output("npm", words));
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), PACKED);
  return join(folder, packed.filename);
}

/** publint and attw have nothing to say, but that CommonJS must use `await import`. */
async function isClean(tarball) {
  const { messages, pkg } = await publint({ pkgDir: `${root}pkg`, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
  const bytes = new Uint8Array(readFileSync(tarball));
  const { problems } = await checkPackage(createPackageFromTarballData(bytes), {
    excludeEntrypoints: ["hooksieve.wasm", "./hooksieve.wasm"],
  });
  // Node 10 knows no `exports`, and `require` of ESM is what `await import` is there for.
  const known = ({ kind, resolutionKind }) =>
    resolutionKind === "node10" || kind === "CJSResolvesToESM";
  assert.deepEqual(problems.filter((problem) => !known(problem)), []);
}

async function install(project, tarball) {
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{"name":"project","private":true}');
  await output("npm", ["install", "--no-audit", "--no-fund", "--offline", tarball], { cwd: project });
}

const write = (folder, name, text) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

const PROJECTS = {
  "node-esm"(folder) {
    write(folder, "main.mjs", `${IMPORT}${MAKE}\nconsole.log(${VERDICT});`);
    return output("node", ["main.mjs"], { cwd: folder });
  },
  "node-cjs"(folder) {
    const text = `(async () => {
      const { load, Router } = await import("hooksieve");
      await load();
      ${MAKE}
      console.log(${VERDICT});
    })();`;
    write(folder, "main.cjs", text);
    return output("node", ["main.cjs"], { cwd: folder });
  },
  "node-slim"(folder) {
    const text = `import { readFileSync } from "node:fs";
      import { loadSync, Router } from "hooksieve/slim";
      loadSync(readFileSync(new URL(import.meta.resolve("hooksieve/hooksieve.wasm"))));
      ${MAKE}
      console.log(${VERDICT});`;
    write(folder, "main.mjs", text);
    return output("node", ["main.mjs"], { cwd: folder });
  },
  deno(folder) {
    write(folder, "main.mjs", `${IMPORT}${MAKE}\nconsole.log(${VERDICT});`);
    const words = ["run", "--allow-read", "--node-modules-dir=manual", "main.mjs"];
    return output("deno", words, { cwd: folder });
  },
  bun(folder) {
    write(folder, "main.mjs", `${IMPORT}${MAKE}\nconsole.log(${VERDICT});`);
    return output("bun", ["run", "main.mjs"], { cwd: folder });
  },
  async vite(folder) {
    write(folder, "index.html", PAGE);
    write(folder, "main.js", `${IMPORT}${MAKE}\ndocument.title = ${VERDICT};`);
    await build({
      root: folder,
      logLevel: "error",
      build: { target: "esnext", modulePreload: false },
      configFile: false,
    });
    return titleOf(join(folder, "dist"));
  },
  async "vite-dev"(folder) {
    write(folder, "index.html", PAGE);
    write(folder, "main.js", `${IMPORT}${MAKE}\ndocument.title = ${VERDICT};`);
    return developed(folder);
  },
  webpack: (folder) => bundled(folder, "production"),
  "webpack-dev": (folder) => bundled(folder, "development"),
  workerd(folder) {
    const worker = `import { load, Router } from "./node_modules/hooksieve/workerd.js";
      await load();
      ${MAKE}
      export default { fetch: () => new Response(${VERDICT}) };`;
    return ask([{ type: "ESModule", path: "worker.js", contents: worker }, ...installed(folder)], "");
  },
};

/** A page with a preview in a form, which tells what the preview told. */
const embedding = (from) => `import { HooksievePreview } from "${from}";
const form = document.createElement("form");
const preview = document.createElement("hooksieve-preview");
preview.name = "webhook";
preview.config = ${JSON.stringify(CONFIG)};
preview.events = [${JSON.stringify(EVENT)}, { kind: "wallet.created" }];
preview.addEventListener("change", ({ detail: { valid, fired, total } }) => {
  const value = new FormData(form).get("webhook") === preview.config;
  const isOurs = preview instanceof HooksievePreview;
  document.title = JSON.stringify({ valid, fired, total, value, isOurs });
});
form.append(preview);
document.body.append(form);
`;

const PREVIEWED = '{"valid":true,"fired":1,"total":2,"value":true,"isOurs":true}';

/** The custom element, embedded. */
const PREVIEWS = {
  async "plain page"(folder) {
    write(folder, "index.html", PAGE);
    write(folder, "main.js", embedding("./node_modules/hooksieve/preview.js"));
    return titleOf(folder);
  },
  async vite(folder) {
    write(folder, "index.html", PAGE);
    write(folder, "main.js", embedding("hooksieve/preview"));
    const options = { target: "esnext", modulePreload: false };
    // A development server sets it for the whole process.
    delete process.env.NODE_ENV;
    await build({ root: folder, logLevel: "error", build: options, configFile: false });
    return titleOf(join(folder, "dist"));
  },
  async "vite-dev"(folder) {
    write(folder, "index.html", PAGE);
    write(folder, "main.js", embedding("hooksieve/preview"));
    return developed(folder);
  },
  webpack(folder) {
    write(folder, "main.js", embedding("hooksieve/preview"));
    return packed(folder, "production");
  },
  async "a server"(folder) {
    // Rendered where there is no document: the import does nothing.
    write(folder, "main.mjs", 'import "hooksieve/preview";\nconsole.log("imported");');
    assert.equal(await output("node", ["main.mjs"], { cwd: folder }), "imported\n");
    return PREVIEWED;
  },
};

/** What an installed package's condition `workerd` reaches, as modules of a worker. */
function installed(folder) {
  const own = join(folder, "node_modules/hooksieve");
  const { exports } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  assert.deepEqual(Object.keys(exports["."]).slice(0, 2), ["types", "workerd"]);
  const names = readdirSync(own, { recursive: true }).filter((name) =>
    statSync(join(own, name)).isFile(),
  );
  const path = (name) => `node_modules/hooksieve/${name}`;
  const modules = [];
  for (const name of names) {
    const contents = readFileSync(join(own, name));
    if (name.endsWith(".wasm")) modules.push({ type: "CompiledWasm", path: path(name), contents });
    const isUsed = /^(workerd|lib\/.*|wasm\/hooksieve)\.js$/.test(name);
    if (isUsed) modules.push({ type: "ESModule", path: path(name), contents: String(contents) });
  }
  return modules;
}

/** The title of a page that Vite's development server serves. */
async function developed(folder) {
  // Building sets it for the whole process.
  delete process.env.NODE_ENV;
  const server = await createServer({
    root: folder,
    logLevel: "error",
    configFile: false,
    server: { host: "127.0.0.1" },
  });
  try {
    await server.listen();
    return await visit(server.resolvedUrls.local[0], titled);
  } finally {
    await server.close();
  }
}

/** The verdict in a page that webpack made. */
function bundled(folder, mode) {
  write(folder, "main.js", `${IMPORT}${MAKE}\ndocument.title = ${VERDICT};`);
  return packed(folder, mode);
}

/** The title of a page that webpack made. */
async function packed(folder, mode) {
  const output = { path: join(folder, "dist") };
  const options = { mode, devtool: false, context: folder, entry: "./main.js", output };
  const stats = await new Promise((resolve, reject) => {
    webpack(options, (fault, result) => (fault ? reject(fault) : resolve(result)));
  });
  assert.ok(!stats.hasErrors(), stats.toString("errors-only"));
  write(folder, "dist/index.html", PAGE);
  return titleOf(join(folder, "dist"));
}

/** The title of a page, once it has one. */
async function titled(tab) {
  await tab.waitForFunction(() => document.title !== "", null, { timeout: 15_000 });
  return tab.title();
}

/** The title of a built page, in a real browser. */
function titleOf(folder) {
  return inPage(folder, {}, titled);
}
