//! What years are divided into and what they make up: seasons, quarters, decades and centuries, and years in words.

use super::told::ended;
use super::{Fields, comma, dated, word_joined, words};
use crate::entity::amount;
use crate::entity::locale::{Era, Meaning, Period, is_letter, unspaced};
use crate::entity::piece::View;
use crate::entity::rule::{Found, ending};

/// A year and what it is divided into, or what years make up, by their numbers: the third quarter of 2024, the 19th century, XIX əsr.
pub(super) fn nth_stretch(view: View<'_>) -> Option<Found> {
    let stretch = |at: usize| {
        view.text_of(at).chars().nth(1)?;
        view.own(at, |meaning| match meaning {
            Meaning::Duration(period @ (Period::Century | Period::Quarter)) => Some(period),
            _ => None,
        })
    };
    let quarter = |at: usize| {
        let hit = view.hit(at).filter(|hit| hit.whole)?;
        view.any(at, |meaning| match meaning {
            Meaning::Quarter(quarter) => Some((quarter, hit.own)),
            _ => None,
        })
    };
    // 2024 Q3
    let led = view.number(0).filter(|number| number.digits == 4).and_then(|number| number.plain);
    let led = led.filter(|year| (1800..2100).contains(year));
    let led_used = usize::from(led.is_some());
    let led_used = led_used + usize::from(led.is_some() && view.mark(led_used, Period::Year));
    let (n, period, used) = if let Some((n, own)) = quarter(led_used) {
        let named = own && !view.text_of(led_used).starts_with('Q');
        (u32::from(n), Period::Quarter, (led_used + 1, named))
    } else {
        let dense = |at: usize| view.text_of(at).starts_with(unspaced);
        match nth(view, led_used) {
            Some((n, sure, at)) => {
                let fits = |period: &Period| match period {
                    Period::Century => sure || dense(at) || n > 9,
                    _ => sure || dense(at) || year_after(view, at + 1).is_some(),
                };
                let period = stretch(at).filter(fits)?;
                (n, period, (at + 1, true))
            }
            None if led.is_none() => {
                let period = stretch(0)?;
                // "Secolul al XIX-lea"
                let link = usize::from(view.hit(1).is_some() && roman(view.text_of(1)).is_none());
                // Hebrew המאה ה-19
                let hyphen = || nth(view, 3).filter(|_| view.sign(2) == Some('-'));
                let (n, sure, at) = nth(view, 1).or_else(|| nth(view, 1 + link)).or_else(hyphen)?;
                (n, period, (at, sure || period == Period::Century))
            }
            None => return None,
        }
    };
    let (used, sure) = used;
    if period == Period::Century {
        let era = view.own(used, |meaning| match meaning {
            Meaning::Era(era) => Some(era),
            _ => None,
        });
        if !(1..=21).contains(&n) || !sure || led.is_some() {
            return None;
        }
        let (sign, first, last) = match era {
            Some(Era::Before) => ("-", n * 100 - 1, n * 100 - 100),
            _ => ("", n * 100 - 99, n * 100),
        };
        return Some(dated(used + usize::from(era.is_some()), Some(format!("{sign}{first:04}/{sign}{last:04}")), 0.9));
    }
    if !(1..=4).contains(&n) {
        return None;
    }
    let (year, used) = match led {
        Some(year) => (Some(year), used),
        None => match year_after(view, used) {
            Some((year, used)) => (Some(year), used),
            None => (None, used),
        },
    };
    match year {
        Some(year) => Some(dated(used, Some(format!("{year}-{:02}/{year}-{:02}", n * 3 - 2, n * 3)), 0.9)),
        None => sure.then(|| dated(used, None, 0.7)),
    }
}

/// The year after piece `at`, beyond what links it, and where it ends.
#[inline(never)]
fn year_after(view: View<'_>, at: usize) -> Option<(u32, usize)> {
    let link = |at: usize| {
        view.sign(at).is_some_and(comma)
            || view.hit(at).is_some_and(|hit| hit.whole)
                && (view.is(at, Meaning::Link) || view.is(at, Meaning::Mark(Period::Year)))
    };
    // "Лятото на 2023", "kesän 2023"
    let short = |at: usize| view.text_of(at).chars().count() < 4 && view.text_of(at).starts_with(is_letter);
    let at = at + usize::from(link(at) || short(at));
    // "Des Jahres 2007", "al anului 2007"
    let at = at + usize::from(view.is_year(at) && view.number(at).is_none());
    let year = view.number(at).filter(|number| number.digits == 4 && !word_joined(view, at + 1))?;
    let year = year.plain.filter(|year| (1800..2100).contains(year))?;
    let marked = view.is_year(at + 1);
    Some((year, at + 1 + usize::from(marked)))
}

/// A rank before a unit, whether it is clearly one, and where it ends: 19th, XIX, 19., 第3.
#[inline(never)]
fn nth(view: View<'_>, at: usize) -> Option<(u32, bool, usize)> {
    let is = |at: usize, wanted: Meaning| view.names(at, wanted);
    let from = at + usize::from(is(at, Meaning::OrdinalBefore));
    let rank = || {
        view.hit(from).filter(|hit| hit.whole)?;
        view.own(from, |meaning| match meaning {
            Meaning::Rank(n) => Some(n.into()),
            _ => None,
        })
    };
    let (n, next, sure) = match roman(view.text_of(from)).or_else(rank) {
        Some(n) => (n, from + 1, true),
        None => match view.number(from) {
            Some(number) => (number.plain?, from + 1, from > at),
            None => amount::spelled(view, from)
                .filter(|amount| amount.ordinal)
                .and_then(|amount| Some((amount.value.parse().ok()?, amount.used, true)))?,
        },
    };
    let tail = view.joined(next) && (is(next, Meaning::OrdinalAfter) || view.sign(next) == Some('.'));
    let hyphen = view.dash(next) && view.joined(next) && view.joined(next + 1) && word_joined(view, next + 1);
    Some((n, sure || tail || hyphen, next + usize::from(tail) + 2 * usize::from(hyphen && !tail)))
}

/// The value of a Roman numeral up to 21, also with Cyrillic letters and with an ending in small letters: XIX, ХХ, XIXe.
pub(in crate::entity) fn roman(text: &str) -> Option<u32> {
    const NUMERALS: &str = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI";
    if !text.starts_with(['I', 'V', 'X', 'Х', 'І']) {
        return None;
    }
    let latin: String = text
        .chars()
        .map(|c| match c {
            'Х' => 'X',
            'І' => 'I',
            other => other,
        })
        .collect();
    let bare = latin.trim_end_matches(char::is_lowercase);
    let ending = latin.len() - bare.len();
    let value = NUMERALS.split(' ').zip(1..).find_map(|(numeral, value)| (numeral == bare).then_some(value));
    value.filter(|_| ending == 0 || bare.len() > 1 && ending < 4)
}

/// The years of a decade: 1990s, 90-е годы, années 1990, 1980'ler. Those up to the twenties are this century's.
pub(super) fn decade(view: View<'_>) -> Option<Found> {
    let word = |at: usize| {
        let named = view.is(at, Meaning::Mark(Period::Decade));
        let known = named || view.text_of(at).chars().all(unspaced) && view.mark(at, Period::Decade);
        known && view.hit(at).is_some_and(|hit| hit.whole || ended(view, at))
    };
    let before = usize::from(view.names(0, Meaning::DecadeBefore));
    // "Anni '90"
    let at = before + usize::from(before > 0 && matches!(view.sign(1), Some('\'' | '’')));
    let number =
        view.number(at).filter(|number| matches!(number.digits, 2 | 4) && (before > 0 || !view.attached(0)))?;
    let number_of = number.plain.filter(|year| year % 10 == 0)?;
    let used = if before > 0 {
        // "Years 2020" may be one year.
        if word_joined(view, at + 1) || number.digits == 4 && !(1800..2030).contains(&number_of) {
            return None;
        }
        at + 1
    } else {
        let joined = view.joined(1);
        let letters = view.text_of(1).chars().filter(|&c| is_letter(c)).count();
        if !word(1) || !joined && letters < 3 || number.digits == 2 && number_of == 0 {
            return None;
        }
        2
    };
    let century = [2000, 1900, 0].get(usize::from(number_of > 20) + usize::from(number.digits == 4)).copied();
    let first = century.unwrap_or(0) + number_of;
    if first < 1000 {
        return None;
    }
    // Finnish 1900-luku and Swedish 1900-talet are a century.
    let centuries = ["-luku", "-luvu", "-luko", "-tal"];
    let whole = first % 100 == 0 && centuries.iter().any(|one| view.text_of(1).starts_with(one));
    let last = first + if whole { 99 } else { 9 };
    Some(dated(used, Some(format!("{first}/{last}")), 0.85))
}

/// A season, of a year (EDTF, ISO 8601-2: 2024-21 is the spring) or alone.
pub(super) fn season(view: View<'_>) -> Option<Found> {
    if let Some(number) = view.number(0).filter(|number| number.digits == 4 && !view.attached(0)) {
        let at = 1 + ending(view, 1, false);
        let least = if season_at(view, at)?.1 { 1000 } else { 1800 };
        return season_of(view, number.plain.filter(|year| (least..2100).contains(year)), at);
    }
    let (_, alone) = season_at(view, 0)?;
    if let Some((year, used)) = year_after(view, 1) {
        return season_of(view, Some(year), 0).map(|found| Found { used, ..found });
    }
    let small = view.text_of(0).chars().next().is_some_and(|c| !c.is_uppercase());
    (alone && small).then(|| dated(1, None, 0.55))
}

/// The season that stands at piece `at`, of a year.
#[inline(never)]
pub(super) fn season_of(view: View<'_>, year: Option<u32>, at: usize) -> Option<Found> {
    let (season, _) = season_at(view, at)?;
    Some(dated(at + 1, Some(format!("{}-{season}", year?)), 0.9))
}

/// The season named at piece `at`, and whether the word has no other sense.
pub(super) fn season_at(view: View<'_>, at: usize) -> Option<(u8, bool)> {
    view.hit(at).filter(|hit| hit.whole)?;
    view.own(at, |meaning| match meaning {
        Meaning::Season(season, alone) => Some((season, alone)),
        _ => None,
    })
}

/// A year in words: екі мың жиырма үшінші жыл.
pub(super) fn spelled_year(view: View<'_>) -> Option<Found> {
    let amount = amount::spelled(view, 0).filter(|amount| amount.ordinal)?;
    let year = amount.value.parse::<u32>().ok().filter(|year| (1100..2100).contains(year))?;
    view.is_year(amount.used).then_some(())?;
    let used = amount.used + 1;
    // Kazakh "… жылдың бірінші қаңтары"
    let day = words(view.skip(used)).filter(|(day, _)| day.year.is_none() && day.month.is_some() && day.own);
    if let Some((day, more)) = day {
        let whole = Fields { year: i32::try_from(year).ok(), ..day };
        return Some(dated(used + more, Some(whole.iso()?), 0.9));
    }
    Some(dated(used, Some(year.to_string()), 0.85))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_roman_numerals_of_centuries() {
        for (text, value) in [
            ("I", 1),
            ("IV", 4),
            ("IX", 9),
            ("XIV", 14),
            ("XIX", 19),
            ("XXI", 21),
            ("ХІХ", 19),
            ("XIXe", 19),
            ("XVIII", 18),
        ] {
            assert_eq!(roman(text), Some(value), "{text}");
        }
        for text in ["", "IIX", "IXX", "VX", "XXX", "Ivan", "Xerox", "Ie", "XIXabcde", "IC", "x"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }
}
