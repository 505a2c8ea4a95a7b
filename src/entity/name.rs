//! Names: the mentions of one person, place or organisation.

use super::ending::{Endings, words};
use super::fold::folded;
use super::index::Index;
use super::lexicon::{Classes, Lexicon, Place};
use super::{Entity, Kind, Name, Value};
use std::collections::HashSet;

/// What is known of words when names are put together.
#[derive(Default)]
pub(super) struct Known<'p> {
    /// Of the text's languages.
    pub endings: Endings<'p>,
    /// The gazetteer's.
    pub lexicon: Option<Lexicon<'p>>,
    /// Whether family names come first, as in Hungarian.
    pub family_first: bool,
    /// Whether mentions tell what decided about them.
    pub explain: bool,
}

impl Known<'_> {
    /// What the gazetteer knows a word or name as, countries apart.
    pub(super) fn classes(&self, word: &str) -> Classes {
        self.lexicon.as_ref().map(|lexicon| lexicon.classes(word)).unwrap_or_default()
    }

    /// A person's name without the titles before it: *Dr.*, *Prime Minister*.
    fn untitled<'t>(&self, name: &'t str) -> &'t str {
        let mut rest = name;
        loop {
            let mut ends = rest.match_indices(char::is_whitespace).map(|(at, _)| at).take(2);
            let (one, two) = (ends.next(), ends.next());
            let is_title = |end: &usize| {
                rest.get(..*end).zip(self.lexicon.as_ref()).is_some_and(|(words, lexicon)| lexicon.is_title(words))
            };
            let after = [two, one].into_iter().flatten().find(is_title).and_then(|end| rest.get(end..));
            match after.map(str::trim_start).filter(|after| !after.is_empty()) {
                Some(after) => rest = after,
                None => return rest,
            }
        }
    }

    /// Whether a place has the name, or the name without an ending.
    pub(super) fn is_place(&self, name: &str) -> bool {
        let class = Classes::CITY | Classes::REGION | Classes::COUNTRY;
        self.classes(name).has(class)
            || !name.contains(' ') && self.endings.bases(&folded(name)).iter().any(|base| self.classes(base).has(class))
    }

    /// Whether the word may be a company's legal form: *Inc.*, *GmbH*.
    fn is_form(&self, word: &str) -> bool {
        word.chars().filter(|c| c.is_alphabetic()).count() <= FORM && self.classes(word).has(Classes::WORD)
    }
}

/// Words of a name from which on more make no difference in the order in which names are joined.
const LONGEST: usize = 6;
/// The confidence of a place whose name a person may have, where the text does not speak of its country.
const SURE: f32 = 0.6;
/// Most letters of the short form of a company's legal form.
const FORM: usize = 5;
/// Names that begin alike, or share a word, that one is compared with; so that texts of nothing but these do not take long.
const COMPARED: usize = 16;

/// The names that `entities` mention, in order of their first mention; each mention is given its name's index, and mentions of places
/// that the lexicon knows a value.
///
/// Mentions belong together when they have the same territory or the same id of the user's; else when they are of one kind and
/// their words are the same or forms of the same, titles of persons aside. A person's shorter name joins the only longer one in the text
/// that has its words, an organisation's the one with a legal form added; an acronym joins the expansion beside which it stands in brackets.
pub(super) fn group(text: &str, entities: &mut [Entity], known: &Known<'_>) -> Vec<Name> {
    let mut groups: Vec<Group> = Vec::new();
    let mut keys = Index::default();
    let mut of = vec![None; entities.len()];
    for (index, entity) in entities.iter().enumerate().filter(|(_, entity)| entity.kind.is_name()) {
        let surface = entity.span.of(text);
        let link = link(entity);
        let titled = entity.kind == Kind::Person && link.is_none();
        let bare = if titled { known.untitled(surface) } else { surface };
        let (scheme, id) = link.clone().unwrap_or(("", folded(bare)));
        let key = [entity.kind.as_str(), scheme, &id].join("\t");
        let at = keys.only(&key).unwrap_or_else(|| {
            keys.add(&key, groups.len());
            groups.push(Group { kind: entity.kind, link, words: words(bare), forms: Vec::new(), seen: HashSet::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at)
            && group.seen.insert(surface)
        {
            group.forms.push((bare, index));
        }
        if let Some(slot) = of.get_mut(index) {
            *slot = Some(at);
        }
    }
    let joined = Joined::new(text, entities, &groups, &of, known);
    let mut names = merge(text, &groups, &of, &joined, entities, known);
    locate(text, &mut names, entities, known);
    names
}

/// Mentions that belong together.
struct Group<'t> {
    kind: Kind,
    link: Option<(&'static str, String)>,
    /// The words of the first form, folded.
    words: Vec<String>,
    /// Their texts without titles, of each text once, in order of appearance, with its first mention.
    forms: Vec<(&'t str, usize)>,
    seen: HashSet<&'t str>,
}

/// The form with the most words; of those one of a surest mention, and the longest that is not another with an ending added.
fn fullest<'t>(list: &[&Group<'t>], entities: &[Entity], endings: &Endings<'_>) -> Option<&'t str> {
    // The main group comes first: its forms are the fuller ones.
    let most = list.first()?.words.len();
    let own = || list.iter().filter(|group| group.words.len() == most || group.link.is_some());
    let forms: Vec<_> = own().flat_map(|group| group.forms.iter().copied()).collect();
    let sure = |mention: usize| entities.get(mention).map_or(0.0, |entity| entity.confidence);
    let rank = |form: &str, mention: usize| (count(form), sure(mention), form.chars().count());
    let (full, _) = forms.iter().rev().max_by(|a, b| {
        let (a, b) = (rank(a.0, a.1), rank(b.0, b.1));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
    })?;
    let stems = forms.iter().map(|(form, _)| *form).filter(|form| is_stem(form, full));
    if let Some(stem) = stems.min_by_key(|form| form.len()) {
        return Some(stem);
    }
    if forms.len() < 2 {
        return Some(full);
    }
    // Of each word what it may be without its ending.
    let bases: Vec<_> = words(full).into_iter().map(|word| (endings.bases(&word), word)).collect();
    let is_base = |form: &&str| {
        let own = words(form);
        let fits = own.iter().zip(&bases).all(|(own, (bases, word))| own == word || bases.contains(own));
        own.len() == bases.len() && fits && own.iter().zip(&bases).any(|(own, (_, word))| own != word)
    };
    Some(forms.iter().map(|(form, _)| *form).find(is_base).unwrap_or(full))
}

fn count(form: &str) -> usize {
    form.split_whitespace().count()
}

/// Whether `full` is `form` with an ending of a few letters.
fn is_stem(form: &str, full: &str) -> bool {
    full.strip_prefix(form).is_some_and(|ending| {
        form.chars().count() >= 4
            && (1..=4).contains(&ending.chars().count())
            && count(ending) == 1
            && ending.chars().all(char::is_alphabetic)
    })
}

/// What else knows the entity, and under which id.
fn link(entity: &Entity) -> Option<(&'static str, String)> {
    match entity.value.as_ref()? {
        Value::Location { country } => Some(("iso3166", country.clone())),
        Value::Identifier { scheme, id } if scheme == "m49" => Some(("m49", id.clone())),
        Value::Identifier { scheme, id } if scheme == "id" => Some(("id", id.clone())),
        _ => None,
    }
}

/// Of each group the one that it is part of: itself, or another.
struct Joined(Vec<usize>);

impl Joined {
    fn new(text: &str, entities: &[Entity], groups: &[Group<'_>], of: &[Option<usize>], known: &Known<'_>) -> Self {
        let mut joined = Self((0..groups.len()).collect());
        joined.forms(groups, &known.endings);
        joined.persons(groups, &known.endings);
        joined.companies(groups, known);
        joined.acronyms(text, entities, groups, of);
        joined
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(&next) = self.0.get(at).filter(|&&next| next != at) {
            at = next;
        }
        at
    }

    fn join(&mut self, at: usize, to: usize) {
        let to = self.root(to);
        if self.root(at) != to
            && let Some(slot) = self.0.get_mut(at)
        {
            *slot = to;
        }
    }

    /// Joins the forms of one name: *Bakıda* and *Bakının*.
    fn forms(&mut self, groups: &[Group<'_>], endings: &Endings<'_>) {
        if endings.is_empty() {
            return;
        }
        let mut alike = Index::default();
        for (at, group) in groups.iter().enumerate().filter(|(_, group)| group.link.is_none()) {
            let mut start = group.kind.as_str().to_owned();
            group.words.iter().for_each(|word| start.extend([" ", beginning(word)]));
            let others = alike.get(&start);
            let same = |other: &&usize| {
                let words = groups.get(**other).map(|other| &other.words);
                words.is_some_and(|words| words.iter().zip(&group.words).all(|(a, b)| endings.same(a, b)))
            };
            match others.iter().find(same) {
                Some(&other) => self.join(at, other),
                None if others.len() < COMPARED => alike.add(&start, at),
                None => {}
            }
        }
    }

    /// Joins shorter names of persons to the only longer one.
    fn persons(&mut self, groups: &[Group<'_>], endings: &Endings<'_>) {
        let mut longer = Index::default();
        let persons = || groups.iter().enumerate().filter(|(_, group)| group.kind == Kind::Person);
        for (at, group) in persons().filter(|(_, group)| group.words.len() > 1) {
            for word in &group.words {
                let list = longer.get(beginning(word));
                if list.len() <= COMPARED && list.last() != Some(&at) {
                    longer.add(beginning(word), at);
                }
            }
        }
        // Longer ones first, so that what joins these joins what they are part of.
        for length in (1..=LONGEST).rev() {
            for (at, group) in persons().filter(|(_, group)| group.words.len().min(LONGEST) == length) {
                if group.link.is_none() && self.root(at) == at {
                    self.person(at, group, groups, &longer, endings);
                }
            }
        }
    }

    fn person(&mut self, at: usize, group: &Group<'_>, groups: &[Group<'_>], longer: &Index, endings: &Endings<'_>) {
        let others = longer.get(group.words.last().map_or("", |last| beginning(last)));
        if others.len() > COMPARED {
            return;
        }
        let only = |same: &dyn Fn(&str, &str) -> bool| {
            let mut found = None;
            for &other in others {
                let words = groups.get(other).map(|other| other.words.as_slice()).unwrap_or_default();
                let root = self.root(other);
                if root != at && is_part(&group.words, words, same) {
                    if found.is_some_and(|found| found != root) {
                        return Some(None);
                    }
                    found = Some(root);
                }
            }
            found.map(Some)
        };
        let full = only(&|a, b| a == b).or_else(|| only(&|a, b| endings.same(a, b)));
        if let Some(full) = full.flatten() {
            self.join(at, full);
        }
    }

    /// Joins the name of a company to the only one with its legal form.
    fn companies(&mut self, groups: &[Group<'_>], known: &Known<'_>) {
        let organizations = || groups.iter().enumerate().filter(|(_, group)| group.kind == Kind::Organization);
        let mut bare = Index::default();
        for (at, group) in organizations() {
            if let Some((last, rest)) = group.words.split_last().filter(|(_, rest)| !rest.is_empty())
                && known.is_form(last)
            {
                bare.add(&rest.join(" "), at);
            }
        }
        for (at, group) in organizations().filter(|(_, group)| group.link.is_none()) {
            if let Some(full) = bare.only(&group.words.join(" ")).filter(|_| self.root(at) == at) {
                self.join(at, full);
            }
        }
    }

    /// Joins Long Name (LN), or LN (Long Name).
    fn acronyms(&mut self, text: &str, entities: &[Entity], groups: &[Group<'_>], of: &[Option<usize>]) {
        for (index, pair) in entities.windows(2).enumerate() {
            let [one, two] = pair else { continue };
            let between = text.get(one.span.end..two.span.start).unwrap_or_default().trim();
            let closed = text.get(two.span.end..).is_some_and(|rest| rest.starts_with([')', '）', ']']));
            let group = |index: usize| of.get(index).copied().flatten().map(|at| self.root(at));
            let (Some(first), Some(second)) = (group(index), group(index + 1)) else { continue };
            if !closed || !matches!(between, "(" | "（" | "[") || one.kind != two.kind || first == second {
                continue;
            }
            let (a, b) = (one.span.of(text), two.span.of(text));
            let (short, long) = if abbreviates(b, a) {
                (second, first)
            } else if abbreviates(a, b) {
                (first, second)
            } else {
                continue;
            };
            if groups.get(short).is_some_and(|group| group.link.is_none()) {
                self.join(short, long);
            }
        }
    }
}

/// A word's first three letters.
fn beginning(word: &str) -> &str {
    word.char_indices().nth(3).and_then(|(at, _)| word.get(..at)).unwrap_or(word)
}

/// Whether `long` says more and has the words of `short` in their order, first names maybe as initials.
fn is_part(short: &[String], long: &[String], same: &dyn Fn(&str, &str) -> bool) -> bool {
    let mut rest = long.iter();
    let mut initials = 0;
    let all = short.iter().enumerate().all(|(at, word)| {
        rest.any(|full| {
            let initial = word.trim_end_matches('.');
            let is_initial = at + 1 < short.len()
                && initial.chars().nth(1).is_none()
                && full.chars().nth(2).is_some()
                && full.starts_with(initial);
            initials += usize::from(is_initial);
            is_initial || same(word, full)
        })
    });
    all && (long.len() > short.len() || initials > 0)
}

/// Words that an acronym may leave out at the beginning: *(National) Computer Virus Emergency Response Center*, CVERC.
const LEFT_OUT: usize = 2;

/// Whether `short` is made of the first letters of words of `long`, in order, with one of the first words' to begin with.
fn abbreviates(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() < 2 || letters.len() > 12 || short.chars().any(char::is_whitespace) || count(long) < 2 {
        return false;
    }
    if letters.iter().filter(|c| c.is_uppercase()).count() * 2 < letters.len() {
        return false;
    }
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let mut left = letters.iter().map(|&c| lower(c)).peekable();
    let initials = long.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).map(lower);
    let first = left.next();
    let most = if letters.len() > 2 { LEFT_OUT } else { 0 };
    let mut initials = initials.enumerate().skip_while(|(at, initial)| *at < most && Some(*initial) != first);
    if initials.next().map(|(_, initial)| initial) != first {
        return false;
    }
    for (_, initial) in initials {
        if left.peek() == Some(&initial) {
            left.next();
        }
    }
    left.next().is_none()
}

/// The names of the groups, those that are part of others put together, in order of their first mention.
fn merge(
    text: &str,
    groups: &[Group<'_>],
    of: &[Option<usize>],
    joined: &Joined,
    entities: &mut [Entity],
    known: &Known<'_>,
) -> Vec<Name> {
    // Groups are in order of their first mention, so that names are as well.
    let mut lists: Vec<Vec<&Group>> = Vec::new();
    let mut list_of: Vec<usize> = vec![usize::MAX; groups.len()];
    for (at, group) in groups.iter().enumerate() {
        let main = joined.root(at);
        let known = list_of.get(main).copied().filter(|&list| list < lists.len());
        let list = known.unwrap_or_else(|| {
            lists.push(Vec::new());
            lists.len() - 1
        });
        for at in [main, at] {
            list_of.iter_mut().skip(at).take(1).for_each(|slot| *slot = list);
        }
        if let Some(list) = lists.get_mut(list) {
            // The main group comes first: its forms are the fuller ones.
            list.insert(if main == at { 0 } else { list.len() }, group);
        }
    }
    let mut names: Vec<Name> = Vec::new();
    for list in &lists {
        let name = fullest(list, entities, &known.endings).unwrap_or_default();
        let linked = list.iter().any(|group| group.link.is_some());
        let links =
            list.iter().filter_map(|group| group.link.clone()).map(|(scheme, id)| (scheme.to_owned(), id)).collect();
        names.push(Name {
            kind: list.first().map_or(Kind::Misc, |main| main.kind),
            name: one_line(if linked { name } else { known.endings.parted(name) }),
            aliases: Vec::new(),
            mentions: Vec::new(),
            links,
        });
    }
    let mut forms = Index::default();
    for (mention, (entity, at)) in entities.iter_mut().zip(of).enumerate() {
        let list = at.and_then(|at| list_of.get(at)).copied();
        let Some((at, name)) = list.and_then(|at| Some((at, names.get_mut(at)?))) else { continue };
        entity.name = Some(at);
        name.mentions.push(mention);
        let form = one_line(entity.span.of(text));
        let key = format!("{at}\t{form}");
        if form != name.name && forms.get(&key).is_empty() {
            forms.add(&key, mention);
            name.aliases.push(form);
        }
    }
    names
}

/// White space as single blanks: a name may have stood across a line's end.
fn one_line(form: &str) -> String {
    form.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Links the names of places that the lexicon knows, and says in which countries these are.
fn locate(text: &str, names: &mut [Name], entities: &mut [Entity], known: &Known<'_>) {
    let Some(lexicon) = &known.lexicon else { return };
    let countries: Vec<String> = names.iter().filter_map(|name| name.links.get("iso3166").cloned()).collect();
    for name in names.iter_mut().filter(|name| name.kind == Kind::Location && name.links.is_empty()) {
        let Some((form, place)) = place(name, lexicon, &known.endings) else { continue };
        // Many a place is called like a person: where the name may be one, the text must speak of the country.
        let surest = name.mentions.iter().filter_map(|&mention| Some(entities.get(mention)?.confidence));
        let doubtful = surest.fold(0.0, f32::max) < SURE
            && lexicon.classes(&form).has(Classes::GIVEN | Classes::FAMILY)
            && !countries.contains(&place.country);
        if doubtful || is_elsewhere(text, name, entities, &place, lexicon) {
            continue;
        }
        if form != name.name {
            name.aliases.retain(|alias| *alias != form);
            name.aliases.insert(0, std::mem::replace(&mut name.name, form));
        }
        for &mention in &name.mentions {
            if let Some(entity) = entities.get_mut(mention) {
                entity.value.get_or_insert_with(|| Value::Location { country: place.country.clone() });
            }
        }
        let Place { country, region, geonames, coordinates } = place;
        let coordinates = coordinates.map(|(north, east)| format!("{:.3},{:.3}", f64::from(north), f64::from(east)));
        let links = [
            ("geo", coordinates),
            ("geonames", geonames.map(|number| number.to_string())),
            ("iso3166", Some(country)),
            ("iso3166-2", region),
        ];
        name.links = links.into_iter().filter_map(|(scheme, id)| Some((scheme.to_owned(), id?))).collect();
    }
}

/// The place that one of the name's forms is known for, or a form of these without its ending; and that form.
fn place(name: &Name, lexicon: &Lexicon<'_>, endings: &Endings<'_>) -> Option<(String, Place)> {
    let forms = || std::iter::once(&name.name).chain(&name.aliases);
    let found = forms().find_map(|form| Some((form, lexicon.place(form)?)));
    if let Some((_, place)) = found {
        return Some((name.name.clone(), place));
    }
    forms().find_map(|form| {
        let (before, last) = form.rsplit_once(' ').map_or(("", form.as_str()), |(before, last)| (before, last));
        endings.bases(&folded(last)).into_iter().find_map(|base| {
            let place = lexicon.place(format!("{before} {base}").trim_start())?;
            // In the letters of the text as far as these go.
            let letters: String = last
                .chars()
                .zip(base.chars())
                .map_while(|(own, base)| folded(own.encode_utf8(&mut [0; 4])).starts_with(base).then_some(own))
                .collect();
            let rest: String = base.chars().skip(letters.chars().count()).collect();
            Some((format!("{before} {letters}{rest}").trim_start().to_owned(), place))
        })
    })
}

/// Whether the text says after a mention of the name that the place lies in another country: *Paris, Texas*.
fn is_elsewhere(text: &str, name: &Name, entities: &[Entity], place: &Place, lexicon: &Lexicon<'_>) -> bool {
    name.mentions.iter().any(|&mention| {
        let (Some(own), Some(next)) = (entities.get(mention), entities.get(mention + 1)) else { return false };
        let beside = matches!(text.get(own.span.end..next.span.start), Some(", " | " ("));
        let country = || match &next.value {
            Some(Value::Location { country }) => Some(country.clone()),
            _ => lexicon.place(next.span.of(text)).filter(|next| next.region.is_some()).map(|next| next.country),
        };
        beside && next.kind == Kind::Location && country().is_some_and(|country| country != place.country)
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::tests::{tag, tag_with};
    use super::super::{Dictionary, Entry, Tagger};
    use super::*;
    use crate::pack::Pack;

    /// The names in `text`: name, aliases, how many mentions.
    fn names(text: &str, own: &[(&str, Kind, Option<&str>)]) -> Vec<(String, Vec<String>, usize)> {
        let entry = |&(text, kind, id): &(&str, Kind, Option<&str>)| Entry {
            text: text.into(),
            kind,
            id: id.map(str::to_owned),
        };
        let own = Dictionary::new(own.iter().map(entry).collect()).unwrap();
        let names = tag(text, "eng", Some(own)).names;
        names.into_iter().map(|name| (name.name, name.aliases, name.mentions.len())).collect()
    }

    fn expect(name: &str, aliases: &[&str], mentions: usize) -> (String, Vec<String>, usize) {
        (name.into(), aliases.iter().map(|alias| (*alias).to_owned()).collect(), mentions)
    }

    #[test]
    fn groups_what_one_country_is_called() {
        assert_eq!(
            names("The U.S. and Germany; the United States, USA, U.S.\nDeutschland", &[]),
            [expect("United States", &["U.S.", "USA"], 4), expect("Germany", &["Deutschland"], 2)]
        );
    }

    #[test]
    fn names_a_country_by_its_form_without_an_ending() {
        let found = tag("Azərbaycanda, Azərbaycanın, Azərbaycan", "aze", None).names;
        assert_eq!(found[0].name, "Azərbaycan");
        assert_eq!(found[0].aliases, ["Azərbaycanda", "Azərbaycanın"]);
        assert_eq!(found[0].links["iso3166"], "AZ");
    }

    #[test]
    fn groups_what_the_user_gave_one_id_and_what_is_spelled_alike() {
        let own = [
            ("Byron", Kind::Person, Some("1")),
            ("Lord Byron", Kind::Person, Some("1")),
            ("Acme", Kind::Organization, None),
        ];
        assert_eq!(
            names("Byron met ACME. Acme thanked Lord\u{A0}Byron.", &own),
            [expect("Lord Byron", &["Byron"], 2), expect("ACME", &["Acme"], 2)]
        );
    }

    #[test]
    fn joins_a_single_name_to_the_only_person_who_bears_it() {
        let own = [
            ("Wray", Kind::Person, None),
            ("Christopher Wray", Kind::Person, None),
            ("Ada", Kind::Person, None),
            ("Ada Byron", Kind::Person, None),
            ("Ada Smith", Kind::Person, None),
            ("Smith", Kind::Organization, None),
        ];
        assert_eq!(
            names("Wray said. Christopher Wray left. Ada Byron, Ada Smith, Ada, Smith.", &own),
            [
                expect("Christopher Wray", &["Wray"], 2),
                expect("Ada Byron", &[], 1),
                expect("Ada Smith", &[], 1),
                expect("Ada", &[], 1),
                expect("Smith", &[], 1),
            ]
        );
    }

    #[test]
    fn joins_an_acronym_to_the_words_beside_it() {
        let own = [
            ("World Health Organization", Kind::Organization, None),
            ("WHO", Kind::Organization, None),
            ("Bank of Asia", Kind::Organization, None),
            ("XYZ", Kind::Organization, None),
            ("National Flood Warning Centre", Kind::Organization, None),
            ("FWC", Kind::Organization, None),
            ("ФСБ", Kind::Organization, None),
            ("Федеральная служба безопасности", Kind::Organization, None),
        ];
        assert_eq!(
            names(
                "The World Health Organization (WHO) and Bank of Asia (XYZ); WHO. National Flood Warning Centre (FWC). ФСБ (Федеральная служба безопасности)",
                &own
            ),
            [
                expect("World Health Organization", &["WHO"], 3),
                expect("Bank of Asia", &[], 1),
                expect("XYZ", &[], 1),
                expect("National Flood Warning Centre", &["FWC"], 2),
                expect("Федеральная служба безопасности", &["ФСБ"], 2),
            ]
        );
    }

    /// The names of mentions that the user gives, in a language whose endings are known: name, aliases, how many mentions.
    fn inflected(language: &str, text: &str, own: &[(&str, Kind)]) -> Vec<(String, Vec<String>, usize)> {
        let entry = |&(text, kind): &(&str, Kind)| Entry { text: text.into(), kind, id: None };
        let own = Dictionary::new(own.iter().map(entry).collect()).unwrap();
        let names = tag_with(&with_endings(), text, language, Some(own)).names;
        names.into_iter().map(|name| (name.name, name.aliases, name.mentions.len())).collect()
    }

    fn with_endings() -> Tagger {
        let mut tagger = Tagger::default();
        for pack in [include_bytes!("gazetteer.pack").as_slice(), include_bytes!("locale.pack").as_slice()] {
            tagger.add_pack(Pack::new(pack).unwrap()).unwrap();
        }
        tagger
    }

    #[test]
    fn groups_the_forms_of_a_name_in_languages_with_cases() {
        use Kind::{Location, Organization, Person};
        for (language, text, kind, expected) in [
            ("aze", "Xanlarda|Xanların|Xanlar", Location, expect("Xanlar", &["Xanlarda", "Xanların"], 3)),
            ("tur", "Zeynep'e|Zeynep'in|Zeynep", Person, expect("Zeynep", &["Zeynep'e", "Zeynep'in"], 3)),
            ("tur", "Bozburun'da|Bozburun’u", Location, expect("Bozburun", &["Bozburun'da", "Bozburun’u"], 2)),
            ("rus", "Егора Лесного|Егор Лесной", Person, expect("Егор Лесной", &["Егора Лесного"], 2)),
            (
                "ukr",
                "Остапа Вишняка|Остапом Вишняком|Остап Вишняк",
                Person,
                expect("Остап Вишняк", &["Остапа Вишняка", "Остапом Вишняком"], 3),
            ),
            (
                "pol",
                "Zofię Lipską|Zofii Lipskiej|Zofia Lipska",
                Person,
                expect("Zofia Lipska", &["Zofię Lipską", "Zofii Lipskiej"], 3),
            ),
            (
                "fin",
                "Metsäniemellä|Metsäniemen|Metsäniemi",
                Location,
                expect("Metsäniemi", &["Metsäniemellä", "Metsäniemen"], 3),
            ),
            ("hun", "Tiszafokon|Tiszafokra|Tiszafok", Location, expect("Tiszafok", &["Tiszafokon", "Tiszafokra"], 3)),
            ("kaz", "Тасбұлаққа|Тасбұлақтың|Тасбұлақ", Location, expect("Тасбұлақ", &["Тасбұлаққа", "Тасбұлақтың"], 3)),
            ("lit", "Jono Beržo|Jonas Beržas", Person, expect("Jonas Beržas", &["Jono Beržo"], 2)),
            ("deu", "Lindbecks|Lindbeck", Organization, expect("Lindbeck", &["Lindbecks"], 2)),
        ] {
            let own: Vec<_> = text.split('|').map(|form| (form, kind)).collect();
            assert_eq!(inflected(language, &text.replace('|', ", "), &own), [expected], "{language}");
        }
    }

    #[test]
    fn keeps_names_apart_that_only_begin_alike() {
        let own = [("Иванов", Kind::Location), ("Иваново", Kind::Location), ("Иванович", Kind::Location)];
        assert_eq!(inflected("rus", "Иванов, Иваново, Иванович", &own).len(), 3);
        let own = [("Paris", Kind::Person), ("Pariss", Kind::Person)];
        assert_eq!(inflected("eng", "Paris, Pariss", &own).len(), 2);
    }

    #[test]
    fn joins_titled_shortened_and_initialled_names_of_a_person() {
        let person = |text: &'static str| (text, Kind::Person, None);
        let own =
            ["Dr. Anna Lindqvist", "Prof. Dr. Lindqvist", "A. Lindqvist", "Anna Maria Lindqvist", "Mr"].map(person);
        assert_eq!(
            names("Dr. Anna Lindqvist, Prof. Dr. Lindqvist, A. Lindqvist, Anna Maria Lindqvist; Mr", &own),
            [
                expect("Anna Maria Lindqvist", &["Dr. Anna Lindqvist", "Prof. Dr. Lindqvist", "A. Lindqvist"], 4),
                expect("Mr", &[], 1)
            ]
        );
        let own = ["Егором Лесным", "Егор Лесной", "Лесного", "г-н Лесной"].map(|text| (text, Kind::Person));
        assert_eq!(
            inflected("rus", "Егор Лесной и г-н Лесной. Лесного видели с Егором Лесным.", &own),
            [expect("Егор Лесной", &["г-н Лесной", "Лесного", "Егором Лесным"], 4)]
        );
    }

    #[test]
    fn joins_a_company_to_the_name_with_its_legal_form() {
        let company = |text: &'static str| (text, Kind::Organization, None);
        let own = ["Quarzel GmbH", "Quarzel", "Nordal Inc", "Nordal Ltd", "Nordal"].map(company);
        assert_eq!(
            names("Quarzel said Quarzel GmbH grew; Nordal, Nordal Inc, Nordal Ltd", &own),
            [
                expect("Quarzel GmbH", &["Quarzel"], 2),
                expect("Nordal", &[], 1),
                expect("Nordal Inc", &[], 1),
                expect("Nordal Ltd", &[], 1)
            ]
        );
    }

    /// The links of a place, and the country that its first mention is said to be in.
    fn links(language: &str, text: &str, place: &str) -> (String, Vec<(String, String)>, Option<Value>) {
        let own = Dictionary::new(vec![Entry { text: place.into(), kind: Kind::Location, id: None }]).unwrap();
        let mut found = tag_with(&with_endings(), text, language, Some(own));
        let at = found.names.iter().position(|name| name.mentions.contains(&0)).unwrap();
        let name = found.names.remove(at);
        (name.name, name.links.into_iter().collect(), found.entities.remove(0).value)
    }

    #[test]
    fn links_places_to_what_the_gazetteer_knows_of_them() {
        let is = |scheme: &str, id: &str| (scheme.to_owned(), id.to_owned());
        let country = |code: &str| Some(Value::Location { country: code.into() });
        let baku = vec![is("geo", "40.379,49.890"), is("geonames", "587084"), is("iso3166", "AZ")];
        assert_eq!(links("aze", "Bakı", "Bakı"), ("Bakı".into(), baku.clone(), country("AZ")));
        assert_eq!(links("aze", "Bakıda", "Bakıda"), ("Bakı".into(), baku, country("AZ")));
        let (name, of, _) = links("rus", "в Москву", "Москву");
        assert_eq!((name.as_str(), of[1].1.as_str(), of[2].1.as_str()), ("Москва", "524901", "RU"));
        let (name, of, _) = links("fin", "Helsingissä", "Helsingissä");
        assert_eq!((name.as_str(), of[2].1.as_str()), ("Helsinki", "FI"));
        assert_eq!(links("jpn", "東京", "東京").2, country("JP"));
        let bavaria = vec![is("iso3166", "DE"), is("iso3166-2", "DE-BY")];
        assert_eq!(links("eng", "Bavaria", "Bavaria"), ("Bavaria".into(), bavaria, country("DE")));
        assert_eq!(links("eng", "Qwxyzzy", "Qwxyzzy"), ("Qwxyzzy".into(), vec![], None));
    }

    #[test]
    fn links_no_place_that_the_text_says_lies_elsewhere() {
        assert_eq!(links("eng", "Paris, Germany", "Paris").1, []);
        assert_eq!(links("eng", "Paris, France", "Paris").1.len(), 3);
        assert_eq!(links("eng", "Paris and Germany", "Paris").1.len(), 3);
    }

    #[test]
    fn groups_names_only() {
        let found = tag("See https://example.org and #tag", "eng", None);
        assert!(found.names.is_empty() && found.entities.iter().all(|entity| entity.name.is_none()));
    }
}
