/** By the number that the module gives. @type {readonly import("../index.js").Outcome[]} */
export const OUTCOMES = ["does-not-fire", "fires", "undecidable"];
