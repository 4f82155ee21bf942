// Other programs.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const tools = fileURLToPath(new URL("node_modules/.bin/", import.meta.url));

/**
 * What a program of the tests' own packages, or this Node, prints.
 * @param {string} name
 * @param {string[]} words
 * @param {{ cwd?: string }} [options]
 * @returns {Promise<string>}
 */
export function output(name, words, { cwd } = {}) {
  const program = name === "node" ? process.execPath : name === "npm" ? "npm" : tools + name;
  const options = { cwd, maxBuffer: 64 << 20, env: { ...process.env, NO_COLOR: "1" } };
  return new Promise((resolve, reject) => {
    execFile(program, words, options, (fault, stdout, stderr) => {
      if (fault) reject(new Error(`${name} ${words.join(" ")}\n${stdout}${stderr}`));
      else resolve(stdout);
    });
  });
}
