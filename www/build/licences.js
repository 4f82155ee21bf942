// The licences of what is bundled, in a file beside it: they ask for that.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The folders of the packages that modules are of, by name.
 * @param {Iterable<string>} modules
 */
function packagesOf(modules) {
  const folders = new Map();
  for (const module of modules) {
    const found = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(module);
    if (found?.[1] !== undefined) folders.set(found[2], found[1]);
  }
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A plugin that writes `THIRD-PARTY.txt`. */
export function licences() {
  return {
    name: "licences",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      const texts = packagesOf(modules).map(([name, folder]) => {
        const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
        if (file === undefined) throw new Error(`${name} has no licence in its folder`);
        return `${name}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
      });
      if (texts.length === 0) return;
      const source = texts.join(`\n${"-".repeat(72)}\n\n`);
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY.txt", source });
    },
  };
}
