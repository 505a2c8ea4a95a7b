// The accurate tagger beside onnxruntime-web on the same network and the same pieces: `node onnx.js EXPORT TEXT`, after
// `tools/entity/accurate.py onnx` has written EXPORT, `make wasm` the package, and `npm install --no-save onnxruntime-web@1.30.0` the peer: it is
// 150 MB, so it is not among those of the other comparisons. One thread, one sentence at a time; the best of three rounds.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-web";
import { load } from "../../../pkg/node.js";

const ROUNDS = 3;

const [folder, file] = process.argv.slice(2);
if (file === undefined) {
  throw new Error("say where the network and the text are: node onnx.js EXPORT TEXT");
}
ort.env.wasm.numThreads = 1;
const { words, ids } = JSON.parse(readFileSync(join(folder, "pieces.json"), "utf8"));
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

async function best(work) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await work();
    least = Math.min(least, performance.now() - begun);
  }
  return `${Math.round((1e3 * words) / least)} words/s`;
}

for (const name of ["float", "byte"]) {
  const path = join(folder, `${name}.onnx`);
  const begun = performance.now();
  const session = await ort.InferenceSession.create(readFileSync(path), { executionProviders: ["wasm"] });
  const started = performance.now() - begun;
  const inputs = ids.map((row) => new ort.Tensor("int64", BigInt64Array.from(row, BigInt), [1, row.length]));
  const speed = await best(async () => {
    for (const input of inputs) {
      await session.run({ ids: input });
    }
  });
  console.log(`onnxruntime-web ${ort.env.versions.web}, ${name}: start ${started.toFixed(0)} ms, ${speed}, model ${megabytes(statSync(path).size)}`);
  await session.release();
}

const text = readFileSync(file, "utf8").split("\n").filter((line) => line.trim()).join("\n\n");
const begun = performance.now();
const hamisi = await load({ tagger: "accurate" });
const started = performance.now() - begun;
const speed = await best(() => hamisi.analyze(text));
console.log(`hamisi, every stage, cutting in pieces too: start ${started.toFixed(0)} ms, ${speed}, model ${megabytes(statSync(new URL("../../../pkg/packs/accurate.pack", import.meta.url)).size)}`);
