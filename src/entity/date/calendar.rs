//! Other calendars: their months and days in the common one.

use crate::entity::Day;
use crate::entity::date::Fields;
use crate::entity::locale::{Calendar, Period};

/// A date of its calendar in the common one: a day, or for a month or year its first and last day as a range. A date that lies nowhere
/// for certain keeps its calendar, and has no value: one without its year, and any of the Islamic calendar, where the moon decides.
pub(super) fn common(own: Fields) -> (Fields, Option<String>) {
    let (Some(calendar), Some(year)) = (own.calendar, own.year) else { return (own, None) };
    let Some(month) = own.month else {
        return (own, stretch(calendar, (year, 1), (year + 1, 1)));
    };
    let next = following(calendar, year, month);
    let Some(day) = own.day else {
        return (own, stretch(calendar, (year, month), next));
    };
    let iso = |day: u32| {
        let first = first_day(calendar, year, month)?;
        let at = first + i64::from(day) - 1;
        known(calendar)?.after(Period::Day, at).filter(|_| Some(at) < first_day(calendar, next.0, next.1))
    };
    let Some(first) = iso(day) else { return (own, None) };
    let part = |from: usize, to: usize| first.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let year = part(0, 4).and_then(|year| i32::try_from(year).ok());
    let end = own.day_end.and_then(iso).map(|end| format!("{first}/{end}"));
    (Fields { year, month: part(5, 7), day: part(8, 10), day_end: None, calendar: None, ..own }, end)
}

/// Whether years with that number are written in the calendar.
pub(super) fn has_year(calendar: Calendar, year: i32) -> bool {
    match calendar {
        Calendar::Persian => (1..1700).contains(&year),
        Calendar::Islamic => (1..1600).contains(&year),
        Calendar::Hebrew => (5000..6000).contains(&year),
        Calendar::Ethiopic => (1200..2100).contains(&year),
    }
}

/// The days from the first of a month to that before the first of another.
fn stretch(calendar: Calendar, from: (i32, u32), next: (i32, u32)) -> Option<String> {
    let known = known(calendar)?;
    let first = known.after(Period::Day, first_day(calendar, from.0, from.1)?)?;
    let last = known.after(Period::Day, first_day(calendar, next.0, next.1)? - 1)?;
    Some(format!("{first}/{last}"))
}

/// The year and month after a month.
fn following(calendar: Calendar, year: i32, month: u32) -> (i32, u32) {
    let months = if matches!(calendar, Calendar::Hebrew | Calendar::Ethiopic) { 13 } else { 12 };
    if month < months { (year, month + 1) } else { (year + 1, 1) }
}

/// The day that days are counted from.
fn known(calendar: Calendar) -> Option<Day> {
    match calendar {
        Calendar::Persian => Day::new(2024, 3, 20),
        Calendar::Hebrew => Day::new(2023, 9, 16),
        Calendar::Ethiopic => Day::new(2023, 9, 12),
        Calendar::Islamic => None,
    }
}

/// How many days after [`known`] a month begins; none where no rule tells.
fn first_day(calendar: Calendar, year: i32, month: u32) -> Option<i64> {
    let before = i64::from(month.checked_sub(1)?);
    Some(match calendar {
        Calendar::Persian => persian_year(year) + before * 30 + before.min(6),
        Calendar::Ethiopic => {
            let days = |year: i64| year * 365 + year / 4;
            days(year.into()) - days(2016) + before * 30
        }
        Calendar::Hebrew => {
            let length = (hebrew_year(year + 1) - hebrew_year(year)) % 10;
            let leap = (i64::from(year) * 7 + 1).rem_euclid(19) < 7;
            let (long, short) = (i64::from(length == 5), i64::from(length == 3));
            let lengths = [30, 29 + long, 30 - short, 29, 30, 30 * i64::from(leap), 29, 30, 29, 30, 29, 30];
            let months: i64 = lengths.iter().take(usize::try_from(before).ok()?).sum();
            hebrew_year(year) - hebrew_year(5784) + months
        }
        Calendar::Islamic => return None,
    })
}

/// Days from the first of 1403 to that of the year. Leap years follow the cycle of 33 years, which is right from 1206 to 1498.
fn persian_year(year: i32) -> i64 {
    let leap = |year: i32| matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let days = |years: std::ops::Range<i32>| years.map(|year| 365 + i64::from(leap(year))).sum::<i64>();
    let known = 1403;
    if year < known { -days(year..known) } else { days(known..year) }
}

/// The day on which a Hebrew year begins: that of its new moon, with the four delays.
fn hebrew_year(year: i32) -> i64 {
    let moon = |year: i64| {
        let months = (235 * year - 234).div_euclid(19);
        let day = 29 * months + (12_084 + 13_753 * months).div_euclid(25_920);
        day + i64::from((3 * (day + 1)).rem_euclid(7) < 3)
    };
    let year = i64::from(year);
    let (before, own, after) = (moon(year - 1), moon(year), moon(year + 1));
    own + if after - own == 356 { 2 } else { i64::from(own - before == 382) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brings_days_months_and_years_to_the_common_calendar() {
        let value = |calendar, year, month, day| {
            let own = Fields { year: Some(year), month, day, calendar: Some(calendar), ..Fields::default() };
            let (fields, range) = common(own);
            range.or_else(|| fields.iso()).unwrap_or_default()
        };
        for (calendar, year, month, day, expected) in [
            (Calendar::Hebrew, 5784, Some(1), Some(1), "2023-09-16"),
            (Calendar::Hebrew, 5785, Some(1), Some(1), "2024-10-03"),
            (Calendar::Hebrew, 5708, Some(9), Some(5), "1948-05-14"),
            (Calendar::Hebrew, 5784, Some(7), Some(14), "2024-03-24"),
            (Calendar::Hebrew, 5784, Some(6), Some(30), "2024-03-10"),
            (Calendar::Hebrew, 5783, Some(6), Some(1), ""),
            (Calendar::Hebrew, 5783, Some(8), Some(15), "2023-04-06"),
            (Calendar::Hebrew, 5784, Some(13), None, "2024-09-04/2024-10-02"),
            (Calendar::Ethiopic, 2016, Some(1), Some(1), "2023-09-12"),
            (Calendar::Ethiopic, 2017, Some(1), Some(1), "2024-09-11"),
            (Calendar::Ethiopic, 2015, Some(13), Some(6), "2023-09-11"),
            (Calendar::Ethiopic, 2016, Some(13), Some(6), ""),
            (Calendar::Persian, 1403, Some(12), Some(30), "2025-03-20"),
            (Calendar::Persian, 1402, Some(12), Some(30), ""),
            (Calendar::Persian, 1398, None, None, "2019-03-21/2020-03-19"),
            (Calendar::Islamic, 1445, Some(9), Some(1), ""),
        ] {
            assert_eq!(value(calendar, year, month, day), expected, "{calendar:?} {year} {month:?} {day:?}");
        }
    }
}
