//! What a line looks like, whatever its language.

/// Display columns of `text`, at most `limit`: East Asian wide characters take two, combining marks none.
pub(super) fn columns(text: &str, limit: usize) -> usize {
    // A character takes at most four bytes.
    let bytes = text.as_bytes();
    let bytes = bytes.get(..4 * limit).unwrap_or(bytes);
    // Those that take a single column in the letters of Europe and many others: below U+0300, and from there up to U+0FFF.
    // Without a way out between them, the bytes are compared by vector instructions.
    if !bytes.iter().fold(false, |wide, &byte| wide | (byte >= 0xCC && !(0xCE..=0xE0).contains(&byte))) {
        return bytes.iter().filter(|&&byte| !(0x80..0xC0).contains(&byte)).count().min(limit);
    }
    let mut columns = 0;
    for c in text.chars() {
        columns += width(c);
        if columns >= limit {
            return limit;
        }
    }
    columns
}

/// Columns of one character, by the main blocks of Unicode's East Asian Width.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF01..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// Whether `c` belongs to a script written without spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// Whether `c` is a letter. Answers for the most common scripts without a table: this is asked of every character.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' => true,
        '\0'..='\u{A9}' => false,
        'À'..='Ö'
        | 'Ø'..='ö'
        | 'ø'..='ɏ'
        | 'Ѐ'..='ҁ'
        | 'Ҋ'..='ԯ'
        | 'א'..='ת'
        | 'ؠ'..='ي'
        | 'ऄ'..='ह'
        | 'ก'..='ะ'
        | 'ぁ'..='ゖ' => true,
        'ァ'..='ヺ' | '一'..='鿼' | '가'..='힣' => true,
        _ => c.is_alphabetic(),
    }
}

/// The value of a decimal digit in the scripts whose digits are in daily use.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    const ZEROS: [u32; 12] = [0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xE50, 0x1040, 0xFF10];
    let point = u32::from(c);
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&point)).map(|zero| point - zero)
}

/// How a block ends, closing quotes and brackets aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Stop,
    Ask,
    Ellipsis,
    Colon,
    Comma,
    Open,
}

/// How `text` ends.
pub(super) fn end(text: &str) -> End {
    let last = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | ')' | ']' | '}' | '»' | '«' | '”' | '’' | '“' | '›' | '」' | '』' | '）' | '】' | '》'
            )
    });
    match last.chars().next_back() {
        Some('.') if last.ends_with("...") => End::Ellipsis,
        Some('.' | '。' | '．' | '｡' | '।' | '॥' | '۔' | '։' | '።' | '။' | '។' | '᠃' | '܀' | '᙮' | '꓿') => {
            End::Stop
        }
        Some('!' | '?' | '！' | '？' | '؟' | '\u{37E}' | '՞' | '՜' | '፧' | '‽' | '⁉' | '⁈') => End::Ask,
        Some('…' | '⋯') => End::Ellipsis,
        Some(':' | '：' | '፡' | '፦') => End::Colon,
        Some(',' | '，' | '、' | '،' | ';' | '；' | '؛' | '፣') => End::Comma,
        _ => End::Open,
    }
}

/// Whether `text` ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    matches!(end(text), End::Stop | End::Ask | End::Ellipsis)
}

/// Whether `text` begins with a bullet or a number as items of lists do.
///
/// Dashes longer than a hyphen do not count: they begin direct speech in many languages.
pub(super) fn is_item(text: &str) -> bool {
    is_bullet(text) || is_numbered(text)
}

/// Whether `text` begins with a bullet.
pub(super) fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (
            Some('•' | '◦' | '▪' | '▫' | '‣' | '●' | '○' | '■' | '□' | '◆' | '►' | '▶' | '✓' | '✔' | '☐' | '☑'),
            Some(_),
        ) => true,
        (Some('-' | '*' | '+' | '·' | '–' | '→'), Some(next)) => next.is_whitespace() && text.len() > 2,
        _ => false,
    }
}

/// Whether `text` begins with a number, or a letter, set off as in lists: `1. `, `12) `, `(3) `, `a) `, `1、`, `①`.
pub(super) fn is_numbered(text: &str) -> bool {
    let body = text.strip_prefix(['(', '（']).unwrap_or(text);
    let opened = body.len() < text.len();
    let number = body.chars().take_while(|&c| digit(c).is_some()).take(4).count();
    let mut rest = body.chars().skip(number);
    let mark = rest.next();
    let spaced = rest.next().is_some_and(|next| next.is_whitespace() || is_unspaced(next));
    match (number, mark) {
        (0, Some('①'..='⑳')) => true,
        (0, Some(letter)) if letter.is_alphabetic() => {
            let mut rest = body.chars().skip(1);
            rest.next() == Some(')') && rest.next().is_some_and(char::is_whitespace)
        }
        (1..=3, Some(')' | '）')) => spaced,
        (1..=3, Some('.' | '．' | '、')) => spaced && !opened,
        _ => false,
    }
}

/// Whether `text` is quoted as in mail.
pub(super) fn is_quoted_line(text: &str) -> bool {
    text.starts_with('>')
}

/// Whether `text` is marked as a heading: `# Title`, or a rule under or between.
pub(super) fn is_heading_mark(text: &str) -> bool {
    let hashes = text.bytes().take(7).take_while(|&byte| byte == b'#').count();
    let spaced = text.get(hashes..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    ((1..=6).contains(&hashes) && spaced) || is_rule(text)
}

/// Whether `text` is a line of marks: `***`, `-----`, `= = =`.
pub(super) fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.bytes().take(200).all(|byte| matches!(byte, b'=' | b'-' | b'*' | b'_' | b'~' | b'#' | b' '))
}

/// Whether one of `bytes` is such. Without a way out of the loop, bytes are compared by vector instructions: soonest told, so that what
/// cannot be in a text need not be looked for.
#[inline(always)]
pub(super) fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |any, &byte| any | is(byte))
}

/// The same of two bytes that follow each other.
#[inline(always)]
pub(super) fn any_pair(bytes: &[u8], is: impl Fn(u8, u8) -> bool) -> bool {
    bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(false, |any, (&one, &two)| any | is(one, two))
}

/// What parts the cells of a row, and how often: tabs, bars, commas or semicolons without a blank behind them, wide gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cells {
    pub separator: u8,
    pub count: u8,
}

/// The cells of `text`, of which the first few hundred bytes are read.
pub(super) fn cells(text: &str) -> Cells {
    let bytes = text.as_bytes();
    let bytes = bytes.get(..400).unwrap_or(bytes);
    let parts = any_pair(bytes, |one, two| {
        let blank = (two == b' ') | (two == b'\t') | (two == b'\n') | (two == 0xC) | (two == b'\r');
        (one == b'\t')
            | (one == b'|')
            | (two == b'|')
            | (((one == b',') | (one == b';')) & !blank)
            | ((one == b' ') & (two == b' '))
    });
    if !parts {
        return Cells::default();
    }
    let (mut tabs, mut bars, mut commas, mut semicolons, mut gaps) = (0_u8, 0_u8, 0_u8, 0_u8, 0_u8);
    let mut previous = (0_u8, 0_u8);
    for &byte in bytes {
        match (previous.1, byte) {
            (b'\t', _) => tabs = tabs.saturating_add(1),
            (b',', after) if !after.is_ascii_whitespace() && !previous.0.is_ascii_whitespace() => {
                // A comma between digits parts thousands or decimals as often as cells.
                let number = previous.0.is_ascii_digit() && after.is_ascii_digit();
                commas = commas.saturating_add(u8::from(!number));
            }
            (b';', after) if !after.is_ascii_whitespace() => semicolons = semicolons.saturating_add(1),
            (b' ', b' ') if previous.0 != b' ' && !matches!(previous.0, b'.' | b'?' | b'!' | b':') => {
                gaps = gaps.saturating_add(1);
            }
            _ => {}
        }
        bars = bars.saturating_add(u8::from(byte == b'|'));
        previous = (previous.1, byte);
    }
    let of = |separator, count| Cells { separator, count };
    match () {
        () if tabs > 0 => of(b'\t', tabs),
        () if bars > 1 => of(b'|', bars),
        () if semicolons > 1 => of(b';', semicolons),
        () if commas > 1 => of(b',', commas),
        () if gaps > 0 => of(b' ', gaps),
        () => Cells::default(),
    }
}

/// Whether `text` is a row of a table by itself, without looking at its neighbours.
pub(super) fn is_row(text: &str) -> bool {
    cells(text).make_row()
}

impl Cells {
    /// Whether they make a row, without looking at its neighbours.
    pub const fn make_row(self) -> bool {
        matches!((self.separator, self.count), (b'\t' | b'|', _) | (b';' | b',', 2..) | (b' ', 2..))
    }
}

/// How many marks of program code `text` bears, 0 to 9.
pub(super) fn code_marks(text: &str) -> u8 {
    const INSIDE: [&str; 22] = [
        "==", "!=", "->", "=>", "::", "();", "()", "</", "/>", "/*", "*/", "#include", " = ", "+=", "&&", "||", "{}",
        "[]", "];", "\":", "${", "self.",
    ];
    const FIRST: [&str; 24] = [
        "import ",
        "from ",
        "def ",
        "fn ",
        "let ",
        "const ",
        "var ",
        "return ",
        "if (",
        "for (",
        "while (",
        "class ",
        "public ",
        "private ",
        "#!",
        "@",
        "function ",
        "pub ",
        "use ",
        "static ",
        "SELECT ",
        "else",
        "}",
        "//",
    ];
    let text = super::prefix(text, 240);
    // Prose seldom has any of these.
    let sign = |byte| {
        matches!(byte, b'=' | b'(' | b')' | b'{' | b'}' | b'[' | b']' | b'<' | b'>' | b';' | b':' | b'/')
            || matches!(byte, b'#' | b'&' | b'+' | b'$' | b'_' | b'@' | b'"')
    };
    if !any(text.as_bytes(), sign) && !FIRST.iter().any(|first| text.starts_with(first)) {
        return 0;
    }
    let has = |found: bool| u8::from(found);
    let ascii = text.is_ascii();
    let mut marks = 0;
    for mark in INSIDE {
        marks += has(text.contains(mark));
    }
    marks += has(FIRST.iter().any(|first| text.starts_with(first)));
    marks += has(text.ends_with([';', '{', '}']) && ascii);
    marks += has(text.ends_with("):") || text.ends_with("},") || text.ends_with("\",") || text == "{" || text == "[");
    // A call or an index: a bracket opened straight after a letter.
    marks += has(text
        .as_bytes()
        .windows(2)
        .any(|pair| matches!(pair, [before, b'(' | b'[' | b'_'] if before.is_ascii_alphanumeric()) && ascii));
    marks.min(9)
}

/// Counts of one block, taken from its first [`READ`] bytes and, beyond, scaled to its length.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    pub columns: usize,
    /// Words parted by blanks; two letters a word in scripts without spaces.
    pub words: usize,
    pub letters: usize,
    pub uppers: usize,
    /// Letters of scripts that have upper and lower case.
    pub cased: usize,
    pub digits: usize,
    /// Characters of scripts without spaces.
    pub unspaced: usize,
    /// Sentences that end and are followed by another.
    pub stops: usize,
    pub commas: usize,
    /// Words that begin with an upper-case letter.
    pub capitals: usize,
}

/// Bytes of a block that are looked at one by one.
pub(super) const READ: usize = 512;

/// The counts of `text`.
pub(super) fn shape(text: &str) -> Shape {
    let read = super::prefix(text, READ);
    let mut shape = Shape::default();
    let (mut blank, mut stopped, mut word) = (true, false, 0);
    let mut at = 0;
    while let Some(&byte) = read.as_bytes().get(at) {
        // Most text is a few small letters, and another few.
        if byte.is_ascii_alphabetic() {
            let upper = usize::from(byte.is_ascii_uppercase());
            let small = read.as_bytes().get(at + 1..).unwrap_or_default().iter();
            let run = 1 + if upper == 0 { small.take_while(|byte| byte.is_ascii_lowercase()).count() } else { 0 };
            at += run;
            shape.columns += run;
            shape.letters += run;
            shape.cased += run;
            shape.uppers += upper;
            shape.capitals += usize::from(blank) * upper;
            shape.words += usize::from(blank);
            word += run;
            (blank, stopped) = (false, false);
            continue;
        }
        if byte == b' ' {
            at += 1;
            shape.columns += 1;
            shape.stops += usize::from(stopped && !blank);
            (blank, word) = (true, 0);
            continue;
        }
        let c =
            if byte.is_ascii() { Some(char::from(byte)) } else { read.get(at..).and_then(|rest| rest.chars().next()) };
        let Some(c) = c else { break };
        at += c.len_utf8();
        shape.columns += width(c);
        if c.is_whitespace() {
            shape.stops += usize::from(stopped && !blank);
            blank = true;
            word = 0;
            continue;
        }
        if is_letter(c) {
            shape.letters += 1;
            word += 1;
            let upper = c.is_uppercase();
            shape.cased += usize::from(upper || c.is_lowercase());
            shape.uppers += usize::from(upper);
            shape.capitals += usize::from(blank && upper);
        } else if digit(c).is_some() {
            shape.digits += 1;
        }
        if is_unspaced(c) {
            shape.unspaced += 1;
        } else {
            shape.words += usize::from(blank);
        }
        shape.commas += usize::from(matches!(c, ',' | '，' | '、' | '،' | '؛' | ';'));
        let wide_stop = matches!(c, '。' | '！' | '？' | '｡');
        shape.stops += usize::from(wide_stop);
        // A stop after a number or a single letter ends an item's number or an initial.
        stopped = (word > 1 && matches!(c, '.' | '!' | '?' | '؟' | '۔' | '।' | '።' | '։' | '။'))
            || (stopped && matches!(c, '"' | '”' | '»' | ')' | '’'));
        blank = false;
    }
    shape.words += shape.unspaced / 2;
    if read.len() < text.len() {
        let factor = text.len() / read.len().max(1);
        shape.columns = shape.columns.saturating_mul(factor);
        shape.words = shape.words.saturating_mul(factor);
    }
    shape
}

/// Whether `text` could be the names of one or more people: two to eight short words, nearly all capitalised, no digits.
///
/// In scripts without case two to four words, or two to five characters without a blank.
pub(super) fn is_name(text: &str, shape: &Shape) -> bool {
    let odd = |c: char| {
        let joins = matches!(c, '.' | '-' | '\'' | '’' | ',' | '&' | '·' | '・' | '、' | '،');
        !(joins || c.is_alphabetic() || c.is_whitespace() || is_mark(c))
    };
    if shape.columns > 70 || shape.letters < 3 || text.chars().any(odd) || text.ends_with('.') {
        return false;
    }
    let words = || text.split([' ', '\u{A0}', '·', '・', '、', '&']).filter(|word| !word.is_empty());
    if shape.cased * 2 < shape.letters {
        let count = text.chars().filter(|&c| is_unspaced(c)).count();
        return if count > 0 {
            count <= 8 && shape.letters <= 10
        } else {
            (2..=4).contains(&words().count()) && shape.columns <= 30
        };
    }
    let (mut names, mut particles) = (0, 0);
    for word in words() {
        match word.chars().next() {
            Some(first) if first.is_uppercase() => names += 1,
            Some(_) if word.chars().count() <= 3 => particles += 1,
            _ => return false,
        }
    }
    (2..=8).contains(&names) && particles < names
}

/// Whether `c` combines with the letter before it, in the scripts in daily use: vowel signs and accents.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06ED
        | 0x0900..=0x0DFF | 0x0E31..=0x0E4E | 0x0EB1..=0x0ECD | 0x0F71..=0x0FBC | 0x102B..=0x109D | 0x135D..=0x135F
        | 0x1780..=0x17DD | 0x200C | 0x200D)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_letters_as_unicode_does() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{:04X}", u32::from(c));
        }
    }

    #[test]
    fn reads_the_ends_of_sentences_in_many_scripts() {
        for text in [
            "End.",
            "終わり。",
            "انتهى؟",
            "ختم۔",
            "समाप्त।",
            "ፍጻሜ።",
            "Վերջ։",
            "“Done.”",
            "(bitdi…)",
            "ပြီးပြီ။",
            "Τέλος\u{37E}",
        ] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["", "so:", "one, two", "Bakı", "終わり", "a;"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn knows_items_by_bullets_and_numbers() {
        for text in ["- milk", "• süd", "* خبز", "1. one", "12) twelve", "(3) three", "a) first", "3、第三", "①第一"]
        {
            assert!(is_item(text), "{text}");
        }
        for text in ["-5 °C", "— Salam", "3.14 is pi", "2024. gada", "*", "a. m."] {
            assert!(!is_item(text), "{text}");
        }
    }

    #[test]
    fn knows_names_by_their_capitals() {
        for text in
            ["Ann Lee", "Əli Həsənov", "Ludwig van Beethoven", "Иван Петров", "王小明", "أحمد العلي", "मीरा जोशी"]
        {
            assert!(is_name(text, &shape(text)), "{text}");
        }
        for text in ["Ann", "The old road goes on", "Ann Lee 1999", "Who Is She?", "We Are Here."] {
            assert!(!is_name(text, &shape(text)), "{text}");
        }
    }

    #[test]
    fn counts_sentences_but_no_initials_or_numbers() {
        assert_eq!(shape("He came. She went.").stops, 1);
        assert_eq!(shape("Mr J. R. Lee and 1. FC Union").stops, 0);
        assert_eq!(shape("来了。走了。").stops, 2);
    }
}
