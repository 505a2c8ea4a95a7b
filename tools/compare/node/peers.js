// The peers from npm. Reads requests from stdin and answers on stdout, one JSON value a line.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { eld } from "eld/large";
import { franc } from "franc-all";
import { data } from "franc-all/data.js";
import { expressions } from "franc-all/expressions.js";

// `ask` gives the function that names a text's language, of those in `only` where that is given.
const peers = {
  eld: {
    package: "eld",
    languages: Object.values(eld.info().Languages),
    ask(only) {
      eld.setLanguageSubset(only ?? false);
      return (text) => eld.detect(text).language;
    },
  },
  franc: {
    package: "franc-all",
    // Trigrams part the languages of some scripts; any other script is named by the one language it stands for.
    languages: [
      ...new Set(Object.keys(expressions).flatMap((script) => (script in data ? Object.keys(data[script]) : [script]))),
    ],
    ask(only) {
      // By default it answers nothing to texts under 10 characters.
      const options = { minLength: 1, only: only ?? [] };
      return (text) => franc(text, options);
    },
  },
};

const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;

const requests = {
  peers: () =>
    Object.entries(peers).map(([name, peer]) => ({
      name,
      version: `${peer.package} ${version(peer.package)}, Node ${process.versions.node}`,
      languages: peer.languages,
    })),

  answer({ peer, only, texts }) {
    return texts.map(peers[peer].ask(only));
  },

  // Asks about the texts, from the first again after the last, until the seconds are over.
  time({ peer, texts, seconds }) {
    const ask = peers[peer].ask(null);
    const start = performance.now();
    let count = 0;
    let elapsed = 0;
    while (elapsed < seconds) {
      // The clock itself takes as long as a quick answer: it is looked at after every eighth.
      for (let i = 0; i < 8; i += 1) {
        ask(texts[count % texts.length]);
        count += 1;
      }
      elapsed = (performance.now() - start) / 1000;
    }
    return { count, seconds: elapsed };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(requests[request.do](request))}\n`);
}
