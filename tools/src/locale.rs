//! Builds the locale pack from CLDR: names with their meanings, and each language's rules.

use fst::raw::Builder;
use hamisi::entity::folded;
use hamisi::entity::locale::{Calendar, DayPart, Era, Meaning, Order, Period, Rules, VERSION, digit, fold_name};
use hamisi::language::Code;
use hamisi::pack;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Languages whose names take endings: these then begin a longer word.
const INFLECTING: &str = "abk alt aze bak bel bos bul ces chv crh cym ell est eus fin gag hrv hsb dsb hun hye kaa kal kat kaz kir kmr kor krc \
    lav lit mar kok ltg mal mkd mon myv mdf mhr nep ori pan pol ron rus sah sgs slk slv smn sme sqi srp szl tam tat tel kan tuk tur tyv uig ukr uzb";

/// Years of the Buddhist era are usual.
const BUDDHIST: &str = "tha";

/// Names CLDR's Gregorian data lacks: the Buddhist era, written forms of scales, and words of time.
const MORE: &[(&str, &str, Meaning)] = &[
    ("tha", "พ.ศ.", Meaning::Era(Era::Buddhist)),
    ("tha", "พุทธศักราช", Meaning::Era(Era::Buddhist)),
    ("fas", "تومان", Meaning::Currency(*b"IRT")),
    ("fas", "تومن", Meaning::Currency(*b"IRT")),
    ("eng", "toman", Meaning::Currency(*b"IRT")),
    ("eng", "tomans", Meaning::Currency(*b"IRT")),
    ("eng", "BCE", Meaning::Era(Era::Before)),
    ("eng", "CE", Meaning::Era(Era::Common)),
    ("eng", "per cent", Meaning::Percent),
    ("eng", "pct", Meaning::Percent),
    ("eng", "bn", Meaning::Scale(9)),
    ("eng", "mn", Meaning::Scale(6)),
    ("eng", "mln", Meaning::Scale(6)),
    ("eng", "hundred", Meaning::Scale(2)),
    ("eng", "of", Meaning::Link),
    ("eng", "the", Meaning::Link),
    ("eng", "o'clock", Meaning::Mark(Period::Hour)),
    ("deu", "den", Meaning::Link),
    ("deu", "dem", Meaning::Link),
    ("ell", "εκατ.", Meaning::Scale(6)),
    ("ell", "δισ.", Meaning::Scale(9)),
    ("deu", "Uhr", Meaning::Mark(Period::Hour)),
    ("nld", "uur", Meaning::Mark(Period::Hour)),
    ("fra", "heures", Meaning::Mark(Period::Hour)),
    ("por", "h", Meaning::Mark(Period::Hour)),
    ("spa", "h", Meaning::Mark(Period::Hour)),
    ("pol", "godz.", Meaning::At),
    ("pol", "r.", Meaning::Mark(Period::Year)),
    ("swe", "kl", Meaning::At),
    ("dan", "kl.", Meaning::At),
    ("fin", "klo", Meaning::At),
    ("tur", "saat", Meaning::At),
    ("aze", "saat", Meaning::At),
    ("hin", "बजे", Meaning::Mark(Period::Hour)),
    ("aze", "ildə", Meaning::Mark(Period::Year)),
    ("aze", "ilin", Meaning::Mark(Period::Year)),
    ("aze", "ili", Meaning::Mark(Period::Year)),
    ("aze", "ildən", Meaning::Mark(Period::Year)),
    ("aze", "ilədək", Meaning::Mark(Period::Year)),
    ("tur", "yılından", Meaning::Mark(Period::Year)),
    ("tur", "yıllarda", Meaning::Mark(Period::Year)),
    ("tur", "yıllarında", Meaning::Mark(Period::Year)),
    ("tha", "น.", Meaning::Mark(Period::Hour)),
    ("fin", "vuoden", Meaning::Mark(Period::Year)),
    ("fin", "vuosina", Meaning::Mark(Period::Year)),
    ("fin", "vuodelta", Meaning::Mark(Period::Year)),
    ("fin", "vuonna", Meaning::Mark(Period::Year)),
    ("fin", "vuodesta", Meaning::Mark(Period::Year)),
    ("fin", "vuoteen", Meaning::Mark(Period::Year)),
    ("fin", "vuosien", Meaning::Mark(Period::Year)),
    ("fin", "prosent", Meaning::Percent),
    ("lit", "milijonus", Meaning::Scale(6)),
    ("lit", "milijardus", Meaning::Scale(9)),
    ("lit", "tūkstančius", Meaning::Scale(3)),
    ("fin", "punta", Meaning::Currency(*b"GBP")),
    ("fin", "puntaa", Meaning::Currency(*b"GBP")),
    ("fin", "punnan", Meaning::Currency(*b"GBP")),
    ("kaz", "процент", Meaning::Percent),
    ("hin", "साल", Meaning::Duration(Period::Year)),
    ("rus", "руб.", Meaning::Currency(*b"RUB")),
    ("rus", "руб", Meaning::Currency(*b"RUB")),
    ("rus", "долл.", Meaning::Currency(*b"USD")),
    ("ukr", "грн", Meaning::Currency(*b"UAH")),
    ("zho", "元", Meaning::Currency(*b"CNY")),
    ("yue", "元", Meaning::Currency(*b"HKD")),
    ("jpn", "円", Meaning::Currency(*b"JPY")),
    ("jpn", "ドル", Meaning::Currency(*b"USD")),
    ("kor", "달러", Meaning::Currency(*b"USD")),
    ("kor", "원", Meaning::Currency(*b"KRW")),
    ("zho", "号", Meaning::Mark(Period::Day)),
    ("zho", "號", Meaning::Mark(Period::Day)),
    ("zho", "点", Meaning::Mark(Period::Hour)),
    ("zho", "點", Meaning::Mark(Period::Hour)),
    ("fin", "kello", Meaning::At),
    ("zho", "年代", Meaning::Mark(Period::Decade)),
    ("yue", "年代", Meaning::Mark(Period::Decade)),
    ("jpn", "年代", Meaning::Mark(Period::Decade)),
    ("kor", "년대", Meaning::Mark(Period::Decade)),
    ("tur", "yılında", Meaning::Mark(Period::Year)),
    ("tur", "senesinde", Meaning::Mark(Period::Year)),
    ("tur", "yılının", Meaning::Mark(Period::Year)),
    ("deu", "Tsd.", Meaning::Scale(3)),
    ("ara", "ملايين", Meaning::Scale(6)),
    ("ara", "مليارات", Meaning::Scale(9)),
    ("bul", "лева", Meaning::Currency(*b"BGN")),
    ("bul", "лев", Meaning::Currency(*b"BGN")),
    ("bul", "лв.", Meaning::Currency(*b"BGN")),
    ("bul", "лв", Meaning::Currency(*b"BGN")),
    ("est", "kr", Meaning::Currency(*b"EEK")),
    ("tur", "avro", Meaning::Currency(*b"EUR")),
    ("tha", "ดอลลาร์", Meaning::Currency(*b"USD")),
    ("tha", "ดอลลาร์สหรัฐ", Meaning::Currency(*b"USD")),
    ("tha", "เหรียญสหรัฐ", Meaning::Currency(*b"USD")),
    ("tha", "บ.", Meaning::Currency(*b"THB")),
    ("kaz", "биыл", Meaning::Relative(Period::Year, 0)),
    ("kaz", "былтыр", Meaning::Relative(Period::Year, -1)),
    ("est", "tänavu", Meaning::Relative(Period::Year, 0)),
    ("est", "mullu", Meaning::Relative(Period::Year, -1)),
    ("est", "möödunud aastal", Meaning::Relative(Period::Year, -1)),
    ("est", "käesoleval aastal", Meaning::Relative(Period::Year, 0)),
    ("fin", "viime vuoden", Meaning::Relative(Period::Year, -1)),
    ("fin", "tämän vuoden", Meaning::Relative(Period::Year, 0)),
    ("ron", "anul trecut", Meaning::Relative(Period::Year, -1)),
    ("ron", "anului trecut", Meaning::Relative(Period::Year, -1)),
    ("ron", "această săptămână", Meaning::Relative(Period::Week, 0)),
    ("ron", "luna trecută", Meaning::Relative(Period::Month, -1)),
    ("rus", "прошлого года", Meaning::Relative(Period::Year, -1)),
    ("rus", "этого года", Meaning::Relative(Period::Year, 0)),
    ("ukr", "минулого року", Meaning::Relative(Period::Year, -1)),
    ("ukr", "цього року", Meaning::Relative(Period::Year, 0)),
    ("aze", "keçən il", Meaning::Relative(Period::Year, -1)),
    ("aze", "keçən ay", Meaning::Relative(Period::Month, -1)),
    ("aze", "keçən həftə", Meaning::Relative(Period::Week, -1)),
    ("tur", "geçtiğimiz yıl", Meaning::Relative(Period::Year, -1)),
    ("kor", "지난해", Meaning::Relative(Period::Year, -1)),
    ("kor", "지난달", Meaning::Relative(Period::Month, -1)),
    ("hun", "-kor", Meaning::Mark(Period::Hour)),
    ("srp", "часова", Meaning::Mark(Period::Hour)),
    ("uzb", "-yil", Meaning::Mark(Period::Year)),
    ("uzb", "-yilda", Meaning::Mark(Period::Year)),
    ("uzb", "-yilgi", Meaning::Mark(Period::Year)),
    ("ben", "বিকেল", Meaning::DayPart(DayPart::Afternoon, true)),
    ("ben", "টায়", Meaning::Mark(Period::Hour)),
    ("swe", "den", Meaning::Link),
    ("ita", "alle", Meaning::At),
    ("lit", "val.", Meaning::Mark(Period::Hour)),
    ("tgk", "сомонӣ", Meaning::Currency(*b"TJS")),
    ("ind", "RM", Meaning::Currency(*b"MYR")),
    ("fil", "piso", Meaning::Currency(*b"PHP")),
    ("fil", "milyong", Meaning::Scale(6)),
    ("fil", "bilyong", Meaning::Scale(9)),
    ("tam", "ரூ.", Meaning::Currency(*b"INR")),
    ("tam", "ரூபாய்", Meaning::Currency(*b"INR")),
    ("tam", "கோடி", Meaning::Scale(7)),
    ("tam", "லட்சம்", Meaning::Scale(5)),
    ("mar", "रुपये", Meaning::Currency(*b"INR")),
    ("guj", "રૂપિયા", Meaning::Currency(*b"INR")),
    ("pan", "ਰੁਪਏ", Meaning::Currency(*b"INR")),
    ("tel", "రూపాయలు", Meaning::Currency(*b"INR")),
    ("kan", "ರೂಪಾಯಿ", Meaning::Currency(*b"INR")),
    ("mal", "രൂപ", Meaning::Currency(*b"INR")),
    ("nep", "रु.", Meaning::Currency(*b"NPR")),
    ("nep", "रुपैयाँ", Meaning::Currency(*b"NPR")),
    ("urd", "روپے", Meaning::Currency(*b"PKR")),
    ("heb", "ש\"ח", Meaning::Currency(*b"ILS")),
    ("heb", "ש״ח", Meaning::Currency(*b"ILS")),
    ("lit", "Eur", Meaning::Currency(*b"EUR")),
    ("khm", "រៀល", Meaning::Currency(*b"KHR")),
    ("ara", "ريالا", Meaning::Currency(*b"SAR")),
    ("ara", "جنيها", Meaning::Currency(*b"EGP")),
    ("ara", "درهما", Meaning::Currency(*b"AED")),
    ("ara", "دولارا", Meaning::Currency(*b"USD")),
    ("zho", "元人民币", Meaning::Currency(*b"CNY")),
];

/// Words for the hundredth part of a currency, which CLDR lacks: languages, currency, the words.
const HUNDREDTHS: &[(&str, &str, &str)] = &[
    ("eng", "USD", "cent|cents"),
    ("eng", "GBP", "pence"),
    ("eng hin", "INR", "paise|पैसे|पैसा"),
    ("deu", "EUR", "Cent|Cents"),
    ("deu", "CHF", "Rappen"),
    ("fra", "EUR", "centime|centimes"),
    ("spa", "EUR", "céntimo|céntimos"),
    ("spa", "USD", "centavo|centavos"),
    ("por", "EUR", "cêntimo|cêntimos"),
    ("por", "BRL", "centavo|centavos"),
    ("ita", "EUR", "centesimo|centesimi"),
    ("cat", "EUR", "cèntim|cèntims"),
    ("nld", "EUR", "cent"),
    ("fin", "EUR", "sentti|senttiä"),
    ("est", "EUR", "sent|senti"),
    ("lav", "EUR", "cents|centi|centu"),
    ("lit", "EUR", "centas|centai|centų"),
    ("slk slv hrv", "EUR", "cent|centy|centov|centa|centi"),
    ("swe", "SEK", "öre"),
    ("dan", "DKK", "øre"),
    ("nob nno", "NOK", "øre"),
    ("pol", "PLN", "grosz|grosze|groszy|gr"),
    ("ces", "CZK", "haléř|haléře|haléřů"),
    ("hun", "HUF", "fillér"),
    ("ron", "RON", "ban|bani"),
    ("bul", "BGN", "стотинка|стотинки"),
    ("rus", "RUB", "коп.|коп|копейка|копейки|копеек"),
    ("ukr", "UAH", "коп.|коп|копійка|копійки|копійок"),
    ("bel", "BYN", "кап.|капейка|капейкі|капеек"),
    ("kaz", "KZT", "тиын"),
    ("kir", "KGS", "тыйын"),
    ("uzb", "UZS", "tiyin"),
    ("tgk", "TJS", "дирам"),
    ("tuk", "TMT", "teňňe"),
    ("aze", "AZN", "qəpik"),
    ("tur", "TRY", "kuruş"),
    ("kat", "GEL", "თეთრი"),
    ("ara", "EGP", "قرش|قروش|قرشا"),
    ("heb", "ILS", "אגורה|אגורות"),
    ("ben", "BDT", "পয়সা"),
    ("ind", "IDR", "sen"),
    ("msa", "MYR", "sen"),
    ("tha", "THB", "สตางค์"),
    ("fil", "PHP", "sentimo"),
];

/// Words for per cent that CLDR, which mostly has the sign, lacks.
const PERCENTS: &[(&str, &str)] = &[
    ("kor", "퍼센트|프로|퍼센트포인트"),
    ("ron", "la sută"),
    ("bul", "на сто"),
    ("mkd", "отсто|насто"),
    ("srp bos hrv", "одсто|посто|odsto|posto"),
    ("tha", "ร้อยละ|เปอร์เซ็นต์|เปอร์เซนต์"),
    ("hin", "फीसदी|फ़ीसद|प्रतिशत"),
    ("mar nep", "टक्के|टक्का|प्रतिशत"),
    ("urd", "فیصد|فی صد"),
    ("ara", "بالمئة|بالمائة|في المئة|في المائة"),
    ("heb", "אחוזים|אחוזי"),
    ("vie", "phần trăm"),
    ("pol", "proc."),
    ("deu", "v. H.|vom Hundert"),
    ("est", "protsend|protsenti|protsendi|protsent"),
    ("fin", "prosenttia|prosentin|prosenttiyksikköä"),
    ("ell", "τοις εκατό"),
    ("zho yue", "百分之"),
    ("jpn", "パーセント"),
    ("swa", "asilimia"),
    ("uzb", "foiz|фоиз"),
    ("mon", "хувь"),
    ("eng", "percentage points|percentage point"),
    ("rus", "п.п."),
];

/// Eras of reigns and republics by their first year.
const ERAS: &[(&str, &str)] = &[
    (
        "jpn",
        "令和2019 平成1989 昭和1926 大正1912 明治1868 慶応1865 文久1861 安政1855 嘉永1848 天保1831 文化1804 寛政1789 元禄1688 享保1716",
    ),
    (
        "zho yue",
        "民国1912 民國1912 宣统1909 宣統1909 光绪1875 光緒1875 同治1862 咸丰1851 咸豐1851 道光1821 嘉庆1796 嘉慶1796 乾隆1736 雍正1723 康熙1662",
    ),
    ("zho yue", "顺治1644 順治1644 万历1573 萬曆1573 嘉靖1522 永乐1403 永樂1403 洪武1368"),
];

/// Months of the Solar Hijri calendar, from the first.
const PERSIAN_MONTHS: &[(&str, &str)] = &[
    ("fas", "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"),
    ("fas", "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"),
    ("fas", "- - - - امرداد - - - - - - اسپند"),
    ("pus", "وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب"),
    ("eng", "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar - - - - Bahman Esfand"),
];

/// Months of the Ethiopic calendar, from the first, other spellings after a bar.
const ETHIOPIC_MONTHS: &[(&str, &str)] = &[
    ("amh", "መስከረም ጥቅምት ኅዳር|ህዳር ታኅሣሥ|ታህሳስ|ታኅሳስ ጥር የካቲት መጋቢት ሚያዝያ|ሚያዚያ ግንቦት ሰኔ ሐምሌ|ሀምሌ ነሐሴ|ነሀሴ ጳጉሜን|ጳጉሜ|ጳጉሜ"),
    (
        "eng",
        "Meskerem Tikimt|Tekemt|Tiqimt Hidar|Hedar Tahsas Ter Yekatit Megabit|Meggabit Miyazya|Miazia|Miyazia Ginbot|Genbot Sene Hamle \
        Nehase|Nehasse Pagume|Pagumen",
    ),
];

/// Words between the ends of a range.
const UNTILS: &[(&str, &str)] = &[
    ("eng", "to until till through"),
    ("deu nld", "bis tot t/m"),
    ("fra", "à au"),
    ("spa glg ast", "a al hasta"),
    ("cat", "a al fins"),
    ("por", "a até"),
    ("ita", "a al ai"),
    ("ron", "la până până_la până_în"),
    ("rus bul", "по до"),
    ("ukr bel", "до по"),
    ("pol ces slk hrv bos slv srp", "do до"),
    ("swe", "till"),
    ("dan nob nno", "til"),
    ("ind msa", "sampai hingga"),
    ("hin mar nep", "से ते"),
    ("ara", "إلى الى حتى"),
    ("fas", "تا الی"),
    ("urd", "سے تا"),
    ("heb", "עד"),
    ("vie", "đến tới"),
    ("tha", "ถึง"),
    ("lit", "iki"),
    ("lav", "līdz"),
    ("est", "kuni"),
    ("ell", "έως ως μέχρι"),
    ("sqi", "deri"),
    ("zho yue", "至 到"),
    ("hye", "-ից"),
    // Japanese から and Korean 부터 follow a date that stands alone.
    ("kor", "에서"),
];

/// Ordinals: languages, marks before the number, marks after it. CLDR spells ordinals only in its rule-based
/// number formats; these are the short forms in print.
const ORDINALS: &[(&str, &str, &str)] = &[
    ("eng", "", "st nd rd th"),
    ("spa por ita glg ast", "", "º ª er ro do to vo mo ra da ta va ma °"),
    ("fra", "", "er ère re e ème eme ère"),
    ("cat", "", "r n t è a"),
    ("nld fry", "", "e de ste"),
    ("swe", "", ":a :e"),
    ("aze tuk", "", "-ci -cı -cu -cü -nci -ncı -ncu -ncü -nji -njy"),
    ("tur", "", "'inci 'ıncı 'uncu 'üncü 'nci 'ncı 'ncu 'ncü -inci -ıncı inci ıncı uncu üncü"),
    ("kaz", "", "-ші -шы -інші -ыншы -нші -ншы -сінші -сыншы"),
    ("kir", "", "-чи -чы -чу -чү -инчи -ынчы"),
    ("tat bak", "", "-нче -нчы -енче -ынчы -се -сы"),
    ("uzb", "", "-chi -чи"),
    ("rus bel", "", "-й -я -е -го -му -м -х -ый -ая -ое -ой -ого -ому -ым -ом -ю -ую -ые -ых"),
    ("ukr", "", "-й -я -е -го -му -м -х -та -ту -те -ша -га"),
    ("bul mkd", "", "-ви -ри -ти -та -то -ия -ят -ви -ма -ми -от"),
    ("ell", "", "ος η ο ου ης ον ο. η."),
    ("hye", "", "-րդ -ին"),
    ("kat", "მე-", "-ე"),
    ("sqi", "", "-të -ti -ta"),
    ("lit", "", "-as -asis -oji -ąjį -ojo -ųjų -ieji"),
    ("mon", "", "-р -дугаар -дүгээр"),
    ("cym", "", "af ail fed ydd eg"),
    ("gle", "", "ú"),
    ("eus", "", "."),
    ("hin mar nep", "", "वां वीं वें ला री रा था थी ठा औं वा वी वे"),
    ("ben asm", "", "ম য় র্থ ষ্ঠ তম শে ই"),
    ("pan", "", "ਵਾਂ ਵੀਂ ਵੇਂ"),
    ("guj", "", "મો મી મું મા"),
    ("tam", "", "வது ஆம் -வது -ஆம்"),
    ("tel", "", "వ -వ"),
    ("kan", "", "ನೇ"),
    ("mal", "", "ാം -ാം -ാമത്"),
    ("ind msa jav sun", "ke-", ""),
    ("fil", "ika-", ""),
    ("vie", "thứ", ""),
    ("tha lao", "ที่ ທີ", ""),
    ("zho jpn yue", "第", ""),
    ("kor", "제", "번째 주년 주기"),
];

/// Time zones with | between names: how many quarters of an hour ahead of UTC, where the name alone makes that certain. EST, for one, is
/// also written in summer, and other names belong to several countries.
const ZONES: &[(&str, Option<i8>)] = &[
    ("UTC|GMT|Z", Some(0)),
    ("WEST|CET|MEZ", Some(4)),
    ("CEST|MESZ|EET", Some(8)),
    ("EEST", Some(12)),
    ("WIB", Some(28)),
    ("WITA|HKT|AWST", Some(32)),
    ("WIT|JST|KST", Some(36)),
    ("AEST", Some(40)),
    ("AEDT", Some(44)),
    ("NZST", Some(48)),
    ("NZDT", Some(52)),
    ("EDT", Some(-16)),
    ("CDT", Some(-20)),
    ("MDT", Some(-24)),
    ("PDT", Some(-28)),
    ("ET|EST|CT|CST|MT|MST|PT|PST|BST|IST|MSK|SGT|PKT|SAST|BRT", None),
    ("local time|Eastern Time|Pacific Time|Central Time|Mountain Time|Moscow time|Beijing time", None),
    ("мск|МСК|по мск|по московскому времени|московского времени|по местному времени|по киевскому времени", None),
    ("за київським часом|за місцевим часом|за московським часом|по мясцовым часе", None),
    (
        "Ortszeit|heure locale|heure de Paris|hora local|hora peninsular|horário de Brasília|ora locale|ora italiana",
        None,
    ),
    ("paikallista aikaa|Suomen aikaa|lokal tid|svensk tid|norsk tid|dansk tid|lokale tijd|plaatselijke tijd", None),
    (
        "czasu lokalnego|czasu miejscowego|místního času|miestneho času|po lokalnom vremenu|ora locală|ora României",
        None,
    ),
    ("местно време|българско време|τοπική ώρα|ώρα Ελλάδας|שעון ישראל|שעון מקומי|بالتوقيت المحلي|بتوقيت القدس", None),
    ("بتوقيت مكة|بتوقيت القاهرة|به وقت محلی|به وقت تهران|waktu setempat|giờ địa phương|giờ Việt Nam", None),
    ("بتوقيت غرينتش|بتوقيت جرينتش|по Гринвичу", Some(0)),
];

/// CLDR's unit and UCUM's code for it. Their place here is their number in the pack.
const UNITS: &[(&str, &str)] = &[
    ("length-kilometer", "km"),
    ("length-meter", "m"),
    ("length-centimeter", "cm"),
    ("length-millimeter", "mm"),
    ("length-micrometer", "um"),
    ("length-nanometer", "nm"),
    ("length-mile", "[mi_i]"),
    ("length-yard", "[yd_i]"),
    ("length-foot", "[ft_i]"),
    ("length-inch", "[in_i]"),
    ("length-nautical-mile", "[nmi_i]"),
    ("length-light-year", "[ly]"),
    ("mass-tonne", "t"),
    ("mass-kilogram", "kg"),
    ("mass-gram", "g"),
    ("mass-milligram", "mg"),
    ("mass-microgram", "ug"),
    ("mass-ton", "[ston_av]"),
    ("mass-pound", "[lb_av]"),
    ("mass-ounce", "[oz_av]"),
    ("temperature-celsius", "Cel"),
    ("temperature-fahrenheit", "[degF]"),
    ("temperature-kelvin", "K"),
    ("area-square-kilometer", "km2"),
    ("area-hectare", "har"),
    ("area-square-meter", "m2"),
    ("area-acre", "[acr_us]"),
    ("area-square-foot", "[ft_i]2"),
    ("volume-cubic-kilometer", "km3"),
    ("volume-cubic-meter", "m3"),
    ("volume-cubic-centimeter", "cm3"),
    ("volume-liter", "L"),
    ("volume-milliliter", "mL"),
    ("volume-gallon", "[gal_us]"),
    ("volume-barrel", "[bbl_us]"),
    ("speed-kilometer-per-hour", "km/h"),
    ("speed-meter-per-second", "m/s"),
    ("speed-mile-per-hour", "[mi_i]/h"),
    ("speed-knot", "[kn_i]"),
    ("digital-terabyte", "TBy"),
    ("digital-gigabyte", "GBy"),
    ("digital-megabyte", "MBy"),
    ("digital-megabit", "Mbit"),
    ("digital-kilobyte", "kBy"),
    ("digital-byte", "By"),
    ("digital-bit", "bit"),
    ("duration-millisecond", "ms"),
    ("electric-ohm", "Ohm"),
    ("electric-volt", "V"),
    ("energy-kilocalorie", "kcal"),
    ("energy-kilojoule", "kJ"),
    ("energy-joule", "J"),
    ("energy-kilowatt-hour", "kW.h"),
    ("force-newton", "N"),
    ("frequency-gigahertz", "GHz"),
    ("frequency-megahertz", "MHz"),
    ("power-megawatt", "MW"),
    ("power-kilowatt", "kW"),
    ("power-watt", "W"),
    ("power-horsepower", "[HP]"),
    ("pressure-pound-force-per-square-inch", "[psi]"),
    ("pressure-bar", "bar"),
    ("pressure-pascal", "Pa"),
    ("pressure-hectopascal", "hPa"),
    ("pressure-megapascal", "MPa"),
    ("angle-degree", "deg"),
    ("concentr-part-per-1e6", "[ppm]"),
];

const DURATIONS: &[(&str, Period)] = &[
    ("second", Period::Second),
    ("minute", Period::Minute),
    ("hour", Period::Hour),
    ("day", Period::Day),
    ("week", Period::Week),
    ("month", Period::Month),
    ("quarter", Period::Quarter),
    ("year", Period::Year),
    ("decade", Period::Decade),
    ("century", Period::Century),
];

/// Which currency a bare "dollar" or "$" is, where the language's own country has none of that name: the first of these.
const PRIORITY: &str = "USD EUR GBP JPY CNY INR RUB CHF KRW TRY MXN SEK BRL UAH KZT AZN EGP SAR AED KES XOF IDR PHP THB VND PLN CZK DKK NOK ARS";

/// Currencies whose full names are kept in every language: the most traded, and those of large countries. Of the others each language
/// keeps its own country's, and all symbols, codes and bare names ("rupee").
const MAJOR: &str = "USD EUR GBP JPY CNY INR RUB CHF KRW TRY MXN SEK BRL UAH KZT AZN EGP SAR AED IDR PHP THB VND PLN CZK DKK NOK ARS AUD \
    CAD NZD SGD HKD TWD ZAR ILS IRR PKR HUF RON GEL AMD";

pub fn build(cldr: &Path, data: &Path, out: &Path) -> Result<()> {
    let source = Source::new(cldr)?;
    let mut names = Names::default();
    let mut samples = String::from("# language\tlocale\tkind\tvalue\ttext\n");
    let languages: BTreeSet<Code> = source.locales.iter().filter_map(|tag| source.code(tag)).collect();
    let languages: Vec<Code> = languages.into_iter().collect();
    let mut rules: BTreeMap<Code, Rules> = BTreeMap::new();
    let endings = endings(data)?;
    for tag in &source.locales {
        let Some(code) = source.code(tag) else { continue };
        let Some(at) = languages.iter().position(|&language| language == code) else { continue };
        let locale = Locale::read(&source, tag, code)?;
        if locale.empty() {
            continue;
        }
        let base = !source.regional(tag);
        if base {
            rules.entry(code).or_insert_with(|| locale.rules());
            locale.sample(&mut samples)?;
        }
        let rows = endings.lines().find_map(|line| line.split_once('\t').filter(|(own, _)| *own == code.as_str()));
        let add = &mut |name: &str, meaning: Meaning| {
            names.add(name, meaning, at);
            if matches!(meaning, Meaning::Month(_) | Meaning::Weekday(_)) {
                let rows = rows.and_then(|(_, rows)| rows.split_once('\t')).map_or("", |(_, rows)| rows);
                let forms = cases(&fold_name(name), rows);
                // Russian "among" is no form of Wednesday.
                forms.iter().filter(|form| *form != "среди").for_each(|form| names.add(form, meaning, at));
            }
        };
        locale.collect(add, base, &source);
        // Few write the names of these scripts' calendars, which are long.
        if base && !["yue", "zh-Hant", "ff-Adlm"].contains(&tag.as_str()) {
            source.months(tag, add)?;
        }
    }
    for (code, name, meaning) in MORE {
        let at =
            languages.iter().position(|language| language.as_str() == *code).ok_or("MORE names an unknown language")?;
        names.add(name, *meaning, at);
        // Urdu "روپے" is Pakistan's rupee, not India's.
        if let Meaning::Currency(_) = meaning {
            names.keep(name, *meaning, at);
        }
    }
    let mut each = |codes: &str, name: &str, meaning: Meaning| {
        for code in codes.split(' ') {
            if let Some(at) = languages.iter().position(|language| language.as_str() == code) {
                names.add(name, meaning, at);
            }
        }
    };
    for (codes, words) in PERCENTS {
        words.split('|').for_each(|word| each(codes, word, Meaning::Percent));
    }
    for (codes, currency, words) in HUNDREDTHS {
        let meaning = Meaning::Hundredth(letters(currency)?);
        words.split('|').for_each(|word| each(codes, word, meaning));
    }
    for (codes, eras) in ERAS {
        for era in eras.split(' ') {
            let (name, year) = era.split_at(era.len() - 4);
            each(codes, name, Meaning::Era(Era::Since(year.parse()?)));
        }
    }
    for (codes, months) in PERSIAN_MONTHS {
        let months = months.split(' ').zip(1..).filter(|(month, _)| *month != "-");
        months.for_each(|(month, number)| each(codes, month, Meaning::OtherMonth(Calendar::Persian, number)));
    }
    for (codes, months) in ETHIOPIC_MONTHS {
        for (forms, number) in months.split_whitespace().zip(1..) {
            forms.split('|').for_each(|form| each(codes, form, Meaning::OtherMonth(Calendar::Ethiopic, number)));
        }
    }
    for (codes, words) in UNTILS {
        words.split(' ').for_each(|word| each(codes, &word.replace('_', " "), Meaning::Until));
    }
    for row in table(&data.join("numerals.tsv"))? {
        let [codes, ones, tens, hundreds, between] = &row[..] else {
            return Err("numerals.tsv has five columns".into());
        };
        let tables = [(ones, 1, 1), (tens, 20, 10), (hundreds, 100, 100)];
        for (words, first, step) in tables {
            for (forms, at) in words.split(' ').filter(|forms| !forms.is_empty()).zip(0..) {
                let forms = forms.split('|').map(|form| form.replace('_', " "));
                forms.for_each(|form| each(codes, &form, Meaning::Numeral(first + step * at)));
            }
        }
        between.split(' ').for_each(|word| each(codes, word, Meaning::Numeral(0)));
        compounds(codes, ones, tens).iter().for_each(|(word, value)| each(codes, word, Meaning::Numeral(*value)));
    }
    for row in table(&data.join("time.tsv"))? {
        let [codes, meaning, words] = &row[..] else { return Err("time.tsv has three columns".into()) };
        if meaning == "rank" {
            for (forms, number) in words.split(' ').zip(1..) {
                forms.split('|').for_each(|form| each(codes, &form.replace('_', " "), Meaning::Rank(number)));
            }
            continue;
        }
        let meaning = time(meaning).ok_or_else(|| format!("time.tsv: what is \"{meaning}\"?"))?;
        words.split('|').for_each(|word| each(codes, word, meaning));
    }
    // Thai abbreviates months with points after each letter, or without.
    for (month, number) in "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค".split(' ').zip(1..)
    {
        each("tha", month, Meaning::Month(number));
        each("tha", &format!("{month}."), Meaning::Month(number));
    }
    for (codes, before, after) in ORDINALS {
        for code in codes.split(' ') {
            let Some(at) = languages.iter().position(|language| language.as_str() == code) else { continue };
            before.split(' ').for_each(|mark| names.add(mark, Meaning::OrdinalBefore, at));
            after.split(' ').for_each(|mark| names.add(mark, Meaning::OrdinalAfter, at));
        }
    }
    for code in &source.currencies {
        names.add_all(code, Meaning::CurrencyCode(letters(code)?));
    }
    for (symbol, code) in [
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "JPY"),
        ("￥", "JPY"),
        ("US$", "USD"),
        ("₽", "RUB"),
        ("₹", "INR"),
        ("₼", "AZN"),
        ("₺", "TRY"),
        ("₴", "UAH"),
        ("₩", "KRW"),
        ("₸", "KZT"),
        ("₾", "GEL"),
        ("֏", "AMD"),
        ("₪", "ILS"),
        ("₫", "VND"),
        ("฿", "THB"),
        ("₦", "NGN"),
        ("₱", "PHP"),
        ("₿", "XBT"),
        ("₮", "MNT"),
        ("₭", "LAK"),
        ("៛", "KHR"),
        ("৳", "BDT"),
        ("₵", "GHS"),
        ("₲", "PYG"),
        ("₡", "CRC"),
        ("A$", "AUD"),
        ("C$", "CAD"),
        ("CA$", "CAD"),
        ("HK$", "HKD"),
        ("NZ$", "NZD"),
        ("S$", "SGD"),
        ("NT$", "TWD"),
        ("R$", "BRL"),
        ("MX$", "MXN"),
    ] {
        names.add_all(symbol, Meaning::Currency(letters(code)?));
    }
    for (zone, quarters) in ZONES {
        for zone in zone.split('|') {
            let capitals = zone.len() < 6 && zone.bytes().all(|byte| byte.is_ascii_uppercase());
            names.add_all(zone, Meaning::Zone(*quarters, capitals));
        }
    }
    for quarter in 1..=4 {
        names.add_all(&format!("Q{quarter}"), Meaning::Quarter(quarter));
    }
    for percent in ["%", "٪", "﹪"] {
        names.add_all(percent, Meaning::Percent);
    }
    let sections = names.sections(languages.len())?;
    let mut records = Vec::new();
    for code in &languages {
        let mut rules = rules.get(code).copied().unwrap_or_default();
        rules.inflects = INFLECTING.split_whitespace().any(|one| one == code.as_str());
        rules.buddhist = BUDDHIST == code.as_str();
        records.extend(rules.encode(*code));
    }
    let units = UNITS.iter().map(|(_, ucum)| *ucum).collect::<Vec<_>>().join("\0");
    let mut all: Vec<(&str, &[u8])> = sections.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    all.push(("langs", &records));
    all.push(("units", units.as_bytes()));
    all.push(("endings", endings.as_bytes()));
    let bytes = pack::write("locale", VERSION, &all)?;
    for (name, section) in &all {
        println!("{name:8} {:>9} bytes", section.len());
    }
    println!("{} names, {} languages, {} bytes", names.entries.len(), languages.len(), bytes.len());
    fs::write(out, bytes)?;
    fs::write(out.with_extension("samples.tsv"), samples)?;
    Ok(())
}

/// How names change their endings, a line a language: its code, all endings, then rows of those that take each other's place.
fn endings(data: &Path) -> Result<String> {
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |languages: &str, endings: String| {
        let endings: Vec<String> =
            endings.split(' ').map(|one| if one == "-" { one.into() } else { folded(one) }).collect();
        for language in languages.split(' ') {
            let own = rows.entry(language.to_owned()).or_default();
            let row = endings.join(" ");
            if !own.contains(&row) {
                own.push(row);
            }
        }
    };
    for row in table(&data.join("endings.tsv"))? {
        let [languages, from, to] = &row[..] else { return Err("endings.tsv has three columns".into()) };
        // Any ending, to which the others are added, is no ending.
        let from = from.trim_start_matches('^').replace(['*', 'C'], "-");
        add(languages, format!("{from} {to}"));
    }
    for row in table(&data.join("name-endings.tsv"))? {
        let [languages, endings] = &row[..] else { return Err("name-endings.tsv has two columns".into()) };
        add(languages, endings.clone());
    }
    let line = |(code, rows): (&String, &Vec<String>)| {
        let all: BTreeSet<&str> = rows.iter().flat_map(|row| row.split(' ')).filter(|ending| *ending != "-").collect();
        format!("{code}\t{}\t{}\n", all.into_iter().collect::<Vec<_>>().join(" "), rows.join("\t"))
    };
    Ok(rows.iter().map(line).collect())
}

/// The numbers from 21 to 99 that a language writes in one word, or with the ones first: zweiundzwanzig, ventidue.
fn compounds(code: &str, ones: &str, tens: &str) -> Vec<(String, u16)> {
    let join = |ten: &str, one: &str| {
        Some(match code {
            "deu" => format!("{one}und{ten}"),
            "nld" if one.ends_with('e') => format!("{one}ën{ten}"),
            "nld" => format!("{one}en{ten}"),
            "dan" => format!("{one}og{ten}"),
            "slv" => format!("{one}in{ten}"),
            "ara" => format!("{one} و{ten}"),
            "swe" | "nob nno" => format!("{ten}{one}"),
            "ita" if one.starts_with(['u', 'o']) => format!("{}{one}", &ten[..ten.len() - 1]),
            "ita" => format!("{ten}{}", if one == "tre" { "tré" } else { one }),
            _ => return None,
        })
    };
    let mut found = Vec::new();
    for (ten, tenth) in tens.split(' ').filter(|ten| !ten.is_empty()).zip(2..) {
        for (one, unit) in ones.split(' ').zip(1..10) {
            let words = ten.split('|').flat_map(|ten| one.split('|').map(move |one| (ten, one)));
            found.extend(words.filter_map(|(ten, one)| Some((join(ten, one)?, tenth * 10 + unit))));
        }
    }
    found
}

/// The forms of a month or weekday by the row with its ending; what is only added to names is known without.
fn cases(name: &str, rows: &str) -> Vec<String> {
    if name.contains(' ') || name.chars().count() < 4 {
        return Vec::new();
    }
    let rows = rows.split('\t').map(|row| row.split(' ').collect::<Vec<_>>());
    let fits =
        rows.filter_map(|row| Some((name.strip_suffix(*row.first().filter(|base| **base != "-")?)?.to_owned(), row)));
    let mut forms = Vec::new();
    let fits: Vec<_> = fits.filter(|(stem, _)| stem.chars().count() >= 3).collect();
    let longest = fits.iter().map(|(_, row)| row.first().map_or(0, |base| base.len())).max();
    for (stem, row) in fits.iter().filter(|(_, row)| row.first().map(|base| base.len()) == longest) {
        forms.extend(row.iter().skip(1).map(|ending| format!("{stem}{}", ending.trim_matches('-'))));
    }
    forms
}

/// What a row of `time.tsv` says that its words mean.
fn time(name: &str) -> Option<Meaning> {
    let (word, after) = name.strip_suffix('>').map_or((name, false), |word| (word, true));
    let (word, alone) = word.strip_suffix('?').map_or((word, true), |word| (word, false));
    let when = |word: &str| ["last", "this", "next"].iter().position(|one| *one == word).map(|at| at as i8 - 1);
    Some(match word {
        "spring" => Meaning::Season(21, alone),
        "summer" => Meaning::Season(22, alone),
        "autumn" => Meaning::Season(23, alone),
        "winter" => Meaning::Season(24, alone),
        "decade" => Meaning::Mark(Period::Decade),
        "decade<" => Meaning::DecadeBefore,
        "age" => Meaning::Duration(Period::Year),
        "century" => Meaning::Duration(Period::Century),
        "quarter" => Meaning::Duration(Period::Quarter),
        "half" => Meaning::Half,
        "month" => Meaning::Duration(Period::Month),
        "day" => Meaning::Duration(Period::Day),
        "ago" => Meaning::Towards(-1, after),
        "ahead" => Meaning::Towards(1, after),
        "yesterday" => Meaning::Relative(Period::Day, -1),
        "today" => Meaning::Relative(Period::Day, 0),
        "tomorrow" => Meaning::Relative(Period::Day, 1),
        "doubtful" => Meaning::Doubtful,
        "clock" => Meaning::Clock,
        "part" => Meaning::Part(after),
        "moment" => Meaning::Moment,
        "few" => Meaning::Few,
        "between" => Meaning::Between(after),
        "and" => Meaning::And,
        "about" => Meaning::About(after),
        "link" => Meaning::Link,
        "of-year" => Meaning::Mark(Period::Year),
        "of-day" => Meaning::Mark(Period::Day),
        "year" => Meaning::Duration(Period::Year),
        "week" => Meaning::Duration(Period::Week),
        "hour" => Meaning::Duration(Period::Hour),
        "minute" => Meaning::Duration(Period::Minute),
        "morning" => Meaning::DayPart(DayPart::Morning, true),
        "afternoon" => Meaning::DayPart(DayPart::Afternoon, true),
        "night" => Meaning::DayPart(DayPart::Night, true),
        "ordinal" => Meaning::OrdinalAfter,
        _ => match word.split_once('-') {
            None => Meaning::Which(when(word)?, after),
            Some(("month", number)) => Meaning::Month(number.parse().ok()?),
            Some(("weekday", number)) => Meaning::Weekday(number.parse().ok()?),
            Some(("quarter", number)) => Meaning::Quarter(number.parse().ok()?),
            Some((word, "year")) => Meaning::Relative(Period::Year, when(word)?),
            Some((word, "month")) => Meaning::Relative(Period::Month, when(word)?),
            Some((word, "week")) => Meaning::Relative(Period::Week, when(word)?),
            Some((word, weekday)) if weekday.starts_with("week-") => {
                Meaning::WeekdayOf(weekday.strip_prefix("week-")?.parse().ok()?, when(word)?)
            }
            Some(_) => return None,
        },
    })
}

/// The rows of a table with tabs between its columns; `#` opens a comment.
fn table(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn letters(code: &str) -> Result<[u8; 3]> {
    Ok(code.as_bytes().try_into()?)
}

/// Names, their meanings, and the languages of each.
#[derive(Default)]
struct Names {
    entries: BTreeMap<Vec<u8>, BTreeMap<Meaning, BTreeSet<usize>>>,
    everywhere: BTreeSet<(Vec<u8>, Meaning)>,
}

impl Names {
    fn add(&mut self, name: &str, meaning: Meaning, language: usize) {
        let folded = fold_name(name);
        // Bare numbers and single ASCII letters from narrow styles say nothing; root's placeholders even less.
        if folded.is_empty()
            || folded.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() && !"$%'\"".contains(c))
        {
            return;
        }
        self.entries.entry(key(&folded)).or_default().entry(meaning).or_default().insert(language);
    }

    /// Lets the name stand for no other currency in that language.
    fn keep(&mut self, name: &str, meaning: Meaning, language: usize) {
        // A set that is left empty would stand for every language.
        self.entries.entry(key(&fold_name(name))).or_default().retain(|other, languages| {
            *other == meaning
                || !matches!(other, Meaning::Currency(_))
                || !languages.remove(&language)
                || !languages.is_empty()
        });
    }

    fn add_all(&mut self, name: &str, meaning: Meaning) {
        let key = key(&fold_name(name));
        self.entries.entry(key.clone()).or_default().entry(meaning).or_default();
        self.everywhere.insert((key, meaning));
    }

    fn sections(&self, count: usize) -> Result<Vec<(&'static str, Vec<u8>)>> {
        let (mut meanings, mut sets) = (BTreeMap::new(), BTreeMap::new());
        let set_of = |key: &Vec<u8>, meaning: &Meaning, set: &BTreeSet<usize>| {
            if self.everywhere.contains(&(key.clone(), *meaning)) { BTreeSet::new() } else { set.clone() }
        };
        for (key, list) in &self.entries {
            for (meaning, set) in list {
                *meanings.entry(*meaning).or_insert(0_u32) += 1;
                *sets.entry(set_of(key, meaning, set)).or_insert(0_u32) += 1;
            }
        }
        let mut ranked: Vec<_> = meanings.into_iter().collect();
        ranked.sort_by_key(|&(meaning, uses)| (std::cmp::Reverse(uses), meaning));
        let meanings: BTreeMap<Meaning, u16> =
            ranked.iter().enumerate().map(|(at, (meaning, _))| (*meaning, at as u16)).collect();
        let mut many: Vec<_> = sets.into_iter().filter(|(set, _)| set.len() > 1).collect();
        many.sort_by_key(|(set, uses)| (std::cmp::Reverse(*uses), set.clone()));
        if ranked.len() > 0x7FF || many.len() + count > 0xFFFE {
            return Err("the pack's numbers overflow".into());
        }
        let places: BTreeMap<&BTreeSet<usize>, u16> =
            many.iter().enumerate().map(|(at, (set, _))| (set, (count + 1 + at) as u16)).collect();
        let place = |set: &BTreeSet<usize>| match set.len() {
            0 => 0,
            1 => *set.first().unwrap_or(&0) as u16 + 1,
            _ => places.get(set).copied().unwrap_or_default(),
        };
        let (mut lists, mut known) = (Vec::new(), BTreeMap::new());
        let mut builder = Builder::memory();
        for (key, list) in &self.entries {
            let pairs: Vec<(u16, u16)> =
                list.iter().map(|(meaning, set)| (meanings[meaning], place(&set_of(key, meaning, set)))).collect();
            let value = if let [(meaning, set)] = pairs[..] {
                u64::from(set) << 12 | u64::from(meaning) << 1
            } else {
                let at = *known.entry(pairs.clone()).or_insert_with(|| {
                    let at = lists.len();
                    lists.push(pairs.len() as u8);
                    for (meaning, set) in &pairs {
                        lists.extend(meaning.to_le_bytes());
                        lists.extend(set.to_le_bytes());
                    }
                    at
                });
                (at as u64) << 1 | 1
            };
            builder.insert(key, value)?;
        }
        let width = count.div_ceil(8);
        let mut bits = vec![0_u8; width * many.len()];
        for (at, (set, _)) in many.iter().enumerate() {
            for language in set {
                bits[at * width + language / 8] |= 1 << (language % 8);
            }
        }
        let codes = ranked.iter().flat_map(|(meaning, _)| meaning.encode().to_le_bytes()).collect();
        Ok(vec![("names", builder.into_inner()?), ("meanings", codes), ("lists", lists), ("sets", bits)])
    }
}

fn key(folded: &str) -> Vec<u8> {
    folded.replace("{0}", "\u{1}").into_bytes()
}

/// CLDR's files.
struct Source<'p> {
    root: &'p Path,
    locales: Vec<String>,
    codes: BTreeMap<String, String>,
    likely: BTreeMap<String, String>,
    /// In use today.
    currencies: BTreeSet<String>,
    /// The territories that use each currency today, and each territory's currency.
    territories: BTreeMap<String, BTreeSet<String>>,
    tender: BTreeMap<String, String>,
}

impl<'p> Source<'p> {
    fn new(root: &'p Path) -> Result<Self> {
        let mut locales = Vec::new();
        for entry in fs::read_dir(root.join("cldr-dates-full/main"))? {
            locales.push(entry?.file_name().to_string_lossy().into_owned());
        }
        // A base locale before those of its scripts and regions.
        locales.sort();
        let read = |path: &str| -> Result<Value> {
            Ok(serde_json::from_slice(&fs::read(root.join("cldr-core/supplemental").join(path))?)?)
        };
        let aliases = read("aliases.json")?;
        let mut codes = BTreeMap::new();
        for (long, alias) in object(&aliases["supplemental"]["metadata"]["alias"]["languageAlias"]) {
            if let (3, Some(short), Some("overlong")) =
                (long.len(), alias["_replacement"].as_str(), alias["_reason"].as_str())
            {
                codes.insert(short.to_owned(), long.clone());
            }
        }
        for (short, long) in [("ro", "ron"), ("ak", "aka"), ("ku", "kmr"), ("no", "nob"), ("dz", "dzo"), ("sr", "srp")]
        {
            codes.insert(short.into(), long.into());
        }
        let likely = read("likelySubtags.json")?;
        let likely = object(&likely["supplemental"]["likelySubtags"])
            .filter_map(|(tag, full)| Some((tag.clone(), full.as_str()?.to_owned())))
            .collect();
        let currency = read("currencyData.json")?;
        let (mut currencies, mut territories, mut tender) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        for (territory, list) in object(&currency["supplemental"]["currencyData"]["region"]) {
            for (code, facts) in list.as_array().into_iter().flatten().flat_map(object) {
                // Gold, silver and units of account are no currencies in texts.
                let kept = !code.starts_with('X') || ["XAF", "XOF", "XCD", "XPF"].contains(&code.as_str());
                if facts["_to"].is_null() && facts["_tender"].as_str() != Some("false") && kept {
                    currencies.insert(code.clone());
                    territories.entry(code.clone()).or_insert_with(BTreeSet::new).insert(territory.clone());
                    tender.entry(territory.clone()).or_insert_with(|| code.clone());
                }
            }
        }
        Ok(Self { root, locales, codes, likely, currencies, territories, tender })
    }

    fn code(&self, tag: &str) -> Option<Code> {
        let language = tag.split('-').next()?;
        if language == "und" {
            return None;
        }
        Code::new(if language.len() == 3 { language } else { self.codes.get(language)? })
    }

    /// Whether the tag names more than a language and a script.
    fn regional(&self, tag: &str) -> bool {
        tag.split('-').skip(1).any(|part| part.len() != 4)
    }

    /// The language's own country's currency.
    fn tender(&self, tag: &str) -> Option<&str> {
        let territory = tag.split('-').find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_uppercase()));
        let territory = territory.or_else(|| {
            let full = self.likely.get(tag).or_else(|| self.likely.get(tag.split('-').next()?))?;
            full.rsplit('-').next()
        })?;
        self.tender.get(territory).map(String::as_str)
    }

    fn read(&self, package: &str, tag: &str, file: &str) -> Result<Value> {
        let path = self.root.join(package).join("main").join(tag).join(file);
        match fs::read(&path) {
            Ok(bytes) => Ok(serde_json::from_slice::<Value>(&bytes)?["main"][tag].take()),
            Err(_) => Ok(Value::Null),
        }
    }
}

/// Calendars of whose months CLDR has the names, by its packages and files; the twelve or thirteen names of the root are English.
const CALENDARS: &[(&str, Calendar)] = &[("islamic", Calendar::Islamic), ("hebrew", Calendar::Hebrew)];

impl Source<'_> {
    /// The locale's own whole names of months of other calendars.
    fn months(&self, tag: &str, add: &mut dyn FnMut(&str, Meaning)) -> Result<()> {
        for (name, calendar) in CALENDARS {
            let read = |tag: &str| -> Result<Value> {
                let mut found = self.read(&format!("cldr-cal-{name}-full"), tag, &format!("ca-{name}.json"))?;
                Ok(found["dates"]["calendars"][*name]["months"].take())
            };
            let (own, root) = (read(tag)?, read("und")?);
            for context in ["format", "stand-alone"] {
                for (key, month) in object(&own[context]["wide"]) {
                    let Some(month) = month.as_str() else { continue };
                    let number = key.trim_end_matches("-yeartype-leap");
                    let placeholder = tag != "en" && root[context]["wide"][key].as_str() == Some(month);
                    let letters = month.chars().filter(|c| c.is_alphabetic()).count();
                    // "Rabiʻ II" is written so in tables.
                    let numbered = tag != "en"
                        && *calendar == Calendar::Islamic
                        && month.trim_end_matches(['I', 'i']).ends_with(' ');
                    // Swedish "av" is "of"; only Hebrew writes short names without doubt.
                    if placeholder
                        || numbered
                        || letters < 3 && tag != "he"
                        || month.chars().any(|c| c.is_ascii_digit())
                        || root_month(month)
                    {
                        continue;
                    }
                    let meaning = Meaning::OtherMonth(*calendar, number.parse()?);
                    add(month, meaning);
                    if tag == "he" {
                        add(&format!("ב{month}"), meaning);
                    }
                }
            }
        }
        Ok(())
    }
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Object(map) => map.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// What CLDR says of one locale.
struct Locale<'s> {
    tag: &'s str,
    code: Code,
    gregorian: Value,
    fields: Value,
    numbers: Value,
    currencies: Value,
    units: Value,
    territories: Value,
    tender: Option<&'s str>,
}

/// A part of a date pattern.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Field(char, usize),
    Literal(String),
}

impl<'s> Locale<'s> {
    fn read(source: &'s Source<'_>, tag: &'s str, code: Code) -> Result<Self> {
        Ok(Self {
            tag,
            code,
            gregorian: source.read("cldr-dates-full", tag, "ca-gregorian.json")?["dates"]["calendars"]["gregorian"]
                .take(),
            fields: source.read("cldr-dates-full", tag, "dateFields.json")?["dates"]["fields"].take(),
            numbers: source.read("cldr-numbers-full", tag, "numbers.json")?["numbers"].take(),
            currencies: source.read("cldr-numbers-full", tag, "currencies.json")?["numbers"]["currencies"].take(),
            units: source.read("cldr-units-full", tag, "units.json")?["units"].take(),
            territories:
                source.read("cldr-localenames-full", tag, "territories.json")?["localeDisplayNames"]["territories"]
                    .take(),
            tender: source.tender(tag),
        })
    }

    /// Whether CLDR has no more than the root's placeholders.
    fn empty(&self) -> bool {
        self.gregorian["months"]["format"]["wide"]["2"].as_str().is_none_or(|name| name == "M02")
    }

    fn rules(&self) -> Rules {
        let short = self.gregorian["dateFormats"]["short"].as_str().unwrap_or_default();
        let order: String = parts(short)
            .iter()
            .filter_map(|part| match part {
                Part::Field(field, _) => Some(if *field == 'L' { 'M' } else { *field }),
                Part::Literal(_) => None,
            })
            .filter(|field| "dMy".contains(*field))
            .collect();
        let order = match order.as_str() {
            "Mdy" => Order::MonthFirst,
            "yMd" | "ydM" => Order::YearFirst,
            _ => Order::DayFirst,
        };
        let latin = &self.numbers["symbols-numberSystem-latn"]["decimal"];
        Rules { order, decimal: latin.as_str().and_then(|text| text.chars().next()).unwrap_or('.'), ..Rules::default() }
    }

    fn collect(&self, add: &mut dyn FnMut(&str, Meaning), base: bool, source: &Source<'_>) {
        self.calendar(add);
        self.patterns(add);
        let directions = self.directions();
        directions.iter().for_each(|(words, meaning)| add(words, *meaning));
        self.relative(&directions, add);
        self.measures(add);
        self.scales(add);
        if base {
            self.money(add, source);
        }
    }

    fn calendar(&self, add: &mut dyn FnMut(&str, Meaning)) {
        let mut both = |name: &str, meaning| {
            add(name, meaning);
            if let Some(bare) = name.strip_suffix('.').filter(|bare| bare.chars().count() > 1) {
                add(bare, meaning);
            }
        };
        for context in ["format", "stand-alone"] {
            for width in ["wide", "abbreviated"] {
                for (month, name) in object(&self.gregorian["months"][context][width]) {
                    let month: u8 = month.parse().unwrap_or_default();
                    if let Some(name) = name.as_str().filter(|name| (1..13).contains(&month) && !root_month(name)) {
                        both(name, Meaning::Month(month));
                        if width == "wide" && name.chars().count() == 3 && name.chars().all(char::is_alphabetic) {
                            both(name, Meaning::WholeMonth);
                        }
                    }
                }
            }
            for width in ["wide", "abbreviated", "short"] {
                for (day, name) in object(&self.gregorian["days"][context][width]) {
                    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
                    let Some(at) = names.iter().position(|english| english == day) else { continue };
                    if let Some(name) = name.as_str().filter(|name| {
                        width == "wide" || name.chars().count() > 1 || name.chars().all(|c| c >= '\u{2E80}')
                    }) {
                        both(name, Meaning::Weekday(at as u8 + 1));
                    }
                }
                for (part, name) in object(&self.gregorian["dayPeriods"][context][width]) {
                    let meaning =
                        match part.split('-').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit())
                        {
                            "am" | "morning" => DayPart::Morning,
                            "pm" | "afternoon" | "evening" => DayPart::Afternoon,
                            "noon" => DayPart::Noon,
                            "midnight" => DayPart::Midnight,
                            "night" => DayPart::Night,
                            _ => continue,
                        };
                    let Some(name) = name.as_str() else { continue };
                    // "am" and "p.m." are marks.
                    let word = name.chars().nth(2).is_some() && !name.contains('.');
                    both(name, Meaning::DayPart(meaning, word));
                }
            }
        }
        for width in ["eraNames", "eraAbbr"] {
            for (era, name) in object(&self.gregorian["eras"][width]) {
                let era = if era.starts_with('0') { Era::Before } else { Era::Common };
                name.as_str().into_iter().for_each(|name| both(name, Meaning::Era(era)));
            }
        }
    }

    /// The words inside date and time patterns, and names with letters that patterns join to them.
    fn patterns(&self, add: &mut dyn FnMut(&str, Meaning)) {
        let available = &self.gregorian["dateTimeFormats"]["availableFormats"];
        let mut patterns: Vec<&str> = strings(&self.gregorian["dateFormats"]);
        patterns.extend(strings(&self.gregorian["timeFormats"]));
        patterns.extend(
            object(available)
                .filter(|(skeleton, _)| !skeleton.contains(['Q', 'w', 'W', 'U']))
                .filter_map(|(_, pattern)| pattern.as_str()),
        );
        let intervals = object(&self.gregorian["dateTimeFormats"]["intervalFormats"]);
        patterns.extend(
            intervals.filter(|(skeleton, _)| !skeleton.contains('Q')).flat_map(|(_, pattern)| strings(pattern)),
        );
        for pattern in patterns {
            let parts = parts(pattern);
            for (at, part) in parts.iter().enumerate() {
                let Part::Literal(literal) = part else { continue };
                let before = at.checked_sub(1).and_then(|at| parts.get(at));
                self.literal(literal, before, parts.get(at + 1), add);
            }
        }
        for pattern in strings(&self.gregorian["dateTimeFormats-atTime"]) {
            for literal in pattern
                .replace('\'', "")
                .split(['{', '}'])
                .filter(|part| !part.starts_with(|c: char| c.is_ascii_digit()))
            {
                let word = literal.trim().trim_matches(|c: char| c.is_ascii_punctuation() && c != '.').trim();
                if word.chars().any(char::is_alphabetic) {
                    add(word, Meaning::At);
                }
            }
        }
    }

    fn literal(&self, literal: &str, before: Option<&Part>, after: Option<&Part>, add: &mut dyn FnMut(&str, Meaning)) {
        let word = literal
            .trim()
            .trim_matches(|c: char| {
                matches!(c, ',' | '،' | '，' | '、' | '-' | '–' | '/' | ':' | '~' | '～' | '〜' | '−')
            })
            .trim();
        let word = word.trim_start_matches(['.', ' ', ')', '）']).trim_end_matches(['(', '（', ' ']);
        let word = word
            .split(". ")
            .next()
            .map_or(word, |first| if first.len() + 1 < word.len() { &word[..=first.len()] } else { word });
        if !word.chars().any(char::is_alphabetic) {
            return;
        }
        let field = |part: Option<&Part>| match part {
            Some(Part::Field(field, width)) => Some((*field, *width)),
            _ => None,
        };
        let (joined_left, joined_right) =
            (!literal.starts_with(char::is_whitespace), !literal.ends_with(char::is_whitespace));
        let mark = |(field, width)| match field {
            'y' | 'Y' => Some(Period::Year),
            'M' | 'L' if width < 3 => Some(Period::Month),
            'd' => Some(Period::Day),
            'H' | 'h' | 'K' | 'k' => Some(Period::Hour),
            'm' => Some(Period::Minute),
            's' => Some(Period::Second),
            _ => None,
        };
        // Letters joined to a name make another name: Hebrew בפברואר, Basque otsailaren.
        let suffix = literal.split(char::is_whitespace).next().unwrap_or_default();
        if let (true, Some((name, 3..))) = (joined_left && suffix.chars().any(char::is_alphabetic), field(before)) {
            self.names(name, |name, meaning| add(&format!("{name}{suffix}"), meaning));
        }
        let prefix = literal.rsplit(char::is_whitespace).next().unwrap_or_default();
        if let (true, Some((name, 3..))) = (joined_right && prefix.chars().any(char::is_alphabetic), field(after)) {
            self.names(name, |name, meaning| add(&format!("{prefix}{name}"), meaning));
        }
        let marked = field(before).and_then(mark);
        let time = |part| matches!(part, Some(('H' | 'h' | 'K' | 'k', _)));
        match marked {
            Some(period)
                if joined_left
                    || after.is_none()
                    || matches!(period, Period::Year | Period::Month)
                    || period < Period::Day =>
            {
                add(word, Meaning::Mark(period));
                // What stands in brackets may be left out: (e)ko is eko or ko.
                if let Some((open, close)) = word.find('(').zip(word.find(')')).filter(|(open, close)| open < close) {
                    add(&format!("{}{}", &word[..open], &word[close + 1..]), Meaning::Mark(period));
                    add(&word.replace(['(', ')'], ""), Meaning::Mark(period));
                }
            }
            _ if time(field(after)) => add(word, Meaning::At),
            _ => add(word, Meaning::Link),
        }
    }

    /// The names a pattern's field stands for.
    fn names(&self, field: char, mut add: impl FnMut(&str, Meaning)) {
        let (table, months) = match field {
            'M' | 'L' => ("months", true),
            'E' | 'c' => ("days", false),
            _ => return,
        };
        for width in ["wide", "abbreviated"] {
            for (at, name) in object(&self.gregorian[table]["format"][width]) {
                let Some(name) = name.as_str().filter(|name| !root_month(name)) else { continue };
                let day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|english| english == at);
                match (months, at.parse(), day) {
                    (true, Ok(month @ 1..=12), _) => add(name, Meaning::Month(month)),
                    (false, _, Some(day)) => add(name, Meaning::Weekday(day as u8 + 1)),
                    _ => {}
                }
            }
        }
    }

    fn relative(&self, directions: &[(String, Meaning)], add: &mut dyn FnMut(&str, Meaning)) {
        for (name, period) in DURATIONS {
            let forms = ["long", "short"].map(|style| strings(&self.units[style][format!("duration-{name}")]));
            let forms: BTreeSet<String> =
                forms.concat().iter().map(|form| fold_name(&form.replace("{0}", ""))).collect();
            // What the rules put together of a number, its unit and a word such as "ago" need not be a name.
            let composed = |pattern: &str| {
                let folded = fold_name(pattern);
                forms.contains(folded.replace("{0}", "").trim())
                    || directions.iter().any(|(words, meaning)| {
                        let unit = match meaning {
                            Meaning::Towards(_, true) => {
                                folded.strip_prefix("{0} ").and_then(|rest| rest.strip_suffix(words.as_str()))
                            }
                            Meaning::Towards(_, false) => {
                                folded.strip_prefix(words.as_str()).and_then(|rest| rest.strip_prefix(" {0}"))
                            }
                            _ => None,
                        };
                        unit.is_some_and(|unit| forms.contains(unit.trim()))
                    })
            };
            for style in ["", "-short"] {
                let field = &self.fields[format!("{name}{style}")];
                for (key, text) in object(field) {
                    let Some(text) = text.as_str() else { continue };
                    let offset = key.strip_prefix("relative-type-").and_then(|offset| offset.parse::<i8>().ok());
                    if let Some(offset) =
                        offset.filter(|_| *period >= Period::Day && !text.starts_with(['+', '-', '−']))
                    {
                        add(text, Meaning::Relative(*period, offset));
                        if self.code.as_str() == "kor" {
                            add(&text.replace(' ', ""), Meaning::Relative(*period, offset));
                        }
                    }
                }
                for (direction, meaning) in [("past", Meaning::Ago(*period)), ("future", Meaning::Ahead(*period))] {
                    for pattern in strings(&field[format!("relativeTime-type-{direction}")]) {
                        if pattern.contains("{0}")
                            && !composed(pattern)
                            && !pattern.contains(['+', '−'])
                            && !pattern.trim_start().starts_with('-')
                        {
                            add(pattern, meaning);
                            // CLDR sets a blank that print leaves out.
                            if ["jpn", "zho", "yue", "kor"].contains(&self.code.as_str()) {
                                add(&pattern.replace(' ', ""), meaning);
                            }
                        }
                    }
                }
            }
        }
    }

    /// What "last week" and "last year" have in common, and "3 weeks ago" and "3 years ago".
    fn directions(&self) -> Vec<(String, Meaning)> {
        let mut found: BTreeMap<(String, Meaning), BTreeSet<&str>> = BTreeMap::new();
        for (name, _) in DURATIONS {
            let units: BTreeSet<String> = strings(&self.fields[*name]["displayName"])
                .into_iter()
                .chain(strings(&self.units["long"][format!("duration-{name}")]))
                .flat_map(|text| fold_name(&text.replace("{0}", "")).split(' ').map(str::to_owned).collect::<Vec<_>>())
                .filter(|word| word.chars().count() > 1)
                .collect();
            let is_unit = |word: &str| {
                units.iter().any(|unit| {
                    let common = unit.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
                    let least = unit.chars().count().min(word.chars().count());
                    common == least && least > 1 || common >= 3 && common * 2 > least
                })
            };
            // The words but for the unit's, and whether they follow it.
            let rest = |text: &str| {
                let folded = fold_name(text);
                let words: Vec<&str> = folded.split(' ').collect();
                let at = words.iter().position(|word| is_unit(word))?;
                let last = words.iter().rposition(|word| is_unit(word) || *word == "{0}").unwrap_or(at);
                let before: Vec<&str> = words.get(..at)?.iter().copied().filter(|word| *word != "{0}").collect();
                let after = words.get(last + 1..)?.to_vec();
                match (before.is_empty(), after.is_empty()) {
                    (false, true) => Some((before.join(" "), false)),
                    (true, false) => Some((after.join(" "), true)),
                    _ => None,
                }
            };
            for (key, text) in object(&self.fields[*name]) {
                if let Some(pattern) = key.strip_prefix("relativeTime-type-") {
                    let sign = if pattern == "past" { -1 } else { 1 };
                    for text in strings(text).into_iter().filter(|text| text.contains("{0}")) {
                        if let Some((words, after)) = rest(text) {
                            found.entry((words, Meaning::Towards(sign, after))).or_default().insert(name);
                        }
                    }
                } else if let (Some(offset @ -1..=1), Some(text)) =
                    (key.strip_prefix("relative-type-").and_then(|offset| offset.parse().ok()), text.as_str())
                    && let Some((words, after)) = rest(text)
                {
                    // "На прошлой": what says which is no short word.
                    let longest = words.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
                    let words = if longest.chars().count() > 3 { longest.to_owned() } else { words };
                    found.entry((words, Meaning::Which(offset, after))).or_default().insert(name);
                }
            }
        }
        // Chance leaves other words over of one unit.
        let letters = |words: &str| words.chars().filter(|c| c.is_alphabetic()).count();
        let common = |words: &str, meaning, units: usize| {
            letters(words) > 1 && (units > 1 || matches!(meaning, Meaning::Which(..)) && letters(words) > 3)
        };
        let kept = found.into_iter().filter(|((words, meaning), units)| common(words, *meaning, units.len()));
        kept.map(|(found, _)| found).collect()
    }

    fn measures(&self, add: &mut dyn FnMut(&str, Meaning)) {
        let measure =
            |unit: &str, styles: &[&str], after: Meaning, before: Meaning, add: &mut dyn FnMut(&str, Meaning)| {
                let time = unit.starts_with("duration") && matches!(after, Meaning::Duration(_));
                for style in styles {
                    for (key, text) in object(&self.units[*style][unit]) {
                        // Thai วิ also begins many words.
                        let Some(text) = text.as_str().filter(|text| !text.ends_with("วิ")) else { continue };
                        if key == "displayName" {
                            if *style == "long" {
                                add(text, after);
                            }
                        // Units of time in all cases: "vor 5 Tagen".
                        } else if key.starts_with("unitPattern") || time && key.contains("-count-") {
                            match text.split_once("{0}") {
                                Some((left, right)) if left.trim().is_empty() => add(right, after),
                                Some((left, right)) if right.trim().is_empty() => add(left, before),
                                _ => {}
                            }
                        }
                    }
                }
            };
        let tonne = UNITS.iter().position(|(unit, _)| *unit == "mass-tonne").unwrap_or_default();
        for (at, (unit, _)) in UNITS.iter().enumerate() {
            // Outside English a ton is the metric one.
            let at = if *unit == "mass-ton" && self.code.as_str() != "eng" { tonne } else { at };
            let at = at as u8;
            measure(unit, &["long", "short"], Meaning::Unit(at), Meaning::UnitBefore(at), add);
        }
        for (unit, period) in DURATIONS {
            let unit = format!("duration-{unit}");
            measure(&unit, &["long", "short"], Meaning::Duration(*period), Meaning::DurationBefore(*period), add);
        }
        measure("concentr-percent", &["long"], Meaning::Percent, Meaning::Percent, add);
    }

    fn scales(&self, add: &mut dyn FnMut(&str, Meaning)) {
        for (name, formats) in object(&self.numbers) {
            let tables: Vec<&Value> = if name.starts_with("decimalFormats") {
                vec![&formats["long"]["decimalFormat"], &formats["short"]["decimalFormat"]]
            } else if name.starts_with("currencyFormats") {
                vec![&formats["short"]["standard"]]
            } else {
                continue;
            };
            for (key, pattern) in tables.into_iter().flat_map(object) {
                let power = key.bytes().take_while(|&byte| byte == b'0' || byte == b'1').count() - 1;
                let pattern =
                    pattern.as_str().unwrap_or_default().split(';').next().unwrap_or_default().replace(['\'', '¤'], "");
                let zeros = pattern.matches('0').count();
                let Some((left, right)) = pattern.split_once(&"0".repeat(zeros)).filter(|_| zeros > 0) else {
                    continue;
                };
                let Some(scale) = (power + 1).checked_sub(zeros).filter(|&scale| scale > 1) else { continue };
                let clean = |text: &str| fold_name(text);
                let (left, right) = (clean(left), clean(right));
                if !right.is_empty() {
                    add(&right, Meaning::Scale(scale as u8));
                    if let Some(bare) = right.strip_suffix('.').filter(|bare| bare.chars().count() > 1) {
                        add(bare, Meaning::Scale(scale as u8));
                    }
                }
                if !left.is_empty() {
                    add(&left, Meaning::ScaleBefore(scale as u8));
                }
            }
        }
    }

    fn money(&self, add: &mut dyn FnMut(&str, Meaning), source: &Source<'_>) {
        let rank = |code: &str| {
            let place = PRIORITY.split(' ').position(|one| one == code);
            (self.tender != Some(code), place.unwrap_or(usize::MAX), code.to_owned())
        };
        let (mut full, mut rests) = (BTreeSet::new(), Vec::new());
        let (mut symbols, mut heads) =
            (BTreeMap::<String, Vec<(bool, String)>>::new(), BTreeMap::<String, Vec<String>>::new());
        for code in &source.currencies {
            let facts = &self.currencies[code.as_str()];
            let Ok(iso) = letters(code) else { continue };
            for (key, text) in object(facts) {
                let Some(text) = text.as_str() else { continue };
                if key.starts_with("symbol") {
                    if text != code {
                        symbols.entry(text.into()).or_default().push((key != "symbol", code.clone()));
                        if let Some(bare) = text.strip_suffix('.').filter(|bare| bare.chars().count() > 2) {
                            symbols.entry(bare.into()).or_default().push((key != "symbol", code.clone()));
                        }
                    }
                } else if text != code {
                    if MAJOR.split(' ').any(|major| major == code) || self.tender == Some(code) {
                        add(text, Meaning::Currency(iso));
                    }
                    full.insert(fold_name(text));
                    // The gold of Zimbabwe is a currency in its full name only.
                    if code != "ZWG" {
                        rests.push((code, self.rest(text, code, source)));
                    }
                }
            }
        }
        // Where the country's adjective is unlike its name, the head is the word that stands where heads do in this language.
        let last = rests
            .iter()
            .filter(|(_, (words, rest))| words.len() > 1 && rest.len() == 1 && words.last() == rest.first())
            .count();
        let first = rests
            .iter()
            .filter(|(_, (words, rest))| words.len() > 1 && rest.len() == 1 && words.first() == rest.first())
            .count();
        for (code, (words, rest)) in rests {
            let head = match &rest[..] {
                [one] if words.first() == Some(one) || words.last() == Some(one) => one,
                [_, two] if last > first && words.last() == Some(two) => two,
                [one, _] if first > last && words.first() == Some(one) => one,
                _ => continue,
            };
            let letters = head.chars().filter(|c| c.is_alphabetic()).count();
            let dense = head.chars().all(|c| c >= '\u{1100}' && !c.is_ascii());
            if words.len() > 1 && (letters >= 3 || dense) && !full.contains(head) {
                heads.entry(head.clone()).or_default().push(code.clone());
            }
        }
        for (symbol, mut codes) in symbols {
            // Small letters are words in other languages: kr and lei count at home.
            if symbol.chars().all(|c| c == '.' || c.is_lowercase()) {
                codes.retain(|(_, code)| self.tender == Some(code));
            }
            codes.sort_by_key(|(narrow, code)| (self.tender != Some(code), *narrow, rank(code)));
            if let Some(iso) = codes.first().and_then(|(_, code)| letters(code).ok()) {
                add(&symbol, Meaning::Currency(iso));
            }
        }
        // "Dollar" in languages that write "US-Dollar" as one word.
        let dollars: Vec<String> = object(&self.currencies["USD"])
            .filter(|(key, _)| key.starts_with("displayName"))
            .filter_map(|(_, text)| Some(fold_name(text.as_str()?)))
            .collect();
        for (head, mut codes) in heads {
            if dollars.iter().any(|name| name.ends_with(&head) || name.starts_with(&head)) {
                codes.push("USD".into());
            }
            codes.sort_by_key(|code| rank(code));
            codes.dedup();
            let Some(code) = codes.first() else { continue };
            // One country's own coin is known by its bare name only where it is at home or among the common ones.
            if let Ok(iso) = letters(code) {
                add(&head, Meaning::Currency(iso));
                if let Some(bare) = self.unpossessed(&head) {
                    add(&bare, Meaning::Currency(iso));
                }
            }
        }
    }

    /// The words of a currency's name, and those of them that are unlike its country's: "dollar" of "Australian dollar".
    fn rest(&self, name: &str, code: &str, source: &Source<'_>) -> (Vec<String>, Vec<String>) {
        let words: Vec<String> = fold_name(name).split(' ').map(str::to_owned).collect();
        if words.iter().any(|word| word.starts_with('(')) {
            return (words, Vec::new());
        }
        let mut territories = Vec::new();
        for territory in source.territories.get(code).into_iter().flatten() {
            for variant in ["", "-alt-short", "-alt-variant"] {
                if let Some(name) = self.territories[format!("{territory}{variant}")].as_str() {
                    territories
                        .extend(fold_name(name).split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned));
                }
            }
        }
        let foreign = |word: &String| {
            territories.iter().any(|territory| {
                let common = word.chars().zip(territory.chars()).take_while(|(a, b)| a == b).count();
                common >= 3 || common == word.chars().count() || common == territory.chars().count()
            })
        };
        let rest = words.iter().filter(|word| !foreign(word)).cloned().collect();
        (words, rest)
    }

    /// Turkic languages say "dolları" of a country's dollar, and "dollar" without.
    fn unpossessed(&self, head: &str) -> Option<String> {
        let turkic = ["aze", "tur", "kaz", "kir", "uzb", "tuk", "tat", "bak", "uig", "crh", "kaa"];
        if !turkic.contains(&self.code.as_str()) {
            return None;
        }
        let endings =
            ["si", "su", "sü", "sy", "сы", "сі", "си", "сү", "i", "u", "ü", "y", "ы", "і", "и", "у", "ү", "ى"];
        endings
            .iter()
            .find_map(|ending| head.strip_suffix(ending))
            .filter(|bare| bare.chars().count() > 2)
            .map(str::to_owned)
    }

    /// Lines for the tests: what CLDR's own patterns and names make of known values.
    fn sample(&self, samples: &mut String) -> Result<()> {
        let system = self.numbers["defaultNumberingSystem"].as_str().unwrap_or("latn");
        let mut line = |kind: &str, value: &str, text: &str| {
            let text = native(text, system);
            writeln!(samples, "{}\t{}\t{kind}\t{value}\t{text}", self.code, self.tag)
        };
        let formats = &self.gregorian["dateFormats"];
        let available = &self.gregorian["dateTimeFormats"]["availableFormats"];
        for (kind, value, pattern) in [
            ("long", "2024-02-04", &formats["long"]),
            ("full", "2024-02-04", &formats["full"]),
            ("medium", "2024-02-04", &formats["medium"]),
            ("month", "2024-02", &available["yMMMM"]),
            ("day", "--02-04", &available["MMMMd"]),
        ] {
            if let Some(pattern) = pattern.as_str() {
                line(kind, value, &self.format(pattern))?;
            }
        }
        for (kind, value, unit, number) in [
            ("quantity", "5 km", "length-kilometer", "5"),
            ("duration", "P5D", "duration-day", "5"),
            ("duration", "PT5H", "duration-hour", "5"),
            ("percent", "50", "concentr-percent", "50"),
        ] {
            if let Some(pattern) = self.units["long"][unit]["unitPattern-count-other"].as_str() {
                line(kind, value, &pattern.replace("{0}", number))?;
            }
        }
        let currencies = &self.currencies;
        if let Some(name) = currencies["EUR"]["displayName-count-other"].as_str() {
            line("money", "5 EUR", &format!("5 {name}"))?;
        }
        if let Some(name) = currencies["USD"]["displayName-count-other"].as_str() {
            line("money", "5 USD", &format!("5 {name}"))?;
        }
        if let Some(name) = self.fields["day"]["relative-type--1"].as_str().filter(|name| !name.starts_with('-')) {
            line("relative", "-P1D", name)?;
        }
        let ago = self.fields["day"]["relativeTime-type-past"]["relativeTimePattern-count-other"].as_str();
        if let Some(pattern) = ago.filter(|pattern| pattern.contains("{0}") && !pattern.contains(['-', '−', '+'])) {
            line("relative", "-P5D", &pattern.replace("{0}", "5"))?;
        }
        Ok(())
    }

    /// Sunday, 4 February 2024 by a pattern.
    fn format(&self, pattern: &str) -> String {
        let name = |table: &str, context: &str, width: usize, key: &str| {
            let width = ["abbreviated", "wide"][usize::from(width == 4)];
            self.gregorian[table][context][width][key].as_str().unwrap_or_default().to_owned()
        };
        parts(pattern)
            .into_iter()
            .map(|part| match part {
                Part::Literal(literal) => literal,
                Part::Field('y', 2) => "24".into(),
                Part::Field('y', _) => "2024".into(),
                Part::Field('M' | 'L', 1) => "2".into(),
                Part::Field('M' | 'L', 2) => "02".into(),
                Part::Field('M', width) => name("months", "format", width, "2"),
                Part::Field('L', width) => name("months", "stand-alone", width, "2"),
                Part::Field('d', 1) => "4".into(),
                Part::Field('d', _) => "04".into(),
                Part::Field('E', width) => name("days", "format", width, "sun"),
                Part::Field('c', width) => name("days", "stand-alone", width, "sun"),
                Part::Field('G', _) => self.gregorian["eras"]["eraAbbr"]["1"].as_str().unwrap_or_default().into(),
                Part::Field(..) => String::new(),
            })
            .collect()
    }
}

fn root_month(name: &str) -> bool {
    name.len() == 3 && name.starts_with('M') && name[1..].chars().all(|c| c.is_ascii_digit())
}

/// A date pattern of UTS #35 as fields and literals.
fn parts(pattern: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut literal = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            if chars.next_if_eq(&'\'').is_some() {
                literal.push('\'');
                continue;
            }
            while let Some(quoted) = chars.next() {
                if quoted == '\'' && chars.next_if_eq(&'\'').is_none() {
                    break;
                }
                literal.push(quoted);
            }
        } else if c.is_ascii_alphabetic() {
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            let mut width = 1;
            while chars.next_if_eq(&c).is_some() {
                width += 1;
            }
            parts.push(Part::Field(c, width));
        } else {
            literal.push(c);
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    parts
}

/// The text with its ASCII digits in the numbering system, where that is one of the common ones.
fn native(text: &str, system: &str) -> String {
    let zero = match system {
        "arab" => '٠',
        "arabext" => '۰',
        "beng" => '০',
        "deva" => '०',
        "mymr" => '၀',
        "olck" => '᱐',
        "tibt" => '༠',
        "adlm" => '𞥐',
        "cakm" => '𑄶',
        "nkoo" => '߀',
        "rohg" => '𐴰',
        "hmnp" => '𞅀',
        "mtei" => '꯰',
        "sunu" => '𑯰',
        _ => return text.to_owned(),
    };
    text.chars()
        .map(|c| {
            if c.is_ascii_digit() {
                digit(c).and_then(|n| char::from_u32(u32::from(zero) + u32::from(n))).unwrap_or(c)
            } else {
                c
            }
        })
        .collect()
}
