// Keeps the page for times without a network: the network's answer where there is one, else the one kept.
// Fresh files always come together, so that the page never runs with an older module.

const KEPT = "hamisi";

/** All that the page needs, relative to it. */
const FILES = [
  "./",
  "style.css", "icon.svg", "manifest.webmanifest",
  "main.js", "client.js", "dom.js", "export.js", "files.js", "intake.js", "kinds.js", "names.js", "summary.js", "text.js",
  "samples/index.json",
];

addEventListener("install", (event) => {
  event.waitUntil(keep());
});

addEventListener("activate", (event) => {
  event.waitUntil(clients.claim());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  event.respondWith(answer(request));
});
