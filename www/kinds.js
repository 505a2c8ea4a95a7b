// What kinds, values and languages are called on the page.

/** @typedef {import("./client.js").Entity} Entity */

/** Entity kinds in the order they are shown: names, times, amounts, addresses. */
export const ENTITY_KINDS = [
  "person", "organization", "location", "misc",
  "date", "time", "duration",
  "money", "percent", "quantity", "ordinal", "number",
  "url", "email", "phone", "handle", "hashtag", "identifier",
];

/** @type {Record<string, [string, string]>} One, and many. */
const ENTITY_LABELS = {
  person: ["person", "people"],
  organization: ["organisation", "organisations"],
  location: ["place", "places"],
  misc: ["other name", "other names"],
  date: ["date", "dates"],
  time: ["time", "times"],
  duration: ["duration", "durations"],
  money: ["money", "money"],
  percent: ["percentage", "percentages"],
  quantity: ["quantity", "quantities"],
  ordinal: ["ordinal", "ordinals"],
  number: ["number", "numbers"],
  url: ["web address", "web addresses"],
  email: ["mail address", "mail addresses"],
  phone: ["telephone", "telephones"],
  handle: ["handle", "handles"],
  hashtag: ["hashtag", "hashtags"],
  identifier: ["identifier", "identifiers"],
};

/**
 * The label of an entity kind; a kind not known here is its own label.
 * @param {string} kind
 * @param {boolean} [many]
 */
export function entityLabel(kind, many = false) {
  return ENTITY_LABELS[kind]?.[many ? 1 : 0] ?? kind;
}

/** @type {Record<string, string>} Where a block's label is not its name with spaces. */
const BLOCK_LABELS = { editor_note: "editor’s note", author_bio: "about the author", list_item: "item", related_headline: "headline" };

/**
 * The label of a block kind.
 * @param {string} kind
 */
export function blockLabel(kind) {
  return BLOCK_LABELS[kind] ?? kind.replaceAll("_", " ");
}

const languageNames = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
const scriptNames = new Intl.DisplayNames("en", { type: "script", fallback: "none" });
const regionNames = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/**
 * The English name of a language; the code itself where the browser knows none.
 * @param {string} code ISO 639-3 or BCP 47
 */
export function languageName(code) {
  if (code === "und") return "undetermined";
  if (code === "zxx") return "no language";
  return named(languageNames, code);
}

/**
 * The English name of a script.
 * @param {string} code ISO 15924
 */
export function scriptName(code) {
  return named(scriptNames, code);
}

/**
 * The English name of a country or territory.
 * @param {string} code ISO 3166-1
 */
export function regionName(code) {
  return named(regionNames, code);
}

/**
 * @param {Intl.DisplayNames} names
 * @param {string} code
 */
function named(names, code) {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * The shortest tag for a `lang` attribute: `az` for `aze`; none where no language is known.
 * @param {string} code ISO 639-3
 */
export function languageTag(code) {
  if (!code || code === "und" || code === "zxx") return "";
  try {
    return Intl.getCanonicalLocales(code)[0] ?? code;
  } catch {
    return "";
  }
}

/**
 * What a mention means, in a few characters: `2024-02-04T11:00`, `USD 2000000`, `850 m`; empty where it has no value.
 * @param {Entity} entity
 */
export function valueText(entity) {
  const value = /** @type {Record<string, string> | undefined} */ (entity.value ?? undefined);
  if (!value) return "";
  if (value.currency) return `${value.currency} ${value.amount}`;
  if (value.unit) return `${value.amount} ${value.unit}`;
  if (value.amount) return entity.kind === "percent" ? `${value.amount}%` : value.amount;
  if (value.country) return `${value.country} ${regionName(value.country)}`;
  if (value.scheme) return `${value.scheme} ${value.id}`;
  if (value.tag) return `${entity.kind === "hashtag" ? "#" : "@"}${value.tag}`;
  return value.iso ?? value.relative ?? value.url ?? value.email ?? value.number ?? "";
}

/**
 * `1 person`, `3 people`, `12,000 blocks`.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/**
 * A share as people write it: `98%`, `under 1%`.
 * @param {number} share 0 to 1
 */
export function shareText(share) {
  return share > 0 && share < 0.01 ? "under 1%" : `${Math.round(share * 100)}%`;
}
