// The page around the preview: what it opens with, samples, theme, links, what is kept.

import { byId, element } from "../element";
import { spawn } from "../engine/spawn";
import { HooksievePreview, type PreviewChange, define } from "../preview/custom-element";
import type { PreviewState } from "../preview/preview";
import { headlineOf } from "../preview/summary";
import { stateOf } from "../share/link";
import { forget, keep, kept } from "./kept";
import { keepOffline } from "./offline";
import { SAMPLES, type Sample } from "./samples";
import { bindShare } from "./share";
import { bindTheme } from "./theme";

define(spawn);
const preview = byId(document, "hooksieve", HooksievePreview);
const sample = byId(document, "sample", HTMLSelectElement);
const theme = bindTheme(byId(document, "theme", HTMLSelectElement));
const forgetting = byId(document, "forget", HTMLButtonElement);

const named = (name: string): Sample => SAMPLES.find((one) => one.name === name) ?? SAMPLES[0];

function openSample(name: string) {
  const { config, events } = named(name);
  sample.value = named(name).name;
  preview.open({ config, pinned: config, events, dialect: "" });
}

/** The configuration of the link that was opened. */
let linked: string | undefined;

async function shared(): Promise<PreviewState | undefined> {
  try {
    const state = await stateOf(location.hash);
    linked = state?.config ?? linked;
    return state;
  } catch {
    preview.notify("This link cannot be read; it may have been cut. This is the sample instead.");
    return undefined;
  }
}

/** Opens a link, what was kept, or the first sample. */
async function begin() {
  const state = await shared();
  if (state !== undefined) return preview.open(state);
  const last = kept();
  if (last === undefined) return openSample("");
  forgetting.hidden = false;
  sample.value = named(last.sample).name;
  const { events } = named(last.sample);
  preview.open({ ...last, dialect: last.dialect as PreviewState["dialect"], events });
  preview.notify("This is your configuration of last time; its secrets were not kept.");
}

function bind() {
  const options = SAMPLES.map(({ name, title }) => element("option", { value: name }, title));
  sample.replaceChildren(...options);
  sample.addEventListener("change", () => openSample(sample.value));
  bindShare(
    byId(document, "share", HTMLButtonElement),
    byId(document, "save", HTMLButtonElement),
    preview,
  );
  const keys = byId(document, "keys-open", HTMLButtonElement);
  keys.addEventListener("click", () => preview.showKeys());
  byId(document, "skip", HTMLAnchorElement).addEventListener("click", (clicked) => {
    // The list is in the preview's own tree, where no address leads.
    clicked.preventDefault();
    preview.focusEvents();
  });
  forgetting.addEventListener("click", () => {
    forget();
    forgetting.hidden = true;
    theme("system");
    history.replaceState(null, "", location.pathname);
    openSample("");
    preview.notify("Forgotten: this browser keeps nothing of yours for this page.");
  });
  // For whoever measures how long the page takes to be of use.
  const evaluated = () => performance.mark("hooksieve-evaluated");
  preview.addEventListener("change", evaluated, { once: true });
  preview.addEventListener("change", (changed) => {
    const { fired, total, config } = (changed as CustomEvent<PreviewChange>).detail;
    document.title = `${headlineOf({ all: total, fires: fired })} · hooksieve`;
    // What a link brought is not this person's until it is edited.
    if (config === linked) return;
    // A sample as it is needs no keeping.
    const isOwn = SAMPLES.every((one) => one.config !== config);
    const { pinned, dialect } = preview.state;
    keep(isOwn ? { config, pinned, dialect, sample: sample.value } : undefined);
    forgetting.hidden = !isOwn;
  });
  preview.addEventListener("ready", () => {
    byId(document, "engine", HTMLSpanElement).textContent = `hooksieve ${preview.version}`;
  });
  addEventListener("hashchange", async () => {
    const state = await shared();
    if (state !== undefined) preview.open(state);
  });
}

bind();
await begin();
keepOffline();
