//! Amounts: money, percentages, quantities, lengths of time, ordinals and bare numbers.

use super::date::{duration, ended, word_joined};
use super::locale::{Meaning, Period, is_letter, unspaced};
use super::number::{Number, scaled, sum};
use super::piece::{View, What};
use super::rule::Found;
use super::{Kind, Value};

/// How the pack has the toman of Iran.
const TOMAN: [u8; 3] = *b"IRT";

/// A number with its sign, scale and, for a range, its other end.
pub(super) struct Amount {
    pub value: String,
    pub used: usize,
    /// Whether a scale word was read.
    pub scaled: bool,
    /// Whether it is written in words.
    pub spelled: bool,
    /// Whether its last word is that of a rank.
    pub ordinal: bool,
}

/// Money, a percentage, a quantity or a length of time at the start of the view.
pub(super) fn find(view: View<'_>) -> Option<Found> {
    money(view).or_else(|| percent(view)).or_else(|| measure(view))
}

/// A number at piece `at`: 10, −3.5, 2.5 million, 10–15.
pub(super) fn amount(view: View<'_>, at: usize, money: bool) -> Option<Amount> {
    let mut next = at;
    let mut sign = "";
    if matches!(view.sign(next), Some('-' | '−' | '+')) && view.joined(next + 1) && (at > 0 || !view.joined(0)) {
        sign = if view.sign(next) == Some('+') { "" } else { "-" };
        next += 1;
    }
    let before = scale_before(view, next);
    next += usize::from(before.is_some());
    if view.attached(next) && sign.is_empty() && !money {
        return None;
    }
    if view.number(next).is_none() && next == at {
        return spelled(view, at).filter(|amount| !amount.ordinal);
    }
    let first = view.number(next)?;
    let mut value = first.value.clone();
    next += 1;
    let mut until = None;
    if let Some(part) = parted_decimals(view, next - 1) {
        value = format!("{value}.{part}");
        next += 2;
    }
    let second = view.number(next + 1).filter(|_| view.until(next) && view.joined(next) == view.joined(next + 1));
    if let Some(second) = second.filter(|second| rising(&value, &second.value) && close(view, next, first, second)) {
        until = Some(second.value.clone());
        next += 2;
    }
    let mut scaled_any = before.is_some();
    let mut power = usize::from(before.unwrap_or(0));
    loop {
        // "US$3.4-billion deal"
        let hyphen =
            usize::from(view.sign(next) == Some('-') && view.joined(next) && view.joined(next + 1) && !scaled_any);
        let Some(more) = scale(view, next + hyphen, money).filter(|_| power < 60) else { break };
        power += usize::from(more);
        next += hyphen + 1;
        // "2,5 mlrd. manat", where the pack has the word without its point.
        next += usize::from(
            money && view.sign(next) == Some('.') && view.joined(next) && currency(view, next + 1).is_some(),
        );
        scaled_any = true;
    }
    value = scaled(&value, power);
    let mut last = power;
    // 1億2000万: each part with a smaller scale than the one before.
    while until.is_none() && last > 0 {
        let Some(number) = view.number(next).filter(|number| number.plain.is_some() && view.joined(next)) else {
            break;
        };
        let (mut power, mut end) = (0, next + 1);
        while let Some(more) = scale(view, end, money).filter(|_| power < 60) {
            power += usize::from(more);
            end += 1;
        }
        if power == 0 && !after_dense_scale(view, next) {
            break;
        }
        let Some(total) = sum(&value, &scaled(&number.value, power)).filter(|_| power < last) else { break };
        (value, last, next) = (total, power, end);
    }
    let mut value = format!("{sign}{value}");
    if let Some(until) = until {
        value = format!("{value}/{}", scaled(&until, power));
    }
    Some(Amount { value, used: next, scaled: scaled_any, spelled: false, ordinal: false })
}

/// A number in words: five, two hundred and fifty, beş milyon.
pub(super) fn spelled(view: View<'_>, at: usize) -> Option<Amount> {
    let is_part = |at: usize| view.numeral(at).is_some_and(|value| value > 0);
    let (mut total, mut group, mut next, mut scaled) = (0_u64, 0_u64, at, false);
    // What the next part must be less than, and the power the next scale.
    let (mut room, mut most, mut ordinal, mut half) = (1000, u8::MAX, false, false);
    let is_half = |at: usize| view.names(at, Meaning::Half);
    while next < at + 12 && !ordinal {
        // The b of "a b" is no billion.
        let letter = view.text_of(next).chars().nth(1).is_none() && !view.text_of(next).chars().all(unspaced);
        let power = view.own(next, |meaning| match meaning {
            Meaning::Scale(power) if !letter => Some(power),
            _ => None,
        });
        let mut numeral = view.numeral(next).map(u64::from);
        let mut ranked = false;
        // "Twenty second delays" are none of the twenty-second.
        if numeral.is_none() && power.is_none() && named_period(view, next).is_none() {
            numeral = view.rank(next).map(u64::from);
            ranked = numeral.is_some();
        }
        match (numeral, power) {
            (Some(0), _) if group + total > 0 && is_part(next + 1) => {}
            (Some(100), _) | (None, Some(2)) if (1..10).contains(&group) => (group, room) = (group * 100, 100),
            (Some(part), _) if part > 0 && part < room => {
                group += part;
                room = match part {
                    100.. => 100,
                    10 => 10,
                    20.. if part % 10 == 0 => 10,
                    _ => 1,
                };
            }
            (_, Some(power @ 3..=12)) if (group > 0 || half) && power < most => {
                let unit = 10_u64.pow(power.into());
                total += group * unit + if half { unit / 2 } else { 0 };
                (group, room, most, scaled, half) = (0, 1000, power, true, false);
            }
            (None, None) if !half && total == 0 && is_half(next) => half = true,
            _ if view.dash(next) && view.joined(next) && view.joined(next + 1) && group > 0 && is_part(next + 1) => {}
            _ => break,
        }
        ordinal = ranked;
        next += 1;
    }
    let value = total + group;
    let halves = if half { ".5" } else { "" };
    (value > 0).then(|| Amount { value: format!("{value}{halves}"), used: next, scaled, spelled: true, ordinal })
}

/// The rest below ten thousand, as in 3万5000, has no scale.
fn after_dense_scale(view: View<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| view.text_of(before).starts_with(unspaced))
}

/// The decimals that a blank parts from their comma, as text that was cut into words has them: "8, 3 %". The numbers of a list rise.
fn parted_decimals(view: View<'_>, at: usize) -> Option<String> {
    let part =
        view.number(at + 2).filter(|part| part.digits < 3 && view.sign(at + 1) == Some(',') && view.joined(at + 1))?;
    let (whole, plain) = (view.number(at)?, part.plain?);
    let falls = whole.digits < 4 && whole.plain.is_some_and(|whole| whole == 0 || plain <= whole);
    if !falls || view.joined(at + 2) || view.setting.rules.decimal != ',' {
        return None;
    }
    let before = view.text.get(..view.get(at)?.span.start)?.trim_end();
    if before.ends_with(',') {
        return None;
    }
    let mut follow = at + 3;
    while scale(view, follow, true).is_some() && follow < at + 6 {
        follow += 1;
    }
    let counted = view.own(follow, |meaning| matches!(meaning, Meaning::Percent).then_some(())).is_some();
    (counted || follow > at + 3 || currency(view, follow).is_some())
        .then(|| format!("{plain:0>width$}", width = part.digits))
}

/// Whether a dash with blanks, which may stand after the number of what costs the second, joins a range: "Block 2 - 150 lei".
fn close(view: View<'_>, dash: usize, first: &Number, second: &Number) -> bool {
    let far = first.plain.zip(second.plain).is_some_and(|(first, second)| second > first.saturating_mul(10));
    view.joined(dash) || !view.dash(dash) || !far
}

/// Whether the second number is the larger: only then do two numbers with a dash make a range.
fn rising(a: &str, b: &str) -> bool {
    let key = |text: &str| {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        (whole.len(), whole.to_owned(), part.to_owned())
    };
    key(a) < key(b)
}

fn scale(view: View<'_>, at: usize, money: bool) -> Option<u8> {
    let power = view.own(at, |meaning| match meaning {
        Meaning::Scale(power) => Some(power),
        _ => None,
    });
    let power = power.or_else(|| {
        let text = view.text_of(at);
        // 万 and 億 are the same in all languages that have them; so is the M of $2M.
        let known = text.chars().all(unspaced)
            || money && matches!(text, "M" | "B" | "K" | "bn" | "mln" | "mlrd" | "млн" | "млрд");
        let pick = |meaning| match meaning {
            Meaning::Scale(power) => Some(power),
            _ => None,
        };
        match text {
            "M" | "m" if money => Some(6),
            "B" | "b" if money => Some(9),
            "K" | "k" if money => Some(3),
            _ if known => view.any(at, pick),
            _ => None,
        }
    })?;
    let text = view.text_of(at);
    // Millimetres, not the thousand millions of Portugal.
    if text == "mm" {
        return None;
    }
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next());
    // One letter: the M of 2M, not the m of metre.
    if second.is_none() && is_letter(first) && !unspaced(first) {
        // 4G and 5G are networks.
        let scales = first.is_uppercase() && first != 'G' || first == 'k' || money && matches!(first, 'm' | 'b');
        return (view.joined(at) && scales || money && first.is_uppercase()).then_some(power);
    }
    let hit = view.hit(at)?;
    (hit.whole || text.chars().count() > 3).then_some(power)
}

fn scale_before(view: View<'_>, at: usize) -> Option<u8> {
    view.number(at + 1)?;
    view.hit(at).filter(|hit| hit.whole)?;
    view.own(at, |meaning| match meaning {
        Meaning::ScaleBefore(power) => Some(power),
        _ => None,
    })
}

/// The currency named at piece `at`, and whether by a symbol or code rather than a word.
fn currency(view: View<'_>, at: usize) -> Option<([u8; 3], bool)> {
    let text = view.text_of(at);
    let hit = view.hit(at)?;
    let code = view.any(at, |meaning| match meaning {
        Meaning::CurrencyCode(letters) => Some(letters),
        _ => None,
    });
    if let Some(code) =
        code.filter(|_| hit.whole && text.bytes().all(|byte| byte.is_ascii_uppercase()) && text.len() == 3)
    {
        return Some((code, true));
    }
    let pick = |meaning| match meaning {
        Meaning::Currency(letters) => Some(letters),
        _ => None,
    };
    let symbol = text.contains(|c: char| !c.is_alphanumeric() && c != '.' && c != ' ' && c != '\'' && !is_letter(c));
    if symbol {
        return view.own(at, pick).or_else(|| view.any(at, pick)).map(|letters| (letters, true));
    }
    let letters = text.chars().filter(|&c| is_letter(c)).count();
    if letters < 3 {
        // The dB of decibel is not the Db of São Tomé.
        if text.starts_with(char::is_lowercase) && text.contains(char::is_uppercase) {
            return None;
        }
        // The km of kilometre is not the KM of the convertible mark, nor is Km.
        let unit = view.any(at, |meaning| match meaning {
            Meaning::Unit(unit) => Some(unit),
            _ => None,
        });
        let same = |unit: &str| unit == text || unit.eq_ignore_ascii_case(text) && text.contains(char::is_lowercase);
        if unit.and_then(|unit| view.locale.unit(unit)).is_some_and(same) {
            return None;
        }
        // K and kr, L and Lt: short marks count as they are written in the language itself.
        return view
            .own(at, pick)
            .filter(|_| hit.whole && letters > 1 || text.chars().all(unspaced))
            .map(|letters| (letters, true));
    }
    // Eurovision and Europe are no money.
    // The last word is the one that has the ending: "Norjan kruunulla".
    // Turkish "yeni" is "new" rather than a form of the yen, and Hungarian "európai" is none of the euro.
    let folded = text.to_lowercase();
    if folded == "yeni" || ["europ", "európ", "европ"].iter().any(|europe| folded.starts_with(europe)) {
        return None;
    }
    let last = text.rsplit(' ').next().unwrap_or(text);
    let ended = hit.whole || last.starts_with(char::is_lowercase) || !last.starts_with(char::is_uppercase);
    let own = view.own(at, pick).filter(|_| ended);
    own.or_else(|| view.any(at, pick).filter(|_| letters > 4 && hit.whole)).map(|found| (found, letters < 4))
}

/// Currencies whose amounts, with their sign before, are written the English way in other languages too.
const ENGLISH: [[u8; 3]; 6] = [*b"USD", *b"GBP", *b"INR", *b"JPY", *b"NGN", *b"PHP"];

/// The amount of "$1,500" in a text whose language has the comma before decimals.
fn english_thousands(view: View<'_>, at: usize, currency: [u8; 3]) -> Option<String> {
    let (thousands, rest) = view.text_of(at).split_once(',').filter(|_| view.setting.rules.decimal == ',')?;
    let figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..4).contains(&thousands.len()) && rest.len() == 3 && figures(thousands) && figures(rest);
    (fits && !thousands.starts_with('0') && ENGLISH.contains(&currency) && view.joined(at))
        .then(|| format!("{thousands}{rest}"))
}

fn money(view: View<'_>) -> Option<Found> {
    let found = |from: usize, used: usize, mut value: String, mut letters: [u8; 3], confidence| {
        // A toman, which has no code, is ten rials.
        if letters == TOMAN {
            value = value.split('/').map(|end| scaled(end, 1)).collect::<Vec<_>>().join("/");
            letters = *b"IRR";
        }
        let currency = letters.iter().map(|&letter| char::from(letter)).collect();
        Some(Found::new(from, used, Kind::Money, Some(Value::Money { amount: value, currency }), confidence))
    };
    // -$5 and $-5
    let negative = usize::from(
        matches!(view.sign(0), Some('-' | '−')) && view.joined(1) && view.hit(1).is_some() && !view.joined(0),
    );
    if let Some((letters, true)) = currency(view, negative) {
        let code = view.text_of(negative);
        // "They won 6 matches": a word is money after its number only, "kr" and "Rs" before it as well.
        if code.starts_with(char::is_lowercase) && code != "kr" && code.chars().all(is_letter) {
            return None;
        }
        let letters_only = code.bytes().all(|byte| byte.is_ascii_uppercase());
        if let Some(amount) = amount(view, negative + 1, true)
            .filter(|amount| !amount.spelled || !code.starts_with(is_letter))
            .filter(|amount| !letters_only || plausible_code(code, &amount.value, view.joined(negative + 1)))
        {
            let mut used = amount.used;
            // US$ 5 million dollars, $5 USD
            if currency(view, used)
                .is_some_and(|(other, symbol)| other == letters && !(symbol && view.number(used + 1).is_some()))
            {
                used += 1;
            }
            // 新台幣3億元
            used += usize::from(view.text_of(used) == "元" && code.chars().all(unspaced));
            let grouped = english_thousands(view, negative + 1, letters).filter(|_| amount.used == negative + 2);
            let value = grouped.unwrap_or(amount.value);
            let value = if negative == 1 { format!("-{value}") } else { value };
            return (!word_joined(view, used) || amount.scaled).then(|| found(0, used, value, letters, 0.97))?;
        }
    }
    let amount = amount(view, 0, true).filter(|_| !(view.attached(0) || view.attached(1)))?;
    let mut used = amount.used;
    if currency(view, used).is_none() && (amount.scaled || view.text_of(used) == "de") {
        used += of(view, used);
    }
    // Korean 한숨 is a sigh, and Albanian "një realitet" no real.
    let begun = || view.hit(used).is_some_and(|hit| !hit.whole) && !ended(view, used);
    if amount.spelled && (view.joined(amount.used) || amount.value == "1" && begun()) {
        return None;
    }
    if let Some(letters) = hundredth(view, used).filter(|_| !amount.scaled && !view.joined(used)) {
        let value = amount.value.split('/').map(of_hundred).collect::<Vec<_>>().join("/");
        return found(0, used + 1, value, letters, 0.9);
    }
    let (letters, symbol) = currency(view, used)?;
    if symbol && view.text_of(used).starts_with(is_letter) && view.text_of(used).len() < 3 && !view.hit(used)?.whole {
        return None;
    }
    // 5 € and 5€, but a symbol before the next number belongs to that: 10 $5.
    if symbol && !view.joined(used) && view.joined(used + 1) && view.number(used + 1).is_some() {
        return None;
    }
    let (used, mut value) = (used + 1, amount.value);
    let whole = !amount.scaled && !value.contains(['.', '/']);
    // "10 manat 50 qəpik", "5 dollars and 20 cents"
    let at = used + usize::from(view.names(used, Meaning::And) || view.names(used, Meaning::Numeral(0)));
    let more = view.number(at).and_then(|number| number.plain).filter(|&more| whole && more < 100);
    if let (Some(more), Some(of)) = (more, hundredth(view, at + 1))
        && of == letters
    {
        value = format!("{value}.{more:02}");
        return found(0, at + 2, value, letters, 0.95);
    }
    found(0, used, value, letters, 0.95)
}

/// A decimal number divided by a hundred.
fn of_hundred(value: &str) -> String {
    let (sign, value) = value.strip_prefix('-').map_or(("", value), |value| ("-", value));
    let (whole, rest) = value.split_once('.').unwrap_or((value, ""));
    let whole = format!("{whole:0>3}");
    let (units, hundredths) = whole.split_at(whole.len() - 2);
    format!("{sign}{units}.{hundredths}{rest}")
}

/// The currency of whose units the piece names a hundredth.
fn hundredth(view: View<'_>, at: usize) -> Option<[u8; 3]> {
    let whole = view.hit(at)?.whole || ended(view, at);
    view.own(at, |meaning| match meaning {
        Meaning::Hundredth(letters) if whole => Some(letters),
        _ => None,
    })
}

/// Whether a code before a number is a currency's: COP29 and "ALL 50 STATES" are not.
fn plausible_code(code: &str, value: &str, joined: bool) -> bool {
    let word = matches!(
        code,
        "ALL" | "TOP" | "CUP" | "TRY" | "COP" | "PEN" | "MAD" | "BOB" | "SOS" | "MOP" | "BAM" | "LAK" | "GEL"
    );
    let usual =
        matches!(code, "RM" | "USD" | "EUR" | "GBP" | "CNY" | "JPY" | "RUB" | "AZN" | "INR" | "CHF" | "AUD" | "CAD");
    (usual || !joined) && (!word || value.len() > 2)
}

/// Pieces for "of" between a scale and what is counted: millions d'euros, millones de pesos.
fn of(view: View<'_>, at: usize) -> usize {
    if view.is(at, Meaning::Link) {
        return 1;
    }
    let short = matches!(view.get(at).map(|piece| &piece.what), Some(What::Word | What::Name(_)))
        && view.text_of(at).chars().count() < 3;
    match view.sign(at + 1) {
        Some('\'' | '’') if short => 2,
        _ => usize::from(short),
    }
}

fn percent(view: View<'_>) -> Option<Found> {
    let is = |at: usize| view.any(at, |meaning| (meaning == Meaning::Percent).then_some(())).is_some();
    let found = |from: usize, used: usize, amount: String| {
        Some(Found::new(from, used, Kind::Percent, Some(Value::Amount { amount }), 0.97))
    };
    if is(0) && view.hit(0)?.whole {
        // %25 in Turkish and Basque; in an address it is something else.
        let sign = view.sign(0).is_some();
        let start = view.get(0)?.span.start;
        let before = view.text.get(..start).and_then(|text| text.chars().next_back());
        if before.is_none_or(|c| (!c.is_alphanumeric() || unspaced(c)) && c != '/') {
            let amount = amount(view, 1, false).filter(|_| !sign || view.joined(1) || view.own(0, Some).is_some())?;
            return (sign || view.own(0, Some).is_some())
                .then(|| found(0, amount.used, amount.value))
                .flatten()
                .filter(|found| !word_joined(view, found.used) && !is(found.used));
        }
    }
    let amount = amount(view, 0, false)?;
    let at = amount.used;
    let sign = view.sign(at).is_some();
    // 60-percent
    let hyphen = usize::from(view.dash(at) && view.joined(at) && view.joined(at + 1));
    let own = |at| view.is(at, Meaning::Percent);
    if is(at) && (sign || own(at) || view.text_of(at).chars().count() > 4) {
        return found(0, at + 1, amount.value);
    }
    (hyphen == 1 && own(at + 1)).then(|| found(0, at + 2, amount.value))?
}

fn measure(view: View<'_>) -> Option<Found> {
    // Units before their number: Swahili "kilomita 5".
    if view.hit(0).is_some_and(|hit| hit.whole && hit.own) {
        let before = view.own(0, |meaning| match meaning {
            Meaning::UnitBefore(unit) => Some(Ok(unit)),
            Meaning::DurationBefore(period) => Some(Err(period)),
            _ => None,
        });
        if let (Some(before), Some(amount)) = (before, amount(view, 1, false)) {
            let value = match before {
                Ok(unit) => {
                    (Kind::Quantity, Value::Quantity { amount: amount.value, unit: view.locale.unit(unit)?.to_owned() })
                }
                Err(period) => (Kind::Duration, Value::Duration { iso: duration(period, &amount.value)? }),
            };
            return Some(Found::new(0, amount.used, value.0, Some(value.1), 0.85));
        }
    }
    let amount = amount(view, 0, false)?;
    let at = amount.used;
    if amount.spelled && !lasts(view, &amount) {
        return None;
    }
    if let Some((period, used)) = period(view, at) {
        return lasting(view, amount, period, used);
    }
    let hyphen = usize::from(view.dash(at) && view.joined(at) && view.joined(at + 1));
    // "1998 MM" is a year and an abbreviation.
    let year = view.number(0).and_then(|number| number.plain).is_some_and(|year| (1800..2100).contains(&year));
    if year && view.text_of(at).chars().all(char::is_uppercase) {
        return None;
    }
    let unit = unit(view, at + hyphen)?;
    if amount.spelled && view.text_of(at + hyphen).chars().count() < 4 {
        return None;
    }
    let code = view.locale.unit(unit)?;
    let confidence = if view.text_of(at + hyphen).chars().count() > 2 || code == "Cel" { 0.95 } else { 0.8 };
    Some(Found::new(
        0,
        at + hyphen + 1,
        Kind::Quantity,
        Some(Value::Quantity { amount: amount.value, unit: code.to_owned() }),
        confidence,
    ))
}

/// The unit of time that the whole piece at `at` names in a language in force.
fn named_period(view: View<'_>, at: usize) -> Option<Period> {
    view.hit(at).filter(|hit| hit.whole)?;
    view.own(at, |meaning| match meaning {
        Meaning::Duration(period) => Some(period),
        _ => None,
    })
}

/// Whether a number in words may count what follows it: after words a letter or two are mostly another word, but Turkish "üç ay" is three
/// months; and "one day" says no more than "some day", "a year" often "per year".
fn lasts(view: View<'_>, amount: &Amount) -> bool {
    let (one, unit) = (amount.value == "1", view.text_of(amount.used));
    let length = unit.chars().count();
    if !one && length > 2 {
        return true;
    }
    let article = amount.used == 1 && view.text_of(0).is_ascii() && view.text_of(0).len() < 3;
    let fits = |period: &Period| !one || !article && *period >= Period::Hour && *period != Period::Day;
    length > 1 && named_period(view, amount.used).filter(fits).is_some()
}

/// The unit of measure at piece `at`.
fn unit(view: View<'_>, at: usize) -> Option<u8> {
    let hit = view.hit(at)?;
    let text = view.text_of(at);
    // "200 are missing", "5 in a row", "5 बार": inches, ares and bars apart from their number are mostly other words.
    if !view.joined(at) && matches!(text, "in" | "are" | "le") || text == "बार" {
        return None;
    }
    let letters = text.chars().filter(|&c| is_letter(c)).count();
    let pick = |meaning| match meaning {
        Meaning::Unit(unit) => Some(unit),
        _ => None,
    };
    let unit = view.own(at, pick).or_else(|| view.any(at, pick).filter(|_| text.is_ascii() || letters > 3))?;
    if !hit.whole && letters < 4 {
        return None;
    }
    // One Latin letter: as UCUM writes it, and close by.
    let code = view.locale.unit(unit)?;
    let mut chars = text.chars();
    let only = chars.next().filter(|&first| chars.next().is_none() && is_letter(first) && !unspaced(first));
    if let Some(first) = only {
        let exact = text == code || text == "l" && code == "L" || !first.is_ascii();
        return (exact && (view.joined(at) || first.is_lowercase())).then_some(unit);
    }
    Some(unit)
}

/// The unit of time at piece `at`, or after a hyphen there, and how many pieces it takes.
pub(super) fn period(view: View<'_>, at: usize) -> Option<(Period, usize)> {
    let pick = |meaning| match meaning {
        Meaning::Duration(period) => Some(period),
        _ => None,
    };
    let period = |at: usize| {
        let hit = view.hit(at)?;
        let text = view.text_of(at);
        let letters = text.chars().filter(|&c| is_letter(c)).count();
        let exact = hit.whole || letters > 3;
        // One letter apart from its number is a word in many languages; these mostly are not.
        let usual = !text.is_ascii() || matches!(text, "h" | "d" | "j" | "t") && view.sign(at + 1) != Some('\'');
        // "The 1990s" are no seconds.
        let decade = text == "s" && at.checked_sub(1).is_some_and(|at| view.text_of(at).ends_with('0'));
        let own = view.own(at, pick).filter(|_| exact && !decade && (letters > 1 || view.joined(at) || usual));
        // Uppercase single letters are no units of time, and the m of 850m is that of metre or minute.
        let metre = |period| text == "m" && period == Period::Month;
        own.filter(|&period| (letters > 1 || !text.starts_with(char::is_uppercase)) && !metre(period))
            .or_else(|| view.any(at, pick).filter(|_| hit.whole && letters > 4))
    };
    if let Some(found) = period(at) {
        return Some((found, 1));
    }
    let hyphen = view.dash(at) && view.joined(at) && view.joined(at + 1);
    period(at + 1).filter(|_| hyphen).map(|found| (found, 2))
}

/// A length of time in one or more units: 3 hours 20 minutes.
fn lasting(view: View<'_>, first: Amount, mut last: Period, used: usize) -> Option<Found> {
    let range = first.value.contains('/');
    let mut at = first.used + used;
    let mut iso = match first.value.split_once('/') {
        None => duration(last, &first.value)?,
        Some((from, to)) => format!("{}/{}", duration(last, from)?, duration(last, to)?),
    };
    if iso.starts_with('P') && first.value.starts_with('-') {
        return None;
    }
    loop {
        if range || last >= Period::Decade {
            break;
        }
        let gap = usize::from(view.sign(at) == Some(',') || view.numeral(at) == Some(0));
        let Some(next) = amount(view, at + gap, false).filter(|next| !next.scaled && next.value.len() < 3) else {
            break;
        };
        let Some((period, used)) = period(view, next.used).filter(|&(period, used)| period < last && used == 1) else {
            break;
        };
        let more = duration(period, &next.value)?;
        let part = more.trim_start_matches(['P', 'T']);
        if period < Period::Day && !iso.contains('T') {
            iso.push('T');
        }
        iso.push_str(part);
        last = period;
        at = next.used + used;
    }
    Some(Found::new(0, at, Kind::Duration, Some(Value::Duration { iso }), 0.9))
}

/// A rank: 3rd, 2-ci, 第5.
pub(super) fn ordinal(view: View<'_>) -> Option<Found> {
    let is = |at: usize, wanted: Meaning| view.names(at, wanted);
    let found = |used, number: u32| {
        Some(Found::new(0, used, Kind::Ordinal, Some(Value::Amount { amount: number.to_string() }), 0.9))
    };
    let before = is(0, Meaning::OrdinalBefore) && (view.joined(1) || view.text_of(0).chars().count() > 3);
    if let Some(number) = view.number(1).and_then(|number| number.plain).filter(|_| before) {
        return found(2, number);
    }
    if view.attached(0) {
        return None;
    }
    let number = view.number(0)?.plain?;
    if is(1, Meaning::OrdinalAfter) && view.joined(1) && !word_joined(view, 2) {
        return found(2, number);
    }
    // "The 3. place", in languages that write ordinals with a point: a small letter follows.
    let pointed =
        view.own(0, Some).is_none() && view.setting.rules.decimal == ',' && view.sign(1) == Some('.') && view.joined(1);
    let small = view.get(2).is_some_and(|piece| piece.spaced) && view.text_of(2).starts_with(char::is_lowercase);
    if pointed && small && number < 100 { found(2, number) } else { None }
}

/// A number that is nothing else.
pub(super) fn number(view: View<'_>) -> Option<Found> {
    let amount = amount(view, 0, false)?;
    if amount.spelled && !amount.scaled {
        return None;
    }
    // 007 and 0018 count nothing.
    let padded = view.number(0).filter(|number| number.plain.is_some_and(|plain| plain > 0));
    if word_joined(view, amount.used) || padded.is_some_and(|number| number.digits > number.value.len()) {
        return None;
    }
    let next = view.sign(amount.used).filter(|_| view.joined(amount.used));
    if matches!(next, Some('-' | '_' | '/' | '@' | '#')) && view.get(amount.used + 1).is_some_and(|piece| !piece.spaced)
    {
        return None;
    }
    Some(Found::new(0, amount.used, Kind::Number, Some(Value::Amount { amount: amount.value }), 0.6))
}
