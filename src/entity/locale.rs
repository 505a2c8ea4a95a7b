//! The `locale` pack: what Unicode CLDR says of months, currencies, units and numbers in each of its languages.
//!
//! One finite-state map leads from every name, folded by [`fold`], to its meanings and the languages that have it. All
//! is read in place.

use super::fold::folded;
use crate::Error;
use crate::language::Code;
use crate::pack::{Pack, u32_at};
use fst::raw::{Fst, Node, Output};

/// The version of the pack's layout and names; see LOCALE.md.
pub const VERSION: u32 = 3;

/// What stands for a number in a name that holds one, such as "3 days ago".
pub const NUMBER: u8 = 1;

/// Bytes of a language's record in the section `langs`.
pub const RECORD: usize = 12;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Period {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Period {
    /// All, shortest first.
    pub const ALL: [Self; 10] = [
        Self::Second,
        Self::Minute,
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Decade,
        Self::Century,
    ];
}

/// A part of the day, which turns the hours of a twelve-hour clock into those of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayPart {
    /// Before noon.
    Morning,
    /// After noon.
    Afternoon,
    /// Noon itself.
    Noon,
    /// Midnight itself.
    Midnight,
    /// Late evening or early morning.
    Night,
}

impl DayPart {
    const ALL: [Self; 5] = [Self::Morning, Self::Afternoon, Self::Noon, Self::Midnight, Self::Night];
}

/// How years are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    /// Before the common era.
    Before,
    /// Of the common era.
    Common,
    /// Of the Buddhist era, 543 years ahead.
    Buddhist,
    /// Of a reign or republic whose first year is that of the common era: 令和6年, 民国112年.
    Since(u16),
}

impl Era {
    const fn encode(self) -> u32 {
        match self {
            Self::Before => 0,
            Self::Common => 1,
            Self::Buddhist => 2,
            Self::Since(year) => year as u32,
        }
    }

    const fn decode(code: u16) -> Option<Self> {
        Some(match code {
            0 => Self::Before,
            1 => Self::Common,
            2 => Self::Buddhist,
            1000.. => Self::Since(code),
            _ => return None,
        })
    }
}

/// A calendar other than the common one, whose months have names of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calendar {
    /// The Solar Hijri calendar of Iran and Afghanistan.
    Persian,
    /// The lunar Hijri calendar, whose months begin when the moon is seen.
    Islamic,
    /// The Hebrew calendar; its months count from Tishri, Adar I is the sixth and Adar always the seventh.
    Hebrew,
    /// The Ethiopic calendar.
    Ethiopic,
}

impl Calendar {
    const ALL: [Self; 4] = [Self::Persian, Self::Islamic, Self::Hebrew, Self::Ethiopic];
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// A month, from 1.
    Month(u8),
    /// A day of the week, Monday 1.
    Weekday(u8),
    /// A stretch of time told from now: yesterday is (Day, -1), next week (Week, 1).
    Relative(Period, i8),
    /// So many of a unit back from now, with the number in the name.
    Ago(Period),
    /// So many of a unit from now, with the number in the name.
    Ahead(Period),
    /// How years are counted.
    Era(Era),
    /// A part of the day, and whether by a word, which a day takes along, rather than by a mark such as "p.m."
    DayPart(DayPart, bool),
    /// A currency's name or symbol; ISO 4217.
    Currency([u8; 3]),
    /// A currency's ISO 4217 code, upper case in text.
    CurrencyCode([u8; 3]),
    /// A hundredth of that currency, such as "cents".
    Hundredth([u8; 3]),
    /// A unit of measure: its place in the section `units`.
    Unit(u8),
    /// The same, standing before its number.
    UnitBefore(u8),
    /// A unit of time.
    Duration(Period),
    /// The same, standing before its number.
    DurationBefore(Period),
    /// Ten to that power.
    Scale(u8),
    /// The same, standing before its number.
    ScaleBefore(u8),
    /// Percent.
    Percent,
    /// A word inside dates, such as "de" in "4 de febrero de 2024".
    Link,
    /// A word between a date and a time of day, such as "at".
    At,
    /// A word after the number of a year, month, day, hour, minute or second, such as 年.
    Mark(Period),
    /// A mark or word before an ordinal's number, such as 第.
    OrdinalBefore,
    /// A mark or word after an ordinal's number, such as "th".
    OrdinalAfter,
    /// A month of another calendar, from 1.
    OtherMonth(Calendar, u8),
    /// A word between the ends of a range, such as "to".
    Until,
    /// A number in words, up to 999; 0 is a word between two of them, such as "and".
    Numeral(u16),
    /// A month's whole name, though as short as the abbreviations of others, such as "May".
    WholeMonth,
    /// A word that tells a unit of time from now, such as the "last" of "last week", by how many; and whether it follows the unit.
    Which(i8, bool),
    /// A word that counts back from now (-1) or on from it (1), such as "ago", and whether it follows the number and its unit.
    Towards(i8, bool),
    /// A season: 21 spring, 22 summer, 23 autumn, 24 winter, as ISO 8601-2 numbers them; and whether the word has no other sense.
    Season(u8, bool),
    /// A quarter of a year, from 1.
    Quarter(u8),
    /// A month's name is another word as well, or a short form of it is.
    Doubtful,
    /// A word before the number of a decade, such as French "années".
    DecadeBefore,
    /// An ordinal in words.
    Rank(u8),
    /// A half in words, alone or after a number: half a million, жеті жарым.
    Half,
    /// A word before a time of day that leaves no doubt that it is one, such as Finnish klo.
    Clock,
    /// A time zone: so many quarters of an hour ahead of UTC; none where its name tells no certain number; and whether it is
    /// written in capitals: French "et" is no Eastern Time.
    Zone(Option<i8>, bool),
    /// A weekday, Monday 1, of the week so many from now: 上周五.
    WeekdayOf(u8, i8),
    /// A word for the beginning, middle or end of a stretch of time, such as "late", and whether it follows the name of that.
    Part(bool),
    /// A date that the text before or the calendar tells, such as "weekend" or Korean 이날, "that day".
    Moment,
    /// A number that is not told, such as "several".
    Few,
    /// A word that makes a range of two dates, such as "between", and whether it follows them.
    Between(bool),
    /// A word between two such dates, such as "and".
    And,
    /// A word such as "about" or "until" that its language counts to the amount or date beside it, and whether it follows.
    About(bool),
}

impl Meaning {
    /// The meaning as a number, for the pack.
    #[must_use]
    pub fn encode(self) -> u32 {
        let code = |kind: u32, payload: u32| kind << 24 | payload;
        let iso = |letters: [u8; 3]| letters.iter().fold(0, |sum, &letter| sum << 8 | u32::from(letter));
        let signed = |n: i8| u32::from(n.to_le_bytes()[0]);
        match self {
            Self::Month(n) => code(0, n.into()),
            Self::Weekday(n) => code(1, n.into()),
            Self::Relative(unit, offset) => code(2, (unit as u32) << 8 | signed(offset)),
            Self::Ago(unit) => code(3, unit as u32),
            Self::Ahead(unit) => code(4, unit as u32),
            Self::Era(era) => code(5, era.encode()),
            Self::DayPart(part, named) => code(6, u32::from(named) << 8 | part as u32),
            Self::Currency(letters) => code(7, iso(letters)),
            Self::CurrencyCode(letters) => code(8, iso(letters)),
            Self::Unit(n) => code(9, n.into()),
            Self::UnitBefore(n) => code(10, n.into()),
            Self::Duration(unit) => code(11, unit as u32),
            Self::DurationBefore(unit) => code(12, unit as u32),
            Self::Scale(n) => code(13, n.into()),
            Self::ScaleBefore(n) => code(14, n.into()),
            Self::Percent => code(15, 0),
            Self::Link => code(16, 0),
            Self::At => code(17, 0),
            Self::Mark(unit) => code(18, unit as u32),
            Self::OrdinalBefore => code(19, 0),
            Self::OrdinalAfter => code(20, 0),
            Self::OtherMonth(calendar, n) => code(21, (calendar as u32) << 8 | u32::from(n)),
            Self::Until => code(22, 0),
            Self::Numeral(n) => code(23, n.into()),
            Self::WholeMonth => code(24, 0),
            Self::Which(offset, after) => code(25, u32::from(after) << 8 | signed(offset)),
            Self::Towards(sign, after) => code(26, u32::from(after) << 8 | signed(sign)),
            Self::Season(n, alone) => code(27, u32::from(alone) << 8 | u32::from(n)),
            Self::Quarter(n) => code(28, n.into()),
            Self::Doubtful => code(29, 0),
            Self::DecadeBefore => code(30, 0),
            Self::Rank(n) => code(31, n.into()),
            Self::Half => code(32, 0),
            Self::Clock => code(33, 0),
            Self::Zone(quarters, capitals) => code(34, u32::from(capitals) << 16 | quarters.map_or(0x100, signed)),
            Self::WeekdayOf(day, week) => code(35, u32::from(day) << 8 | signed(week)),
            Self::Part(after) => code(36, after.into()),
            Self::Moment => code(37, 0),
            Self::Few => code(38, 0),
            Self::Between(after) => code(39, after.into()),
            Self::And => code(40, 0),
            Self::About(after) => code(41, after.into()),
            Self::Hundredth(letters) => code(42, iso(letters)),
        }
    }

    /// What it is called where a reader is told what decided about a mention.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Month(_) | Self::OtherMonth(..) | Self::WholeMonth | Self::Doubtful => "month",
            Self::Season(..) => "season",
            Self::Quarter(_) => "quarter",
            Self::Weekday(_) => "weekday",
            Self::Relative(..)
            | Self::Ago(_)
            | Self::Ahead(_)
            | Self::Which(..)
            | Self::Towards(..)
            | Self::WeekdayOf(..)
            | Self::Moment => "relative date",
            Self::Era(_) => "era",
            Self::DayPart(..) => "part of the day",
            Self::Currency(_) | Self::CurrencyCode(_) | Self::Hundredth(_) => "currency",
            Self::Unit(_) | Self::UnitBefore(_) => "unit",
            Self::Duration(_) | Self::DurationBefore(_) | Self::Mark(_) | Self::DecadeBefore => "unit of time",
            Self::Scale(_) | Self::ScaleBefore(_) => "power of ten",
            Self::Percent => "percent",
            Self::Link | Self::At | Self::Clock | Self::Until | Self::Between(_) | Self::And | Self::About(_) => {
                "joining word"
            }
            Self::Zone(..) => "time zone",
            Self::Part(_) => "part of a stretch of time",
            Self::Numeral(_) | Self::Half | Self::Few => "number",
            Self::OrdinalBefore | Self::OrdinalAfter => "ordinal mark",
            Self::Rank(_) => "ordinal",
        }
    }

    /// The meaning that [`Meaning::encode`] gave that number.
    #[must_use]
    pub fn decode(code: u32) -> Option<Self> {
        let [low, middle, high, kind] = code.to_le_bytes();
        let period = |n: u8| Period::ALL.get(usize::from(n)).copied();
        Some(match kind {
            0 => Self::Month(low),
            1 => Self::Weekday(low),
            2 => Self::Relative(period(middle)?, i8::from_le_bytes([low])),
            3 => Self::Ago(period(low)?),
            4 => Self::Ahead(period(low)?),
            5 => Self::Era(Era::decode(u16::from_le_bytes([low, middle]))?),
            6 => Self::DayPart(*DayPart::ALL.get(usize::from(low))?, middle == 1),
            7 => Self::Currency([high, middle, low]),
            8 => Self::CurrencyCode([high, middle, low]),
            9 => Self::Unit(low),
            10 => Self::UnitBefore(low),
            11 => Self::Duration(period(low)?),
            12 => Self::DurationBefore(period(low)?),
            13 => Self::Scale(low),
            14 => Self::ScaleBefore(low),
            15 => Self::Percent,
            16 => Self::Link,
            17 => Self::At,
            18 => Self::Mark(period(low)?),
            19 => Self::OrdinalBefore,
            20 => Self::OrdinalAfter,
            21 => Self::OtherMonth(*Calendar::ALL.get(usize::from(middle))?, low),
            22 => Self::Until,
            23 => Self::Numeral(u16::from_le_bytes([low, middle])),
            24 => Self::WholeMonth,
            25 => Self::Which(i8::from_le_bytes([low]), middle == 1),
            26 => Self::Towards(i8::from_le_bytes([low]), middle == 1),
            27 => Self::Season(low, middle == 1),
            28 => Self::Quarter(low),
            29 => Self::Doubtful,
            30 => Self::DecadeBefore,
            31 => Self::Rank(low),
            32 => Self::Half,
            33 => Self::Clock,
            34 => Self::Zone((middle == 0).then_some(i8::from_le_bytes([low])), high == 1),
            35 => Self::WeekdayOf(middle, i8::from_le_bytes([low])),
            36 => Self::Part(low == 1),
            37 => Self::Moment,
            38 => Self::Few,
            39 => Self::Between(low == 1),
            40 => Self::And,
            41 => Self::About(low == 1),
            42 => Self::Hundredth([high, middle, low]),
            _ => return None,
        })
    }
}

/// The order of day, month and year in a language's short dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// 4.2.2024
    #[default]
    DayFirst,
    /// 2/4/2024
    MonthFirst,
    /// 2024-02-04
    YearFirst,
}

/// What the rules need to know of a language beside its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The order of short dates.
    pub order: Order,
    /// The decimal separator.
    pub decimal: char,
    /// Whether names take endings, which then belong to the word: Kazakh ақпанда.
    pub inflects: bool,
    /// Whether years are counted by the Buddhist era.
    pub buddhist: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { order: Order::DayFirst, decimal: '.', inflects: false, buddhist: false }
    }
}

impl Rules {
    /// The record of a language in the pack.
    #[must_use]
    pub fn encode(self, code: Code) -> [u8; RECORD] {
        let mut record = [0; RECORD];
        record.iter_mut().zip(code.as_str().bytes()).for_each(|(to, from)| *to = from);
        let [_, _, _, order, decimal, flags, ..] = &mut record;
        *order = self.order as u8;
        *decimal = u8::from(self.decimal == ',');
        *flags = u8::from(self.inflects) | u8::from(self.buddhist) << 1;
        record
    }

    fn decode(record: &[u8]) -> Self {
        let at = |i: usize| record.get(i).copied().unwrap_or_default();
        Self {
            order: match at(3) {
                1 => Order::MonthFirst,
                2 => Order::YearFirst,
                _ => Order::DayFirst,
            },
            decimal: if at(4) == 1 { ',' } else { '.' },
            inflects: at(5) & 1 != 0,
            buddhist: at(5) & 2 != 0,
        }
    }
}

/// A language by its place in the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongue(u16);

impl Tongue {
    /// From 1.
    pub(super) const fn number(self) -> u16 {
        self.0 + 1
    }
}

/// A set of languages by its place in the pack: 0 is all, then one each, then the others.
pub type Set = u32;

/// The pack, ready to be asked.
#[derive(Clone)]
pub struct Locale<'p> {
    names: Fst<&'p [u8]>,
    meanings: &'p [u8],
    lists: &'p [u8],
    sets: &'p [u8],
    languages: &'p [u8],
    units: &'p [u8],
    /// Empty in a pack without.
    endings: &'p str,
}

/// A name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it ends, as a byte offset in the text.
    pub end: usize,
    /// Its entry, for [`Locale::meanings`].
    pub entry: u64,
    /// Whether the name ended with the word, or only began it.
    pub whole: bool,
    /// Whether a language that was asked for has it.
    pub own: bool,
    /// Where the name ends, before the ending that the word may have.
    pub stem: usize,
    /// Where the number inside stands, if the name holds one.
    pub number: Option<(usize, usize)>,
}

impl<'p> Locale<'p> {
    /// Reads the headers of `pack`.
    ///
    /// # Errors
    /// When a section is missing or the names are not a finite-state map.
    pub fn new(pack: &'p Pack) -> Result<Self, Error> {
        if pack.version() != VERSION {
            return Err(Error::pack(format!(
                "locale pack {} is not {VERSION}, which this version reads",
                pack.version()
            )));
        }
        let names = Fst::new(pack.section("names")?).map_err(|error| Error::pack(error.to_string()))?;
        Ok(Self {
            names,
            meanings: pack.section("meanings")?,
            lists: pack.section("lists")?,
            sets: pack.section("sets")?,
            languages: pack.section("langs")?,
            units: pack.section("units")?,
            endings: Self::endings(pack),
        })
    }

    /// The section of endings; empty in a pack without.
    pub(super) fn endings(pack: &'p Pack) -> &'p str {
        pack.section("endings").ok().and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    /// Whether one of the languages has the ending for its names.
    pub(super) fn is_ending(&self, ending: &str, tongues: &[Tongue]) -> bool {
        let code = |&Tongue(at): &Tongue| self.languages.get(usize::from(at) * RECORD..)?.get(..3);
        let ending = folded(ending);
        self.endings.lines().filter_map(|line| line.split_once('\t')).any(|(language, rest)| {
            let all = rest.split('\t').next().unwrap_or_default();
            tongues.iter().filter_map(code).any(|code| code == language.as_bytes())
                && all.split(' ').any(|known| known == ending)
        })
    }

    /// The language's place, if the pack has it.
    #[must_use]
    pub fn tongue(&self, code: Code) -> Option<Tongue> {
        let code = match code.as_str() {
            "tgl" => "fil",
            "nor" => "nob",
            "ekk" => "est",
            "lvs" => "lav",
            "twi" => "aka",
            other => other,
        };
        let (records, _) = self.languages.as_chunks::<RECORD>();
        let found = records.binary_search_by(|record| record.get(..3).unwrap_or_default().cmp(code.as_bytes()));
        found.ok().and_then(|at| u16::try_from(at).ok()).map(Tongue)
    }

    /// The codes of all languages in the pack, in alphabetical order.
    pub fn languages(&self) -> impl Iterator<Item = Code> {
        let (records, _) = self.languages.as_chunks::<RECORD>();
        records.iter().filter_map(|record| Code::new(std::str::from_utf8(record.get(..3)?).ok()?))
    }

    /// What is known of the language beside its names.
    #[must_use]
    pub fn rules(&self, tongue: Option<Tongue>) -> Rules {
        let record = tongue.and_then(|Tongue(at)| {
            let start = usize::from(at) * RECORD;
            self.languages.get(start..start + RECORD)
        });
        record.map_or_else(Rules::default, Rules::decode)
    }

    /// The UCUM code of a unit.
    #[must_use]
    pub fn unit(&self, unit: u8) -> Option<&'p str> {
        std::str::from_utf8(self.units.split(|&byte| byte == 0).nth(unit.into())?).ok()
    }

    /// The meanings of an entry, each with the languages that know it.
    pub fn meanings(&self, entry: u64) -> impl Iterator<Item = (Meaning, Set)> + '_ {
        self.pairs(entry).filter_map(|(meaning, set)| {
            let code = u32_at(self.meanings, usize::from(meaning) * 4)?;
            Some((Meaning::decode(code)?, Set::from(set)))
        })
    }

    /// The places of an entry's meanings, with their sets.
    fn pairs(&self, entry: u64) -> impl Iterator<Item = (u16, u16)> + '_ {
        let entry = usize::try_from(entry).unwrap_or_default();
        let listed = entry & 1 == 1;
        let bytes = if listed { self.lists.get(entry >> 1..).unwrap_or_default() } else { &[] };
        let count = bytes.first().copied().unwrap_or_default();
        let rest = bytes.get(1..).unwrap_or_default();
        let list = rest.chunks_exact(4).take(count.into()).filter_map(|pair| {
            let [a, b, c, d] = *pair else { return None };
            Some((u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])))
        });
        let single = (!listed).then_some(((entry >> 1 & 0x7FF) as u16, (entry >> 12) as u16));
        single.into_iter().chain(list)
    }

    /// Whether the set holds the language.
    #[must_use]
    pub fn holds(&self, set: Set, Tongue(tongue): Tongue) -> bool {
        let count = (self.languages.len() / RECORD) as u32;
        match set {
            0 => true,
            one if one <= count => one == u32::from(tongue) + 1,
            more => {
                let width = (count as usize).div_ceil(8);
                let byte = (more - count - 1) as usize * width + usize::from(tongue) / 8;
                self.sets.get(byte).is_some_and(|bits| bits >> (tongue % 8) & 1 == 1)
            }
        }
    }

    /// The longest name that begins at byte `at` of `text` and ends with a word, of `tongues` where they have one,
    /// else of any language. A name of `tongues` that only begins a word counts where the language inflects, and the word
    /// then has at most six letters more, four after a name of three; `end` is the end of the word.
    #[must_use]
    pub fn find(&self, text: &str, at: usize, tongues: &[Tongue]) -> Option<Hit> {
        self.find_or_end(text, at, tongues).ok()
    }

    /// The same; where there is none, the byte where it was seen that there is none.
    pub(super) fn find_or_end(&self, text: &str, at: usize, tongues: &[Tongue]) -> Result<Hit, Option<usize>> {
        let inflects = tongues.iter().any(|&tongue| self.rules(Some(tongue)).inflects);
        let mut search =
            Search { locale: self, text, tongues, inflects, own: None, begun: None, other: None, end: None };
        search.walk(self.names.root(), Output::zero(), at, None, false);
        let own = search.own;
        let begun = search.begun.filter(|(begun, _)| own.is_none_or(|own| begun.end > own.end));
        let begun = begun.and_then(|(begun, most)| Some(Hit { end: ending(text, begun.end, most)?, ..begun }));
        own.or(begun).or(search.other).ok_or(search.end)
    }
}

/// The most characters in a row that folding leaves out inside a name.
const SKIPPED: usize = 4;

struct Search<'s, 'p> {
    locale: &'s Locale<'p>,
    text: &'s str,
    tongues: &'s [Tongue],
    /// Whether one of the languages does.
    inflects: bool,
    own: Option<Hit>,
    /// With the most letters that may follow.
    begun: Option<(Hit, usize)>,
    other: Option<Hit>,
    /// Where the walk ended.
    end: Option<usize>,
}

impl Search<'_, '_> {
    /// Follows the text from byte `at` and notes the names that end on the way. The depth of the map bounds it.
    fn walk(&mut self, start: Node<'_>, output: Output, at: usize, number: Option<(usize, usize)>, spaced: bool) {
        let (mut node, mut output, mut spaced) = (start, output, spaced);
        let fst = &self.locale.names;
        let (mut letters, mut skipped) = (0, 0);
        for (offset, c) in self.text.get(at..).unwrap_or_default().char_indices() {
            let begin = at + offset;
            let folded = fold(c);
            let numeric = number.is_none() && digit(c).is_some();
            if let Some(way) = node.find_input(NUMBER).filter(|_| numeric) {
                let way = node.transition(way);
                let end = number_end(self.text, begin);
                let after = fst.node(way.addr);
                let output = output.cat(way.out);
                if after.is_final() {
                    let entry = output.cat(after.final_output()).value();
                    self.note(entry, end, '0', letters, Some((begin, end)));
                }
                self.walk(after, output, end, Some((begin, end)), false);
            }
            let bytes = folded.bytes();
            if bytes == b" " {
                if spaced {
                    continue;
                }
                spaced = true;
            } else if !bytes.is_empty() {
                spaced = false;
                letters += 1;
            }
            // Runs of what is left out are no part of a name.
            skipped = if bytes.is_empty() { skipped + 1 } else { 0 };
            if skipped > SKIPPED {
                return;
            }
            for &byte in bytes {
                let Some(way) = node.find_input(byte) else {
                    self.end = Some(begin);
                    return;
                };
                let way = node.transition(way);
                output = output.cat(way.out);
                node = fst.node(way.addr);
            }
            if node.is_final() && !bytes.is_empty() {
                let end = begin + c.len_utf8();
                self.note(output.cat(node.final_output()).value(), end, c, letters, number);
            }
        }
    }

    fn note(&mut self, entry: u64, end: usize, last: char, letters: usize, number: Option<(usize, usize)>) {
        // Signs that the last letter carries belong to it.
        let carried = |c: &char| matches!(u32::from(*c), 0x307 | 0x640 | 0x64B..=0x652 | 0x670 | 0x93C | 0x9BC | 0xA3C | 0xFE00..=0xFE0F);
        let after = self.text.get(end..).unwrap_or_default().chars().take(SKIPPED).take_while(carried);
        let end = end + after.map(char::len_utf8).sum::<usize>();
        let whole = boundary(self.text, end, last);
        if !(whole || self.inflects) {
            return;
        }
        let knows = |set: Set| self.tongues.iter().any(|&tongue| self.locale.holds(set, tongue));
        let own = self.locale.pairs(entry).any(|(_, set)| knows(set.into()));
        let hit = Hit { end, entry, whole, own, stem: end, number };
        match (whole, own) {
            (true, true) => self.own = Some(hit),
            (true, false) => self.other = Some(hit),
            (false, true) if letters > 2 && number.is_none() => {
                let inflects = |set| {
                    let known = self.tongues.iter().copied().find(|&tongue| self.locale.holds(set, tongue));
                    known.is_some_and(|tongue| self.locale.rules(Some(tongue)).inflects)
                };
                if self.locale.pairs(entry).any(|(_, set)| inflects(set.into())) {
                    self.begun = Some((hit, if letters > 3 { 6 } else { 4 }));
                }
            }
            _ => {}
        }
    }
}

/// Whether a name whose last character is `last` may end at byte `end`.
fn boundary(text: &str, end: usize, last: char) -> bool {
    let Some(next) = text.get(end..).and_then(|rest| rest.chars().take(SKIPPED).find(|&c| fold(c).len > 0)) else {
        return true;
    };
    if digit(last).is_some() {
        return digit(next).is_none();
    }
    !is_letter(last) || !is_letter(next) || unspaced(last) || unspaced(next)
}

/// The end of the word that goes on at `at`, if that is near.
fn ending(text: &str, at: usize, most: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let mut letters = 0;
    for (offset, c) in rest.char_indices() {
        if !is_letter(c) && fold(c).len > 0 {
            return Some(at + offset);
        }
        letters += 1;
        if letters > most {
            return None;
        }
    }
    Some(text.len())
}

/// The end of the number that begins at byte `at`: digits, and single separators between them.
pub(super) fn number_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut chars = text.get(at..).unwrap_or_default().char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        if digit(c).is_some() {
            end = at + offset + c.len_utf8();
        } else if !(matches!(c, '.' | ',' | '\u{66B}' | '\u{66C}' | '\'' | '’')
            && chars.peek().is_some_and(|&(_, next)| digit(next).is_some()))
        {
            break;
        }
    }
    end
}

/// Whether the script of `c` is written without spaces between words, or, as Hangul, joins particles to numbers and names.
pub(super) fn unspaced(c: char) -> bool {
    c >= '\u{E00}'
        && matches!(u32::from(c),
            0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x30FF | 0x31C0..=0x31FF | 0x3400..=0x9FFF
            | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x3FFFF)
}

/// Whether `c` belongs to a word: a letter, or a sign that letters carry.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || matches!(u32::from(c), 0x0300..=0x036F | 0x094D | 0x09CD | 0x0A4D | 0x0ACD | 0x0B4D | 0x0BCD | 0x0C4D | 0x0CCD
            | 0x0D4D | 0x0DCA | 0x0E38..=0x0E3A | 0x0E47..=0x0E4E | 0x0EC8..=0x0ECE | 0x1039 | 0x103A | 0x17D2)
}

/// The zero of every set of decimal digits (Unicode 17.0, general category Nd), beyond ASCII.
const ZEROS: [u32; 76] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0,
    0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950,
    0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The value of a decimal digit of any script.
#[must_use]
pub fn digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let code = u32::from(c);
    if code < 0x660 || (0x3000..0xA620).contains(&code) || (0xAC00..0xFF10).contains(&code) {
        return None;
    }
    let after = ZEROS.partition_point(|&zero| zero <= code);
    let zero = *ZEROS.get(after.checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|&value| value < 10)
}

/// A folded character: at most twelve bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Folded {
    bytes: [u8; 12],
    len: u8,
}

impl Folded {
    /// The bytes of its UTF-8; none for what folding leaves out.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len.into()).unwrap_or_default()
    }

    fn one(byte: u8) -> Self {
        let mut folded = Self { len: 1, ..Self::default() };
        folded.push_first(byte);
        folded
    }

    fn push_first(&mut self, byte: u8) {
        if let Some(first) = self.bytes.first_mut() {
            *first = byte;
        }
    }

    fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        for &byte in c.encode_utf8(&mut buffer).as_bytes() {
            if let Some(to) = self.bytes.get_mut(usize::from(self.len)) {
                *to = byte;
                self.len += 1;
            }
        }
    }
}

/// A character as names are looked up: lower case, decimal digits and full-width forms as ASCII, all white space as a blank,
/// one apostrophe and one hyphen; the dotless i as i, final sigma as sigma, ё as е, Arabic yeh, kaf and alef as one each;
/// marks of direction, joiners, soft hyphens, tatweel, Arabic vowel signs and Indic nuktas left out.
#[must_use]
pub fn fold(c: char) -> Folded {
    if c.is_ascii() {
        return Folded::one(if c.is_ascii_whitespace() || c.is_ascii_control() {
            b' '
        } else {
            c.to_ascii_lowercase() as u8
        });
    }
    let code = u32::from(c);
    let mut folded = Folded::default();
    match code {
        0xAD
        | 0x307
        | 0x640
        | 0x64B..=0x652
        | 0x670
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2069
        | 0xFE00..=0xFE0F
        | 0xFEFF => {}
        0xA0 | 0x85 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => {
            folded = Folded::one(b' ')
        }
        0x2018 | 0x2019 | 0x201B | 0x2BB | 0x2BC | 0x2B9 | 0xB4 | 0x55A => folded = Folded::one(b'\''),
        0x2010..=0x2015 | 0x2212 | 0x5BE | 0xFF0D => folded = Folded::one(b'-'),
        0x130 | 0x131 => folded = Folded::one(b'i'),
        0x3C2 => folded.push('σ'),
        0x451 | 0x401 => folded.push('е'),
        // Devanagari, Bengali and Gurmukhi nuktas are left out as often as not.
        0x93C | 0x9BC | 0xA3C => {}
        0x958 => folded.push('क'),
        0x959 => folded.push('ख'),
        0x95A => folded.push('ग'),
        0x95B => folded.push('ज'),
        0x95C => folded.push('ड'),
        0x95D => folded.push('ढ'),
        0x95E => folded.push('फ'),
        0x95F => folded.push('य'),
        0x649 | 0x64A => folded.push('ی'),
        0x643 => folded.push('ک'),
        0x622 | 0x623 | 0x625 => folded.push('ا'),
        0xFF01..=0xFF5E => folded = fold(char::from_u32(code - 0xFEE0).unwrap_or(' ')),
        _ => match digit(c) {
            Some(value) => folded = Folded::one(b'0' + value),
            None => c.to_lowercase().for_each(|lower| folded.push(lower)),
        },
    }
    folded
}

/// A name as it stands in the pack: folded, with single blanks and none at its ends.
///
/// ```
/// use hamisi::entity::locale::fold_name;
/// assert_eq!(fold_name(" İyul\u{a0} AYI "), "iyul ayi");
/// ```
#[must_use]
pub fn fold_name(name: &str) -> String {
    let bytes: Vec<u8> = name.chars().flat_map(|c| fold(c).bytes().to_vec()).collect();
    let folded = String::from_utf8(bytes).unwrap_or_default();
    folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
