// The peers from npm. Reads requests from stdin and answers on stdout, one JSON value a line.

import { readFileSync } from "node:fs";
import { eld } from "eld/large";
import { franc } from "franc-all";
import { data } from "franc-all/data.js";
import { expressions } from "franc-all/expressions.js";
import { serve, timed } from "./serve.js";

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

  time: ({ peer, texts, seconds }) => timed(peers[peer].ask(null), texts, seconds),
};

await serve(requests);
