//! Days of the calendar, which relative dates are counted from.

use super::locale::Period;
use crate::Error;
use jiff_core::civil::Date;
use std::str::FromStr;

/// A day of the Gregorian calendar, also before that was introduced; between the years -9999 and 9999.
///
/// ```
/// use hamisi::entity::Day;
///
/// assert_eq!("2024-02-29".parse().ok(), Day::new(2024, 2, 29));
/// assert_eq!(Day::new(2023, 2, 29), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day with these numbers, all of which count from 1; none where there is no such day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let (year, month, day) = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
        Date::new(year, month, day).ok().map(Self)
    }

    /// The day, week, month or year that lies so far from this day, ISO 8601.
    pub(super) fn after(self, period: Period, count: i64) -> Option<String> {
        Some(match period {
            Period::Day => {
                let date = self.add_days(count)?;
                // ISO 8601 writes more than four digits with a sign.
                let year = if date.year() < 0 { format!("{:07}", date.year()) } else { format!("{:04}", date.year()) };
                format!("{year}-{:02}-{:02}", date.month(), date.day())
            }
            Period::Week => {
                let week = self.add_days(count.checked_mul(7)?)?.to_iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Period::Month => {
                let date = self.add_months(count)?;
                format!("{:04}-{:02}", date.year(), date.month())
            }
            Period::Year => {
                let year = i64::from(self.0.year()).checked_add(count)?;
                format!("{:04}", self.in_month(year, self.0.month().into())?.year())
            }
            _ => return None,
        })
    }

    /// The days from this one to the one that lies so far from it, or the other way round, as an ISO 8601 interval.
    pub(super) fn stretch(self, period: Period, count: i64) -> Option<String> {
        let other = match period {
            Period::Day => self.add_days(count)?,
            Period::Week => self.add_days(count.checked_mul(7)?)?,
            Period::Month => self.add_months(count)?,
            Period::Quarter => self.add_months(count.checked_mul(3)?)?,
            Period::Year => self.add_months(count.checked_mul(12)?)?,
            _ => return None,
        };
        let (first, last) = (self.min(Self(other)), self.max(Self(other)));
        Some(format!("{}/{}", first.after(Period::Day, 0)?, last.after(Period::Day, 0)?))
    }

    /// The days of a weekday, Monday 1, that one may mean: the last before this day, this week's, or the next after it, and where that is
    /// still this week's, also the next week's. Without an offset the last, this day being one, since most texts tell what has been, then the next.
    pub(super) fn weekdays(self, weekday: u8, offset: Option<i8>) -> Vec<String> {
        let today = i64::from(self.0.weekday().to_monday_one_offset());
        let ahead = i64::from(weekday) - today;
        let days: &[i64] = match (offset, ahead) {
            (Some(0), _) => &[ahead],
            (Some(..0), 1..) => &[ahead - 7],
            (Some(..0), 0) => &[-7],
            // "Last Monday" on a Friday is this week's or the week before's.
            (Some(..0), _) => &[ahead, ahead - 7],
            (Some(_), 1..) => &[ahead, ahead + 7],
            (Some(_), _) => &[ahead + 7],
            (None, 1..) => &[ahead - 7, ahead],
            (None, _) => &[ahead, ahead + 7],
        };
        days.iter().filter_map(|&days| self.after(Period::Day, days)).collect()
    }

    /// The day that is a weekday, Monday 1, of the week so many from this day's.
    pub(super) fn weekday_of(self, weekday: u8, weeks: i64) -> Option<String> {
        let today = i64::from(self.0.weekday().to_monday_one_offset());
        self.after(Period::Day, i64::from(weekday) - today + weeks.checked_mul(7)?)
    }

    fn add_months(self, count: i64) -> Option<Date> {
        let months = (i64::from(self.0.year()) * 12 + i64::from(self.0.month()) - 1).checked_add(count)?;
        self.in_month(months.div_euclid(12), months.rem_euclid(12) + 1)
    }

    fn add_days(self, count: i64) -> Option<Date> {
        self.0.checked_add(count.try_into().ok()?).ok()
    }

    /// The same day of another month, or its last where it is shorter.
    fn in_month(self, year: i64, month: i64) -> Option<Date> {
        Date::new_constrain(year.try_into().ok()?, month.try_into().ok()?, self.0.day()).ok()
    }
}

impl FromStr for Day {
    type Err = Error;

    /// Reads a day in the form 2024-02-29, ISO 8601.
    fn from_str(text: &str) -> Result<Self, Error> {
        let number = |text: &str, digits: usize| {
            let whole = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| whole)
        };
        let mut parts = text.split('-');
        let mut part = |digits| number(parts.next()?, digits);
        let day = match (part(4), part(2), part(2), parts.next()) {
            (Some(year), Some(month), Some(day), None) => {
                i32::try_from(year).ok().and_then(|year| Self::new(year, month, day))
            }
            _ => None,
        };
        day.ok_or_else(|| Error::option(format!("\"{text}\" is no date such as \"2024-02-04\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_days_that_there_are() {
        for text in ["2024-02-29", "0001-01-01", "9999-12-31"] {
            assert!(text.parse::<Day>().is_ok(), "{text}");
        }
        for text in
            ["", "2023-02-29", "2024-2-04", "20240204", "2024-02-04-", "+024-02-04", "2024-02-04T10:00", "٢٠٢٤-02-04"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn counts_across_months_years_and_eras() {
        let day = Day::new(2024, 1, 31).unwrap();
        for (period, count, expected) in [
            (Period::Day, 1, "2024-02-01"),
            (Period::Day, -31, "2023-12-31"),
            (Period::Day, -739_282, "-000001-12-31"),
            (Period::Week, -5, "2023-W52"),
            (Period::Week, 48, "2025-W01"),
            (Period::Month, 1, "2024-02"),
            (Period::Month, -1, "2023-12"),
            (Period::Month, 12, "2025-01"),
            (Period::Year, -2, "2022"),
        ] {
            assert_eq!(day.after(period, count).as_deref(), Some(expected), "{period:?} {count}");
        }
        for (period, count) in
            [(Period::Day, i64::MAX), (Period::Week, i64::MIN), (Period::Month, i64::MAX), (Period::Year, 8000)]
        {
            assert_eq!(day.after(period, count), None, "{period:?} {count}");
        }
    }

    #[test]
    fn stretches_run_from_the_earlier_day_to_the_later() {
        let day = Day::new(2024, 3, 31).unwrap();
        for (period, count, expected) in [
            (Period::Day, -2, "2024-03-29/2024-03-31"),
            (Period::Week, 1, "2024-03-31/2024-04-07"),
            (Period::Month, -1, "2024-02-29/2024-03-31"),
            (Period::Quarter, 1, "2024-03-31/2024-06-30"),
            (Period::Year, -1, "2023-03-31/2024-03-31"),
        ] {
            assert_eq!(day.stretch(period, count).as_deref(), Some(expected), "{period:?} {count}");
        }
        assert_eq!(day.stretch(Period::Hour, 1), None);
    }
}
