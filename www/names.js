// The index: what the document names, with counts, links and a way to each mention.

import { ENTITY_KINDS, counted, entityLabel, regionName, valueText } from "./kinds.js";
import { announce, el } from "./dom.js";

/** @typedef {import("./client.js").Analysis} Analysis */
/** @typedef {{kind: string, label: string, note: string, aliases: string[], mentions: number[]}} Item */

/** Entries a kind shows before the reader asks for more. */
const FIRST = 40;

/** The index of one document. */
export class IndexView {
  /** @type {Map<HTMLElement, {item: Item, next: number}>} */ #rows = new Map();
  /** @type {Analysis | undefined} */ #analysis;
  /** @type {HTMLElement | undefined} */ #last;

  /**
   * @param {HTMLElement} root
   * @param {(entity: number) => void} onJump
   */
  constructor(root, onJump) {
    this.root = root;
    this.onJump = onJump;
    root.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("button") : null;
      if (row) this.#jump(row);
    });
  }

  /** @param {Analysis} analysis */
  show(analysis) {
    this.#analysis = analysis;
    this.#rows.clear();
    this.#last = undefined;
    const items = indexItems(analysis);
    const groups = ENTITY_KINDS.flatMap((kind) => {
      const own = items.get(kind);
      return own ? [this.#group(kind, own)] : [];
    });
    this.root.replaceChildren(...groups, ...(groups.length ? [] : [el("p", { class: "hint" }, "No names, dates or amounts were found.")]));
  }

  /**
   * Shows only the groups of some kinds; all, where there are none.
   * @param {Set<string>} kinds
   */
  filter(kinds) {
    for (const group of this.root.querySelectorAll("section")) group.hidden = kinds.size > 0 && !kinds.has(group.dataset.kind ?? "");
  }

  /**
   * @param {string} kind
   * @param {Item[]} items
   */
  #group(kind, items) {
    const list = el("ul", {}, ...items.slice(0, FIRST).map((item) => this.#row(item)));
    const title = el("h3", { "data-kind": kind }, el("span", { class: "swatch", "data-kind": kind }, entityLabel(kind, true)), el("span", { class: "count" }, String(items.length)));
    const group = el("section", { "data-kind": kind }, title, list);
    if (items.length > FIRST) {
      const more = el("button", { type: "button", class: "quiet more", onclick: () => {
        const rows = items.slice(FIRST).map((item) => this.#row(item));
        list.append(...rows);
        more.remove();
        rows[0]?.querySelector("button")?.focus();
      } }, `Show all ${items.length.toLocaleString("en")}`);
      group.append(more);
    }
    return group;
  }

  /** @param {Item} item */
  #row(item) {
    const { label, note, aliases, mentions } = item;
    // A country's code stands beside the name; what is longer stands below.
    const code = note.length <= 3 ? note : "";
    const country = /^[A-Z]{2}$/.test(code) ? regionName(code) : undefined;
    const row = el(
      "button",
      { type: "button", class: "row" },
      el("bdi", { class: "row-name" }, label),
      code ? el("span", country ? { class: "note", title: country } : { class: "note" }, code) : undefined,
      el("span", { class: "leader", "aria-hidden": "true" }),
      el("span", { class: "row-count" }, String(mentions.length)),
      el("span", { class: "aside-only" }, mentions.length === 1 ? "mention" : "mentions"),
    );
    const below = code ? "" : note;
    if (below || aliases.length) {
      const parts = aliases.flatMap((alias) => [el("bdi", {}, alias), ", "]).slice(0, -1);
      row.append(el("span", { class: "row-note" }, ...(below ? [el("span", { class: "note" }, below)] : []), ...(below && parts.length ? [" · "] : []), ...(parts.length ? ["also ", ...parts] : [])));
    }
    this.#rows.set(row, { item, next: 0 });
    return el("li", {}, row);
  }

  /** @param {HTMLElement} row */
  #jump(row) {
    const state = this.#rows.get(row);
    const entity = state?.item.mentions[state.next];
    if (!state || entity === undefined || !this.#analysis) return;
    const { label, mentions } = state.item;
    const { length } = mentions;
    if (this.#last && this.#last !== row) tell(this.#last, String(this.#rows.get(this.#last)?.item.mentions.length));
    this.#last = row;
    tell(row, length === 1 ? "1" : `${state.next + 1} of ${length}`);
    announce(`${label}, mention ${state.next + 1} of ${length}: ${around(this.#analysis, entity)}`);
    state.next = (state.next + 1) % length;
    this.onJump(entity);
  }
}

/**
 * Writes into an entry how often it is mentioned, or which of its mentions was shown.
 * @param {HTMLElement} row
 * @param {string} count
 */
function tell(row, count) {
  const place = row.querySelector(".row-count");
  if (place) place.textContent = count;
}

/**
 * Index entries by kind, most mentioned first.
 * @param {Analysis} analysis
 * @returns {Map<string, Item[]>}
 */
export function indexItems(analysis) {
  /** @type {Map<string, Item>} */
  const found = new Map();
  analysis.names.forEach(({ kind, name, aliases, mentions, links }, index) => {
    const country = links?.iso3166;
    const note = country ?? Object.entries(links ?? {}).map(([scheme, id]) => `${scheme} ${id}`).join(", ");
    found.set(`name ${index}`, { kind, label: name, note, aliases: [...aliases], mentions: [...mentions] });
  });
  analysis.entities.forEach((entity, index) => {
    // Mentions that name nothing are grouped by what they mean.
    if (entity.name !== null) return;
    const [value, written] = [valueText(entity), analysis.text.slice(entity.start, entity.end)];
    const key = `${entity.kind} ${value || written.toLowerCase()}`;
    const item = found.get(key);
    if (!item) {
      found.set(key, { kind: entity.kind, label: written, note: value === written ? "" : value, aliases: [], mentions: [index] });
      return;
    }
    item.mentions.push(index);
    if (item.label !== written && !item.aliases.includes(written)) item.aliases.push(written);
  });
  /** @type {Map<string, Item[]>} */
  const byKind = new Map();
  for (const item of found.values()) {
    if (item.mentions.length === 0) continue;
    const own = byKind.get(item.kind) ?? [];
    own.push(item);
    byKind.set(item.kind, own);
  }
  for (const own of byKind.values()) own.sort((a, b) => b.mentions.length - a.mentions.length);
  return byKind;
}

/**
 * A mention with the words around it.
 * @param {Analysis} analysis
 * @param {number} index
 */
function around({ text, entities }, index) {
  const entity = entities[index];
  if (!entity) return "";
  return text.slice(Math.max(0, entity.start - 40), entity.end + 40).replace(/\s+/g, " ").trim();
}

/**
 * What is known of one mention, with ways to the mentions before and after it.
 * @param {Analysis} analysis
 * @param {number} index
 * @param {(entity: number) => void} onJump
 * @param {() => void} onClose
 * @returns {HTMLElement[]}
 */
export function detail(analysis, index, onJump, onClose) {
  const entity = analysis.entities[index];
  if (!entity) return [];
  const name = entity.name === null ? undefined : analysis.names[entity.name];
  const mentions = name?.mentions ?? [index];
  const at = mentions.indexOf(index);
  const value = valueText(entity);
  /** @type {[string, string][]} */
  const facts = [];
  if (value) facts.push(["Value", value]);
  if (entity.kind === "date" && entity.value && "alternatives" in entity.value && entity.value.alternatives?.length) {
    facts.push(["Or", entity.value.alternatives.join(", ")]);
  }
  const written = analysis.text.slice(entity.start, entity.end);
  if (name && name.name !== written) facts.push(["Name", name.name]);
  for (const [scheme, id] of Object.entries(name?.links ?? {})) if (!value.startsWith(`${id} `)) facts.push([scheme, id]);
  facts.push(["Confidence", entity.confidence.toFixed(2)], ["Characters", `${entity.start}–${entity.end}`]);
  const step = (/** @type {number} */ by) => () => {
    const next = mentions[(at + by + mentions.length) % mentions.length];
    if (next !== undefined) onJump(next);
  };
  return [
    el("header", {}, el("p", { class: "swatch", "data-kind": entity.kind }, entityLabel(entity.kind)), el("button", { type: "button", class: "quiet", "aria-label": "Close details", onclick: onClose }, "Close")),
    el("p", { class: "detail-text", dir: "auto" }, written),
    el("dl", {}, ...facts.map(([term, fact]) => el("div", {}, el("dt", {}, term), el("dd", { dir: "auto" }, fact)))),
    ...(mentions.length > 1
      ? [el("div", { class: "steps" }, el("button", { type: "button", class: "quiet", onclick: step(-1) }, "Previous"), el("p", {}, `${at + 1} of ${counted(mentions.length, "mention")}`), el("button", { type: "button", class: "quiet", onclick: step(1) }, "Next"))]
      : []),
  ];
}
