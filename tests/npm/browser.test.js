// The package in real pages: bundled by Vite and not bundled at all, in the page and in a worker, under a strict policy.

import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileServer } from "../../scripts/files.js";
import { launch } from "./browser.js";
import { command, project, run } from "./project.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Opens the page in `folder` and gives what it says in its title, when it has ended. */
async function shown(t, folder) {
  const server = fileServer({ "/": folder });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close().closeAllConnections());
  const page = await browser.newPage();
  t.after(() => page.close());
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) {
      troubles.push(message.text());
    }
  });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => document.title !== "", undefined, { timeout: 20_000 }).catch((error) => {
    throw new Error(`the page came to no end: ${troubles.join("; ")}`, { cause: error });
  });
  assert.deepEqual(troubles, []);
  return JSON.parse(await page.title());
}

const sentences = ["Salam 👋.", "Necəsən?"];
const expected = {
  answers: [sentences, sentences],
  same: true,
  bytes: "Salam 👋. Necəsən?",
  schema: "hamisi/1",
  files: 6,
  aborted: "AbortError",
  after: sentences,
};

test("works in a page that nothing has bundled", async (t) => {
  const folder = await project(t, "unbundled.html", "unbundled.js", "page.js");
  await rename(join(folder, "unbundled.html"), join(folder, "index.html"));
  assert.deepEqual(await shown(t, folder), expected);
});

test("works in a page that Vite has built", async (t) => {
  const folder = await project(t, "bundled.html", "bundled.js", "page.js");
  await rename(join(folder, "bundled.html"), join(folder, "index.html"));
  const { stdout, stderr } = await run(command("vite"), ["build", "--logLevel", "warn"], { cwd: folder });
  assert.equal(stdout + stderr, "");
  assert.deepEqual(await shown(t, join(folder, "dist")), expected);
});
