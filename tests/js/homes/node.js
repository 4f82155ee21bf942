// The vectors in this Node.

import * as hooksieve from "hooksieve";
import { vectorFiles } from "../files.js";
import { runVectors } from "../vectors.js";

export async function run() {
  return runVectors(await hooksieve.load(), vectorFiles());
}
