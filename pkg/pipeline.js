// The pipeline in this thread: the wasm module, its packs, and calls that survive a crash.

import { Analysis } from "./analysis.js";
import { failure } from "./error.js";
import { isResponse } from "./fetched.js";
import { stretches } from "./stream.js";
import openEncodings, { decode } from "./wasm/encodings.js";
import init, { Core, initSync, reset, tables as readTables } from "./wasm/hamisi.js";

const packsOfStages = {
  blocks: ["segment"],
  sentences: ["segment"],
  words: ["segment"],
  languages: ["language"],
  entities: ["segment", "language", "locale", "gazetteer", "entity"],
};

// All pipelines of a thread share one instance of the module; its memory holds each one's packs.
let opening;
let opened = false;
// The wasm file of the legacy encodings, asked for by the first bytes that need it.
let encodings;
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
  const [read_] = await Promise.all([Promise.all(packs), opening]);
  options.signal?.throwIfAborted();
  return new Hamisi(read_, () => read(options.encodings ?? files.encodings(), "the wasm file of the legacy encodings"));
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
  return new Hamisi(packs, () => readLater(options.encodings ?? files.encodings(), "the wasm file of the legacy encodings"));
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
  return Object.entries({ ...wanted, ...packs }).filter(([, source]) => source !== undefined && source !== false);
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
  #readEncodings;
  #core;
  #crashes;

  constructor(packs, readEncodings) {
    this.#packs = packs;
    this.#readEncodings = readEncodings;
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
    return this.#decoded(input, options, (input, { signal, onProgress, ...rest }) => {
      signal?.throwIfAborted();
      return this.#call((core) => core.export(given(input), format, JSON.stringify(rest)));
    });
  }

  /** What an `Analysis` is made of, in a form that can be posted. Not for callers. */
  async columnsOf(input, options) {
    return this.#decoded(input, options, (input, options) => this.columns(input, options));
  }

  /** The same at once, of text or of bytes in UTF-8. */
  columns(input, options) {
    const { signal, onProgress, ...rest } = options ?? {};
    signal?.throwIfAborted();
    const progress = (signal || onProgress) && ((stage) => {
      onProgress?.(stage);
      signal?.throwIfAborted();
    });
    const asked = JSON.stringify(rest);
    const [small, objects, numbers, text] = this.#call((core) => core.analyze(given(input), asked, progress));
    return { rest: small, objects, numbers, text, tables };
  }

  // Bytes that are not UTF-8 are decoded first, by a wasm file that is only then asked for.
  async #decoded(input, options = {}, work) {
    try {
      return work(input, options);
    } catch (cause) {
      if (cause?.code !== "encoding") {
        throw cause;
      }
    }
    encodings ??= (async () => openEncodings({ module_or_path: await this.#readEncodings() }))();
    await encodings.catch((cause) => {
      encodings = undefined;
      throw cause;
    });
    const declared = this.#call((core) => core.declared(bytes(input), options.name, options.media));
    const { text, ...decoded } = decode(bytes(input), declared);
    return work(text, { ...options, decoded });
  }

  #call(work) {
    try {
      if (this.#core === undefined || this.#crashes !== crashes) {
        this.#core = new Core();
        this.#crashes = crashes;
        tables ??= readTables();
        this.#packs.forEach((pack) => this.#core.addPack(pack));
      }
      return work(this.#core);
    } catch (cause) {
      if (cause instanceof WebAssembly.RuntimeError) {
        reset();
      } else if (cause?.code !== "crash") {
        throw cause;
      }
      crashes += 1;
      throw failure("crash", `hamisi has crashed; the next call starts afresh. ${cause.message}`, cause);
    }
  }
}

const given = (input) => (typeof input === "string" ? input : bytes(input));
