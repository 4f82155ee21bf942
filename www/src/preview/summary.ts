// The headline: how many events fire, and what the edit changed.

import { byId } from "../element";
import type { Proof, Verdicts } from "../engine/protocol";
import type { Kind } from "../events/filter";
import { plural } from "../events/words";

export interface SummaryWays {
  pin: () => void;
  unpin: () => void;
  compare: () => void;
}

export class Summary {
  readonly #count: HTMLElement;
  readonly #edit: HTMLElement;
  readonly #cost: HTMLElement;
  readonly #pin: HTMLElement;
  readonly #unpin: HTMLElement;
  readonly #proof: HTMLElement;
  readonly #compare: HTMLElement;

  constructor(root: ParentNode, ways: SummaryWays) {
    this.#count = byId(root, "count", HTMLParagraphElement);
    this.#edit = byId(root, "edit", HTMLParagraphElement);
    this.#cost = byId(root, "cost", HTMLParagraphElement);
    this.#proof = byId(root, "proof", HTMLParagraphElement);
    this.#pin = byId(root, "pin", HTMLButtonElement);
    this.#unpin = byId(root, "unpin", HTMLButtonElement);
    this.#compare = byId(root, "compare-open", HTMLButtonElement);
    this.#compare.addEventListener("click", ways.compare);
    this.#pin.addEventListener("click", ways.pin);
    this.#unpin.addEventListener("click", ways.unpin);
  }

  /** Draws it; the sentence that says it. */
  draw(verdicts: Verdicts, count: Record<Kind, number>, isEdited: boolean): string {
    const headline = headlineOf(count);
    const number = document.createElement("b");
    number.textContent = count.fires.toLocaleString("en");
    this.#count.replaceChildren(number, headline.slice(number.textContent.length));
    const edit = editWords(verdicts, count, isEdited);
    this.#edit.textContent = edit;
    this.#edit.dataset["changed"] = String(verdicts.gained + verdicts.lost > 0);
    this.#pin.hidden = !isEdited || !verdicts.readable;
    this.#unpin.hidden = !isEdited;
    this.#compare.hidden = !isEdited;
    this.#cost.textContent = costWords(verdicts, count);
    if (!isEdited || !verdicts.readable) this.prove(undefined);
    return `${headline}. ${edit}`;
  }

  /** Says what is proved of the edit for events that are not loaded. */
  prove(proof: Proof | undefined) {
    this.#proof.textContent = proof === undefined ? "" : proofWords(proof).trim();
  }
}

/** What is proved for every event there can be; nothing where nothing is. */
function proofWords({ proved, moved }: Proof): string {
  const target = moved.length === 0 ? "" : " The target is another.";
  const several = ` ${plural(moved.length, "subscription has", "subscriptions have")} another target.`;
  return PROVED[proved] + (moved.length > 1 ? several : target);
}

const PROVED: Record<Proof["proved"], string> = {
  equal: "Proved: no event there can be makes a difference.",
  wider: "Proved: nothing that fired before is lost, whatever the event.",
  narrower: "Proved: nothing new fires, whatever the event.",
  disjoint: "Proved: no event fires both before and after your edit.",
  unknown: "",
};

/** As in "9 of 24 events fire". */
export function headlineOf({ all, fires }: { all: number; fires: number }): string {
  const headline = `${fires.toLocaleString("en")} of ${plural(all, "event fires", "events fire")}`;
  return all === 1 || fires !== 1 ? headline : headline.replace("events fire", "events fires");
}

function costWords(verdicts: Verdicts, { all, undecidable }: Record<Kind, number>): string {
  const { milliseconds, subscriptions } = verdicts;
  const time = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
  const both = `${plural(subscriptions.length, "subscription")} × ${plural(all, "event")}`;
  const rest = undecidable > 0 ? ` · ${undecidable.toLocaleString("en")} undecidable` : "";
  return `${both} in ${time} ms${rest}`;
}

/** Subscriptions named beside what they gained and lost. */
const NAMED = 3;

/** Where there are several subscriptions: which gained and lost how much. */
function wherever({ subscriptions, bySubscription }: Verdicts): string {
  if (subscriptions.length < 2 && bySubscription.length < 2) return "";
  const named = bySubscription.slice(0, NAMED).map(({ id, gained, lost }) => {
    const signs = [gained > 0 && `+${gained}`, lost > 0 && `−${lost}`].filter(
      (sign) => sign !== false,
    );
    return `${id} ${signs.join(" ")}`;
  });
  const rest = bySubscription.length - named.length;
  return `: ${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function editWords(verdicts: Verdicts, { changed }: Record<Kind, number>, isEdited: boolean) {
  const { readable, compared, gained, lost } = verdicts;
  if (!readable)
    return "The configuration cannot be read. These verdicts are from your last valid one.";
  if (!compared) return "The pinned version cannot be read, so nothing is compared.";
  if (!isEdited) return "As pinned. Edit, and see here what changes.";
  if (gained + lost > 0) {
    const parts = [
      gained > 0 && `gained ${gained.toLocaleString("en")}`,
      lost > 0 && `lost ${lost.toLocaleString("en")}`,
    ];
    return `Your edit ${parts.filter((part) => part !== false).join(", ")}${wherever(verdicts)}.`;
  }
  return changed > 0
    ? `Your edit changed ${plural(changed, "verdict")}.`
    : "Your edit changes no delivery of these events.";
}
