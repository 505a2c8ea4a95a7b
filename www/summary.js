// What stands above the text: the document's own data, its languages as a ribbon, and the kinds to filter by.

import { ENTITY_KINDS, counted, entityLabel, languageName, languageTag, scriptName, shareText } from "./kinds.js";
import { el } from "./dom.js";

/** @typedef {import("./client.js").Analysis} Analysis */

/** Patterns there are for languages; further ones begin again. */
const PATTERNS = 6;

/** Languages that are named at once; the others on request. */
const FIRST = 8;

/**
 * One line on a document: `English · 42 mentions · 13 names`.
 * @param {Analysis} analysis
 */
export function summaryText(analysis) {
  const parts = [analysis.text.trim() ? languageName(analysis.language.code) : "empty"];
  parts.push(counted(analysis.entities.length, "mention"), counted(analysis.names.length, "name"));
  return parts.join(" · ");
}

/**
 * The document card.
 * @param {string} name the file's
 * @param {Analysis} analysis
 * @returns {HTMLElement[]}
 */
export function card(name, analysis) {
  const { document: about, language, source } = analysis;
  const title = about.title ?? name;
  /** @type {[string, string | undefined][]} */
  const facts = [
    ["File", about.title ? name : undefined],
    ["By", about.byline.join(", ")],
    ["Published", about.published ?? undefined],
    ["Address", about.canonical ?? undefined],
    ["Language", `${languageName(language.code)}${language.script && language.script !== "Zyyy" ? `, ${scriptName(language.script)}` : ""}`],
    ["Encoding", [source.encoding, source.media === "text/html" ? "HTML" : ""].filter(Boolean).join(", ")],
    ["Length", [counted(analysis.text.length, "character"), counted(analysis.blocks.length, "block"), counted(analysis.sentences.length, "sentence")].join(" · ")],
  ];
  return [
    el("h1", { dir: "auto", lang: languageTag(language.code) || undefined }, title),
    el("dl", { class: "facts" }, ...facts.flatMap(([term, fact]) => (fact ? [el("div", {}, el("dt", {}, term), el("dd", { dir: "auto" }, fact))] : []))),
    ...(analysis.warnings.length
      ? [el("details", { class: "warnings" }, el("summary", {}, counted(analysis.warnings.length, "remark")), el("ul", {}, ...analysis.warnings.map((warning) => el("li", { dir: "auto" }, warning))))]
      : []),
  ];
}

/**
 * The language ribbon: a bar in proportion, woven differently for each language, and its key, which jumps.
 * @param {Analysis} analysis
 * @param {(start: number) => void} onJump
 * @returns {HTMLElement[]}
 */
export function ribbon({ languages, runs, blocks }, onJump) {
  if (languages.length === 0) return [];
  const bands = languages.map(({ share }, index) => {
    const band = el("span", { class: `band weave-${index % PATTERNS}` });
    // Set as a property: the page's policy allows no style attributes.
    band.style.flexGrow = String(Math.max(share, 0.008));
    return band;
  });
  const keys = languages.map(({ code, share }, index) => {
    const jump = () => {
      const first = runs.find((run) => run.language === code) ?? blocks.find((block) => block.language === code);
      if (first) onJump(first.start);
    };
    return el("li", {}, el("button", { type: "button", class: "quiet key", "data-language": code, onclick: jump }, el("span", { class: `band weave-${index % PATTERNS}`, "aria-hidden": "true" }), languageName(code), el("span", { class: "count" }, shareText(share))));
  });
  const list = el("ul", {}, ...keys.slice(0, FIRST));
  if (keys.length > FIRST) {
    const rest = keys.slice(FIRST);
    const more = el("li", {}, el("button", { type: "button", class: "quiet", onclick: () => {
      more.replaceWith(...rest);
      rest[0]?.querySelector("button")?.focus();
    } }, `and ${counted(rest.length, "more", "more")}`));
    list.append(more);
  }
  return [el("div", { class: "bar", "aria-hidden": "true" }, ...bands), list];
}

/**
 * A chip for each kind the document has; none pressed shows all.
 * @param {Analysis} analysis
 * @param {(kinds: Set<string>) => void} onChange
 * @returns {HTMLElement[]}
 */
export function chips({ entities }, onChange) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of entities) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  /** @type {Set<string>} */
  const chosen = new Set();
  const all = el("button", { type: "button", class: "quiet", hidden: true, onclick: () => {
    chosen.clear();
    for (const chip of buttons) chip.setAttribute("aria-pressed", "false");
    buttons[0]?.focus();
    change();
  } }, "Show all");
  const change = () => {
    all.hidden = chosen.size === 0;
    onChange(chosen);
  };
  const buttons = ENTITY_KINDS.filter((kind) => counts.has(kind)).map((kind) =>
    el("button", { type: "button", class: "chip", "aria-pressed": "false", "data-kind": kind, onclick: (event) => {
      const chip = /** @type {HTMLElement} */ (event.currentTarget);
      if (!chosen.delete(kind)) chosen.add(kind);
      chip.setAttribute("aria-pressed", String(chosen.has(kind)));
      change();
    } }, el("span", { class: "swatch", "data-kind": kind }, entityLabel(kind, true)), el("span", { class: "count" }, String(counts.get(kind)))));
  return [...buttons, all];
}
