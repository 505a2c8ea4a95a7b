//! Numbers in any digits: their shape in text, and exact decimal strings.

use super::Day;
use super::locale::{digit, unspaced};

/// A number as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value as decimal string, without sign.
    pub value: String,
    /// The value where the text has digits only, at most nine.
    pub plain: Option<u32>,
    /// How many digits stand before the decimal separator.
    pub digits: usize,
}

/// How digits and what stands between them are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    /// A number.
    Number(Number),
    /// Three numbers with the same mark between them: a date if they fit one. Each has its value and count of digits.
    Triple([(u32, usize); 3], char),
    /// A year and a month, or a school year and the like: two numbers with a slash between them.
    Pair([(u32, usize); 2]),
    /// A date by ISO 8601 with its time, as it stands but without zone.
    Iso(String),
    /// A time of day: hour, minute, and second if there is one.
    Clock(u8, u8, Option<u8>),
    /// Versions, addresses, fractions, scores: digits that are none of these.
    Other,
}

/// Reads the digits that begin at byte `at`, with the language's decimal separator; also gives the byte where they end.
pub(super) fn read(text: &str, at: usize, decimal: char) -> (Digits, usize) {
    let rest = text.get(at..).unwrap_or_default();
    let (first, end) = run(rest, 0);
    let more = separated(rest, end);
    let done = |digits, end| (digits, at + end);
    if let Some((iso, end)) = iso(rest).filter(|_| first.len() == 4) {
        return done(Digits::Iso(iso), end);
    }
    if let Some((':', next)) = more {
        // Logs of servers put a clock to the year: 10/Oct/2000:13:55:36.
        let (hour, after) = run(rest, next);
        let minute = separated(rest, after).filter(|(mark, _)| *mark == ':' && first.len() == 4);
        if let Some((Digits::Clock(_, _, Some(_)), _)) = minute.and_then(|(_, minute)| clock(rest, &hour, minute)) {
            let (year, end) = number(rest.get(..end).unwrap_or_default(), decimal);
            return year.map_or_else(|| done(Digits::Other, end), |year| done(Digits::Number(year), end));
        }
        return clock(rest, &first, next)
            .map_or_else(|| done(Digits::Other, skip(rest, end)), |(clock, end)| done(clock, end));
    }
    if let Some((mark @ ('.' | '/' | '-'), next)) = more {
        let (second, after) = run(rest, next);
        if let Some((other, next)) = separated(rest, after).filter(|&(other, _)| other == mark) {
            let (third, finish) = run(rest, next);
            let fits = matches!((first.len(), second.len(), third.len()), (1 | 2, 1 | 2, 2 | 4) | (4, 1 | 2, 1 | 2));
            let onward = separated(rest, finish).filter(|&(mark, _)| mark == other);
            if fits && onward.is_none() {
                let parts = [&first, &second, &third].map(|digits| (integer(digits).unwrap_or_default(), digits.len()));
                return done(Digits::Triple(parts, mark), finish);
            }
            let grouped = mark == '.' && first.len() <= 3 && second.len() == 3 && third.len() == 3;
            if !grouped && mark != '-' {
                return done(Digits::Other, skip(rest, end));
            }
        } else if mark == '/' {
            let parts = [&first, &second].map(|digits| (integer(digits).unwrap_or_default(), digits.len()));
            return match parts {
                [(_, 4), (_, 1 | 2)] | [(_, 1 | 2), (_, 4)] => done(Digits::Pair(parts), after),
                _ => done(Digits::Other, skip(rest, end)),
            };
        }
    }
    let (number, end) = number(rest, decimal);
    number.map_or_else(|| done(Digits::Other, skip(rest, end)), |number| done(Digits::Number(number), end))
}

/// The value of a Chinese numeral below ten.
pub(super) fn ideograph(c: char) -> Option<u32> {
    if c < '〇' {
        return None;
    }
    let at = "〇一二三四五六七八九".chars().position(|digit| digit == c);
    let at = at.or_else(|| "零".contains(c).then_some(0)).or_else(|| "十".contains(c).then_some(10));
    at.and_then(|at| u32::try_from(at).ok())
}

/// A number in Chinese numerals that stands before a mark of dates or amounts, or after that of percentages: 二〇二四年, 三十五. Elsewhere
/// they are parts of words.
pub(super) fn ideographs(text: &str, at: usize) -> Option<(Digits, usize)> {
    const LONGEST: usize = 10;
    let rest = text.get(at..)?;
    let (mut value, mut part, mut digits, mut end, mut powers) = (0_u32, None, 0, at, false);
    for c in rest.chars().take(LONGEST) {
        let power = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => match ideograph(c) {
                // By place, as in 二〇二四, until a power comes.
                Some(digit) => {
                    part = Some(part.filter(|_| !powers).unwrap_or(0_u32) * 10 + digit);
                    digits += 1;
                    end += c.len_utf8();
                    continue;
                }
                None => break,
            },
        };
        powers = true;
        value += part.take().unwrap_or(1) * power;
        end += c.len_utf8();
    }
    value += part.unwrap_or(0);
    let (before, next) = (text.get(..at)?, text.get(end..)?.chars().next()?);
    let one = end - at == '一'.len_utf8() && value == 1;
    let marked = "年月日号號时時点點元円圆圓万萬亿億兆".contains(next) && (!one || "月万萬亿億".contains(next));
    // 十分 is "very", and no hour is 一.
    if !(marked || before.ends_with("百分之")) || before.ends_with(|c| "第数數".contains(c)) {
        return None;
    }
    let written = value.to_string();
    let digits = if powers { written.len() } else { digits };
    Some((Digits::Number(Number { value: written, plain: Some(value), digits }), end))
}

/// The run of digits at byte `at`, as ASCII, and its end.
fn run(text: &str, at: usize) -> (String, usize) {
    let mut digits = String::new();
    let mut end = at;
    for (offset, c) in text.get(at..).unwrap_or_default().char_indices() {
        let Some(value) = digit(c) else { break };
        digits.push(char::from(b'0' + value));
        end = at + offset + c.len_utf8();
    }
    (digits, end)
}

/// The mark at byte `at` when a digit follows it, and where that stands. Marks of direction around it are passed over.
fn separated(text: &str, at: usize) -> Option<(char, usize)> {
    let direction = |c: &char| matches!(c, '\u{200E}' | '\u{200F}');
    let mut chars = text.get(at..)?.char_indices().filter(|(_, c)| !direction(c));
    let (_, mark) = chars.next()?;
    let (offset, after) = chars.next()?;
    digit(after)?;
    // Armenian and full-width marks.
    let mark = match mark {
        '։' | '：' | '∶' => ':',
        '／' => '/',
        '．' => '.',
        '，' => ',',
        other => other,
    };
    Some((mark, at + offset))
}

/// The end of a run of digits and single marks between them.
fn skip(text: &str, mut at: usize) -> usize {
    while let Some((_, next)) = separated(text, at).filter(|(mark, _)| matches!(mark, '.' | ',' | ':' | '/' | '-')) {
        at = run(text, next).1;
    }
    at
}

fn integer(digits: &str) -> Option<u32> {
    (digits.len() <= 9).then(|| digits.parse().ok()).flatten()
}

fn clock(text: &str, hour: &str, at: usize) -> Option<(Digits, usize)> {
    let (minute, mut end) = run(text, at);
    let mut second = None;
    if let Some((':', next)) = separated(text, end) {
        let (digits, after) = run(text, next);
        second = Some(integer(&digits).filter(|&second| digits.len() == 2 && second < 61)?);
        end = after;
        // Fractions of a second are passed over.
        if let Some(('.' | ',', next)) = separated(text, end) {
            end = run(text, next).1;
        }
    }
    if hour.len() > 2 || minute.len() != 2 || matches!(separated(text, end), Some((':', _))) {
        return None;
    }
    let (hour, minute) = (integer(hour)?, integer(&minute)?);
    if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
        return None;
    }
    Some((Digits::Clock(hour as u8, minute as u8, second.map(|second| second as u8)), end))
}

/// A date or week date by ISO 8601, extended format, maybe with `T`, a time and its offset from UTC.
fn iso(text: &str) -> Option<(String, usize)> {
    let (year, end) = run(text, 0);
    let after = text.get(end..)?.strip_prefix('-')?;
    if let Some(week) = after.strip_prefix('W') {
        let (week, length) = run(week, 0);
        let mut end = end + 2 + length;
        let number = integer(&week).filter(|number| week.len() == 2 && (1..=53).contains(number))?;
        let mut value = format!("{year}-W{number:02}");
        if let Some(('-', next)) = separated(text, end) {
            let (day, after) = run(text, next);
            if let Some(day) = integer(&day).filter(|day| (1..=7).contains(day)) {
                value = format!("{value}-{day}");
                end = after;
            }
        }
        return Some((value, end));
    }
    let (_, month_at) = separated(text, end)?;
    let (month, end) = run(text, month_at);
    let ('-', day_at) = separated(text, end)? else { return None };
    let (day, end) = run(text, day_at);
    let (m, d) = (integer(&month)?, integer(&day)?);
    if month.len() != 2
        || day.len() != 2
        || !valid(integer(&year)? as i32, m, d)
        || matches!(separated(text, end), Some(('-', _)))
    {
        return None;
    }
    let date = format!("{year}-{month}-{day}");
    let Some(time) = text.get(end..).and_then(|rest| rest.strip_prefix('T')) else { return Some((date, end)) };
    let (hour, length) = run(time, 0);
    let Some((Digits::Clock(hour, minute, second), used)) =
        separated(time, length).filter(|&(mark, _)| mark == ':').and_then(|(_, next)| clock(time, &hour, next))
    else {
        return Some((date, end));
    };
    let mut end = end + 1 + used;
    let mut value = format!("{date}T{}", time_of_day(hour, minute, second));
    let rest = text.get(end..).unwrap_or_default();
    let ahead = match rest.chars().next() {
        Some('Z') => Some((0, 1)),
        Some(sign @ ('+' | '-')) => {
            ahead_of_utc(rest, 1).map(|(ahead, used)| (if sign == '-' { -ahead } else { ahead }, used))
        }
        _ => None,
    };
    if let Some((minutes, used)) = ahead {
        value += &offset(minutes);
        end += used;
    }
    Some((value, end))
}

/// The minutes that digits at `at` put between a clock and UTC, without their sign, and where they end: 04, 0400 or 04:00.
fn ahead_of_utc(text: &str, at: usize) -> Option<(i32, usize)> {
    let (digits, mut end) = run(text, at);
    let (hours, mut minutes) = match digits.len() {
        2 => (digits.as_str(), String::new()),
        4 => (digits.get(..2)?, digits.get(2..)?.to_owned()),
        _ => return None,
    };
    if let Some((':', next)) = separated(text, end).filter(|_| minutes.is_empty()) {
        (minutes, end) = run(text, next);
        (minutes.len() == 2).then_some(())?;
    }
    let (hours, minutes) = (integer(hours)?, if minutes.is_empty() { 0 } else { integer(&minutes)? });
    (hours < 15 && minutes < 60).then_some((hours as i32 * 60 + minutes as i32, end))
}

/// An offset from UTC in minutes as ISO 8601 writes it.
pub(super) fn offset(minutes: i32) -> String {
    match minutes {
        0 => "Z".to_owned(),
        _ => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    }
}

/// `15:30` or `15:30:05`.
pub(super) fn time_of_day(hour: u8, minute: u8, second: Option<u8>) -> String {
    match second {
        Some(second) => format!("{hour:02}:{minute:02}:{second:02}"),
        None => format!("{hour:02}:{minute:02}"),
    }
}

/// Whether there is such a day in the Gregorian calendar.
pub(super) fn valid(year: i32, month: u32, day: u32) -> bool {
    Day::new(year, month, day).is_some()
}

/// Digits with separators of groups and of decimals; none where the groups fit no number.
fn number(text: &str, decimal: char) -> (Option<Number>, usize) {
    let (first, mut end) = run(text, 0);
    let mut groups = vec![first];
    let mut marks: Vec<char> = Vec::new();
    while let Some((mark, next)) = separated(text, end) {
        let (digits, after) = run(text, next);
        let goes_on = match mark {
            '.' | ',' | '\u{66B}' | '\u{66C}' => true,
            '\'' | '’' => digits.len() == 3,
            // Blanks part groups of three after one to three digits; an ordinary blank only where the comma marks decimals.
            '\u{A0}' | '\u{202F}' | '\u{2009}' | ' ' => {
                let before = groups.last().map_or(0, String::len);
                digits.len() == 3
                    && before <= 3
                    && (marks.is_empty() || before == 3)
                    && (mark != ' ' || decimal == ',')
                    && marks.iter().all(|&other| other == mark)
                    && groups.first().is_some_and(|first| !first.starts_with('0'))
            }
            _ => false,
        };
        if !goes_on || groups.len() > 12 {
            break;
        }
        groups.push(digits);
        marks.push(mark);
        end = after;
    }
    let first = groups.first().map_or(0, String::len);
    let last = groups.last().map_or(0, String::len);
    let ends_decimal = match (marks.as_slice(), marks.last().copied()) {
        ([], _) | (_, None) => false,
        (_, Some('\u{66B}')) => true,
        (_, Some('\u{66C}' | '\'' | '’' | ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')) => false,
        ([mark], _) => *mark == decimal || last != 3 || first > 3 || groups.first().is_some_and(|first| first == "0"),
        (all, Some(mark)) => all.iter().filter(|&&other| other == mark).count() == 1,
    };
    let whole = groups.len() - usize::from(ends_decimal);
    let grouped = groups.get(1..whole).unwrap_or_default();
    let (lead, thousands) = grouped.split_last().map_or((grouped, true), |(last, lead)| (lead, last.len() == 3));
    let lead_fits = lead.iter().all(|group| group.len() == 3) || lead.iter().all(|group| group.len() == 2);
    let same =
        marks.get(..whole.saturating_sub(1)).unwrap_or_default().windows(2).all(|pair| pair.first() == pair.last());
    let fits = thousands && lead_fits && same && (1..=3).contains(&first);
    if !(grouped.is_empty() || fits) {
        return (None, end);
    }
    let joined: String = groups.get(..whole).unwrap_or_default().concat();
    let trimmed = joined.trim_start_matches('0');
    let mut value = if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() };
    if ends_decimal {
        value.push('.');
        value.push_str(groups.last().map_or("", String::as_str));
    }
    let plain = if marks.is_empty() { integer(&joined) } else { None };
    (Some(Number { value, plain, digits: joined.len() }), end)
}

/// `value` times ten to the power, without rounding: `2.5` and 6 give `2500000`.
pub(super) fn scaled(value: &str, power: usize) -> String {
    let (sign, value) = value.strip_prefix('-').map_or(("", value), |rest| ("-", rest));
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let mut digits = whole.to_owned();
    let mut part = part.chars();
    digits.extend((0..power).map(|_| part.next().unwrap_or('0')));
    let trimmed = digits.trim_start_matches('0');
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    let part = part.as_str();
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The sum of two whole numbers that are not negative, as in 1億 + 2000万; none when one is no whole number.
pub(super) fn sum(a: &str, b: &str) -> Option<String> {
    let whole = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !whole(a) || !whole(b) || a.len().max(b.len()) > 36 {
        return None;
    }
    Some((a.parse::<u128>().ok()? + b.parse::<u128>().ok()?).to_string())
}

/// Whether the number at byte `at` hangs on to something before it, as in COP29, Covid-19 and v1.2.
pub(super) fn attached(text: &str, at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or_default().chars().rev();
    let word = |c: char| c.is_alphanumeric() && !unspaced(c);
    match before.next() {
        None => false,
        // A character reference left over from HTML.
        Some('#') if before.clone().next() == Some('&') => true,
        Some(c) if word(c) => true,
        // The clock that a log puts to the year.
        Some(':') if before.clone().take(4).all(|c| c.is_ascii_digit()) && before.clone().nth(4) == Some('/') => false,
        Some('-' | '_' | '/' | '.' | ':' | '@' | '#' | '+' | '&' | '=' | '%' | '\'' | '’' | '\\' | '‑') => {
            before.next().is_some_and(|c| word(c) || matches!(c, '/' | '.' | '@'))
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_separators_of_many_lands_without_rounding() {
        for (text, decimal, value) in [
            ("1,234.56", '.', "1234.56"),
            ("1.234,56", ',', "1234.56"),
            ("1 234,56", ',', "1234.56"),
            ("1\u{a0}234\u{a0}567,5", ',', "1234567.5"),
            ("12\u{202f}345", ',', "12345"),
            ("1’234’567.50", '.', "1234567.50"),
            ("12,34,567", '.', "1234567"),
            ("١٬٢٣٤٫٥٦", '.', "1234.56"),
            ("१२,३४,५६७.८", '.', "1234567.8"),
            ("1.234", ',', "1234"),
            ("1.234", '.', "1.234"),
            ("2.5", ',', "2.5"),
            ("0.125", ',', "0.125"),
            ("90000000000000000000000000.1", '.', "90000000000000000000000000.1"),
            ("1.234.567", ',', "1234567"),
        ] {
            let (digits, end) = read(text, 0, decimal);
            let Digits::Number(number) = digits else { panic!("{text}: {digits:?}") };
            assert_eq!((number.value.as_str(), end), (value, text.len()), "{text}");
        }
    }

    #[test]
    fn leaves_versions_and_addresses_alone() {
        for text in ["192.168.0.1", "1.2.3", "10.0.0.0/8", "16:9", "1/2", "3:5:7", "1,2,3"] {
            let (digits, end) = read(text, 0, '.');
            assert_eq!((digits, end), (Digits::Other, text.len()), "{text}");
        }
    }

    #[test]
    fn shifts_decimals_exactly() {
        assert_eq!(scaled("2.5", 6), "2500000");
        assert_eq!(scaled("0.123456789", 3), "123.456789");
        assert_eq!(scaled("-0.05", 2), "-5");
        assert_eq!(scaled("0", 9), "0");
        assert_eq!(sum("100000000", "20000000").unwrap(), "120000000");
    }

    #[test]
    fn reads_iso_dates_with_time_and_zone() {
        for (text, value) in [
            ("2024-02-04", "2024-02-04"),
            ("2024-02-04T11:00", "2024-02-04T11:00"),
            ("2024-02-04T11:00:05+04:00", "2024-02-04T11:00:05+04:00"),
            ("2024-02-04T11:00:05.123Z", "2024-02-04T11:00:05Z"),
            ("2024-02-04T11:00-0330", "2024-02-04T11:00-03:30"),
            ("2024-02-04T11:00+00", "2024-02-04T11:00Z"),
            ("2024-W05-3", "2024-W05-3"),
        ] {
            assert_eq!(read(text, 0, '.'), (Digits::Iso(value.into()), text.len()), "{text}");
        }
    }
}
