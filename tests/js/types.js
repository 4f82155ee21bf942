// The declared types: complete, strict, and true of what the engine gives.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { load, Explainer, NearMisses, Router, HooksieveError } from "hooksieve";
import { root, vectorFiles } from "./files.js";

const here = `${root}tests/js/`;

export async function run() {
  const hooksieve = await load();
  const used =
    everyExportIsUsed("pkg/wasm/hooksieve.d.ts", "pkg/lib") +
    everyExportIsUsed("pkg/edge/wasm/edge.d.ts", "pkg/edge");
  const samples = writeSamples(hooksieve);
  execFileSync(process.execPath, [`${here}node_modules/typescript/bin/tsc`, "-p", here], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const types of ["pkg/index.d.ts", "pkg/edge/index.d.ts"]) everyMemberHasWords(types);
  return `${used} exports of the module used, ${samples} results of the declared types`;
}

/** What Rust exports is called from the package. */
function everyExportIsUsed(types, folder) {
  const glue = readFileSync(root + types, "utf8");
  const files = readdirSync(root + folder).filter((file) => file.endsWith(".js"));
  const lib = files.map((file) => readFileSync(`${root}${folder}/${file}`, "utf8"));
  const ours = glue.slice(0, glue.indexOf("export type InitInput"));
  const names = new Set();
  for (const [, name] of ours.matchAll(/(?:^|\s)(\w+)\([^)]*\):/gm)) names.add(name);
  for (const [, name] of ours.matchAll(/readonly (\w+):/g)) names.add(name);
  const unused = [...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(lib.join("\n")));
  if (names.size < 20 || unused.length > 0) throw new Error(`not used: ${unused.join(", ")}`);
  return names.size;
}

/** Real results as literals, which the compiler holds against the declarations. */
function writeSamples(hooksieve) {
  const lines = ['import type * as h from "hooksieve";'];
  const literal = (type, value) => {
    lines.push(`({}) as unknown as (value: ${type}) => void;`);
    lines.push(`export const _${lines.length}: ${type} = ${JSON.stringify(value)};`);
  };
  const exact = (type, names) => {
    const value = Object.fromEntries(names.map((name) => [name, true]));
    literal(`Record<${type}, true>`, value);
  };
  exact("h.Code", hooksieve.codes().map(({ code }) => code));
  exact("h.DialectName", hooksieve.dialects().map(({ name }) => name));
  exact("h.EventForm", hooksieve.eventForms());
  exact("h.Operator", hooksieve.operators());
  literal("h.DialectInfo[]", hooksieve.dialects());
  literal("h.CodeInfo[]", hooksieve.codes());
  for (const { text } of vectorFiles()) {
    const file = JSON.parse(text);
    for (const one of file.cases.slice(0, 3)) {
      sample(hooksieve, file, one, literal);
    }
  }
  writeFileSync(`${here}types/results.ts`, `${lines.join("\n")}\n`);
  return lines.length;
}

function sample(hooksieve, file, one, literal) {
  const dialect = one.dialect ?? file.dialect;
  const config = one.config_text ?? JSON.stringify(one.config ?? null);
  if (one.config === undefined && one.config_text === undefined) return;
  literal("h.Config", hooksieve.parse(config, { dialect }));
  if (one.request === undefined) {
    literal("h.Diagnostic[]", hooksieve.check(config, { dialect }));
    literal("h.Conversion", hooksieve.convert(config, { from: dialect, to: "hooksieve" }));
    literal("h.Diagnostic[]", hooksieve.lint(config, { dialect }));
  }
  let router;
  try {
    router = new Router(config, { dialect });
  } catch (fault) {
    if (!(fault instanceof HooksieveError)) throw fault;
    literal("h.ErrorCode", fault.code);
    return;
  }
  const explainer = new Explainer(config, { dialect });
  const near = new NearMisses(config, { dialect });
  literal("h.Stats", router.stats());
  const events = (one.tests ?? [one]).map((test) => test.event_text ?? JSON.stringify(test.event));
  for (const event of events.filter((each) => each !== undefined).slice(0, 3)) {
    literal("h.Routing", router.route(event));
    literal("h.Explanation[]", explainer.explain(event));
    literal("h.NearMissReport", near.of(event));
    const lines = event.replaceAll("\n", " ");
    literal("h.Comparison", hooksieve.compare("[]", config, { dialect, events: lines }));
    literal("h.Counterfactual | null", explainer.counterfactual(event, 0));
    literal("h.PastedExplanation", explainer.explainPasted(event));
    literal("readonly h.BatchError[]", router.routeBatch(event).errors);
  }
}

/** Every member that is declared has its words. */
function everyMemberHasWords(types) {
  const lines = readFileSync(root + types, "utf8").split("\n");
  const bare = lines.filter((line, at) => {
    const member = /^ {2}(?:readonly |static )?(?:\w+|\[Symbol\.\w+\])\??[(:]/.test(line);
    const named = /^export (?:class|interface|function|type)/.test(line);
    const words = /\*\/\s*$/.test(lines[at - 1]) || /^ {2}\S.*\{$/.test(lines[at - 1] ?? "");
    return (member || named) && !words && !/,$/.test(line);
  });
  if (bare.length > 0) throw new Error(`without words:\n${bare.join("\n")}`);
}
