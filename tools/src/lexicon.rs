//! The lexicon in the gazetteer pack: names of places, persons and organisations with their classes, and links of places.

use crate::retrieval;
use hamisi::entity::lexicon::{BITS, PLACED, REGION, SET_BITS, key, value};
use hamisi::entity::{Classes, folded};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Cities of fewer people have no links.
const LINKED: u64 = 50_000;

/// The sections of the pack.
pub struct Lexicon {
    classes: Vec<u8>,
    kinds: Vec<u8>,
    linked: Vec<u8>,
    places: Vec<u8>,
}

/// What the table has on a folded name.
#[derive(Default)]
struct Entry<'t> {
    classes: u8,
    link: &'t str,
    people: u64,
}

impl Lexicon {
    /// Reads the table that `tools/entity/gazetteer.py` makes.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let names = entries(&text)?;

        let mut places: BTreeSet<(&str, u32, i16, i16)> = BTreeSet::new();
        for entry in names.values().filter(|entry| !entry.link.is_empty()) {
            places.insert(place(entry.link)?);
        }
        let places: Vec<_> = places.into_iter().collect();

        let mut usage: BTreeMap<u16, usize> = BTreeMap::new();
        for entry in names.values() {
            *usage.entry(entry.set()).or_default() += 1;
        }
        let mut kinds: Vec<u16> = usage.keys().copied().collect();
        kinds.sort_by_key(|kind| (std::cmp::Reverse(usage[kind]), *kind));
        kinds.truncate(1 << SET_BITS);

        let (mut classes, mut linked) = (BTreeMap::new(), BTreeMap::new());
        for (name, entry) in &names {
            // A rare set of classes gives way to the largest part of it that is not rare.
            let set = entry.set();
            let part = |kind: &&u16| **kind & !set == 0 && **kind & PLACED == set & PLACED;
            let Some(kind) = kinds.iter().filter(part).max_by_key(|kind| kind.count_ones()) else { continue };
            let at = kinds.iter().position(|known| known == kind).ok_or("a set of classes is missing")?;
            let key = key(name);
            classes.insert(key, value(key, u16::try_from(at)?));
            if kind & PLACED != 0 {
                let at = places.binary_search(&place(entry.link)?).map_err(|_| "a place is missing")?;
                linked.insert(key, u16::try_from(at)?);
            }
        }
        println!("{} names, {} of them of {} places", classes.len(), linked.len(), places.len());
        let mut columns = [const { Vec::new() }; 4];
        for (country, number, latitude, longitude) in places {
            columns[0].extend(country.bytes());
            columns[1].extend(number.to_le_bytes());
            columns[2].extend(latitude.to_le_bytes());
            columns[3].extend(longitude.to_le_bytes());
        }
        Ok(Self {
            classes: retrieval::write(&classes, BITS)?,
            kinds: kinds.into_iter().flat_map(u16::to_le_bytes).collect(),
            linked: retrieval::write(&linked, BITS)?,
            places: columns.concat(),
        })
    }

    /// The names and bytes of the sections.
    pub fn sections(&self) -> [(&str, &[u8]); 4] {
        [("classes", &self.classes), ("kinds", &self.kinds), ("linked", &self.linked), ("places", &self.places)]
    }
}

impl Entry<'_> {
    fn set(&self) -> u16 {
        u16::from(self.classes) | if self.link.is_empty() { 0 } else { PLACED }
    }
}

/// The names that go into the pack.
fn entries(text: &str) -> Result<BTreeMap<String, Entry<'_>>> {
    let mut names: BTreeMap<String, Entry<'_>> = BTreeMap::new();
    for (line, number) in text.lines().zip(1..) {
        let [name, classes, weight, link] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("line {number} of the names does not have four columns").into());
        };
        // Territories have tables of their own.
        let classes = classes.parse::<u8>()? & !Classes::COUNTRY.bits();
        let name = folded(name);
        if classes == 0 || name.chars().count() < 2 {
            continue;
        }
        let people: u64 = weight.parse()?;
        let entry = names.entry(name).or_default();
        entry.classes |= classes;
        // Countries have links of their own; cities need people, regions do not.
        let number = link.split(';').nth(1).unwrap_or_default();
        let links = !number.is_empty() && (number.contains('-') || people >= LINKED);
        if links && (entry.link.is_empty() || people > entry.people) {
            entry.link = link;
            entry.people = people;
        }
    }
    Ok(names)
}

/// A place from `country;number;latitude;longitude`.
fn place(link: &str) -> Result<(&str, u32, i16, i16)> {
    let [country, number, latitude, longitude] = link.split(';').collect::<Vec<_>>()[..] else {
        return Err(format!("no link: {link}").into());
    };
    if let Some((_, region)) = number.split_once('-') {
        let mut letters = [0; 4];
        letters.iter_mut().zip(region.bytes().take(3)).for_each(|(to, from)| *to = from);
        return Ok((country, u32::from_le_bytes(letters) | REGION, 0, 0));
    }
    #[allow(clippy::cast_possible_truncation)]
    let scaled =
        |degrees: &str, most: f64| -> Result<i16> { Ok((degrees.parse::<f64>()? / most * 32767.0).round() as i16) };
    Ok((country, number.parse()?, scaled(latitude, 90.0)?, scaled(longitude, 180.0)?))
}
