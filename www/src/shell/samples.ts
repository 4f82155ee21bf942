// One configuration and a few events of each provider, from the project's own examples.

import arkEvents from "../../../examples/ark/events.ndjson?raw";
import arkConfig from "../../../examples/ark/webhook.json?raw";
import cdpEvents from "../../../examples/cdp/events.ndjson?raw";
import cdpConfig from "../../../examples/cdp/subscription.json?raw";
import dakotaEvents from "../../../examples/dakota/events.ndjson?raw";
import dakotaConfig from "../../../examples/dakota/target.json?raw";
import dfnsEvents from "../../../examples/dfns/events.ndjson?raw";
import dfnsConfig from "../../../examples/dfns/webhook.json?raw";
import nativeEvents from "../../../examples/hooksieve/events.ndjson?raw";
import nativeConfig from "../../../examples/hooksieve/subscriptions.json?raw";

export interface Sample {
  name: string;
  title: string;
  config: string;
  events: string;
}

const sample = (name: string, title: string, config: string, events: string): Sample => {
  return { name, title, config: config.trimEnd(), events };
};

/** The first is what the page opens with. */
export const SAMPLES: readonly [Sample, ...Sample[]] = [
  sample("dfns", "Dfns webhook", dfnsConfig, dfnsEvents),
  sample("dakota", "Dakota webhook target", dakotaConfig, dakotaEvents),
  sample("cdp", "Coinbase CDP subscription", cdpConfig, cdpEvents),
  sample("ark", "ARK webhook", arkConfig, arkEvents),
  sample("hooksieve", "Five native subscriptions", nativeConfig, nativeEvents),
];
