// The page's state, and who is told when it changes.

import { analyze, exported } from "./client.js";
import { announce, byId, el } from "./dom.js";
import { download, resultName } from "./export.js";
import { fileEntry, status, tellState } from "./files.js";
import { fromInput, fromText, fromTransfer } from "./intake.js";
import { entityLabel, languageName, valueText } from "./kinds.js";
import { IndexView, detail } from "./names.js";
import { offer, refine, refines, tell as tellRefining } from "./refine.js";
import { card, chips, ribbon, summaryText } from "./summary.js";
import { TextView, markOf } from "./text.js";

/** @typedef {import("./files.js").Item} Item */

/** Characters of text whose analyses are kept; older ones are made again when they are looked at. */
const KEPT = 20_000_000;

/** @type {Item[]} */
const items = [];
/** @type {Map<Item, HTMLElement>} */
const entries = new Map();
/** @type {Item | undefined} */
let shown;
let working = false;

const text = byId("text");
const textView = new TextView(text, (entity) => {
  select(entity);
  const mention = shown?.analysis?.entities[entity];
  if (mention) announce(`${entityLabel(mention.kind)} ${valueText(mention)}`);
});
const indexView = new IndexView(byId("index-list"), jump);

/* What comes in */

/** @param {import("./intake.js").Incoming[]} incoming */
function take(incoming) {
  if (incoming.length === 0) {
    announce("Nothing to read in that.");
    return;
  }
  /** @type {Item[]} */
  const added = incoming.map(({ name, blob }) => ({ name, blob, state: "waiting" }));
  items.push(...added);
  for (const item of added) entries.set(item, fileEntry(item, show));
  byId("document-list").append(...added.map((item) => /** @type {HTMLElement} */ (entries.get(item))));
  byId("documents").hidden = items.length < 2;
  show(added[0]);
  void work();
}

async function work() {
  if (working) return;
  working = true;
  for (let item = next(); item; item = next()) await read(item);
  working = false;
}

/** What the reader looks at comes first. */
function next() {
  return shown?.state === "waiting" ? shown : items.find(({ state }) => state === "waiting");
}

/** @param {Item} item */
async function read(item) {
  item.state = "working";
  item.stage = "read";
  item.stop = new AbortController();
  const { signal } = item.stop;
  update(item);
  try {
    item.refined = undefined;
    item.tagger = "fast";
    item.analysis = await analyze(item.name, item.blob, {
      tagger: "fast",
      signal,
      onProgress: (stage) => {
        item.stage = stage;
        update(item);
      },
    });
    item.state = "ready";
    item.summary = summaryText(item.analysis);
    announce(`${item.name}: ${item.summary}`);
    letGo();
    if (refines()) refineOne(item);
  } catch (error) {
    item.state = signal.aborted ? "stopped" : "failed";
    const { message, code } = /** @type {Error & {code?: string}} */ (error);
    item.problem = { message, code };
    announce(signal.aborted ? `${item.name}: stopped` : `${item.name} could not be read: ${message}`);
  }
  update(item);
}

/** @param {Item} item */
function refineOne(item) {
  void refine(item, () => {
    if (item.tagger === "accurate" && item.analysis) {
      item.summary = summaryText(item.analysis);
      letGo();
      update(item);
    } else if (item === shown) {
      tellRefining(item);
    }
  });
}

/** Keeps memory bounded where a folder holds thousands of files. */
function letGo() {
  let kept = 0;
  for (const item of items.toReversed()) {
    kept += item.analysis?.text.length ?? 0;
    if (kept > KEPT && item !== shown && item.analysis) item.analysis = undefined;
  }
}

/* What is shown */

/** @param {Item | undefined} item */
function show(item) {
  const before = shown;
  shown = item;
  if (before) tell(before);
  // What had the focus may be about to go.
  const lost = byId(item ? "intake" : "work").contains(document.activeElement);
  document.body.dataset.view = item ? "work" : "intake";
  byId("intake").hidden = item !== undefined;
  byId("work").hidden = item === undefined;
  byId("add").hidden = item === undefined;
  byId("back").hidden = items.length === 0;
  document.title = item ? `${item.name} · hamısı` : "hamısı: all of it, in any language";
  scrollTo({ top: 0, behavior: "instant" });
  if (lost) byId("main").focus({ preventScroll: true });
  if (!item) return;
  if (item.state === "ready" && !item.analysis) {
    item.state = "waiting";
    void work();
  }
  update(item);
}

/** @param {Item} item */
function tell(item) {
  const entry = entries.get(item);
  if (entry) tellState(entry, item, item === shown);
}

/** @param {Item} item */
function update(item) {
  tell(item);
  if (item !== shown) return;

  const { analysis } = item;
  byId("document").hidden = !analysis;
  byId("side").hidden = !analysis;
  byId("status").hidden = Boolean(analysis);
  select(undefined);
  if (!analysis) {
    const again = () => {
      item.state = "waiting";
      update(item);
      void work();
    };
    const stop = () => {
      item.stop?.abort();
      if (item.state === "waiting") item.state = "stopped";
      update(item);
    };
    const panel = byId("status");
    const focused = panel.contains(document.activeElement);
    panel.replaceChildren(...status(item, { stop, again, add: () => show(undefined) }));
    if (focused) panel.querySelector("button")?.focus();
    return;
  }
  tellRefining(item);
  byId("card").replaceChildren(...card(item.name, analysis));
  byId("ribbon").replaceChildren(...ribbon(analysis, (start) => textView.revealAt(start)));
  byId("chips").replaceChildren(...chips(analysis, filter));
  filter(new Set());
  textView.show(analysis);
  indexView.show(analysis);
  if (analysis.blocks.length === 0) text.replaceChildren(el("p", { class: "hint" }, "There is no text in this document."));
}

/** @param {Set<string>} kinds the only ones to show; none: all */
function filter(kinds) {
  textView.filter(kinds);
  indexView.filter(kinds);
  if (kinds.size > 0) announce(`Showing ${[...kinds].map((kind) => entityLabel(kind, true)).join(", ")}`);
}

/** @param {number} entity */
function jump(entity) {
  textView.reveal(entity);
  select(entity);
}

/** @param {number | undefined} entity */
function select(entity) {
  const panel = byId("detail");
  const analysis = shown?.analysis;
  panel.hidden = entity === undefined || !analysis;
  if (entity === undefined || !analysis) {
    panel.replaceChildren();
    textView.clear();
    return;
  }
  const step = panel.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
  panel.replaceChildren(...detail(analysis, entity, jump, () => {
    select(undefined);
    textView.focusCurrent();
  }));
  // The buttons are new; whoever pressed one stays on it.
  if (step) [...panel.querySelectorAll("button")].find((button) => button.textContent === step)?.focus();
}

/* Hands */

const sheet = byId("sheet");
const paste = /** @type {HTMLTextAreaElement} */ (byId("paste"));
sheet.addEventListener("submit", (event) => {
  event.preventDefault();
  if (paste.value.trim()) {
    take([fromText(paste.value)]);
    paste.value = "";
  } else {
    announce("Write or paste a text first.");
    paste.focus();
  }
});
paste.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) /** @type {HTMLFormElement} */ (sheet).requestSubmit();
});

for (const id of ["files", "folder"]) {
  const input = /** @type {HTMLInputElement} */ (byId(id));
  input.addEventListener("change", () => {
    take(fromInput(input.files));
    input.value = "";
  });
}

document.addEventListener("paste", async (event) => {
  if (event.target instanceof HTMLTextAreaElement && !event.clipboardData?.files.length) return;
  if (!event.clipboardData) return;
  event.preventDefault();
  take(await fromTransfer(event.clipboardData));
});

const veil = byId("veil");
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  veil.hidden = false;
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) veil.hidden = true;
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  veil.hidden = true;
  if (event.dataTransfer) take(await fromTransfer(event.dataTransfer));
});

byId("home").addEventListener("click", () => show(undefined));
byId("add").addEventListener("click", () => {
  show(undefined);
  byId("files").focus();
});
byId("back").addEventListener("click", () => show(items.at(-1)));

for (const id of ["content-only", "labels"]) {
  const button = byId(id);
  button.addEventListener("click", () => button.setAttribute("aria-pressed", String(text.toggleAttribute(`data-${id}`))));
}

for (const format of /** @type {const} */ (["json", "csv"])) {
  byId(`download-${format}`).addEventListener("click", async () => {
    if (!shown) return;
    const { name, blob, tagger = "fast" } = shown;
    download(resultName(name, format), format === "json" ? "application/json" : "text/csv;charset=utf-8", await exported(name, blob, format, tagger));
    announce(`${resultName(name, format)} was given to your downloads.`);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("detail").hidden) {
    select(undefined);
    textView.focusCurrent();
  }
});

/* A mention's value beside it, under the pointer or the focus */

const tip = byId("tip");
text.addEventListener("pointerover", (event) => point(markOf(event.target)));
text.addEventListener("pointerout", () => point(undefined));
text.addEventListener("focusin", (event) => point(markOf(event.target)));
text.addEventListener("focusout", () => point(undefined));
addEventListener("scroll", () => point(undefined), { passive: true });

/** @param {HTMLElement | undefined} mark */
function point(mark) {
  tip.hidden = !mark;
  if (!mark) return;
  const entity = shown?.analysis?.entities[Number(mark.dataset.i)];
  if (!entity) return;
  tip.replaceChildren(el("span", {}, entityLabel(entity.kind)), ` ${valueText(entity)}`);
  const [box] = mark.getClientRects();
  if (!box) return;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - tip.offsetWidth - 8);
  tip.style.left = `${left}px`;
  tip.style.top = `${box.top - tip.offsetHeight - 6 > 0 ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
}

/* Light and dark */

const theme = byId("theme");
const system = matchMedia("(prefers-color-scheme: dark)");
/** @param {boolean} dark */
function dress(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  theme.setAttribute("aria-pressed", String(dark));
}
const stored = localStorage.getItem("theme");
dress(stored ? stored === "dark" : system.matches);
system.addEventListener("change", () => dress(system.matches));
theme.addEventListener("click", () => {
  const dark = theme.getAttribute("aria-pressed") !== "true";
  localStorage.setItem("theme", dark ? "dark" : "light");
  dress(dark);
});

/* Samples */

/** @typedef {{file: string, title: string, language: string, dir: "ltr" | "rtl"}} Sample */

async function samples() {
  /** @type {Sample[]} */
  const list = await (await fetch("samples/index.json")).json();
  byId("samples").replaceChildren(...list.map(({ file, title, language, dir }) => {
    const mixed = language === "mul";
    const open = async () => {
      const blob = await (await fetch(`samples/${file}`)).blob();
      take([{ name: file, blob }]);
    };
    return el("li", { dir }, el("button", { type: "button", class: "specimen", onclick: open },
      el("span", { class: "specimen-title", lang: mixed ? undefined : language }, title),
      el("span", { class: "specimen-note" }, mixed ? "several languages" : languageName(language), file.endsWith(".html") ? ", HTML" : "")));
  }));
}
void samples();

/* More accurate names */

void offer(() => {
  for (const item of [shown, ...items]) if (item?.analysis) refineOne(item);
});

/* Offline after the first visit */

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("sw.js");
  navigator.serviceWorker.ready.then(() => (byId("offline").hidden = false));
}
