// The headline: how many events fire, what the edit changed; and what is said aloud.

import { byId } from "./element";
import type { Verdicts } from "./engine/protocol";
import type { Kind } from "./events/filter";
import { plural } from "./events/words";

/** Milliseconds of quiet before the headline is said aloud. */
const QUIET = 1000;

let saying: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence to those who listen instead of looking, once nothing newer comes. */
export function announce(sentence: string) {
  clearTimeout(saying);
  saying = setTimeout(() => {
    byId("live", HTMLParagraphElement).textContent = sentence;
  }, QUIET);
}

let hiding: ReturnType<typeof setTimeout> | undefined;

/** Shows a sentence under the headline for a while. */
export function notify(sentence: string) {
  const notice = byId("notice", HTMLParagraphElement);
  notice.textContent = sentence;
  notice.hidden = false;
  announce(sentence);
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    notice.hidden = true;
  }, 8000);
}

export function drawSummary(verdicts: Verdicts, count: Record<Kind, number>, isEdited: boolean) {
  const { all, fires, undecidable } = count;
  const headline = `${fires.toLocaleString("en")} of ${plural(all, "event fires", "events fire")}`;
  const verb =
    all === 1 || fires !== 1 ? headline : headline.replace("events fire", "events fires");
  const number = document.createElement("b");
  number.textContent = fires.toLocaleString("en");
  byId("count", HTMLParagraphElement).replaceChildren(
    number,
    verb.slice(number.textContent.length),
  );
  const edit = editWords(verdicts, count, isEdited);
  byId("edit", HTMLParagraphElement).textContent = edit;
  byId("edit", HTMLParagraphElement).dataset["changed"] = String(
    verdicts.gained + verdicts.lost > 0,
  );
  byId("pin", HTMLButtonElement).hidden = !isEdited || !verdicts.readable;
  byId("unpin", HTMLButtonElement).hidden = !isEdited;
  const time =
    verdicts.milliseconds < 10
      ? verdicts.milliseconds.toFixed(1)
      : verdicts.milliseconds.toFixed(0);
  byId("cost", HTMLParagraphElement).textContent =
    `${plural(verdicts.subscriptions.length, "subscription")} × ${plural(all, "event")} in ${time} ms` +
    (undecidable > 0 ? ` · ${undecidable.toLocaleString("en")} undecidable` : "");
  document.title = `${verb} · hooksieve`;
  announce(`${verb}. ${edit}`);
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
