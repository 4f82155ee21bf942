// What the page opens with: a shared link, or the first sample.

import { Page } from "./page";
import { SAMPLES } from "./samples";
import { type Shared, stateOf } from "./share/link";
import { notify } from "./summary";
import { bindTheme } from "./theme";
import { byId } from "./element";

const [{ config, events }] = SAMPLES;
const opening: Shared = { config, pinned: config, events, dialect: "" };

async function shared(): Promise<Shared | undefined> {
  try {
    return await stateOf(location.hash);
  } catch {
    notify("This link cannot be read; it may have been cut. This is the sample instead.");
    return undefined;
  }
}

bindTheme(byId("theme", HTMLSelectElement));
const page = new Page((await shared()) ?? opening);
addEventListener("hashchange", async () => {
  const state = await shared();
  if (state !== undefined) page.open(state);
});
