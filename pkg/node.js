// The face for Node: files are read from beside this module.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { failure } from "./error.js";
import { fetched, isLocation, isResponse } from "./fetched.js";
import { open, openSync } from "./pipeline.js";

export { remote } from "./remote.js";

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
  const read = async (source, what) => {
    if (!isLocation(source)) {
      return isResponse(source) ? fetched(source, what, options) : source;
    }
    const url = located(source);
    if (url.protocol !== "file:") {
      return fetched(url, what, options);
    }
    const bytes = await readFile(url, { signal: options.signal }).catch((cause) => {
      options.signal?.throwIfAborted();
      throw unreadable(what, url, cause);
    });
    options.onProgress?.({ file: url.pathname.split("/").pop(), loaded: bytes.length, total: bytes.length });
    return bytes;
  };
  return open(options, files, read, { atOnce: true });
}

export function loadSync(options = {}) {
  return openSync(options, files, (source, what) => {
    if (!isLocation(source)) {
      return source;
    }
    const url = located(source);
    try {
      return readFileSync(url);
    } catch (cause) {
      throw unreadable(what, url, cause);
    }
  });
}

// A string is an address where it has a scheme, else a path.
function located(source) {
  return source instanceof URL || /^[a-z][a-z0-9+.-]+:/i.test(source) ? new URL(source) : pathToFileURL(source);
}

function unreadable(what, url, cause) {
  return failure("load", `${what} cannot be read from ${url}`, cause);
}
