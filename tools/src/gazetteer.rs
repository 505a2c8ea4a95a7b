//! The gazetteer pack: names of countries, territories and parts of the world in every language of CLDR.

use crate::lexicon::Lexicon;
use hamisi::entity::folded;
use hamisi::pack;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Of the territories in CLDR these are no places, or none that a text means by its name.
const NO_PLACES: [&str; 8] = ["001", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"];
/// The code of names that are no territory's, though they begin like one: New Mexico.
const NOTHING: &str = "-";
/// Languages whose code in CLDR is not the ISO 639-1 code of the language that the project means by it.
const CODES: [(&str, &str); 5] = [("az-Arab", "azb"), ("fil", "tgl"), ("ku", "kmr"), ("no", "nob"), ("zh-Latn", "")];
/// Most forms that one name may take by the endings of its words.
const FORMS: usize = 400;

/// A name that so many well covered languages share counts in any other, as does the territory's own.
const SHARED: usize = 8;

/// How a name may stand in a text, beside the folded letters. The bits are those the runtime reads.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const WITHIN: u8 = 4;
/// Only in the languages that say so: forms with endings, and names that few languages have.
const OWN: u8 = 8;

/// Folded names, and of each which territories they name under which conditions in which languages.
type Names = BTreeMap<String, BTreeMap<(String, u8), BTreeSet<String>>>;

/// Writes the gazetteer pack to `out`.
pub fn build(cldr: &Path, data: &Path, others: &Path, out: &Path) -> Result<()> {
    let endings = Endings::read(&data.join("endings.tsv"))?;
    let populous = populous(cldr)?;
    let mut names = Names::new();
    let ordinary = Ordinary::read(&data.join("ordinary.tsv"))?;
    let mut add = |code: &str, language: &str, name: &str| {
        for name in spellings(language, name) {
            let flags = case(&name) | ordinary.within(language, &name);
            insert(&mut names, &name, code, flags, language);
            if code.starts_with(char::is_numeric) || populous.contains(code) {
                for form in endings.forms(language, &name) {
                    insert(&mut names, &form, code, flags | OWN, language);
                }
            }
        }
    };
    for (code, languages, own) in rows(&data.join("territories.tsv"))? {
        for name in own.split('|') {
            languages.split(' ').for_each(|language| add(&code, language, name));
        }
    }
    for (code, language, name) in territories(cldr)? {
        add(&code, &language, &name);
    }
    ordinary.apply(&mut names);
    settle(&mut names, &official(cldr)?, &covered(cldr)?);
    let bytes = pack(&names, &Lexicon::read(others)?)?;
    std::fs::write(out, &bytes)?;
    println!("{} names, {} bytes", names.len(), bytes.len());
    Ok(())
}

/// The names in CLDR: territory, language, name.
fn territories(cldr: &Path) -> Result<Vec<(String, String, String)>> {
    let long = long_codes(cldr)?;
    let mut folders: Vec<_> =
        std::fs::read_dir(cldr.join("cldr-localenames-full/main"))?.collect::<std::io::Result<Vec<_>>>()?;
    folders.sort_by_key(std::fs::DirEntry::file_name);
    let mut found = Vec::new();
    for folder in folders {
        let locale = folder.file_name().to_string_lossy().into_owned();
        let language = three_letters(&long, &locale);
        if language.len() != 3 {
            eprintln!("left out: {locale}, which has no ISO 639-3 code");
            continue;
        }
        let path = folder.path().join("territories.json");
        if !path.exists() {
            continue;
        }
        let names = json(&path)?;
        for (key, name) in object(&names, &format!("/main/{locale}/localeDisplayNames/territories"))? {
            let code = key.split("-alt-").next().unwrap_or_default();
            let name = name.as_str().unwrap_or_default();
            if name != code && !NO_PLACES.contains(&code) {
                found.push((code.to_owned(), language.clone(), name.to_owned()));
            }
        }
    }
    Ok(found)
}

/// ISO 639-3 for the codes with two letters.
fn long_codes(cldr: &Path) -> Result<BTreeMap<String, String>> {
    let aliases = json(&cldr.join("cldr-core/supplemental/aliases.json"))?;
    Ok(object(&aliases, "/supplemental/metadata/alias/languageAlias")?
        .iter()
        .filter(|(code, alias)| code.len() == 3 && alias["_reason"] == "overlong")
        .filter_map(|(code, alias)| Some((alias["_replacement"].as_str()?.to_owned(), code.clone())))
        .collect())
}

/// The language of a locale.
fn three_letters(long: &BTreeMap<String, String>, locale: &str) -> String {
    let short = locale.split('-').next().unwrap_or_default();
    let known = CODES.iter().find(|(from, _)| locale == *from || locale.starts_with(&format!("{from}-")));
    known.map_or_else(|| long.get(short).map_or(short, String::as_str), |(_, code)| code).to_owned()
}

/// Territories with fewer people than half a million that are written about everywhere.
const WELL_KNOWN: [&str; 5] = ["GL", "IS", "MC", "MT", "MV"];

/// The territories whose names are given in all their forms: those with at least half a million people, and well-known ones.
fn populous(cldr: &Path) -> Result<BTreeSet<String>> {
    let info = json(&cldr.join("cldr-core/supplemental/territoryInfo.json"))?;
    let people = |of: &Value| of["_population"].as_str().and_then(|count| count.parse::<u64>().ok());
    Ok(object(&info, "/supplemental/territoryInfo")?
        .iter()
        .filter(|(code, of)| people(of).is_some_and(|count| count >= 500_000) || WELL_KNOWN.contains(&code.as_str()))
        .map(|(code, _)| code.clone())
        .collect())
}

/// The spellings of a name as CLDR writes it: with and without what stands in brackets, with `and` for `&`.
fn spellings(language: &str, name: &str) -> Vec<String> {
    let mut all = vec![name.trim().to_owned()];
    // What stands before the brackets is a name by itself, but for the two countries named after one river.
    let bare = name.split(['(', '（']).next().unwrap_or_default().trim();
    if bare.chars().count() > 3 && !["Congo", "Kongo", "Конго"].iter().any(|river| bare.contains(river)) {
        all.push(bare.to_owned());
    }
    if language == "tha" {
        // "The country of …", which Thai writes in one word.
        all.push(format!("ประเทศ{name}"));
    }
    if language == "eng" {
        let written_out: Vec<_> =
            all.iter().map(|name| name.replace(" & ", " and ").replace("St. ", "Saint ")).collect();
        let half: Vec<_> = all.iter().map(|name| name.replace(" & ", " and ")).collect();
        let without_point: Vec<_> = half.iter().map(|name| name.replace("St. ", "St ")).collect();
        all.extend(written_out.into_iter().chain(half).chain(without_point));
    }
    all.sort();
    all.dedup();
    all
}

/// How the name is written: [`LOWER`] when it begins with a small letter, [`UPPER`] when it has capitals only.
fn case(name: &str) -> u8 {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.first().is_some_and(|c| c.is_lowercase()) {
        LOWER
    } else if letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) {
        UPPER
    } else {
        0
    }
}

fn insert(names: &mut Names, name: &str, code: &str, flags: u8, language: &str) {
    let key = folded(name);
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return;
    }
    names.entry(key).or_default().entry((code.to_owned(), flags)).or_default().insert(language.to_owned());
}

/// Words that look like names: language, folded word, whether it is never a name there.
struct Ordinary(BTreeMap<(String, String), bool>);

impl Ordinary {
    fn read(path: &Path) -> Result<Self> {
        let mut all = BTreeMap::new();
        for (languages, rule, words) in rows(path)? {
            if rule != "never" && rule != "within" {
                return Err(format!("{}: no rule is called {rule}", path.display()).into());
            }
            for language in languages.split(' ') {
                all.extend(words.split('|').map(|word| ((language.to_owned(), folded(word)), rule == "never")));
            }
        }
        Ok(Self(all))
    }

    fn within(&self, language: &str, name: &str) -> u8 {
        if self.0.get(&(language.to_owned(), folded(name))) == Some(&false) { WITHIN } else { 0 }
    }

    /// Takes the names out that are never any.
    fn apply(&self, names: &mut Names) {
        for ((language, word), _) in self.0.iter().filter(|(_, never)| **never) {
            let posts = names.entry(word.clone()).or_default();
            posts.retain(|_, languages| {
                languages.remove(language);
                !languages.is_empty()
            });
            posts.entry((NOTHING.to_owned(), 0)).or_default().insert(language.clone());
        }
    }
}

/// Takes out forms that are names in their own right, and marks names that only their own languages have.
fn settle(names: &mut Names, official: &BTreeMap<String, BTreeSet<String>>, covered: &BTreeSet<String>) {
    let nowhere = BTreeSet::new();
    for posts in names.values_mut() {
        let named: BTreeSet<String> =
            posts.iter().filter(|((_, flags), _)| flags & OWN == 0).flat_map(|(_, l)| l.iter().cloned()).collect();
        let mut settled: BTreeMap<(String, u8), BTreeSet<String>> = BTreeMap::new();
        for ((code, mut flags), mut languages) in std::mem::take(posts) {
            if flags & OWN != 0 {
                languages.retain(|language| !named.contains(language));
            } else if languages.intersection(covered).count() < SHARED
                && languages.is_disjoint(official.get(&code).unwrap_or(&nowhere))
            {
                flags |= OWN;
            }
            if !languages.is_empty() {
                settled.entry((code, flags)).or_default().extend(languages);
            }
        }
        *posts = settled;
    }
    names.retain(|_, posts| !posts.is_empty());
}

/// The languages that CLDR covers well, whose names have been seen by many.
fn covered(cldr: &Path) -> Result<BTreeSet<String>> {
    let long = long_codes(cldr)?;
    let levels = json(&cldr.join("cldr-core/coverageLevels.json"))?;
    let modern = object(&levels, "/coverageLevels")?.iter().filter(|(_, level)| *level == "modern");
    Ok(modern.map(|(locale, _)| three_letters(&long, locale)).collect())
}

/// The official languages of each territory.
fn official(cldr: &Path) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let long = long_codes(cldr)?;
    let info = json(&cldr.join("cldr-core/supplemental/territoryInfo.json"))?;
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (code, of) in object(&info, "/supplemental/territoryInfo")? {
        for (language, of) in of["languagePopulation"].as_object().into_iter().flatten() {
            if of["_officialStatus"].is_string() {
                all.entry(code.clone()).or_default().insert(three_letters(&long, &language.replace('_', "-")));
            }
        }
    }
    Ok(all)
}

/// The bytes of the pack.
fn pack(names: &Names, lexicon: &Lexicon) -> Result<Vec<u8>> {
    let mut usage: BTreeMap<&str, usize> = BTreeMap::new();
    let mut codes: BTreeSet<&str> = BTreeSet::new();
    for ((code, _), languages) in names.values().flatten() {
        codes.insert(code);
        languages.iter().for_each(|language| *usage.entry(language).or_default() += 1);
    }
    let mut languages: Vec<&str> = usage.keys().copied().collect();
    languages.sort_by_key(|language| (std::cmp::Reverse(usage[language]), *language));
    let rank: BTreeMap<&str, u16> = languages.iter().zip(0..).map(|(language, at)| (*language, at)).collect();
    let codes: Vec<&str> = codes.into_iter().collect();

    // The sets that most names share come first: their places are the smallest numbers.
    let mut sets: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
    let set = |said: &BTreeSet<String>| {
        let mut set: Vec<u16> = said.iter().map(|language| rank[language.as_str()]).collect();
        set.sort_unstable();
        set
    };
    names.values().flat_map(BTreeMap::values).for_each(|said| *sets.entry(set(said)).or_default() += 1);
    let mut ordered: Vec<(&Vec<u16>, usize)> = sets.iter().map(|(set, count)| (set, *count)).collect();
    ordered.sort_by_key(|(set, count)| (std::cmp::Reverse(*count), *set));
    let (mut members, mut place) = (Vec::<u16>::new(), BTreeMap::<&Vec<u16>, u32>::new());
    for (set, _) in ordered {
        place.insert(set, u32::try_from(members.len())?);
        members.extend(set);
        if let Some(last) = members.last_mut() {
            *last |= 0x8000;
        }
    }

    let (mut posts, mut lists) = (Vec::<u32>::new(), BTreeMap::<Vec<u32>, u64>::new());
    let mut map = fst::MapBuilder::memory();
    for (name, found) in names {
        let mut list: Vec<_> = found.iter().collect();
        // Countries before parts of the world, names outright before forms, and what more languages say first.
        list.sort_by_key(|((code, flags), said)| {
            (code.starts_with(char::is_numeric), flags & OWN, std::cmp::Reverse(said.len()), code.clone(), *flags)
        });
        let mut entries = Vec::new();
        for ((code, flags), said) in list {
            let at = place[&set(said)];
            let code = u32::try_from(codes.binary_search(&code.as_str()).map_err(|_| "a code is missing")?)?;
            if code >= 1 << 9 || at >= 1 << 18 {
                return Err("more territories or language sets than the pack has room for".into());
            }
            entries.push(at << 13 | u32::from(*flags) << 9 | code);
        }
        let value = match entries[..] {
            [post] => u64::from(post) << 1,
            _ => {
                let next = u64::try_from(posts.len())?;
                let at = *lists.entry(entries.clone()).or_insert(next);
                if at == next {
                    let last = entries.len() - 1;
                    posts.extend(
                        entries.iter().zip(0..).map(|(post, i)| if i == last { post | 1 << 31 } else { *post }),
                    );
                }
                at << 1 | 1
            }
        };
        map.insert(name, value)?;
    }
    let small: BTreeSet<&String> =
        names.values().flatten().filter(|((_, flags), _)| flags & LOWER != 0).flat_map(|(_, said)| said).collect();
    let language =
        |code: &&str| format!("{code}{}", char::from(u8::from(small.contains(&(*code).to_owned())))).into_bytes();
    let languages: Vec<u8> = languages.iter().flat_map(language).collect();
    let codes: Vec<u8> = codes.iter().flat_map(|code| format!("{code:\0<3}").into_bytes()).collect();
    let map = map.into_inner()?;
    let posts: Vec<u8> = posts.into_iter().flat_map(u32::to_le_bytes).collect();
    let sets: Vec<u8> = members.into_iter().flat_map(u16::to_le_bytes).collect();
    let mut sections: Vec<(&str, &[u8])> =
        vec![("names", &map), ("posts", &posts), ("sets", &sets), ("codes", &codes), ("langs", &languages)];
    sections.extend(lexicon.sections());
    for (section, bytes) in &sections {
        println!("{section} {}", bytes.len());
    }
    Ok(pack::write("gazetteer", 2, &sections)?)
}

/// How the words of names change their endings, by language.
struct Endings(BTreeMap<String, Vec<(String, Place, Vec<String>)>>);

/// Which words of a name a rule is for.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    First,
    Last,
}

impl Endings {
    fn read(path: &Path) -> Result<Self> {
        let mut rules: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (language, from, to) in rows(path)? {
            let (place, from) = match from.strip_prefix('^') {
                Some(from) => (Place::First, from),
                None => (Place::Last, from.as_str()),
            };
            let to: Vec<String> = to.split(' ').map(|ending| ending.replace('-', "")).collect();
            for language in language.split(' ') {
                rules.entry(language.to_owned()).or_default().push((from.to_owned(), place, to.clone()));
            }
        }
        Ok(Self(rules))
    }

    /// The forms of `name` other than itself.
    fn forms(&self, language: &str, name: &str) -> Vec<String> {
        let Some(rules) = self.0.get(language) else { return Vec::new() };
        let words: Vec<&str> = name.split(' ').collect();
        let last = words.len() - 1;
        // Scripts of India write no letter for most vowels.
        let fewest = if words[last].starts_with(|c| ('\u{900}'..'\u{E00}').contains(&c)) { 3 } else { 4 };
        if words[last].chars().count() < fewest || case(name) == UPPER {
            return Vec::new();
        }
        let mut forms = vec![String::new()];
        for (at, word) in words.iter().enumerate() {
            let place = if at == last { Place::Last } else { Place::First };
            let mut variants = vec![(*word).to_owned()];
            let rule = rules.iter().filter(|rule| rule.1 == place && applies(&rule.0, word));
            if let Some((from, _, to)) = rule.max_by_key(|rule| specific(&rule.0)) {
                let stem = &word[..word.len() - if specific(from) > 1 { from.len() } else { 0 }];
                variants.extend(to.iter().map(|ending| format!("{stem}{ending}")));
            }
            forms = forms
                .iter()
                .flat_map(|form| {
                    variants.iter().map(move |word| format!("{form}{}{word}", if form.is_empty() { "" } else { " " }))
                })
                .take(FORMS)
                .collect();
        }
        forms.retain(|form| form != name);
        forms
    }
}

/// Whether a rule for words that end in `from` is one for `word`: `*` is any ending, `C` any but a vowel.
fn applies(from: &str, word: &str) -> bool {
    match from {
        "*" => true,
        "C" => !word.ends_with(|c| {
            "aeiouyəıöüäåõáéíóúýâêîôûàèìòùăœæøãŷěąęāēīūаеёиоуыэюяіїєәөүұӣӯαεηιουωάέήίόύώაეიოუաեէըիոօու".contains(c)
        }),
        _ => word.ends_with(from),
    }
}

/// Rules for a written ending go before `C`, and that before `*`; among them the longest.
fn specific(from: &str) -> usize {
    match from {
        "*" => 0,
        "C" => 1,
        _ => 1 + from.len(),
    }
}

/// The rows of a table with three columns; `#` opens a comment.
fn rows(path: &Path) -> Result<Vec<(String, String, String)>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(line, number)| match line.split('\t').collect::<Vec<_>>()[..] {
            [a, b, c] => Ok((a.to_owned(), b.to_owned(), c.to_owned())),
            _ => Err(format!("{} line {number} does not have three columns", path.display()).into()),
        })
        .collect()
}

fn json(path: &Path) -> Result<Value> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_slice(&bytes)?)
}

fn object<'v>(value: &'v Value, pointer: &str) -> Result<&'v serde_json::Map<String, Value>> {
    value.pointer(pointer).and_then(Value::as_object).ok_or_else(|| format!("CLDR has no {pointer}").into())
}
