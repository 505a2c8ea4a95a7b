//! Names: the mentions of one person, place or organisation.

use super::fold::folded;
use super::{Entity, Kind, Name, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The names that `entities` mention, in order of their first mention; each mention is given its name's index.
///
/// Mentions belong together when they have the same territory or the same id of the user's; else when they are of one kind and
/// their folded texts are the same. A person's single name joins the only longer name in the text that begins or ends with
/// it; an acronym joins the expansion beside which it stands in brackets.
pub(super) fn group(text: &str, entities: &mut [Entity]) -> Vec<Name> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<(Kind, String, String), usize> = HashMap::new();
    let mut of = vec![None; entities.len()];
    for (index, entity) in entities.iter().enumerate().filter(|(_, entity)| entity.kind.is_name()) {
        let surface = entity.span.of(text);
        let link = link(entity);
        let key = match &link {
            Some((scheme, id)) => (entity.kind, (*scheme).to_owned(), id.clone()),
            None => (entity.kind, String::new(), folded(surface)),
        };
        let at = *known.entry(key).or_insert_with(|| {
            groups.push(Group {
                kind: entity.kind,
                link,
                forms: Vec::new(),
                mentions: Vec::new(),
                seen: HashSet::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.add(surface, index);
        }
        if let Some(slot) = of.get_mut(index) {
            *slot = Some(at);
        }
    }
    let joined = join(text, entities, &groups, &of);
    merge(groups, &joined, entities)
}

/// Mentions that belong together.
struct Group<'t> {
    kind: Kind,
    link: Option<(&'static str, String)>,
    /// Their texts, each once, in order of appearance, with the first mention of each.
    forms: Vec<(&'t str, usize)>,
    seen: HashSet<&'t str>,
    mentions: Vec<usize>,
}

impl<'t> Group<'t> {
    fn add(&mut self, surface: &'t str, mention: usize) {
        if self.seen.insert(surface) {
            self.forms.push((surface, mention));
        }
        self.mentions.push(mention);
    }

    /// The form with the most words; of those one of a surest mention, and the longest that is not another with an ending
    /// added.
    fn fullest(&self, entities: &[Entity]) -> Option<&'t str> {
        let sure = |mention: usize| entities.get(mention).map_or(0.0, |entity| entity.confidence);
        let rank = |form: &str, mention: usize| (words(form), sure(mention), form.chars().count());
        let (full, _) = self.forms.iter().rev().max_by(|a, b| {
            let (a, b) = (rank(a.0, a.1), rank(b.0, b.1));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
        })?;
        let stems = self.forms.iter().map(|(form, _)| *form).filter(|form| is_stem(form, full));
        Some(stems.min_by_key(|form| form.len()).unwrap_or(full))
    }
}

fn words(form: &str) -> usize {
    form.split_whitespace().count()
}

/// Whether `full` is `form` with an ending of a few letters.
fn is_stem(form: &str, full: &str) -> bool {
    full.strip_prefix(form).is_some_and(|ending| {
        form.chars().count() >= 4
            && (1..=4).contains(&ending.chars().count())
            && words(ending) == 1
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

/// Of each group the one that it is part of, if another.
fn join(text: &str, entities: &[Entity], groups: &[Group<'_>], of: &[Option<usize>]) -> Vec<usize> {
    let mut joined: Vec<usize> = (0..groups.len()).collect();
    // The first and last words of people's longer names, with the only group that has them.
    let mut parts: HashMap<String, Option<usize>> = HashMap::new();
    for (at, group) in groups.iter().enumerate().filter(|(_, group)| group.kind == Kind::Person) {
        let mut own: Vec<String> = Vec::new();
        for form in group.forms.iter().map(|(form, _)| *form).filter(|form| words(form) > 1) {
            own.extend(
                [form.split_whitespace().next(), form.split_whitespace().next_back()].into_iter().flatten().map(folded),
            );
        }
        crate::sort::by(&mut own, Ord::cmp);
        own.dedup();
        for part in own {
            parts.entry(part).and_modify(|only| *only = None).or_insert(Some(at));
        }
    }
    for (at, group) in groups.iter().enumerate() {
        let single =
            group.kind == Kind::Person && group.link.is_none() && group.forms.iter().all(|(form, _)| words(form) == 1);
        let full =
            group.forms.first().filter(|_| single).and_then(|(form, _)| parts.get(&folded(form)).copied().flatten());
        if let (Some(full), Some(slot)) = (full, joined.get_mut(at)) {
            *slot = full;
        }
    }
    // Long Name (LN), or LN (Long Name).
    for (index, pair) in entities.windows(2).enumerate() {
        let [one, two] = pair else { continue };
        let between = text.get(one.span.end..two.span.start).unwrap_or_default().trim();
        let closed = text.get(two.span.end..).is_some_and(|rest| rest.starts_with([')', '）', ']']));
        let group = |index: usize| of.get(index).copied().flatten();
        let (Some(first), Some(second)) = (group(index), group(index + 1)) else { continue };
        if !closed || !matches!(between, "(" | "（" | "[") || one.kind != two.kind || first == second {
            continue;
        }
        let (a, b) = (one.span.of(text), two.span.of(text));
        let (short, long) = if is_acronym(b, a) {
            (second, first)
        } else if is_acronym(a, b) {
            (first, second)
        } else {
            continue;
        };
        let free = |at: usize| groups.get(at).is_some_and(|group| group.link.is_none()) && joined.get(at) == Some(&at);
        if free(short)
            && joined.get(long) == Some(&long)
            && !joined.iter().enumerate().any(|(at, &to)| to == short && at != short)
        {
            joined.iter_mut().skip(short).take(1).for_each(|slot| *slot = long);
        }
    }
    joined
}

/// Words that an acronym may leave out at the beginning: *(National) Computer Virus Emergency Response Center*, CVERC.
const LEFT_OUT: usize = 2;

/// Whether `short` is made of the first letters of words of `long`, in order, with one of the first words' to begin with.
fn is_acronym(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() < 2 || letters.len() > 12 || short.chars().any(char::is_whitespace) || words(long) < 2 {
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

/// The names of the groups, those that are part of others put together.
fn merge(groups: Vec<Group<'_>>, joined: &[usize], entities: &mut [Entity]) -> Vec<Name> {
    let mut members: BTreeMap<usize, Vec<Group<'_>>> = BTreeMap::new();
    for (at, group) in groups.into_iter().enumerate() {
        let main = joined.get(at).copied().unwrap_or(at);
        let list = members.entry(main).or_default();
        // The main group comes first: its forms are the fuller ones.
        if main == at { list.insert(0, group) } else { list.push(group) }
    }
    let mut names = Vec::new();
    for list in members.into_values() {
        let Some(main) = list.first() else { continue };
        let Some(name) = main.fullest(entities).map(one_line) else { continue };
        let mut mentions: Vec<usize> = list.iter().flat_map(|group| group.mentions.iter().copied()).collect();
        crate::sort::by(&mut mentions, Ord::cmp);
        let mut forms: Vec<_> = list.iter().flat_map(|group| group.forms.iter()).collect();
        crate::sort::by_key(&mut forms, |(_, mention)| *mention);
        let mut seen = HashSet::from([name.clone()]);
        let aliases =
            forms.into_iter().map(|(form, _)| one_line(form)).filter(|form| seen.insert(form.clone())).collect();
        let links =
            list.iter().filter_map(|group| group.link.clone()).map(|(scheme, id)| (scheme.to_owned(), id)).collect();
        names.push(Name { kind: main.kind, name, aliases, mentions, links });
    }
    crate::sort::by_key(&mut names, |name| name.mentions.first().copied());
    for (at, name) in names.iter().enumerate() {
        for &mention in &name.mentions {
            if let Some(entity) = entities.get_mut(mention) {
                entity.name = Some(at);
            }
        }
    }
    names
}

/// White space as single blanks: a name may have stood across a line's end.
fn one_line(form: &str) -> String {
    form.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::tests::tag;
    use super::super::{Dictionary, Entry};
    use super::*;

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

    #[test]
    fn groups_names_only() {
        let found = tag("See https://example.org and #tag", "eng", None);
        assert!(found.names.is_empty() && found.entities.iter().all(|entity| entity.name.is_none()));
    }
}
