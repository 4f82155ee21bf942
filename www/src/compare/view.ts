// The pinned configuration against the edited one: what each subscription gains and loses,
// what is proved for every event, and which lines differ.

import { byId, element } from "../element";
import type { Proof, Verdicts } from "../engine/protocol";
import { withoutSecrets } from "../share/secrets";
import { plural } from "../events/words";
import { hunks, linesBetween } from "./lines";

export class CompareView {
  readonly #dialog: HTMLDialogElement;
  readonly #body: HTMLElement;
  readonly #texts: () => { pinned: string; config: string };
  #verdicts: Verdicts | undefined;
  #proof: Proof | undefined;

  /** `texts` gives both configurations as they are. */
  constructor(root: ParentNode, texts: () => { pinned: string; config: string }) {
    this.#dialog = byId(root, "comparison", HTMLDialogElement);
    this.#body = byId(root, "comparison-body", HTMLDivElement);
    this.#texts = texts;
  }

  open() {
    this.#draw();
    this.#dialog.showModal();
  }

  setVerdicts(verdicts: Verdicts) {
    this.#verdicts = verdicts;
    this.#proof = undefined;
    if (this.#dialog.open) this.#draw();
  }

  setProof(proof: Proof | undefined) {
    this.#proof = proof;
    if (this.#dialog.open) this.#draw();
  }

  #draw() {
    const verdicts = this.#verdicts;
    if (verdicts === undefined) return;
    const { pinned, config } = this.#texts();
    const parts = [sentence(verdicts, pinned === config), table(verdicts, this.#proof)];
    const lines = hunks(linesBetween(withoutSecrets(pinned), withoutSecrets(config)));
    if (lines.length > 0) {
      parts.push(element("h3", {}, "Lines that differ"), diff(lines));
    } else if (pinned !== config) {
      parts.push(element("p", {}, "Only hidden secrets differ."));
    }
    this.#body.replaceChildren(...parts.filter((part) => part !== undefined));
  }
}

function sentence({ readable, compared, gained, lost, outcomes }: Verdicts, isSame: boolean) {
  const events = plural(outcomes.length, "event");
  const words = !readable
    ? "The edited configuration cannot be read; this is your last one that could."
    : !compared
      ? "The pinned configuration cannot be read, so there is nothing to compare with."
      : isSame
        ? "Nothing is edited: the configuration is as it was pinned."
        : `Over ${events}: ${plural(gained, "delivery", "deliveries")} gained, ${lost.toLocaleString("en")} lost.`;
  return element("p", {}, words);
}

const RELATIONS: Record<Proof["proved"], string> = {
  equal: "the same events",
  wider: "wider: fires for more",
  narrower: "narrower: fires for fewer",
  disjoint: "other events altogether",
  unknown: "nothing is proved",
};

/** Rows of the table at most. */
const ROWS = 100;

function table(verdicts: Verdicts, proof: Proof | undefined): HTMLElement | undefined {
  if (!verdicts.compared) return undefined;
  const proved = new Map(proof?.subscriptions.map((one) => [one.id, one]));
  const counted = new Map(verdicts.bySubscription.map((one) => [one.id, one]));
  const ids = [...new Set([...counted.keys(), ...proved.keys()])];
  if (ids.length === 0) return undefined;
  const cell = (count: number, sign: string) =>
    element("td.amount", {}, count === 0 ? "0" : `${sign}${count.toLocaleString("en")}`);
  const rows = ids.slice(0, ROWS).map((id) => {
    const { gained, lost } = counted.get(id) ?? { gained: 0, lost: 0 };
    const one = proved.get(id);
    const status = one === undefined || one.status === "kept" ? undefined : one.status;
    const relation =
      one === undefined ? (proof === undefined ? "…" : RELATIONS.equal) : RELATIONS[one.proved];
    const target = one?.targetDiffers === true ? "; another target" : "";
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, id),
      cell(gained, "+"),
      cell(lost, "−"),
      element("td", {}, (status ?? relation) + target),
    );
  });
  const rest = ids.length - rows.length;
  return element(
    "div.numbers",
    { tabindex: "0", role: "region", "aria-label": "Changes by subscription" },
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...["Subscription", "Gained", "Lost", "For every event there can be"].map((name) =>
            element("th", { scope: "col" }, name),
          ),
        ),
      ),
      element("tbody", {}, ...rows),
    ),
    rest > 0 && element("p", {}, `and ${plural(rest, "subscription")} more`),
  );
}

const MARKS = { same: " ", added: "+", removed: "−" };
const SPOKEN = { same: "", added: "added: ", removed: "removed: " };

function diff(lines: ReturnType<typeof hunks>): HTMLElement {
  const rows = lines.map((line) =>
    line === undefined
      ? element("li.left-out", {}, "⋯")
      : element(
          "li",
          { "data-kind": line.kind },
          element("span.sign", { "aria-hidden": "true" }, MARKS[line.kind]),
          element("code", {}, element("span.unseen", {}, SPOKEN[line.kind]), line.text),
        ),
  );
  return element(
    "div.diff",
    { tabindex: "0", role: "region", "aria-label": "Lines that differ" },
    element("ol", {}, ...rows),
  );
}
