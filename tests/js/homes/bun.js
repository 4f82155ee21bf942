import { output } from "../process.js";

export async function run() {
  const child = new URL("child.js", import.meta.url).pathname;
  return JSON.parse(await output("bun", ["run", child]));
}
