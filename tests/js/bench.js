// What routing costs in this Node: `npm run bench` prints the sizes of the module, its
// start-up, and the time of an event as a multiple of JSON.parse and of the best
// JavaScript we could write by hand. `--check` fails where a budget is missed.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BUDGETS } from "./budgets.js";
import { measureSizes } from "./sizes.js";
import { handWritten } from "./by-hand.js";
import { load, Router } from "hooksieve";

const bench = fileURLToPath(new URL("../../target/tmp/bench/", import.meta.url));
const missed = [];
