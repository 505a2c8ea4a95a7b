// Long texts, a stretch at a time: what is held is one stretch, whatever the length of the whole.

// UTF-16 units. A stretch is cut at the last paragraph's end among this many, and after four times as many at the latest.
const wanted = 1 << 16;
const most = 4 * wanted;

/** The analyses of successive stretches, each with `offset`: where it starts in the whole, in UTF-16 units. */
export async function* stretches(pipeline, readable, { encoding, ...options } = {}) {
  let offset = 0;
  let held = "";
  const analyzed = async (stretch, label) => {
    const analysis = await pipeline.analyze(stretch, options);
    if (label !== undefined && stretch.includes("\uFFFD")) {
      analysis.warnings.push(`U+FFFD stands where bytes were not ${label}`);
    }
    analysis.offset = offset;
    offset += stretch.length;
    return analysis;
  };
  let last;
  for await (const { text, label } of decoded(parts(readable, options.signal), encoding)) {
    held += text;
    last = label;
    for (let end = cut(held); end > 0; end = cut(held)) {
      yield await analyzed(held.slice(0, end), label);
      held = held.slice(end);
    }
  }
  if (held !== "") {
    yield await analyzed(held, last);
  }
}

// Where the first stretch of `text` ends; 0 when that cannot be told before more is read.
function cut(text) {
  if (text.length <= wanted) {
    return 0;
  }
  let end = 0;
  for (const found of text.slice(0, most).matchAll(/\n[^\S\n]*\n\s*/g)) {
    const after = found.index + found[0].length;
    if (after > wanted && end > 0) {
      break;
    }
    end = after;
  }
  if (end > 0 || text.length <= most) {
    // White space that reaches the end may go on in what is read next.
    return end === text.length ? 0 : end;
  }
  const window = text.slice(0, most);
  end = window.lastIndexOf("\n") + 1 || window.lastIndexOf(" ") + 1;
  const splitsPair = /[\uD800-\uDBFF]/.test(text[most - 1]) && /[\uDC00-\uDFFF]/.test(text[most]);
  return end || most - Number(splitsPair);
}

// Bytes to strings; strings as they are. `label` is the encoding, where there were bytes.
async function* decoded(parts, encoding) {
  let decoder;
  let label;
  for await (const part of parts) {
    if (typeof part === "string") {
      yield { text: part };
    } else {
      label ??= encoding ?? marked(part) ?? "utf-8";
      decoder ??= new TextDecoder(label);
      yield { text: decoder.decode(part, { stream: true }), label };
    }
  }
  if (decoder) {
    yield { text: decoder.decode(), label };
  }
}

// The encoding that a byte order mark tells.
function marked(part) {
  const [first, second] = new Uint8Array(part.buffer ?? part, part.byteOffset ?? 0, Math.min(part.byteLength, 2));
  if (first === 0xff && second === 0xfe) {
    return "utf-16le";
  }
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

// What `readable` gives, until the signal.
async function* parts(readable, signal) {
  const iterator = iteratorOf(readable);
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await next(iterator, signal);
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    if (!ended) {
      // Not awaited: a source that hangs would never answer.
      Promise.resolve(iterator.return?.()).catch(() => {});
    }
  }
}

function iteratorOf(readable) {
  if (typeof readable === "string") {
    return [readable][Symbol.iterator]();
  }
  // Not every browser can iterate its streams.
  if (typeof readable.getReader === "function") {
    const reader = readable.getReader();
    return { next: () => reader.read(), return: () => reader.cancel() };
  }
  return readable[Symbol.asyncIterator]?.() ?? readable[Symbol.iterator]();
}

function next(iterator, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => reject(signal.reason);
    signal?.addEventListener("abort", stop, { once: true });
    Promise.resolve(iterator.next())
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener("abort", stop));
  });
}
