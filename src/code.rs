//! Language codes: ISO 639-3 as answered, BCP 47 as asked for and shown.

use serde::{Serialize, Serializer};
use std::fmt;

/// An ISO 639-3 code, with the macrolanguages `aze`, `zho`, `ara`, `fas`, `msa`, `swa` standing for their main member.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; 3]);

impl Code {
    /// Undetermined: text in a language that could not be told.
    pub const UND: Self = Self(*b"und");
    /// No linguistic content: numbers, addresses, code.
    pub const ZXX: Self = Self(*b"zxx");

    /// The code written as `code`: three lower-case ASCII letters.
    #[must_use]
    pub const fn new(code: &str) -> Option<Self> {
        match *code.as_bytes() {
            [a @ b'a'..=b'z', b @ b'a'..=b'z', c @ b'a'..=b'z'] => Some(Self([a, b, c])),
            _ => None,
        }
    }

    /// The code of a BCP 47 tag or ISO 639 code, in the form that is answered; `und` for anything else.
    ///
    /// ```
    /// use hamisi::code::Code;
    /// assert_eq!(Code::from_tag("az-Latn-AZ").as_str(), "aze");
    /// assert_eq!(Code::from_tag("CMN").as_str(), "zho");
    /// assert_eq!(Code::from_tag("x-klingon"), Code::UND);
    /// ```
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let language = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if let Some((_, code)) = ALIASES.iter().find(|(alias, _)| *alias == language) {
            return Self::new(code).unwrap_or(Self::UND);
        }
        match language.len() {
            2 => entries(TWO_LETTER)
                .find(|(_, two)| *two == language)
                .and_then(|(code, _)| Self::new(code))
                .unwrap_or(Self::UND),
            3 => Self::new(&language).unwrap_or(Self::UND),
            _ => Self::UND,
        }
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII letters get in.
        std::str::from_utf8(&self.0).unwrap_or("und")
    }

    /// The shortest BCP 47 tag: with the script only where it is not the language's usual one.
    ///
    /// ```
    /// use hamisi::code::Code;
    /// assert_eq!(Code::from_tag("eng").tag("Latn"), "en");
    /// assert_eq!(Code::from_tag("zho").tag("Hant"), "zh-Hant");
    /// assert_eq!(Code::from_tag("ckb").tag("Arab"), "ckb");
    /// ```
    #[must_use]
    pub fn tag(&self, script: &str) -> String {
        let code = self.as_str();
        let short = entries(TWO_LETTER).find(|(three, _)| *three == code).map_or(code, |(_, two)| two);
        if !self.is_language() || script == self.script() || script == "Zyyy" {
            short.to_owned()
        } else {
            format!("{short}-{script}")
        }
    }

    /// The script the language is usually written in, ISO 15924.
    #[must_use]
    pub fn script(&self) -> &'static str {
        let code = self.as_str();
        entries(SCRIPTS).find(|(three, _)| *three == code).map_or("Latn", |(_, script)| script)
    }

    /// Whether this names a language, rather than `und` or `zxx`.
    #[must_use]
    pub fn is_language(self) -> bool {
        self != Self::UND && self != Self::ZXX
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The pairs of a table: three letters, then what belongs to them.
fn entries(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.split_ascii_whitespace().filter_map(|entry| entry.split_at_checked(3))
}

/// ISO 639-3 with its ISO 639-1, sorted.
const TWO_LETTER: &str = "\
    aaraa abkab afraf akaak amham araar argan asmas avaav aveae aymay azeaz bakba bambm belbe benbn bisbi bodbo \
    bosbs brebr bulbg catca cescs chach chece chucu chvcv corkw cosco crecr cymcy danda deude divdv dzodz ellel \
    engen epoeo estet euseu eweee faofo fasfa fijfj finfi frafr fryfy fulff glagd glega glggl glvgv grngn gujgu \
    hatht hauha hebhe herhz hinhi hmoho hrvhr hunhu hyehy iboig idoio iiiii ikuiu ileie inaia indid ipkik islis \
    itait javjv jpnja kalkl kankn kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv konkg korko kuakj kurku \
    laolo latla lavlv limli linln litlt ltzlb lublu luglg mahmh malml marmr mkdmk mlgmg mltmt monmn mrimi msams \
    myamy nauna navnv nblnr ndend ndong nepne nldnl nnonn nobnb nyany ocioc ojioj orior ormom ossos panpa plipi \
    polpl porpt pusps quequ rohrm ronro runrn rusru sagsg sansa sinsi slksk slvsl smese smosm snasn sndsd somso \
    sotst spaes sqisq srdsc srpsr sswss sunsu swasw swesv tahty tamta tattt telte tgktg tgltl thath tirti tonto \
    tsntn tsots tuktk turtr uigug ukruk urdur uzbuz venve vievi volvo wlnwa wolwo xhoxh yidyi yoryo zhaza zhozh \
    zulzu";

/// Codes that are answered under another: members of a macrolanguage, withdrawn codes.
const ALIASES: &[(&str, &str)] = &[
    ("als", "sqi"),
    ("arb", "ara"),
    ("ayr", "aym"),
    ("azj", "aze"),
    ("cmn", "zho"),
    ("ekk", "est"),
    ("pes", "fas"),
    ("fuc", "ful"),
    ("gaz", "orm"),
    ("gug", "grn"),
    ("khk", "mon"),
    ("kng", "kon"),
    ("lvs", "lav"),
    ("nor", "nob"),
    ("npi", "nep"),
    ("ory", "ori"),
    ("pbt", "pus"),
    ("pbu", "pus"),
    ("plt", "mlg"),
    ("quz", "que"),
    ("swh", "swa"),
    ("twi", "aka"),
    ("uzn", "uzb"),
    ("ydd", "yid"),
    ("zsm", "msa"),
    ("fil", "tgl"),
    ("no", "nob"),
    ("iw", "heb"),
    ("in", "ind"),
    ("ji", "yid"),
];

/// The script a language is written in unless its tag says otherwise, where that is not Latin; sorted.
const SCRIPTS: &str = "\
    abkCyrl amhEthi araArab asmBeng avaCyrl azbArab bakCyrl belCyrl benBeng bhoDeva bodTibt bulCyrl cheCyrl \
    chvCyrl ckbArab divThaa dzoTibt ellGrek fasArab gujGujr hebHebr hinDeva hyeArmn hywArmn inhCyrl jpnJpan \
    kanKnda kasArab katGeor kazCyrl khmKhmr kirCyrl komCyrl korKore laoLaoo magDeva maiDeva malMlym marDeva \
    mkdCyrl mniMtei monCyrl myaMymr myvCyrl nepDeva nqoNkoo oriOrya ossCyrl panGuru pnbArab pusArab rusCyrl \
    sahCyrl sanDeva satOlck shiTfng sinSinh sndArab srpCyrl tamTaml tatCyrl telTelu tgkCyrl thaThai tirEthi \
    tyvCyrl tzmTfng udmCyrl uigArab ukrCyrl urdArab yidHebr yueHant zhoHans";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_and_codes_alike() {
        for (given, code) in [
            ("az", "aze"),
            ("azj", "aze"),
            ("zh-Hant-TW", "zho"),
            ("no", "nob"),
            ("iw", "heb"),
            ("fil", "tgl"),
            ("pt_BR", "por"),
            ("haw", "haw"),
            ("", "und"),
            ("1", "und"),
            ("ə", "und"),
        ] {
            assert_eq!(Code::from_tag(given).as_str(), code, "{given}");
        }
    }

    #[test]
    fn tables_are_sorted_and_whole() {
        for (table, length) in [(TWO_LETTER, 2), (SCRIPTS, 4)] {
            let all: Vec<_> = entries(table).collect();
            assert!(all.is_sorted() && all.iter().all(|(_, value)| value.len() == length));
        }
    }
}
