// An `Error` with the `code` by which a program tells what went wrong.

export function failure(code, message, cause) {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}
