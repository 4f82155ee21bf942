// What is seen as a test for Node: the event fires what it fires now.

import type { Explained } from "../engine/protocol";
import { withoutSecrets } from "./secrets";

/** A test in TypeScript for the event that is explained. */
export function testOf({ config, text, explanations }: Explained): string {
  const fired = explanations.filter(({ outcome }) => outcome === "fires");
  const ids = fired.map(({ subscription }) => subscription.id);
  const [first] = explanations;
  const type = first?.event?.type ?? "the event";
  const name = `${type} fires ${ids.length === 0 ? "nothing" : ids.join(", ")}`;
  return [
    'import assert from "node:assert/strict";',
    'import { test } from "node:test";',
    'import { Router, load } from "hooksieve";',
    "",
    "await load();",
    "",
    `const config = ${template(config)};`,
    "",
    `const event = ${template(text)};`,
    "",
    `test(${JSON.stringify(name)}, () => {`,
    `  const router = new Router(config, { dialect: ${JSON.stringify(first?.dialect)} });`,
    `  assert.deepEqual(router.route(event).matched, ${JSON.stringify(ids)});`,
    "});",
    "",
  ].join("\n");
}

/** A text in backquotes, lines as they are, without its secrets. */
function template(text: string): string {
  const escaped = withoutSecrets(text).replace(/[\\`]|\$(?=\{)/g, "\\$&");
  return `\`${escaped}\``;
}
