// Runs the vectors where a file can be run: prints the result as one line of JSON.

import { run } from "./node.js";

console.log(JSON.stringify(await run()));
