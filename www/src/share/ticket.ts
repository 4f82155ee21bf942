// An explanation as Markdown, for a ticket or a chat; without secrets.

import type { Check, Explanation } from "hooksieve";
import type { Explained } from "../engine/protocol";
import { OUTCOME_WORDS } from "../events/words";
import { withoutSecrets } from "./secrets";

/** Subscriptions told in full; a ticket is read by people. */
const TOLD = 5;

const MARKS: Record<Check["status"], string> = {
  pass: "✓",
  fail: "✗",
  undecidable: "?",
  "not-evaluated": "–",
};

export function ticketOf({ explanations, text }: Explained): string {
  const [first] = explanations;
  const name = first?.event?.type ?? "an event";
  const id = first?.event?.id;
  const rest = explanations.length - TOLD;
  return (
    [
      `## ${name}${id == null ? "" : ` (${id})`}`,
      ...explanations.slice(0, TOLD).map(section),
      ...(rest > 0 ? [`and ${rest} more subscriptions`] : []),
      fenced(withoutSecrets(text)),
    ].join("\n\n") + "\n"
  );
}

function section({
  outcome,
  summary,
  checks,
  counterfactual,
  subscription,
  dialect,
}: Explanation): string {
  const told = checks.map(({ status, message, config }) => {
    const place = config === undefined ? "" : ` (\`${config.pointer || "/"}\`)`;
    return `- ${MARKS[status]} ${message}${place}`;
  });
  const changes = counterfactual.map((sentence) => `- to make it fire: ${sentence}`);
  const head = `**${subscription.id}** (${dialect}): ${OUTCOME_WORDS[outcome]}. ${summary}`;
  return [head, "", ...told, ...changes].join("\n");
}

/** A block of code whose fence is longer than any within. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}
