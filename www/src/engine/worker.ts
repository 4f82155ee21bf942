// The worker: the engine off the main thread. One long command is under way at a time, in
// steps; short ones are answered in between. Reasons, which cost more than verdicts, follow
// them, given up as soon as something newer is asked.

import { codes, dialects, load, version } from "hooksieve";
import type { Code } from "hooksieve";
import { pack } from "../share/pack";
import { Evaluation } from "./evaluation";
import type { Answer, Command, Long, Reasons, Request, Response, Short } from "./protocol";
import { ReasonFinder } from "./reasons";
import { GivenUp, Turn } from "./turn";

const evaluation = new Evaluation();
let loading: Promise<unknown> | undefined;
let underWay: Turn | undefined;
/** The reasons that are being found. */
let finding: { finder: ReasonFinder; turn: Turn } | undefined;
let view: Uint32Array = new Uint32Array();

const tell = (id: number, answer: Answer, transfer: Transferable[] = []) =>
  postMessage({ id, answer } satisfies Response, { transfer });

addEventListener("message", async ({ data: { id, cmd } }: MessageEvent<Request>) => {
  try {
    if (cmd.name === "load") loading = load(cmd.module);
    await loading;
    if (isLong(cmd)) await perform(id, cmd);
    else answerShort(id, cmd);
  } catch (fault) {
    tell(id, { name: "fault", message: fault instanceof Error ? fault.message : String(fault) });
  }
});

const isLong = (cmd: Command): cmd is Long =>
  ["events", "edit", "evaluate", "pack"].includes(cmd.name);

function answerShort(id: number, cmd: Short) {
  switch (cmd.name) {
    case "load": {
      const meanings = codes().map(({ code, meaning }): [Code, string] => [code, meaning]);
      tell(id, { name: "loaded", version: version(), dialects: dialects(), meanings });
      break;
    }
    case "explain":
      tell(id, { name: "explained", explained: evaluation.explain(cmd.index) });
      break;
    case "view":
      view = cmd.events;
      if (finding !== undefined) finding.finder.view = view;
      break;
    case "cancel":
      if (underWay?.id === cmd.id) underWay.giveUp();
  }
}

async function perform(id: number, cmd: Long) {
  finding?.turn.giveUp();
  const turn = new Turn(id, (progress) => tell(id, { name: "progress", progress }));
  underWay = turn;
  try {
    if (cmd.name === "events") {
      const events = await evaluation.setEvents(cmd.input, turn);
      tell(id, { name: "events", events }, [events.typeOf.buffer, events.idEnds.buffer]);
    } else if (cmd.name === "edit") {
      tell(id, { name: "edited", index: cmd.index, event: evaluation.edit(cmd) });
    } else if (cmd.name === "pack") {
      tell(id, { name: "packed", packed: await pack(cmd, evaluation.store, turn) });
    } else {
      const verdicts = await evaluation.evaluate(cmd, turn);
      tell(id, { name: "verdicts", verdicts }, [verdicts.outcomes.buffer, verdicts.changes.buffer]);
      void follow(id, !verdicts.readable || cmd.config === cmd.pinned, verdicts.readable);
    }
  } catch (fault) {
    if (!(fault instanceof GivenUp)) throw fault;
    tell(id, { name: "cancelled", cmd: cmd.name });
  } finally {
    if (underWay === turn) underWay = undefined;
  }
}

/** Milliseconds after verdicts that the page has for itself, to draw them. */
const REST = 30;

async function rest(turn: Turn) {
  await new Promise((resolve) => setTimeout(resolve, REST));
  await turn.pause();
}

/** What follows verdicts: what is proved of the edit, findings, what the events hold, reasons. */
async function follow(id: number, hasNoEdit: boolean, isReadable: boolean) {
  const turn = new Turn(id, () => {});
  const finder = new ReasonFinder(evaluation, view);
  finding = { finder, turn };
  const tellReasons = (reasons: Reasons) =>
    tell(id, { name: "reasons", reasons }, [reasons.places.buffer]);
  try {
    await rest(turn);
    tellReasons(finder.first());
    await turn.pause();
    tell(id, { name: "proof", proof: hasNoEdit ? undefined : evaluation.prove() });
    await turn.pause();
    if (isReadable) tell(id, { name: "findings", findings: evaluation.findings() });
    const seen = await evaluation.look(turn);
    if (seen !== undefined) tell(id, { name: "survey", survey: seen });
    await finder.run(turn, tellReasons);
  } catch (fault) {
    if (fault instanceof GivenUp) return;
    tell(id, { name: "fault", message: fault instanceof Error ? fault.message : String(fault) });
  }
}
