// The analysis, done by the package in a worker: one document after another, with progress and a way to stop.

import { remote } from "./pkg/index.js";

/** @typedef {import("./pkg/index.js").Analysis} Analysis */
/** @typedef {Analysis["blocks"][number]} Block */
/** @typedef {Analysis["entities"][number]} Entity */

/** @type {ReturnType<typeof remote> | undefined} */
let pipeline;

/** The pipeline, loaded when it is first asked for, and again when it could not be. */
export function ready() {
  pipeline ??= remote(() => new Worker(new URL("./pkg/worker.js", import.meta.url), { type: "module" }));
  pipeline.catch(() => (pipeline = undefined));
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
  const [hamisi, bytes] = await Promise.all([ready(), read(blob)]);
  signal.throwIfAborted();
  return hamisi.analyzeBytes(bytes, { ...hint(name, blob), text: true, signal, onProgress });
}

/**
 * A file's analysis in one of the formats of the command, offsets in UTF-16.
 * @param {string} name
 * @param {Blob} blob
 * @param {"json" | "csv"} format
 * @returns {Promise<string>}
 */
export async function exported(name, blob, format) {
  const hamisi = await ready();
  return hamisi.export(await read(blob), format, { ...hint(name, blob), text: true });
}

/** @param {Blob} blob */
async function read(blob) {
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * What is known of a file. Its media type says no more than its name, but for texts that never were files.
 * @param {string} name
 * @param {Blob} blob
 */
function hint(name, blob) {
  return { name, ...(/charset=/.test(blob.type) && { media: blob.type }) };
}
