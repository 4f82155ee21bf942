// The worker: the engine off the main thread. Verdicts come at once; reasons, which cost
// more, in slices after them, given up as soon as something newer is asked.

import { codes, dialects, load, version } from "hooksieve";
import type { Code } from "hooksieve";
import { Evaluation } from "./evaluation";
import { survey } from "./survey";
import { type Answer, type Command, NO_REASON, type Request, type Response } from "./protocol";

/** Milliseconds of work before messages are looked at. */
const SLICE = 6;

/** Milliseconds between two reports of progress. */
const REPORT = 120;

const loaded = load();
const evaluation = new Evaluation();
let newest = 0;
let events = 0;

addEventListener("message", async ({ data }: MessageEvent<Request>) => {
  const { id, rev, cmd } = data;
  const answer = (told: Answer) => postMessage({ id, rev, answer: told } satisfies Response);
  try {
    await loaded;
    if (cmd.name !== "explain") newest = id;
    const told = perform(cmd);
    if (told !== undefined) answer(told);
    if (cmd.name === "events") await tellSurvey(id, answer);
    if (cmd.name === "evaluate") {
      await messages();
      if (newest !== id) return;
      answer({ name: "findings", findings: evaluation.findings(cmd) });
      await tellReasons(id, answer);
    }
  } catch (fault) {
    answer({ name: "fault", message: fault instanceof Error ? fault.message : String(fault) });
  }
});

function perform(cmd: Command): Answer | undefined {
  switch (cmd.name) {
    case "load": {
      const meanings = codes().map(({ code, meaning }): [Code, string] => [code, meaning]);
      return { name: "loaded", version: version(), dialects: dialects(), meanings };
    }
    case "events":
      return { name: "events", events: evaluation.setEvents(cmd.text) };
    case "evaluate":
      return { name: "verdicts", verdicts: evaluation.evaluate(cmd) };
    case "explain": {
      const explained = evaluation.explain(cmd.index);
      return explained && { name: "explained", explained };
    }
  }
}

async function tellReasons(id: number, answer: (told: Answer) => void) {
  const table: Code[] = [];
  const places = new Uint8Array(evaluation.size).fill(NO_REASON);
  let done = 0;
  const tell = () => answer({ name: "reasons", reasons: { table, places, done } });
  let told = performance.now();
  while (done < places.length) {
    const until = performance.now() + SLICE;
    for (; done < places.length && performance.now() < until; done += 1) {
      const code = evaluation.reason(done);
      if (code !== undefined) places[done] = placeIn(table, code);
    }
    if (performance.now() > told + REPORT) {
      told = performance.now();
      tell();
    }
    await messages();
    if (newest !== id) return;
  }
  tell();
}

async function tellSurvey(id: number, answer: (told: Answer) => void) {
  const { texts } = evaluation;
  events = id;
  const seen = await survey(texts, messages);
  if (events === id) answer({ name: "survey", survey: seen });
}

function placeIn(table: Code[], code: Code): number {
  const place = table.indexOf(code);
  return place >= 0 ? place : table.push(code) - 1;
}

/** Lets messages that came meanwhile be heard; unlike a timer it does not wait. */
function messages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
