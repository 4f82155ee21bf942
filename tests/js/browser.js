// Where the browser of the tests is.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Where Chromium is; installed where that is allowed and it is not there. */
export function executable() {
  const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const there = found.find((path) => existsSync(path));
  if (there !== undefined) return there;
  if (process.getuid?.() !== 0) throw new Error("there is no Chromium, and only root installs it");
  const apt = (...words) => execFileSync("apt-get", words, { stdio: "ignore" });
  apt("update");
  apt("install", "-y", "--no-install-recommends", "chromium");
  return found[0];
}
