// The same analysis from each face: what the command writes is what the package gives.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { load } from "../../pkg/node.js";
import { root } from "./project.js";
import { everything } from "./texts.js";

const page = `<!doctype html><html lang="tr"><head><meta charset="windows-1254"><title>Şölen başladı</title></head>
<body><nav><a href="/">Ana sayfa</a></nav><article><h1>Şölen başladı</h1><p>İstanbul'da 4 Şubat 2024 günü ışıklar yandı.
Biletler 1.250,50 TL.</p></article><footer>© 2024</footer></body></html>`;

// The letters in which windows-1254 differs from Latin-1.
const turkish = { Ğ: 0xd0, İ: 0xdd, Ş: 0xde, ğ: 0xf0, ı: 0xfd, ş: 0xfe };
const windows1254 = (text) => Uint8Array.from(text, (letter) => turkish[letter] ?? letter.charCodeAt(0));

const samples = join(root, "www/samples");
const inputs = {
  "everything.txt": new TextEncoder().encode(everything),
  "emoji.txt": new TextEncoder().encode("👩‍👩‍👧‍👦 🇦🇿 e\u0301\u0323 𝒳 Bakı, 5 May 2024. 🙂\r\n\r\nHamısı"),
  "marked.txt": Uint8Array.of(0xef, 0xbb, 0xbf, ...new TextEncoder().encode("Salam, dünya!")),
  "utf16.txt": Uint8Array.of(0xff, 0xfe, ...Buffer.from("Salam, dünya 🎉!", "utf16le")),
  "damaged.txt": Uint8Array.of(...new TextEncoder().encode("Bakı şəhəri "), 0xff, 0xc3, 0x28, ...new TextEncoder().encode(" gözəldir.")),
  "page.html": new TextEncoder().encode(page.replace("windows-1254", "utf-8")),
  "legacy.html": windows1254(page),
  "legacy.txt": windows1254("Bugün hava çok güzel, ışıl ışıl bir gün. Şimdi İstanbul'a gidiyoruz, çünkü öğle yemeği orada.\n".repeat(5)),
  "empty.txt": new Uint8Array(),
  ...Object.fromEntries(
    readdirSync(samples)
      .filter((name) => /\.(txt|html)$/.test(name))
      .map((name) => [name, new Uint8Array(readFileSync(join(samples, name)))]),
  ),
};

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), "hamisi-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

function command(...parameters) {
  const options = { encoding: "utf8", maxBuffer: 1 << 28, cwd: folder };
  return JSON.parse(execFileSync(join(root, "target/debug/hamisi"), ["--format", "json", "--offsets", "utf16", ...parameters], options));
}

for (const [name, bytes] of Object.entries(inputs)) {
  test(`says of ${name} what the command says`, async () => {
    const hamisi = await load();
    writeFileSync(join(folder, name), bytes);
    const stages = ["blocks", "sentences", "words", "languages", "entities"];
    const told = command("--stages", stages.join(), name);
    const analysis = await hamisi.analyzeBytes(bytes, { name, stages });
    assert.deepEqual(JSON.parse(JSON.stringify(analysis)), { ...told, id: null });
    for (const { start, end, text } of told.entities) {
      assert.equal(analysis.text.slice(start, end), text);
    }
  });
}

test("takes the same options", async () => {
  const hamisi = await load();
  writeFileSync(join(folder, "names.json"), JSON.stringify([{ text: "tea fair", kind: "misc", id: "t1" }]));
  writeFileSync(join(folder, "text.txt"), everything);
  const told = command(
    ...["--stages", "languages,entities", "--languages", "eng,aze", "--reference-date", "2024-02-05"],
    ...["--dictionary", "names.json", "--text", "text.txt"],
  );
  const analysis = hamisi.analyze(everything, {
    stages: ["languages", "entities"],
    languages: ["eng", "aze"],
    referenceDate: "2024-02-05",
    dictionary: [{ text: "tea fair", kind: "misc", id: "t1" }],
    text: true,
    name: "text.txt",
  });
  assert.deepEqual(JSON.parse(JSON.stringify(analysis)), { ...told, id: null });
});
