// The package in Node, by `import` and by `require`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { project, run } from "./project.js";

const sentences = ["Salam 👋.", "Necəsən?"];

test("is imported by an ES module, and loads at once as well as later", async (t) => {
  const folder = await project(t, "import.js");
  const { stdout, stderr } = await run(process.execPath, ["import.js"], { cwd: folder });
  assert.deepEqual(JSON.parse(stdout), { same: true, sentences });
  assert.equal(stderr, "");
});

test("is required by a CommonJS module", async (t) => {
  const folder = await project(t, "require.cjs");
  const { stdout } = await run(process.execPath, ["require.cjs"], { cwd: folder });
  assert.deepEqual(JSON.parse(stdout), { sentences });
});

test("does nothing when it is imported", async (t) => {
  const folder = await project(t);
  const script = `
    const done = [];
    for (const name of ["compile", "compileStreaming", "instantiate", "instantiateStreaming", "Instance", "Memory", "Module"]) {
      WebAssembly[name] = function () { done.push(name); };
    }
    globalThis.fetch = () => done.push("fetch");
    const globals = Object.keys(globalThis);
    await import("hamisi");
    await import("./node_modules/hamisi/index.js");
    console.log(JSON.stringify({ done, globals: Object.keys(globalThis).length - globals.length }));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script], { cwd: folder });
  assert.deepEqual(JSON.parse(stdout), { done: [], globals: 0 });
});
