// Fetching, with progress.

import { failure } from "./error.js";

export const isLocation = (source) => typeof source === "string" || source instanceof URL;

/** Whether this is a `Response`. Asked by name: where Node has not fetched anything yet, to touch the class loads it for 15 ms. */
export const isResponse = (source) => Object.prototype.toString.call(source) === "[object Response]";

/** The response with the bytes of `source`, an address or a response. */
export async function fetched(source, what, { signal, onProgress }) {
  let response = source;
  if (isLocation(source)) {
    try {
      response = await fetch(source, { signal });
    } catch (cause) {
      signal?.throwIfAborted();
      throw failure("load", `${what} cannot be fetched from ${source}`, cause);
    }
  }
  if (!response.ok) {
    throw failure("load", `${what} cannot be fetched from ${response.url || source}: HTTP ${response.status}`);
  }
  return onProgress && response.body ? counted(response, onProgress) : response;
}

function counted(response, onProgress) {
  const file = response.url.split(/[?#]/)[0].split("/").pop();
  // Where the bytes travel compressed, the length sent says nothing of those that are read.
  const length = response.headers.has("content-encoding") ? null : response.headers.get("content-length");
  const total = length === null ? undefined : Number(length);
  let loaded = 0;
  const count = new TransformStream({
    transform(part, controller) {
      loaded += part.byteLength;
      onProgress({ file, loaded, total });
      controller.enqueue(part);
    },
  });
  return new Response(response.body.pipeThrough(count), { headers: response.headers });
}
