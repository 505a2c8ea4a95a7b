// The package as a file: what it holds, what its manifest promises, what linters of packages say.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { publint } from "publint";
import { command, pack, root, run } from "./project.js";

const face = join(root, "pkg");
const read = (name) => readFile(join(face, name), "utf8");

const wasm = ["hamisi", "source", "accurate", "accurate-relaxed"].map((name) => `${name}_bg.wasm`);

test("holds what it needs and no more", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "hamisi-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const { stdout } = await run("tar", ["-tzf", await pack(folder)]);
  const files = stdout.trim().split("\n").map((path) => path.replace(/^package\//, ""));
  const scripts = (await readdir(face)).filter((name) => /\.(js|d\.ts)$/.test(name));
  const packs = (await readdir(join(face, "packs"))).filter((name) => name.endsWith(".pack"));
  assert.ok(packs.length > 0);
  assert.deepEqual(
    files.sort(),
    [
      ...scripts,
      ...packs.map((name) => `packs/${name}`),
      ...["hamisi", "source", "accurate"].map((name) => `wasm/${name}.js`),
      ...wasm.map((name) => `wasm/${name}`),
      ...["package.json", "README.md", "LICENSE-APACHE", "LICENSE-MIT", "NOTICE"],
    ].sort(),
  );
});

test("has the version of the crate", async () => {
  const crate = /^version = "(.*)"$/m.exec(await readFile(join(root, "Cargo.toml"), "utf8"))[1];
  assert.equal(JSON.parse(await read("package.json")).version, crate);
});

test("is clean to publint", async () => {
  const { messages } = await publint({ pkgDir: face, strict: true });
  assert.deepEqual(messages, []);
});

test("is clean to attw", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "hamisi-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  // What is no script has no types.
  const exclude = ["wasm", "source", "accurate", "accurate-relaxed", "packs/*", "package.json"];
  const options = ["--profile", "esm-only", "--format", "ascii", "--no-emoji", "--exclude-entrypoints", ...exclude];
  await run(command("attw"), [await pack(folder), ...options]).catch(({ stdout }) => assert.fail(stdout));
});

test("names each of its files once, where bundlers find it", async () => {
  for (const name of ["index.js", "node.js"]) {
    const named = [...(await read(name)).matchAll(/new URL\("(.*?)", import\.meta\.url\)/g)].map((found) => found[1]);
    assert.deepEqual(named, [...new Set(named)]);
    const packs = (await readdir(join(face, "packs"))).filter((file) => file.endsWith(".pack"));
    assert.deepEqual(named.sort(), [...wasm.map((file) => `./wasm/${file}`), ...packs.map((file) => `./packs/${file}`)].sort());
  }
  for (const glue of ["hamisi", "source", "accurate"]) {
    assert.doesNotMatch(await read(`wasm/${glue}.js`), /import\.meta\.url/);
  }
});

test("says `any` nowhere in its types", async () => {
  for (const name of (await readdir(face)).filter((name) => name.endsWith(".d.ts"))) {
    const types = (await read(name)).replace(/\/\*.*?\*\/|\/\/.*$/gms, "");
    assert.doesNotMatch(types, /\bany\b/);
  }
});
