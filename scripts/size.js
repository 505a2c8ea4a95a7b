// Tells what a browser downloads, compressed with brotli at its best, beside the budgets; fails when one is passed.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const root = resolve(import.meta.dirname, "..");
const kB = 1000;

const pack = (...names) => names.map((name) => `pkg/packs/${name}.pack`);
const budgets = [
  { what: "wasm code", files: ["pkg/wasm/hamisi_bg.wasm"], most: 400 * kB },
  { what: "HTML and encodings, on demand", files: ["pkg/wasm/source_bg.wasm"], most: 235 * kB },
  { what: "accurate tagger, on demand", files: ["pkg/wasm/accurate_bg.wasm"], most: 1000 * kB },
  { what: "  with relaxed SIMD", files: ["pkg/wasm/accurate-relaxed_bg.wasm"], most: 1000 * kB },
  { what: "language pack", files: pack("language"), most: 1500 * kB },
  { what: "entity and gazetteer packs", files: pack("entity", "gazetteer"), most: 3000 * kB },
  { what: "locale and segment packs", files: pack("locale", "segment"), most: 1000 * kB },
  { what: "accurate pack", files: pack("accurate"), most: 16000 * kB },
  { what: "page scripts", files: [...scripts("www"), ...scripts("pkg"), "pkg/wasm/hamisi.js", "pkg/wasm/source.js", "pkg/wasm/accurate.js"], most: 60 * kB },
];

// What runs in the page; Node's own files do not.
function scripts(folder) {
  return existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).filter((name) => /^(?!.*node).*\.js$/.test(name)).map((name) => `${folder}/${name}`)
    : [];
}

function compressed(file) {
  const bytes = readFileSync(join(root, file));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return brotliCompressSync(bytes, { params }).length;
}

let over = false;
for (const { what, files, most } of budgets) {
  const present = files.filter((file) => existsSync(join(root, file)));
  if (present.length === 0) {
    continue;
  }
  const size = present.map(compressed).reduce((sum, size) => sum + size);
  over ||= size > most;
  const line = `${what.padEnd(30)}${(size / kB).toFixed(1).padStart(9)} kB of ${(most / kB).toFixed(0).padStart(6)} kB`;
  console.log(size > most ? `${line}  OVER` : line);
}
process.exitCode = over ? 1 : 0;
