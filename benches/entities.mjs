// The entity stage as npm gives it, in tokens a second: words and signs, units where words are not parted by blanks, as in `entities.rs`.
//
// `node benches/entities.mjs [FILE...]` reads the files, else the samples that `entities.rs` reads, after `make wasm`. The stage's time is
// what an analysis takes beyond one without entities, of the pipeline's warm rounds the fastest; the whole is told as well.

import { readFileSync } from "node:fs";
import { load } from "../pkg/node.js";

const SECONDS = 4;
const SAMPLES = ["news-english-azerbaijan", "news-azerbaijani", "notice-ukrainian", "news-japanese"];
const UNIT = "[[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}]&&\\p{L}]";
const TOKEN = new RegExp(`${UNIT}|[[\\p{L}\\p{M}\\p{N}]--${UNIT}]+|[\\S--[\\p{L}\\p{M}\\p{N}]]`, "gv");

const given = process.argv.slice(2);
const files = given.length > 0 ? given : SAMPLES.map((name) => new URL(`../www/samples/${name}.txt`, import.meta.url));
const hamisi = await load();
const without = { stages: ["blocks", "sentences", "languages"] };
const whole = { stages: [...without.stages, "entities"] };

const timed = (text, options) => {
  const begun = performance.now();
  hamisi.analyze(text, options);
  return performance.now() - begun;
};

for (const file of files) {
  const text = readFileSync(file, "utf8");
  const tokens = text.match(TOKEN).length;
  const best = [Infinity, Infinity];
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) {
    best[0] = Math.min(best[0], timed(text, without));
    best[1] = Math.min(best[1], timed(text, whole));
  }
  const rate = (milliseconds) => `${(tokens / 1e3 / milliseconds).toFixed(2)} M tokens/s`;
  console.log(`${String(file).split("/").pop()}: ${tokens} tokens, the stage ${rate(best[1] - best[0])}, all stages ${rate(best[1])}`);
}
