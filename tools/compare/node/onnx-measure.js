// What `onnx.js` measures, in Node as in a page.

const ROUNDS = 3;

/** Who is asked: onnxruntime-web with 32-bit floats and with weights of a byte, and hamisi. */
export const ASKED = ["float", "byte", "hamisi"];

/**
 * Tells by `tell` the start, speed and size of each of `asked`, and the memory of the process where `memory` tells it; `read` gives a file's bytes,
 * `load` hamisi's function of that name, `runtime` onnxruntime-web.
 */
export async function measure({ runtime, load, pieces: { words, ids }, text, read, tell, memory, asked = ASKED }) {
  for (const name of asked.filter((name) => name !== "hamisi")) {
    const ort = await runtime();
    ort.env.wasm.numThreads = 1;
    const model = await read(name);
    await told(`onnxruntime-web ${ort.env.versions.web}, ${name}`, () => model, async () => {
      const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
      const inputs = ids.map((row) => new ort.Tensor("int64", BigInt64Array.from(row, BigInt), [1, row.length]));
      return async () => {
        for (const input of inputs) {
          await session.run({ ids: input });
        }
      };
    });
  }
  if (asked.includes("hamisi")) {
    await told("hamisi, every stage, cutting in pieces too", () => read("pack"), async () => {
      const hamisi = await load({ tagger: "accurate" });
      return () => hamisi.analyze(text);
    });
  }

  async function told(name, model, start) {
    const begun = performance.now();
    const work = await start();
    const started = performance.now() - begun;
    let least = Infinity;
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      await work();
      least = Math.min(least, performance.now() - begun);
    }
    const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    const most = memory?.();
    const { byteLength } = await model();
    const size = `model ${megabytes(byteLength)}${most === undefined ? "" : `, most memory ${megabytes(most)}`}`;
    tell(`${name}: start ${started.toFixed(0)} ms, ${Math.round((1e3 * words) / least)} words/s, ${size}`);
  }
}
