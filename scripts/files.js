// A server for files, with the headers that a real one should send.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const types = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const headers = {
  "cache-control": "no-cache",
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Serves folders by the path they stand at, for example `{ "/": "www", "/pkg/": "pkg" }`; the longest path that fits counts. */
export function fileServer(folders) {
  const paths = Object.keys(folders).sort((a, b) => b.length - a.length);

  async function found(address) {
    const path = decodeURIComponent(new URL(address, "http://localhost").pathname);
    const at = paths.find((candidate) => path.startsWith(candidate));
    const folder = resolve(folders[at]);
    let file = join(folder, path.slice(at.length));
    if (file !== folder && !file.startsWith(folder + sep)) {
      return undefined;
    }
    let about = await stat(file);
    if (about.isDirectory()) {
      file = join(file, "index.html");
      about = await stat(file);
    }
    return about.isFile() ? { file, size: about.size, changed: about.mtime.toUTCString() } : undefined;
  }

  return createServer(async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return response.writeHead(405, { allow: "GET, HEAD" }).end();
    }
    const entry = await found(request.url).catch(() => undefined);
    if (!entry) {
      return response.writeHead(404, { "content-type": types[".txt"] }).end("There is no such file.\n");
    }
    const described = { ...headers, "last-modified": entry.changed };
    if (request.headers["if-modified-since"] === entry.changed) {
      return response.writeHead(304, described).end();
    }
    response.writeHead(200, {
      ...described,
      "content-type": types[extname(entry.file)] ?? "application/octet-stream",
      "content-length": entry.size,
    });
    if (request.method === "HEAD") {
      return response.end();
    }
    createReadStream(entry.file)
      .on("error", () => response.destroy())
      .pipe(response);
  });
}
