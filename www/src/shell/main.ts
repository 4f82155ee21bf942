// The page around the preview: what it opens with, samples, theme, links.

import { byId, element } from "../element";
import { HooksievePreview, type PreviewChange } from "../preview/custom-element";
import { headlineOf } from "../preview/summary";
import { type Shared, stateOf } from "../share/link";
import { SAMPLES } from "./samples";
import { bindShare } from "./share";
import { bindTheme } from "./theme";

const [{ config, events }] = SAMPLES;
const opening: Shared = { config, pinned: config, events, dialect: "" };
const preview = byId(document, "hooksieve", HooksievePreview);

async function shared(): Promise<Shared | undefined> {
  try {
    return await stateOf(location.hash);
  } catch {
    preview.notify("This link cannot be read; it may have been cut. This is the sample instead.");
    return undefined;
  }
}

function bindSamples() {
  const sample = byId(document, "sample", HTMLSelectElement);
  const named = SAMPLES.map(({ name, title }) => element("option", { value: name }, title));
  sample.replaceChildren(...named);
  sample.addEventListener("change", () => {
    const chosen = SAMPLES.find(({ name }) => name === sample.value);
    if (chosen === undefined) return;
    preview.open({
      config: chosen.config,
      pinned: chosen.config,
      events: chosen.events,
      dialect: "",
    });
  });
}

bindTheme(byId(document, "theme", HTMLSelectElement));
bindSamples();
bindShare(
  byId(document, "share", HTMLButtonElement),
  byId(document, "save", HTMLButtonElement),
  preview,
);
byId(document, "keys-open", HTMLButtonElement).addEventListener("click", () => preview.showKeys());
byId(document, "skip", HTMLAnchorElement).addEventListener("click", (clicked) => {
  // The list is in the preview's own tree, where no address leads.
  clicked.preventDefault();
  preview.focusEvents();
});
preview.addEventListener("change", (changed) => {
  const { fired, total } = (changed as CustomEvent<PreviewChange>).detail;
  document.title = `${headlineOf({ all: total, fires: fired })} · hooksieve`;
});
preview.addEventListener("ready", () => {
  byId(document, "engine", HTMLSpanElement).textContent = `hooksieve ${preview.version}`;
});
addEventListener("hashchange", async () => {
  const state = await shared();
  if (state !== undefined) preview.open(state);
});
preview.open((await shared()) ?? opening);
