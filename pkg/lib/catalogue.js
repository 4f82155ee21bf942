// What there is to choose from.

import { engine } from "./engine.js";
import { guarded } from "./error.js";

export function version() {
  return engine().version();
}

/** @returns {import("../index.js").DialectInfo[]} */
export function dialects() {
  return JSON.parse(engine().dialects());
}

/** @returns {import("../index.js").EventForm[]} */
export function eventForms() {
  return JSON.parse(engine().eventForms());
}

/** @returns {import("../index.js").Operator[]} */
export function operators() {
  return JSON.parse(engine().operators());
}

/** @returns {import("../index.js").CodeInfo[]} */
export function codes() {
  return JSON.parse(engine().codes());
}

/**
 * @param {import("../index.js").DialectName} dialect
 * @param {string} eventType
 * @returns {string | undefined}
 */
export function sample(dialect, eventType) {
  const raw = engine();
  return guarded(() => raw.sample(dialect, eventType));
}
