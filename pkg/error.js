// An `Error` with the `code` by which a program tells what went wrong.

export function failure(code, message, cause) {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}

/** What `work` gives; when the module crashes, `survive` sees to it that the next call starts afresh. */
export function surviving(work, survive) {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof WebAssembly.RuntimeError) && cause?.code !== "crash") {
      throw cause;
    }
    survive();
    throw failure("crash", `hamisi has crashed; the next call starts afresh. ${cause.message}`, cause);
  }
}
