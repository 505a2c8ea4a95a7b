// What runs inside a worker: answers the calls of `remote`.

/** Answers what comes through `port`, with the pipeline that `load` gives. */
export function serve(port, load) {
  let pipeline;
  port.addEventListener("message", async ({ data: { method, input, format, options, progress } }) => {
    try {
      if (method === "load") {
        const onProgress = progress ? (loading) => port.postMessage({ loading }) : undefined;
        pipeline = load({ ...options, onProgress });
        // Told to the calls that wait for it.
        pipeline.catch(() => {});
        return;
      }
      const hamisi = await pipeline;
      const onProgress = progress ? (stage, share) => port.postMessage({ stage, share }) : undefined;
      switch (method) {
        case "version":
          return port.postMessage({ result: hamisi.version });
        case "export":
          return port.postMessage({ result: await hamisi.export(input, format, options) });
        default: {
          const result = await hamisi.columnsOf(input, { ...options, onProgress });
          const arrays = Object.values(result).filter(ArrayBuffer.isView);
          return port.postMessage({ result }, arrays.map((array) => array.buffer));
        }
      }
    } catch ({ code, message }) {
      port.postMessage({ error: { code, message } });
    }
  });
}
