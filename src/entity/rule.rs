//! The rules for dates, times and amounts, tried at every piece of a text; linear, since each looks a few pieces ahead.

use super::locale::{Locale, Meaning, Period, Tongue, is_letter};
use super::piece::{Piece, Pieces, Setting, View, What};
use super::stranger::Strangers;
use super::{Context, DateValue, Entity, Explanation, Feature, Kind, Value, amount, date};
use crate::Span;
use crate::block;
use crate::language::Code;
use std::collections::BTreeMap;

/// How far rules look ahead.
const AHEAD: usize = 24;

/// What a rule found, in pieces from where it was tried.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Pieces passed over before it begins.
    pub from: usize,
    /// Pieces up to its end.
    pub used: usize,
    pub kind: Kind,
    pub value: Option<Value>,
    pub confidence: f32,
    /// What the rest of the document decides.
    pub later: Option<Later>,
}

impl Found {
    pub fn new(from: usize, used: usize, kind: Kind, value: Option<Value>, confidence: f32) -> Self {
        Self { from, used, kind, value, confidence, later: None }
    }

    /// A date told from now with what is known beside: a month or day in the form --12-31, or a time of day, T10:00.
    pub fn with_rest(mut self, iso: String, used: usize) -> Self {
        if let Some(Later::Relative(_, _, rest) | Later::Weekday(_, _, rest)) = &mut self.later {
            *rest = iso.strip_prefix('-').unwrap_or(&iso).to_owned();
        }
        let mut value = match self.value.take() {
            Some(Value::Date(value)) => value,
            _ => DateValue::default(),
        };
        value.iso = Some(iso);
        Self { value: Some(Value::Date(value)), used, ..self }
    }
}

/// Which of a weekday's days.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    /// The last (-1), this week's (0), the next (1); nothing tells.
    Nearest(Option<i8>),
    /// That of the week so many from now.
    Week(i64),
}

/// What is settled when the whole document has been read.
#[derive(Clone, Debug)]
pub(super) enum Later {
    /// So many of the unit from the reference date; a month, day or time of day that follows in ISO 8601.
    Relative(Period, i64, String),
    /// The stretch of so many of the unit up to the reference date, or from it on.
    Stretch(Period, i64),
    /// A weekday, Monday 1, and a time of day that follows in ISO 8601.
    Weekday(u8, Which, String),
    /// A date in figures, by the order of its parts.
    Numeric { mark: char, day_first: Option<String>, month_first: Option<String> },
}

/// The dates, times and amounts of a text, in order and without overlaps, and when it says that it was published; `strangers` are of the
/// same locale.
pub(super) fn find(
    text: &str,
    context: &Context<'_>,
    locale: &Locale<'_>,
    strangers: &mut Strangers,
) -> (Vec<Entity>, Option<String>) {
    let mut scan = Scan::new(text, context, locale);
    for (index, block) in context.blocks.iter().enumerate() {
        scan.block(index, block.span, strangers);
    }
    let Scan { mut entities, pending, .. } = scan;
    settle_order(&mut entities, &pending);
    let published = published(text, context, &entities);
    let own = published.as_deref().and_then(|published| published.get(..10)?.parse().ok());
    for (at, later) in &pending {
        let Some(entity) = entities.get_mut(*at) else { continue };
        let own = own.filter(|_| !is_elsewhere(context, entity.span.start));
        let Some(reference) = context.options.reference_date.or(own) else { continue };
        let mut value = match &entity.value {
            Some(Value::Date(value)) => value.clone(),
            _ => DateValue::default(),
        };
        match later {
            Later::Relative(period, count, rest) => {
                value.iso = reference.after(*period, *count).map(|start| start + rest);
            }
            Later::Stretch(period, count) => value.iso = reference.stretch(*period, *count),
            Later::Weekday(weekday, which, rest) => {
                let days = match which {
                    Which::Nearest(offset) => reference.weekdays(*weekday, *offset),
                    Which::Week(weeks) => reference.weekday_of(*weekday, *weeks).into_iter().collect(),
                };
                let mut days = days.into_iter().map(|day| day + rest);
                value.iso = days.next();
                value.alternatives = days.collect();
            }
            Later::Numeric { .. } => continue,
        }
        entity.value = Some(Value::Date(value));
    }
    (entities, published)
}

/// Whether byte `at` stands in the headline of another document, whose "next week" counts from a day of its own.
fn is_elsewhere(context: &Context<'_>, at: usize) -> bool {
    let next = context.blocks.partition_point(|block| block.span.start <= at);
    let block = next.checked_sub(1).and_then(|index| context.blocks.get(index));
    block.is_some_and(|block| block.kind == crate::block::Kind::RelatedHeadline)
}

/// A place in the text, with the languages in force there.
struct Place {
    sentence: usize,
    codes: [Code; 3],
    setting: Setting,
}

struct Scan<'a> {
    text: &'a str,
    locale: &'a Locale<'a>,
    context: &'a Context<'a>,
    /// Where pieces are read.
    reading: Place,
    /// Where rules are tried.
    trying: Place,
    entities: Vec<Entity>,
    pending: Vec<(usize, Later)>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, context: &'a Context<'a>, locale: &'a Locale<'a>) -> Self {
        let place = || Place::new(locale);
        Self { text, locale, context, reading: place(), trying: place(), entities: Vec::new(), pending: Vec::new() }
    }

    fn block(&mut self, index: usize, span: Span, strangers: &mut Strangers) {
        let mut pieces = Pieces::new(self.locale, self.text, span, strangers);
        let mut ahead: Vec<Piece> = Vec::new();
        let mut first = 0;
        loop {
            // The window slides over a buffer, which is moved down now and then.
            if first > 4 * AHEAD {
                ahead.drain(..first);
                first = 0;
            }
            while ahead.len() - first < AHEAD {
                self.reading.reach(pieces.at(), index, self.locale, self.context);
                match pieces.next(&self.reading.setting) {
                    Some(piece) => ahead.push(piece),
                    None => break,
                }
            }
            let Some(window) = ahead.get(first..).filter(|window| !window.is_empty()) else { return };
            let start = window.first().map_or(span.start, |piece| piece.span.start);
            self.trying.reach(start, index, self.locale, self.context);
            let view = View { text: self.text, locale: self.locale, setting: &self.trying.setting, pieces: window };
            first += match rules(view) {
                Some(found) => self.note(window, found),
                None => 1,
            };
        }
    }

    /// Keeps what was found; gives how many pieces it covers.
    fn note(&mut self, window: &[Piece], found: Found) -> usize {
        let used = found.used.max(1);
        if let (Some(first), Some(last)) = (window.get(found.from), window.get(used - 1)) {
            if let Some(later) = found.later {
                self.pending.push((self.entities.len(), later));
            }
            let span = Span::new(first.span.start, last.span.end);
            let mut entity = Entity { value: found.value, ..Entity::new(span, found.kind, found.confidence) };
            if self.context.options.explain {
                let read = window.get(found.from..used).unwrap_or_default();
                entity.explanation = Explanation::boxed("rule", self.read(read));
            }
            self.entities.push(entity);
        }
        used
    }
}

impl Scan<'_> {
    /// What the pieces of a mention were read as: numbers, and what the languages in force say of names.
    #[inline(never)]
    fn read(&self, pieces: &[Piece]) -> Vec<Feature> {
        let view = View { text: self.text, locale: self.locale, setting: &self.trying.setting, pieces };
        let mut features = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let is = match &piece.what {
                What::Digits(..) => "number".to_owned(),
                What::Name(hit) => {
                    let own = |set| self.trying.setting.tongues.iter().any(|&tongue| self.locale.holds(set, tongue));
                    let meanings = self.locale.meanings(hit.entry).filter(|&(_, set)| !hit.own || own(set));
                    let mut names: Vec<&str> = meanings.map(|(meaning, _)| meaning.name()).collect();
                    names.dedup();
                    names.join(", ")
                }
                What::Sign(_) | What::Word => continue,
            };
            features.push(Feature::new(view.text_of(at), &is));
        }
        features
    }
}

impl Place {
    fn new(locale: &Locale<'_>) -> Self {
        Self { sentence: 0, codes: [Code::UND; 3], setting: setting(locale, [Code::UND; 3]) }
    }

    /// Moves on to the sentence that holds byte `at`, in the block.
    fn reach(&mut self, at: usize, block: usize, locale: &Locale<'_>, context: &Context<'_>) {
        while context.sentences.get(self.sentence).is_some_and(|sentence| sentence.span.end <= at) {
            self.sentence += 1;
        }
        let languages = context.languages;
        let code = |codes: &[Code], at: usize| codes.get(at).copied().unwrap_or(Code::UND);
        let codes =
            [code(&languages.sentences, self.sentence), code(&languages.blocks, block), languages.document.code];
        if codes != self.codes {
            self.codes = codes;
            self.setting = setting(locale, codes);
        }
    }
}

/// The languages in force, of those of the sentence, the block and the document; English where none is known.
fn setting(locale: &Locale<'_>, codes: [Code; 3]) -> Setting {
    let mut tongues: Vec<Tongue> = Vec::new();
    for code in codes.into_iter().filter(|code| code.is_language()) {
        if let Some(tongue) = locale.tongue(code).filter(|tongue| !tongues.contains(tongue)) {
            tongues.push(tongue);
        }
    }
    if tongues.is_empty() {
        tongues.extend(Code::new("eng").and_then(|english| locale.tongue(english)));
    }
    let family = tongues.iter().fold(0, |family, tongue| family << 10 | usize::from(tongue.number()));
    Setting { rules: locale.rules(tongues.first().copied()), tongues, family }
}

/// What the first rule that fits finds at the start of the view.
fn rules(view: View<'_>) -> Option<Found> {
    // Most pieces begin nothing: words, signs, and names that mean something beside a number only.
    let digits = |at: usize| matches!(view.get(at).map(|piece| &piece.what), Some(What::Digits(..)));
    let named = || matches!(view.get(1).map(|piece| &piece.what), Some(What::Name(_)));
    let worth = match &view.get(0)?.what {
        What::Word => (named() || view.joined(1)) && date::roman(view.text_of(0)).is_some(),
        What::Digits(..) => true,
        What::Sign(_) => digits(1) || digits(2),
        What::Name(_) if digits(1) || digits(2) || digits(3) => true,
        What::Name(hit) => {
            let century = || matches!(view.get(1).map(|piece| &piece.what), Some(What::Word));
            view.locale.meanings(hit.entry).any(|(meaning, _)| match meaning {
                Meaning::Month(_)
                | Meaning::Weekday(_)
                | Meaning::Relative(..)
                | Meaning::WeekdayOf(..)
                | Meaning::Ago(_)
                | Meaning::Ahead(_)
                | Meaning::Era(_)
                | Meaning::OtherMonth(..)
                | Meaning::Moment
                | Meaning::Season(..)
                | Meaning::Quarter(_)
                | Meaning::Numeral(2..)
                | Meaning::Percent => true,
                // These mean something beside another name.
                Meaning::Which(_, false)
                | Meaning::Towards(_, false)
                | Meaning::Numeral(1)
                | Meaning::Half
                | Meaning::DecadeBefore
                | Meaning::Few
                | Meaning::About(false)
                | Meaning::Between(false)
                | Meaning::Part(false)
                | Meaning::Rank(_) => named(),
                Meaning::Duration(Period::Century | Period::Quarter) => named() || century(),
                Meaning::Duration(_) | Meaning::Mark(Period::Year) => named(),
                _ => false,
            })
        }
    };
    if !worth {
        return None;
    }
    // "Late 2019", "Ende Mai"
    if is_part(view, 0, false)
        && let Some(found) = first(view.skip(1)).filter(has_parts).or_else(|| date::month(view.skip(1)))
    {
        return Some(Found { used: found.used + 1, ..found });
    }
    // "Noin 150 euroa"
    if is_about(view, 0, false)
        && let Some(found) = whole(view.skip(1)).filter(|found| found.from == 0 && takes_about(found.kind))
    {
        return Some(Found { used: found.used + 1, ..found });
    }
    whole(view)
}

/// The mention at the start of the view, with its ending and what follows it.
fn whole(view: View<'_>) -> Option<Found> {
    let found = first(view)?;
    let loose = matches!(found.kind, Kind::Date | Kind::Money | Kind::Percent);
    let used = found.used + ending(view, found.used, loose);
    let used = used + usize::from(has_parts(&found) && is_part(view, used, true));
    let used = used + usize::from(takes_about(found.kind) && is_about(view, used, true));
    Some(Found { used, ..found })
}

/// Whether the piece is a word such as "about" or "until", before an amount or date or after it.
fn is_about(view: View<'_>, at: usize, after: bool) -> bool {
    view.names(at, Meaning::About(after))
}

/// Whether such a word belongs to a mention of the kind.
fn takes_about(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::Duration | Kind::Money | Kind::Percent | Kind::Quantity)
}

fn first(view: View<'_>) -> Option<Found> {
    date::find(view)
        .or_else(|| amount::find(view))
        .or_else(|| date::year(view))
        .or_else(|| amount::ordinal(view))
        .or_else(|| amount::number(view))
}

/// Whether the piece is a word such as "late", before or after a stretch of time.
fn is_part(view: View<'_>, at: usize, after: bool) -> bool {
    view.names(at, Meaning::Part(after))
}

/// Whether this is a stretch of time longer than a day, of which "late" may tell a part.
fn has_parts(found: &Found) -> bool {
    let Some(Value::Date(value)) = &found.value else { return false };
    let long = |iso: &String| iso.len() != 10 && !iso.contains('T') && !(iso.len() == 7 && iso.starts_with("--"));
    let told = |relative: &String| !relative.ends_with('D') && !relative.contains('T');
    found.from == 0 && value.iso.iter().all(long) && value.relative.iter().all(told)
}

/// How many pieces at `at` are an ending of the word before, written apart from its figures: Turkish 1949'da, Armenian 19-ին, Finnish 5 %:lla.
/// `loose` takes any short one that the mark leaves no doubt about: an apostrophe, or a hyphen after a sign such as %.
pub(super) fn ending(view: View<'_>, at: usize, loose: bool) -> usize {
    let text = view.text_of(at);
    let Some(rest) = text.strip_prefix(['\'', '’', '-', ':']).filter(|_| view.joined(at)) else { return 0 };
    let (word, used) = if rest.is_empty() { (view.text_of(at + 1), 2) } else { (rest, 1) };
    if rest.is_empty() && (!view.joined(at + 1) || view.dash(at + 2)) {
        return 0;
    }
    let sure = match text.chars().next() {
        Some('-') => at.checked_sub(1).is_some_and(|before| view.sign(before).is_some()),
        Some(':') => false,
        _ => true,
    };
    let short = || word.chars().count() < 6 && word.chars().all(|c| is_letter(c) && !c.is_uppercase());
    let fits = loose && sure && view.setting.rules.inflects && short();
    if fits || view.locale.is_ending(word, &view.setting.tongues) { used } else { 0 }
}

/// Where a date in figures has two readings, the document's clear dates with the same mark decide; else both are given.
fn settle_order(entities: &mut [Entity], pending: &[(usize, Later)]) {
    let numeric = || {
        pending.iter().filter_map(|(at, later)| match later {
            Later::Numeric { mark, day_first, month_first } => Some((*at, *mark, day_first, month_first)),
            _ => None,
        })
    };
    let clear = |wanted: char| {
        let (mut days, mut months) = (0, 0);
        for (_, _, day_first, month_first) in numeric().filter(|(_, mark, ..)| *mark == wanted) {
            days += usize::from(day_first.is_some() && month_first.is_none());
            months += usize::from(month_first.is_some() && day_first.is_none());
        }
        (days, months)
    };
    let evidence = ['.', '/', '-'].map(|mark| (mark, clear(mark)));
    // Each sentence's language has its order, but a document keeps to one.
    let mut wishes = BTreeMap::<char, (usize, usize)>::new();
    for (at, mark, day_first, month_first) in numeric() {
        let iso = entities.get(at).and_then(|entity| match &entity.value {
            Some(Value::Date(value)) => value.iso.as_ref(),
            _ => None,
        });
        if day_first != month_first && iso.is_some() {
            let (days, months) = wishes.entry(mark).or_default();
            *days += usize::from(iso == day_first.as_ref());
            *months += usize::from(iso == month_first.as_ref());
        }
    }
    for (at, mark, day_first, month_first) in numeric() {
        let (Some(day_first), Some(month_first)) = (day_first, month_first) else { continue };
        let Some(Value::Date(value)) = entities.get_mut(at).and_then(|entity| entity.value.as_mut()) else { continue };
        if day_first == month_first {
            continue;
        }
        let (days, months) = evidence.iter().find(|(one, _)| *one == mark).map_or((0, 0), |(_, counts)| *counts);
        let day_wished = wishes.get(&mark).is_none_or(|(days, months)| days >= months);
        let (preferred, other) = if day_wished { (day_first, month_first) } else { (month_first, day_first) };
        *value = match (days, months) {
            (1.., 0) => DateValue { iso: Some(day_first.clone()), ..DateValue::default() },
            (0, 1..) => DateValue { iso: Some(month_first.clone()), ..DateValue::default() },
            // The point parts days first wherever it is used.
            _ if mark == '.' => DateValue { iso: Some(day_first.clone()), ..DateValue::default() },
            _ => DateValue { iso: Some(preferred.clone()), alternatives: vec![other.clone()], relative: None },
        };
    }
}

/// When the document says that it was published: in its tags, else in the first whole date of a dateline, timestamp or byline, or of a
/// short block, before the first long paragraph.
fn published(text: &str, context: &Context<'_>, entities: &[Entity]) -> Option<String> {
    if let Some(given) = context.structure.and_then(|structure| structure.published.clone()) {
        return Some(given);
    }
    let mut rest = entities.iter().peekable();
    for block in context.blocks {
        let long = block.span.of(text).chars().take(201).count() > 200;
        if matches!(block.kind, block::Kind::Paragraph) && long {
            return None;
        }
        while rest.next_if(|entity| entity.span.end <= block.span.start).is_some() {}
        let mut inside = rest.clone().take_while(|entity| entity.span.start < block.span.end);
        let names_it = matches!(block.kind, block::Kind::Dateline | block::Kind::Timestamp | block::Kind::Byline);
        let whole = inside.find_map(|entity| match &entity.value {
            Some(Value::Date(DateValue { iso: Some(iso), relative: None, .. }))
                if entity.kind == Kind::Date
                    && iso.len() >= 10
                    && iso.starts_with(|c: char| c.is_ascii_digit())
                    && !iso.contains(['/', 'W'])
                    // Outside such blocks it must be most of the block.
                    && (names_it || entity.span.len() * 2 >= block.span.len()) =>
            {
                Some(iso.clone())
            }
            _ => None,
        });
        if whole.is_some() {
            return whole;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::blocks;
    use crate::language::{Language, Languages};
    use crate::pack::Pack;
    use crate::segment::sentences;
    use crate::{Options, Span};
    use std::sync::OnceLock;

    /// What is found in a text of one language: kind, text and value.
    fn tagged(language: &str, text: &str) -> Vec<(Kind, String, String)> {
        tagged_with(language, text, &Options::default())
    }

    fn tagged_with(language: &str, text: &str, options: &Options) -> Vec<(Kind, String, String)> {
        let code = Code::new(language).unwrap();
        let blocks = blocks(text, None);
        let sentences = sentences(text, &blocks);
        let languages = Languages {
            document: Language { code, ..Language::default() },
            blocks: vec![code; blocks.len()],
            sentences: vec![code; sentences.len()],
            ..Languages::default()
        };
        let context = Context {
            blocks: &blocks,
            sentences: &sentences,
            words: &[],
            languages: &languages,
            structure: None,
            options,
        };
        static PACK: OnceLock<Pack> = OnceLock::new();
        let pack = PACK.get_or_init(|| Pack::new(include_bytes!("locale.pack").as_slice()).unwrap());
        let (entities, _) = find(text, &context, &Locale::new(pack).unwrap(), &mut Strangers::default());
        entities.iter().map(|entity| (entity.kind, entity.span.of(text).to_owned(), brief(entity))).collect()
    }

    /// The value in short.
    fn brief(entity: &Entity) -> String {
        match &entity.value {
            None => String::new(),
            Some(Value::Date(DateValue { iso, alternatives, relative })) => {
                let mut parts: Vec<String> = relative.iter().chain(iso).cloned().collect();
                parts.extend(alternatives.iter().map(|other| format!("or {other}")));
                parts.join(" ")
            }
            Some(Value::Time { iso } | Value::Duration { iso }) => iso.clone(),
            Some(Value::Money { amount, currency }) => format!("{amount} {currency}"),
            Some(Value::Quantity { amount, unit }) => format!("{amount} {unit}"),
            Some(Value::Amount { amount }) => amount.clone(),
            Some(other) => format!("{other:?}"),
        }
    }

    /// Fails with a table of all cases that differ.
    #[track_caller]
    fn check(kind: Kind, cases: &[(&str, &str, &str, &str)]) {
        let mut failures = String::new();
        for (language, text, mention, value) in cases {
            let found = tagged(language, text);
            if !found.iter().any(|(k, t, v)| (*k, t.as_str(), v.as_str()) == (kind, *mention, *value)) {
                failures.push_str(&format!("\n{language}: {text}\n   wanted {mention:?} = {value}, found {found:?}"));
            }
        }
        assert!(failures.is_empty(), "{failures}");
    }

    #[test]
    fn reads_whole_dates_in_many_scripts() {
        check(
            Kind::Date,
            &[
                ("eng", "Signed on July 8, 2022 in Oslo.", "July 8, 2022", "2022-07-08"),
                ("eng", "Signed on the 8th of July 2022.", "8th of July 2022", "2022-07-08"),
                ("eng", "Due Friday, 8 July 2022, at noon", "Friday, 8 July 2022", "2022-07-08"),
                ("eng", "Stamped 4-Feb-24 by hand", "4-Feb-24", "2024-02-04"),
                ("aze", "Görüş 4 fevral 2024-cü il tarixində olub.", "4 fevral 2024-cü il", "2024-02-04"),
                ("tur", "Toplantı 4 Şubat 2024'te yapıldı.", "4 Şubat 2024'te", "2024-02-04"),
                ("kaz", "Ол 2024 жылғы 4 ақпанда келді.", "2024 жылғы 4 ақпанда", "2024-02-04"),
                ("rus", "Указ от 8 июля 2022 г. вступил в силу.", "8 июля 2022 г.", "2022-07-08"),
                ("rus", "Указ от 8 июля 2022 года вступил в силу.", "8 июля 2022 года", "2022-07-08"),
                ("ukr", "Закон від 8 липня 2022 р. чинний.", "8 липня 2022 р.", "2022-07-08"),
                ("bul", "На 4 февруари 2024 г. валя.", "4 февруари 2024 г.", "2024-02-04"),
                ("deu", "Am Sonntag, 4. Februar 2024, schneite es.", "Sonntag, 4. Februar 2024", "2024-02-04"),
                ("deu", "Am Montag, den 3. März 2025, schneite es.", "Montag, den 3. März 2025", "2025-03-03"),
                ("fra", "Le 1er juillet 2022, il pleuvait.", "1er juillet 2022", "2022-07-01"),
                ("spa", "El 4 de febrero de 2024 llovió.", "4 de febrero de 2024", "2024-02-04"),
                ("por", "Em 4 de fevereiro de 2024 choveu.", "4 de fevereiro de 2024", "2024-02-04"),
                ("fin", "Lauantaina 4. helmikuuta 2024 satoi.", "Lauantaina 4. helmikuuta 2024", "2024-02-04"),
                ("est", "Kohtumine 4. veebruaril 2024 lükati edasi.", "4. veebruaril 2024", "2024-02-04"),
                ("hun", "A döntés 2024. február 4-én született.", "2024. február 4-én", "2024-02-04"),
                ("lav", "Sēde notika 2024. gada 4. februārī.", "2024. gada 4. februārī", "2024-02-04"),
                ("lit", "Posėdis vyko 2024 m. vasario 4 d.", "2024 m. vasario 4 d.", "2024-02-04"),
                ("vie", "Họp ngày 4 tháng 2 năm 2024 tại Huế.", "4 tháng 2 năm 2024", "2024-02-04"),
                ("ell", "Στις 4 Φεβρουαρίου 2024 έβρεξε.", "4 Φεβρουαρίου 2024", "2024-02-04"),
                ("hye", "Հանդիպումը 2024 թ. փետրվարի 4-ին էր", "2024 թ. փետրվարի 4-ին", "2024-02-04"),
                ("kat", "შეხვედრა 4 თებერვალი, 2024 გაიმართა", "4 თებერვალი, 2024", "2024-02-04"),
                ("heb", "הפגישה נערכה ב-4 בפברואר 2024 בחיפה", "4 בפברואר 2024", "2024-02-04"),
                ("ara", "عقد الاجتماع في ٤ فبراير ٢٠٢٤ في عمان", "٤ فبراير ٢٠٢٤", "2024-02-04"),
                ("fas", "نشست در ۴ فوریهٔ ۲۰۲۴ بود", "۴ فوریهٔ ۲۰۲۴", "2024-02-04"),
                ("hin", "बैठक 4 फ़रवरी 2024 को हुई", "4 फ़रवरी 2024", "2024-02-04"),
                ("ben", "সভা ৪ ফেব্রুয়ারি, ২০২৪ হয়", "৪ ফেব্রুয়ারি, ২০২৪", "2024-02-04"),
                ("tam", "கூட்டம் 4 பிப்ரவரி, 2024 நடந்தது", "4 பிப்ரவரி, 2024", "2024-02-04"),
                ("tha", "ประชุมเมื่อวันที่ 4 กุมภาพันธ์ 2567 ที่กรุงเทพ", "4 กุมภาพันธ์ 2567", "2024-02-04"),
                ("zho", "会议于2024年2月4日在北京举行。", "2024年2月4日", "2024-02-04"),
                ("jpn", "会議は2024年2月4日（日）に開かれた。", "2024年2月4日（日）", "2024-02-04"),
                ("kor", "회의는 2024년 2월 4일에 열렸다.", "2024년 2월 4일", "2024-02-04"),
                ("amh", "ስብሰባው 4 ፌብሩዋሪ 2024 ነበር", "4 ፌብሩዋሪ 2024", "2024-02-04"),
                ("mya", "၂၀၂၄၊ ဖေဖော်ဝါရီ ၄", "၂၀၂၄၊ ဖေဖော်ဝါရီ ၄", "2024-02-04"),
                // A language may be told wrongly: a whole date counts all the same.
                ("eng", "Yenilənib: 4 fevral 2024", "4 fevral 2024", "2024-02-04"),
            ],
        );
    }

    #[test]
    fn reads_dates_in_figures() {
        check(
            Kind::Date,
            &[
                ("eng", "on 2024-02-04 at sea", "2024-02-04", "2024-02-04"),
                (
                    "eng",
                    "on 2024-02-04T11:00:00+04:00 exactly",
                    "2024-02-04T11:00:00+04:00",
                    "2024-02-04T11:00:00+04:00",
                ),
                ("aze", "04.02.2024 tarixində", "04.02.2024", "2024-02-04"),
                ("deu", "am 4.2.2024 in Ulm", "4.2.2024", "2024-02-04"),
                ("ces", "dne 4. 2. 2024 v Brně", "4. 2. 2024", "2024-02-04"),
                ("hun", "a 2024. 02. 04. napon", "2024. 02. 04.", "2024-02-04"),
                ("eng", "on 02/04/2024", "02/04/2024", "2024-02-04 or 2024-04-02"),
                ("fra", "le 02/04/2024", "02/04/2024", "2024-04-02 or 2024-02-04"),
                ("eng", "on 25/04/2024", "25/04/2024", "2024-04-25"),
                ("jpn", "2024/02/04 更新", "2024/02/04", "2024-02-04"),
                ("eng", "a week: 2024-W05-3.", "2024-W05-3", "2024-W05-3"),
                ("eng", "paid 03/2024", "03/2024", "2024-03"),
                ("eng", "the 2023/24 season", "2023/24", "2023/2024"),
                ("fas", "در ۲۰۲۴/۰۲/۰۴ بود", "۲۰۲۴/۰۲/۰۴", "2024-02-04"),
            ],
        );
    }

    #[test]
    fn clear_dates_decide_unclear_ones() {
        let found = tagged("eng", "Sent 03/04/2024.\nPaid 25/12/2023.");
        assert_eq!(found[0].2, "2024-04-03");
        let found = tagged("fra", "Le 03/04/2024.\nLe 12/25/2023.");
        assert_eq!(found[0].2, "2024-03-04");
    }

    #[test]
    fn joins_time_and_date() {
        check(
            Kind::Date,
            &[
                ("aze", "11:00 04.02.2024", "11:00 04.02.2024", "2024-02-04T11:00"),
                ("tur", "19.35 02.06.2024", "19.35 02.06.2024", "2024-06-02T19:35"),
                ("aze", "04.02.2024 11:00", "04.02.2024 11:00", "2024-02-04T11:00"),
                ("eng", "July 8, 2022 10:30 AM", "July 8, 2022 10:30 AM", "2022-07-08T10:30"),
                ("eng", "July 8, 2022 at 3 p.m. sharp", "July 8, 2022 at 3 p.m.", "2022-07-08T15:00"),
                ("deu", "am 4. Februar 2024 um 15.30 Uhr", "4. Februar 2024 um 15.30 Uhr", "2024-02-04T15:30"),
                ("zho", "2024年2月4日下午3时30分", "2024年2月4日下午3时30分", "2024-02-04T15:30"),
            ],
        );
    }

    #[test]
    fn reads_times_of_day() {
        check(
            Kind::Time,
            &[
                ("eng", "It starts at 15:30 today", "15:30", "15:30"),
                ("eng", "doors at 3 p.m. sharp", "3 p.m.", "15:00"),
                ("eng", "doors at 12:05 AM sharp", "12:05 AM", "00:05"),
                ("deu", "Beginn um 15.30 Uhr", "15.30 Uhr", "15:30"),
                ("fin", "alkaa klo 15.30 tänään", "15.30", "15:30"),
                ("zho", "下午3时开始", "下午3时", "15:00"),
                ("kor", "오후 3시 30분에", "오후 3시 30분", "15:30"),
                ("fra", "à 15h30 précises", "15h30", "15:30"),
                ("rus", "в 15:30:05", "15:30:05", "15:30:05"),
            ],
        );
    }

    #[test]
    fn reads_partial_dates_and_ranges() {
        check(
            Kind::Date,
            &[
                ("eng", "since February 2024", "February 2024", "2024-02"),
                ("rus", "с февраля 2024 года", "февраля 2024 года", "2024-02"),
                ("eng", "on February 4", "February 4", "--02-04"),
                ("tur", "4 Şubat'ta", "4 Şubat'ta", "--02-04"),
                ("eng", "until September.", "September", "--09"),
                ("aze", "2023-cü ildə baş verib", "2023-cü ildə", "2023"),
                ("rus", "в 2023 году", "2023 году", "2023"),
                ("zho", "2023年发生", "2023年", "2023"),
                ("eng", "in 2023, they met", "2023", "2023"),
                ("eng", "in 44 BC", "44 BC", "-0043"),
                ("eng", "the 1990s", "1990s", "1990/1999"),
                ("eng", "4–6 February 2024", "4–6 February 2024", "2024-02-04/2024-02-06"),
                ("eng", "4 February – 6 March 2024", "4 February – 6 March 2024", "2024-02-04/2024-03-06"),
                ("eng", "February–March 2024", "February–March 2024", "2024-02/2024-03"),
                ("eng", "2020–2024", "2020–2024", "2020/2024"),
                ("fin", "vuonna 1992 satoi", "vuonna 1992", "1992"),
                ("fin", "tehty 17 päivänä joulukuuta 1996", "17 päivänä joulukuuta 1996", "1996-12-17"),
                ("fin", "vuosina 2004 - 2007 oli", "vuosina 2004 - 2007", "2004/2007"),
                ("hin", "फरवरी 2006 में", "फरवरी 2006", "2006-02"),
                ("tur", "1986 yılından beri", "1986 yılından", "1986"),
                ("est", "oli 1994. aastal", "1994. aastal", "1994"),
                ("deu", "ab dem 22.04. gilt", "22.04.", "--04-22"),
                ("tha", "เมื่อ 4 ก.ย.61 นี้", "4 ก.ย.61", "2018-09-04"),
                ("kor", "오는 27일 열린다", "오는 27일", ""),
                ("deu", "04.02.2024 - 06.02.2024", "04.02.2024 - 06.02.2024", "2024-02-04/2024-02-06"),
            ],
        );
    }

    #[test]
    fn reads_years_of_reigns_and_chinese_numerals() {
        check(
            Kind::Date,
            &[
                ("jpn", "令和6年2月4日に開いた", "令和6年2月4日", "2024-02-04"),
                ("jpn", "平成元年に始まる", "平成元年", "1989"),
                ("jpn", "昭和六十三年十二月のこと", "昭和六十三年十二月", "1988-12"),
                ("zho", "民国112年5月的事", "民国112年5月", "2023-05"),
                ("zho", "二〇二四年三月十五日举行", "二〇二四年三月十五日", "2024-03-15"),
                ("zho", "这是九十年代的事", "九十年代", "1990/1999"),
                ("kor", "1990년대의 노래", "1990년대", "1990/1999"),
            ],
        );
        check(Kind::Money, &[("zho", "他花了三百元", "三百元", "300 CNY")]);
        check(Kind::Percent, &[("zho", "百分之三十五的人", "百分之三十五", "35")]);
        for text in ["十分好", "一些人", "第三次", "万一", "三三两两"] {
            assert_eq!(tagged("zho", text).len(), 0, "{text}");
        }
    }

    #[test]
    fn reads_the_solar_hijri_calendar_of_iran() {
        check(
            Kind::Date,
            &[
                ("fas", "در ۱۵ فروردین ۱۴۰۳ بود", "۱۵ فروردین ۱۴۰۳", "2024-04-03"),
                ("fas", "در ۲۲ بهمن ۱۳۵۷ بود", "۲۲ بهمن ۱۳۵۷", "1979-02-11"),
                ("fas", "در ۱۴۰۲/۱۲/۲۹ بود", "۱۴۰۲/۱۲/۲۹", "2024-03-19"),
                ("fas", "در ۳۰ اسفند ۱۴۰۳ بود", "۳۰ اسفند ۱۴۰۳", "2025-03-20"),
                ("fas", "در فروردین ۱۴۰۳ بود", "فروردین ۱۴۰۳", "2024-03-20/2024-04-19"),
                ("fas", "در سال ۱۳۹۸ بود", "سال ۱۳۹۸", "2019-03-21/2020-03-19"),
                ("fas", "در ۱۵ فروردین بود", "۱۵ فروردین", ""),
                ("fas", "در ۳ تا ۵ مهر ۱۴۰۲ بود", "۳ تا ۵ مهر ۱۴۰۲", "2023-09-25/2023-09-27"),
            ],
        );
    }

    #[test]
    fn reads_months_of_other_calendars() {
        check(
            Kind::Date,
            &[
                ("eng", "It begins on 15 Tishri 5784 at dusk.", "15 Tishri 5784", "2023-09-30"),
                ("heb", "החג חל ב-15 בתשרי 5784 השנה", "15 בתשרי 5784", "2023-09-30"),
                ("heb", "בחודש ניסן 5784", "ניסן 5784", "2024-04-09/2024-05-08"),
                ("amh", "መስከረም 1 2016", "መስከረም 1 2016", "2023-09-12"),
                ("amh", "በዓሉ ጥር 11 ቀን 2016 ነበር", "ጥር 11 ቀን 2016", "2024-01-20"),
                // The moon, not a rule, tells where a month of the lunar calendar begins.
                ("ara", "في 15 رمضان 1445 هـ", "15 رمضان 1445", ""),
                ("eng", "It closed in Ramadan 1445.", "Ramadan 1445", ""),
                ("tur", "Köprü 12 Ramazan 1445 günü açıldı.", "12 Ramazan 1445 günü", ""),
                ("ind", "Jatuh pada 1 Syawal 1445.", "1 Syawal 1445", ""),
                ("urd", "یکم نہیں، 12 محرم 1446 کو", "12 محرم 1446", ""),
                // What is a month of the common calendar as well is one of that.
                ("tur", "Yağmur 5 Nisan 2024 günü dindi.", "5 Nisan 2024 günü", "2024-04-05"),
            ],
        );
        for (language, text, wrong) in [
            ("eng", "In 1974, Rajab moved to Oslo.", "Rajab"),
            ("eng", "Rajab 5 won the race.", "Rajab"),
            ("nob", "Bare 5 av 2024 kom.", "av"),
        ] {
            let found = tagged(language, text);
            assert!(found.iter().all(|(_, mention, _)| !mention.contains(wrong)), "{text}: {found:?}");
        }
    }

    #[test]
    fn joins_the_ends_between_which_something_lies() {
        check(
            Kind::Date,
            &[
                ("eng", "It ran between 1982 and 1998 only.", "between 1982 and 1998", "1982/1998"),
                ("eng", "between 3 May and 5 June 2024", "between 3 May and 5 June 2024", "2024-05-03/2024-06-05"),
                ("deu", "zwischen Mai und Juli 2024", "zwischen Mai und Juli 2024", "2024-05/2024-07"),
                ("ron", "între 13-15 iulie a plouat", "între 13-15 iulie", "--07-13/--07-15"),
                ("spa", "entre 1982 y 1998", "entre 1982 y 1998", "1982/1998"),
                ("rus", "между 1982 и 1998 годами", "между 1982 и 1998 годами", "1982/1998"),
                ("tur", "Köprü 1982 ile 1998 arasında yapıldı.", "1982 ile 1998 arasında", "1982/1998"),
                ("tur", "10 ve 17 Haziran 2012 arasında", "10 ve 17 Haziran 2012 arasında", "2012-06-10/2012-06-17"),
                ("aze", "1982 ilə 1998 arasında", "1982 ilə 1998 arasında", "1982/1998"),
                ("kaz", "2005 – 2018 жылдар аралығында", "2005 – 2018 жылдар аралығында", "2005/2018"),
                // Two days that follow each other are those and no more.
                ("fin", "Juhla on 27. ja 28. lokakuuta 2024.", "27. ja 28. lokakuuta 2024", "2024-10-27/2024-10-28"),
                ("ron", "pe 12 și 13 august 2024", "12 și 13 august 2024", "2024-08-12/2024-08-13"),
                ("ron", "pe 10 și 13 august 2024", "13 august 2024", "2024-08-13"),
                ("kor", "지난 7∼8월에 열렸다", "지난 7∼8월", "--07/--08"),
                ("kor", "행사는 12~14일 열린다", "12~14일", ""),
                ("fin", "Myynti kasvoi touko-kesäkuussa.", "touko-kesäkuussa", "--05/--06"),
                ("fin", "Lehti ilmestyy marras-/joulukuussa.", "marras-/joulukuussa", "--11/--12"),
                ("hye", "հուլիսի 15-ից օգոստոսի 20-ը", "հուլիսի 15-ից օգոստոսի 20-ը", "--07-15/--08-20"),
            ],
        );
        check(Kind::Money, &[("ron", "Categoria 2 - 150 lei", "150 lei", "150 RON")]);
        for (language, text) in
            [("eng", "between two and five chairs"), ("eng", "between 5 and 10 chairs"), ("tur", "10 ile 20 arasında")]
        {
            let found = tagged(language, text);
            assert!(found.iter().all(|(kind, ..)| *kind != Kind::Date), "{text}: {found:?}");
        }
    }

    #[test]
    fn japanese_and_korean_ends_of_a_range_stand_alone() {
        for (language, text, expected) in [
            ("jpn", "2008年4月1日から2011年3月31日まで", ["2008年4月1日", "2011年3月31日"]),
            ("kor", "7월 9일부터 8월 23일까지", ["7월 9일", "8월 23일"]),
        ] {
            let found = tagged(language, text);
            let mentions: Vec<&str> = found.iter().map(|(_, mention, _)| mention.as_str()).collect();
            assert_eq!(mentions, expected);
        }
    }

    #[test]
    fn takes_days_of_a_month_told_from_now() {
        check_today(&[
            ("kor", "지난달 23일 비가 왔다", "지난달 23일", "-P1M 2024-02-23"),
            ("kor", "이달 21∼24일 열린다", "이달 21∼24일", "P0M"),
            ("zho", "上个月23日下雨了", "上个月23日", "-P1M 2024-02-23"),
            ("jpn", "来月5日に開く", "来月5日", "P1M 2024-04-05"),
            ("hye", "Հանդիպումը այսօր՝ մարտի 1-ին, էր", "այսօր՝ մարտի 1-ին", "P0D 2024-03-01"),
            ("ron", "Azi, 1 martie 2024, plouă.", "Azi, 1 martie 2024", "P0D 2024-03-01"),
            ("fin", "Viime vuoden keväällä satoi.", "Viime vuoden keväällä", "-P1Y 2023-21"),
            ("kaz", "Биылғы қыста жаңбыр жауды", "Биылғы қыста", "P0Y 2024-24"),
            ("kor", "지난 9월 비가 왔다", "지난 9월", "--09"),
        ]);
        // Eight of something is no day.
        let found = tagged("kor", "지난 2월 8개를 샀다");
        assert_eq!(found[0].1, "지난 2월", "{found:?}");
    }

    #[test]
    fn knows_dates_that_only_the_text_or_the_calendar_tells() {
        check(
            Kind::Date,
            &[
                ("eng", "It rained all weekend.", "weekend", ""),
                ("fin", "Viikonloppuna satoi.", "Viikonloppuna", ""),
                ("deu", "Am Wochenende schneite es.", "Wochenende", ""),
                ("kor", "이날 비가 왔다", "이날", ""),
                ("est", "Samal aastal sadas palju.", "Samal aastal", ""),
                ("rus", "В тот же день шёл дождь.", "В тот же день", ""),
                ("ron", "S-a născut pe 1 mai în același an.", "1 mai în același an", "--05-01"),
                ("jpn", "同年9月30日に終わった", "同年9月30日", "--09-30"),
                ("eng", "It rained several days ago.", "several days ago", ""),
                ("fin", "Muutama vuosi sitten satoi.", "Muutama vuosi sitten", ""),
                ("kaz", "бірнеше жыл бұрын болды", "бірнеше жыл бұрын", ""),
                ("tur", "birkaç gün önce yağdı", "birkaç gün önce", ""),
                ("hye", "մի քանի օր առաջ", "մի քանի օր առաջ", ""),
                ("pol", "kilka dni temu padało", "kilka dni temu", ""),
            ],
        );
        for text in ["Several people came.", "Many years later they met again in few words."] {
            let found = tagged("eng", text);
            assert!(found.iter().all(|(kind, ..)| *kind != Kind::Date), "{text}: {found:?}");
        }
    }

    #[test]
    fn takes_along_what_a_language_counts_to_an_amount() {
        check(
            Kind::Money,
            &[
                ("fin", "Se maksoi noin 150 euroa.", "noin 150 euroa", "150 EUR"),
                ("kaz", "300000 теңгеге дейін айыппұл", "300000 теңгеге дейін", "300000 KZT"),
                ("hye", "առնվազն 300 դոլար", "առնվազն 300 դոլար", "300 USD"),
                ("tur", "140 $'lık borç", "140 $'lık", "140 USD"),
                // Others leave it out.
                ("eng", "It cost about 150 euros.", "150 euros", "150 EUR"),
                ("tur", "yaklaşık 150 lira", "150 lira", "150 TRY"),
            ],
        );
        check(
            Kind::Percent,
            &[
                ("fin", "Osuus on yli 95 prosenttia.", "yli 95 prosenttia", "95"),
                ("fin", "Hinta laski 44 %:lla.", "44 %:lla", "44"),
                ("kaz", "елу проценттен астам дауыс", "елу проценттен астам", "50"),
                ("kaz", "халықтың 22 %-ы", "22 %-ы", "22"),
                ("hun", "a lakosok 22%-ának", "22%-ának", "22"),
            ],
        );
        check(
            Kind::Date,
            &[
                ("kaz", "2030 жылға дейін бітеді", "2030 жылға дейін", "2030"),
                ("fin", "Näin kävi alle vuosi sitten.", "alle vuosi sitten", ""),
            ],
        );
    }

    #[test]
    fn reads_decimals_that_a_blank_parts_from_their_comma() {
        check(
            Kind::Percent,
            &[
                ("fin", "Osuus on 8, 3 prosenttia.", "8, 3 prosenttia", "8.3"),
                ("kaz", "0, 35 % адам", "0, 35 %", "0.35"),
            ],
        );
        check(Kind::Money, &[("deu", "Es sind 23, 05 Millionen Euro.", "23, 05 Millionen Euro", "23050000 EUR")]);
        for (language, text, mention) in [
            ("fin", "Ryhmässä 2, 5 prosenttia.", "5 prosenttia"),
            ("rus", "на 20, 30 процентов", "30 процентов"),
            ("fin", "ryhmissä 9, 8, 5 prosenttia", "5 prosenttia"),
            ("deu", "im Jahr 2019, 5 Prozent", "5 Prozent"),
            ("eng", "in class 8, 3 percent", "3 percent"),
        ] {
            let found = tagged(language, text);
            assert!(found.iter().any(|(_, found, _)| found == mention), "{text}: {found:?}");
        }
    }

    #[test]
    fn joins_years_to_months_and_quarters_in_any_form() {
        check(
            Kind::Date,
            &[
                ("hye", "2018-ի հունվարին բացվեց", "2018-ի հունվարին", "2018-01"),
                ("tur", "2003'ün ilkbaharında açıldı", "2003'ün ilkbaharında", "2003-21"),
                ("ron", "în primul trimestru al anului 2007", "primul trimestru al anului 2007", "2007-01/2007-03"),
                ("deu", "im ersten Quartal des Jahres 2007", "ersten Quartal des Jahres 2007", "2007-01/2007-03"),
                (
                    "kaz",
                    "екі мың он сегізінші жылдың бірінші қаңтарынан",
                    "екі мың он сегізінші жылдың бірінші қаңтарынан",
                    "2018-01-01",
                ),
                ("fin", "Kivi löytyi vuonna 892 rannalta.", "vuonna 892", "0892"),
                ("fin", "keskiviikkona 28. 4. satoi", "keskiviikkona 28. 4.", "--04-28"),
                ("fin", "1980 - luvulla satoi", "1980 - luvulla", "1980/1989"),
                ("tha", "เริ่มในเดือน ก.ย.นี้", "ก.ย.", "--09"),
                ("tha", "เริ่มในเดือนพฤษภาคม 2561", "พฤษภาคม 2561", "2018-05"),
            ],
        );
        let found = tagged("tur", "Salona 2013 kişi geldi.");
        assert!(found.iter().all(|(_, mention, _)| !mention.contains("kişi")), "{found:?}");
    }

    #[test]
    fn joins_ranges_by_words() {
        check(
            Kind::Date,
            &[
                ("eng", "from 10 to 15 May 2024", "10 to 15 May 2024", "2024-05-10/2024-05-15"),
                ("deu", "vom 5. bis 10. Mai 2024", "5. bis 10. Mai 2024", "2024-05-05/2024-05-10"),
                ("fra", "du 5 au 10 mai 2024", "5 au 10 mai 2024", "2024-05-05/2024-05-10"),
                ("spa", "del 5 al 10 de mayo de 2024", "5 al 10 de mayo de 2024", "2024-05-05/2024-05-10"),
                ("rus", "с 10 по 15 мая 2024 года", "10 по 15 мая 2024 года", "2024-05-10/2024-05-15"),
                ("hin", "10 से 15 मई 2024 तक", "10 से 15 मई 2024", "2024-05-10/2024-05-15"),
                ("fin", "5.–10. toukokuuta 2024", "5.–10. toukokuuta 2024", "2024-05-05/2024-05-10"),
                ("deu", "von 1959 bis 1968 dort", "1959 bis 1968", "1959/1968"),
                ("deu", "Juli 2015 bis August 2016", "Juli 2015 bis August 2016", "2015-07/2016-08"),
            ],
        );
        check(Kind::Time, &[("eng", "open 10:00–12:30", "10:00–12:30", "10:00/12:30")]);
        check(Kind::Money, &[("rus", "от 100 до 200 млн рублей", "100 до 200 млн рублей", "100000000/200000000 RUB")]);
    }

    #[test]
    fn reads_numbers_in_words_where_something_is_counted() {
        check(
            Kind::Money,
            &[
                ("eng", "Five million dollars", "Five million dollars", "5000000 USD"),
                ("eng", "three hundred and fifty pounds", "three hundred and fifty pounds", "350 GBP"),
                ("eng", "two thousand five hundred euros", "two thousand five hundred euros", "2500 EUR"),
                ("tur", "iki yüz on beş lira", "iki yüz on beş lira", "215 TRY"),
                ("aze", "beş milyon manat", "beş milyon manat", "5000000 AZN"),
                ("kaz", "екі мың бес жүз теңге", "екі мың бес жүз теңге", "2500 KZT"),
                ("rus", "двести пятьдесят рублей", "двести пятьдесят рублей", "250 RUB"),
                ("est", "kaheksa miljonit eurot", "kaheksa miljonit eurot", "8000000 EUR"),
                ("deu", "zweiundzwanzig Euro", "zweiundzwanzig Euro", "22 EUR"),
                ("deu", "dreihundert einundvierzig Euro", "dreihundert einundvierzig Euro", "341 EUR"),
                ("nld", "drieëntwintig miljoen euro", "drieëntwintig miljoen euro", "23000000 EUR"),
                ("ita", "costa trentuno euro", "trentuno euro", "31 EUR"),
                ("swe", "tjugotvå kronor", "tjugotvå kronor", "22 SEK"),
                ("dan", "femogtyve kroner", "femogtyve kroner", "25 DKK"),
            ],
        );
        check(
            Kind::Percent,
            &[
                ("eng", "twenty-five per cent", "twenty-five per cent", "25"),
                ("tur", "yüzde otuz beş", "yüzde otuz beş", "35"),
                ("fin", "kahdeksan prosentin", "kahdeksan prosentin", "8"),
            ],
        );
        check(
            Kind::Duration,
            &[
                ("spa", "treinta y cinco años", "treinta y cinco años", "P35Y"),
                ("ita", "per ventitré giorni", "ventitré giorni", "P23D"),
            ],
        );
        check(
            Kind::Number,
            &[("eng", "three million people", "three million people", "3000000")]
                .map(|(l, t, _, v)| (l, t, "three million", v)),
        );
        for text in ["three people", "one day", "no one", "and ten", "two a day", "ten in a row"] {
            assert_eq!(tagged("eng", text).len(), 0, "{text}");
        }
        assert_eq!(tagged("hun", "egy európai").len() + tagged("tur", "on yeni ev").len(), 0);
    }

    #[test]
    fn tells_times_from_verses_and_decimals() {
        for text in ["As John 3:16 says", "In Genesis 1:26 it says"] {
            assert_eq!(tagged("eng", text).len(), 0, "{text}");
        }
        check(
            Kind::Time,
            &[
                ("eng", "Doors at John 3:16 pm", "3:16 pm", "15:16"),
                ("eng", "on Friday it was 3:16", "3:16", "03:16"),
                ("fra", "à 15 h 30 précises", "15 h 30", "15:30"),
            ],
        );
        check(Kind::Money, &[("ron", "de la 2.15 miliarde euro", "2.15 miliarde euro", "2150000000 EUR")]);
    }

    #[test]
    fn reads_months_weekdays_and_years_in_their_cases() {
        check(
            Kind::Date,
            &[
                ("fin", "se alkoi marraskuussa jo", "marraskuussa", "--11"),
                ("est", "kohtumine oli märtsis", "märtsis", "--03"),
                ("rus", "в июне 2010 года", "июне 2010 года", "2010-06"),
                ("hrv", "u svibnju 2010. godine", "svibnju 2010. godine", "2010-05"),
                ("rus", "в среду 12 мая", "среду 12 мая", "--05-12"),
                ("tur", "ekim 1634'te geldi", "ekim 1634'te", "1634-10"),
                ("tur", "kent 1634'te kuruldu", "1634'te", "1634"),
                ("tur", "1453'ün baharında", "1453'ün", "1453"),
                ("aze", "mayın 5-də gəldi", "mayın 5-də", "--05-05"),
                ("rus", "9 мая", "9 мая", "--05-09"),
                ("slv", "1. maja je praznik", "1. maja", "--05-01"),
                ("srp", "стигао је 5. јуна 2024.", "5. јуна 2024", "2024-06-05"),
                ("est", "5. mail", "5. mail", "--05-05"),
                ("tur", "740 yılında öldü", "740 yılında", "0740"),
                ("jpn", "10月に会う", "10月", "--10"),
                ("kor", "지난해 12월", "지난해 12월", "-P1Y --12"),
                ("tha", "(1กย.) ที่นี่", "1กย.", "--09-01"),
            ],
        );
        // Where a name is an abbreviation, words that begin so are others.
        for (language, text) in [
            ("kaz", "24 маман"),
            ("kaz", "қарауға 12 адам"),
            ("tur", "ekibi 18 kişi"),
            ("rus", "среди них"),
            ("srp", "2 junaka"),
        ] {
            let found = tagged(language, text);
            assert!(found.iter().all(|(kind, ..)| *kind != Kind::Date), "{text}: {found:?}");
        }
    }

    #[test]
    fn reads_per_cent_and_dollars_by_the_words_of_each_language() {
        check(
            Kind::Percent,
            &[
                ("kor", "성장률은 3.5퍼센트", "3.5퍼센트", "3.5"),
                ("ron", "cu 5,6 la sută mai mult", "5,6 la sută", "5.6"),
                ("bul", "ръст от 5 на сто", "5 на сто", "5"),
                ("tha", "ถึงร้อยละ 80", "ร้อยละ 80", "80"),
                ("ara", "بنسبة 12 في المئة", "12 في المئة", "12"),
                ("hin", "करीब 12 फीसदी", "12 फीसदी", "12"),
                ("est", "30-35 protsendi ulatuses", "30-35 protsendi", "30/35"),
            ],
        );
        check(
            Kind::Money,
            &[
                ("deu", "3 Mrd. Dollar", "3 Mrd. Dollar", "3000000000 USD"),
                ("jpn", "5億ドルの", "5億ドル", "500000000 USD"),
                ("hun", "200 dollár volt", "200 dollár", "200 USD"),
                ("bul", "струва 20 лева", "20 лева", "20 BGN"),
                ("fin", "464 miljoonalla Norjan kruunulla", "464 miljoonalla Norjan kruunulla", "464000000 NOK"),
            ],
        );
        assert!(tagged("tur", "85 Km doğuda").iter().all(|(kind, ..)| *kind != Kind::Money));
    }

    #[test]
    fn days_that_are_in_no_calendar_are_no_dates() {
        for text in ["on February 31, 2024", "on 31.02.2024", "on 2024-13-01", "am 30.2.2023"] {
            let found = tagged("eng", text);
            let whole = found.iter().any(|(kind, _, value)| *kind == Kind::Date && value.len() >= 10);
            assert!(!whole, "{text}: {found:?}");
        }
    }

    #[test]
    fn tells_relative_dates_and_resolves_them() {
        let reference = Options { reference_date: crate::entity::Day::new(2024, 3, 1), ..Options::default() };
        for (language, text, mention, value) in [
            ("eng", "They met yesterday.", "yesterday", "-P1D 2024-02-29"),
            ("aze", "Onlar dünən görüşüb.", "dünən", "-P1D 2024-02-29"),
            ("rus", "Они встретились вчера.", "вчера", "-P1D 2024-02-29"),
            ("eng", "They met 3 days ago.", "3 days ago", "-P3D 2024-02-27"),
            ("eng", "They meet next week.", "next week", "P1W 2024-W10"),
            ("jpn", "3日前に会った", "3日前", "-P3D 2024-02-27"),
            ("eng", "It ends in 2 months.", "in 2 months", "P2M 2024-05"),
            ("eng", "It began last year.", "last year", "-P1Y 2023"),
            ("eng", "It began 5 minutes ago.", "5 minutes ago", "-PT5M"),
        ] {
            let found = tagged_with(language, text, &reference);
            assert!(found.contains(&(Kind::Date, mention.into(), value.into())), "{text}: {found:?}");
        }
        let found = tagged("eng", "They met yesterday.");
        assert_eq!(found, [(Kind::Date, "yesterday".into(), "-P1D".into())]);
    }

    /// Whether all cases are found, where today is the first of March 2024, a Friday.
    #[track_caller]
    fn check_today(cases: &[(&str, &str, &str, &str)]) {
        let today = Options { reference_date: crate::entity::Day::new(2024, 3, 1), ..Options::default() };
        let mut failures = String::new();
        for (language, text, mention, value) in cases {
            let found = tagged_with(language, text, &today);
            if !found.contains(&(Kind::Date, (*mention).into(), (*value).into())) {
                failures.push_str(&format!("\n{language}: {text}\n   wanted {mention:?} = {value}, found {found:?}"));
            }
        }
        assert!(failures.is_empty(), "{failures}");
    }

    #[test]
    fn tells_which_week_month_or_year_in_any_form_of_the_word() {
        check_today(&[
            ("deu", "Im vergangenen Jahr schneite es.", "vergangenen Jahr", "-P1Y 2023"),
            ("rus", "Это случилось на прошлой неделе.", "на прошлой неделе", "-P1W 2024-W08"),
            ("rus", "за итоги прошлого года", "прошлого года", "-P1Y 2023"),
            ("pol", "w ubiegłym roku padało", "ubiegłym roku", "-P1Y 2023"),
            ("ces", "v minulém roce pršelo", "minulém roce", "-P1Y 2023"),
            ("ron", "la finalul săptămânii trecute", "finalul săptămânii trecute", "-P1W 2024-W08"),
            ("fin", "viime viikon sade", "viime viikon", "-P1W 2024-W08"),
            ("est", "eelmisel nädalal sadas", "eelmisel nädalal", "-P1W 2024-W08"),
            ("tur", "geçen haftanın yağmuru", "geçen haftanın", "-P1W 2024-W08"),
            ("aze", "ötən ildə yağış yağıb", "ötən ildə", "-P1Y 2023"),
            ("kaz", "өткен жылы жаңбыр жауды", "өткен жылы", "-P1Y 2023"),
            ("kaz", "бүгінгі жиын басталды", "бүгінгі", "P0D 2024-03-01"),
            ("hye", "երեկվա անձրևը", "երեկվա", "-P1D 2024-02-29"),
            ("bul", "през миналата седмица валя", "миналата седмица", "-P1W 2024-W08"),
            ("srp", "прошле недеље је падало", "прошле недеље", "-P1W 2024-W08"),
            ("spa", "el año pasado llovió", "el año pasado", "-P1Y 2023"),
            ("ita", "la settimana scorsa pioveva", "settimana scorsa", "-P1W 2024-W08"),
            ("swe", "förra veckan regnade det", "förra veckan", "-P1W 2024-W08"),
            ("ell", "την περασμένη εβδομάδα έβρεξε", "περασμένη εβδομάδα", "-P1W 2024-W08"),
            ("fas", "سال گذشته باران بارید", "سال گذشته", "-P1Y 2023"),
            ("hin", "पिछले साल बारिश हुई", "पिछले साल", "-P1Y 2023"),
            ("ind", "minggu lalu hujan", "minggu lalu", "-P1W 2024-W08"),
            ("kor", "다음달 열린다", "다음달", "P1M 2024-04"),
        ]);
        for (language, text) in
            [("tur", "Bu yıldız çok parlak."), ("tur", "Bu arada yağmur dindi."), ("kaz", "кешені басқа")]
        {
            assert!(tagged(language, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn tells_how_far_from_now_with_numbers_in_words() {
        check_today(&[
            ("eng", "It opened three days ago.", "three days ago", "-P3D 2024-02-27"),
            ("eng", "It opened a week ago.", "a week ago", "-P1W 2024-W08"),
            ("deu", "Das war vor drei Jahren.", "vor drei Jahren", "-P3Y 2021"),
            ("fra", "il y a trois ans", "il y a trois ans", "-P3Y 2021"),
            ("spa", "dentro de dos semanas", "dentro de dos semanas", "P2W 2024-W11"),
            ("ita", "tre anni fa", "tre anni fa", "-P3Y 2021"),
            ("ron", "acum trei ani", "acum trei ani", "-P3Y 2021"),
            ("rus", "через два года", "через два года", "P2Y 2026"),
            ("ukr", "три роки тому", "три роки тому", "-P3Y 2021"),
            ("pol", "za dwa tygodnie", "za dwa tygodnie", "P2W 2024-W11"),
            ("hun", "három évvel ezelőtt", "három évvel ezelőtt", "-P3Y 2021"),
            ("fin", "kolme vuotta sitten", "kolme vuotta sitten", "-P3Y 2021"),
            ("est", "kolm aastat tagasi", "kolm aastat tagasi", "-P3Y 2021"),
            ("swe", "om två veckor", "om två veckor", "P2W 2024-W11"),
            ("tur", "üç yıl önce", "üç yıl önce", "-P3Y 2021"),
            ("aze", "iki həftə sonra", "iki həftə sonra", "P2W 2024-W11"),
            ("kaz", "үш жыл бұрын", "үш жыл бұрын", "-P3Y 2021"),
            ("hye", "երեք տարի առաջ", "երեք տարի առաջ", "-P3Y 2021"),
            ("heb", "לפני 3 שנים", "לפני 3 שנים", "-P3Y 2021"),
            ("eng", "in the past three years", "past three years", "-P3Y 2021-03-01/2024-03-01"),
            ("rus", "за последние 10 лет", "последние 10 лет", "-P10Y 2014-03-01/2024-03-01"),
            ("kaz", "соңғы 7 жылда", "соңғы 7 жылда", "-P7Y 2017-03-01/2024-03-01"),
        ]);
        let found = tagged("kor", "지난 9일 열렸다");
        assert!(found.iter().all(|(_, mention, _)| mention == "지난 9일"), "the ninth, not nine days: {found:?}");
    }

    #[test]
    fn takes_the_endings_of_figures_along() {
        check(
            Kind::Date,
            &[
                ("tur", "Köprü 3 Mayıs 1987'de açıldı.", "3 Mayıs 1987'de", "1987-05-03"),
                ("hye", "Կամուրջը բացվեց 1987-ին։", "1987-ին", "1987"),
                ("hye", "Մայիսի 3-ից գործում է", "Մայիսի 3-ից", "--05-03"),
                ("hye", "1987 թվականի մայիսի 3-ին", "1987 թվականի մայիսի 3-ին", "1987-05-03"),
                ("hun", "május 3-tól", "május 3-tól", "--05-03"),
                // An apostrophe that no ending of the language follows is a quotation mark or another word's.
                ("eng", "the 'class of 1987' met", "1987", "1987"),
            ],
        );
        check(Kind::Percent, &[("tur", "Halkın %80'i geldi.", "%80'i", "80")]);
    }

    #[test]
    fn reads_days_and_years_in_words() {
        check(
            Kind::Date,
            &[
                ("eng", "Born on the first of May 1950.", "first of May 1950", "1950-05-01"),
                ("rus", "девятого мая 1950 года", "девятого мая 1950 года", "1950-05-09"),
                ("kaz", "жиырмасыншы желтоқсанда", "жиырмасыншы желтоқсанда", "--12-20"),
                ("kaz", "екі мың жиырма үшінші жылы", "екі мың жиырма үшінші жылы", "2023"),
                ("spa", "el dos de mayo de 1808", "dos de mayo de 1808", "1808-05-02"),
                ("ita", "il due giugno 1946", "due giugno 1946", "1946-06-02"),
                ("aze", "iyirmi yanvar 1990", "iyirmi yanvar 1990", "1990-01-20"),
            ],
        );
        // A number of things in a month is no day of it, nor is one beyond a comma.
        for (language, text, wrong) in [
            ("eng", "They played three December games.", "three December"),
            ("fra", "Il en vient vingt-deux, mai aussi.", "vingt-deux, mai"),
        ] {
            let found = tagged(language, text);
            assert!(found.iter().all(|(_, mention, _)| mention != wrong), "{found:?}");
        }
    }

    #[test]
    fn joins_what_belongs_to_a_day() {
        check(
            Kind::Date,
            &[
                ("eng", "It rained on Monday morning.", "Monday morning", ""),
                ("deu", "Am Freitagabend schneite es.", "Freitagabend", ""),
                ("fra", "Il a plu lundi soir.", "lundi soir", ""),
                ("pol", "W piątek wieczorem padało.", "piątek wieczorem", ""),
                ("fin", "Satoi torstaiaamuna.", "torstaiaamuna", ""),
                ("hin", "शुक्रवार शाम को बारिश हुई", "शुक्रवार शाम", ""),
                ("tur", "Salı günü yağdı.", "Salı günü", ""),
                ("rus", "12 мая с.г. шёл дождь", "12 мая с.г.", "P0Y --05-12"),
                ("ron", "pe 12 mai a.c. a plouat", "12 mai a.c.", "P0Y --05-12"),
                ("kor", "지난 1월 12일 비가 왔다", "지난 1월 12일", "--01-12"),
                ("spa", "el próximo 5 de mayo", "próximo 5 de mayo", "--05-05"),
                ("ron", "în anul 1955 a plouat", "anul 1955", "1955"),
                ("hye", "1990-1996 թթ. անձրև էր", "1990-1996 թթ.", "1990/1996"),
                ("tur", "MÖ 227 yılında öldü", "MÖ 227 yılında", "-0226"),
            ],
        );
        let found = tagged("eng", "They watch Saturday Night Live.");
        assert_eq!(found[0].1, "Saturday");
        let found = tagged("ron", "Strada A.C. Popescu din Iași");
        assert!(found.is_empty(), "{found:?}");
        let found = tagged("tur", "Bay Salinger, Nisan 1940'ta geldi.");
        assert_eq!(found[0].1, "Nisan 1940'ta", "{found:?}");
    }

    #[test]
    fn takes_the_part_of_a_year_or_month_along() {
        check(
            Kind::Date,
            &[
                ("eng", "It opened in late 2019.", "late 2019", "2019"),
                ("eng", "It opens in early May.", "early May", "--05"),
                ("deu", "Es öffnet Ende Mai.", "Ende Mai", "--05"),
                ("fra", "Il ouvre fin mai 2025.", "fin mai 2025", "2025-05"),
                ("spa", "Abrió a finales de 2019.", "finales de 2019", "2019"),
                ("rus", "в начале 2020 года", "начале 2020 года", "2020"),
                ("pol", "Otwarto pod koniec maja 2019 r.", "pod koniec maja 2019 r.", "2019-05"),
                ("tur", "2019 yılının sonunda", "2019 yılının sonunda", "2019"),
                ("fin", "vuoden 2008 alussa", "vuoden 2008 alussa", "2008"),
                ("kor", "2013년 말에 열렸다", "2013년 말", "2013"),
                ("zho", "工程于2019年底完成", "2019年底", "2019"),
                ("jpn", "工事は5月下旬に終わる", "5月下旬", "--05"),
                ("ara", "في نهاية عام 2019", "نهاية عام 2019", "2019"),
            ],
        );
        for (language, text, mention) in
            [("eng", "the late 5 May edition", "5 May"), ("zho", "2019年2月4日初雪", "2019年2月4日")]
        {
            let found = tagged(language, text);
            assert!(found.iter().any(|(_, found, _)| found == mention), "{found:?}");
        }
    }

    #[test]
    fn reads_days_and_months_in_figures_where_their_surroundings_tell() {
        check(
            Kind::Date,
            &[
                ("deu", "Wir treffen uns am 3.4. um 17 Uhr.", "3.4. um 17 Uhr", "--04-03T17:00"),
                ("deu", "Vom 3.4. bis 5.4. zu.", "3.4.", "--04-03"),
                ("ces", "Sejdeme se dne 3. 4. v Praze.", "3. 4.", "--04-03"),
                ("fin", "Tavataan 3.4. klo 17.", "3.4. klo 17", "--04-03T17:00"),
            ],
        );
        for text in ["Version 3.4. ist da.", "Siehe Abschnitt 3.4. dort.", "3.4. Ergebnisse", "Es waren 3.4."] {
            assert!(tagged("deu", text).iter().all(|(kind, ..)| *kind != Kind::Date), "{text}");
        }
    }

    #[test]
    fn keeps_to_one_order_of_dates_in_a_document() {
        let options = Options::default();
        let text = "Seen on 4/2/2026 and 5/2/2026.";
        let values =
            |found: Vec<(Kind, String, String)>| found.into_iter().map(|(_, _, value)| value).collect::<Vec<_>>();
        assert_eq!(
            values(tagged_with("eng", text, &options)),
            ["2026-04-02 or 2026-02-04", "2026-05-02 or 2026-02-05"]
        );
        // What one sentence takes for months first, two others take for days.
        let text = "On 4/2/2026 it rained.\n\n5/2/2026 tarixində.\n\n6/2/2026 tarixində.";
        let languages = ["eng", "aze", "aze"];
        let found = crate::Pipeline::new().map(|pipeline| pipeline.analyze(text, &options)).unwrap();
        let told: Vec<_> = found.sentences.iter().map(|sentence| sentence.language.as_str().to_owned()).collect();
        assert_eq!(told, languages);
        let iso = |entity: &Entity| match &entity.value {
            Some(Value::Date(value)) => value.iso.clone(),
            _ => None,
        };
        let dates: Vec<_> = found.entities.iter().filter_map(iso).collect();
        assert_eq!(dates, ["2026-02-04", "2026-02-05", "2026-02-06"]);
    }

    #[test]
    fn reads_halves_of_hours_and_minutes_without_their_mark() {
        check(
            Kind::Time,
            &[
                ("jpn", "会見は午後1時半から", "午後1時半", "13:30"),
                ("zho", "会议下午三点半开始", "下午三点半", "15:30"),
                ("deu", "Es beginnt um 15 Uhr 30.", "15 Uhr 30", "15:30"),
                ("deu", "Um 15 Uhr 30 Leute", "15 Uhr", "15:00"),
                ("vie", "lúc 15 giờ 30.", "15 giờ 30", "15:30"),
                ("pol", "Zaczyna się o godz. 15.30 w sali.", "15.30", "15:30"),
                ("lit", "Pradžia 15.30 val. salėje", "15.30 val.", "15:30"),
            ],
        );
        check(
            Kind::Date,
            &[
                ("jpn", "同社は10日、2026年3月期の見通しを示した", "10日", ""),
                ("ara", "يوم 3 فبراير/شباط 2026 هنا", "3 فبراير/شباط 2026", "2026-02-03"),
                ("uzb", "2026-yil 3-fevral kuni", "2026-yil 3-fevral", "2026-02-03"),
            ],
        );
    }

    #[test]
    fn adds_hundredths_to_money() {
        check(
            Kind::Money,
            &[
                ("aze", "Qiyməti 10 manat 50 qəpikdir.", "10 manat 50 qəpikdir", "10.50 AZN"),
                ("rus", "Взыскать 1 254 300 руб. 45 коп. долга", "1 254 300 руб. 45 коп.", "1254300.45 RUB"),
                ("eng", "It cost 5 dollars and 7 cents.", "5 dollars and 7 cents", "5.07 USD"),
                ("eng", "It cost 50 cents.", "50 cents", "0.50 USD"),
                ("eng", "A US$3.4-billion deal", "US$3.4-billion", "3400000000 USD"),
                ("deu", "Es kostet 150 Cent.", "150 Cent", "1.50 EUR"),
                ("dan", "Det var 3 mia. kr. og 50 øre.", "3 mia. kr.", "3000000000 DKK"),
                ("aze", "2,5 mlrd. manat ayrılıb", "2,5 mlrd. manat", "2500000000 AZN"),
                ("urd", "قیمت 1250 روپے ہے", "1250 روپے", "1250 PKR"),
                ("zho", "預算為新台幣3億元，", "新台幣3億元", "300000000 TWD"),
                // The comma parts thousands where the sign before is of a currency that is written so.
                ("spa", "Cuesta £2,000 y no 2,000 €.", "£2,000", "2000 GBP"),
            ],
        );
    }

    #[test]
    fn reads_time_zones_beside_times() {
        check(
            Kind::Time,
            &[
                ("eng", "Starts at 15:30 GMT+4 sharp", "15:30 GMT+4", "15:30+04:00"),
                ("eng", "Starts at 10:00 UTC.", "10:00 UTC", "10:00Z"),
                ("eng", "Starts at 15:30 UTC-03:30.", "15:30 UTC-03:30", "15:30-03:30"),
                ("eng", "Starts at 9 p.m. ET.", "9 p.m. ET", "21:00"),
                ("eng", "Starts at 9:15 local time", "9:15 local time", "09:15"),
                ("eng", "from 10:00–12:30 CET daily", "10:00–12:30 CET", "10:00/12:30+01:00"),
                ("rus", "в 14:00 по московскому времени", "14:00 по московскому времени", "14:00"),
                ("rus", "в 14:00 (МСК)", "14:00 (МСК)", "14:00"),
                ("ind", "pukul 10.00 WIB", "10.00 WIB", "10:00+07:00"),
                ("deu", "um 20:15 Uhr MESZ", "20:15 Uhr MESZ", "20:15+02:00"),
                ("fra", "de 10:00 et demie", "10:00", "10:00"),
            ],
        );
        check(
            Kind::Date,
            &[
                ("eng", "on 4 May 2024 at 15:30 UTC", "4 May 2024 at 15:30 UTC", "2024-05-04T15:30Z"),
                (
                    "eng",
                    "Date: Tue, 3 Feb 2026 14:05:11 +0400",
                    "Tue, 3 Feb 2026 14:05:11 +0400",
                    "2026-02-03T14:05:11+04:00",
                ),
                ("eng", "on 2026-02-03 14:05:11 -0330 by me", "2026-02-03 14:05:11 -0330", "2026-02-03T14:05:11-03:30"),
                (
                    "eng",
                    "10.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 2326",
                    "10/Oct/2000:13:55:36 -0700",
                    "2000-10-10T13:55:36-07:00",
                ),
                ("eng", "On 3 May 2024: 14:00 in the hall", "3 May 2024: 14:00", "2024-05-03T14:00"),
                (
                    "eng",
                    "Tue Feb 03 2026 14:05:11 GMT+0400",
                    "Tue Feb 03 2026 14:05:11 GMT+0400",
                    "2026-02-03T14:05:11+04:00",
                ),
            ],
        );
        check(Kind::Time, &[("eng", "from 14:05 -15:30 daily", "14:05 -15:30", "14:05/15:30")]);
    }

    #[test]
    fn knows_a_time_by_the_word_before_it() {
        check(
            Kind::Time,
            &[
                ("est", "Etendus algab kell 10 Tartus.", "10", "10:00"),
                ("ron", "Începe la ora 22.30 în sală.", "22.30", "22:30"),
                ("ind", "Acara mulai pukul 9 pagi.", "9 pagi", "09:00"),
                ("hye", "Սկսվում է ժամը 13.00-ին", "13.00-ին", "13:00"),
                ("heb", "המופע מתחיל בשעה 10", "10", "10:00"),
                ("ara", "تبدأ الساعة 10", "10", "10:00"),
                ("swe", "Det börjar kl. 19.", "19", "19:00"),
            ],
        );
    }

    #[test]
    fn reads_numbers_in_words_of_many_languages() {
        check(
            Kind::Money,
            &[
                ("ces", "Stálo to dva miliony eur.", "dva miliony eur", "2000000 EUR"),
                ("slk", "Stálo to tristo eur.", "tristo eur", "300 EUR"),
                ("slv", "Stalo je petindvajset evrov.", "petindvajset evrov", "25 EUR"),
                ("hrv", "Košta pet milijuna eura.", "pet milijuna eura", "5000000 EUR"),
                ("srp", "Кошта два милиона евра.", "два милиона евра", "2000000 EUR"),
                ("bul", "Струва три милиона евро.", "три милиона евро", "3000000 EUR"),
                ("ell", "Κοστίζει τρία εκατομμύρια ευρώ.", "τρία εκατομμύρια ευρώ", "3000000 EUR"),
                ("lit", "Kainuoja du milijonus eurų.", "du milijonus eurų", "2000000 EUR"),
                ("lav", "Maksā divi miljoni eiro.", "divi miljoni eiro", "2000000 EUR"),
                ("kat", "ღირს ოცდახუთი მილიონი ევრო", "ოცდახუთი მილიონი ევრო", "25000000 EUR"),
                ("fas", "دو میلیون دلار پرداخت", "دو میلیون دلار", "2000000 USD"),
                ("ara", "دفع خمسة ملايين دولار", "خمسة ملايين دولار", "5000000 USD"),
                ("hin", "पाँच अरब डॉलर", "पाँच अरब डॉलर", "5000000000 USD"),
                ("cat", "Costa dos milions d'euros.", "dos milions d'euros", "2000000 EUR"),
            ],
        );
        check(
            Kind::Duration,
            &[
                ("ces", "Trvalo to pět let.", "pět let", "P5Y"),
                ("ell", "Κράτησε τρεις ώρες.", "τρεις ώρες", "PT3H"),
                ("lav", "Tas ilga trīs gadus.", "trīs gadus", "P3Y"),
                ("hin", "दो साल तक चला", "दो साल", "P2Y"),
                ("kor", "두 시간 걸렸다", "두 시간", "PT2H"),
                ("heb", "זה נמשך שלוש שנים", "שלוש שנים", "P3Y"),
                ("fas", "سه سال طول کشید", "سه سال", "P3Y"),
                ("tur", "Üç ay sürdü.", "Üç ay", "P3M"),
                ("aze", "Beş il çəkdi.", "Beş il", "P5Y"),
                ("deu", "Es dauerte ein Jahr.", "ein Jahr", "P1Y"),
                ("ron", "cinci ani și șase luni", "cinci ani și șase luni", "P5Y6M"),
                ("jpn", "工事は3年間続いた", "3年間", "P3Y"),
                ("kor", "공사는 4개월간 이어졌다", "4개월간", "P4M"),
            ],
        );
        // "A year" is mostly "per year", and "one day" some day.
        for (language, text) in [
            ("eng", "Twice a year it rains."),
            ("eng", "One day it rained."),
            ("kor", "한숨을 쉬었다"),
            ("sqi", "Jetojmë një realitet të ri."),
        ] {
            let found = tagged(language, text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn knows_a_weekday_of_another_week() {
        check_today(&[
            ("zho", "上周五下雨了", "上周五", "-P1W 2024-02-23"),
            ("zho", "下星期一开会", "下星期一", "P1W 2024-03-04"),
            ("jpn", "先週の金曜日に会った", "先週の金曜日", "-P1W 2024-02-23"),
            ("kor", "다음 주 월요일에 만나자", "다음 주 월요일", "P1W 2024-03-04"),
            ("eng", "It rained on Friday last week.", "Friday last week", "-P1W 2024-02-23"),
            ("heb", "הפגישה בשבוע שעבר נדחתה", "בשבוע שעבר", "-P1W 2024-W08"),
            ("fas", "هفته گذشته باران بارید", "هفته گذشته", "-P1W 2024-W08"),
            ("ara", "في العام الماضي", "العام الماضي", "-P1Y 2023"),
        ]);
        check(Kind::Date, &[("heb", "נפגשנו ביום שני", "ביום שני", "")]);
    }

    #[test]
    fn tells_weekdays_from_now_in_both_readings() {
        check_today(&[
            ("eng", "They met last Monday.", "last Monday", "2024-02-26 or 2024-02-19"),
            ("eng", "They met on Monday.", "Monday", "2024-02-26 or 2024-03-04"),
            ("aze", "Onlar cümə günü görüşdülər.", "cümə günü", "2024-03-01 or 2024-03-08"),
            ("eng", "They meet next Friday at 5 pm.", "next Friday at 5 pm", "2024-03-08T17:00"),
            ("eng", "They meet this Sunday.", "this Sunday", "2024-03-03"),
            ("swe", "förra onsdagen regnade det", "förra onsdagen", "2024-02-28 or 2024-02-21"),
            ("ron", "miercurea trecută a plouat", "miercurea trecută", "2024-02-28 or 2024-02-21"),
            ("rus", "в минувшую среду", "минувшую среду", "2024-02-28 or 2024-02-21"),
            ("eng", "They meet next Sunday.", "next Sunday", "2024-03-03 or 2024-03-10"),
            ("fra", "lundi prochain", "lundi prochain", "2024-03-04"),
            ("fin", "ensi maanantaina", "ensi maanantaina", "2024-03-04"),
            ("tur", "geçen pazartesi", "geçen pazartesi", "2024-02-26 or 2024-02-19"),
            ("hin", "अगले सोमवार", "अगले सोमवार", "2024-03-04"),
            ("ind", "Senin depan", "Senin depan", "2024-03-04"),
        ]);
    }

    #[test]
    fn joins_days_and_years_told_from_now_to_times_and_months() {
        check_today(&[
            ("eng", "Call tomorrow at 5 p.m. sharp", "tomorrow at 5 p.m.", "P1D 2024-03-02T17:00"),
            ("eng", "It was 12 May last year.", "12 May last year", "-P1Y 2023-05-12"),
            ("eng", "It was in May last year.", "May last year", "-P1Y 2023-05"),
            ("ukr", "у травні минулого року", "травні минулого року", "-P1Y 2023-05"),
            ("aze", "ötən ilin sentyabrında", "ötən ilin sentyabrında", "-P1Y 2023-09"),
            ("kaz", "биылғы мамырда", "биылғы мамырда", "P0Y 2024-05"),
        ]);
        let found = tagged("eng", "Call tomorrow at 5 p.m. sharp");
        assert_eq!(found, [(Kind::Date, "tomorrow at 5 p.m.".into(), "P1D T17:00".into())]);
    }

    #[test]
    fn reads_decades_and_centuries() {
        check(
            Kind::Date,
            &[
                ("eng", "music of the 80s", "80s", "1980/1989"),
                ("deu", "in den 1990er Jahren", "1990er Jahren", "1990/1999"),
                ("fra", "les années 1990", "années 1990", "1990/1999"),
                ("spa", "los años 90", "años 90", "1990/1999"),
                ("ita", "gli anni '90", "anni '90", "1990/1999"),
                ("rus", "в 90-е годы", "90-е годы", "1990/1999"),
                ("ukr", "1990-ті роки", "1990-ті роки", "1990/1999"),
                ("pol", "lata 90.", "lata 90", "1990/1999"),
                ("ces", "v 90. letech", "90. letech", "1990/1999"),
                ("hun", "az 1990-es években", "1990-es években", "1990/1999"),
                ("fin", "1990-luvulla", "1990-luvulla", "1990/1999"),
                ("fin", "1900-luvulla", "1900-luvulla", "1900/1999"),
                ("est", "1990. aastatel", "1990. aastatel", "1990/1999"),
                ("dan", "i 1990'erne", "1990'erne", "1990/1999"),
                ("tur", "1990'larda", "1990'larda", "1990/1999"),
                ("aze", "1990-cı illərdə", "1990-cı illərdə", "1990/1999"),
                ("hye", "1990-ական թվականներին", "1990-ական թվականներին", "1990/1999"),
                ("ind", "pada tahun 1990-an", "1990-an", "1990/1999"),
                ("eng", "the 19th century", "19th century", "1801/1900"),
                ("eng", "in the 5th century BC", "5th century BC", "-0499/-0400"),
                ("eng", "the nineteenth century", "nineteenth century", "1801/1900"),
                ("deu", "im 19. Jahrhundert", "19. Jahrhundert", "1801/1900"),
                ("fra", "au XIXe siècle", "XIXe siècle", "1801/1900"),
                ("spa", "el siglo XIX", "siglo XIX", "1801/1900"),
                ("ron", "secolul al XIX-lea", "secolul al XIX-lea", "1801/1900"),
                ("rus", "в XIX веке", "XIX веке", "1801/1900"),
                ("tur", "XIX. yüzyılda", "XIX. yüzyılda", "1801/1900"),
                ("aze", "XIX əsrdə", "XIX əsrdə", "1801/1900"),
                ("hye", "19-րդ դարում", "19-րդ դարում", "1801/1900"),
                ("kat", "XIX საუკუნეში", "XIX საუკუნეში", "1801/1900"),
                ("ara", "في القرن التاسع عشر", "القرن التاسع عشر", "1801/1900"),
                ("heb", "המאה ה-19", "המאה ה-19", "1801/1900"),
                ("hin", "19वीं सदी", "19वीं सदी", "1801/1900"),
                ("vie", "thế kỷ 19", "thế kỷ 19", "1801/1900"),
                ("kor", "19세기", "19세기", "1801/1900"),
                ("zho", "在19世纪", "19世纪", "1801/1900"),
            ],
        );
        // Lengths of time are none.
        for (language, text, value) in [
            ("pol", "żył 90 lat", "P90Y"),
            ("ces", "žil 90 let", "P90Y"),
            ("ita", "visse 90 anni", "P90Y"),
            ("rus", "5 веков", "P500Y"),
        ] {
            let found = tagged(language, text);
            assert!(matches!(&found[..], [(Kind::Duration, _, seen)] if seen == value), "{text}: {found:?}");
        }
    }

    #[test]
    fn reads_seasons_and_quarters_of_years() {
        check(
            Kind::Date,
            &[
                ("eng", "in spring 2024", "spring 2024", "2024-21"),
                ("spa", "el verano de 2023", "verano de 2023", "2023-22"),
                ("rus", "летом 2023 года", "летом 2023 года", "2023-22"),
                ("ell", "το καλοκαίρι του 2023", "καλοκαίρι του 2023", "2023-22"),
                ("hun", "2023 nyarán", "2023 nyarán", "2023-22"),
                ("tur", "2023 yazında", "2023 yazında", "2023-22"),
                ("jpn", "2023年夏に", "2023年夏", "2023-22"),
                ("kor", "2023년 여름에", "2023년 여름", "2023-22"),
                ("fin", "Hän tuli kesällä kotiin.", "kesällä", ""),
                ("eng", "sales in Q3 2024 rose", "Q3 2024", "2024-07/2024-09"),
                ("eng", "the third quarter of 2024", "third quarter of 2024", "2024-07/2024-09"),
                ("deu", "im 3. Quartal 2024", "3. Quartal 2024", "2024-07/2024-09"),
                ("fra", "au 3e trimestre 2024", "3e trimestre 2024", "2024-07/2024-09"),
                ("rus", "3 квартал 2024 года", "3 квартал 2024 года", "2024-07/2024-09"),
                ("zho", "2024年第三季度", "2024年第三季度", "2024-07/2024-09"),
            ],
        );
        for text in ["The Audi Q3 is a car.", "Donna Summer sang.", "He will spring up and fall down."] {
            assert!(tagged("eng", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn reads_halves_and_ages() {
        check(
            Kind::Money,
            &[
                ("eng", "half a million euros", "half a million euros", "500000 EUR"),
                ("eng", "a million dollars", "a million dollars", "1000000 USD"),
                ("eng", "two and a half million dollars", "two and a half million dollars", "2500000 USD"),
                ("rus", "два с половиной миллиона рублей", "два с половиной миллиона рублей", "2500000 RUB"),
                ("kaz", "үш жарым миллиард доллар", "үш жарым миллиард доллар", "3500000000 USD"),
                ("tur", "üç buçuk milyon lira", "üç buçuk milyon lira", "3500000 TRY"),
                ("fin", "puoli miljardia euroa", "puoli miljardia euroa", "500000000 EUR"),
            ],
        );
        check(
            Kind::Duration,
            &[
                ("eng", "She is 38 years old.", "38 years old", "P38Y"),
                ("fin", "38-vuotias mies", "38-vuotias", "P38Y"),
                ("kaz", "38 жастағы ер", "38 жастағы", "P38Y"),
                ("tur", "25 yaşında bir kadın", "25 yaşında", "P25Y"),
                ("hye", "25 տարեկան", "25 տարեկան", "P25Y"),
                ("kor", "25세 여성", "25세", "P25Y"),
                ("eng", "two and a half years", "two and a half years", "P2.5Y"),
            ],
        );
        check(Kind::Percent, &[("kaz", "төрт жарым процент", "төрт жарым процент", "4.5")]);
    }

    #[test]
    fn a_dateline_is_what_relative_dates_refer_to() {
        let found = tagged("eng", "Ferry runs again\n11:00 04.02.2024\nThe ferry sailed yesterday.");
        assert_eq!(found[1], (Kind::Date, "yesterday".into(), "-P1D 2024-02-03".into()));
    }

    #[test]
    fn the_dateline_is_not_what_headlines_of_other_documents_refer_to() {
        let mut text = String::from(
            "Ferry runs again\n11:00 04.02.2024\n\nThe ferry sailed yesterday, the harbour office told reporters on Sunday.\n\n",
        );
        text.push_str(
            "It carried cars, bicycles and a good number of goats, and nobody fell into the water.\n\nLatest news\n",
        );
        for hour in 10..20 {
            text.push_str(&format!("Mayor opens new harbour gate number {hour} next week\n{hour}:30 02.07.2025\n"));
        }
        let analysis = crate::Pipeline::new().unwrap().analyze(&text, &Options::default());
        let iso = |mention: &str| {
            let entity = analysis.entities.iter().find(|entity| entity.span.of(&text) == mention);
            match entity.and_then(|entity| entity.value.clone()) {
                Some(Value::Date(value)) => value.iso,
                other => panic!("{mention}: {other:?}"),
            }
        };
        assert_eq!((iso("yesterday").as_deref(), iso("next week")), (Some("2024-02-03"), None));
    }

    #[test]
    fn takes_no_look_alikes_for_amounts_and_dates() {
        for (language, text, wrong) in [
            ("eng", "The side won 6 matches.", Kind::Money),
            ("dan", "Der var så mange som 10 både.", Kind::Money),
            ("eng", "Of the crew 200 are missing and 5 in hospital.", Kind::Quantity),
            ("nld", "Hij werd in 1998 in de raad gekozen.", Kind::Quantity),
            ("hin", "वह 5 बार आया।", Kind::Quantity),
            ("eng", "It has 5G and 4G.", Kind::Number),
            ("eng", "Agent 007 lives in room 0018.", Kind::Number),
            ("deu", "Das war am Morgen und gegen Morgen.", Kind::Date),
            ("zho", "万一，八月再说。", Kind::Time),
        ] {
            let found = tagged(language, text);
            assert!(found.iter().all(|(kind, ..)| *kind != wrong), "{text}: {found:?}");
        }
        check(
            Kind::Date,
            &[
                ("zho", "万一，八月再说", "八月", "--08"),
                ("jpn", "東和6年2月4日に開いた", "2月4日", "--02-04"),
                ("deu", "Er kommt morgen wieder.", "morgen", "P1D"),
                ("deu", "Morgen kommt er.", "Morgen", "P1D"),
                ("kor", "2월 4일(일) 열린다", "2월 4일(일)", "--02-04"),
            ],
        );
    }

    #[test]
    fn reads_money() {
        check(
            Kind::Money,
            &[
                ("eng", "a $2M grant", "$2M", "2000000 USD"),
                ("eng", "up to €2.4m, they said", "€2.4m", "2400000 EUR"),
                ("eng", "a £3m house", "£3m", "3000000 GBP"),
                ("eng", "worth $1.2b", "$1.2b", "1200000000 USD"),
                ("eng", "USD 3.5 billion went", "USD 3.5 billion", "3500000000 USD"),
                ("eng", "for €5 each", "€5", "5 EUR"),
                ("eng", "for US$5.20 each", "US$5.20", "5.20 USD"),
                ("eng", "for A$12 each", "A$12", "12 AUD"),
                ("eng", "about 10–15 million dollars more", "10–15 million dollars", "10000000/15000000 USD"),
                ("eng", "for 5 lakh rupees", "5 lakh rupees", "500000 INR"),
                ("rus", "ущерб 2,5 млрд руб. за год", "2,5 млрд руб.", "2500000000 RUB"),
                ("rus", "за 300 рублей", "300 рублей", "300 RUB"),
                ("aze", "cəmi 10 manat ödəyib", "10 manat", "10 AZN"),
                ("aze", "cəmi ₼10 ödəyib", "₼10", "10 AZN"),
                ("aze", "2 milyon dollar ayrılıb", "2 milyon dollar", "2000000 USD"),
                ("fas", "قیمت آن ۵۰۰ تومان بود", "۵۰۰ تومان", "5000 IRR"),
                ("fas", "حدود ۲٫۵ میلیون تومان", "۲٫۵ میلیون تومان", "25000000 IRR"),
                ("eng", "costs 10–15 tomans each", "10–15 tomans", "100/150 IRR"),
                ("tur", "25 bin lira ödedi", "25 bin lira", "25000 TRY"),
                ("kaz", "500 теңге төледі", "500 теңге", "500 KZT"),
                ("hun", "ára 50 000 Ft volt", "50 000 Ft", "50000 HUF"),
                ("jpn", "価格は¥3万です", "¥3万", "30000 JPY"),
                ("jpn", "10億円を投じた", "10億円", "1000000000 JPY"),
                ("jpn", "1億2千万円の", "1億2千万円", "120000000 JPY"),
                ("jpn", "1億2000万円の", "1億2000万円", "120000000 JPY"),
                ("kor", "5만 원을 냈다", "5만 원", "50000 KRW"),
                ("zho", "花了300元", "300元", "300 CNY"),
                ("hin", "कीमत ₹5 लाख है", "₹5 लाख", "500000 INR"),
                ("spa", "costó 3 millones de euros", "3 millones de euros", "3000000 EUR"),
                ("fra", "3 millions d’euros versés", "3 millions d’euros", "3000000 EUR"),
                ("deu", "kostet 1.234,56 Euro", "1.234,56 Euro", "1234.56 EUR"),
                ("swe", "kostar 500 kr idag", "500 kr", "500 SEK"),
                ("pol", "kosztuje 20 zł dziś", "20 zł", "20 PLN"),
                ("ara", "دفع 500 دولار أمس", "500 دولار", "500 USD"),
                ("tha", "จ่าย 500 บาท", "500 บาท", "500 THB"),
                ("vie", "giá 500.000 ₫ thôi", "500.000 ₫", "500000 VND"),
                ("por", "custa R$ 10,50 hoje", "R$ 10,50", "10.50 BRL"),
                ("hye", "արժե 500 դրամ", "500 դրամ", "500 AMD"),
                ("ell", "κόστισε 2,5 εκατ. ευρώ", "2,5 εκατ. ευρώ", "2500000 EUR"),
                ("kat", "ღირს 500 ლარი", "500 ლარი", "500 GEL"),
            ],
        );
    }

    #[test]
    fn reads_percentages() {
        check(
            Kind::Percent,
            &[
                ("eng", "up 11.2% since", "11.2%", "11.2"),
                ("eng", "up 12 percent since", "12 percent", "12"),
                ("eng", "between 10–15% more", "10–15%", "10/15"),
                ("eng", "fell -3.5% then", "-3.5%", "-3.5"),
                ("tur", "enflasyon %25 oldu", "%25", "25"),
                ("aze", "qiymətlər 12 faiz artıb", "12 faiz", "12"),
                ("deu", "um 12 Prozent mehr", "12 Prozent", "12"),
                ("rus", "на 12 процентов больше", "12 процентов", "12"),
                ("ara", "بنسبة ١٢٪ هذا العام", "١٢٪", "12"),
                ("hin", "12 प्रतिशत अधिक", "12 प्रतिशत", "12"),
                ("fra", "soit 12 % de plus", "12 %", "12"),
                ("ell", "κατά 12,5% φέτος", "12,5%", "12.5"),
            ],
        );
    }

    #[test]
    fn reads_quantities_with_ucum_units() {
        check(
            Kind::Quantity,
            &[
                ("eng", "a wall 850m long", "850m", "850 m"),
                ("eng", "ran 5 km home", "5 km", "5 km"),
                ("por", "Choveu 30 mm ontem.", "30 mm", "30 mm"),
                ("eng", "it is 60°C inside", "60°C", "60 Cel"),
                ("tur", "3 kilometre uzakta", "3 kilometre", "3 km"),
                ("eng", "a 10 MB file", "10 MB", "10 MBy"),
                ("rus", "масса 15 килограммов", "15 килограммов", "15 kg"),
                ("deu", "ein Feld von 3,5 Hektar", "3,5 Hektar", "3.5 har"),
                ("jpn", "長さ5キロメートル", "5キロメートル", "5 km"),
                ("ara", "مسافة 5 كيلومتر", "5 كيلومتر", "5 km"),
                ("hin", "5 किलोमीटर दूर", "5 किलोमीटर", "5 km"),
                ("kaz", "5 километр жер", "5 километр", "5 km"),
                ("zho", "运了3吨煤", "3吨", "3 t"),
                ("eng", "winds of 90 km/h came", "90 km/h", "90 km/h"),
                ("eng", "a 25-kilometre road", "25-kilometre", "25 km"),
            ],
        );
    }

    #[test]
    fn reads_lengths_of_time() {
        check(
            Kind::Duration,
            &[
                ("eng", "a 60-day truce", "60-day", "P60D"),
                ("eng", "for 3 hours more", "3 hours", "PT3H"),
                ("eng", "took 3 hours 20 minutes", "3 hours 20 minutes", "PT3H20M"),
                ("aze", "cəmi 2 saat çəkib", "2 saat", "PT2H"),
                ("rus", "прошло 5 лет", "5 лет", "P5Y"),
                ("zho", "用了3小时", "3小时", "PT3H"),
                ("kor", "3시간 동안", "3시간 동안", "PT3H"),
                ("fin", "kesti 5 päivää", "5 päivää", "P5D"),
                ("ara", "استمر 5 أيام", "5 أيام", "P5D"),
                ("swa", "alikaa siku 5 tu", "siku 5", "P5D"),
            ],
        );
    }

    #[test]
    fn reads_ordinals() {
        check(
            Kind::Ordinal,
            &[
                ("eng", "the 3rd time", "3rd", "3"),
                ("aze", "bu 2-ci hadisədir", "2-ci", "2"),
                ("tur", "bu 2'nci olay", "2'nci", "2"),
                ("rus", "это 5-й случай", "5-й", "5"),
                ("zho", "这是第3次", "第3", "3"),
                ("spa", "es la 3ª vez", "3ª", "3"),
                ("fra", "la 2e fois", "2e", "2"),
                ("kaz", "бұл 5-ші рет", "5-ші", "5"),
            ],
        );
    }

    #[test]
    fn reads_other_numbers() {
        check(
            Kind::Number,
            &[
                ("eng", "they counted 1,234 birds", "1,234", "1234"),
                ("eng", "about 2.5 million birds", "2.5 million", "2500000"),
                ("rus", "около 2,5 млн птиц", "2,5 млн", "2500000"),
                ("zho", "共3万人", "3万", "30000"),
                ("jpn", "3万5000人が", "3万5000", "35000"),
                ("hin", "करीब 12,34,567 लोग", "12,34,567", "1234567"),
                ("ara", "حوالي ١٬٢٣٤ طائرا", "١٬٢٣٤", "1234"),
                ("eng", "between 10–15 birds", "10–15", "10/15"),
            ],
        );
    }

    #[test]
    fn leaves_digits_of_names_alone() {
        for text in [
            "COP29",
            "Covid-19",
            "version 1.2.3",
            "192.168.0.1",
            "F-16",
            "AK47",
            "B2B",
            "MP3",
            "x86_64",
            "ISO/IEC",
            "A4",
            "/img/04.02.png",
            "may I",
            "a mars bar",
            "He sat down",
            "seconds later",
            "the Sun shone",
            "&#8217;",
            "http://a.b/c%20d",
        ] {
            let found = tagged("eng", text);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    #[test]
    fn any_text_is_taken_in_linear_time() {
        for unit in [
            "1",
            "1.",
            "1 ",
            "2024-",
            "4 May ",
            "$",
            "$1",
            "1億",
            "%1",
            "3 days ",
            "(",
            "'",
            "٤",
            "10:10 ",
            "in 1 ",
            "\u{ad}",
            "a\u{ad}",
            "年\u{ad}",
            "5\u{a0}",
        ] {
            let text = unit.repeat(10_000);
            let begun = std::time::Instant::now();
            tagged("eng", &text);
            assert!(begun.elapsed().as_secs() < 20, "{unit:?} took {:?}", begun.elapsed());
        }
    }

    /// Samples that are not found whole, and why.
    const UNUSUAL: &[(&str, &str)] = &[
        // Commas between the numbers.
        ("bal-Latn", "full"),
        // A month in figures, with the day's name only or a slash to the year.
        ("blo", "full"),
        ("blo", "medium"),
        // The month before a comma and the day: "in May, 4 people" is no date.
        ("cv", "day"),
        // A word before the year stays outside.
        ("dz", "long"),
        ("dz", "medium"),
        // CLDR has one word for both ways.
        ("ti", "relative"),
        // A number with "day" is the day of a month more often than so many days.
        ("ja", "duration"),
        ("ko", "duration"),
        // One letter apart from its number.
        ("ga", "duration"),
        // A word after the weekday, or before the day, stays outside.
        ("mn", "full"),
        ("nnh", "long"),
        // A dash between date and weekday.
        ("shn", "full"),
        // Numbers are written with a hash.
        ("tok", "long"),
        ("tok", "full"),
        ("tok", "medium"),
        ("tok", "month"),
        // Three numbers with blanks between them.
        ("yo", "medium"),
    ];

    #[test]
    fn finds_what_every_language_of_cldr_writes_by_its_own_patterns() {
        let samples = include_str!("locale.samples.tsv");
        let (mut failures, mut tried) = (String::new(), 0);
        for line in samples.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [language, locale, kind, value, text] = columns[..] else { panic!("a malformed line: {line}") };
            tried += 1;
            let found = tagged(language, text);
            // A point at the end may be the sentence's, and figures may have a second reading.
            let whole = Span::new(0, text.len()).trimmed(text).of(text);
            let right = match &found[..] {
                [(_, mention, seen)] => {
                    seen.split(" or ").next() == Some(value) && (mention == whole || format!("{mention}.") == whole)
                }
                _ => false,
            };
            if !right && !UNUSUAL.contains(&(locale, kind)) {
                failures.push_str(&format!("\n{locale} {kind} {value}: {text} -> {found:?}"));
            }
        }
        assert!(failures.is_empty(), "{} of {tried}{failures}", failures.lines().count());
    }
}
