// The text, block by block, with its mentions marked and its foreign words labelled.

import { blockLabel, entityLabel, languageName, languageTag, valueText } from "./kinds.js";
import { el } from "./dom.js";

/** @typedef {import("./client.js").Analysis} Analysis */
/** @typedef {import("./client.js").Block} Block */
/** @typedef {import("./client.js").Entity} Entity */
/** @typedef {{start: number, end: number}} Span */
/** @typedef {Span & {block: number, first: boolean}} Piece A block, or a part of one that is too long to lay out at once. */
/** @typedef {Span & {pieces: Piece[], section: HTMLElement, done: boolean}} Chunk */

/** Characters that are drawn together; more are split, so that a book opens as fast as a page. */
const CHUNK = 12_000;
const PIECE = 6_000;

/** The text of one document. It holds all its characters at once, so that the browser finds them, and marks up what comes near. */
export class TextView {
  /** @type {Analysis | undefined} */ #analysis;
  /** @type {Chunk[]} */ #chunks = [];
  /** @type {Map<Element, Chunk>} */ #chunkOf = new Map();
  /** @type {HTMLElement | undefined} */ #current;
  #near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      const chunk = isIntersecting && this.#chunkOf.get(target);
      if (chunk) this.#draw(chunk);
    }
  }, { rootMargin: "1200px 0px" });

  /**
   * @param {HTMLElement} root
   * @param {(entity: number) => void} onSelect
   */
  constructor(root, onSelect) {
    this.root = root;
    this.onSelect = onSelect;
    root.addEventListener("click", (event) => {
      const mark = markOf(event.target);
      if (mark && getSelection()?.isCollapsed !== false) this.#choose(mark);
    });
    root.addEventListener("focusin", (event) => {
      const mark = markOf(event.target);
      if (mark && mark !== this.#current) this.#choose(mark);
    });
    root.addEventListener("keydown", (event) => this.#step(event));
  }

  /** @param {Analysis} analysis */
  show(analysis) {
    this.#near.disconnect();
    this.#analysis = analysis;
    this.#current = undefined;
    this.#chunks = chunks(analysis);
    this.#chunkOf = new Map(this.#chunks.map((chunk) => [chunk.section, chunk]));
    this.root.replaceChildren(...this.#chunks.map(({ section }) => section));
    const [first] = this.#chunks;
    if (first) this.#draw(first);
    this.#enter();
    for (const { section } of this.#chunks) this.#near.observe(section);
  }

  /**
   * Brings a mention into view and marks it as the current one; the focus stays where it is.
   * @param {number} entity its index
   * @param {{focus?: boolean}} [how]
   */
  reveal(entity, { focus = false } = {}) {
    const at = this.#analysis?.entities[entity];
    if (!at) return;
    const mark = this.#drawn(at.start)?.querySelector(`mark[data-i="${entity}"]`);
    if (!(mark instanceof HTMLElement)) return;
    this.#mark(mark);
    mark.scrollIntoView({ block: "center", behavior: still() ? "instant" : "smooth" });
    if (focus) mark.focus({ preventScroll: true });
  }

  /**
   * Brings the place at an offset into view.
   * @param {number} start UTF-16
   */
  revealAt(start) {
    const section = this.#drawn(start);
    const places = section ? [...section.querySelectorAll("[data-start]")] : [];
    const place = places.findLast((element) => Number(element.getAttribute("data-start")) <= start);
    place?.scrollIntoView({ block: "center", behavior: still() ? "instant" : "smooth" });
  }

  /** No mention is current any more. */
  clear() {
    this.#current?.removeAttribute("aria-current");
  }

  /** Gives the focus back to the mention that was current last. */
  focusCurrent() {
    this.#current?.focus({ preventScroll: true });
  }

  /**
   * Marks only mentions of some kinds; all, where there are none.
   * @param {Set<string>} kinds
   */
  filter(kinds) {
    if (kinds.size === 0) delete this.root.dataset.only;
    else this.root.dataset.only = [...kinds].join(" ");
    this.#enter();
  }

  /** @param {number} offset */
  #drawn(offset) {
    const chunk = this.#chunks.findLast(({ start }) => start <= offset);
    if (chunk) this.#draw(chunk);
    return chunk?.section;
  }

  /** @param {Chunk} chunk */
  #draw(chunk) {
    if (chunk.done || !this.#analysis) return;
    chunk.done = true;
    this.#near.unobserve(chunk.section);
    chunk.section.classList.remove("raw");
    chunk.section.removeAttribute("dir");
    chunk.section.replaceChildren(...draw(this.#analysis, chunk));
  }

  /** The keyboard enters the text at one mention and goes on with arrows. */
  #enter() {
    this.root.querySelector('mark[tabindex="0"]')?.setAttribute("tabindex", "-1");
    const marks = [...this.root.querySelectorAll("mark")];
    marks.find((mark) => this.shows(mark.dataset.kind ?? ""))?.setAttribute("tabindex", "0");
  }

  /** @param {HTMLElement} mark */
  #choose(mark) {
    this.#mark(mark);
    this.onSelect(Number(mark.dataset.i));
  }

  /** @param {HTMLElement} mark */
  #mark(mark) {
    this.#current?.removeAttribute("aria-current");
    this.root.querySelector('mark[tabindex="0"]')?.setAttribute("tabindex", "-1");
    mark.setAttribute("aria-current", "true");
    mark.setAttribute("tabindex", "0");
    this.#current = mark;
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    const mark = markOf(event.target);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    const forward = getComputedStyle(mark).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const by = event.key === forward || event.key === "ArrowDown" ? 1 : event.key === back || event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const count = this.#analysis?.entities.length ?? 0;
    for (let next = Number(mark.dataset.i) + by; next >= 0 && next < count; next += by) {
      const kind = this.#analysis?.entities[next]?.kind ?? "";
      if (!this.shows(kind)) continue;
      this.reveal(next, { focus: true });
      this.onSelect(next);
      return;
    }
  }

  /**
   * Whether mentions of a kind are marked now.
   * @param {string} kind
   */
  shows(kind) {
    const only = this.root.dataset.only;
    return only === undefined || only.split(" ").includes(kind);
  }
}

/** Whether the reader asked for less motion. */
function still() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLElement | undefined}
 */
export function markOf(target) {
  const mark = target instanceof Element ? target.closest("mark") : null;
  return mark ?? undefined;
}

/**
 * @param {Analysis} analysis
 * @returns {Chunk[]}
 */
function chunks(analysis) {
  /** @type {Chunk[]} */
  const found = [];
  /** @type {Piece[]} */
  let pieces = [];
  const close = () => {
    const [first, last] = [pieces[0], pieces.at(-1)];
    if (!first || !last) return;
    const section = el("div", { class: "chunk raw", dir: "auto" }, analysis.text.slice(first.start, last.end));
    found.push({ start: first.start, end: last.end, pieces, section, done: false });
    pieces = [];
  };
  for (const piece of split(analysis)) {
    pieces.push(piece);
    if (pieces.length >= 120 || piece.end - (pieces[0]?.start ?? 0) >= CHUNK) close();
  }
  close();
  return found;
}

/**
 * The blocks, long ones in several pieces that end between words and never inside a mention.
 * @param {Analysis} analysis
 * @returns {Piece[]}
 */
function split({ text, blocks, entities }) {
  /** @type {Piece[]} */
  const pieces = [];
  blocks.forEach((block, index) => {
    let start = block.start;
    while (block.end - start > PIECE) {
      const half = start + PIECE / 2;
      const space = text.slice(half, start + PIECE).lastIndexOf(" ");
      let end = space < 0 ? start + PIECE : half + space + 1;
      const across = entities[firstAfter(entities, end)];
      if (across && across.start < end) end = across.end;
      // Never between the halves of a character outside the basic plane.
      if (/[\uDC00-\uDFFF]/.test(text.charAt(end))) end += 1;
      if (end >= block.end) break;
      pieces.push({ start, end, block: index, first: start === block.start });
      start = end;
    }
    pieces.push({ start, end: block.end, block: index, first: start === block.start });
  });
  return pieces;
}

/**
 * The index of the first span that ends after an offset.
 * @param {ArrayLike<Span>} spans in order, without overlaps
 * @param {number} offset
 */
export function firstAfter(spans, offset) {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {Analysis} analysis
 * @param {Chunk} chunk
 * @returns {HTMLElement[]}
 */
function draw(analysis, chunk) {
  return chunk.pieces.map((piece) => {
    const block = /** @type {Block} */ (analysis.blocks[piece.block]);
    const before = analysis.blocks[piece.block - 1];
    const foreign = block.language !== analysis.language.code && languageTag(block.language) !== "";
    const repeats = block.duplicate_of ?? undefined;
    const label = el("p", { class: "kind" }, blockLabel(block.kind));
    if (foreign) label.append(el("span", { class: "kind-language" }, ` ${languageName(block.language)}`));
    if (repeats !== undefined) label.append(el("span", { class: "repeat" }, " repeated"));
    const plain = before?.kind === block.kind && !foreign && repeats === undefined;
    const tag = block.kind === "title" || block.kind === "subheading" ? "h2" : block.kind === "quote" ? "blockquote" : "p";
    const body = el(tag, { class: "body", dir: "auto", lang: languageTag(block.language) || undefined, "data-start": piece.start });
    fill(body, analysis, piece, block);
    return el(
      "div",
      {
        class: `block ${block.kind}${block.content ? "" : " aside"}${piece.first ? "" : " more"}${plain ? " same" : ""}`,
        "data-block": piece.block,
      },
      piece.first ? label : undefined,
      body,
    );
  });
}

/**
 * Puts a piece of text into an element: plain text, mentions as marks, and words in other languages than the block's as spans.
 * @param {HTMLElement} parent
 * @param {Analysis} analysis
 * @param {Span} span
 * @param {Block} block
 */
function fill(parent, analysis, span, block) {
  let at = span.start;
  for (let i = firstAfter(analysis.entities, span.start); i < analysis.entities.length; i += 1) {
    const entity = /** @type {Entity} */ (analysis.entities[i]);
    if (entity.start >= span.end) break;
    words(parent, analysis, { start: at, end: entity.start }, block);
    const value = valueText(entity);
    const mark = el("mark", { tabIndex: -1, "data-i": i, "data-kind": entity.kind, "data-label": entityLabel(entity.kind), "data-value": value || undefined });
    words(mark, analysis, entity, block);
    parent.append(mark);
    at = entity.end;
  }
  words(parent, analysis, { start: at, end: span.end }, block);
}

/**
 * @param {HTMLElement} parent
 * @param {Analysis} analysis
 * @param {Span} span
 * @param {Block} block
 */
function words(parent, { text, runs }, span, block) {
  let at = span.start;
  for (let i = firstAfter(runs, span.start); i < runs.length; i += 1) {
    const run = runs[i];
    if (!run || run.start >= span.end) break;
    const tag = languageTag(run.language);
    if (run.language === block.language || !tag) continue;
    const [start, end] = [Math.max(run.start, at), Math.min(run.end, span.end)];
    parent.append(text.slice(at, start));
    // A run cut by a mention is labelled where it begins.
    const code = start === run.start ? tag : undefined;
    parent.append(el("span", { class: "run", lang: tag, "data-start": start, "data-language": run.language, "data-code": code }, text.slice(start, end)));
    at = end;
  }
  parent.append(text.slice(at, span.end));
}
