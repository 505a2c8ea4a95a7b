// Downloads.

/**
 * Hands a text to the reader as a file.
 * @param {string} name
 * @param {string} media
 * @param {string} text
 */
export function download(name, media, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: media }));
  link.download = name;
  link.click();
  // The browser has taken the bytes when the next task runs; some only a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * The name for a result: `news/a.txt` gives `a.hamisi.json`.
 * @param {string} source
 * @param {string} extension
 */
export function resultName(source, extension) {
  const base = source.split("/").at(-1) ?? source;
  return `${base.replace(/\.[a-z0-9]{1,5}$/i, "")}.hamisi.${extension}`;
}
