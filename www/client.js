// The analysis, done by the package in a worker: one document after another, with progress and a way to stop.

import { remote } from "./pkg/index.js";

/** @typedef {import("./pkg/index.js").Analysis} Analysis */
/** @typedef {Analysis["blocks"][number]} Block */
/** @typedef {Analysis["entities"][number]} Entity */

/** @type {ReturnType<typeof remote> | undefined} */
let pipeline;

/** The pipeline; its worker starts when it is first needed. */
function ready() {
  pipeline ??= remote(() => new Worker(new URL("./pkg/worker.js", import.meta.url), { type: "module" }));
  return pipeline;
}

/**
 * Analyses a file.
 * @param {string} name
 * @param {Blob} blob
 * @param {{signal: AbortSignal, onProgress: (stage: string) => void}} how
 * @returns {Promise<Analysis>}
 */
export async function analyze(name, blob, { signal, onProgress }) {
  const bytes = await read(blob);
  signal.throwIfAborted();
  return (await ready()).analyzeBytes(bytes, { ...hint(name, blob), text: true, signal, onProgress });
}

/**
 * A file's analysis in one of the formats of the command, offsets in UTF-16.
 * @param {string} name
 * @param {Blob} blob
 * @param {"json" | "csv"} format
 * @returns {Promise<string>}
 */
export async function exported(name, blob, format) {
  return (await ready()).export(await read(blob), format, { ...hint(name, blob), text: true });
}

/** @param {Blob} blob */
async function read(blob) {
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function hint(name, blob) {
  return { name, ...(blob.type && { media: blob.type }) };
}
