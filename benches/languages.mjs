// The language stage as npm gives it: start-up, and documents of two kilobytes, in MB of UTF-8 a second.
//
// `node benches/languages.mjs DIR [CODE...]` reads DIR/CODE.txt.gz, running text, after `make wasm`. Documents are whole lines. Every round
// reads the documents of all languages, so that few words are remembered from the round before; the best of five rounds counts.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const LENGTH = 2048;
const ROUNDS = 5;

const [directory, ...given] = process.argv.slice(2);
if (directory === undefined) {
  throw new Error("say where the texts are: node benches/languages.mjs DIR [CODE...]");
}
const codes = given.length > 0 ? given : "ara ces deu eng fra hin jpn pol rus spa tur vie".split(" ");
const start = performance.now();
const { load } = await import("../pkg/node.js");
const imported = performance.now();
const options = { stages: ["languages"] };
const hamisi = await load(options);
const loaded = performance.now();
hamisi.analyze("Hamısı", options);
const answered = performance.now();
console.log(
  `import ${(imported - start).toFixed(1)} ms, load ${(loaded - imported).toFixed(1)} ms, first answer ${(answered - loaded).toFixed(1)} ms`,
);

const sets = codes.map((code) => {
  const documents = [];
  let document = "";
  for (const line of gunzipSync(readFileSync(`${directory}/${code}.txt.gz`)).toString().split(/(?<=\n)/)) {
    document += line;
    if (Buffer.byteLength(document) >= LENGTH) {
      documents.push(document);
      document = "";
    }
  }
  const bytes = documents.reduce((sum, document) => sum + Buffer.byteLength(document), 0);
  return { code, documents, bytes, best: Infinity };
});
for (let round = 0; round < ROUNDS; round += 1) {
  for (const set of sets) {
    const begun = performance.now();
    set.documents.forEach((document) => hamisi.analyze(document, options));
    set.best = Math.min(set.best, performance.now() - begun);
  }
}
const rate = (bytes, milliseconds) => (bytes / 1e3 / milliseconds).toFixed(1);
sets.forEach(({ code, documents, bytes, best }) => console.log(`${code} ${rate(bytes, best)} MB/s, ${documents.length} documents`));
const sum = (key) => sets.reduce((sum, set) => sum + set[key], 0);
console.log(`all ${rate(sum("bytes"), sum("best"))} MB/s`);
