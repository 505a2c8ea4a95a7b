//! HTML: the text a reader sees, block by block, with what the tags say of each.
//!
//! The tokenizer is html5gum's, of the WHATWG HTML standard. [`token`] collects its tags, [`page`] knows which elements
//! are open and puts text into blocks, [`tag`] what each element does, [`metadata`] what a page says of itself.

mod metadata;
mod page;
mod tag;
mod token;

use super::Structure;
use page::Page;

/// Bytes in which a page has to declare its encoding. The standard has 1024, but lets pages do so later at the cost of
/// being read again.
const PRESCAN: usize = 4096;

/// What a reader sees of `html`, one block a line, and what its tags say. `xml`: any tag may close itself.
pub(super) fn read(html: &str, xml: bool) -> (String, Structure) {
    let mut page = Page::new(html.len(), xml);
    token::feed(html.as_bytes(), &mut page);
    page.finish()
}

/// The encoding that a page declares in a `<meta>` or an XML declaration.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes);
    let mut page = Page::new(0, false);
    token::feed(head, &mut page);
    page.metadata.charset.take().filter(|charset| !charset.is_empty()).or_else(|| xml_charset(head))
}

/// `<?xml version="1.0" encoding="windows-1251"?>`
fn xml_charset(head: &[u8]) -> Option<String> {
    let end = head.windows(2).position(|window| window == b"?>")?;
    let declaration = std::str::from_utf8(head.get(..end)?).ok()?.strip_prefix("<?xml")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    value.split(['"', '\'']).nth(1).map(str::to_owned)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::source::{Element, Section, Tag};
    use proptest::prelude::*;

    const NEWS: &str = r##"<!DOCTYPE html>
<html lang="en-GB" class="no-js">
<head>
  <meta charset="utf-8">
  <title>Bridge opens in Gəncə &#8212; The Daily Kür</title>
  <meta property="og:title" content="Bridge opens in Gəncə">
  <meta property="og:url" content="https://kur.example/news/1?ref=share">
  <meta name="author" content="By Ann Lee, Bo Ek">
  <meta property="article:author" content="https://social.example/annlee">
  <meta property="article:published_time" content="2024-02-04T11:00:00+04:00">
  <link rel="canonical" href="https://kur.example/news/1">
  <style>p { color: red }</style>
  <script>document.write("<p>not text</p>")</script>
  <script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Someone Else"}}</script>
</head>
<body class="single sidebar-on">
<nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<main>
<article id="story-1">
  <header>
    <h1>Bridge opens
        in Gəncə</h1>
    <p class="byline">By <a rel="author" href="/ann">Ann Lee</a></p>
    <time datetime="2024-02-04T11:00">4 February 2024</time>
  </header>
  <p>The mayor said the bridge cost &#36;4&nbsp;million &amp; took <b>three</b> years.</p>
  <figure><img src="a.jpg" alt="not text"><figcaption>The bridge. Photo: Bo Ek</figcaption></figure>
  <p>Ferries stop<br>on Monday.
  <p lang="az">Körpü açıldı.
  <blockquote><p>“It is wide.”</p></blockquote>
  <ul><li>Length: 1 km<li>Width: 20 m</ul>
  <pre>a  b
  c</pre>
</article>
<aside class="related-newsList"><h3>Related</h3>
  <div class="item"><a href="/2"><span>Rain in Şəki</span></a><time>22:00 02.07.2025</time></div>
</aside>
</main>
<footer><p>© 2024 The Daily Kür</p><button>Share</button></footer>
<div hidden>secret</div><div style="color:red; DISPLAY : none !important">secret</div>
<span aria-hidden="true">★</span><template><p>secret</p></template><svg><title>secret</title><text>secret</text></svg>
<noscript><p>secret</p></noscript>
</body></html>"##;

    fn texts(html: &str) -> Vec<String> {
        let (text, structure) = read(html, false);
        structure.elements.iter().map(|element| element.span.of(&text).to_owned()).collect()
    }

    fn structure(html: &str) -> Structure {
        read(html, false).1
    }

    fn find<'s>(structure: &'s Structure, text: &str, part: &str) -> &'s Element {
        structure.elements.iter().find(|element| element.span.of(text).starts_with(part)).expect(part)
    }

    /// What must hold for any page: elements in order, on character boundaries, covering all but white space.
    fn check(text: &str, structure: &Structure) {
        let mut end = 0;
        for element in &structure.elements {
            let span = element.span;
            assert!(span.start >= end && !span.is_empty(), "{span:?} after {end}");
            assert!(text[end..span.start].trim().is_empty(), "text outside of blocks");
            assert_eq!(span.trimmed(text), span);
            assert!((0.0..=1.0).contains(&element.link_density));
            assert!(element.hints.len() <= 24);
            end = span.end;
        }
        assert!(text[end..].trim().is_empty(), "text after the last block");
    }

    #[test]
    fn reads_a_news_page() {
        let (text, page) = read(NEWS, false);
        check(&text, &page);
        let expected = [
            "Home",
            "World",
            "Bridge opens in Gəncə",
            "By Ann Lee",
            "4 February 2024",
            "The mayor said the bridge cost $4\u{A0}million & took three years.",
            "The bridge. Photo: Bo Ek",
            "Ferries stop\non Monday.",
            "Körpü açıldı.",
            "“It is wide.”",
            "Length: 1 km",
            "Width: 20 m",
            "a  b\n  c",
            "Related",
            "Rain in Şəki 22:00 02.07.2025",
            "© 2024 The Daily Kür",
            "Share",
        ];
        assert_eq!(texts(NEWS), expected);
        assert_eq!(text, expected.join("\n"));
    }

    #[test]
    fn tells_what_tags_say_of_a_news_page() {
        let (text, page) = read(NEWS, false);
        let cases = [
            ("Home", Tag::ListItem, Section::Navigation, 1.0),
            ("Bridge opens", Tag::Heading(1), Section::Header, 0.0),
            ("By Ann", Tag::Paragraph, Section::Header, 0.75),
            ("4 February", Tag::Time, Section::Header, 0.0),
            ("The mayor", Tag::Paragraph, Section::Article, 0.0),
            ("The bridge.", Tag::Caption, Section::Article, 0.0),
            ("“It is", Tag::Quote, Section::Article, 0.0),
            ("Width", Tag::ListItem, Section::Article, 0.0),
            ("a  b", Tag::Code, Section::Article, 0.0),
            ("Related", Tag::Heading(3), Section::Aside, 0.0),
            ("© 2024", Tag::Paragraph, Section::Footer, 0.0),
            ("Share", Tag::Control, Section::Footer, 0.0),
        ];
        for (part, tag, section, links) in cases {
            let element = find(&page, &text, part);
            assert_eq!((element.tag, element.section), (tag, section), "{part}");
            assert!((element.link_density - links).abs() < 1e-6, "{part}: {}", element.link_density);
        }
        assert_eq!(find(&page, &text, "4 February").datetime.as_deref(), Some("2024-02-04T11:00"));
        assert_eq!(find(&page, &text, "Körpü").language.as_deref(), Some("az"));
        assert_eq!(find(&page, &text, "The mayor").language, None);
        assert_eq!(find(&page, &text, "By Ann").hints, ["byline", "story"]);
        assert_eq!(find(&page, &text, "Rain").hints, ["item", "related", "news", "list"]);
    }

    #[test]
    fn tells_what_a_news_page_says_of_itself() {
        let page = structure(NEWS);
        assert_eq!(page.title.as_deref(), Some("Bridge opens in Gəncə"));
        assert_eq!(page.byline, ["Ann Lee", "Bo Ek"]);
        assert_eq!(page.published.as_deref(), Some("2024-02-04T11:00:00+04:00"));
        assert_eq!(page.canonical.as_deref(), Some("https://kur.example/news/1"));
        assert_eq!(page.language.as_deref(), Some("en-GB"));
    }

    #[test]
    fn finds_authors_wherever_a_page_names_them() {
        let ld = r#"<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],
            "author":[{"@type":"Person","name":"Əli Vəliyev"},"Bo Ek"],"datePublished":"2024-02-04"}]}</script>"#;
        let cases: &[(&str, &[&str])] = &[
            ("<meta name=author content='Lee, Ann'>", &["Lee, Ann"]),
            ("<meta name=author content='Анна Ли; Бо Эк'>", &["Анна Ли", "Бо Эк"]),
            ("<meta property=article:author content=https://x.example/ann>", &[]),
            (ld, &["Əli Vəliyev", "Bo Ek"]),
            ("<a rel='author nofollow' href=/a>Ann  Lee</a>", &["Ann Lee"]),
            ("<p itemprop=author>By <b itemprop=name>Ann Lee</b>, editor</p>", &["Ann Lee"]),
            ("<p class='post-author'>Ann Lee</p>", &["Ann Lee"]),
            ("<p class=byline>By Ann Lee</p><p class=author>3 May 2024</p><p class=author-bio>Ann Lee</p>", &[]),
            ("<p class=author>Ann Lee</p><a rel=author>Bo Ek</a>", &["Bo Ek"]),
        ];
        for (html, names) in cases {
            assert_eq!(structure(html).byline, *names, "{html}");
        }
    }

    #[test]
    fn finds_when_a_page_was_published() {
        let cases = [
            ("<meta itemprop=datePublished content=2024-02-04>", Some("2024-02-04")),
            ("<time itemprop=datePublished datetime='2024-02-04 11:00'>yesterday</time>", Some("2024-02-04T11:00")),
            ("<time pubdate datetime=2024-02-04T11:00:00.000Z>", Some("2024-02-04T11:00:00.000Z")),
            ("<article><time datetime=2024-02-04>a</time><p>b<time datetime=2024-02-04>", Some("2024-02-04")),
            ("<article><time datetime=2024-02-04>a</time><p>b<time datetime=2024-02-05>", None),
            ("<time datetime=2024-02-04>a</time><meta property=article:published_time content=2023>", Some("2023")),
            ("<meta name=date content='4 February 2024'>", None),
            ("<nav><time datetime=2024-02-04>a</time></nav>", None),
        ];
        for (html, published) in cases {
            assert_eq!(structure(html).published.as_deref(), published, "{html}");
        }
    }

    #[test]
    fn passes_over_malformed_linked_data() {
        for json in ["{", "[[[[", "{\"@type\":\"Article\",\"author\":{\"name\":5}}", &"[".repeat(100_000)] {
            let html = format!("<script type=application/ld+json>{json}</script><p>text");
            assert_eq!((structure(&html).byline, texts(&html)), (vec![], vec!["text".to_owned()]));
        }
    }

    #[test]
    fn finds_the_language_and_address() {
        let page =
            structure("<meta http-equiv=content-language content='az, ru'><meta property=og:url content=/x><p>a");
        assert_eq!((page.language.as_deref(), page.canonical.as_deref()), (Some("az"), None));
        let page = structure("<html xml:lang=zh_Hant><link rel='x canonical' href=http://a.example/><p lang=zh-hant>a");
        assert_eq!((page.language.as_deref(), page.canonical.as_deref()), (Some("zh-Hant"), Some("http://a.example/")));
        assert_eq!(page.elements[0].language, None);
    }

    #[test]
    fn collapses_white_space_as_browsers_do() {
        let cases: &[(&str, &[&str])] = &[
            ("  a \n\t b  ", &["a b"]),
            ("<p>a <b> b</b> c</p>", &["a b c"]),
            ("<p>a<b>b</b>c", &["abc"]),
            ("<p>&nbsp;</p><p>a&nbsp;&nbsp;b", &["a\u{A0}\u{A0}b"]),
            ("a<br>b<br/>c", &["a\nb\nc"]),
            ("a<br> <br>b", &["a", "b"]),
            ("<br>a<br></p>", &["a"]),
            ("<pre>\n  a\n\n b\n</pre>", &["a\n\n b"]),
            ("<pre>a<br><br>b</pre>", &["a\n\nb"]),
            ("<textarea>\na <b> c</textarea>", &["a <b> c"]),
            ("a<!-- x -->b<wbr>c&shy;d", &["abc\u{AD}d"]),
            ("a\r\nb\rc", &["a b c"]),
            ("a\0b", &["ab"]),
        ];
        for (html, expected) in cases {
            assert_eq!(texts(html), *expected, "{html}");
        }
    }

    #[test]
    fn reads_entities_as_the_standard_says() {
        let cases = [
            ("&lt;p&gt; &amp;amp; &copy &notit; &nosuch;", "<p> &amp; © ¬it; &nosuch;"),
            ("&#x410;&#1041;&#150;&#0;&#xD800;&#x110000;&#", "АБ–\u{FFFD}\u{FFFD}\u{FFFD}&#"),
            ("AT&T &Auml;&#8212;&hellip;", "AT&T Ä—…"),
            ("<é <3 a<b", "<é <3 a"),
        ];
        for (html, expected) in cases {
            assert_eq!(texts(html), [expected], "{html}");
        }
        assert_eq!(texts("<p title='&quot;>a'>b"), ["b"]);
    }

    #[test]
    fn implies_end_tags() {
        let cases: &[(&str, &[&str])] = &[
            ("<p>a<p>b<div>c</div>d", &["a", "b", "c", "d"]),
            ("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>e", &["a", "b", "c", "d", "e"]),
            ("<dl><dt>a<dd>b<dt>c</dl>", &["a", "b", "c"]),
            ("<select><option>a<option>b</select>c", &["a", "b", "c"]),
            ("<h1>a<h2>b</h1>c", &["a", "b", "c"]),
            ("<b><p>a</b>b</p>c", &["ab", "c"]),
            ("a</p>b", &["a", "b"]),
            ("a</br>b", &["a\nb"]),
            ("<head><title>t</title>a</head>b", &["ab"]),
            ("<title>t</title><p>a", &["a"]),
            ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</ruby>だ", &["漢字だ"]),
            ("<svg><g><text>x<p>a</p></svg>b", &["a", "b"]),
            ("<svg/>a<svg><path/></svg>b", &["a b"]),
            ("</div></article>a<div", &["a"]),
        ];
        for (html, expected) in cases {
            assert_eq!(texts(html), *expected, "{html}");
        }
    }

    #[test]
    fn reads_a_row_of_a_table_as_one_block() {
        let html = "<table><caption>Rain</caption><tr><th>City<th>mm<tr><td>Bakı<td><p>12</p></table>after";
        let (text, page) = read(html, false);
        assert_eq!(texts(html), ["Rain", "City\tmm", "Bakı\t12", "after"]);
        let tags: Vec<Tag> = page.elements.iter().map(|element| element.tag).collect();
        assert_eq!(tags, [Tag::Cell, Tag::Cell, Tag::Cell, Tag::Other]);
        check(&text, &page);
        assert_eq!(texts("<table><td>a<td><td>b</table>"), ["a\t\tb"]);
    }

    #[test]
    fn reads_the_cells_of_a_layout_table_as_blocks() {
        let html = "<table><tr><td><a href=/>Home</a><td>  <td><p>One.</p><p>Two.</p><td>side</table>";
        let (text, page) = read(html, false);
        assert_eq!(texts(html), ["Home", "One.", "Two.", "side"]);
        assert_eq!((page.elements[1].tag, page.elements[3].tag), (Tag::Paragraph, Tag::Cell));
        let densities: Vec<f32> = page.elements.iter().map(|element| element.link_density).collect();
        assert_eq!(densities, [1.0, 0.0, 0.0, 0.0]);
        check(&text, &page);
        let nested = "<table><tr><td>a<td>b<table><tr><td>c<td>d</table>e<tr><td>f<td>g</table>";
        assert_eq!(texts(nested), ["a", "b", "c\td", "e", "f\tg"]);
        assert_eq!(texts("<table><tr><td>a<td>b<br><br>c</table>"), ["a", "b", "c"]);
    }

    #[test]
    fn keeps_links_apart_and_words_together() {
        assert_eq!(texts("<a href=1>One</a><a href=2>Two</a>"), ["One Two"]);
        assert_eq!(texts("<b>T</b>he <a href=1>link</a>s"), ["The links"]);
        assert_eq!(texts("<time>22:00</time>Rain (<time>9:00</time>)"), ["22:00 Rain (9:00)"]);
        assert_eq!(texts("<p>The <button>ECB</button> said</p><button>Share</button>"), ["The ECB said", "Share"]);
    }

    #[test]
    fn an_unclosed_link_ends_where_browsers_end_it() {
        let page = structure("<p><a href=1>one<a name=x>two</a></p><div>three</a>four</div>");
        let densities: Vec<f32> = page.elements.iter().map(|element| element.link_density).collect();
        assert_eq!(densities, [0.5, 0.0]);
    }

    #[test]
    fn hides_what_no_reader_sees() {
        for hidden in [
            "<script>x</script>",
            "<style>x</style>",
            "<noscript><p>x</noscript>",
            "<template><div>x</div></template>",
            "<iframe>x</iframe>",
            "<video><p>x</p></video>",
            "<object><p>x</object>",
            "<dialog>x</dialog>",
            "<p hidden>x</p>",
            "<p style='visibility: hidden'>x</p>",
            "<svg><style>x</style><![CDATA[x]]></svg>",
            "<!-- x --><?x?><!x>",
            "<title>x</title>",
            "<img alt=x>",
            "<input value=x>",
            "<script><!-- <script> x </script> --></script>",
        ] {
            assert_eq!(texts(&format!("<div>a</div>{hidden}<div>b</div>")), ["a", "b"], "{hidden}");
        }
    }

    #[test]
    fn reads_xhtml_whose_tags_close_themselves() {
        let (text, _) =
            read("<html><head><title/><script src='a'/></head><body><div/><p>a<![CDATA[<b>]]></p></body></html>", true);
        assert_eq!(text, "a<b>");
    }

    #[test]
    fn finds_declared_encodings() {
        let cases = [
            ("<!doctype html><meta charset=' windows-1251 '>", Some("windows-1251")),
            ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=Big5'>", Some("Big5")),
            ("<?xml version='1.0' encoding=\"koi8-r\"?><html>", Some("koi8-r")),
            ("<!-- <meta charset=a> --><script>'<meta charset=b>'</script><meta charset=c><meta charset=d>", Some("c")),
            ("<meta name=charset content='charset=x'>", None),
            ("<p>charset=x", None),
        ];
        for (html, expected) in cases {
            assert_eq!(declared_charset(html.as_bytes()).as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn stays_linear_and_bounded_on_hostile_pages() {
        let nested = "<div class='a b c d e f g h'>".repeat(50_000) + "<p>x" + &"</div>".repeat(50_000);
        let many = format!("<div class='{}'>{}", "word ".repeat(40), "<p>a".repeat(50_000));
        let cells = format!("<table><tr>{}<table>", "<td class='aa bb cc'>x".repeat(50_000));
        let links = "<a href=1><b><i>".repeat(50_000);
        let scopes = format!("<p><button>{}{}", "<i>".repeat(600), "<div>x</div></p>".repeat(5_000));
        let authors = "<div class=author>x".repeat(50_000);
        for (html, count) in
            [(authors, 50_000), (nested, 1), (many, 50_000), (cells, 50_000), (links, 0), (scopes, 5_000)]
        {
            let (text, page) = read(&html, false);
            check(&text, &page);
            assert_eq!(page.elements.len(), count);
            let words: usize = page.elements.iter().map(|element| element.hints.len()).sum();
            assert!(words <= html.len() / 8 + 4096, "{words} hint words of {} bytes", html.len());
        }
    }

    /// Pieces that pages are made of, in no order.
    fn soup() -> impl Strategy<Value = String> {
        let tags = [
            "p",
            "div",
            "b",
            "a href=x",
            "li",
            "ul",
            "table",
            "tr",
            "td",
            "caption",
            "svg",
            "title",
            "script",
            "pre",
            "textarea",
            "button",
            "select",
            "option",
            "time datetime=2024",
            "article",
            "h2",
            "code",
            "template",
            "ruby",
            "rt",
            "foreignObject",
            "p hidden",
            "span class='byline author'",
            "i itemprop=author",
            "i itemprop=name",
        ];
        let piece = prop_oneof![
            prop::sample::select(tags.to_vec()).prop_map(|tag| format!("<{tag}>")),
            prop::sample::select(tags.to_vec()).prop_map(|tag| format!("</{}>", tag.split(' ').next().unwrap())),
            prop::sample::select(vec![
                "<br>",
                "<hr>",
                "<img>",
                " ",
                "\n",
                "&nbsp;",
                "<td/>",
                "<!--",
                "-->",
                "\0",
                "<![CDATA["
            ])
            .prop_map(str::to_owned),
            "[a-z é世😀\u{3000}<&;]{1,6}",
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn any_soup_gives_blocks_in_order(html in soup(), xml: bool) {
            let (text, structure) = read(&html, xml);
            check(&text, &structure);
        }
    }
}
