// The peers from npm that find spans. Reads requests from stdin and answers on stdout, one JSON value a line; offsets are UTF-16.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as chrono from "chrono-node";
import nlp from "compromise";
import sbd from "sbd";
import model from "wink-eng-lite-web-model";
import wink from "wink-nlp";
import { serve, timed } from "./serve.js";

const require = createRequire(import.meta.url);
const cldr = require("cldr-segmentation");

const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
const npm = (name) => `${name} ${version(name)}, Node ${process.versions.node}`;

// Bytes of the files in these folders of packages, compressed.
function gzipped(...folders) {
  const files = folders.flatMap((folder) => {
    const path = new URL(`node_modules/${folder}/`, import.meta.url);
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && /\.(m?js|json)$/.test(entry.name)).map(({ parentPath, name }) => join(parentPath, name));
  });
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
}

// Where parts lie in a text of which they keep all but white space.
function placed(text, parts) {
  const marks = [...text.matchAll(/\S/g)].map(({ index }) => index);
  let at = 0;
  return parts.flatMap((part) => {
    const start = marks[at];
    at += part.replace(/\s/g, "").length;
    return start === undefined ? [] : [[start, (marks[at - 1] ?? text.length - 1) + 1, ""]];
  });
}

function intl(granularity) {
  return (language) => {
    const segmenter = new Intl.Segmenter(language, { granularity });
    return (text) =>
      Array.from(segmenter.segment(text))
        .filter(({ isWordLike }) => isWordLike !== false)
        .map(({ index, segment }) => [index, index + segment.length, ""]);
  };
}

const kinds = { people: "PER", places: "LOC", organizations: "ORG" };
const dates = {
  en: chrono.en, de: chrono.de, fr: chrono.fr, ja: chrono.ja, pt: chrono.pt, nl: chrono.nl, ru: chrono.ru, uk: chrono.uk,
  es: chrono.es, it: chrono.it, zh: chrono.zh, sv: chrono.sv, fi: chrono.fi, vi: chrono.vi, ar: chrono.ar, id: chrono.id,
};

// `ask` gives the function that finds spans in a text in `language`.
const peers = {
  sentences: {
    "Intl.Segmenter": { version: `Node ${process.versions.node}, ICU ${process.versions.icu}`, ask: intl("sentence") },
    "cldr-segmentation": {
      version: npm("cldr-segmentation"),
      ask(language) {
        const suppressions = cldr.suppressions[language];
        return (text) => placed(text, cldr.sentenceSplit(text, suppressions));
      },
    },
    compromise: {
      version: npm("compromise"),
      languages: ["en"],
      ask: () => (text) => placed(text, nlp(text).sentences().out("array")),
    },
    sbd: {
      version: npm("sbd"),
      languages: ["en"],
      ask: () => (text) => placed(text, sbd.sentences(text)),
    },
  },
  words: {
    "Intl.Segmenter": { version: `Node ${process.versions.node}, ICU ${process.versions.icu}`, ask: intl("word") },
    "cldr-segmentation": {
      version: npm("cldr-segmentation"),
      ask: () => (text) => {
        let end = 0;
        return cldr.wordSplit(text).map((word) => [end, (end += word.length), ""]);
      },
    },
    compromise: {
      version: npm("compromise"),
      languages: ["en"],
      ask: () => (text) =>
        nlp.tokenize(text).json({ offset: true, terms: { offset: true } }).flatMap(({ terms }) =>
          terms.map(({ offset: { start, length } }) => [start, start + length, ""])),
    },
  },
  entities: {
    compromise: {
      version: npm("compromise"),
      languages: ["en"],
      kinds: Object.values(kinds),
      bytes: () => gzipped("compromise/builds/three"),
      ask: () => (text) => {
        const document = nlp(text);
        return Object.entries(kinds).flatMap(([method, kind]) =>
          document[method]().json({ offset: true, terms: false }).map(({ offset: { start, length } }) => bare(text, start, start + length, kind)));
      },
    },
    "wink-nlp": {
      version: `${npm("wink-nlp")}, wink-eng-lite-web-model ${version("wink-eng-lite-web-model")}`,
      languages: ["en"],
      kinds: ["DATE"],
      bytes: () => gzipped("wink-nlp/src", "wink-eng-lite-web-model/dist"),
      ask() {
        const pipeline = wink(model, ["sbd", "ner"]);
        return (text) => {
          const document = pipeline.readDoc(text);
          const words = placed(text, document.tokens().out());
          return document.entities().out(pipeline.its.detail).flatMap(({ type }, index) => {
            const [first, last] = document.entities().itemAt(index).out(pipeline.its.span);
            return type === "DATE" || type === "TIME" ? [[words[first][0], words[last][1], "DATE"]] : [];
          });
        };
      },
    },
    "chrono-node": {
      version: npm("chrono-node"),
      languages: Object.keys(dates).filter((language) => dates[language]),
      kinds: ["DATE"],
      bytes: () => gzipped("chrono-node/dist/esm"),
      ask: (language) => (text) =>
        dates[language].parse(text).map(({ index, text: found }) => [index, index + found.length, "DATE"]),
    },
  },
};

// compromise counts the signs around a name to it.
function bare(text, start, end, kind) {
  const found = text.slice(start, end);
  const from = start + /^[^\p{L}\p{N}]*/u.exec(found)[0].length;
  const to = end - /[^\p{L}\p{N}]*$/u.exec(found)[0].length;
  return [from, Math.max(from, to), kind];
}

const requests = {
  peers: ({ task }) =>
    Object.entries(peers[task]).map(([name, { version, languages, kinds, bytes }]) => ({ name, version, languages, kinds, bytes: bytes?.() })),

  find: ({ task, peer, language, texts }) => texts.map(peers[task][peer].ask(language)),

  time: ({ task, peer, language, texts, seconds }) => timed(peers[task][peer].ask(language), texts, seconds),
};

await serve(requests);
