//! Dates told from now: yesterday, last week, next Monday, three days ago, May last year.

use super::stretch::season_at;
use super::{Day, Fields, comma, date, dated, day_part, duration, name, time};
use crate::entity::amount;
use crate::entity::locale::{Hit, Meaning, Period, is_letter};
use crate::entity::number::{Digits, read};
use crate::entity::piece::View;
use crate::entity::rule::{Found, Later, Which};
use crate::entity::{DateValue, Kind, Value};
use crate::language::Code;

/// "Yesterday", "last week", "3 days ago".
#[inline(never)]
pub(super) fn relative(view: View<'_>) -> Option<Found> {
    let stem = |hit: &Hit| view.text.get(view.get(0)?.span.start..hit.stem);
    // Kazakh "кешені" is of a word that only begins like "yesterday".
    let long = |hit: &Hit| stem(hit).is_some_and(|stem| stem.chars().nth(4).is_some());
    let hit =
        view.hit(0).filter(|hit| hit.own && (hit.whole || hit.number.is_none() && long(hit) && ended(view, 0)))?;
    if hit.number.is_none() && view.is(0, Meaning::Moment) {
        // 同年9月30日
        let day = date(view.skip(1)).filter(|day| day.first.month.is_some() && day.first.year.is_none());
        if let Some(day) = day {
            let used = 1 + day.used;
            return Some(day.found(0, used, None));
        }
        let used = 1 + usize::from(direction(view, 1, false, true).is_some());
        return Some(dated(used, None, 0.6));
    }
    if is_noun(view) {
        return None;
    }
    let weekday_of = |meaning| match meaning {
        Meaning::WeekdayOf(day, week) => Some((day, week)),
        _ => None,
    };
    if let Some((day, week)) = view.own(0, weekday_of) {
        return Some(of_week(from_now(1, Period::Week, week.into())?, day, 1));
    }
    let (period, count) = match hit.number {
        None => view.own(0, |meaning| match meaning {
            Meaning::Relative(period, offset) => Some((period, i64::from(offset))),
            _ => None,
        })?,
        Some((start, end)) => {
            let (period, sign) = view.own(0, |meaning| match meaning {
                Meaning::Ago(period) => Some((period, -1)),
                Meaning::Ahead(period) => Some((period, 1)),
                _ => None,
            })?;
            let (digits, finish) = read(view.text, start, view.setting.rules.decimal);
            let Digits::Number(number) = digits else { return None };
            if finish != end {
                return None;
            }
            (period, sign * number.value.parse::<i64>().ok()?)
        }
    };
    from_now(1, period, count)
}

/// Whether the name at piece `at` has an ending of its language.
#[inline(never)]
pub(in crate::entity) fn ended(view: View<'_>, at: usize) -> bool {
    let ending = view.get(at).zip(view.hit(at)).and_then(|(piece, hit)| view.text.get(hit.stem..piece.span.end));
    ending.is_some_and(|ending| view.locale.is_ending(ending, &view.setting.tongues))
}

/// A date so many of a unit from now; the value counts from the reference date.
#[inline(never)]
fn from_now(used: usize, period: Period, count: i64) -> Option<Found> {
    let length = duration(period, &count.unsigned_abs().to_string())?;
    let relative = Some(format!("{}{length}", if count < 0 { "-" } else { "" }));
    let value = DateValue { relative, ..DateValue::default() };
    let later = Some(Later::Relative(period, count, String::new()));
    Some(Found { later, ..Found::new(0, used, Kind::Date, Some(Value::Date(value)), 0.85) })
}

/// A weekday of the week that was found, which ends `used` pieces on.
pub(super) fn of_week(mut found: Found, weekday: u8, used: usize) -> Found {
    if let Some(Later::Relative(Period::Week, weeks, _)) = found.later {
        found.later = Some(Later::Weekday(weekday, Which::Week(weeks), String::new()));
        found.used = used;
    }
    found
}

/// The number of units told at piece `at`, if there is one, and how many pieces it takes.
fn count(view: View<'_>, at: usize) -> Option<(i64, usize)> {
    let amount = amount::amount(view, at, false).filter(|amount| !amount.scaled)?;
    Some((amount.value.parse().ok().filter(|count| (1..100_000).contains(count))?, amount.used))
}

/// "Next Monday", "минувшей зимой", "the past three years": a word that says which, beside a unit of time, a weekday, month or season.
#[inline(never)]
pub(super) fn which(view: View<'_>) -> Option<Found> {
    let word = |at, follows| direction(view, at, false, follows);
    let before = word(0, false);
    let at = usize::from(before.is_some());
    let counted = count(view, at).filter(|_| before.is_some());
    let unit_at = counted.map_or(at, |(_, used)| used);
    let (unit, used) = unit(view, unit_at)?;
    let (offset, used) = match before {
        Some(offset) => (offset, used),
        None => (word(used, true)?, used + 1),
    };
    match (unit, counted) {
        // Korean 지난 9일 is the ninth.
        (Unit::Period(Period::Day), Some(_)) if view.mark(unit_at, Period::Day) => None,
        (Unit::Period(period), Some((count, _))) if offset != 0 => {
            let count = count * i64::from(offset);
            let found = from_now(used, period, count)?;
            Some(Found { later: Some(Later::Stretch(period, count)), ..found })
        }
        (Unit::Period(period), None) if period > Period::Day => from_now(used, period, offset.into()),
        (Unit::Weekday(day), None) => Some(Found {
            later: Some(Later::Weekday(day, Which::Nearest(Some(offset)), String::new())),
            ..dated(used, None, 0.9)
        }),
        (Unit::Month(month), None) => Some(dated(used, Some(format!("--{month:02}")), 0.9)),
        (Unit::Season, None) => Some(dated(used, None, 0.85)),
        _ => None,
    }
}

/// Which way the word at piece `at` points, one such as "last", or `counting` one such as "ago"; and whether it follows what it tells.
#[inline(never)]
pub(super) fn direction(view: View<'_>, at: usize, counting: bool, follows: bool) -> Option<i8> {
    view.hit(at).filter(|hit| hit.whole)?;
    view.own(at, |meaning| match meaning {
        Meaning::Which(offset, after) if !counting && after == follows => Some(offset),
        Meaning::Towards(sign, after) if counting && after == follows => Some(sign),
        _ => None,
    })
}

/// What a word such as "last" may stand beside.
enum Unit {
    Period(Period),
    Weekday(u8),
    Month(u8),
    Season,
}

/// The unit of time, weekday, month or season at piece `at`, and where it ends.
fn unit(view: View<'_>, at: usize) -> Option<(Unit, usize)> {
    let short = |hit: &Hit| {
        view.get(at)
            .and_then(|piece| view.text.get(hit.stem..piece.span.end))
            .is_some_and(|rest| rest.chars().count() < 3)
    };
    let hit = view.hit(at).filter(|hit| hit.whole || short(hit) || ended(view, at))?;
    if let Some((period, used)) = amount::period(view, at).filter(|&(_, used)| used == 1) {
        return Some((Unit::Period(period), at + used));
    }
    let stem = view.get(at).and_then(|piece| view.text.get(piece.span.start..hit.stem)).unwrap_or_default();
    let letters = stem.chars().filter(|&c| is_letter(c)).count();
    // Turkish "bu arada" is no December.
    if !hit.whole && letters < 4 {
        return None;
    }
    let unit = view.own(at, |meaning| match meaning {
        Meaning::Mark(period) if period > Period::Day && hit.whole && letters > 1 => Some(Unit::Period(period)),
        Meaning::Weekday(day) if letters > 2 => Some(Unit::Weekday(day)),
        Meaning::Month(month) if letters > 2 => Some(Unit::Month(month)),
        Meaning::Season(..) | Meaning::Moment => Some(Unit::Season),
        _ => None,
    });
    unit.map(|unit| (unit, at + 1))
}

/// "Three days ago", "через неделю": how far from now, with a word that says which way.
pub(super) fn towards(view: View<'_>) -> Option<Found> {
    let word = |at, follows| direction(view, at, true, follows);
    let before = word(0, false);
    let at = usize::from(before.is_some());
    let few = view.names(at, Meaning::Few);
    let counted = count(view, at).filter(|_| !few);
    // What stands before a bare unit has other senses: "in weeks".
    if counted.is_none() && before.is_some() && !few {
        return None;
    }
    let at = counted.map_or(at + usize::from(few), |(_, used)| used);
    let (period, used) = amount::period(view, at)?;
    // "Years ago" is no date, "a year ago" is; Hindi "मिनट में" is "a minute" rather than "in a minute".
    if counted.is_none() && !few && (!view.hit(at)?.whole || period < Period::Day) {
        return None;
    }
    let used = at + used;
    let (sign, used) = match before {
        Some(sign) => (sign, used),
        None => (word(used, true)?, used + 1),
    };
    match counted {
        Some((count, _)) => from_now(used, period, count * i64::from(sign)),
        None => (sign < 0 || few).then(|| dated(used, None, 0.8)),
    }
}

/// A day told from now with the time of day that follows it, or a year with the month: "tomorrow at 5 p.m.", "ötən ilin mayında".
pub(super) fn with_more(view: View<'_>, found: Found) -> Found {
    let period = match found.later {
        Some(Later::Relative(period, ..)) => period,
        Some(Later::Weekday(..)) => Period::Day,
        _ => return found,
    };
    let gap = usize::from(view.sign(found.used).is_some_and(comma));
    match period {
        Period::Day => {
            if let Some(day) = same_day(view, &found) {
                return day;
            }
            match time(view.skip(found.used + gap)) {
                Some(clock) => {
                    let used = found.used + gap + clock.used;
                    found.with_rest(format!("T{}", clock.iso), used)
                }
                None => Found { used: found.used + day_part(view, found.used), ..found },
            }
        }
        // "지난달 23일"
        Period::Month => {
            let day = date(view.skip(found.used)).map(|day| (day.first, day.used));
            match (day, found.later.clone()) {
                (
                    Some((Fields { day: Some(day), day_end, month: None, .. }, used)),
                    Some(Later::Relative(_, months, _)),
                ) => {
                    let later = Later::Relative(Period::Month, months, format!("-{day:02}"));
                    // Of a range only the month is told.
                    let later = Some(later).filter(|_| day_end.is_none());
                    Found { used: found.used + used, later, ..found }
                }
                _ => found,
            }
        }
        // "지난주 금요일", "next week Monday"
        Period::Week => {
            match date(view.skip(found.used)).filter(|day| !day.ranged()).map(|day| (day.first, day.used)) {
                Some((Fields { weekday: Some(weekday), day: None, month: None, year: None, .. }, used)) => {
                    let used = found.used + used;
                    with_more(view, of_week(found, weekday, used))
                }
                _ => found,
            }
        }
        Period::Year => {
            let rest = view.skip(found.used);
            // "Viime vuoden keväällä"
            if let Some((season, _)) = season_at(rest, 0) {
                let Some(Later::Relative(_, years, _)) = found.later else { return found };
                let later = Some(Later::Relative(Period::Year, years, format!("-{season}")));
                return Found { used: found.used + 1, later, ..found };
            }
            let day = date(rest).filter(|day| !day.ranged()).map(|day| (day.first, day.used));
            let day = day.or_else(|| name(rest, 0, Fields::default()).filter(|(fields, _)| fields.own));
            let day = day.filter(|(fields, _)| fields.year.is_none() && fields.month.is_some());
            match day.and_then(|(fields, used)| Some((fields.iso()?, used))) {
                Some((iso, used)) if !iso.contains('/') => {
                    let used = found.used + used;
                    found.with_rest(iso, used)
                }
                _ => found,
            }
        }
        _ => found,
    }
}

/// "Today" and the like with the date itself after it: այսօր՝ հունիսի 4-ին, "astăzi, 21 august 2017".
fn same_day(view: View<'_>, found: &Found) -> Option<Found> {
    let sign = view.sign(found.used);
    let whole = |day: &Day| day.first.whole() && !day.ranged() && (sign == Some('՝') || day.first.year.is_some());
    let told = matches!(found.later, Some(Later::Relative(..)));
    let day = date(view.skip(found.used + 1))
        .filter(|day| told && (sign == Some('՝') || sign.is_some_and(comma)) && whole(day))?;
    let used = found.used + 1 + day.used;
    let iso = day.first.iso()?;
    let year = day.first.year;
    let mut whole = found.clone().with_rest(iso.clone(), used);
    // Without its year it is of the same as the reference date.
    whole.later =
        year.is_none().then(|| Later::Relative(Period::Year, 0, iso.strip_prefix('-').unwrap_or_default().to_owned()));
    Some(whole)
}

/// A month that could not stand alone before a year told from now: "May last year".
pub(super) fn month_of_year(view: View<'_>) -> Option<Found> {
    let (fields, used) = name(view, 0, Fields::default()).filter(|(fields, _)| fields.month.is_some() && fields.own)?;
    let rest = view.skip(used);
    let found = relative(rest).or_else(|| which(rest))?;
    let year = matches!(found.later, Some(Later::Relative(Period::Year, ..)));
    let used = used + found.used;
    year.then(|| Some(found.with_rest(fields.iso()?, used)))?
}

/// Whether the view begins with a German word that a capital within the sentence makes a noun: "am Morgen" is no tomorrow.
fn is_noun(view: View<'_>) -> bool {
    let german = || {
        let tongue = Code::new("deu").and_then(|code| view.locale.tongue(code));
        tongue.is_some() && view.setting.tongues.first() == tongue.as_ref()
    };
    let before = || view.text.get(..view.get(0)?.span.start)?.trim_end().chars().next_back();
    view.text_of(0).starts_with(char::is_uppercase) && german() && before().is_some_and(|c| is_letter(c) || comma(c))
}
