// How long the page was held up in one go, by Chromium's own trace: processor time of a task,
// so that what others use of the machine does not count.

/**
 * Does something and tells the longest task of the page's main thread meanwhile.
 * @returns {Promise<{ longest: number, result: unknown }>} milliseconds
 */
export async function longestTask(page, act) {
  const client = await page.context().newCDPSession(page);
  const events = [];
  client.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const includedCategories = ["toplevel", "disabled-by-default-devtools.timeline"];
  await client.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories, excludedCategories: ["*"] },
  });
  const result = await act();
  const done = new Promise((resolve) => client.on("Tracing.tracingComplete", resolve));
  await client.send("Tracing.end");
  await done;
  await client.detach();
  const place = ({ pid, tid }) => `${pid} ${tid}`;
  const named = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
  const mains = new Set(events.filter(named).map(place));
  const ofPage = events.filter((event) => event.ph === "X" && mains.has(place(event)));
  // What the test asks of the page through its debugger is no work of the page's.
  const isDebugger = ({ args }) =>
    args.chrome_mojo_event_info?.mojo_interface_tag?.startsWith("blink.mojom.DevTools") === true;
  const debuggers = ofPage.filter(isDebugger);
  const tasks = ofPage.filter(
    (task) =>
      task.name === "RunTask" &&
      !debuggers.some(
        (one) => place(one) === place(task) && one.ts >= task.ts && one.ts < task.ts + task.dur,
      ),
  );
  if (tasks.length === 0) throw new Error("the trace has no tasks");
  // A task that the end of the trace cut has no time of its own.
  return { longest: Math.max(...tasks.map(({ tdur }) => tdur ?? 0)) / 1000, result };
}
