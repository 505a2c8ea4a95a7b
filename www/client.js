// The analysis, done by the package in a worker: one document after another, with progress and a way to stop.

import { remote } from "./pkg/index.js";

/** @typedef {import("./pkg/index.js").Analysis} Analysis */
/** @typedef {Analysis["blocks"][number]} Block */
/** @typedef {Analysis["entities"][number]} Entity */

/** @typedef {import("./pkg/index.js").Tagger} Tagger */
/** @typedef {import("./pkg/index.js").LoadOptions["onProgress"]} OnLoading */

/** @type {Partial<Record<Tagger, ReturnType<typeof remote>>>} */
const pipelines = {};

/**
 * The pipeline with that tagger, loaded when it is first asked for, and again when it could not be.
 * @param {Tagger} tagger
 * @param {OnLoading} [onProgress]
 */
export function ready(tagger, onProgress) {
  const worker = () => new Worker(new URL("./pkg/worker.js", import.meta.url), { type: "module" });
  const pipeline = (pipelines[tagger] ??= remote(worker, { tagger, ...(onProgress && { onProgress }) }));
  pipeline.catch(() => delete pipelines[tagger]);
  return pipeline;
}

/**
 * Analyses a file.
 * @param {string} name
 * @param {Blob} blob
 * @param {{tagger: Tagger, signal: AbortSignal, onProgress: (stage: string, share?: number) => void}} how
 * @returns {Promise<Analysis>}
 */
export async function analyze(name, blob, { tagger, signal, onProgress }) {
  const [hamisi, bytes] = await Promise.all([ready(tagger), read(blob)]);
  signal.throwIfAborted();
  return hamisi.analyzeBytes(bytes, { ...hint(name, blob), text: true, signal, onProgress });
}

/**
 * A file's analysis in one of the formats of the command, offsets in UTF-16.
 * @param {string} name
 * @param {Blob} blob
 * @param {"json" | "csv"} format
 * @param {Tagger} tagger
 * @returns {Promise<string>}
 */
export async function exported(name, blob, format, tagger) {
  const hamisi = await ready(tagger);
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
