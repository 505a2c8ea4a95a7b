// The accurate tagger as npm gives it, in each wasm file that this Node can run: start-up, and words a second of the processor's time,
// which other work on the machine changes less than the clock's.
//
// `node benches/accurate.mjs PACK FILE` reads FILE, a sentence a line, after `make wasm`; relaxed SIMD needs a later Node than 20, or
// `--experimental-wasm-relaxed-simd`. The best of five rounds counts. Both wasm files must find the same.

import { readFileSync } from "node:fs";

const ROUNDS = 5;

const [pack, file] = process.argv.slice(2);
if (file === undefined) {
  throw new Error("say which pack and text: node benches/accurate.mjs PACK FILE");
}
const text = readFileSync(file, "utf8");
const words = text.split(/\s+/).filter((word) => word !== "").length;
const stretches = [];
let end = 0;
for (const line of text.split(/(?<=\n)/)) {
  stretches.push(end, end + Buffer.byteLength(line));
  end += Buffer.byteLength(line);
}

const found = [];
for (const name of ["accurate", "accurate-relaxed"]) {
  const module = readFileSync(new URL(`../pkg/wasm/${name}_bg.wasm`, import.meta.url));
  if (!WebAssembly.validate(module)) {
    console.log(`${name}: this Node cannot run it`);
    continue;
  }
  const bytes = readFileSync(pack);
  // The script is the same, its instance is not.
  const { Accurate, initSync } = await import(`../pkg/wasm/accurate.js?${name}`);
  const start = performance.now();
  const { memory } = initSync({ module });
  const compiled = performance.now();
  const tagger = new Accurate(bytes);
  const loaded = performance.now();
  const line = new Uint32Array(stretches.slice(0, 2));
  tagger.read(text, line);
  const answered = performance.now();
  let best = Infinity;
  let reading;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = process.cpuUsage();
    reading = Buffer.from(tagger.read(text, new Uint32Array(stretches)));
    const { user, system } = process.cpuUsage(begun);
    best = Math.min(best, (user + system) / 1e3);
  }
  found.push(reading);
  console.log(
    `${name}: compile ${(compiled - start).toFixed(1)} ms, load ${(loaded - compiled).toFixed(1)} ms, first line ${(answered - loaded).toFixed(1)} ms, ` +
      `${words} words in ${best.toFixed(0)} ms, ${((1e3 * words) / best).toFixed(0)} words/s, memory ${(memory.buffer.byteLength / 1e6).toFixed(0)} MB`,
  );
}
if (found.some((reading) => !reading.equals(found[0]))) {
  throw new Error("the wasm files do not read the same");
}
