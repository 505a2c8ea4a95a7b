//! Codes of languages: everyone's own, as the ISO 639-3 codes that texts are named by.

use hamisi::code::Code;

/// The code that texts in the language `tag` are named by; `und` for what names no language.
///
/// `tag` is a BCP 47 tag or an ISO 639 code. Scripts and regions do not count. Norwegian without a written standard is taken for
/// Bokmål, Kurdish without a dialect for Sorani: the peers that answer so learned those.
pub fn code(tag: &str) -> Code {
    let language = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let same = SAME.iter().find(|(others, _)| others.split(' ').any(|other| other == language)).map(|(_, code)| *code);
    let long = || match language.len() {
        2 => isolang::Language::from_639_1(&language).map(|language| language.to_639_3()),
        _ => isolang::Language::from_639_3(&language).map(|language| language.to_639_3()),
    };
    same.or_else(long).and_then(Code::new).unwrap_or(Code::UND)
}

/// Codes that are withdrawn, name a member of a macrolanguage, or name a language less closely than the texts do.
const SAME: &[(&str, &str)] = &[
    ("fat twi", "aka"),
    ("arb", "ara"),
    ("ayc ayr", "aym"),
    ("azj", "aze"),
    ("bh", "bho"),
    ("ckb ku", "ckb"),
    ("dik dip", "din"),
    ("ekk", "est"),
    ("pes", "fas"),
    ("fub fuc fuf fuv", "ful"),
    ("gug gui", "grn"),
    ("iw", "heb"),
    ("in", "ind"),
    ("jw", "jav"),
    ("kng", "kon"),
    ("lvs", "lav"),
    ("plt", "mlg"),
    ("khk", "mon"),
    ("zlm zsm", "msa"),
    ("npi", "nep"),
    ("no nor", "nob"),
    ("ory", "ori"),
    ("gaz", "orm"),
    ("pbt pbu", "pus"),
    ("qug quh quy quz qva qvc qvh qvm qvn qwh qxn qxu", "que"),
    ("als", "sqi"),
    ("src sro", "srd"),
    ("swh", "swa"),
    ("fil", "tgl"),
    ("zgh", "tzm"),
    ("uzn", "uzb"),
    ("ji ydd", "yid"),
    ("cmn", "zho"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_a_language_alike_whoever_answers() {
        for (tags, expected) in [
            ("az azj aze az-Latn AZ", "aze"),
            ("zh zh-Hant cmn zho ZH_TW", "zho"),
            ("no nb nor nob", "nob"),
            ("nn nno", "nno"),
            ("iw he heb", "heb"),
            ("sr sr-Latn sr-ME srp", "srp"),
            ("ms zsm msa", "msa"),
            ("tl fil tgl", "tgl"),
            ("ku ckb", "ckb"),
            ("kmr", "kmr"),
            ("un xxx xx-Tfng und q", "und"),
        ] {
            for tag in tags.split(' ') {
                assert_eq!(code(tag).as_str(), expected, "{tag}");
            }
        }
        assert_eq!(code(""), Code::UND);
    }
}
