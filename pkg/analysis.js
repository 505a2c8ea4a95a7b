// An analysis: columns of numbers as the wasm gives them, and objects made of them when they are looked at.

// The columns in their order, with their entries an item.
const shapes = [
  ["blocks", 5],
  ["blockConfidences", 1],
  ["sentences", 4],
  ["words", 2],
  ["runs", 4],
  ["runConfidences", 1],
  ["entities", 4],
  ["entityConfidences", 1],
];

export class Analysis {
  #columns;
  #rest;
  #objects;
  #text;
  #withText;
  #made = {};

  /** `text` is what was analysed, where the caller has it. */
  constructor(columns, text, withText = false) {
    this.#columns = columns;
    this.#rest = JSON.parse(columns.rest);
    this.#text = text ?? columns.text;
    this.#withText = withText || !this.#rest.verbatim;
    this.#rest.language.confidence = rounded(this.#rest.language.confidence);
    this.#rest.languages.forEach((share) => (share.share = rounded(share.share)));
  }

  get text() {
    return this.#text;
  }

  get length() {
    return this.#rest.length;
  }

  get source() {
    return this.#rest.source;
  }

  get document() {
    return this.#rest.document;
  }

  get language() {
    return this.#rest.language;
  }

  get languages() {
    return this.#rest.languages;
  }

  get names() {
    return this.#many.names;
  }

  get warnings() {
    return this.#rest.warnings;
  }

  get blocks() {
    const { tables } = this.#columns;
    const confidences = this.#confidences("blockConfidences");
    return this.#items("blocks", (blocks, at, index) => ({
      start: blocks[at],
      end: blocks[at + 1],
      kind: tables.blocks[blocks[at + 2]][0],
      content: tables.blocks[blocks[at + 2]][1],
      language: this.#rest.codes[blocks[at + 3]],
      duplicate_of: optional(blocks[at + 4]),
      confidence: rounded(confidences[index]),
    }));
  }

  get sentences() {
    return this.#items("sentences", (sentences, at, index) => ({
      start: sentences[at],
      end: sentences[at + 1],
      block: sentences[at + 2],
      language: this.#rest.codes[sentences[at + 3]],
      ...reasoned(this.#many.bounds?.[index]),
    }));
  }

  get words() {
    return this.#items("words", (words, at) => [words[at], words[at + 1]]);
  }

  get runs() {
    const confidences = this.#confidences("runConfidences");
    return this.#items("runs", (runs, at, index) => ({
      start: runs[at],
      end: runs[at + 1],
      language: this.#rest.codes[runs[at + 2]],
      script: this.#rest.scripts[runs[at + 3]],
      confidence: rounded(confidences[index]),
      ...explained(this.#many.explanations?.[index]),
    }));
  }

  get entities() {
    const { tables } = this.#columns;
    const confidences = this.#confidences("entityConfidences");
    return this.#items("entities", (entities, at, index) => ({
      start: entities[at],
      end: entities[at + 1],
      kind: tables.entities[entities[at + 2]],
      text: this.#text.slice(entities[at], entities[at + 1]),
      confidence: rounded(confidences[index]),
      value: this.#many.values[index],
      name: optional(entities[at + 3]),
      ...reasoned(this.#many.reasons?.[index]),
    }));
  }

  toJSON() {
    return {
      schema: "hamisi/1",
      id: null,
      offsets: "utf16",
      length: this.length,
      source: this.source,
      ...(this.#withText && { text: this.text }),
      document: this.document,
      language: this.language,
      languages: this.languages,
      blocks: this.blocks,
      sentences: this.sentences,
      words: this.words,
      runs: this.runs,
      entities: this.entities,
      names: this.names,
      warnings: this.warnings,
    };
  }

  get #many() {
    return (this.#objects ??= this.#columns.objects ? JSON.parse(this.#columns.objects) : { values: [], names: [] });
  }

  // The numbers begin with where each column ends.
  #column(name) {
    const { numbers } = this.#columns;
    const index = shapes.findIndex(([known]) => known === name);
    return numbers.subarray(index === 0 ? shapes.length : numbers[index - 1], numbers[index]);
  }

  #confidences(name) {
    const bits = this.#column(name);
    return new Float32Array(bits.buffer, bits.byteOffset, bits.length);
  }

  #items(list, make) {
    if (this.#made[list] === undefined) {
      const column = this.#column(list);
      const entries = new Map(shapes).get(list);
      this.#made[list] = Array.from({ length: column.length / entries }, (_, index) => make(column, index * entries, index));
    }
    return this.#made[list];
  }
}

// As all faces write confidences: 32-bit numbers, with four decimals.
const rounded = (confidence) => Math.round(Math.fround(confidence) * 1e4) / 1e4;

const explained = (explanation) =>
  explanation && {
    explanation: {
      runner_up: explanation.runner_up,
      features: explanation.features.map(({ text, weight }) => ({ text, weight: rounded(weight) })),
    },
  };

const reasoned = (explanation) => explanation && { explanation };

const optional = (oneMore) => (oneMore === 0 ? null : oneMore - 1);
