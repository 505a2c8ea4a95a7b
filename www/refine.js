// More accurate names: offered beside the fast ones, loaded on request, then put in place of them document by document.

import { analyze, ready } from "./client.js";
import { announce, byId } from "./dom.js";

/** @typedef {import("./files.js").Item} Item */

const PACK = new URL("./pkg/packs/accurate.pack", import.meta.url);

/** @type {"off" | "loading" | "on"} */
let state = "off";
/** What of the pack has come, such as `47 %`. */
let loaded = "";
let size = "";
let problem = "";
/** @type {Item | undefined} */
let shown;

const button = /** @type {HTMLButtonElement} */ (byId("accurate"));
const note = byId("accurate-note");

/**
 * Tells what size the tagger is, and calls `onReady` when it has been asked for and is there. What is being refined can be cancelled.
 * @param {() => void} onReady
 */
export async function offer(onReady) {
  button.addEventListener("click", () => {
    if (state === "off") void load(onReady);
    else if (shown?.refined === undefined) onReady();
    else shown.stop?.abort();
  });
  const response = await fetch(PACK, { method: "HEAD" }).catch(() => undefined);
  const length = Number(response?.headers.get("content-length"));
  if (length > 0) size = `${Math.round(length / 1e6)} MB`;
  tell(undefined);
}

/** @param {() => void} onReady */
async function load(onReady) {
  if (state !== "off") return;
  state = "loading";
  problem = "";
  loaded = "";
  tell(undefined);
  announce("Loading the accurate tagger");
  try {
    await ready("accurate", ({ file, loaded: bytes, total }) => {
      if (file !== "accurate.pack") return;
      loaded = total ? `${Math.floor((100 * bytes) / total)} %` : `${Math.round(bytes / 1e6)} MB`;
      tell(undefined);
    });
    state = "on";
    onReady();
  } catch (error) {
    state = "off";
    problem = `Not loaded: ${/** @type {Error} */ (error).message}`;
    announce(problem);
    tell(undefined);
  }
}

/** Whether documents are to be refined. */
export const refines = () => state === "on";

/**
 * Gives a document that has been read its accurate names.
 * @param {Item} item
 * @param {() => void} onChange
 */
export async function refine(item, onChange) {
  if (item.refined !== undefined) return;
  item.refined = 0;
  problem = "";
  onChange();
  item.stop = new AbortController();
  const { signal } = item.stop;
  try {
    item.analysis = await analyze(item.name, item.blob, {
      tagger: "accurate",
      signal,
      onProgress: (_, share) => {
        item.refined = share ?? item.refined;
        if (share !== undefined) onChange();
      },
    });
    item.refined = 1;
    item.tagger = "accurate";
    announce(`${item.name}: names are refined`);
  } catch (error) {
    item.refined = undefined;
    const reason = signal.aborted ? "cancelled" : /** @type {Error} */ (error).message;
    problem = `${item.name} was not refined: ${reason}`;
    announce(problem);
  }
  onChange();
}

/**
 * Shows where things stand.
 * @param {Item | undefined} item the document that is shown, or none: as before
 */
export function tell(item) {
  shown = item ?? shown;
  const share = shown?.refined;
  const done = shown?.tagger === "accurate";
  const reads = state === "on" && share !== undefined && !done;
  button.hidden = state === "loading" || done;
  button.textContent = reads ? "Cancel" : ["Find names by the larger model", size].filter(Boolean).join(", ");
  if (state === "loading") note.textContent = `Loading the larger model ${loaded}`;
  else if (done) note.textContent = "Names by the larger model";
  else if (reads) note.textContent = `Reading again ${Math.floor(100 * share)} %`;
  else note.textContent = problem;
  note.hidden = note.textContent === "";
}
