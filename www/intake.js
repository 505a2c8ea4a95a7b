// Drop, paste and pick: whatever comes in leaves as files.

/**
 * @typedef {object} Incoming
 * @property {string} name with its folders, where it came in one
 * @property {Blob} blob
 */

/**
 * The files of a drop or paste, those inside folders too. Must be called during the event, which empties its items afterwards.
 * @param {DataTransfer} transfer
 * @returns {Promise<Incoming[]>}
 */
export async function fromTransfer(transfer) {
  const entries = [...transfer.items].flatMap((item) => {
    if (item.kind !== "file") return [];
    // Files made by scripts have no entry.
    return item.webkitGetAsEntry?.() ?? item.getAsFile() ?? [];
  });
  const text = transfer.getData("text/plain");
  const found = await Promise.all(entries.map((entry) => (entry instanceof File ? [incoming(entry)] : walk(entry))));
  const files = found.flat();
  return files.length === 0 && text.trim() ? [fromText(text)] : files;
}

/**
 * The files picked with an input.
 * @param {FileList | null} list
 * @returns {Incoming[]}
 */
export function fromInput(list) {
  return [...(list ?? [])].filter((file) => !file.webkitRelativePath || !hidden(file.name)).map(incoming);
}

let pasted = 0;

/**
 * A pasted or written text.
 * @param {string} text
 * @returns {Incoming}
 */
export function fromText(text) {
  pasted += 1;
  return { name: pasted === 1 ? "pasted text" : `pasted text ${pasted}`, blob: new Blob([text], { type: "text/plain;charset=utf-8" }) };
}

/**
 * @param {File} file
 * @returns {Incoming}
 */
function incoming(file) {
  return { name: file.webkitRelativePath || file.name, blob: file };
}

/**
 * All files at or below an entry, in order of their names.
 * @param {FileSystemEntry} entry
 * @returns {Promise<Incoming[]>}
 */
async function walk(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ""), blob: file }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const children = [];
  // A reader gives a hundred entries at a time, and none when it is done.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) break;
    children.push(...batch);
  }
  children.sort((a, b) => a.name.localeCompare(b.name));
  /** @type {Incoming[]} */
  const found = [];
  for (const child of children) if (!hidden(child.name)) found.push(...(await walk(child)));
  return found;
}

/**
 * Files that a folder holds for the system, not for its reader.
 * @param {string} name
 */
function hidden(name) {
  return name.startsWith(".");
}
