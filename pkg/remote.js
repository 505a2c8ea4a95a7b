// The pipeline in a worker: the same interface, answered later, with calls that can be broken off.

import { Analysis } from "./analysis.js";
import { failure } from "./error.js";
import { stretches } from "./stream.js";

/** A pipeline in the worker that `makeWorker` gives, ready for calls. */
export async function remote(makeWorker, options = {}) {
  const hamisi = new Remote(makeWorker, options);
  try {
    await hamisi.ready();
  } catch (cause) {
    hamisi.close();
    throw cause;
  }
  return hamisi;
}

export class Remote {
  #makeWorker;
  #options;
  #worker;
  #queue = [];
  #running;
  #closed = false;
  #version;

  constructor(makeWorker, options) {
    this.#makeWorker = makeWorker;
    this.#options = options;
  }

  get version() {
    return this.#version;
  }

  /** Resolves when the worker has loaded all it needs. */
  async ready() {
    this.#version = await this.#call({ method: "version" }, this.#options);
  }

  async analyze(text, options) {
    return new Analysis(await this.#call({ method: "columns", input: text }, options), text, options?.text);
  }

  async analyzeBytes(input, options) {
    return new Analysis(await this.#call({ method: "columns", input }, options), undefined, options?.text);
  }

  stream(readable, options) {
    return stretches(this, readable, options);
  }

  export(input, format, options) {
    return this.#call({ method: "export", input, format }, options);
  }

  /** Ends the worker; calls that are not answered yet are rejected. */
  close() {
    this.#closed = true;
    const cause = failure("closed", "hamisi was closed");
    for (const job of [this.#running, ...this.#queue].filter(Boolean)) {
      job.fail(cause);
    }
    this.#end();
  }

  #call(request, { signal, onProgress, ...options } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#closed) {
        throw failure("closed", "hamisi was closed");
      }
      const settle = (settler) => (value) => {
        signal?.removeEventListener("abort", abort);
        this.#queue = this.#queue.filter((waiting) => waiting !== job);
        settler(value);
      };
      const job = { request, options, onProgress, done: settle(resolve), fail: settle(reject) };
      const abort = () => {
        job.fail(signal.reason);
        // What runs in the worker can only be stopped with the worker; the next call gets a new one.
        if (job === this.#running) {
          this.#end();
        }
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(job);
      this.#next();
    });
  }

  // One at a time is posted, so that those who wait can be withdrawn without harm to the others.
  #next() {
    if (this.#running || this.#queue.length === 0) {
      return;
    }
    this.#running = this.#queue.shift();
    const { request, options, onProgress } = this.#running;
    try {
      this.#worker ??= this.#start();
      const loading = request.method === "version" ? {} : options;
      this.#worker.postMessage({ ...request, options: loading, progress: onProgress !== undefined });
    } catch (cause) {
      this.#settle("fail", failure("option", `the call cannot be sent to the worker: ${cause.message}`, cause));
    }
  }

  #start() {
    const worker = this.#makeWorker();
    // What a worker that was ended had still sent concerns nobody.
    const current = (listen) => (argument) => worker === this.#worker && listen(argument);
    const message = current((data) => this.#heard(data));
    const broken = current((event) => {
      const reason = event?.message ?? "its script cannot be run";
      this.#end("fail", failure("load", `the worker has failed: ${reason}`, event));
    });
    if (typeof worker.addEventListener === "function") {
      worker.addEventListener("message", ({ data }) => message(data));
      worker.addEventListener("error", broken);
      worker.addEventListener("messageerror", broken);
    } else {
      // Workers of Node.
      worker.on("message", message);
      worker.on("error", broken);
    }
    const { signal, onProgress, ...options } = this.#options;
    worker.postMessage({ method: "load", options: posted(options), progress: onProgress !== undefined });
    return worker;
  }

  #heard({ loading, stage, share, result, error }) {
    if (loading) {
      this.#options.onProgress?.(loading);
    } else if (stage) {
      this.#running?.onProgress?.(stage, share);
    } else if (error) {
      this.#settle("fail", failure(error.code, error.message));
    } else {
      this.#settle("done", result);
    }
  }

  #settle(how, value) {
    const job = this.#running;
    this.#running = undefined;
    job?.[how](value);
    this.#next();
  }

  #end(how, value) {
    this.#worker?.terminate();
    this.#worker = undefined;
    if (how) {
      this.#settle(how, value);
    } else {
      this.#running = undefined;
      this.#next();
    }
  }
}

// Addresses cannot be posted as objects.
function posted({ wasm, source, accurate, packs, ...options }) {
  const text = (file) => (file instanceof URL ? file.href : file);
  return {
    ...options,
    ...(wasm !== undefined && { wasm: text(wasm) }),
    ...(source !== undefined && { source: text(source) }),
    ...(accurate !== undefined && { accurate: text(accurate) }),
    ...(packs && { packs: Object.fromEntries(Object.entries(packs).map(([name, pack]) => [name, text(pack)])) }),
  };
}
