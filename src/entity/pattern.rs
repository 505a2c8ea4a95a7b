//! Patterns: addresses, telephone numbers, handles, hashtags and identifiers, which follow standards rather than a language.
//!
//! One pass over the bytes stops at the few that a pattern turns on (`:` `@` `#` `.` `+` `(` and the first digit of a number) and
//! looks a bounded way back and as far ahead as the pattern goes; what was found is not looked at again.

use super::fold::{folded, is_spaceless, is_word};
use super::{Entity, Kind, Value};
use crate::Span;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Top-level domains that make an address of a bare `name.tld`. Those that are common words or file endings are left out.
const DOMAINS: &str = " com org net edu gov mil int info biz io ai app dev co tv me news online site xyz club shop store blog cloud tech eu asia \
    uk de fr es it pt nl be ch at se dk fi ee lv lt pl cz sk hu ro bg gr hr si ba mk al ie lu mt cy tr az ge ru su ua by kz uz kg tj \
    cn jp kr tw hk sg th vn ph au nz ca mx br ar cl pe ve uy ec za ng ke eg gh tn dz sa ae ir il iq kw qa jo lb pk bd lk np mn \
    рф укр бел срб бг мкд қаз ею ευ ελ հայ გე 中国 中國 台灣 台湾 香港 한국 ไทย भारत ভারত ایران السعودية امارات مصر المغرب ישראל ";

/// Countries with an IBAN and how many characters it has, by the registry of SWIFT (2025).
const IBANS: &str = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22\
    GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30\
    NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

/// Country codes of telephone numbers with one digit, with two, and the beginnings of those with three, by ITU-T E.164.
const CALLING: (&str, &str, &str) = (
    "1 7",
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98",
    "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99",
);

/// Words after which a number is a telephone's, folded.
const PHONE_CUES: [&str; 22] = [
    "tel",
    "telefon",
    "telefonu",
    "telefono",
    "telefone",
    "telephone",
    "téléphone",
    "phone",
    "fax",
    "mobile",
    "whatsapp",
    "тел",
    "телефон",
    "факс",
    "电话",
    "電話",
    "전화",
    "هاتف",
    "تلفن",
    "फ़ोन",
    "☎",
    "📞",
];

/// Most bytes of a host's name, twice what RFC 1035 allows, for letters that are written otherwise there.
const HOST: usize = 512;
/// How many words after an address may be written together with it: `example.com.Then`.
const SLIPS: usize = 2;

/// Adds the addresses, telephone numbers, handles, hashtags and identifiers of `text` to `found`.
pub(super) fn find(text: &str, found: &mut Vec<Entity>) {
    let scan = Scan { text, bytes: text.as_bytes() };
    let (mut done, mut previous) = (0, b' ');
    for (at, &byte) in scan.bytes.iter().enumerate() {
        let matched = match byte {
            _ if at < done => None,
            b'0'..=b'9' if !previous.is_ascii_digit() => scan.number(at, done),
            b':' => scan.url(at, done).or_else(|| scan.ipv6(at, done)),
            b'.' => scan.bare_address(at, done),
            b'@' => scan.email(at, done).or_else(|| scan.handle(at, at + 1)),
            b'#' => scan.hashtag(at, at + 1),
            b'+' => scan.international(at),
            b'(' => scan.bracketed_phone(at),
            0xEF if scan.starts(at, "＃") => scan.hashtag(at, at + 3),
            0xEF if scan.starts(at, "＠") => scan.handle(at, at + 3),
            _ => None,
        };
        if let Some((kind, span, value)) = matched {
            done = span.end;
            found.push(Entity { value: Some(value), ..Entity::new(span, kind, confidence(kind)) });
        }
        previous = byte;
    }
}

type Found = Option<(Kind, Span, Value)>;

const fn confidence(kind: Kind) -> f32 {
    match kind {
        Kind::Url | Kind::Email | Kind::Identifier => 0.98,
        Kind::Hashtag | Kind::Handle => 0.95,
        _ => 0.9,
    }
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
}

/// Digits with separators between them.
struct Digits {
    digits: String,
    /// Byte ends of the groups, and how many digits there are up to each.
    groups: Vec<(usize, usize)>,
}

impl<'t> Scan<'t> {
    fn from(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn starts(&self, at: usize, with: &str) -> bool {
        self.from(at).starts_with(with)
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b' ')
    }

    fn after(&self, at: usize) -> Option<char> {
        self.from(at).chars().next()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.slice(0, at).chars().next_back()
    }

    /// Whether no word goes on at `at`: words of scripts without spaces end anywhere.
    fn is_free(&self, neighbour: Option<char>) -> bool {
        neighbour.is_none_or(|c| !is_word(c) || is_spaceless(c))
    }

    /// The start of the longest stretch before `end` whose characters all `belong`, no earlier than `least`; none when it
    /// is longer than `most` bytes.
    fn back(&self, end: usize, least: usize, most: usize, belong: impl Fn(char) -> bool) -> Option<usize> {
        let mut start = end;
        for (at, c) in self.slice(0, end).char_indices().rev() {
            if at < least || !belong(c) {
                break;
            }
            if end - at > most {
                return None;
            }
            start = at;
        }
        Some(start)
    }

    /// The end of the stretch from `start` on whose characters all `belong`.
    fn ahead(&self, start: usize, belong: impl Fn(char) -> bool) -> usize {
        let rest = self.from(start);
        start + rest.find(|c| !belong(c)).unwrap_or(rest.len())
    }

    /// The end of the host that begins at `start`; none when it is longer than hosts may be (RFC 1035).
    fn host_end(&self, start: usize) -> Option<usize> {
        let mut end = start;
        for c in self.from(start).chars().take_while(|&c| is_host(c)) {
            end += c.len_utf8();
            if end - start > HOST {
                return None;
            }
        }
        let host = self.slice(start, end);
        Some(start + host.trim_end_matches(['.', '-']).len())
    }

    // Addresses

    /// `scheme://…`, with the colon at `colon`.
    fn url(&self, colon: usize, least: usize) -> Found {
        if !self.starts(colon, "://") {
            return None;
        }
        let start = self.back(colon, least, 24, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))?;
        let scheme = self.slice(start, colon);
        let skipped = scheme.find(|c: char| c.is_ascii_alphabetic())?;
        let (start, scheme) = (start + skipped, scheme.get(skipped..)?);
        if scheme.len() < 2 || !self.is_free(self.before(start)) {
            return None;
        }
        let host = colon + 3;
        let host_end = self.host_end(host)?;
        let end = self.address_end(host, host_end);
        if end <= host + usize::from(host_end == host) {
            return None;
        }
        let host_end = host_end.min(end);
        let url = format!(
            "{}{}{}",
            scheme.to_ascii_lowercase(),
            self.slice(colon, host_end).to_lowercase(),
            self.slice(host_end, end)
        );
        Some((Kind::Url, Span::new(start, end), Value::Url { url }))
    }

    /// `www.name.tld`, `name.tld` or `name.tld/path`, whose first dot is at `dot`.
    fn bare_address(&self, dot: usize, least: usize) -> Found {
        if !self.after(dot + 1)?.is_alphanumeric() {
            return None;
        }
        let start = self.back(dot, least, 63, |c| is_host_letter(c) || c == '-')?;
        let first = self.slice(start, dot);
        if first.is_empty()
            || first.starts_with('-')
            || matches!(self.before(start), Some('@' | '.' | '_' | '/' | '\\'))
        {
            return None;
        }
        if !self.is_free(self.before(start)) {
            return None;
        }
        let full = self.host_end(start)?;
        let path = self.byte(full) == b'/' && self.after(full + 1).is_some_and(|c| c.is_alphanumeric() || c == '~');
        let www = first.eq_ignore_ascii_case("www");
        let named = first.chars().any(char::is_alphabetic);
        if self.byte(full) == b'@' {
            return None;
        }
        // A sentence may go on right after the address: the last label that is a known domain ends it.
        let mut end = full;
        let mut slips = 0;
        loop {
            let at = self.slice(dot, end).rfind('.')?;
            let last = self.slice(dot + at + 1, end);
            let known = (named || matches!(last, "com" | "net" | "org" | "cn")) && is_known(last);
            let letters = last.len() > 1 && last.chars().all(char::is_alphabetic);
            let short = last.len() < 7 && last.bytes().all(|byte| byte.is_ascii_lowercase());
            let told = slips == 0 && letters && ((www && at > 0) || (path && short));
            if told || (known && (at > 0 || !www)) {
                break;
            }
            end = dot + at;
            slips += 1;
            if slips > SLIPS {
                return None;
            }
        }
        let host_end = end;
        let end = self.address_end(start, host_end);
        let url = format!("https://{}{}", self.slice(start, host_end).to_lowercase(), self.slice(host_end, end));
        self.is_free(self.after(end)).then_some((Kind::Url, Span::new(start, end), Value::Url { url }))
    }

    /// The end of an address whose host ends at `host`: its port, path, query and fragment, without the punctuation and
    /// closing brackets that belong to the sentence around it.
    fn address_end(&self, start: usize, host: usize) -> usize {
        let mut end = host;
        if self.byte(end) == b':' {
            let port = self.ahead(end + 1, |c| c.is_ascii_digit());
            if (1..=5).contains(&(port - end - 1)) {
                end = port;
            } else {
                // A user's password, which an address should not hold.
                let user = self.from(end).char_indices().take(64).take_while(|&(_, c)| is_address(c) && c != '/');
                end += user.filter(|&(_, c)| c == '@').last().map_or(0, |(at, _)| at);
            }
        }
        if matches!(self.byte(end), b'/' | b'?' | b'#' | b'@' | b'[') {
            // In scripts without spaces a word may follow at once: there a letter after an ASCII one is no longer the path's.
            let mut previous = '/';
            let rest = self.from(end);
            let length = rest.find(|c| {
                let outside = !is_address(c) || (is_spaceless(c) && previous.is_ascii_alphanumeric());
                previous = c;
                outside
            });
            end += length.unwrap_or(rest.len());
        }
        let mut open = [0_i64; 3];
        let bracket = |c: char| "([{".find(c).map(|at| (at, 1)).or_else(|| ")]}".find(c).map(|at| (at, -1)));
        for (at, change) in self.slice(start, end).chars().filter_map(bracket) {
            open.iter_mut().skip(at).take(1).for_each(|count| *count += change);
        }
        for c in self.slice(host, end).chars().rev() {
            match bracket(c) {
                Some((at, -1)) if open.get(at).is_some_and(|&count| count < 0) => {
                    open.iter_mut().skip(at).take(1).for_each(|count| *count += 1);
                }
                None if matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '…' | '’') => {}
                _ => break,
            }
            end -= c.len_utf8();
        }
        end
    }

    /// `name@domain`, with the sign at `sign`: dotted atoms (RFC 5321, letters of any script by RFC 6531), no quoted names, no
    /// domain in brackets.
    fn email(&self, sign: usize, least: usize) -> Found {
        let local = |c: char| {
            c.is_ascii_alphanumeric()
                || "._%+-~&=".contains(c)
                || (c.is_alphanumeric() && !c.is_ascii() && !is_spaceless(c))
        };
        let mut start = self.back(sign, least, 64, local)?;
        start += self.slice(start, sign).find(|c: char| c.is_alphanumeric() || c == '_')?;
        let name = self.slice(start, sign);
        if name.ends_with('.') || name.contains("..") || !self.is_free(self.before(start)) {
            return None;
        }
        let end = self.domain_end(sign + 1)?;
        let email = format!("{name}@{}", self.slice(sign + 1, end).to_lowercase());
        Some((Kind::Email, Span::new(start, end), Value::Email { email }))
    }

    /// The end of the domain that begins at `start`: labels with dots between them, the last of letters.
    fn domain_end(&self, start: usize) -> Option<usize> {
        let mut end = self.host_end(start)?;
        // Letters of scripts without spaces after ASCII ones are the next word.
        let host = self.slice(start, end);
        if let Some(at) = host.find(is_spaceless)
            && host.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()))
        {
            end = start + at;
        }
        for _ in 0..=SLIPS {
            let host = self.slice(start, end);
            let last = host.rfind('.')?;
            let label = host.get(last + 1..)?;
            let letters = label.starts_with("xn--") || label.chars().all(|c| c.is_alphabetic() || !c.is_ascii());
            let sound = host.split('.').all(|label| {
                !label.is_empty() && label.chars().count() <= 63 && !label.starts_with('-') && !label.ends_with('-')
            });
            if letters && label.chars().count() > 1 && sound {
                return Some(end);
            }
            end = start + last;
        }
        None
    }

    // Tags

    /// `@name` or `@name@domain`: up to 32 letters, digits, underscores and single dots, the longest that platforms allow.
    fn handle(&self, sign: usize, start: usize) -> Found {
        if !self.is_free(self.before(sign)) || matches!(self.before(sign), Some('/' | '.' | '@' | '=' | '&')) {
            return None;
        }
        let end = self.ahead(start, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
        let name = self.slice(start, end).trim_end_matches('.');
        let mut end = start + name.len();
        if name.len() < 2
            || name.len() > 32
            || name.starts_with('.')
            || name.contains("..")
            || !name.contains(|c: char| c.is_ascii_alphabetic())
        {
            return None;
        }
        if self.byte(end) == b'@' {
            end = self.domain_end(end + 1)?;
        }
        if !self.is_free(self.after(end))
            || (self.byte(end) == b'/' && self.after(end + 1).is_some_and(char::is_alphanumeric))
        {
            return None;
        }
        let tag = self.slice(start, end).to_owned();
        Some((Kind::Handle, Span::new(sign, end), Value::Tag { tag }))
    }

    /// `#word`: letters, marks, digits and underscores of any script, as UAX #31 has it for hashtags but without emoji. Numbers and
    /// colours (`#1`, `#ff0000`, `#fff`) are none.
    fn hashtag(&self, sign: usize, start: usize) -> Found {
        if !self.is_free(self.before(sign)) || matches!(self.before(sign), Some('&' | '/' | '#' | '=')) {
            return None;
        }
        let end = self.ahead(start, |c| is_word(c) || c == '·');
        let tag = self.slice(start, end).trim_end_matches('·');
        let end = start + tag.len();
        let hex = matches!(tag.len(), 3 | 4 | 6 | 8) && tag.bytes().all(|byte| byte.is_ascii_hexdigit());
        let same = tag.bytes().all(|byte| Some(&byte) == tag.as_bytes().first());
        let colour = hex && (same || tag.bytes().any(|byte| byte.is_ascii_digit()));
        if tag.len() > 400 || !tag.contains(char::is_alphabetic) || colour {
            return None;
        }
        Some((Kind::Hashtag, Span::new(sign, end), Value::Tag { tag: tag.to_owned() }))
    }

    // Numbers

    /// What the number that begins at `at` is part of.
    fn number(&self, at: usize, least: usize) -> Found {
        self.iban(at, least).or_else(|| self.is_free(self.before(at)).then(|| self.free_number(at)).flatten())
    }

    fn free_number(&self, at: usize) -> Found {
        self.doi(at).or_else(|| self.ipv4(at)).or_else(|| self.isbn(at)).or_else(|| self.named_phone(at))
    }

    /// An IBAN (ISO 13616) whose check digits begin at `at`.
    fn iban(&self, at: usize, least: usize) -> Found {
        let start = at.checked_sub(2).filter(|&start| start >= least)?;
        let country = self.text.get(start..at)?;
        if !country.bytes().all(|byte| byte.is_ascii_uppercase()) || !self.is_free(self.before(start)) {
            return None;
        }
        let row = IBANS.as_bytes().chunks_exact(4).find(|row| row.starts_with(country.as_bytes()))?;
        let length: usize = std::str::from_utf8(row.get(2..)?).ok()?.parse().ok()?;
        let (mut id, mut end, mut gap) = (String::with_capacity(length), start, false);
        for (offset, c) in self.from(start).char_indices() {
            match c {
                'A'..='Z' | '0'..='9' => {
                    id.push(c);
                    end = start + offset + 1;
                    gap = false;
                }
                ' ' | '-' | '\u{A0}' if !gap => gap = true,
                _ => break,
            }
            if id.len() == length {
                break;
            }
        }
        let (head, body) = id.split_at_checked(4)?;
        let rest = body.chars().chain(head.chars()).try_fold(0_u32, |rest, c| {
            let digit = c.to_digit(36)?;
            Some((rest * if digit > 9 { 100 } else { 10 } + digit) % 97)
        });
        (id.len() == length && rest == Some(1) && self.is_free(self.after(end)))
            .then(|| identifier("iban", id, Span::new(start, end)))
    }

    /// An ISBN (ISO 2108) of 13 digits or of 10, with its check digit right; it is named as one, or grouped like one.
    fn isbn(&self, at: usize) -> Found {
        let (mut id, mut end, mut hyphens, mut gap) = (String::new(), at, 0, false);
        for (offset, c) in self.from(at).char_indices() {
            match c {
                '0'..='9' | 'X' | 'x' if id.len() < 13 && !id.ends_with('X') => {
                    id.push(c.to_ascii_uppercase());
                    end = at + offset + 1;
                    gap = false;
                }
                '-' | '‐' | '‑' | '–' if !gap && !id.is_empty() => (gap, hyphens) = (true, hyphens + 1),
                ' ' if !gap && !id.is_empty() => gap = true,
                _ => break,
            }
        }
        let digit = |c: char| if c == 'X' { Some(10) } else { c.to_digit(10) };
        let sum = |weight: &dyn Fn(u32) -> u32| {
            id.chars().zip(0..).try_fold(0, |sum, (c, place)| Some(sum + weight(place) * digit(c)?))
        };
        let right = match id.len() {
            13 => {
                (id.starts_with("978") || id.starts_with("979"))
                    && sum(&|place| 1 + place % 2 * 2).is_some_and(|sum| sum % 10 == 0)
                    && !id.ends_with('X')
            }
            10 => sum(&|place| 10 - place).is_some_and(|sum| sum % 11 == 0) && !id.chars().take(9).any(|c| c == 'X'),
            _ => false,
        };
        let grouped = hyphens == if id.len() == 13 { 4 } else { 3 };
        if !right || !self.is_free(self.after(end)) || !(grouped || self.has_cue(at, &["isbn", "isbn 10", "isbn 13"])) {
            return None;
        }
        Some(identifier("isbn", id, Span::new(at, end)))
    }

    /// A DOI (ISO 26324): `10.` and the registrant's number, a slash, and what the registrant chose.
    fn doi(&self, at: usize) -> Found {
        let rest = self.from(at).strip_prefix("10.")?;
        let slash = rest.bytes().take(24).position(|byte| !byte.is_ascii_digit() && byte != b'.')?;
        let (registrant, suffix) = rest.split_at_checked(slash)?;
        if !(4..=9).contains(&registrant.split('.').next()?.len()) || !suffix.starts_with('/') {
            return None;
        }
        let start = at + 3 + slash;
        let end = self.address_end(start, start);
        // DOIs do not depend on case; the lower-case form is the one recommended.
        (end > start + 1).then(|| identifier("doi", self.slice(at, end).to_lowercase(), Span::new(at, end)))
    }

    fn ipv4(&self, at: usize) -> Found {
        let length = self.from(at).bytes().take(17).take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let written = self.slice(at, at + length).trim_end_matches('.');
        let end = at + written.len();
        let address: Ipv4Addr = written.parse().ok()?;
        let free = self.before(at) != Some('.') && self.is_free(self.after(end));
        free.then(|| identifier("ip", address.to_string(), Span::new(at, end)))
    }

    /// An IPv6 address, with its first colon at `colon`.
    fn ipv6(&self, colon: usize, least: usize) -> Found {
        let start = self.back(colon, least, 4, |c| c.is_ascii_hexdigit())?;
        let address = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        let length = self.from(start).bytes().take(48).take_while(address).count();
        let written = self.slice(start, start + length).trim_end_matches('.');
        let written = if written.ends_with("::") { written } else { written.trim_end_matches(':') };
        let end = start + written.len();
        let groups = written.split(':').filter(|group| !group.is_empty()).count();
        if written.len() > 45 || groups == 0 || !written.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let address: Ipv6Addr = written.parse().ok()?;
        let free = self.is_free(self.before(start)) && self.before(start) != Some(':') && self.is_free(self.after(end));
        free.then(|| identifier("ip", address.to_string(), Span::new(start, end)))
    }

    // Telephones

    /// The digits from `at` on: groups with a blank, hyphen, dot, slash or brackets between them, on one line.
    fn digits(&self, at: usize, most: usize) -> Digits {
        let (mut digits, mut groups, mut gap, mut open, mut last) = (String::new(), Vec::new(), 0, false, at);
        for (offset, c) in self.from(at).char_indices() {
            match c {
                '0'..='9' if digits.len() < most => {
                    if gap > 0 {
                        groups.push((last, digits.len()));
                        gap = 0;
                    }
                    digits.push(c);
                    last = at + offset + 1;
                }
                '0'..='9' => break,
                _ if gap > 2 => break,
                '(' if !open => open = true,
                ')' if open && gap == 0 => open = false,
                ' ' | '\u{A0}' | '\u{202F}' | '-' | '‐' | '‑' | '–' | '.' | '/' => {}
                _ => break,
            }
            if !c.is_ascii_digit() {
                gap += 1;
            }
        }
        // A group that the limit cut in two is none.
        if !digits.is_empty() && !self.byte(last).is_ascii_digit() {
            groups.push((last, digits.len()));
        }
        Digits { digits, groups }
    }

    /// `+` and a number with its country's code: 8 to 15 digits.
    fn international(&self, plus: usize) -> Found {
        if !self.is_free(self.before(plus))
            || matches!(self.before(plus), Some('+' | '-' | '='))
            || !(b'1'..=b'9').contains(&self.byte(plus + 1))
        {
            return None;
        }
        let found = self.digits(plus + 1, 18);
        for &(end, count) in found.groups.iter().rev() {
            let written = found.digits.get(..count)?;
            if !self.is_free(self.after(end)) {
                continue;
            }
            let trunk = self
                .slice(plus, end)
                .find("(0)")
                .map(|at| self.slice(plus + 1, plus + at).bytes().filter(u8::is_ascii_digit).count());
            let number: String =
                written.chars().zip(0..).filter(|&(_, place)| Some(place) != trunk).map(|(c, _)| c).collect();
            if is_international(&number) && !self.slice(plus, end).ends_with('(') {
                let end =
                    if self.byte(end) == b')' && self.slice(plus, end).rfind('(') > self.slice(plus, end).rfind(')') {
                        end + 1
                    } else {
                        end
                    };
                return Some((Kind::Phone, Span::new(plus, end), Value::Phone { number: format!("+{number}") }));
            }
        }
        None
    }

    /// `(012) 345 67 89`: the area's code, with its 0, in brackets; or `(212) 555-0123` as in North America.
    fn bracketed_phone(&self, bracket: usize) -> Found {
        let close = self.ahead(bracket + 1, |c| c.is_ascii_digit());
        let area = self.slice(bracket + 1, close);
        if self.byte(close) != b')' || !(2..=6).contains(&area.len()) || !self.is_free(self.before(bracket)) {
            return None;
        }
        let start = self.ahead(close + 1, |c| matches!(c, ' ' | '\u{A0}'));
        let found = self.digits(start, 12);
        let &(end, count) = found.groups.last()?;
        let grouped = found.groups.len() > 1;
        let american = area.len() == 3
            && !area.starts_with(['0', '1'])
            && count == 7
            && found.groups.first().is_some_and(|&(_, first)| first == 3)
            && grouped;
        let trunk = area.starts_with('0') && (5..=8).contains(&count) && start - close <= 2;
        if !(american || trunk) || !self.is_free(self.after(end)) {
            return None;
        }
        let number = format!("{area}{}", found.digits);
        Some((Kind::Phone, Span::new(bracket, end), Value::Phone { number }))
    }

    /// A number after a word for the telephone.
    fn named_phone(&self, at: usize) -> Found {
        if !self.has_cue(at, &PHONE_CUES) {
            return None;
        }
        let found = self.digits(at, 15);
        let &(end, _) = found.groups.last()?;
        let number = found.digits;
        ((5..=15).contains(&number.len()) && self.is_free(self.after(end))).then_some((
            Kind::Phone,
            Span::new(at, end),
            Value::Phone { number },
        ))
    }

    /// Whether one of `cues`, folded, stands right before `at`, with a colon or the like between them.
    fn has_cue(&self, at: usize, cues: &[&str]) -> bool {
        let before = self.slice(0, at).trim_end_matches([' ', '\u{A0}', ':', '：', '.', '-', '(', '№', '#']);
        if at - before.len() > 6 {
            return false;
        }
        let Some(start) = self.back(before.len(), 0, 40, |c| is_word(c) || matches!(c, '-' | '☎' | '📞')) else {
            return false;
        };
        let word = folded(self.slice(start, before.len()));
        cues.iter().any(|cue| {
            word == *cue || (word.ends_with(cue) && cue.chars().all(|c| is_spaceless(c) || !c.is_alphabetic()))
        })
    }
}

fn identifier(scheme: &str, id: String, span: Span) -> (Kind, Span, Value) {
    (Kind::Identifier, span, Value::Identifier { scheme: scheme.into(), id })
}

/// Whether the digits of an international number begin with a country's code and can be dialled.
fn is_international(number: &str) -> bool {
    let (one, two, three) = CALLING;
    let starts = |codes: &str, length: usize| {
        number.get(..length).is_some_and(|code| codes.split(' ').any(|known| known == code))
    };
    let national = |skip: usize| number.get(skip..).unwrap_or_default();
    match number.len() {
        11 if starts(one, 1) => !national(1).starts_with(['0', '1']) || number.starts_with('7'),
        8..=15 if starts(two, 2) => !national(2).starts_with('0') || number.starts_with("39"),
        8..=15 if starts(three, 2) => !national(3).starts_with('0') || number.starts_with("378"),
        _ => false,
    }
}

fn is_host_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && is_word(c))
}

fn is_host(c: char) -> bool {
    is_host_letter(c) || matches!(c, '-' | '.')
}

/// Whether an address may hold `c` after its host: no white space, quotes, angle brackets, or punctuation of other scripts.
fn is_address(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\' | '^' | '|')
    } else {
        is_word(c) || matches!(c, '·' | '’' | '–' | '—')
    }
}

fn is_known(domain: &str) -> bool {
    domain.starts_with(char::is_alphabetic) && DOMAINS.split(' ').any(|known| known == domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found: kind, text and value, one a line.
    fn all(text: &str) -> Vec<(Kind, &str, Value)> {
        let mut found = Vec::new();
        find(text, &mut found);
        super::super::resolve(Vec::new(), found)
            .into_iter()
            .map(|entity| (entity.kind, entity.span.of(text), entity.value.unwrap()))
            .collect()
    }

    fn check(kind: Kind, cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            let found: Vec<_> =
                all(text).into_iter().filter(|(found, _, _)| *found == kind).map(|(_, text, _)| text).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn ends_addresses_where_the_sentence_goes_on() {
        check(
            Kind::Url,
            &[
                ("See https://example.org/a_(b), then.", &["https://example.org/a_(b)"]),
                ("(https://example.org/a)", &["https://example.org/a"]),
                ("[x](http://example.org/?q=1&r=2#top)!", &["http://example.org/?q=1&r=2#top"]),
                ("<a href=\"https://example.org/\">", &["https://example.org/"]),
                ("https://example.org.", &["https://example.org"]),
                ("ftp://files.example.org:2121/x;type=a", &["ftp://files.example.org:2121/x;type=a"]),
                ("http://localhost:8080/…", &["http://localhost:8080/"]),
                ("http://[2001:db8::1]/x", &["http://[2001:db8::1]/x"]),
                ("https://пример.рф/путь?да=1, и", &["https://пример.рф/путь?да=1"]),
                ("https://zh.example.org/wiki/中国。", &["https://zh.example.org/wiki/中国"]),
                ("访问https://example.org/abc查看", &["https://example.org/abc"]),
                ("«http://example.org/é»", &["http://example.org/é"]),
                ("ssh://ada:secret@example.org:22/x", &["ssh://ada:secret@example.org:22/x"]),
                ("http:// and ://x and a://", &[]),
            ],
        );
    }

    #[test]
    fn knows_bare_addresses_from_missing_blanks() {
        check(
            Kind::Url,
            &[
                ("on www.example.xyz/a and WWW.EXAMPLE.COM", &["www.example.xyz/a", "WWW.EXAMPLE.COM"]),
                ("from example.com, bbc.co.uk and 163.com.", &["example.com", "bbc.co.uk", "163.com"]),
                ("bit.ly/3xYz and t.me/channel", &["bit.ly/3xYz", "t.me/channel"]),
                ("сайт пример.рф.", &["пример.рф"]),
                ("at example.com.Then it ended.in fact", &["example.com"]),
                ("main.rs, README.md, Node.js, v1.2.3, 3.5, e.g. this, U.S. and a.m./p.m.", &[]),
                ("ended.It was...com", &[]),
            ],
        );
    }

    #[test]
    fn gives_addresses_whole() {
        for (text, url) in [
            ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
            ("www.Example.org/Path", "https://www.example.org/Path"),
            ("example.com", "https://example.com"),
        ] {
            assert_eq!(all(text), [(Kind::Url, text, Value::Url { url: url.into() })]);
        }
    }

    #[test]
    fn finds_mail_addresses() {
        check(
            Kind::Email,
            &[
                ("Write to <ada.lovelace+x@mail.example.co.uk>.", &["ada.lovelace+x@mail.example.co.uk"]),
                ("mailto:a_b%c@example.org?subject=x", &["a_b%c@example.org"]),
                ("почта иван@пример.рф.", &["иван@пример.рф"]),
                ("联系abc@example.cn谢谢", &["abc@example.cn"]),
                ("x@münchen.example", &["x@münchen.example"]),
                ("a@b, @x.org, a@b.1, a..b@example.org, a.@example.org, x@-a.org", &[]),
            ],
        );
        assert_eq!(all("Ada@Example.ORG")[0].2, Value::Email { email: "Ada@example.org".into() });
    }

    #[test]
    fn finds_handles_and_hashtags() {
        check(
            Kind::Handle,
            &[
                ("@ada and (@ada_l.)", &["@ada", "@ada_l"]),
                ("@ada@social.example hi", &["@ada@social.example"]),
                ("见＠ada和@bob_1吗", &["＠ada", "@bob_1"]),
                ("a@b @ x @1234 @angular/core @@x me@example.org .@x", &[]),
                ("@abcdefghijklmnopqrstuvwxyz0123456789", &[]),
            ],
        );
        check(
            Kind::Hashtag,
            &[
                ("#Bakı #Gəncə_2024, #naïve.", &["#Bakı", "#Gəncə_2024", "#naïve"]),
                ("#東京 #سلام_دنیا #हिन्दी #ไทย #საქართველო", &["#東京", "#سلام_دنیا", "#हिन्दी", "#ไทย", "#საქართველო"]),
                ("＃東京 and #facade #cafe", &["＃東京", "#facade", "#cafe"]),
                ("#1 #123 #ff0000 #FFF #f0f C# a#b &#39; ## #_", &[]),
            ],
        );
    }

    #[test]
    fn finds_telephone_numbers() {
        for (text, written, number) in [
            ("+994 (12) 493-00-01", "+994 (12) 493-00-01", "+994124930001"),
            ("call +1 212-555-0123.", "+1 212-555-0123", "+12125550123"),
            ("+44 (0)20 7946 0018", "+44 (0)20 7946 0018", "+442079460018"),
            ("(+49 30 901820)", "+49 30 901820", "+4930901820"),
            ("+7(495)123-45-67", "+7(495)123-45-67", "+74951234567"),
            ("+39 06 698 12345", "+39 06 698 12345", "+390669812345"),
            ("+33.1.23.45.67.89", "+33.1.23.45.67.89", "+33123456789"),
            ("+1 212 555 0123 5 people", "+1 212 555 0123", "+12125550123"),
            ("(012) 493 00 01", "(012) 493 00 01", "0124930001"),
            ("(212) 555-0123", "(212) 555-0123", "2125550123"),
            ("Tel.: 030 901820", "030 901820", "030901820"),
            ("тел. 8 800 555 35 35", "8 800 555 35 35", "88005553535"),
            ("电话：010-62345678", "010-62345678", "01062345678"),
            ("☎ 555-0123", "555-0123", "5550123"),
        ] {
            assert_eq!(all(text), [(Kind::Phone, written, Value::Phone { number: number.into() })], "{text}");
        }
    }

    #[test]
    fn takes_no_date_amount_or_score_for_a_telephone_number() {
        for text in [
            "+25 °C",
            "+2.5%",
            "+10 000 000 people",
            "+20 000 000",
            "2024-02-04 11:00",
            "04.02.2024",
            "1 234 567 890",
            "(2024) 12 345",
            "+1234567",
            "+12345678901234567890",
            "1+1234567890",
            "hotel 1234567",
            "(0) 12 34",
            "+999 12",
            "12-34-56-78-90",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }

    #[test]
    fn finds_identifiers_whose_checks_hold() {
        for (text, written, scheme, id) in [
            ("IBAN DE89 3704 0044 0532 0130 00.", "DE89 3704 0044 0532 0130 00", "iban", "DE89370400440532013000"),
            ("GB82WEST12345698765432", "GB82WEST12345698765432", "iban", "GB82WEST12345698765432"),
            ("NO93 8601 1117 947 and", "NO93 8601 1117 947", "iban", "NO9386011117947"),
            ("ISBN 978-3-16-148410-0", "978-3-16-148410-0", "isbn", "9783161484100"),
            ("isbn: 9783161484100", "9783161484100", "isbn", "9783161484100"),
            ("ISBN-10: 0-306-40615-2", "0-306-40615-2", "isbn", "0306406152"),
            ("0-8044-2957-X", "0-8044-2957-X", "isbn", "080442957X"),
            ("doi:10.1000/Xyz(12)34).", "10.1000/Xyz(12)34", "doi", "10.1000/xyz(12)34"),
            ("from 192.168.0.1:80", "192.168.0.1", "ip", "192.168.0.1"),
            ("host 2001:0DB8::1, up", "2001:0DB8::1", "ip", "2001:db8::1"),
            ("to ::1.", "::1", "ip", "::1"),
        ] {
            let value = Value::Identifier { scheme: scheme.into(), id: id.into() };
            assert_eq!(all(text), [(Kind::Identifier, written, value)], "{text}");
        }
    }

    #[test]
    fn finds_no_identifiers_whose_checks_fail() {
        for text in [
            "DE89 3704 0044 0532 0130 01",
            "DE89 3704 0044",
            "978-3-16-148410-1",
            "9783161484100",
            "0-306-40615-3",
            "10.5/2",
            "10.1000/ x",
            "256.1.1.1",
            "1.2.3.4.5",
            "12:30:45",
            "std::dec",
            "a::b",
            "::",
            "XX89370400440532013000",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }
}
