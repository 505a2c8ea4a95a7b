// The accurate tagger beside onnxruntime-web on the same network and the same pieces, in Node and in Chromium: `node onnx.js EXPORT TEXT`, after
// `tools/entity/accurate.py onnx` has written EXPORT, `make wasm` the package, and `npm install --no-save onnxruntime-web@1.30.0
// playwright-core@1.65.1` the peer and what drives the browser: it is 150 MB, so it is not among those of the other comparisons. TEXT has a
// sentence a line. One thread; the best of three rounds. In Node each is asked in a process of its own, whose most memory is told, on Linux.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "../../../pkg/node.js";
import { fileServer } from "../../../scripts/files.js";
import { ASKED, measure } from "./onnx-measure.js";

const [folder, file, asked] = process.argv.slice(2);
if (file === undefined) {
  throw new Error("say where the network and the text are: node onnx.js EXPORT TEXT");
}
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const bytes = { pack: path("../../../pkg/packs/accurate.pack"), float: join(folder, "float.onnx"), byte: join(folder, "byte.onnx") };
const pieces = JSON.parse(readFileSync(join(folder, "pieces.json"), "utf8"));
const text = readFileSync(file, "utf8").split("\n").filter((line) => line.trim()).join("\n\n");

if (asked !== undefined) {
  const read = (name) => readFileSync(bytes[name]);
  await measure({ runtime: () => import("onnxruntime-web"), load, pieces, text, read, tell: console.log, memory, asked: [asked] });
  process.exit();
}

console.log(`Node ${process.version}`);
for (const one of ASKED) {
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), folder, file, one], { stdio: "inherit" });
  if (status !== 0) {
    throw new Error(`asking ${one} failed`);
  }
}

const { chromium } = await import("playwright-core");
const distribution = dirname(fileURLToPath(import.meta.resolve("onnxruntime-web")));
const server = fileServer({ "/": path("."), "/ort/": distribution, "/export/": folder, "/pkg/": path("../../../pkg") });
await new Promise((listening) => server.listen(0, "localhost", listening));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
page.on("console", (message) => message.type() === "log" && console.log(message.text()));
console.log(`Chromium ${browser.version()}`);
await page.goto(`http://localhost:${server.address().port}/onnx.html`);
await page.evaluate(async ({ pieces, text }) => {
  const [{ load }, { measure }] = await Promise.all(["/pkg/index.js", "/onnx-measure.js"].map((module) => import(module)));
  const files = { pack: "/pkg/packs/accurate.pack", float: "/export/float.onnx", byte: "/export/byte.onnx" };
  const read = async (name) => new Uint8Array(await (await fetch(files[name])).arrayBuffer());
  await measure({ runtime: () => import("/ort/ort.wasm.min.mjs"), load, pieces, text, read, tell: console.log });
}, { pieces, text });
await browser.close();
server.close();

/** The most memory this process has had, in bytes, where the system tells. */
function memory() {
  const status = "/proc/self/status";
  const [, most] = existsSync(status) ? (/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, "utf8")) ?? []) : [];
  return most === undefined ? undefined : 1024 * Number(most);
}
