// Serves the page on this machine: www/ at the root, the package at /pkg/. With the headers that a real server should send.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const root = resolve(import.meta.dirname, "..");
const places = { page: join(root, "www"), package: join(root, "pkg") };

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

// The file that an address names, inside www/ or pkg/; none where there is no such file.
async function found(address) {
  const path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  const [base, rest] = path.startsWith("/pkg/") ? [places.package, path.slice("/pkg/".length)] : [places.page, path];
  let file = resolve(base, `.${sep}${rest}`);
  if (file !== base && !file.startsWith(base + sep)) {
    return undefined;
  }
  let about = await stat(file).catch(() => undefined);
  if (about?.isDirectory()) {
    file = join(file, "index.html");
    about = await stat(file).catch(() => undefined);
  }
  return about?.isFile() ? { file, size: about.size, changed: about.mtime.toUTCString() } : undefined;
}

async function answer(request, response) {
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
  createReadStream(entry.file).on("error", () => response.destroy()).pipe(response);
}

const port = Number(process.env.PORT || 8080);
const server = createServer(answer);
server.on("error", (error) => {
  console.error(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken. End what uses it, or choose another: PORT=${port + 1} make start`
      : `The page cannot be served: ${error.message}`,
  );
  process.exit(1);
});
server.listen(port, "localhost", () => {
  console.log(`\nhamisi is at http://localhost:${server.address().port}  (Ctrl-C ends it)`);
});
