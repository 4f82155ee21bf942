// What is seen as a command: the configuration and the chosen event in the shell's own words.

import { withoutSecrets } from "./secrets";

export interface Seen {
  config: string;
  pinned: string;
  /** The dialect that was chosen; empty where it is found. */
  dialect: string;
  /** The chosen event. */
  event: string | undefined;
}

/** Commands that explain the event, and compare where there is an edit. */
export function commandOf({ config, pinned, dialect, event }: Seen): string {
  const named = dialect === "" ? "" : ` -d ${dialect}`;
  const files: [string, string][] = [["webhook.json", config]];
  const commands: string[] = [];
  if (event !== undefined) {
    files.push(["event.json", event]);
    commands.push(`hooksieve explain -c webhook.json${named} event.json`);
  } else commands.push(`hooksieve check${named} webhook.json`);
  if (pinned !== config) {
    files.push(["pinned.json", pinned]);
    const events = event === undefined ? "" : " event.json";
    commands.push(`hooksieve compare${named} pinned.json webhook.json${events}`);
  }
  const written = files.map(([name, text]) => heredoc(name, withoutSecrets(text)));
  return [...written, ...commands].join("\n") + "\n";
}

/** A file written by the shell; nothing in the text is expanded. */
function heredoc(name: string, text: string): string {
  let mark = "END";
  while (text.split("\n").includes(mark)) mark += "_";
  return `cat > ${name} <<'${mark}'\n${text}\n${mark}`;
}
