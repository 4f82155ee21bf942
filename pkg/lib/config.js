// Configurations: reading, checking, updating, converting.

import { engine } from "./engine.js";
import { guarded } from "./error.js";
import { configText } from "./event.js";

/** @typedef {import("../index.js").ConfigInput} ConfigInput */

/**
 * @param {ConfigInput} config
 * @param {import("../index.js").ConfigOptions} [options]
 * @returns {import("../index.js").Config}
 */
export function parse(config, { dialect } = {}) {
  const raw = engine();
  return JSON.parse(guarded(() => raw.parse(configText(config), dialect)));
}

/**
 * @param {ConfigInput} config
 * @param {import("../index.js").CheckOptions} [options]
 * @returns {import("../index.js").Diagnostic[]}
 */
export function check(config, { dialect, request } = {}) {
  const raw = engine();
  return JSON.parse(guarded(() => raw.check(configText(config), dialect, request)));
}

/**
 * @param {ConfigInput} current
 * @param {ConfigInput} request
 * @param {import("../index.js").UpdateOptions} options
 * @returns {string}
 */
export function update(current, request, { dialect, now }) {
  const raw = engine();
  return guarded(() => raw.update(dialect, configText(current), configText(request), now));
}

/**
 * @param {ConfigInput} config
 * @param {import("../index.js").ConvertOptions} options
 * @returns {import("../index.js").Conversion}
 */
export function convert(config, { to, from }) {
  const raw = engine();
  return JSON.parse(guarded(() => raw.convert(configText(config), to, from)));
}

/**
 * @param {string} text
 * @param {import("../index.js").Fix} fix
 */
export function applyFix(text, fix) {
  let out = "";
  let from = 0;
  for (const { span, text: put } of fix.edits) {
    out += text.slice(from, span[0]) + put;
    from = span[1];
  }
  return out + text.slice(from);
}
