//! The block stage as a whole: invented pages with the kind of each line, and what holds of any text.

use super::{Block, Classifier, Kind};
use crate::Span;
use crate::pack::{self, Pack};
use crate::segment::{sentences, words};
use crate::source::{Element, Section, Structure, Tag};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A page: its text, and what each block should be.
struct Page {
    name: String,
    text: String,
    expected: Vec<(Span, Kind)>,
}

/// Reads `kind<TAB>line` lines; `+` continues the block, an empty line stays one. Panics at any other line.
fn page(name: &str, lines: &str) -> Page {
    let (mut text, mut expected) = (String::new(), Vec::<(Span, Kind)>::new());
    for (number, line) in lines.lines().enumerate() {
        if !line.is_empty() {
            let (kind, line) = line.split_once('\t').unwrap_or_else(|| panic!("{name}:{}: no tab", number + 1));
            let span = Span::new(text.len(), text.len() + line.len());
            text.push_str(line);
            let span = span.trimmed(&text);
            match kind {
                "+" => expected.last_mut().expect("a block to continue").0.end = span.end,
                kind => {
                    let known = Kind::ALL.into_iter().find(|known| known.as_str() == kind);
                    expected.push((span, known.unwrap_or_else(|| panic!("{name}:{}: no kind {kind}", number + 1))));
                }
            }
        }
        text.push('\n');
    }
    Page { name: name.to_owned(), text, expected }
}

fn pages() -> Vec<Page> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/blocks");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| page(&path.file_stem().unwrap().to_string_lossy(), &std::fs::read_to_string(path).unwrap()))
        .collect()
}

#[test]
fn names_the_kinds_of_invented_pages() {
    let pages = pages();
    assert!(pages.len() >= 38, "{} pages", pages.len());
    let (mut total, mut kinds, mut content, mut table) = (0, 0, 0, String::new());
    for page in &pages {
        let found = blocks(&page.text, None);
        let spans: Vec<_> = found.iter().map(|block| block.span).collect();
        let expected: Vec<_> = page.expected.iter().map(|(span, _)| *span).collect();
        assert_eq!(spans, expected, "{}: blocks begin or end elsewhere", page.name);
        for (block, (span, kind)) in found.iter().zip(&page.expected) {
            total += 1;
            kinds += usize::from(block.kind == *kind);
            content += usize::from(block.content() == kind.content());
            if block.kind != *kind {
                let line: String = span.of(&page.text).chars().take(60).collect();
                writeln!(table, "{:<16} {:<16} not {:<16} {:.2} {line}", page.name, block.kind, kind, block.confidence)
                    .unwrap();
            }
        }
    }
    println!("{total} blocks: {kinds} kinds and {content} of content or not are right\n{table}");
    assert!(kinds * 100 >= total * 98, "{kinds} of {total} kinds are right\n{table}");
    assert!(content == total, "{content} of {total} are rightly content or not\n{table}");
}

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| {
    let cues = include_bytes!("../../tools/data/segment/cues.txt");
    let content = include_bytes!("../../tools/data/segment/content.bin");
    let pack = pack::write("segment", 1, &[("cues", cues), ("content", content)]).unwrap();
    let mut classifier = Classifier::default();
    classifier.add_pack(&Pack::new(pack).unwrap()).unwrap();
    classifier
});

fn blocks(text: &str, structure: Option<&Structure>) -> Vec<Block> {
    CLASSIFIER.blocks(text, structure)
}

/// The text of each block.
fn texts(text: &str) -> Vec<&str> {
    blocks(text, None).iter().map(|block| block.span.of(text)).collect()
}

fn kinds(text: &str) -> Vec<Kind> {
    blocks(text, None).iter().map(|block| block.kind).collect()
}

#[test]
#[should_panic(expected = "no tab")]
fn rejects_a_page_with_a_malformed_line() {
    page("broken", "paragraph without a tab");
}

#[test]
fn ends_lines_at_every_mandatory_break() {
    assert_eq!(
        texts("a\nb\r\nc\rd\u{2028}e\u{2029}f\u{c}g\u{b}h\u{85}i"),
        ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
    );
    assert_eq!(texts("\u{e2}\u{c2}‘’\n中\u{a0}文"), ["\u{e2}\u{c2}‘’", "中\u{a0}文"]);
}

#[test]
fn joins_lines_that_were_wrapped() {
    let text = "The lamp was lit an hour before the ships came in, as the harbour rules required\r\n\
        of every house along the quay, and it was my work to see that the oil did not\r\n\
        run out before the last of them had been made fast. Most nights I fell asleep\r\n\
        over my book and was woken by the bell.\r\n\r\n\
        Nobody ever noticed.\r\n";
    assert_eq!(blocks(text, None).len(), 2);
    let chinese = "清晨的集市上人声鼎沸卖豆腐的老人推着木车慢慢走过石板路车轮发出吱呀的\n\
        声响孩子们追在后面笑着闹着等着他揭开那块湿漉漉的白布看一看今天有没有\n\
        热腾腾的豆花。\n\n老人笑了。";
    assert_eq!(blocks(chinese, None).len(), 2);
}

#[test]
fn wrapped_paragraphs_may_begin_with_an_indent() {
    let text = "   The mill stood at the end of the lane, where the stream leaves the woods and\n\
        becomes a river, or at any rate what people in those parts were pleased to call\n\
        a river when there were strangers about.\n   \
           Nobody had worked there since the flood. The wheel had stopped with one paddle\n\
        raised, and a family of wagtails had taken the paddle for a shelf and brought up\n\
        three broods on it.\n";
    assert_eq!(blocks(text, None).len(), 2, "{:#?}", texts(text));
}

#[test]
fn keeps_items_and_quoted_lines_of_wrapped_mail_apart() {
    let text = "Thank you for the list, which reached me on Monday. I have been through it with\n\
        my brother and we agree with nearly all of it, apart from these two points that\n\
        we should talk about:\n\
        - the price of the second boat, which seems to us a good deal higher than what\n  \
          was said in spring\n\
        - the day\n\
        > Please answer before Friday, because the man who owns the yard is going away for\n\
        > three weeks.\n";
    let found = texts(text);
    assert_eq!(found.len(), 5, "{found:#?}");
    assert!(found[1].starts_with("- the price") && found[1].ends_with("in spring"));
}

#[test]
fn leaves_lists_and_poems_unwrapped() {
    let headlines = "Council votes for a second tram line after a debate of nine hours\n\
        Museum of clocks opens on the hill above the old market\n\
        Nurses of the northern hospitals call off the strike planned for Monday\n\
        River pilots ask for better lights on the lower bridge\n\
        Painter gives her house to the town";
    assert_eq!(blocks(headlines, None).len(), 5);
    let verse = "Upon the hill above the sleeping bay there stands a lonely tree\n\
        That once was planted by a hand that never more returned to see\n\
        How year by year its branches grew and learned to lean towards the west\n\
        As if the wind had promised it that somewhere there it might have rest";
    assert_eq!(blocks(verse, None).len(), 4);
}

#[test]
fn copies_of_a_caption_are_captions_and_point_to_the_first() {
    let paragraph =
        "The market hall has been closed since the winter, when part of its roof came down under the snow. ";
    let text = format!(
        "Market hall to reopen\n\n{paragraph}\nThe market hall in spring\nThe market  hall in SPRING\n\nThe market hall in spring\n{}\n",
        paragraph.repeat(2)
    );
    let found = blocks(&text, None);
    let captions: Vec<_> = found.iter().enumerate().filter(|(_, block)| block.kind == Kind::Caption).collect();
    assert_eq!(captions.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(captions.iter().map(|(_, block)| block.duplicate_of).collect::<Vec<_>>(), [None, Some(2), Some(2)]);
}

#[test]
fn a_text_of_one_line_is_a_paragraph() {
    for text in [
        "Salam",
        "こんにちは",
        "22:00",
        "https://example.org/a",
        "!",
        "Facebook",
        "Read more",
        "12,5",
        "© 2020 Ann Lee",
    ] {
        let found = blocks(text, None);
        assert!(found.len() == 1 && found[0].content(), "{text}: {:?}", found);
    }
    assert_eq!(kinds("Salam, dünya! Bu gün hava çox gözəldir."), [Kind::Paragraph]);
}

#[test]
fn blank_text_has_no_blocks() {
    for text in ["", " ", "\n\n", "\u{3000}\r\n\t", "\u{2029}"] {
        assert!(blocks(text, None).is_empty());
    }
}

/// Tag, section, link density, class words and text.
type Line<'t> = (Tag, Section, f32, &'t [&'t str], &'t str);

/// A page of elements, each on its own line.
fn html(elements: &[Line<'_>]) -> (String, Structure) {
    let (mut text, mut structure) = (String::new(), Structure::default());
    for (tag, section, link_density, hints, line) in elements {
        let start = text.len();
        text.push_str(line);
        structure.elements.push(Element {
            span: Span::new(start, text.len()),
            tag: *tag,
            section: *section,
            link_density: *link_density,
            hints: hints.iter().map(|hint| (*hint).to_owned()).collect(),
            language: None,
            datetime: None,
        });
        text.push('\n');
    }
    (text, structure)
}

#[test]
fn tags_sections_and_links_tell_kinds_of_html() {
    let prose = "The footbridge over the gorge was closed in March, after a walker noticed that two of its planks were missing.";
    let other =
        "The village pays for the planks, the walkers' club for the bolts, and the county, so far, for nothing at all.";
    let last = "Work begins when the snow has gone.";
    let cases: &[(Kind, Line<'_>)] = &[
        (Kind::Navigation, (Tag::ListItem, Section::Navigation, 1.0, &["menu"], "Home")),
        (Kind::Navigation, (Tag::ListItem, Section::Navigation, 1.0, &["menu"], "Weather and tides")),
        (Kind::Title, (Tag::Heading(1), Section::Article, 0.0, &["headline"], "Footbridge to open again in May")),
        (Kind::Byline, (Tag::Other, Section::Article, 0.5, &["byline"], "Ann Lee")),
        (Kind::Dateline, (Tag::Time, Section::Article, 0.0, &["date"], "4 April 2022")),
        (Kind::Paragraph, (Tag::Paragraph, Section::Article, 0.05, &[], prose)),
        (Kind::Subheading, (Tag::Heading(2), Section::Article, 0.0, &[], "Who pays")),
        (Kind::Paragraph, (Tag::Paragraph, Section::Article, 0.0, &[], other)),
        (Kind::ListItem, (Tag::ListItem, Section::Article, 0.0, &[], "two planks of oak")),
        (Kind::ListItem, (Tag::ListItem, Section::Article, 0.0, &[], "forty bolts")),
        (Kind::Quote, (Tag::Quote, Section::Article, 0.0, &[], "It sways a little, and that is as it should be.")),
        (Kind::Table, (Tag::Cell, Section::Article, 0.0, &[], "Length")),
        (Kind::Table, (Tag::Cell, Section::Article, 0.0, &[], "81 m")),
        (Kind::Code, (Tag::Code, Section::Article, 0.0, &[], "cargo add bridge")),
        (Kind::Caption, (Tag::Caption, Section::Article, 0.0, &["figure"], "The bridge seen from below")),
        (Kind::Paragraph, (Tag::Paragraph, Section::Article, 0.0, &[], last)),
        (Kind::Share, (Tag::Control, Section::Article, 0.0, &["share"], "Share")),
        (Kind::ListHeading, (Tag::Heading(3), Section::Aside, 0.0, &["related"], "Related stories")),
        (
            Kind::RelatedHeadline,
            (Tag::ListItem, Section::Aside, 1.0, &["related"], "Walkers find a forgotten mill race"),
        ),
        (Kind::RelatedHeadline, (Tag::ListItem, Section::Aside, 1.0, &["related"], "What the gorge keeps to itself")),
        (Kind::Promo, (Tag::Paragraph, Section::Footer, 0.1, &["newsletter"], "Sign up for our newsletter")),
        (Kind::Navigation, (Tag::ListItem, Section::Footer, 1.0, &["footer"], "Privacy policy")),
    ];
    let elements: Vec<_> = cases.iter().map(|(_, element)| *element).collect();
    let (text, structure) = html(&elements);
    let found = blocks(&text, Some(&structure));
    for (block, (kind, element)) in found.iter().zip(cases) {
        assert_eq!(block.kind, *kind, "{}", element.4);
    }
    assert_eq!(found.len(), cases.len());
}

#[test]
fn elements_out_of_order_or_with_gaps_lose_nothing() {
    let text = "one two three\nfour";
    let element = |start, end| Element {
        span: Span::new(start, end),
        tag: Tag::Paragraph,
        section: Section::Body,
        link_density: 0.0,
        hints: Vec::new(),
        language: None,
        datetime: None,
    };
    for elements in [
        vec![],
        vec![element(4, 7)],
        vec![element(4, 13), element(0, 7)],
        vec![element(0, 7), element(4, 99)],
        vec![element(2, 2), element(3, 4)],
    ] {
        holds(text, Some(&Structure { elements, ..Structure::default() }));
    }
}

#[test]
fn long_texts_and_long_lines_take_linear_time() {
    let line = "a b. ".repeat(100_000);
    assert_eq!(blocks(&line, None).len(), 1);
    let many = "x\n".repeat(20_000);
    assert_eq!(blocks(&many, None).len(), 20_000);
    // Each begins as the first does, which is long.
    let alike = format!(
        "{}\n{}",
        "same beginning of a rather long line ".repeat(20_000),
        "same beginning of a rather long line same end\n".repeat(20_000)
    );
    assert_eq!(blocks(&alike, None).iter().filter(|block| block.duplicate_of == Some(1)).count(), 19_999);
}

/// What holds of the blocks, sentences and words of any text.
fn holds(text: &str, structure: Option<&Structure>) {
    let found: Vec<Block> = blocks(text, structure);
    let mut covered = 0;
    let mut end = 0;
    for (index, block) in found.iter().enumerate() {
        let body = text.get(block.span.start..block.span.end).expect("on character boundaries");
        assert!(!body.is_empty() && body.trim() == body, "{body:?} is empty or not trimmed");
        assert!(block.span.start >= end, "blocks overlap");
        assert!((0.0..=1.0).contains(&block.confidence));
        assert!(block.duplicate_of.is_none_or(|of| of < index && found[of].duplicate_of.is_none()));
        assert!(text[end..block.span.start].trim().is_empty(), "{:?} is in no block", &text[end..block.span.start]);
        end = block.span.end;
        covered += visible(body);
    }
    assert_eq!(covered, visible(text), "text is lost");

    let found_sentences = sentences(text, &found);
    assert!(found_sentences.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    for (index, block) in found.iter().enumerate() {
        let inside: Vec<_> = found_sentences.iter().filter(|sentence| sentence.block == index).collect();
        assert!(inside.iter().all(|sentence| block.span.contains(sentence.span)));
        assert!(inside.iter().all(|sentence| sentence.span.of(text).trim() == sentence.span.of(text)));
        let letters: usize = inside.iter().map(|sentence| visible(sentence.span.of(text))).sum();
        assert_eq!(letters, visible(block.span.of(text)), "text is in no sentence");
    }
    let found_words = words(text, &found);
    assert!(found_words.windows(2).all(|pair| pair[0].end <= pair[1].start));
    assert!(found_words.iter().all(|word| found.iter().any(|block| block.span.contains(*word))));
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Lines such as pages are made of, and some that no page should have.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::string::string_regex("[A-Za-zəıİşğ ,]{0,90}[.?!]?").unwrap(),
        2 => proptest::string::string_regex("[\\p{Han}\\p{Arabic}\\p{Devanagari} 。؟।]{0,40}").unwrap(),
        1 => Just("22:00 02.07.2025".to_owned()),
        1 => Just("Foto: Əli / AFP".to_owned()),
        1 => proptest::string::string_regex("[-*>|#\\t;{}()0-9 a-z]{0,60}").unwrap(),
        1 => proptest::string::string_regex("\\PC{0,30}").unwrap(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_wholly_in_trimmed_ordered_blocks(text in any::<String>()) {
        holds(&text, None);
    }

    #[test]
    fn any_page_is_wholly_in_trimmed_ordered_blocks(
        lines in prop::collection::vec(line(), 0..30),
        ends in prop::collection::vec(prop_oneof![Just("\n"), Just("\n\n"), Just("\r\n"), Just("\r"), Just("\u{2028}")], 1..4),
    ) {
        let ends = ends.iter().cycle();
        let text: String = lines.iter().zip(ends).flat_map(|(line, end)| [line.as_str(), *end]).collect();
        holds(&text, None);
        prop_assert_eq!(blocks(&text, None), blocks(&text, None));
    }

    #[test]
    fn wrapped_text_gives_the_sentences_of_unwrapped_text(
        words in prop::collection::vec("[a-z]{1,9}", 60..120), width in 60_usize..80,
    ) {
        let plain = format!("Once {}.", words.join(" "));
        let (mut wrapped, mut column) = (String::new(), 0);
        for word in plain.split(' ') {
            if column > 0 && column + 1 + word.len() > width {
                wrapped.push('\n');
                column = 0;
            } else if column > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += word.len();
        }
        let found = blocks(&wrapped, None);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(sentences(&wrapped, &found).len(), 1);
    }
}
