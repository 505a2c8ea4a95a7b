// Keeps the page for times without a network: the network's answer where there is one, else the answer kept.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const KEPT = "hamisi";

/** All that the page needs, relative to it. */
const FILES = [
  "./", "style.css", "icon.svg", "manifest.webmanifest",
  "main.js", "client.js", "dom.js", "export.js", "files.js", "intake.js", "kinds.js", "names.js", "refine.js", "summary.js", "text.js",
  "pkg/index.js", "pkg/fetched.js", "pkg/error.js", "pkg/pipeline.js", "pkg/analysis.js", "pkg/stream.js", "pkg/remote.js",
  "pkg/worker.js", "pkg/serve.js", "pkg/wasm/hamisi.js", "pkg/wasm/hamisi_bg.wasm",
  "pkg/wasm/source.js", "pkg/wasm/source_bg.wasm", "pkg/accurate.js", "pkg/wasm/accurate.js",
  "pkg/packs/segment.pack", "pkg/packs/language.pack", "pkg/packs/locale.pack", "pkg/packs/gazetteer.pack",
  "pkg/packs/entity.pack",
  "samples/index.json",
];

worker.addEventListener("install", (event) => {
  event.waitUntil(keep());
  void worker.skipWaiting();
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(request, (kept) => event.waitUntil(kept)));
});

async function keep() {
  const cache = await caches.open(KEPT);
  /** @type {{file: string}[]} */
  const samples = await (await fetch("samples/index.json")).json();
  const files = [...FILES, ...samples.map(({ file }) => `samples/${file}`)];
  await cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })));
}

/**
 * @param {Request} request
 * @param {(kept: Promise<void>) => void} later waits for what need not be waited for: large files are shown as they come
 * @returns {Promise<Response>}
 */
async function answer(request, later) {
  const cache = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    if (response.ok) later(cache.put(request, response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    const page = request.mode === "navigate" ? await cache.match("./") : undefined;
    const response = kept ?? page;
    if (response) return response;
    throw error;
  }
}
