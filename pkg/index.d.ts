/** A stage of the pipeline. `entities` also gives names. */
export type Stage = "blocks" | "sentences" | "words" | "languages" | "entities";

/** What a block is. The first ten are content, the others surround it. */
export type BlockKind =
  | "title"
  | "byline"
  | "dateline"
  | "editor_note"
  | "paragraph"
  | "quote"
  | "subheading"
  | "list_item"
  | "table"
  | "code"
  | "caption"
  | "credit"
  | "author_bio"
  | "promo"
  | "list_heading"
  | "related_headline"
  | "timestamp"
  | "navigation"
  | "share";

/**
 * What finds people, places and organisations. `fast` is a small network. `accurate` joins a transformer with it: it finds more, and is hundreds of
 * times slower; its pack is 16 MB.
 */
export type Tagger = "fast" | "accurate";

/** What an entity that is a name is. */
export type NameKind = "person" | "organization" | "location" | "misc";

/** What an entity is. */
export type EntityKind = NameKind | keyof Values;

/** ISO 639-3, for example `aze`; `und` where it could not be told, `zxx` where there is no language. */
export type LanguageCode = string;

/** All positions count UTF-16 code units, so that `text.slice(start, end)` is the span. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Block extends Span {
  readonly kind: BlockKind;
  /** Whether it belongs to the document itself. */
  readonly content: boolean;
  readonly language: LanguageCode;
  /** The index of the earlier block that it repeats. */
  readonly duplicate_of: number | null;
  /** 0 to 1, not calibrated. */
  readonly confidence: number;
}

export interface Sentence extends Span {
  /** The index of its block, also where blocks were not asked for. */
  readonly block: number;
  readonly language: LanguageCode;
  /** What decided where it ends, where that was asked for and more than the block's end did. */
  readonly explanation?: Bounds;
}

/** Where a sentence ends or might have ended. */
export interface Bounds {
  /** The places, in their order; the sentence's own end is the last, unless it is the block's. */
  readonly bounds: readonly {
    /** Where the sentence would end. */
    readonly at: number;
    /** Whether it does. */
    readonly ends: boolean;
    /** 0 to 1: how sure that is, not calibrated. */
    readonly confidence: number;
    /** What spoke for an end or against it, weightiest first, at most eight; empty where a rule decided. */
    readonly features: readonly {
      /** Such as `abbreviation` or `word before`. */
      readonly is: string;
      /** Nats for an end; less than 0: against one. */
      readonly weight: number;
    }[];
  }[];
}

/** Start and end of a word. */
export type Word = readonly [start: number, end: number];

/** A stretch of one language and script inside a sentence, or inside a block where sentences were not asked for. */
export interface Run extends Span {
  readonly language: LanguageCode;
  /** ISO 15924, for example `Latn`. */
  readonly script: string;
  /** 0 to 1: the probability that the language is right. */
  readonly confidence: number;
  /** What decided about the language, where that was asked for and several languages share the script. */
  readonly explanation?: Explanation;
}

/** Why a run is in its language rather than in the next likely one. */
export interface Explanation {
  /** The next likely language; `und` where it is one that is not answered. */
  readonly runner_up: LanguageCode;
  /** The n-grams that say most, weightiest first. */
  readonly features: readonly {
    /** Letters in lower case; `_` is a word's beginning or end. */
    readonly text: string;
    /** Nats for the run's language rather than the runner-up. */
    readonly weight: number;
  }[];
}

/** What mentions mean, normalised. Amounts are decimal strings, dates and times ISO 8601. */
export interface Values {
  date: {
    /** Missing for a relative date whose reference is not known; what else is said of it may be there, such as `T17:00`. */
    readonly iso?: string;
    /** Other readings of an ambiguous date. */
    readonly alternatives?: readonly string[];
    /** Distance from the reference date, such as `-P1D` for yesterday. */
    readonly relative?: string;
  };
  time: { readonly iso: string };
  duration: { readonly iso: string };
  /** `currency` is ISO 4217. */
  money: { readonly amount: string; readonly currency: string };
  percent: { readonly amount: string };
  /** `unit` is UCUM. */
  quantity: { readonly amount: string; readonly unit: string };
  ordinal: { readonly amount: string };
  number: { readonly amount: string };
  url: { readonly url: string };
  email: { readonly email: string };
  phone: { readonly number: string };
  handle: { readonly tag: string };
  hashtag: { readonly tag: string };
  /** `scheme` is `iban`, `isbn`, `doi`, `ip`. */
  identifier: Identifier;
}

/** An identifier; `scheme` says whose. */
export interface Identifier {
  readonly scheme: string;
  readonly id: string;
}

interface Mention<Kind extends EntityKind, Value> extends Span {
  readonly kind: Kind;
  readonly text: string;
  /** 0 to 1, not calibrated. */
  readonly confidence: number;
  readonly value: Value | null;
  /** The index of what it names. */
  readonly name: number | null;
  /** What decided about it, where that was asked for. */
  readonly explanation?: Reason;
}

/** Why a mention was taken for what it is. */
export interface Reason {
  /** What found it; `document`: other mentions, or an acronym beside it. */
  readonly by: "tagger" | "gazetteer" | "rule" | "pattern" | "dictionary" | "document";
  /** What of the text spoke for it, in its order; at most eight, of the tagger the weightiest. */
  readonly features: readonly {
    readonly text: string;
    /** What it is known or read as, such as `month` or `city, family`; empty where nothing is known of it. */
    readonly is: string;
    /** Of the tagger: how much of the confidence is gone without this word. */
    readonly weight?: number;
  }[];
}

/** A mention: a stretch of text that names or measures something. `kind` tells what `value` holds. */
export type Entity =
  | Mention<"location", { /** ISO 3166-1 alpha-2. */ readonly country: string } | Identifier>
  | Mention<"person" | "organization" | "misc", Identifier>
  | { [Kind in keyof Values]: Mention<Kind, Values[Kind] | Identifier> }[keyof Values];

/** One person, place or organisation. */
export interface Name {
  readonly kind: EntityKind;
  /** The fullest form. */
  readonly name: string;
  readonly aliases: readonly string[];
  /** Indices of its entities. */
  readonly mentions: readonly number[];
  /**
   * Identifiers elsewhere: `iso3166`, the code of a country or of where a place lies; `iso3166-2`, a region's; `geonames`, a city's number, and
   * `geo`, its latitude and longitude in degrees (`40.379,49.890`); `m49`, a part of the world; `id` of the caller's dictionary.
   */
  readonly links: Readonly<Record<string, string>>;
}

export interface Language {
  readonly code: LanguageCode;
  /** BCP 47, for example `zh-Hant`. */
  readonly tag: string;
  /** ISO 15924; `Zyyy` where there are no letters. */
  readonly script: string;
  /** 0 to 1: the probability that the language is right, the mean over its letters. */
  readonly confidence: number;
}

export interface LanguageShare {
  readonly code: LanguageCode;
  /** Of the letters, 0 to 1. */
  readonly share: number;
}

export interface Source {
  /** The file's name. */
  readonly name: string | null;
  readonly media: string;
  /** In the WHATWG Encoding Standard, lower case, for example `windows-1254`. */
  readonly encoding: string;
}

/** What the document says of itself: tags tell it, or its blocks where they or entities are asked for. */
export interface Document {
  readonly title: string | null;
  readonly byline: readonly string[];
  /** ISO 8601, as precise as given. */
  readonly published: string | null;
  readonly canonical: string | null;
}

/** What was found, without the text unless that was asked for or is not the input itself. Schema `hamisi/1`. */
export interface AnalysisJSON {
  readonly schema: "hamisi/1";
  readonly id: string | null;
  readonly offsets: "utf16";
  readonly length: number;
  readonly source: Source;
  readonly text?: string;
  readonly document: Document;
  readonly language: Language;
  readonly languages: readonly LanguageShare[];
  readonly blocks: readonly Block[];
  readonly sentences: readonly Sentence[];
  readonly words: readonly Word[];
  readonly runs: readonly Run[];
  readonly entities: readonly Entity[];
  readonly names: readonly Name[];
  readonly warnings: readonly string[];
}

/** What was found in a text. Lists of stages that were not asked for are empty; each is made when first looked at. */
export interface Analysis {
  /** What positions refer to: the input itself, or what was decoded or taken out of HTML. */
  readonly text: string;
  /** Of the text, in UTF-16 code units. */
  readonly length: number;
  readonly source: Source;
  readonly document: Document;
  readonly language: Language;
  /** Largest share first. */
  readonly languages: readonly LanguageShare[];
  readonly blocks: readonly Block[];
  readonly sentences: readonly Sentence[];
  readonly words: readonly Word[];
  readonly runs: readonly Run[];
  readonly entities: readonly Entity[];
  readonly names: readonly Name[];
  /** What a reader should know of the answer: replaced bytes, missing packs. */
  readonly warnings: readonly string[];
  /** The same as the `hamisi` command writes with `--format json --offsets utf16`. */
  toJSON(): AnalysisJSON;
}

/** The analysis of a stretch of a longer text. */
export interface StretchAnalysis extends Analysis {
  /** Where the stretch starts in the whole, in UTF-16 code units. */
  readonly offset: number;
}

/** A name of the caller's own. */
export interface DictionaryEntry {
  readonly text: string;
  readonly kind: EntityKind;
  readonly id?: string | null;
}

export interface AnalyzeOptions {
  /** Default: all but words. */
  readonly stages?: readonly Stage[];
  /** The only languages that may be answered, ISO 639-3. */
  readonly candidates?: readonly LanguageCode[];
  /** Another name of `candidates`, as the command has it; give one of the two. */
  readonly languages?: readonly LanguageCode[];
  /**
   * Whether sentences tell what decided where they end, runs what decided about their language, and entities about them. The accurate tagger
   * takes several times as long for it.
   */
  readonly explain?: boolean;
  /** What "yesterday" is relative to, `2024-02-04`; default: the document's own date. */
  readonly referenceDate?: string;
  readonly dictionary?: readonly DictionaryEntry[];
  /** Default: that of `load`. */
  readonly tagger?: Tagger;
  /** Whether `toJSON()` has the text also where it is the input itself. */
  readonly text?: boolean;
  /** The text's name, told again in `source`. */
  readonly name?: string;
  /** Ends the call with the signal's reason. Without a worker it is looked at between stages, and by the accurate tagger every few sentences. */
  readonly signal?: AbortSignal;
  /**
   * Called with each stage that begins; what it throws ends the call. The accurate tagger calls it every few sentences with the stage `entities`
   * and the share, 0 to 1, that it has read.
   */
  readonly onProgress?: (stage: Stage, share?: number) => void;
}

export interface AnalyzeBytesOptions extends AnalyzeOptions {
  /** The media type where it is known, for example `text/html; charset=windows-1254`. */
  readonly media?: string;
}

export interface StreamOptions extends AnalyzeOptions {
  /** Of bytes, a label of the WHATWG Encoding Standard; default: what a byte order mark tells, else UTF-8. */
  readonly encoding?: string;
}

export type ExportOptions = Omit<AnalyzeBytesOptions, "onProgress">;

export type ExportFormat = "json" | "jsonl" | "csv" | "conll" | "brat" | "webannotation" | "html";

export type Bytes = ArrayBufferLike | ArrayBufferView;

/** Strings, or bytes, in parts of any size. */
export type Readable =
  | string
  | ReadableStream<string>
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | Iterable<string | Uint8Array>;

/** A ready pipeline. Any string is accepted; errors have a `code`, see {@link HamisiError}. */
export interface Hamisi {
  readonly version: string;
  analyze(text: string, options?: AnalyzeOptions): Analysis;
  /** Finds out the encoding, and whether it is HTML. What reads HTML and legacy encodings is loaded by the first bytes that need it. */
  analyzeBytes(bytes: Bytes, options?: AnalyzeBytesOptions): Promise<Analysis>;
  /** Analyses a text of any length, plain and not HTML, in stretches that end where paragraphs end. */
  stream(readable: Readable, options?: StreamOptions): AsyncGenerator<StretchAnalysis, void, undefined>;
  /** The analysis written in a format; offsets in it count UTF-16 code units. */
  export(input: string | Bytes, format: ExportFormat, options?: ExportOptions): Promise<string>;
}

/** A pipeline in a worker. Calls are answered in their order; a signal really ends the one that runs. */
export interface RemoteHamisi {
  readonly version: string;
  analyze(text: string, options?: AnalyzeOptions): Promise<Analysis>;
  analyzeBytes(bytes: Bytes, options?: AnalyzeBytesOptions): Promise<Analysis>;
  stream(readable: Readable, options?: StreamOptions): AsyncGenerator<StretchAnalysis, void, undefined>;
  export(input: string | Bytes, format: ExportFormat, options?: ExportOptions): Promise<string>;
  /** Ends the worker. Calls not answered yet are rejected with the code `closed`. */
  close(): void;
}

/**
 * What went wrong: the input is no text, an option or a pack cannot be used, a file cannot be loaded, the module crashed
 * (the next call starts afresh), or the pipeline was closed.
 */
export interface HamisiError extends Error {
  readonly code: "input" | "option" | "pack" | "load" | "crash" | "closed";
}

/** Where a file's bytes come from; in Node a string without a scheme is a path. */
export type FileSource = string | URL | Response | Bytes;

export interface LoadOptions {
  /** The stages that will be asked for; only what they need is loaded. Default: all. */
  readonly stages?: readonly Stage[];
  /** What finds names; the accurate one's wasm and pack are only loaded for `accurate`. Default: `fast`. */
  readonly tagger?: Tagger;
  /** Packs in place of the package's own, or beside them, by name; `false` leaves one out. */
  readonly packs?: Readonly<Record<string, FileSource | false>>;
  /** The wasm file in place of the package's own. */
  readonly wasm?: FileSource | WebAssembly.Module;
  /** The wasm file that reads HTML and legacy encodings in place of the package's own. */
  readonly source?: FileSource | WebAssembly.Module;
  /** The wasm file of the accurate tagger in place of the package's own. */
  readonly accurate?: FileSource | WebAssembly.Module;
  readonly signal?: AbortSignal;
  /** `total` is missing where the server does not tell it. */
  readonly onProgress?: (progress: { file: string; loaded: number; total?: number }) => void;
}

export interface LoadSyncOptions {
  readonly stages?: readonly Stage[];
  /** Default: `fast`. Outside Node `accurate` needs the bytes of its pack and its wasm file. */
  readonly tagger?: Tagger;
  /** Bytes by name. In Node the package's own are read where none are given, and paths are accepted. */
  readonly packs?: Readonly<Record<string, Bytes | string | URL | false>>;
  /** Needed everywhere but in Node, once. */
  readonly wasm?: Bytes | WebAssembly.Module | string | URL;
  /** The wasm file that reads HTML and legacy encodings in place of the package's own. */
  readonly source?: FileSource | WebAssembly.Module;
  /** The wasm file of the accurate tagger in place of the package's own. */
  readonly accurate?: Bytes | WebAssembly.Module | string | URL;
}

/** A `Worker` of browsers, or one of Node's `worker_threads`. */
export interface WorkerLike {
  postMessage(message: unknown): void;
  terminate(): unknown;
}

export interface RemoteOptions extends Omit<LoadOptions, "packs" | "wasm" | "source" | "accurate"> {
  readonly packs?: Readonly<Record<string, string | URL | Bytes | false>>;
  readonly wasm?: string | URL | Bytes | WebAssembly.Module;
  readonly source?: string | URL | Bytes | WebAssembly.Module;
  readonly accurate?: string | URL | Bytes | WebAssembly.Module;
}

/** Loads the pipeline. */
export function load(options?: LoadOptions): Promise<Hamisi>;

/** Loads the pipeline at once, where the bytes are at hand. */
export function loadSync(options?: LoadSyncOptions): Hamisi;

/**
 * Loads the pipeline in a worker, whose script is `hamisi/worker`. `makeWorker` is called again after a call was aborted.
 *
 * ```js
 * const hamisi = await remote(() => new Worker(new URL("hamisi/worker", import.meta.url), { type: "module" }));
 * ```
 */
export function remote(makeWorker: () => WorkerLike, options?: RemoteOptions): Promise<RemoteHamisi>;
