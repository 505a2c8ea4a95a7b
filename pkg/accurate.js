// The accurate tagger: a wasm file of its own, its pack, and calls that survive a crash.

import { surviving } from "./error.js";
import init, { Accurate, initSync, reset } from "./wasm/accurate.js";

// All taggers of a thread share one instance of the module.
let opening;
let opened = false;
let crashes = 0;

// A module with one instruction of relaxed SIMD. Where it is valid, the tagger is about twice as fast.
const probe = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11,
);

/** The wasm file to take, of those that `files` names. */
export const accurateWasm = (files) => (WebAssembly.validate(probe) ? files.accurateRelaxedWasm() : files.accurateWasm());

/** Instantiates the module that `read()` gives, once. */
export function openAccurate(read) {
  if (!opened) {
    opening ??= (async () => {
      await init({ module_or_path: await read() });
      opened = true;
    })().finally(() => (opening = undefined));
  }
  return opening;
}

/** The same at once. */
export function openAccurateSync(read) {
  if (!opened) {
    initSync({ module: read() });
    opened = true;
  }
}

export class AccurateTagger {
  #pack;
  #tagger;
  #crashes;

  /** With the bytes of its pack. */
  constructor(pack) {
    this.#pack = pack;
    this.#call(() => {});
  }

  /** What is read in stretches of `text`, for the pipeline; `progress` is told what share of the stretches has been read. */
  read(text, stretches, progress) {
    let all = 0;
    for (let i = 0; i < stretches.length; i += 2) {
      all += stretches[i + 1] - stretches[i];
    }
    return this.#call((tagger) => tagger.read(text, stretches, progress && ((done) => progress(all && done / all))));
  }

  #call(work) {
    return surviving(() => {
      if (this.#tagger === undefined || this.#crashes !== crashes) {
        this.#tagger = new Accurate(this.#pack);
        this.#crashes = crashes;
      }
      return work(this.#tagger);
    }, () => {
      reset();
      crashes += 1;
    });
  }
}
