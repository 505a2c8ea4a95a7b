// The types: a strict consumer compiles, wrong uses do not, and a real answer is what they say.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { load } from "../../pkg/node.js";
import { command, project, run } from "./project.js";
import { everything } from "./texts.js";

async function compiles(folder, settings) {
  const compilerOptions = { strict: true, noEmit: true, exactOptionalPropertyTypes: true, types: [], ...settings };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await run(command("tsc"), ["-p", folder]).catch(({ stdout }) => assert.fail(stdout));
}

for (const settings of [
  { module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022", "dom", "dom.asynciterable"] },
  { module: "nodenext", target: "es2022", lib: ["es2022", "dom", "dom.asynciterable"] },
]) {
  test(`compile in a strict consumer, module ${settings.module}`, async (t) => {
    await compiles(await project(t, "consumer.ts"), settings);
  });
}

test("say what an answer is", async (t) => {
  const folder = await project(t);
  const hamisi = await load();
  const answer = hamisi.analyze(everything, { stages: ["blocks", "sentences", "words", "languages", "entities"], text: true });
  const golden = `import type { AnalysisJSON } from "hamisi";
export const golden: AnalysisJSON = ${JSON.stringify(answer, undefined, 2)};
`;
  await writeFile(join(folder, "golden.ts"), golden);
  await compiles(folder, { module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022", "dom"] });
});
