// Configurations: reading, checking, proving, updating, converting, comparing.

import { engine } from "./engine.js";
import { guarded } from "./error.js";
import { configText, putLines } from "./event.js";

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
 * @param {ConfigInput} config
 * @param {import("../index.js").LintOptions} [options]
 * @returns {import("../index.js").Diagnostic[]}
 */
export function lint(config, { dialect, eventForm, events } = {}) {
  const raw = engine();
  const text = configText(config);
  const put = () => (events === undefined ? 0 : putLines(events));
  return JSON.parse(guarded(() => raw.lint(text, dialect, eventForm, put())));
}

/**
 * @param {ConfigInput} before
 * @param {ConfigInput} after
 * @param {import("../index.js").CompareOptions} [options]
 * @returns {import("../index.js").Comparison}
 */
export function compare(before, after, { dialect, newDialect = dialect, eventForm, events } = {}) {
  const raw = engine();
  const [old, now] = [configText(before), configText(after)];
  const put = () => (events === undefined ? 0 : putLines(events));
  const act = () => raw.compare(old, now, dialect, newDialect, eventForm, put());
  return JSON.parse(guarded(act));
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
