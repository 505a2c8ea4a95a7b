// The face for browsers, workers, edge runtimes and bundlers: files are fetched from beside this module.

import { fetched, isLocation, isResponse } from "./fetched.js";
import { open, openSync } from "./pipeline.js";

export { remote } from "./remote.js";

// Each file is named once, spelled out, so that bundlers find it.
const files = {
  wasm: () => new URL("./wasm/hamisi_bg.wasm", import.meta.url),
  source: () => new URL("./wasm/source_bg.wasm", import.meta.url),
  segment: () => new URL("./packs/segment.pack", import.meta.url),
  language: () => new URL("./packs/language.pack", import.meta.url),
  locale: () => new URL("./packs/locale.pack", import.meta.url),
  gazetteer: () => new URL("./packs/gazetteer.pack", import.meta.url),
  entity: () => new URL("./packs/entity.pack", import.meta.url),
  accurate: () => new URL("./packs/accurate.pack", import.meta.url),
  accurateWasm: () => new URL("./wasm/accurate_bg.wasm", import.meta.url),
  accurateRelaxedWasm: () => new URL("./wasm/accurate-relaxed_bg.wasm", import.meta.url),
};

export function load(options = {}) {
  return open(options, files, reader(options));
}

export function loadSync(options = {}) {
  return openSync(options, { source: files.source }, (source) => source, reader(options));
}

const reader = (options) => async (source, what) =>
  isLocation(source) || isResponse(source) ? fetched(source, what, options) : source;
