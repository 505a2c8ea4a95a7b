// The list of documents, and what is shown while one is not ready.

import { el } from "./dom.js";
import { summaryText } from "./summary.js";

/** @typedef {import("./client.js").Analysis} Analysis */
/**
 * @typedef {object} Item A document.
 * @property {string} name
 * @property {Blob} blob
 * @property {"waiting" | "working" | "ready" | "failed" | "stopped"} state
 * @property {string} [stage] the one at work
 * @property {{message: string, code: string | undefined}} [problem]
 * @property {string} [summary] what is left to say when the analysis was let go
 * @property {Analysis | undefined} [analysis]
 * @property {AbortController} [stop]
 * @property {import("./client.js").Tagger} [tagger] what found its names
 * @property {number | undefined} [refined] the share of it that the accurate tagger has read, once it has begun
 */

/** The stages by the names the package reports, and what readers are told. */
const STAGES = { read: "Reading", blocks: "Blocks", sentences: "Sentences", languages: "Languages", entities: "Names and amounts" };

/**
 * A document's entry in the list.
 * @param {Item} item
 * @param {(item: Item) => void} onChoose
 */
export function fileEntry(item, onChoose) {
  const button = el("button", { type: "button", onclick: () => onChoose(item) }, el("bdi", { class: "file-name" }, item.name), el("span", { class: "file-note" }));
  const entry = el("li", {}, button);
  tellState(entry, item, false);
  return entry;
}

/**
 * Writes into a document's entry how far it is, and whether it is shown.
 * @param {HTMLElement} entry
 * @param {Item} item
 * @param {boolean} shown
 */
export function tellState(entry, item, shown) {
  const [button, place] = [entry.querySelector("button"), entry.querySelector(".file-note")];
  if (!button || !place) return;
  button.className = `file ${item.state}`;
  if (shown) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
  place.textContent = note(item);
}

/** @param {Item} item */
function note(item) {
  switch (item.state) {
    case "waiting": return "waiting";
    case "working": return "being read";
    case "stopped": return "stopped";
    case "failed": return "could not be read";
    case "ready": return item.summary ?? (item.analysis ? summaryText(item.analysis) : "");
  }
}

/**
 * What stands in place of a document that is waiting, being read, stopped, or no text.
 * @param {Item} item
 * @param {{stop: () => void, again: () => void, add: () => void}} actions
 * @returns {HTMLElement[]}
 */
export function status(item, { stop, again, add }) {
  const title = el("h1", { dir: "auto" }, item.name);
  if (item.state === "failed") {
    const ownFault = item.problem?.code === "input";
    return [
      title,
      el("p", { class: "problem", role: "alert" }, el("strong", {}, "Could not be read. "), el("bdi", {}, sentence(item.problem?.message ?? ""))),
      el("p", {}, ownFault ? remedy(item.name) : "The file is as it was. Try once more; where it fails again, add it again."),
      el("div", { class: "actions" },
        ownFault ? undefined : el("button", { type: "button", class: "solid", onclick: again }, "Try again"),
        el("button", { type: "button", class: ownFault ? "solid" : "quiet", onclick: add }, "Add another text")),
    ];
  }
  if (item.state === "stopped") {
    return [title, el("p", {}, "Stopped before the end. Nothing was kept."), el("div", { class: "actions" }, el("button", { type: "button", class: "solid", onclick: again }, "Read it again"))];
  }
  const names = Object.keys(STAGES);
  const at = Math.max(0, names.indexOf(item.stage ?? ""));
  return [
    title,
    el("progress", { "aria-label": "Progress", max: names.length, value: item.state === "waiting" ? 0 : at + 0.5 }),
    el("ol", { class: "stages" }, ...Object.entries(STAGES).map(([, label], index) =>
      el("li", { class: index < at ? "done" : index === at && item.state === "working" ? "now" : "", "aria-current": index === at ? "step" : undefined }, label))),
    el("div", { class: "actions" }, el("button", { type: "button", class: "solid", id: "cancel", onclick: stop }, "Cancel")),
  ];
}

/**
 * What a reader can do about a file that is no text.
 * @param {string} name
 */
function remedy(name) {
  if (/\.pdf$/i.test(name)) return "Open the PDF, select all of it, copy, and paste it here.";
  if (/\.(docx?|odt|rtf|pages)$/i.test(name)) return "Save the document as plain text or HTML, and add that file.";
  if (/\.(zip|gz|7z|tar|rar)$/i.test(name)) return "Unpack the archive, and drop the folder that comes out.";
  return "Save it as plain text or HTML, in any encoding, and add that file.";
}

/** @param {string} message */
function sentence(message) {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
