//! HTML: the text with its mentions marked, as one page that needs no other file and runs no script.
//!
//! Each block has its kind in the margin, each mention its kind as a label, so that colour is never the only sign. All text
//! from the document is escaped, stands as text alone, and takes its direction from its own letters. U+0000, which HTML cannot
//! hold, becomes U+FFFD.

use super::{called, decimal, holding, stretches};
use crate::block::{self, Block};
use crate::entity::{Entity, Kind};
use crate::{Analysis, Offsets, Span, Unit};
use std::fmt;
use std::io::{self, Write};

/// Writes `analysis` as a page.
///
/// # Errors
/// Only those of `writer`.
pub fn write(analysis: &Analysis, mut writer: impl Write) -> io::Result<()> {
    let out = &mut writer;
    let heading = analysis.document.title.as_deref().or_else(|| called(analysis)).unwrap_or("Analysis");
    let tag = if analysis.language.code.is_language() { analysis.language.tag.as_str() } else { "" };
    write!(
        out,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"hamisi {}\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        Escaped(tag),
        env!("CARGO_PKG_VERSION"),
        Escaped(heading),
        include_str!("html.css"),
    )?;
    header(analysis, heading, out)?;
    writeln!(out, "<div class=\"sheet\">\n<main>")?;
    body(analysis, out)?;
    writeln!(out, "</main>\n<aside>")?;
    names(analysis, out)?;
    kinds(analysis, out)?;
    if !analysis.warnings.is_empty() {
        writeln!(out, "<h2>Warnings</h2>\n<ul>")?;
        for warning in &analysis.warnings {
            writeln!(out, "<li>{}</li>", Escaped(warning))?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</aside>\n</div>\n</body>\n</html>")
}

fn header(analysis: &Analysis, heading: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<header>\n<h1 dir=\"auto\">{}</h1>\n<ul class=\"facts\">", Escaped(heading))?;
    let document = &analysis.document;
    for name in &document.byline {
        writeln!(out, "<li>by <bdi>{}</bdi></li>", Escaped(name))?;
    }
    if let Some(published) = &document.published {
        writeln!(out, "<li>published {}</li>", Escaped(published))?;
    }
    if let Some(name) = called(analysis).filter(|&name| name != heading) {
        writeln!(out, "<li><bdi>{}</bdi></li>", Escaped(name))?;
    }
    if let Some(address) = &document.canonical {
        // Anything but a web address could do more than lead somewhere.
        if address.starts_with("https://") || address.starts_with("http://") {
            writeln!(out, "<li><a href=\"{0}\" rel=\"noreferrer\">{0}</a></li>", Escaped(address))?;
        } else {
            writeln!(out, "<li>{}</li>", Escaped(address))?;
        }
    }
    let length = Offsets::new(&analysis.text, Unit::Codepoint).length();
    writeln!(
        out,
        "<li>{}</li>\n<li>{}</li>\n<li>{length} characters</li>\n</ul>",
        Escaped(&analysis.source.media),
        Escaped(&analysis.source.encoding)
    )?;
    if !analysis.languages.is_empty() {
        write!(out, "<div class=\"bar\" aria-hidden=\"true\">")?;
        for share in &analysis.languages {
            write!(out, "<i style=\"width:{}%\"></i>", decimal(share.share * 100.0))?;
        }
        write!(out, "</div>\n<p class=\"languages\">")?;
        for (index, share) in analysis.languages.iter().enumerate() {
            let tenths = (share.share * 1000.0).round() as u32;
            let separator = if index == 0 { "" } else { " · " };
            write!(out, "{separator}{} {}.{}%", share.code, tenths / 10, tenths % 10)?;
        }
        writeln!(out, "</p>")?;
    }
    writeln!(out, "</header>")
}

fn body(analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
    let mut entities = analysis.entities.iter().enumerate().peekable();
    for (index, span) in
        stretches(&analysis.text, analysis.blocks.iter().map(|block| block.span)).into_iter().enumerate()
    {
        let block = analysis.blocks.get(index);
        let class = if block.is_none_or(Block::content) { "content" } else { "around" };
        write!(out, "<div class=\"block {class}\" id=\"block-{index}\"><div class=\"margin\">")?;
        let mut lang = String::new();
        if let Some(block) = block {
            write!(out, "<b>{}</b> ", block.kind.as_str().replace('_', " "))?;
            if block.language.is_language() && block.language != analysis.language.code {
                write!(out, "{} ", block.language)?;
                lang = format!(" lang=\"{}\"", block.language);
            }
            if let Some(earlier) = block.duplicate_of {
                write!(out, "<a href=\"#block-{earlier}\">said before</a>")?;
            }
        }
        let tag = match block.map(|block| block.kind) {
            Some(block::Kind::Title) => "h2",
            Some(block::Kind::Subheading) => "h3",
            Some(block::Kind::Quote) => "blockquote",
            Some(block::Kind::Code) => "pre",
            _ => "p",
        };
        write!(out, "</div><{tag} class=\"text\" dir=\"auto\"{lang}>")?;
        let mut at = span.start;
        while let Some(&(number, entity)) = entities.peek()
            && entity.span.start < span.end
        {
            // A mention over two blocks is marked in both.
            let inside = Span::new(entity.span.start.max(at), entity.span.end.min(span.end));
            if !inside.is_empty() {
                write!(out, "{}", Escaped(Span::new(at, inside.start).of(&analysis.text)))?;
                mark(analysis, number, entity, inside, out)?;
                at = inside.end;
            }
            if entity.span.end > span.end {
                break;
            }
            entities.next();
        }
        writeln!(out, "{}</{tag}></div>", Escaped(Span::new(at, span.end).of(&analysis.text)))?;
    }
    Ok(())
}

fn mark(analysis: &Analysis, number: usize, entity: &Entity, inside: Span, out: &mut impl Write) -> io::Result<()> {
    write!(out, "<mark class=\"{0}\" data-kind=\"{0}\"", entity.kind)?;
    if inside.start == entity.span.start {
        write!(out, " id=\"mention-{number}\"")?;
    }
    if let Some(value) = entity.value.as_ref().and_then(super::value::short) {
        write!(out, " title=\"{}\"", Escaped(&value))?;
    }
    write!(out, ">{}</mark>", Escaped(inside.of(&analysis.text)))
}

/// The names, most mentioned first, each with links to its mentions.
fn names(analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
    if analysis.names.is_empty() {
        return Ok(());
    }
    let mut names: Vec<_> = analysis.names.iter().collect();
    crate::sort::by_key(&mut names, |name| std::cmp::Reverse(name.mentions.len()));
    writeln!(out, "<h2>Names</h2>\n<ul>")?;
    for name in names {
        write!(out, "<li><bdi>{}</bdi> <span class=\"kind {1}\">{1}</span>", Escaped(&name.name), name.kind)?;
        for (index, alias) in name.aliases.iter().enumerate() {
            write!(out, "{} <bdi>{}</bdi>", if index == 0 { " also" } else { "," }, Escaped(alias))?;
        }
        for (scheme, id) in &name.links {
            write!(out, " {}:{}", Escaped(scheme), Escaped(id))?;
        }
        for (count, mention) in (1..).zip(&name.mentions) {
            let block = analysis.entities.get(*mention).and_then(|e| holding(&analysis.blocks, e.span, |b| b.span));
            let place = block.map_or("mention", |block| block.kind.as_str());
            write!(out, " <a href=\"#mention-{mention}\" title=\"{place}\">{count}</a>")?;
        }
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ul>")
}

/// How many mentions there are of each kind.
fn kinds(analysis: &Analysis, out: &mut impl Write) -> io::Result<()> {
    if analysis.entities.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Mentions</h2>\n<ul>")?;
    for kind in Kind::ALL {
        let count = analysis.entities.iter().filter(|entity| entity.kind == kind).count();
        if count > 0 {
            writeln!(out, "<li><span class=\"kind {kind}\">{kind}</span> {count}</li>")?;
        }
    }
    writeln!(out, "</ul>")
}

/// Text for an element or an attribute in double quotes.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\r', '\0']) {
            let (before, after) = rest.split_at(at);
            f.write_str(before)?;
            f.write_str(match after.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'"') => "&quot;",
                Some(b'\'') => "&#39;",
                // A bare carriage return would be read as a line feed.
                Some(b'\r') => "&#13;",
                _ => "\u{FFFD}",
            })?;
            rest = after.get(1..).unwrap_or_default();
        }
        f.write_str(rest)
    }
}
