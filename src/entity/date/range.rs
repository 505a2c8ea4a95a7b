//! Ranges of dates that a word such as "between" makes: *1982 ile 1998 arasında*, *between May and July 2024*.

use super::{Fields, date, dated, name, word_joined, year};
use crate::entity::locale::Meaning;
use crate::entity::piece::{View, What};
use crate::entity::rule::Found;
use crate::entity::{DateValue, Value};

/// Where the word that makes the range, after it, may stand at the latest.
const LONGEST: usize = 12;

/// Two dates with "and" between them and "between" before or after; the word is part of the mention.
pub(super) fn between(view: View<'_>) -> Option<Found> {
    let is = |at: usize, wanted: Meaning| view.names(at, wanted);
    let before = is(0, Meaning::Between(false));
    let begins = || match view.get(0).map(|piece| &piece.what) {
        Some(What::Digits(..)) => true,
        Some(What::Name(_)) => view.is_month(0),
        _ => false,
    };
    let after = || begins() && (1..LONGEST).any(|at| is(at, Meaning::Between(true)));
    if !before && !after() {
        return None;
    }
    let at = usize::from(before);
    let rest = view.skip(at);
    let found = |iso: Option<String>, used: usize| {
        let closed = is(at + used, Meaning::Between(true));
        (before || closed).then(|| dated(at + used + usize::from(closed), iso, 0.9))
    };
    // "Between 13–15 July", "1993–2000 yılları arasında"
    let ranged = date(rest).filter(|day| day.ranged() || day.first.day_end.is_some() || day.first.month_end.is_some());
    if let Some(day) = ranged {
        return found(day.iso.or_else(|| day.first.iso()), day.used);
    }
    if let Some(Found { used, value: Some(Value::Date(DateValue { iso: Some(iso), .. })), .. }) = year(rest)
        && iso.contains('/')
    {
        return found(Some(iso), used);
    }
    let (mut first, next) = end(rest, 0)?;
    let joins = is(at + next, Meaning::And) || is(at + next, Meaning::Numeral(0)) || rest.until(next);
    let (second, last) = end(rest, next + usize::from(joins))?;
    // Two years whose dash was lost.
    let years = |fields: &Fields| fields.year.is_some() && fields.month.is_none();
    if !(joins || years(&first) && years(&second)) {
        return None;
    }
    if first.month.is_some() || first.day.is_some() {
        first.month = first.month.or(second.month);
        first.year = first.year.or(second.year);
    }
    let (from, to) = (first.iso()?, second.iso()?);
    (from.len() == to.len() && from < to && !from.contains('/')).then(|| found(Some(format!("{from}/{to}")), last))?
}

/// One end of the range at piece `at`, and where it ends: a date, a year, or a day whose month follows the other.
fn end(view: View<'_>, at: usize) -> Option<(Fields, usize)> {
    let rest = view.skip(at);
    if let Some(day) = date(rest).filter(|day| day.iso.is_none() && day.first.iso().is_some()) {
        return Some((day.first, at + day.used));
    }
    // "Mai" is too short to stand alone elsewhere.
    let month = name(rest, 0, Fields::default()).filter(|(fields, _)| fields.month.is_some() && fields.own);
    if let Some((fields, used)) = month.filter(|(fields, _)| fields.calendar.is_none()) {
        return Some((fields, at + used));
    }
    let number = rest.number(0).filter(|_| !(rest.attached(0) || word_joined(rest, 1)))?;
    let plain = number.plain?;
    let fields = match number.digits {
        4 if (1000..2100).contains(&plain) => Fields { year: i32::try_from(plain).ok(), ..Fields::default() },
        1 | 2 if (1..=31).contains(&plain) => Fields { day: Some(plain), ..Fields::default() },
        _ => return None,
    };
    Some((fields, at + 1))
}
