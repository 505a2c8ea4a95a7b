//! The character encoding: what the bytes declare, what they are, and what they most likely are.
//!
//! Names, labels and decoders are those of the WHATWG Encoding Standard.

use super::utf8::{count, is_control, too_long};
use super::{Text, binary};
use crate::Error;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    DecoderResult, Encoding, GB18030, GBK, ISO_2022_JP, ISO_8859_4, ISO_8859_13, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1252, WINDOWS_1257, WINDOWS_1258, X_USER_DEFINED,
};

/// Bytes of the text's non-ASCII part that are shown to the detector first.
const SAMPLE: usize = 512 << 10;

/// Bytes outside ASCII that are too few to tell a legacy encoding surely.
const FEW: usize = 5;

/// Valid sequences that a malformed one must be outweighed by for the bytes to be damaged UTF-8. Text in a legacy
/// encoding has at most about one accidental sequence for every two malformed ones.
const OUTWEIGHED: usize = 5;

/// Sequences of UTF-8, and nothing malformed, that are enough to pass over the declaration of another encoding.
const ENOUGH: usize = 3;

/// An encoding that is declared for bytes.
#[derive(Debug)]
pub(super) struct Declared {
    /// Its label.
    pub label: String,
    /// Whether the page itself declares it, rather than the media type.
    pub page: bool,
}

/// Decoded bytes.
#[derive(Debug)]
pub(super) struct Found {
    text: String,
    encoding: &'static Encoding,
    warnings: Vec<String>,
    /// Malformed sequences that U+FFFD stands for.
    replaced: usize,
}

impl Found {
    /// The same for callers; `bytes` are those that were decoded.
    pub(super) fn of(self, bytes: &[u8]) -> Text {
        let Self { text, encoding, warnings, .. } = self;
        Text { verbatim: text.as_bytes() == bytes, text, encoding: name(encoding), warnings }
    }
}

/// The encoding that the bytes' byte order mark tells, and the mark's length.
fn mark(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(bytes).filter(|_| !bytes.starts_with(b"\xFF\xFE\0\0"))
}

/// The text of `bytes`: by byte order mark, by what is declared, else by what the bytes look like.
pub(super) fn decode(bytes: &[u8], declared: &[Declared]) -> Result<Found, Error> {
    if let Some((encoding, length)) = mark(bytes) {
        let utf8 = bytes.get(length..).filter(|_| encoding == UTF_8).and_then(|body| std::str::from_utf8(body).ok());
        return finish(bytes, length, encoding, utf8, Vec::new());
    }
    if let Some(error) = binary::recognize(bytes) {
        return Err(error);
    }
    let shape = Shape::of(bytes);
    let wide = if shape.controls > 0 { utf16(bytes) } else { None };
    let wide = wide.filter(|_| !shape.is_utf8() || shape.too_many_controls());

    let mut warnings = Vec::new();
    for Declared { label, page } in declared {
        let by = if *page { "the page" } else { "the media type" };
        // A page that can be read as far as its `<meta>` is not in UTF-16, whatever that says.
        let encoding = match Encoding::for_label_no_replacement(label.as_bytes()) {
            None => {
                warnings.push(format!("the encoding \"{label}\" that {by} names is not known"));
                continue;
            }
            Some(encoding) if *page && (encoding == UTF_16LE || encoding == UTF_16BE) => UTF_8,
            Some(encoding) if *page && encoding == X_USER_DEFINED => WINDOWS_1252,
            Some(encoding) => encoding,
        };
        if let Some(encoding) = shape.accepts(encoding, wide) {
            let text = finish(bytes, 0, encoding, shape.utf8, warnings.clone())?;
            if encoding == UTF_8 || text.replaced <= shape.tolerated() {
                return Ok(text);
            }
        }
        warnings.push(format!("the bytes are not in {}, which {by} names", name(encoding)));
    }

    if let Some(encoding) = wide {
        return finish(bytes, 0, encoding, shape.utf8, warnings);
    }
    if shape.too_many_controls() {
        return Err(binary::unknown());
    }
    if shape.is_utf8() {
        if is_iso_2022_jp(bytes) {
            return finish(bytes, 0, ISO_2022_JP, None, warnings);
        }
        return finish(bytes, 0, UTF_8, shape.utf8, warnings);
    }
    if shape.is_mostly_utf8() {
        return finish(bytes, 0, UTF_8, shape.utf8, warnings);
    }
    let encoding = guess(bytes, shape.high);
    if shape.high < FEW {
        let bytes = if shape.high == 1 { "1 byte tells".to_owned() } else { format!("{} bytes tell", shape.high) };
        warnings.push(format!("the encoding {} is a guess: only {bytes} it", name(encoding)));
    }
    let guessed = finish(bytes, 0, encoding, None, warnings)?;
    if is_noise(&guessed.text) { Err(binary::unknown()) } else { Ok(guessed) }
}

/// The encoding's name as answers have it.
fn name(encoding: &'static Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

/// What can be seen of bytes without decoding them.
#[derive(Clone, Copy, Debug)]
struct Shape<'b> {
    length: usize,
    /// The bytes as text, if all are UTF-8.
    utf8: Option<&'b str>,
    /// Bytes outside ASCII; not counted in UTF-8.
    high: usize,
    /// Control characters of ASCII other than white space and escape.
    controls: usize,
    /// Well-formed UTF-8 sequences of several bytes; in UTF-8 not counted beyond [`ENOUGH`].
    valid: usize,
    /// Malformed ones.
    malformed: usize,
    /// Whether the only malformed one is a beginning at the very end.
    cut: bool,
}

impl<'b> Shape<'b> {
    fn of(bytes: &'b [u8]) -> Self {
        let utf8 = std::str::from_utf8(bytes).ok();
        let controls = count(bytes, is_control);
        let mut shape = Self { length: bytes.len(), utf8, high: 0, controls, valid: 0, malformed: 0, cut: false };
        if utf8.is_some() {
            let ascii = Encoding::ascii_valid_up_to(bytes);
            let rest = bytes.get(ascii..).unwrap_or_default();
            shape.valid = rest.iter().filter(|&&byte| byte >= 0xC0).take(ENOUGH).count();
            return shape;
        }
        shape.high = count(bytes, |byte| byte >= 0x80);
        let mut unfinished = false;
        for chunk in bytes.utf8_chunks() {
            // Every sequence has one byte that is no continuation.
            shape.valid += count(chunk.valid().as_bytes(), |byte| byte >= 0xC0);
            shape.malformed += usize::from(!chunk.invalid().is_empty());
            unfinished = std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        }
        // A file cut inside its last character is not malformed for that.
        shape.cut = unfinished && shape.malformed == 1 && shape.valid > 0;
        shape
    }

    const fn is_utf8(&self) -> bool {
        self.utf8.is_some()
    }

    const fn is_mostly_utf8(&self) -> bool {
        self.cut || self.valid >= OUTWEIGHED * self.malformed
    }

    /// Whether the bytes are no text in UTF-8 or a legacy encoding. Stray zeros in a text that is otherwise clean are
    /// forgiven more easily than in bytes of which nothing else is known either.
    const fn too_many_controls(&self) -> bool {
        let share = if self.is_mostly_utf8() { 10 } else { 50 };
        self.controls > 1 + self.length / share
    }

    /// Malformed sequences that are forgiven in a declared encoding before it is taken to be a wrong declaration.
    const fn tolerated(&self) -> usize {
        if self.is_utf8() { 0 } else { 1 + self.high / 100 }
    }

    /// What to read bytes as that are declared to be in `encoding`; none when they cannot be.
    ///
    /// Pages saved as UTF-8 that still carry an old declaration are common; [`ENOUGH`] sequences of UTF-8 do not come
    /// about by accident.
    fn accepts(&self, encoding: &'static Encoding, wide: Option<&'static Encoding>) -> Option<&'static Encoding> {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return wide.or((!self.is_utf8()).then_some(encoding));
        }
        let fits = wide.is_none()
            && !self.too_many_controls()
            && if encoding == UTF_8 { self.is_mostly_utf8() } else { !self.is_utf8() || self.valid < ENOUGH };
        fits.then_some(encoding)
    }
}

/// UTF-16 without a byte order mark: the byte order in which the bytes are clean text with some ASCII in it, if any.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let score = |read: fn([u8; 2]) -> u16| {
        let units = sample.as_chunks::<2>().0.iter().map(|&pair| read(pair));
        let (mut total, mut bad, mut ascii_pairs, mut spaces, mut ascii) =
            (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
        for unit in char::decode_utf16(units) {
            total += 1;
            match unit {
                Ok(' ' | '\t' | '\n' | '\r' | '\u{3000}'..='\u{3002}') => spaces += 1,
                Ok(' '..='~') => ascii += 1,
                // A space and a letter: what ASCII read by mistake is full of.
                Ok(c)
                    if matches!(u32::from(c).to_le_bytes(), [b' ', b' '..=b'~', 0, 0] | [b' '..=b'~', b' ', 0, 0]) =>
                {
                    ascii_pairs += 1;
                }
                Ok(c) if !c.is_control() && !matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFE}' | '\u{FFFF}') => {}
                _ => bad += 1,
            }
        }
        (bad * 50 <= total && ascii_pairs * 10 <= total && spaces + ascii > 0).then_some((spaces, ascii))
    };
    let (little, big) = (score(u16::from_le_bytes), score(u16::from_be_bytes));
    if little.is_none() && big.is_none() {
        return None;
    }
    Some(if little >= big { UTF_16LE } else { UTF_16BE })
}

/// Whether ASCII bytes are Japanese written with the escapes of ISO-2022-JP.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let switches = [b"\x1B$B".as_slice(), b"\x1B$@", b"\x1B(I"];
    bytes.is_ascii()
        && bytes.contains(&0x1B)
        && switches.iter().any(|switch| bytes.windows(switch.len()).any(|window| window == *switch))
        && ISO_2022_JP.decode_without_bom_handling_and_without_replacement(bytes).is_some_and(|text| !text.is_ascii())
}

/// The legacy encoding that the bytes are most likely in.
fn guess(bytes: &[u8], high: usize) -> &'static Encoding {
    let detect = |sample: &[u8], last| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, last);
        // Every GBK text is a GB18030 text, not the other way round.
        let guess = detector.guess(None, Utf8Detection::Deny);
        let guess = if guess == GBK { GB18030 } else { guess };
        // From a letter or two the detector finds Baltic and Vietnamese far more often than they are.
        let rare = [ISO_8859_4, ISO_8859_13, WINDOWS_1257, WINDOWS_1258].contains(&guess);
        if rare && high < FEW { WINDOWS_1252 } else { guess }
    };
    // The detector learns from non-ASCII bytes and the two before them.
    let start = Encoding::ascii_valid_up_to(bytes).saturating_sub(2);
    let body = bytes.get(start..).unwrap_or_default();
    let Some(sample) = body.get(..SAMPLE).filter(|sample| sample.len() < body.len()) else {
        return detect(body, true);
    };
    let encoding = detect(sample, false);
    // What comes later may rule out what fits the sample.
    let fits = encoding.is_single_byte() || !encoding.decode_without_bom_handling(body).1;
    if fits { encoding } else { detect(body, true) }
}

/// Whether decoded text is mostly what no text holds, so that the guess was a guess at a binary file.
fn is_noise(text: &str) -> bool {
    let (mut all, mut noise) = (0_usize, 0_usize);
    for c in text.chars().take(SAMPLE) {
        all += 1;
        noise += usize::from(matches!(c, '\u{80}'..='\u{9F}' | char::REPLACEMENT_CHARACTER));
    }
    noise > 1 + all / 50
}

/// Decodes all bytes after the first `skip`, a byte order mark. `utf8`: those bytes, if they were seen to be UTF-8.
fn finish(
    bytes: &[u8],
    skip: usize,
    encoding: &'static Encoding,
    utf8: Option<&str>,
    mut warnings: Vec<String>,
) -> Result<Found, Error> {
    let (text, replaced, first) = match utf8 {
        Some(text) if encoding == UTF_8 => (text.to_owned(), 0, 0),
        _ => replace(bytes.get(skip..).unwrap_or_default(), encoding),
    };
    if replaced > 0 {
        let sequences = if replaced == 1 { "sequence of bytes is" } else { "sequences of bytes are" };
        let (encoding, first) = (name(encoding), skip + first);
        warnings
            .push(format!("{replaced} {sequences} not {encoding} and replaced by U+FFFD, the first at byte {first}"));
    }
    if u32::try_from(text.len()).is_err() {
        return Err(too_long("the decoded text", text.len()));
    }
    let controls = count(text.as_bytes(), is_control);
    if controls > 0 {
        let first = text.bytes().position(is_control).unwrap_or_default();
        warnings.push(format!(
            "the text holds {controls} control character{}, the first at its byte {first}",
            if controls == 1 { "" } else { "s" }
        ));
    }
    Ok(Found { text, encoding, warnings, replaced })
}

/// Decodes `body` with U+FFFD for every malformed sequence: the text, how many there are, and the first's byte.
fn replace(body: &[u8], encoding: &'static Encoding) -> (String, usize, usize) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() + 16);
    let (mut read, mut replaced, mut first) = (0, 0, 0);
    loop {
        let rest = body.get(read..).unwrap_or_default();
        let (result, taken) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += taken;
        match result {
            DecoderResult::InputEmpty => return (text, replaced, first),
            DecoderResult::OutputFull => text.reserve(text.len() + 16),
            DecoderResult::Malformed(length, after) => {
                if replaced == 0 {
                    first = read.saturating_sub(usize::from(length) + usize::from(after));
                }
                replaced += 1;
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, IBM866, ISO_8859_2, ISO_8859_5, KOI8_R, SHIFT_JIS, WINDOWS_874, WINDOWS_1250,
        WINDOWS_1251, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    };

    const RUSSIAN: &str = "В четверг в Баку открылась выставка молодых художников. На ней показаны картины, \
                           написанные за последние два года, и несколько старых фотографий города.\n";
    const UKRAINIAN: &str = "Учора ввечері в місті пройшов сильний дощ, і її вулиці були затоплені до ранку.\n";
    const TURKISH: &str = "Şehirdeki yeni köprü dün törenle açıldı; ışıkları akşam saatlerinde yakıldı ve \
                           çocuklar ağaçların altında şarkılar söyledi.\n";
    const AZERBAIJANI: &str = "Bakıda yağışlı günlər başa çatdı, şəhərin küçələrində işıqlar yenidən yandı; \
                               uşaqlar çayın qırağında oynayırdılar.\n";
    const ARABIC: &str = "افتتحت المدينة أمس جسرا جديدا فوق النهر، وقال رئيس البلدية إن العمل استغرق ثلاث سنوات.\n";
    const PERSIAN: &str = "هوا در تهران امروز سردتر از دیروز بود و مردم در خیابان‌ها کمتر دیده می‌شدند.\n";
    const GREEK: &str =
        "Η νέα γέφυρα της πόλης άνοιξε χθες το πρωί και οι κάτοικοι περπάτησαν πάνω της μέχρι το βράδυ.\n";
    const HEBREW: &str = "הגשר החדש בעיר נפתח אתמול בבוקר, והתושבים הלכו עליו עד הערב יחד עם הילדים.\n";
    const CHINESE: &str = "昨天上午，城里的新桥正式通车。市长说，这座桥用了三年时间才建成，花费比计划少了很多。\n";
    const TAIWANESE: &str = "昨天上午，城裡的新橋正式通車。市長說，這座橋花了三年時間才建成，費用比計畫少了許多。\n";
    const JAPANESE: &str = "昨日の朝、町の新しい橋が開通しました。市長は「完成までに三年かかった」と話しています。\n";
    const KOREAN: &str = "어제 아침 도시의 새 다리가 개통되었다. 시장은 공사에 삼 년이 걸렸다고 말했다.\n";
    const THAI: &str = "สะพานใหม่ของเมืองเปิดใช้เมื่อวานนี้ตอนเช้า นายกเทศมนตรีกล่าวว่าใช้เวลาก่อสร้างสามปี\n";
    const FRENCH: &str =
        "Le nouveau pont de la ville a été inauguré hier matin ; les élèves y ont chanté jusqu’à midi.\n";
    const GERMAN: &str = "Die neue Brücke wurde gestern früh eröffnet. Über den Fluss führten früher nur Fähren.\n";
    const POLISH: &str =
        "Nowy most w mieście otwarto wczoraj rano, a mieszkańcy świętowali aż do późnej nocy, źle śpiąc.\n";
    const CZECH: &str = "Nový most ve městě byl včera ráno slavnostně otevřen a lidé po něm přecházeli až do večera.\n";

    fn plain(bytes: &[u8]) -> Found {
        decode(bytes, &[]).unwrap()
    }

    fn declare(label: &str) -> Declared {
        Declared { label: label.to_owned(), page: false }
    }

    fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{} cannot write {text}", encoding.name());
        bytes.into_owned()
    }

    fn utf16_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn finds_legacy_encodings_of_running_text() {
        let cases = [
            (RUSSIAN, WINDOWS_1251),
            (RUSSIAN, KOI8_R),
            (RUSSIAN, IBM866),
            (RUSSIAN, ISO_8859_5),
            (UKRAINIAN, WINDOWS_1251),
            (TURKISH, WINDOWS_1254),
            (ARABIC, WINDOWS_1256),
            (PERSIAN.trim_end(), WINDOWS_1256),
            (GREEK, WINDOWS_1253),
            (HEBREW, WINDOWS_1255),
            (CHINESE, GB18030),
            (CHINESE, GBK),
            (TAIWANESE, BIG5),
            (JAPANESE, SHIFT_JIS),
            (JAPANESE, EUC_JP),
            (JAPANESE, ISO_2022_JP),
            (KOREAN, EUC_KR),
            (THAI, WINDOWS_874),
            (FRENCH, WINDOWS_1252),
            (GERMAN, WINDOWS_1252),
            (POLISH, WINDOWS_1250),
            (POLISH, ISO_8859_2),
            (CZECH, WINDOWS_1250),
        ];
        let mut failures = Vec::new();
        for (text, encoding) in cases {
            let text = if encoding == WINDOWS_1256 { text.replace('ی', "ي") } else { text.to_owned() };
            for text in [text.clone(), text.repeat(30)] {
                let found = plain(&encode(&text, encoding));
                if found.text != text || !found.warnings.is_empty() {
                    failures.push(format!(
                        "{} as {}: {:.60} {:?}",
                        encoding.name(),
                        found.encoding.name(),
                        found.text,
                        found.warnings
                    ));
                }
            }
        }
        assert!(failures.is_empty(), "{failures:#?}");
    }

    #[test]
    fn finds_legacy_encodings_of_a_few_words() {
        let cases = [
            ("Привет, мир", WINDOWS_1251),
            ("МОСКВА", WINDOWS_1251),
            ("Погода в Баку", KOI8_R),
            ("Новости дня", IBM866),
            ("Hamısı", WINDOWS_1254),
            ("İstanbul'da yağmur", WINDOWS_1254),
            ("yağışlı günlar, çayın qırağı", WINDOWS_1254),
            ("أخبار المدينة", WINDOWS_1256),
            ("Καλημέρα κόσμε", WINDOWS_1253),
            ("שלום עולם", WINDOWS_1255),
            ("城市新闻", GBK),
            ("城市新聞", BIG5),
            ("今日の天気", SHIFT_JIS),
            ("こんにちは", EUC_JP),
            ("안녕하세요", EUC_KR),
            ("café", WINDOWS_1252),
            ("naïve", WINDOWS_1252),
            ("“Hello”, he said", WINDOWS_1252),
            ("Größe", WINDOWS_1252),
            ("5 € – 10 €", WINDOWS_1252),
            ("Łódź", WINDOWS_1250),
        ];
        for (text, encoding) in cases {
            assert_eq!(plain(&encode(text, encoding)).text, text, "{}", encoding.name());
        }
    }

    #[test]
    fn says_so_when_little_speaks_for_the_guess() {
        let warnings = plain(&encode("café", WINDOWS_1252)).warnings;
        assert_eq!(warnings, ["the encoding windows-1252 is a guess: only 1 byte tells it"]);
    }

    #[test]
    fn reads_rare_characters_of_gb18030() {
        let text = format!("{CHINESE}𠮷野家㐂é");
        let found = plain(&encode(&text, GB18030));
        assert_eq!((found.text.as_str(), name(found.encoding).as_str()), (text.as_str(), "gb18030"));
    }

    #[test]
    fn reads_the_whole_of_a_large_legacy_file() {
        // The sample ends inside a character, and the part after it is in another script.
        for (text, encoding) in [(JAPANESE, SHIFT_JIS), (CHINESE, GB18030), (RUSSIAN, WINDOWS_1251)] {
            let text = format!("{}a{}{}", "ascii line\n".repeat(100_000), text.repeat(6000), "the end");
            let found = plain(&encode(&text, encoding));
            assert!(found.text == text && found.warnings.is_empty(), "{}", found.encoding.name());
        }
    }

    #[test]
    fn reads_utf_16_with_and_without_mark_in_both_byte_orders() {
        let texts = [
            "Hi",
            FRENCH,
            RUSSIAN,
            UKRAINIAN,
            AZERBAIJANI,
            ARABIC,
            GREEK,
            HEBREW,
            CHINESE,
            JAPANESE,
            KOREAN,
            THAI,
            "a 😀\n",
        ];
        for text in texts {
            for (bytes, encoding) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], UTF_16LE), (u16::to_be_bytes, UTF_16BE)]
            {
                for input in [text.to_owned(), format!("\u{FEFF}{text}"), text.repeat(20)] {
                    let found = decode(&utf16_bytes(&input, bytes), &[]).expect(&input);
                    assert_eq!((found.text.as_str(), found.encoding), (input.trim_start_matches('\u{FEFF}'), encoding));
                    assert_eq!(found.warnings, [""; 0]);
                }
            }
        }
    }

    #[test]
    fn a_mark_wins_over_what_is_declared() {
        let found = decode(b"\xEF\xBB\xBF\xC3\xA9", &[declare("windows-1251")]).unwrap();
        assert_eq!((found.text.as_str(), found.encoding), ("é", UTF_8));
    }

    #[test]
    fn honours_what_is_declared_where_the_bytes_allow_it() {
        for (text, encoding) in [("naïve", ISO_8859_2), (RUSSIAN, KOI8_R), ("是", GBK), ("é", UTF_8)] {
            let bytes = encoding.encode(text).0;
            let found = decode(&bytes, &[declare(&name(encoding))]).unwrap();
            assert_eq!((found.encoding, found.warnings.len()), (encoding, 0), "{text}");
        }
    }

    #[test]
    fn passes_over_declarations_that_cannot_be() {
        let cases = [
            (RUSSIAN.as_bytes().to_vec(), "windows-1254", "utf-8"),
            (RUSSIAN.as_bytes().to_vec(), "utf-16", "utf-8"),
            ("–".as_bytes().to_vec(), "shift_jis", "utf-8"),
            (encode(RUSSIAN, WINDOWS_1251), "utf-8", "windows-1251"),
            (encode(KOREAN, EUC_KR), "iso-2022-jp", "euc-kr"),
            (utf16_bytes(FRENCH, u16::to_be_bytes), "utf-8", "utf-16be"),
            (utf16_bytes(FRENCH, u16::to_be_bytes), "utf-16", "utf-16be"),
            (FRENCH.as_bytes().to_vec(), "klingon", "utf-8"),
            (FRENCH.as_bytes().to_vec(), "iso-2022-kr", "utf-8"),
        ];
        for (bytes, label, expected) in cases {
            let found = decode(&bytes, &[declare(label)]).unwrap();
            assert_eq!(name(found.encoding), expected, "{label}: {:?}", found.warnings);
            assert_eq!(found.warnings.len(), usize::from(label != "utf-16" || expected == "utf-8"), "{label}");
        }
    }

    #[test]
    fn reads_damaged_utf_8_as_utf_8_and_counts_the_damage() {
        for text in [FRENCH, RUSSIAN, AZERBAIJANI, CHINESE, KOREAN, THAI] {
            let mut bytes = text.repeat(3).into_bytes();
            let at = bytes.iter().position(|byte| *byte >= 0xC0).unwrap();
            bytes.insert(at, 0xFF);
            let found = plain(&bytes);
            assert_eq!(found.encoding, UTF_8, "{}", found.text);
            assert_eq!(found.text.replace('\u{FFFD}', ""), text.repeat(3));
            let warning = format!("1 sequence of bytes is not utf-8 and replaced by U+FFFD, the first at byte {at}");
            assert_eq!(found.warnings, [warning]);
        }
    }

    #[test]
    fn counts_the_mark_in_the_byte_of_the_first_damage() {
        let found = plain(b"\xEF\xBB\xBFa\xFFb\xC3");
        assert_eq!(found.text, "a\u{FFFD}b\u{FFFD}");
        assert_eq!(found.warnings, ["2 sequences of bytes are not utf-8 and replaced by U+FFFD, the first at byte 4"]);
    }

    #[test]
    fn reads_utf_8_cut_inside_its_last_character() {
        let found = plain(&"né 😀".as_bytes()[..6]);
        assert_eq!((found.text.as_str(), found.encoding), ("né \u{FFFD}", UTF_8));
    }

    #[test]
    fn keeps_stray_controls_and_says_so() {
        for text in ["abc\0def", "one\u{1}two three\0 four five", "Баку\0 и Гянджа — города"] {
            let found = plain(text.as_bytes());
            assert_eq!((found.text.as_str(), found.encoding), (text, UTF_8));
            assert!(found.warnings[0].contains("control character"), "{:?}", found.warnings);
        }
        let mut legacy = encode(RUSSIAN, WINDOWS_1251);
        legacy.insert(10, 0);
        assert_eq!(plain(&legacy).encoding, WINDOWS_1251);
        let mut legacy = encode(FRENCH, WINDOWS_1252);
        legacy.insert(11, 0);
        assert_eq!(plain(&legacy).encoding, WINDOWS_1252);
    }

    #[test]
    fn keeps_terminal_colours_without_a_word() {
        let found = plain(b"\x1B[31mred\x1B[0m \x1B(B plain\n");
        assert_eq!((found.encoding, found.warnings.len()), (UTF_8, 0));
    }

    #[test]
    fn names_binary_files() {
        let cases: [(&[u8], &str); 8] = [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
            (b"\x7FELF\x02\x01\x01\0", "ELF program"),
            (b"\x1F\x8B\x08\0\0\0\0\0", "gzip archive, not plain text or HTML: unpack it first"),
            (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj", "PDF document"),
            (b"PK\x03\x04\x14\0\0\0file.txt", "ZIP archive"),
            (b"PK\x03\x04\x14\0[Content_Types].xml\0word/document.xml", "Word document (DOCX)"),
            (b"\xFF\xFE\0\0a\0\0\0", "UTF-32"),
            (b"\0\0\0\0\0\0\0\0", "binary"),
        ];
        for (bytes, expected) in cases {
            let error = decode(bytes, &[]).unwrap_err();
            assert!(error.is_input() && error.to_string().contains(expected), "{error}");
        }
    }

    #[test]
    fn refuses_noise_but_not_text_that_begins_like_a_file() {
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(4096)
        .collect();
        assert_eq!(plain(b"GIF89a is a format.").encoding, UTF_8);
        for length in [100, 300, 1000, 4096] {
            assert!(decode(&noise[..length], &[]).is_err(), "{length} bytes");
            assert!(decode(&noise[..length], &[declare("utf-8")]).is_err(), "{length} bytes declared");
        }
    }

    #[test]
    fn finds_charsets_in_media_types() {
        let cases = [
            ("text/html; charset=windows-1254", Some("windows-1254")),
            ("text/plain;charset=\"utf-8\"", Some("utf-8")),
            ("text/html; CharSet = 'koi8-r' ; x=y", Some("koi8-r")),
            ("text/html charset=big5", Some("big5")),
            ("text/html; charset=", None),
            ("text/html", None),
        ];
        for (media, expected) in cases {
            assert_eq!(crate::source::utf8::charset(media), expected, "{media}");
        }
    }
}
