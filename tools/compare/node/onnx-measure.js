// What `onnx.js` measures, in Node as in a page.

const ROUNDS = 3;

/** Tells by `tell` the start, speed and size of each form of the network, then of hamisi; `read` gives a file's bytes. */
export async function measure({ ort, load, pieces: { words, ids }, text, read, tell }) {
  ort.env.wasm.numThreads = 1;
  for (const name of ["float", "byte"]) {
    const model = await read(name);
    await told(`onnxruntime-web ${ort.env.versions.web}, ${name}`, model, async () => {
      const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
      const inputs = ids.map((row) => new ort.Tensor("int64", BigInt64Array.from(row, BigInt), [1, row.length]));
      return async () => {
        for (const input of inputs) {
          await session.run({ ids: input });
        }
      };
    });
  }
  const pack = await read("pack");
  await told("hamisi, every stage, cutting in pieces too", pack, async () => {
    const hamisi = await load({ tagger: "accurate" });
    return () => hamisi.analyze(text);
  });

  async function told(name, { byteLength }, start) {
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
    tell(`${name}: start ${started.toFixed(0)} ms, ${Math.round((1e3 * words) / least)} words/s, model ${megabytes(byteLength)}`);
  }
}
