// The peers from npm that find spans, and hamisi as npm has it. Reads requests from stdin and answers on stdout, one JSON value a line; offsets
// are UTF-16. Each is loaded when it is first asked, so that a process that asks one alone tells what that one needs.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { serve, timed } from "./serve.js";

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
  return async (language) => {
    const segmenter = new Intl.Segmenter(language, { granularity });
    return (text) =>
      Array.from(segmenter.segment(text))
        .filter(({ isWordLike }) => isWordLike !== false)
        .map(({ index, segment }) => [index, index + segment.length, ""]);
  };
}

const kinds = { people: "PER", places: "LOC", organizations: "ORG" };
// The languages of chrono-node, and what hamisi calls them.
const dates = {
  en: "eng", de: "deu", fr: "fra", ja: "jpn", pt: "por", nl: "nld", ru: "rus", uk: "ukr", es: "spa", it: "ita", zh: "zho", sv: "swe", fi: "fin",
  vi: "vie", ar: "ara", id: "ind",
};

function hamisi(tagger) {
  const kinds = { person: "PER", location: "LOC", organization: "ORG", date: "DATE", time: "DATE" };
  return {
    // Elsewhere no peer is asked.
    languages: Object.keys(dates),
    version: `hamisi ${JSON.parse(readFileSync(new URL("../../../pkg/package.json", import.meta.url))).version}, Node ${process.versions.node}`,
    async ask(language) {
      const { load } = await import("../../../pkg/node.js");
      const pipeline = await load({ tagger });
      const options = { stages: ["entities"], languages: [dates[language]], tagger };
      return (text) =>
        pipeline.analyze(text, options).entities.flatMap(({ start, end, kind }) => (kinds[kind] ? [[start, end, kinds[kind]]] : []));
    },
  };
}

// `ask` gives the function that finds spans in a text in `language`.
const peers = {
  sentences: {
    "Intl.Segmenter": { version: `Node ${process.versions.node}, ICU ${process.versions.icu}`, ask: intl("sentence") },
    "cldr-segmentation": {
      version: npm("cldr-segmentation"),
      async ask(language) {
        const { default: cldr } = await import("cldr-segmentation");
        const suppressions = cldr.suppressions[language];
        return (text) => placed(text, cldr.sentenceSplit(text, suppressions));
      },
    },
    compromise: {
      version: npm("compromise"),
      languages: ["en"],
      async ask() {
        const { default: nlp } = await import("compromise");
        return (text) => placed(text, nlp(text).sentences().out("array"));
      },
    },
    sbd: {
      version: npm("sbd"),
      languages: ["en"],
      async ask() {
        const { default: sbd } = await import("sbd");
        return (text) => placed(text, sbd.sentences(text));
      },
    },
  },
  words: {
    "Intl.Segmenter": { version: `Node ${process.versions.node}, ICU ${process.versions.icu}`, ask: intl("word") },
    "cldr-segmentation": {
      version: npm("cldr-segmentation"),
      async ask() {
        const { default: cldr } = await import("cldr-segmentation");
        return (text) => {
          let end = 0;
          return cldr.wordSplit(text).map((word) => [end, (end += word.length), ""]);
        };
      },
    },
    compromise: {
      version: npm("compromise"),
      languages: ["en"],
      async ask() {
        const { default: nlp } = await import("compromise");
        return (text) =>
          nlp.tokenize(text).json({ offset: true, terms: { offset: true } }).flatMap(({ terms }) =>
            terms.map(({ offset: { start, length } }) => [start, start + length, ""]));
      },
    },
  },
  entities: {
    "hamisi-npm": hamisi("fast"),
    "hamisi-npm-accurate": hamisi("accurate"),
    compromise: {
      version: npm("compromise"),
      languages: ["en"],
      kinds: Object.values(kinds),
      bytes: () => gzipped("compromise/builds/three"),
      async ask() {
        const { default: nlp } = await import("compromise");
        return (text) => {
          const document = nlp(text);
          return Object.entries(kinds).flatMap(([method, kind]) =>
            document[method]().json({ offset: true, terms: false }).map(({ offset: { start, length } }) => bare(text, start, start + length, kind)));
        };
      },
    },
    "wink-nlp": {
      version: `${npm("wink-nlp")}, wink-eng-lite-web-model ${version("wink-eng-lite-web-model")}`,
      languages: ["en"],
      kinds: ["DATE"],
      bytes: () => gzipped("wink-nlp/src", "wink-eng-lite-web-model/dist"),
      async ask() {
        const [{ default: wink }, { default: model }] = await Promise.all([import("wink-nlp"), import("wink-eng-lite-web-model")]);
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
      languages: Object.keys(dates),
      kinds: ["DATE"],
      bytes: () => gzipped("chrono-node/dist/esm"),
      async ask(language) {
        const { [language]: chrono } = await import("chrono-node");
        return (text) => chrono.parse(text).map(({ index, text: found }) => [index, index + found.length, "DATE"]);
      },
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

// Loaded once for a language.
const asked = new Map();

function asker({ task, peer, language }) {
  const key = `${task} ${peer} ${language}`;
  if (!asked.has(key)) {
    asked.set(key, peers[task][peer].ask(language));
  }
  return asked.get(key);
}

const requests = {
  peers: ({ task }) =>
    Object.entries(peers[task]).map(([name, { version, languages, kinds, bytes }]) => ({ name, version, languages, kinds, bytes: bytes?.() })),

  find: async (request) => request.texts.map(await asker(request)),

  time: async (request) => timed(await asker(request), request.texts, request.seconds),
};

await serve(requests);
