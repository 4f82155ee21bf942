// The entry `hooksieve/edge` for browsers, which fetches its module, over its vectors: Deno
// fetches files. Prints the result as one line of JSON.

import { readFileSync } from "node:fs";
import * as edge from "../../../pkg/edge/default.js";
import { runEdgeVectors } from "../edge-vectors.js";
import { root, vectorFiles } from "../files.js";

const { version } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
await edge.load();
console.log(JSON.stringify(await runEdgeVectors(edge, vectorFiles(), version)));
