// The pipeline in this thread: the wasm module, its packs, and calls that survive a crash.

import { AccurateTagger, accurateWasm, openAccurate, openAccurateSync } from "./accurate.js";
import { Analysis } from "./analysis.js";
import { failure, surviving } from "./error.js";
import { isResponse } from "./fetched.js";
import { stretches } from "./stream.js";
import init, { Core, initSync, reset, tables as readTables } from "./wasm/hamisi.js";
import initSource, { decode, reset as resetSource } from "./wasm/source.js";

const packsOfStages = {
  blocks: ["segment"],
  sentences: ["segment"],
  words: ["segment"],
  languages: ["language"],
  entities: ["segment", "language", "locale", "gazetteer", "entity"],
};
const taggers = ["fast", "accurate"];

// All pipelines of a thread share one instance of the module; its memory holds each one's packs.
let opening;
let opened = false;
// The wasm file that reads HTML and legacy encodings, asked for by the first bytes that need it.
let sourceModule;
let tables;
// How many instances have crashed: what was made in an earlier instance is gone.
let crashes = 0;

/**
 * A pipeline, its files found by `files` and read by `read(source, what)`, which gives bytes, a response or a module. Where the thread
 * may wait, what is no response is compiled `atOnce`: that takes 5 ms, and the asynchronous way loads Node's `Response` for 20.
 */
export async function open(options, files, read, { atOnce = false } = {}) {
  options.signal?.throwIfAborted();
  const packs = wantedPacks(options, files).map(async ([name, source]) => {
    const found = await read(source, `the ${name} pack`);
    return bytes(isResponse(found) ? await found.arrayBuffer() : found, `the ${name} pack`);
  });
  const module = async () => {
    const module = await read(options.wasm ?? files.wasm(), "the wasm file");
    if (atOnce && !isResponse(module)) {
      initSync({ module });
    } else {
      await init({ module_or_path: module });
    }
    opened = true;
  };
  if (!opened) {
    opening ??= module().finally(() => (opening = undefined));
  }
  const accurate = async () => {
    const what = "the accurate pack";
    const [found] = await Promise.all([
      read(options.packs?.accurate ?? files.accurate(), what),
      openAccurate(() => read(options.accurate ?? accurateWasm(files), "the wasm file of the accurate tagger")),
    ]);
    return new AccurateTagger(bytes(isResponse(found) ? await found.arrayBuffer() : found, what));
  };
  const tagger = isAccurate(options) ? accurate() : undefined;
  const [read_, tagger_] = await Promise.all([Promise.all(packs), tagger, opening]);
  options.signal?.throwIfAborted();
  return new Hamisi(read_, tagger_, () => read(options.source ?? files.source(), "the wasm file that reads HTML and legacy encodings"));
}

/** The same at once: `read(source, what)` gives bytes or a module; `readLater` may take its time. */
export function openSync(options, files, read, readLater = read) {
  const packs = wantedPacks(options, files).map(([name, source]) => {
    const what = `the ${name} pack`;
    return bytes(read(source, what), what);
  });
  if (!opened) {
    const wasm = options.wasm ?? files.wasm?.();
    if (wasm === undefined) {
      throw failure("option", "loadSync needs the bytes of the wasm file, or its compiled module, as `wasm`");
    }
    initSync({ module: read(wasm, "the wasm file") });
    opened = true;
  }
  let tagger;
  if (isAccurate(options)) {
    const [pack, wasm] = [options.packs?.accurate ?? files.accurate?.(), options.accurate ?? (files.accurateWasm && accurateWasm(files))];
    if (pack === undefined || wasm === undefined) {
      throw failure("option", "loadSync needs the bytes of the accurate pack as `packs.accurate`, and of its wasm file as `accurate`");
    }
    openAccurateSync(() => read(wasm, "the wasm file of the accurate tagger"));
    tagger = new AccurateTagger(bytes(read(pack, "the accurate pack"), "the accurate pack"));
  }
  return new Hamisi(packs, tagger, () => readLater(options.source ?? files.source(), "the wasm file that reads HTML and legacy encodings"));
}

// The packs to read, by name: those that the stages need, with what the caller gave in place of files, and the caller's own.
function wantedPacks({ stages = Object.keys(packsOfStages), packs = {} }, files) {
  const wanted = {};
  for (const stage of stages) {
    if (!Object.hasOwn(packsOfStages, stage)) {
      throw failure("option", `no stage is called "${stage}": there are ${Object.keys(packsOfStages).join(", ")}`);
    }
    for (const name of packsOfStages[stage]) {
      if (packs[name] === undefined && files[name]) {
        wanted[name] = files[name]();
      }
    }
  }
  // The accurate pack goes to the tagger.
  return Object.entries({ ...wanted, ...packs }).filter(
    ([name, source]) => name !== "accurate" && source !== undefined && source !== false,
  );
}

function isAccurate({ tagger = "fast" }) {
  if (!taggers.includes(tagger)) {
    throw failure("option", `no tagger is called "${tagger}": there are ${taggers.join(", ")}`);
  }
  return tagger === "accurate";
}

function bytes(source, what = "the input") {
  if (source instanceof Uint8Array) {
    return source;
  }
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  }
  if (source instanceof ArrayBuffer || (globalThis.SharedArrayBuffer && source instanceof SharedArrayBuffer)) {
    return new Uint8Array(source);
  }
  throw failure("input", `${what} is given as ${source === null ? "null" : typeof source}, not as bytes`);
}

export class Hamisi {
  #packs;
  #tagger;
  #readSource;
  #core;
  #crashes;

  constructor(packs, tagger, readSource) {
    this.#packs = packs;
    this.#tagger = tagger;
    this.#readSource = readSource;
    this.#call(() => {});
  }

  get version() {
    return tables.version;
  }

  analyze(text, options) {
    return new Analysis(this.columns(text, options), text, options?.text);
  }

  async analyzeBytes(input, options) {
    return new Analysis(await this.columnsOf(bytes(input), options), undefined, options?.text);
  }

  stream(readable, options) {
    return stretches(this, readable, options);
  }

  async export(input, format, options) {
    return this.#decoded(input, options, (input, { signal, onProgress, tagger, ...rest }) => {
      signal?.throwIfAborted();
      const names = this.#names(tagger, signal && (() => signal.throwIfAborted()));
      return this.#call((core) => core.export(given(input), format, JSON.stringify(rest), names));
    });
  }

  /** What an `Analysis` is made of, in a form that can be posted. Not for callers. */
  async columnsOf(input, options) {
    return this.#decoded(input, options, (input, options) => this.columns(input, options));
  }

  /** The same at once, of text or of bytes in UTF-8. */
  columns(input, options) {
    const { signal, onProgress, tagger, ...rest } = options ?? {};
    signal?.throwIfAborted();
    const progress = (signal || onProgress) && ((stage, share) => {
      onProgress?.(stage, share);
      signal?.throwIfAborted();
    });
    const names = this.#names(tagger, progress && ((share) => progress("entities", share)));
    const asked = JSON.stringify(rest);
    const [small, objects, numbers, text] = this.#call((core) => core.analyze(given(input), asked, progress, names));
    return { rest: small, objects, numbers, text, tables };
  }

  // What the pipeline asks to read for names beside its own tagger. What this was loaded with holds where a call says nothing else.
  #names(tagger = this.#tagger ? "accurate" : "fast", progress) {
    if (!isAccurate({ tagger })) {
      return undefined;
    }
    if (this.#tagger === undefined) {
      throw failure("option", 'the accurate tagger is not loaded: load({ tagger: "accurate" })');
    }
    let told = progress;
    return (text, stretches) => {
      const names = this.#tagger.read(text, stretches, told);
      // Only the text itself is counted, not what explains its names.
      told = progress && (() => progress(1));
      return names;
    };
  }

  // HTML and bytes that are not UTF-8 are read first, by a wasm file that is only then asked for.
  async #decoded(input, options = {}, work) {
    try {
      return work(input, options);
    } catch (cause) {
      if (cause?.code !== "source") {
        throw cause;
      }
    }
    sourceModule ??= (async () => initSource({ module_or_path: await this.#readSource() }))();
    await sourceModule.catch((cause) => {
      sourceModule = undefined;
      throw cause;
    });
    const { name, media } = options;
    const decoded = surviving(() => decode(bytes(input), name, media), resetSource);
    return work(decoded, { ...options, decoded: true });
  }

  #call(work) {
    const survive = () => {
      reset();
      crashes += 1;
    };
    return surviving(() => {
      if (this.#core === undefined || this.#crashes !== crashes) {
        this.#core = new Core();
        this.#crashes = crashes;
        tables ??= readTables();
        this.#packs.forEach((pack) => this.#core.addPack(pack));
      }
      return work(this.#core);
    }, survive);
  }
}

const given = (input) => (typeof input === "string" ? input : bytes(input));
