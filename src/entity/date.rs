//! Dates and times of day: numeric and in words, whole and partial, ranges, and relative to another day.

mod calendar;
mod range;
mod stretch;
mod told;

use super::locale::{Calendar, DayPart, Era, Meaning, Order, Period, is_letter, unspaced};
use super::number::{self, Digits, Number, time_of_day, valid};
use super::piece::{Piece, View, What};
use super::rule::{Found, Later, Which, ending};
use super::{DateValue, Kind, Value, amount};
use crate::language::Code;

pub(super) use stretch::roman;
use stretch::{decade, nth_stretch, season, season_of, spelled_year};
pub(super) use told::ended;
use told::{direction, month_of_year, of_week, relative, towards, which, with_more};

/// Two-digit years up to this are of this century, the others of the last.
const PIVOT: u32 = 49;

/// Most pieces that one date has.
const LONGEST: usize = 16;

/// A date, time, or both together, at the start of the view.
pub(super) fn find(view: View<'_>) -> Option<Found> {
    // "Last 9 May", "지난 9일", "지난 9월"
    if direction(view, 0, false, false).is_some_and(|offset| offset != 0) {
        let rest = view.skip(1);
        let told = |day: &Day| {
            let Fields { year, month, day, weekday, .. } = day.first;
            year.is_none() && weekday.is_none() && (day.is_some() || month.is_some())
        };
        if let Some(found) = date(rest).filter(told).and_then(|_| find(rest)).filter(|found| found.from == 0) {
            return Some(Found { used: found.used + 1, ..found });
        }
    }
    if let Some(found) = relative(view).or_else(|| which(view)).or_else(|| towards(view)) {
        let found = with_more(view, found);
        // "с.г.", "a.c.": this year's abbreviation counts after a day only.
        return Some(found).filter(|found| found.used > 1 || !view.text_of(0).contains(['.', '/']));
    }
    if let Some(found) = range::between(view) {
        return Some(found);
    }
    if let Some(clock) = time(view) {
        let from = clock.used + usize::from(view.sign(clock.used).is_some_and(|c| comma(c) || matches!(c, '|' | '-')));
        if let Some(day) = date(view.skip(from)).filter(|day| day.first.whole() && !day.ranged()) {
            let used = from + day.used;
            return Some(day.found(clock.from, used, Some(&clock.iso)));
        }
        let mut clock = clock;
        if let (true, Some(Piece { what: What::Digits(Digits::Clock(hour, minute, second), _), .. })) =
            (view.until(clock.used), view.get(clock.used + 1))
        {
            let (zone, used) = zone(view, clock.used + 2).unwrap_or_default();
            clock.iso = format!("{}/{}{zone}", clock.iso, time_of_day(*hour, *minute, *second));
            clock.used += 2 + used;
        }
        return Some(Found::new(clock.from, clock.used, Kind::Time, Some(Value::Time { iso: clock.iso }), 0.9));
    }
    if let Some(found) = nth_stretch(view).or_else(|| decade(view)) {
        return Some(found);
    }
    let day = match date(view) {
        Some(day) => day,
        None => {
            return season(view)
                .or_else(|| spelled_year(view))
                .or_else(|| month_of_year(view))
                .or_else(|| announced_month(view));
        }
    };
    if let (Some(year), None, None) = (day.first.year, day.first.month, day.first.day)
        && let at = day.used + ending(view, day.used, false)
        && let Some(found) = season_of(view, u32::try_from(year).ok(), at)
    {
        return Some(found);
    }
    if day.first.year.is_none() && day.first.month.is_some() {
        // "1 noiembrie în același an"
        if view.names(day.used, Meaning::Moment) {
            let used = day.used + 1;
            return Some(day.found(0, used, None));
        }
        // "12 мая прошлого года"
        let rest = view.skip(day.used);
        if let (Some(found), Some(iso)) = (relative(rest).or_else(|| which(rest)), day.first.iso())
            && let Some(Later::Relative(Period::Year, ..)) = found.later
        {
            let used = day.used + found.used;
            // Of a range only the ends are told.
            let ranged = day.ranged() || iso.contains('/');
            return Some(if ranged { day.found(0, used, None) } else { found.with_rest(iso, used) });
        }
    }
    let alone = match day.first {
        Fields { weekday, day: None, month: None, year: None, .. } if !day.ranged() => weekday,
        _ => None,
    };
    if let Some(weekday) = alone {
        // "Friday of last week", "в пятницу на прошлой неделе"
        let gap = usize::from(view.text_of(day.used).chars().count() < 4 && view.hit(day.used + 1).is_some());
        let weeks = |gap: usize| {
            let rest = view.skip(day.used + gap);
            relative(rest)
                .or_else(|| which(rest))
                .filter(|found| matches!(found.later, Some(Later::Relative(Period::Week, ..))))
        };
        if let Some((gap, found)) = weeks(0).map(|found| (0, found)).or_else(|| Some((gap, weeks(gap)?))) {
            let used = day.used + gap + found.used;
            return Some(of_week(found, weekday, used));
        }
    }
    if day.first.whole() && !day.ranged() {
        for next in day.used..day.used + 3 {
            if let Some(clock) = time(view.skip(next)) {
                return Some(day.found(0, next + clock.used, Some(&clock.iso)));
            }
            let between = view.sign(next).is_some_and(|c| comma(c) || matches!(c, '|' | '-' | '–' | '(' | ':'))
                || view.is(next, Meaning::At)
                || view.is(next, Meaning::Link);
            if !between {
                break;
            }
        }
    }
    let mut used = day.used;
    if !day.ranged() && (day.first.whole() || day.first.weekday.is_some()) {
        used += day_part(view, used);
    }
    let mut found = day.found(0, used, None);
    if let Some(weekday) = alone {
        found.later = Some(Later::Weekday(weekday, Which::Nearest(None), String::new()));
    }
    Some(found)
}

/// How many pieces at `at` name a part of the day before, or say that it is one: "Monday evening", "Salı günü". Where words are not
/// parted, that is a mention of its own.
fn day_part(view: View<'_>, at: usize) -> usize {
    let text = view.text_of(at);
    let named = view.hit(at).is_some_and(|hit| hit.whole)
        // Saturday Night Live is no evening.
        && !text.starts_with(char::is_uppercase)
        && !text.chars().all(unspaced)
        && view
            .own(at, |meaning| match meaning {
                Meaning::DayPart(_, true) => Some(()),
                // Lithuanian "d." is a mark of figures.
                Meaning::Mark(Period::Day) => text.chars().nth(2).map(drop),
                _ => None,
            })
            .is_some();
    usize::from(named && !view.joined(at))
}

/// The time zone at piece `at`, as ISO 8601 writes it where its name or figures tell that, and how many pieces it takes.
fn zone(view: View<'_>, at: usize) -> Option<(String, usize)> {
    // "14:05:11 +0400", as mail and logs have it; "14:05 -15:30" is rather the end of a stretch.
    let in_full = || {
        let seconds = |piece: &Piece| matches!(piece.what, What::Digits(Digits::Clock(_, _, Some(_)), _));
        let seconds = at.checked_sub(1).and_then(|before| view.get(before)).is_some_and(seconds);
        let figures = view.text_of(at + 1);
        figures.len() == 4 || figures.len() == 5 && (seconds || view.sign(at) == Some('+'))
    };
    if let Some(minutes) = offset(view, at).filter(|_| in_full()) {
        return Some((number::offset(minutes), 2));
    }
    let open = usize::from(view.sign(at) == Some('('));
    view.hit(at + open).filter(|hit| hit.whole)?;
    let small = view.text_of(at + open).contains(char::is_lowercase);
    let quarters = view.any(at + open, |meaning| match meaning {
        Meaning::Zone(quarters, capitals) if !(capitals && small) => Some(quarters),
        _ => None,
    })?;
    let mut minutes = quarters.map(|quarters| i32::from(quarters) * 15);
    let mut used = open + 1;
    // GMT+4, UTC-03:30
    if view.joined(at + used) && matches!(view.sign(at + used), Some('+' | '-' | '−')) && minutes == Some(0) {
        minutes = Some(offset(view, at + used)?);
        used += 2;
    }
    if open == 1 && view.sign(at + used) != Some(')') {
        return None;
    }
    Some((minutes.map_or(String::new(), number::offset), used + open))
}

/// The minutes before or behind UTC that a sign and figures say at piece `at`: +4, -0330, +04:00.
fn offset(view: View<'_>, at: usize) -> Option<i32> {
    let sign = view.sign(at).filter(|sign| matches!(sign, '+' | '-' | '−') && view.joined(at + 1))?;
    let What::Digits(digits, _) = &view.get(at + 1)?.what else { return None };
    let (hours, minutes) = match digits {
        Digits::Number(number) => match (number.plain?, view.text_of(at + 1).len()) {
            (hours, 1 | 2) => (hours, 0),
            (both, 4) => (both / 100, both % 100),
            _ => return None,
        },
        Digits::Clock(hours, minutes, None) => (u32::from(*hours), u32::from(*minutes)),
        _ => return None,
    };
    let ahead = i32::try_from(hours * 60 + minutes).ok().filter(|_| hours < 15 && minutes < 60)?;
    Some(if sign == '+' { ahead } else { -ahead })
}

/// An ISO 8601 duration of so many of a unit.
pub(super) fn duration(period: Period, count: &str) -> Option<String> {
    let times = |n: u64| count.parse::<u64>().ok()?.checked_mul(n);
    Some(match period {
        Period::Second => format!("PT{count}S"),
        Period::Minute => format!("PT{count}M"),
        Period::Hour => format!("PT{count}H"),
        Period::Day => format!("P{count}D"),
        Period::Week => format!("P{count}W"),
        Period::Month => format!("P{count}M"),
        Period::Quarter => format!("P{}M", times(3)?),
        Period::Year => format!("P{count}Y"),
        Period::Decade => format!("P{}Y", times(10)?),
        Period::Century => format!("P{}Y", times(100)?),
    })
}

struct Clock {
    iso: String,
    from: usize,
    used: usize,
}

/// A time of day at the start of the view.
#[inline(never)]
fn time(view: View<'_>) -> Option<Clock> {
    let clock = view.names(0, Meaning::Clock);
    let announced = usize::from(clock || view.is(0, Meaning::At) && view.hit(0)?.whole);
    let mut at = announced;
    let day_part = |at: usize| {
        view.hit(at).filter(|hit| hit.whole)?;
        view.own(at, |meaning| match meaning {
            Meaning::DayPart(part, _) => Some(part),
            _ => None,
        })
    };
    let mut part = day_part(at);
    at += usize::from(part.is_some());
    if view.attached(at) {
        return None;
    }
    // 15h30 is written in many languages.
    let h = |at: usize| {
        view.text_of(at) == "h"
            && view.joined(at) == view.joined(at + 1)
            && view.number(at + 1).is_some_and(|number| number.digits == 2 && view.text_of(at + 1).len() == 2)
    };
    let mark = |at, wanted| view.mark(at, wanted) || wanted == Period::Hour && h(at);
    let (mut hour, mut minute, mut second, mut sure);
    match &view.get(at)?.what {
        What::Digits(Digits::Clock(h, m, s), _) => {
            (hour, minute, second, sure) = (*h, *m, *s, true);
            at += 1;
        }
        What::Digits(Digits::Number(number), _) => {
            sure = false;
            second = None;
            if let Some(plain) = number.plain.filter(|_| number.digits <= 2) {
                hour = u8::try_from(plain).ok()?;
                minute = 0;
                at += 1;
                if mark(at, Period::Hour) {
                    at += 1;
                    let lasting = view
                        .own(at - 1, |meaning| {
                            matches!(meaning, Meaning::Duration(_) | Meaning::Mark(Period::Day)).then_some(())
                        })
                        .is_some();
                    let minutes = view
                        .number(at)
                        .filter(|number| number.digits <= 2 && view.get(at).is_some())
                        .and_then(|n| n.plain);
                    match minutes.filter(|&minute| {
                        // "15 Uhr 30", "15 giờ 30", but "15 Uhr 30 Leute".
                        let ends = || view.get(at + 1).is_none_or(|_| view.sign(at + 1).is_some_and(|c| c != '-'));
                        let figures = view.text_of(at).chars().count() == 2;
                        let told = mark(at + 1, Period::Minute) || view.joined(at) || h(at - 1);
                        minute < 60 && (told || figures && ends())
                    }) {
                        Some(value) => {
                            minute = value as u8;
                            at += 1 + usize::from(mark(at + 1, Period::Minute));
                            sure = true;
                            let seconds = view.number(at).and_then(|number| number.plain).filter(|&value| value < 60);
                            if let Some(value) = seconds.filter(|_| mark(at + 1, Period::Second)) {
                                second = Some(value as u8);
                                at += 2;
                            }
                        }
                        None => {
                            sure = !lasting || part.is_some() || announced > 0;
                            // 午後1時半, 下午三点半, 오후 1시 반
                            if matches!(view.text_of(at), "半" | "반") {
                                (minute, sure, at) = (30, true, at + 1);
                            }
                        }
                    }
                } else if part.is_none() {
                    // "Klo 15", but not "at 15".
                    sure = clock;
                }
            } else {
                // 15.30, where the language or a word beside it says that this is a time.
                let (h, m) = view.text_of(at).split_once('.')?;
                (hour, minute) = (h.parse().ok()?, m.parse().ok().filter(|_| m.len() == 2)?);
                at += 1;
                // Turkish lists put 19.35 before 02.06.2024.
                let counts = |meaning| match meaning {
                    Meaning::Scale(_) | Meaning::Percent | Meaning::Currency(_) => Some(()),
                    // Polish "w" is no watt.
                    Meaning::Unit(unit) => {
                        let code = view.locale.unit(unit).unwrap_or_default();
                        (code.len() > 1 || code == view.text_of(at)).then_some(())
                    }
                    _ => None,
                };
                sure = announced > 0 && view.own(at, counts).is_none()
                    || matches!(view.get(at).map(|piece| &piece.what), Some(What::Digits(Digits::Triple(..), _)));
                if mark(at, Period::Hour) {
                    (sure, at) = (true, at + 1);
                }
            }
        }
        _ => return None,
    }
    if part.is_none() {
        // Russian "5 дня" is five days, and five in the afternoon.
        let lasting = |at| view.own(at, |meaning| matches!(meaning, Meaning::Duration(_)).then_some(())).is_some();
        part = day_part(at).filter(|_| !lasting(at));
        if part.is_some() {
            at += 1;
            sure = true;
        }
    }
    if matches!(view.get(at - 1)?.what, What::Digits(..)) && mark(at, Period::Hour) {
        at += 1;
    }
    let (zone, used) = zone(view, at).unwrap_or_default();
    at += used;
    if part.is_none() && announced == 0 && is_verse(view) {
        return None;
    }
    match part {
        Some(DayPart::Afternoon) if hour < 12 => hour += 12,
        Some(DayPart::Morning) if hour == 12 => hour = 0,
        Some(DayPart::Night) if (6..12).contains(&hour) => hour += 12,
        Some(DayPart::Night) if hour == 12 => hour = 0,
        _ => {}
    }
    (sure && hour <= 24 && minute < 60).then(|| Clock {
        iso: time_of_day(hour, minute, second) + &zone,
        from: announced,
        used: at,
    })
}

/// Whether the view begins with chapter and verse: John 3:16.
fn is_verse(view: View<'_>) -> bool {
    let Some(first) = view.get(0).filter(|piece| piece.spaced && view.text_of(0).get(1..2) == Some(":")) else {
        return false;
    };
    let before = view.text.get(..first.span.start).unwrap_or_default();
    let Some(before) = before.strip_suffix(' ') else { return false };
    let start = before.rfind(|c: char| !is_letter(c)).map_or(0, |at| at + 1);
    let Some(word) = before.get(start..) else { return false };
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().count() > 1
        && letters.all(char::is_lowercase)
        && view.locale.find(view.text, start, &view.setting.tongues).is_none()
}

/// A calendar date, as precise as the text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Fields {
    year: Option<i32>,
    month: Option<u32>,
    month_end: Option<u32>,
    day: Option<u32>,
    day_end: Option<u32>,
    weekday: Option<u8>,
    era: Option<Era>,
    /// Whether a word beside the year says that it is one.
    marked: bool,
    /// Whether the month is one of the languages in force.
    own: bool,
    /// Whether the day may stand alone, as 4日 does.
    day_marked: bool,
    /// Whether month or weekday may stand alone.
    alone: bool,
    /// The calendar, where it is not the common one.
    calendar: Option<Calendar>,
}

impl Fields {
    fn complete(&self) -> bool {
        match (self.year, self.month, self.day) {
            (_, Some(_), Some(_)) | (Some(_), Some(_), None) => true,
            (Some(_), None, None) => self.marked || self.era.is_some(),
            (None, Some(_), None) => self.alone && self.own,
            (None, None, None) => self.weekday.is_some() && self.alone,
            (_, None, Some(_)) => self.day_marked,
        }
    }

    /// Whether it names a day, which a time may follow.
    fn whole(&self) -> bool {
        self.day.is_some() && self.month.is_some() && self.day_end.is_none()
    }

    fn possible(&self) -> bool {
        if let Some(calendar) = self.calendar {
            let most = if calendar == Calendar::Persian && self.month.is_some_and(|month| month < 7) { 31 } else { 30 };
            return self.year.is_none_or(|year| calendar::has_year(calendar, year))
                && [self.day, self.day_end].into_iter().flatten().all(|day| day <= most);
        }
        let year = self.year.filter(|_| self.era.is_none_or(|era| era == Era::Common)).unwrap_or(2024);
        [self.day, self.day_end].into_iter().flatten().all(|day| valid(year, self.month.unwrap_or(1), day))
    }

    /// The day or month it begins with, and the one it ends with.
    fn iso(&self) -> Option<String> {
        let end = if self.day_end.is_some() {
            Some(Self { day: self.day_end, day_end: None, ..*self })
        } else {
            self.month_end.map(|month| Self { month: Some(month), month_end: None, ..*self })
        };
        let first = Self { day_end: None, month_end: None, ..*self }.single()?;
        match end {
            Some(end) => Some(format!("{first}/{}", end.single()?)),
            None => Some(first),
        }
    }

    fn single(&self) -> Option<String> {
        // Where in the common calendar is not known.
        if self.calendar.is_some() {
            return None;
        }
        let year = self.year.map(|year| match self.era {
            Some(Era::Before) if year > 1 => format!("-{:04}", year - 1),
            _ => format!("{year:04}"),
        });
        Some(match (year, self.month, self.day) {
            (Some(year), Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
            (Some(year), Some(month), None) => format!("{year}-{month:02}"),
            (Some(year), None, _) => year,
            (None, Some(month), Some(day)) => format!("--{month:02}-{day:02}"),
            (None, Some(month), None) => format!("--{month:02}"),
            (None, None, _) => return None,
        })
    }
}

/// A date found, before a time of day joins it.
struct Day {
    first: Fields,
    /// The value, where it is not the fields' own: of ranges and of ISO 8601 dates.
    iso: Option<String>,
    later: Option<Later>,
    confidence: f32,
    used: usize,
}

impl Day {
    fn ranged(&self) -> bool {
        self.iso.as_ref().is_some_and(|iso| iso.contains(['/', 'T']))
    }

    fn found(self, from: usize, used: usize, time: Option<&str>) -> Found {
        let with_time = |iso: String| match time {
            Some(time) => format!("{iso}T{time}"),
            None => iso,
        };
        let value = DateValue { iso: self.iso.or_else(|| self.first.iso()).map(with_time), ..DateValue::default() };
        let value = (value != DateValue::default()).then_some(Value::Date(value));
        let mut found = Found::new(from, used, Kind::Date, value, self.confidence);
        found.later = self.later.map(|later| match later {
            Later::Numeric { mark, day_first, month_first } => {
                Later::Numeric { mark, day_first: day_first.map(&with_time), month_first: month_first.map(&with_time) }
            }
            other => other,
        });
        found
    }
}

#[inline(never)]
fn date(view: View<'_>) -> Option<Day> {
    let weekday = |at: usize| {
        view.own(at, |meaning| match meaning {
            Meaning::Weekday(day) => Some(day),
            _ => None,
        })
    };
    // A weekday before a date in figures.
    let mut lead = 0;
    if weekday(0).is_some() {
        lead = 1 + usize::from(view.sign(1).is_some_and(comma));
    }
    let rest = view.skip(lead);
    if let Some(mut day) = figures(rest).or_else(|| day_and_month(rest).filter(|day| lead > 0 || is_told(rest, day))) {
        day.used += lead;
        if let (Some('(' | '（'), Some(_), Some(')' | '）')) =
            (view.sign(day.used), weekday(day.used + 1), view.sign(day.used + 2))
        {
            day.used += 3;
        }
        return Some(ranged(view, day));
    }
    let (first, used) = words(view)?;
    let persian = (first.month.is_none() && is_persian(view, first.year)).then_some(Calendar::Persian);
    if let Some(calendar) = first.calendar.or(persian) {
        let (first, iso) = calendar::common(Fields { calendar: Some(calendar), ..first });
        return Some(Day { first, iso, later: None, confidence: 0.9, used });
    }
    let confidence = match (first.year, first.month, first.day) {
        (Some(_), Some(_), Some(_)) if first.own => 0.99,
        (Some(_), Some(_), Some(_)) => 0.85,
        (_, Some(_), Some(_)) | (Some(_), Some(_), _) => 0.95,
        (Some(_), ..) => 0.9,
        _ => 0.7,
    };
    Some(ranged(view, Day { first, iso: None, later: None, confidence, used }))
}

/// Joins a second date after a dash.
fn ranged(view: View<'_>, day: Day) -> Day {
    if !view.until(day.used) || day.iso.as_ref().is_some_and(|iso| iso.contains(['/', 'T'])) {
        return day;
    }
    // "Vuosina 2004–2007", "वर्ष 1977-78"
    if let (Some(year), None, None) = (day.first.year, day.first.month, day.first.day) {
        let closed = !word_joined(view, day.used + 2) || view.is_year(day.used + 2);
        let until = view.number(day.used + 1).filter(|_| closed);
        let until = until.and_then(|number| match (i32::try_from(number.plain?).ok()?, number.digits) {
            (end, 4) if end < 3000 => Some(end),
            (end, 2) => Some(year / 100 * 100 + end),
            _ => None,
        });
        if let Some(until) = until.filter(|&until| until > year && day.first.era.is_none()) {
            let used = day.used + 2 + usize::from(view.is_year(day.used + 2));
            return Day { iso: Some(format!("{year:04}/{until:04}")), used, ..day };
        }
    }
    let rest = view.skip(day.used + 1);
    let second = figures(rest).or_else(|| {
        let (first, used) = words(rest)?;
        Some(Day { first, iso: None, later: None, confidence: 0.9, used })
    });
    let Some(second) = second else { return day };
    let mut first = day.first;
    first.year = first.year.or(second.first.year);
    if first.day.is_some() != second.first.day.is_some() || second.first.day_end.is_some() {
        return day;
    }
    match (first.iso(), second.first.iso()) {
        (Some(from), Some(to)) if from.len() == to.len() && from < to && !to.contains('/') && !from.contains('/') => {
            Day {
                iso: Some(format!("{from}/{to}")),
                used: day.used + 1 + second.used,
                later: None,
                first,
                confidence: day.confidence,
            }
        }
        _ => day,
    }
}

/// A date in figures: 2024-02-04, 04.02.2024, 4. 2. 2024, 02/2024.
fn figures(view: View<'_>) -> Option<Day> {
    if view.attached(0) {
        return None;
    }
    let next_is_word = |at: usize| {
        view.joined(at)
            && view.text_of(at).starts_with(|c: char| is_letter(c) && !unspaced(c))
            && view
                .own(at, |meaning| {
                    matches!(meaning, Meaning::Mark(_) | Meaning::Link | Meaning::OrdinalAfter).then_some(())
                })
                .is_none()
    };
    let What::Digits(digits, _) = &view.get(0)?.what else { return None };
    let year_range = |iso: String, first: Fields| Day { first, iso: Some(iso), later: None, confidence: 0.9, used: 1 };
    let day = match digits {
        Digits::Iso(iso) => {
            let part = |from: usize, to: usize| iso.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
            let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
            let year = year.and_then(|year| i32::try_from(year).ok());
            let first = Fields { year, month, day, own: true, ..Fields::default() };
            Day { first, iso: Some(iso.clone()), later: None, confidence: 0.99, used: 1 }
        }
        Digits::Triple(parts, mark) => triple(view, *parts, *mark)?,
        Digits::Pair([(year, 4), (second, length)]) if (1800..2100).contains(year) => {
            if *length == 2 && (year + 1) % 100 == *second {
                year_range(format!("{year}/{}", year + 1), Fields::default())
            } else if (1..=12).contains(second) {
                let first =
                    Fields { year: i32::try_from(*year).ok(), month: Some(*second), own: true, ..Fields::default() };
                Day { first, iso: None, later: None, confidence: 0.7, used: 1 }
            } else {
                return None;
            }
        }
        Digits::Pair([(month @ 1..=12, _), (year, 4)]) if (1800..2100).contains(year) => {
            let first = Fields { year: i32::try_from(*year).ok(), month: Some(*month), own: true, ..Fields::default() };
            Day { first, iso: None, later: None, confidence: 0.8, used: 1 }
        }
        // 22.04. without its year, where the point parts no decimals.
        Digits::Number(_)
            if view.setting.rules.decimal == ','
                && view.sign(1) == Some('.')
                && view.joined(1)
                && view.text_of(0).len() == 5 =>
        {
            let (day, month) = view.text_of(0).split_once('.')?;
            let (day, month) = (day.parse().ok()?, month.parse().ok().filter(|month| (1..=12).contains(month))?);
            let first = Fields { month: Some(month), day: Some(day), own: true, ..Fields::default() };
            let day = Day { first, iso: None, later: None, confidence: 0.7, used: 2 };
            Some(day).filter(|_| first.possible() && view.text_of(0).get(2..3) == Some("."))?
        }
        Digits::Number(_) => {
            let part = |at: usize| view.number(at).and_then(|number| Some((number.plain?, number.digits)));
            let dotted = view.sign(1) == Some('.') && view.joined(1) && view.sign(3) == Some('.') && view.joined(3);
            let parts = [part(0)?, part(2).filter(|_| dotted)?, part(4)?];
            let fits = match parts.map(|(_, length)| length) {
                [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2] => true,
                [2, 1 | 2, 1 | 2] => view.setting.rules.order == Order::YearFirst,
                _ => false,
            };
            let mut day = triple(view, parts, '.').filter(|_| fits)?;
            let closed =
                parts.first().is_some_and(|&(_, length)| length == 4 || view.setting.rules.order == Order::YearFirst)
                    && view.sign(5) == Some('.')
                    && view.joined(5);
            day.used = 5 + usize::from(closed);
            day
        }
        _ => return None,
    };
    let mut day = day;
    // "04.02.2024 г."
    if day.first.day.is_some() && view.is(day.used, Meaning::Mark(Period::Year)) {
        day.used += 1;
    }
    (!next_is_word(day.used)).then_some(day)
}

/// A day and month in figures after their weekday: keskiviikkona 28. 4.
fn day_and_month(view: View<'_>) -> Option<Day> {
    let part = |at: usize| view.number(at).and_then(|number| number.plain.filter(|_| number.digits < 3));
    let point = |at: usize| view.sign(at) == Some('.') && view.joined(at);
    let (day, month, used) = match view.text_of(0).split_once('.') {
        Some((day, month)) if point(1) => (day.parse().ok()?, month.parse().ok()?, 2),
        Some(_) => return None,
        None => (part(0).filter(|_| point(1))?, part(2).filter(|_| point(3))?, 4),
    };
    let first = Fields { month: Some(month), day: Some(day), own: true, ..Fields::default() };
    let fits = (1..=12).contains(&month) && day > 0 && first.possible();
    fits.then_some(Day { first, iso: None, later: None, confidence: 0.85, used })
}

/// Whether what stands around says that "3.4." is a day and month, and no number or heading's: am 3.4. um 17 Uhr, dne 3. 4. v Praze, 3.4. klo 17.
fn is_told(view: View<'_>, day: &Day) -> bool {
    let rules = view.setting.rules;
    if rules.decimal != ',' || rules.order != Order::DayFirst || view.attached(0) {
        return false;
    }
    let next = day.used;
    let clock = matches!(view.get(next).map(|piece| &piece.what), Some(What::Digits(Digits::Clock(..), _)));
    if clock || view.names(next, Meaning::Clock) {
        return true;
    }
    let goes_on = view.get(next).is_some() && !view.text_of(next).starts_with(char::is_uppercase);
    let before = view.get(0).and_then(|piece| view.text.get(..piece.span.start)).unwrap_or_default();
    let Some(before) = before.strip_suffix(' ') else { return false };
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let letters = word.chars().count();
    // A line may begin with a preposition, and with "Teil".
    let begins =
        letters < 4 && before.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
    goes_on && (1..5).contains(&letters) && word.chars().skip(usize::from(begins)).all(char::is_lowercase)
}

/// The year meant by its digits, with the Buddhist era's years brought to the common one's.
fn year_of(view: View<'_>, (year, length): (u32, usize)) -> Option<i32> {
    let year = match length {
        2 if year <= PIVOT => 2000 + year,
        2 => 1900 + year,
        _ => year,
    };
    i32::try_from(if view.setting.rules.buddhist && (2400..2700).contains(&year) { year - 543 } else { year }).ok()
}

/// Whether the year is one of the Solar Hijri calendar, in a language of Iran or Afghanistan.
fn is_persian(view: View<'_>, year: Option<i32>) -> bool {
    let speaks = |code: &str| {
        let tongue = Code::new(code).and_then(|code| view.locale.tongue(code));
        tongue.is_some() && view.setting.tongues.first() == tongue.as_ref()
    };
    year.is_some_and(|year| (1200..1500).contains(&year)) && (speaks("fas") || speaks("pus"))
}

fn triple(view: View<'_>, parts: [(u32, usize); 3], mark: char) -> Option<Day> {
    let rules = view.setting.rules;
    let [a, b, c] = parts;
    let make = |year: (u32, usize), month: u32, day: u32| {
        let fields =
            Fields { year: year_of(view, year), month: Some(month), day: Some(day), own: true, ..Fields::default() };
        (month <= 12 && fields.possible() && day > 0 && fields.year.is_some_and(|year| year > 0)).then_some(fields)
    };
    if is_persian(view, i32::try_from(a.0).ok()) && a.1 == 4 {
        let (month, day) = (Some(b.0).filter(|month| (1..=12).contains(month)), Some(c.0).filter(|day| *day > 0));
        let own = Fields {
            year: i32::try_from(a.0).ok(),
            month,
            day,
            own: true,
            calendar: Some(Calendar::Persian),
            ..Fields::default()
        };
        let (first, _) =
            calendar::common(Some(own).filter(|own| own.month.is_some() && own.day.is_some() && own.possible())?);
        return Some(Day { first, iso: None, later: None, confidence: 0.97, used: 1 });
    }
    if a.1 == 4 || a.1 == 2 && c.1 <= 2 && rules.order == Order::YearFirst {
        let first = make(a, b.0, c.0)?;
        return Some(Day { first, iso: None, later: None, confidence: 0.97, used: 1 });
    }
    let day_first = make(c, b.0, a.0);
    let month_first = make(c, a.0, b.0);
    let prefers_month = rules.order == Order::MonthFirst && mark != '.';
    let first = if prefers_month { month_first.or(day_first)? } else { day_first.or(month_first)? };
    let confidence = if c.1 == 2 { 0.75 } else { 0.97 };
    let iso = |fields: Option<Fields>| fields.and_then(|fields| fields.iso());
    let later = Some(Later::Numeric { mark, day_first: iso(day_first), month_first: iso(month_first) });
    Some(Day { first, iso: None, later, confidence, used: 1 })
}

/// A date with names or marks: 4 February 2024, 2024年2月4日, Sunday.
#[inline(never)]
fn words(view: View<'_>) -> Option<(Fields, usize)> {
    let mut fields = Fields::default();
    let (mut best, mut at, mut gaps) = (None, 0, 0);
    while at < LONGEST {
        if let Some((next, used)) = element(view, at, fields, gaps) {
            fields = next;
            at += used;
            gaps = 0;
            if fields.complete() && fields.possible() {
                best = Some((fields, at));
            }
        } else if let Some(used) = connector(view, at).filter(|_| at > 0 && gaps < 3) {
            at += used;
            gaps += used;
        } else {
            break;
        }
    }
    let (mut fields, used) = best?;
    // Rajab and Sivan are also people, whom a number may follow.
    let named = fields.calendar.is_some_and(|calendar| calendar != Calendar::Persian) && view.number(0).is_none();
    if named && fields.year.is_none() {
        return None;
    }
    // A month of another language counts in a whole date only.
    if fields.month.is_some() && !fields.own && (fields.day.is_none() || fields.year.is_none()) {
        return None;
    }
    if let (Some(Era::Since(first)), Some(year)) = (fields.era, fields.year) {
        (fields.year, fields.era) = (Some(i32::from(first) + year - 1), None);
    }
    if let Some(year) = fields.year {
        let buddhist = fields.era == Some(Era::Buddhist) || fields.era.is_none() && view.setting.rules.buddhist;
        if buddhist && year > 2300 {
            fields.year = Some(year - 543);
        }
    }
    Some((fields, used))
}

/// Adds the element at piece `at` to the date; also gives how many pieces it takes.
fn element(view: View<'_>, at: usize, fields: Fields, gaps: usize) -> Option<(Fields, usize)> {
    if matches!(view.sign(at), Some('(' | '（')) && at > 0 && matches!(view.sign(at + 2), Some(')' | '）')) {
        let (next, used) = name(view, at + 1, fields).filter(|(next, _)| next.weekday != fields.weekday)?;
        return Some((next, used + 2));
    }
    if view.hit(at).is_some() {
        return name(view, at, fields)
            .or_else(|| announced_year(view, at, fields))
            .or_else(|| spelled_day(view, at, fields));
    }
    number(view, at, fields, gaps)
}

/// A word for "year" and the year after it: vuonna 1992, ปี 2561.
fn announced_year(view: View<'_>, at: usize, fields: Fields) -> Option<(Fields, usize)> {
    view.is_year(at)
        .then_some(())
        .filter(|()| fields.year.is_none() && view.text_of(at).chars().filter(|&c| is_letter(c)).count() > 1)?;
    // A year of three figures in Arabic is mostly one of the Hijri calendar.
    let arabic = view.text_of(at).starts_with(|c| ('\u{600}'..'\u{700}').contains(&c));
    let least = if view.is(at, Meaning::Mark(Period::Year)) && !arabic { 3 } else { 4 };
    let digits = |number: &&Number| (least..=4).contains(&number.digits) && !word_joined(view, at + 2);
    let number = view.number(at + 1).filter(digits)?;
    // Indonesian "tahun 1990-an" is a decade.
    if view.joined(at + 2) && view.mark(at + 2, Period::Decade) {
        return None;
    }
    let year = number.plain.filter(|year| (100..2700).contains(year))?;
    // "År 500 kronor" tells no year.
    let counted = number.digits == 3 && view.hit(at + 2).is_some_and(|hit| hit.own);
    (!counted).then_some((Fields { year: i32::try_from(year).ok(), marked: true, ..fields }, 2))
}

/// A day in words before its month: "first of May", "nueve de mayo", жиырмасыншы желтоқсанда.
fn spelled_day(view: View<'_>, at: usize, fields: Fields) -> Option<(Fields, usize)> {
    if fields.day.is_some() || fields.month.is_some() || fields.year.is_some() {
        return None;
    }
    let amount = amount::spelled(view, at).filter(|amount| !amount.scaled)?;
    let day = amount.value.parse().ok().filter(|day| (1..=31).contains(day))?;
    // Where the month stands first, a number before it counts something.
    if !amount.ordinal && (day == 1 || view.setting.rules.order != Order::DayFirst) {
        return None;
    }
    let month = |at: usize| name(view, at, Fields::default()).filter(|(next, _)| next.own && next.month.is_some());
    let linked = || month(amount.used + 1).filter(|_| view.is(amount.used, Meaning::Link));
    month(amount.used).or_else(linked)?;
    Some((Fields { day: Some(day), ..fields }, amount.used - at))
}

#[inline(never)]
fn name(view: View<'_>, at: usize, fields: Fields) -> Option<(Fields, usize)> {
    let hit = view.hit(at)?;
    let text = view.text_of(at);
    let letters = text.chars().filter(|&c| is_letter(c)).count();
    let month = |at: usize| {
        let own = view.own(at, |meaning| match meaning {
            Meaning::Month(month) => Some(month),
            _ => None,
        });
        let any = || {
            view.any(at, |meaning| match meaning {
                Meaning::Month(month) => Some(month),
                _ => None,
            })
        };
        own.map(|month| (month, true))
            .or_else(|| any().filter(|_| letters > 3 || text.chars().any(unspaced)).map(|month| (month, false)))
    };
    // English and German write months and weekdays with a capital, and have words like "may" and "sat".
    let capital = |code: &str| {
        Code::new(code)
            .and_then(|code| view.locale.tongue(code))
            .is_some_and(|tongue| view.setting.tongues.first() == Some(&tongue))
    };
    let lower = text.starts_with(char::is_lowercase) && (capital("eng") || capital("deu"));
    let ideograms = text.chars().count() > 1
        && text.chars().all(|c| unspaced(c) && c >= '\u{2E80}' || super::locale::digit(c).is_some());
    // With an ending only long names may stand alone: short ones begin many words.
    let stem = || view.get(at).and_then(|piece| view.text.get(piece.span.start..hit.stem)).unwrap_or_default();
    let stem = if hit.whole { letters } else { stem().chars().filter(|&c| is_letter(c)).count() };
    let doubtful = || view.is(at, Meaning::Doubtful);
    let alone = (hit.whole || stem > 4) && !lower && (letters > 3 || ideograms) && !doubtful();
    let other = view.own(at, |meaning| match meaning {
        Meaning::OtherMonth(calendar, month) => Some((calendar, month)),
        _ => None,
    });
    let common = || month(at).is_some_and(|(_, own)| own);
    if let Some((calendar, month)) = other.filter(|_| fields.month.is_none() && hit.whole && !common()) {
        return Some((Fields { month: Some(month.into()), own: true, calendar: Some(calendar), ..fields }, 1));
    }
    // Abbreviations take no endings, and of what begins like a short name much is another word.
    let whole = || {
        let rest = view.get(at).and_then(|piece| view.text.get(hit.stem..piece.span.end)).unwrap_or_default();
        view.is(at, Meaning::WholeMonth) && view.locale.is_ending(rest, &view.setting.tongues)
    };
    let fits = |_: &(u8, bool)| fields.month.is_none() && (hit.whole || stem > 3 || whole());
    if let Some((month_found, own)) = month(at).filter(fits) {
        let mut next = Fields { month: Some(month_found.into()), own, ..fields };
        // "Ocak ayında"
        let announced = view.is(at + 1, Meaning::Duration(Period::Month));
        let announced = announced && own && hit.whole && letters > 2 && view.text_of(at + 1).chars().count() > 1;
        next.alone = alone || fields.alone || announced;
        if announced && fields.day.is_none() {
            return Some((next, 2));
        }
        if lower && letters < 4 && fields.day.is_none() && fields.year.is_none() {
            return None;
        }
        // "February–March", Finnish "helmi-maaliskuu"
        let gap = usize::from(view.dash(at + 1));
        let hyphened = gap == 1 || text.ends_with(['-', '–', '/']);
        if let Some((end, _)) =
            month(at + 1 + gap).filter(|(end, _)| fields.day.is_none() && hyphened && *end > month_found)
        {
            next.month_end = Some(end.into());
            return Some((next, 2 + gap));
        }
        if text.ends_with(['-', '–', '/']) {
            return None;
        }
        // Arabic names a month by both of its names: فبراير/شباط.
        let again = view.sign(at + 1) == Some('/') && month(at + 2).is_some_and(|(again, _)| again == month_found);
        return Some((next, if again { 3 } else { 1 }));
    }
    let weekday = view.own(at, |meaning| match meaning {
        Meaning::Weekday(day) => Some(day),
        _ => None,
    });
    // One letter is a weekday in brackets only: 一 is "one" elsewhere.
    let bracketed = at.checked_sub(1).is_some_and(|before| matches!(view.sign(before), Some('(' | '（')));
    // Turkish Salinger is no Tuesday, Salı.
    let weekday = weekday.filter(|_| hit.whole || stem > 4 || ended(view, at));
    if let Some(weekday) = weekday.filter(|_| fields.weekday.is_none() && (letters > 1 || bracketed)) {
        return Some((Fields { weekday: Some(weekday), alone: fields.alone || alone, ..fields }, 1));
    }
    let era = view.own(at, |meaning| match meaning {
        Meaning::Era(era) => Some(era),
        _ => None,
    });
    let era = era.filter(|_| hit.whole && fields.era.is_none() && letters > 1)?;
    let number_follows = view.number(at + 1).is_some_and(|number| number.plain.is_some());
    // 平成元年: the first year.
    if matches!(era, Era::Since(_)) && view.text_of(at + 1) == "元" && view.mark(at + 2, Period::Year) {
        return Some((Fields { era: Some(era), year: Some(1), marked: true, ..fields }, 3));
    }
    (fields.year.is_some() || number_follows).then_some((Fields { era: Some(era), ..fields }, 1))
}

fn number(view: View<'_>, at: usize, fields: Fields, gaps: usize) -> Option<(Fields, usize)> {
    let number = view.number(at)?;
    let plain = number.plain?;
    if view.attached(at) && fields == Fields::default() && !view.text_of(at).is_empty() && !hyphenated_prefix(view, at)
    {
        return None;
    }
    let mut next = at + 1;
    let is = |at: usize, wanted: Meaning| view.is(at, wanted);
    let mut ordinal = false;
    if view.joined(next) && view.names(next, Meaning::OrdinalAfter) {
        next += 1;
        ordinal = true;
    }
    let marked = |wanted| view.mark(next, wanted);
    let year = i32::try_from(plain).ok()?;
    if marked(Period::Decade) {
        return None;
    }
    let written = match fields.calendar {
        Some(Calendar::Hebrew) => 5000..6000,
        _ => 1000..3000,
    };
    if fields.year.is_none() && number.digits == 4 && written.contains(&year) {
        let dot = usize::from(
            view.sign(next) == Some('.') && view.joined(next) && is(next + 1, Meaning::Duration(Period::Year)),
        );
        let years = is(next + dot, Meaning::Duration(Period::Year)) && (1000..2100).contains(&year);
        if dot == 1 && years {
            return Some((Fields { year: Some(year), marked: true, ..fields }, next + 2 - at));
        }
        if marked(Period::Year) || years {
            return Some((Fields { year: Some(year), marked: true, ..fields }, next + 1 - at));
        }
        if !ordinal || fields.month.is_some() {
            return Some((Fields { year: Some(year), ..fields }, next - at));
        }
    }
    if fields.year.is_none() && plain > 0 && number.digits <= 4 {
        let era_after = view.own(next, |meaning| matches!(meaning, Meaning::Era(_)).then_some(())).is_some();
        if (era_after && number.digits > 1) || fields.era.is_some() {
            let mark = usize::from(fields.era.is_some() && marked(Period::Year));
            return Some((Fields { year: Some(year), ..fields }, next + mark - at));
        }
        // "740 yılında" is a year, but "25 yıl" and "740 yıl" are lengths of time.
        let lasts = view.own(next, |meaning| matches!(meaning, Meaning::Duration(_)).then_some(())).is_some();
        if number.digits == 3 && marked(Period::Year) && !lasts {
            return Some((Fields { year: Some(year), marked: true, ..fields }, next + 1 - at));
        }
    }
    // "7∼8월"
    if fields.month.is_none() && plain > 0 && number.digits <= 2 && view.dash(next) {
        let figures = view.text_of(next + 1).starts_with(|c| super::locale::digit(c).is_some());
        let last = view.own(next + 1, |meaning| match meaning {
            Meaning::Month(month) if figures => Some(u32::from(month)),
            _ => None,
        });
        if let Some(last) = last.filter(|last| *last > plain) {
            let months = Fields { month: Some(plain), month_end: Some(last), own: true, alone: true, ..fields };
            return Some((months, next + 2 - at));
        }
    }
    if fields.month.is_none() && (1..=12).contains(&plain) && number.digits <= 2 && marked(Period::Month) {
        return Some((Fields { month: Some(plain), own: true, alone: true, ..fields }, next + 1 - at));
    }
    // 令和6年2月4日: a year of a reign is no day.
    if number.digits <= 2 && marked(Period::Year) {
        return None;
    }
    if fields.day.is_none() && (1..=31).contains(&plain) && number.digits <= 2 {
        let comma = (1..=gaps)
            .any(|back| at.checked_sub(back).is_some_and(|at| view.sign(at).is_some_and(|c| c == '.' || comma(c))));
        if comma && fields.month.is_some() && fields.year.is_none() {
            return None;
        }
        let mut day_marked = false;
        // 5월 4살: after 월 and 月 the day has its mark as well.
        let dense = at.checked_sub(1).is_some_and(|before| {
            view.text_of(before).chars().all(unspaced) && view.mark(before, Period::Month)
                || view.text_of(before).ends_with('월')
        });
        if dense && !marked(Period::Day) && !view.until(next) {
            return None;
        }
        // Marked so that the day may stand alone.
        let is_day = |at: usize| {
            let lasts = view
                .text_of(at + 1)
                .starts_with(['间', '間', '간', '前', '后', '後', '전', '후', '동', '以', '내', '만']);
            let dense = |c: char| unspaced(c) && c >= '\u{2E80}';
            view.mark(at, Period::Day) && view.text_of(at).chars().all(dense) && !lasts
        };
        if marked(Period::Day) {
            day_marked = is_day(next);
            next += 1;
        } else if is(next, Meaning::Duration(Period::Day)) {
            // Finnish "17 päivänä joulukuuta", "joulukuun 17 päivänä".
            next += usize::from(fields.month.is_some() || view.is_month(next + 1));
        }
        // 4–6 February, with the month before or after.
        // "Vom 5. bis 10. Mai"
        let and = |at: usize| view.names(at, Meaning::And) || view.names(at, Meaning::Numeral(0));
        let point = view.sign(next) == Some('.') && view.joined(next) && (view.until(next + 1) || and(next + 1));
        let dash = next + usize::from(point);
        let until = view.number(dash + 1).and_then(|number| number.plain.filter(|_| number.digits <= 2));
        // "12 and 13 August" are all days between.
        let joins = |until: u32| view.until(dash) && until > plain || and(dash) && until == plain + 1;
        if let Some(until) = until.filter(|&until| joins(until) && until <= 31) {
            let ordinal = view.joined(dash + 2) && is(dash + 2, Meaning::OrdinalAfter);
            let mut follow = dash + 2 + usize::from(ordinal);
            while follow < dash + 5 && connector(view, follow).is_some() {
                follow += 1;
            }
            let month_follows =
                view.any(follow, |meaning| matches!(meaning, Meaning::Month(_)).then_some(())).is_some()
                    || view.own(follow, |meaning| matches!(meaning, Meaning::OtherMonth(..)).then_some(())).is_some();
            let range = Fields { day: Some(plain), day_end: Some(until), ..fields };
            if fields.month.is_some() || month_follows {
                return Some((range, dash + 2 + usize::from(ordinal) - at));
            }
            // "12~14일"
            if is_day(dash + 2) {
                return Some((Fields { day_marked: true, ..range }, dash + 3 - at));
            }
        }
        return Some((Fields { day: Some(plain), day_marked, ..fields }, next - at));
    }
    let dated = fields.day.is_some() && fields.month.is_some() && fields.year.is_none();
    let close = at.checked_sub(1).is_some_and(|before| {
        view.joined(at) && view.joined(before) && matches!(view.sign(before), Some('-' | '/' | '.'))
            || view.joined(at) && matches!(view.sign(before), Some('\'' | '’'))
    });
    // Thai writes 4 ก.ย. 61 for 2561.
    let dated_month = fields.month.is_some() && fields.year.is_none() && view.setting.rules.buddhist;
    if dated_month && number.digits == 2 && (40..80).contains(&plain) {
        return Some((Fields { year: i32::try_from(2500 + plain).ok(), ..fields }, next - at));
    }
    if dated && close && number.digits == 2 {
        return Some((Fields { year: year_of(view, (plain, 2)), ..fields }, next - at));
    }
    None
}

/// Whether a number hangs on a prefix by a hyphen, as Hebrew ב-4 does.
fn hyphenated_prefix(view: View<'_>, at: usize) -> bool {
    let start = view.get(at).map_or(0, |piece| piece.span.start);
    let mut before = view.text.get(..start).unwrap_or_default().chars().rev();
    let hyphen = before.next().is_some_and(|c| matches!(c, '-' | '־'));
    hyphen
        && before.next().is_some_and(|c| ('\u{5D0}'..='\u{5EA}').contains(&c))
        && before.next().is_none_or(|c| !is_letter(c))
}

/// How many pieces at `at` only join the parts of a date.
fn connector(view: View<'_>, at: usize) -> Option<usize> {
    // A year with its ending before the month: Armenian 2018-ի հունվարին.
    let year = at.checked_sub(1).and_then(|before| view.number(before)).is_some_and(|number| number.digits == 4);
    if let ended @ 1.. = if year { ending(view, at, false) } else { 0 }
        && view.is_month(at + ended)
    {
        return Some(ended);
    }
    if let Some(sign) = view.sign(at) {
        let joined = view.joined(at) && view.joined(at + 1);
        let before = at.checked_sub(1);
        return match sign {
            // "10日、2026年3月期の": the comma behind a day that has its mark ends the date.
            _ if comma(sign) => {
                let ended =
                    before.is_some_and(|at| view.mark(at, Period::Day) && view.text_of(at).chars().all(unspaced));
                (!ended || view.number(at + 1).is_none()).then_some(1)
            }
            '.' => {
                let before = before.and_then(|before| view.number(before));
                let year = before.is_some_and(|number| number.digits == 4);
                // An abbreviated month's point, where the pack has it without.
                let short =
                    at.checked_sub(1).is_some_and(|at| view.is_month(at) && view.text_of(at).chars().count() < 5);
                if short && view.joined(at) && view.number(at + 1).is_some() {
                    return Some(1);
                }
                (view.joined(at)
                    && before.is_some()
                    && (!year || view.setting.rules.order == Order::YearFirst || follows_year(view, at)))
                .then_some(1)
            }
            '-' if view.joined(at) && view.is_month(at + 1) => Some(1),
            '-' | '/' | '–' => joined.then_some(1),
            '\'' | '’' if joined => match view.get(at + 1)?.what {
                // A suffix: Turkish Şubat'ın.
                What::Word => Some(2),
                What::Digits(..) => Some(1),
                _ => None,
            },
            _ => None,
        };
    }
    let links = |meaning| matches!(meaning, Meaning::Link | Meaning::Mark(Period::Year | Period::Day)).then_some(());
    view.hit(at).filter(|hit| hit.whole)?;
    view.own(at, links).map(|()| 1)
}

/// Whether a word for "year" stands after the point at `at`, as in Latvian "2024. gada".
fn follows_year(view: View<'_>, at: usize) -> bool {
    view.is_year(at + 1)
}

/// Whether the character is a comma of some script.
fn comma(c: char) -> bool {
    matches!(c, ',' | '،' | '、' | '，' | '፣' | '၊' | '⹁' | '߸' | '꘍' | '\u{1802}' | '\u{1808}')
}

/// A year alone, from 1800 to 2099, or a range or decade of them. Nothing but its looks says so: the confidence is low.
pub(super) fn year(view: View<'_>) -> Option<Found> {
    let found = |iso: String, used| Some(dated(used, Some(iso), 0.6));
    let number = view.number(0).filter(|number| number.digits == 4)?;
    let buddhist = |year| view.setting.rules.buddhist && (2400..2600).contains(&year);
    let year = number.plain.filter(|year| number.digits == 4 && !view.attached(0) && *year > 999)?;
    // Turkish 1634'te.
    let suffixed = matches!(view.sign(1), Some('\'' | '’'))
        && view.joined(1)
        && view.joined(2)
        && view.locale.is_ending(view.text_of(2), &view.setting.tongues);
    if !((1800..2100).contains(&year) || buddhist(year) || suffixed && year < 2100) {
        return None;
    }
    if view.until(1)
        && let Some(other) = view.number(2).filter(|_| view.joined(1) == view.joined(2))
    {
        let end = match (other.plain, other.digits) {
            (Some(end), 4) if end > year && end < 2100 => Some(end),
            (Some(end), 2) if view.dash(1) && (end == (year + 1) % 100 || end > year % 100) => {
                Some(year / 100 * 100 + end)
            }
            _ => None,
        };
        let marked = view.is_year(3);
        let ranked = usize::from(view.joined(3) && view.is(3, Meaning::OrdinalAfter) && view.is_year(4));
        let marked = marked || ranked == 1;
        if let Some(end) = end.filter(|_| marked || !word_joined(view, 3)) {
            return found(format!("{year}/{end}"), 3 + ranked + usize::from(marked));
        }
    }
    if word_joined(view, 1) {
        return None;
    }
    let word_follows = matches!(view.get(1).map(|piece| &piece.what), Some(What::Word | What::Name(_)))
        && view.text_of(1).starts_with(is_letter);
    if year % 100 == 0 && word_follows {
        return None;
    }
    let year = year_of(view, (year, 4))?;
    found(year.to_string(), 1)
}

/// A month's name, which may be too short to stand without what is before it: "early May".
pub(super) fn month(view: View<'_>) -> Option<Found> {
    view.hit(0).filter(|hit| hit.whole)?;
    let (fields, used) = name(view, 0, Fields::default()).filter(|(fields, _)| fields.month.is_some() && fields.own)?;
    Some(dated(used, fields.iso(), 0.8))
}

/// A month that a word for "month" announces, however short its name: เดือน ก.ย.
fn announced_month(view: View<'_>) -> Option<Found> {
    let announced = view.names(0, Meaning::Duration(Period::Month));
    let rest = view.skip(1);
    // A whole date begins behind the word.
    let found = month(rest).filter(|_| announced && date(rest).is_none())?;
    Some(Found { from: 1, used: found.used + 1, ..found })
}

/// A date of so many pieces, with its ISO 8601 value if that is known.
#[inline(never)]
fn dated(used: usize, iso: Option<String>, confidence: f32) -> Found {
    let value = iso.map(|iso| Value::Date(DateValue { iso: Some(iso), ..DateValue::default() }));
    Found::new(0, used, Kind::Date, value, confidence)
}

/// Whether a word hangs on what stands before piece `at`.
pub(super) fn word_joined(view: View<'_>, at: usize) -> bool {
    view.joined(at) && view.text_of(at).starts_with(|c: char| is_letter(c) && !unspaced(c))
}
