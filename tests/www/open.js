// A server as `make start` runs it, a plain host for files at a sub-path, and the browser.

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");

/** The system's Chromium; where it does not start, the run fails. */
export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
    ],
  });
}

/** The project's server on a free port: its address, and how to end it. */
export async function serve() {
  const server = spawn(process.execPath, [join(root, "scripts/serve.js")], { env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(server.stdout)) {
    const address = /http:\S+/.exec(line)?.[0];
    if (address) {
      const ended = new Promise((done) => server.once("exit", done));
      return { address: `${address}/`, end: () => (server.kill(), ended) };
    }
  }
  throw new Error("the server ended before it told its address");
}

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/** A host that sends no headers of its own, as many that serve static files do, with the page below its root. */
export async function host() {
  const server = createServer(async (request, response) => {
    const path = /^\/some\/where\/([^?]*)/.exec(decodeURIComponent(request.url))?.[1];
    const file = path?.startsWith("pkg/") ? path : join("www", path || "index.html");
    try {
      if (path === undefined) throw new Error("outside");
      const bytes = await readFile(join(root, file));
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  return {
    address: `http://localhost:${server.address().port}/some/where/`,
    end: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}

/** The bytes of a sample. */
export function sample(name) {
  return readFile(samplePath(name));
}

export function samplePath(name) {
  return join(root, "www/samples", name);
}

/** Drops files or folders from the disk on a page, as a person's mouse does. */
export async function drop(page, ...files) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 200, y: 300, data });
  await session.detach();
}

/** Rows of a CSV text (RFC 4180). */
export function csvRows(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== ""));
}
