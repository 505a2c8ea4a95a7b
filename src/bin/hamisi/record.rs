//! Records: one `{"id","text"}` a line.

use crate::output::Render;
use hamisi::analysis::Id;
use hamisi::export::report::Totals;
use hamisi::{Options, Pipeline};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, Read};

/// Bytes asked for at once: enough that handing over costs nothing beside the work.
const CHUNK: usize = 256 << 10;

/// The longest line that is held in memory.
const LONGEST: usize = 256 << 20;

/// Whole lines, or what came instead of one.
pub struct Batch {
    /// The number of the first line, from 1.
    first: usize,
    lines: Result<Vec<u8>, String>,
}

/// What goes out for a batch.
#[derive(Default)]
pub struct Answers {
    /// The answers, written.
    pub bytes: Vec<u8>,
    /// What was wrong, each with its line's number before it.
    pub problems: Vec<String>,
    /// How many records there were.
    pub records: usize,
    /// Bytes of the lines.
    pub read: usize,
    /// Sums for a report.
    pub totals: Totals,
}

/// Cuts `reader` into batches of whole lines: all that is there, without waiting for more.
pub fn batches<R: Read>(reader: R) -> Batches<R> {
    Batches { reader, longest: LONGEST, rest: Vec::new(), line: 1, overlong: false, ended: false }
}

/// See [`batches`].
pub struct Batches<R> {
    reader: R,
    /// Bytes a line may have.
    longest: usize,
    /// The beginning of a line whose end has not been read.
    rest: Vec<u8>,
    /// The number of the line that `rest` begins.
    line: usize,
    /// Whether `rest` lies in a line that was given up.
    overlong: bool,
    ended: bool,
}

impl<R: Read> Iterator for Batches<R> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        while !self.ended {
            let known = self.rest.len();
            self.rest.resize(known + CHUNK, 0);
            let fresh = self.rest.get_mut(known..).unwrap_or_default();
            let read = self.reader.read(fresh);
            self.rest.truncate(known + read.as_ref().map_or(0, |&count| count));
            match read {
                Ok(0) => {
                    self.ended = true;
                    let lines = std::mem::take(&mut self.rest);
                    return (!lines.is_empty() && !self.overlong)
                        .then_some(Batch { first: self.line, lines: Ok(lines) });
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    return Some(Batch { first: self.line, lines: Err(format!("reading broke off: {error}")) });
                }
            }
            let fresh = self.rest.get(known..).unwrap_or_default();
            if self.overlong {
                let Some(end) = fresh.iter().position(|&byte| byte == b'\n') else {
                    self.rest.clear();
                    continue;
                };
                self.rest.drain(..=known + end);
                self.line += 1;
                self.overlong = false;
            }
            let searched = if known < self.rest.len() { known } else { 0 };
            let fresh = self.rest.get(searched..).unwrap_or_default();
            if let Some(end) = fresh.iter().rposition(|&byte| byte == b'\n') {
                let rest = self.rest.split_off(searched + end + 1);
                let lines = std::mem::replace(&mut self.rest, rest);
                let first = self.line;
                self.line += lines.iter().filter(|&&byte| byte == b'\n').count();
                return Some(Batch { first, lines: Ok(lines) });
            }
            if self.rest.len() > self.longest {
                self.rest = Vec::new();
                self.overlong = true;
                let problem = format!("the line is longer than {} MiB; split the text", self.longest >> 20);
                return Some(Batch { first: self.line, lines: Err(problem) });
            }
        }
        None
    }
}

/// Analyses the records of a batch and writes the answers.
pub fn answer(batch: Batch, pipeline: &Pipeline, options: &Options, render: &Render) -> Answers {
    let mut answers = Answers::default();
    let lines = match batch.lines {
        Ok(lines) => lines,
        Err(problem) => {
            render.failure(None, &problem, &mut answers.bytes);
            answers.problems.push(format!("{}: {problem}", batch.first));
            answers.records = 1;
            return answers;
        }
    };
    answers.read = lines.len();
    for (number, line) in (batch.first..).zip(lines.split(|&byte| byte == b'\n')) {
        // A byte order mark may begin a file.
        let line = if number == 1 { line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line) } else { line };
        if line.trim_ascii().is_empty() {
            continue;
        }
        answers.records += 1;
        match read(line) {
            Ok((id, text)) => {
                let mut analysis = pipeline.analyze(&text, options);
                analysis.id = id;
                render.record(&analysis, &mut answers);
            }
            Err(Wrong { id, problem }) => {
                render.failure(id.as_ref(), &problem, &mut answers.bytes);
                answers.problems.push(format!("{number}: {problem}"));
            }
        }
    }
    answers
}

/// A line's fields; others are passed over.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    /// Borrowed from the line where it has no escapes.
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// What can be known of a line whose text cannot.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

/// Why a line is no record.
#[derive(Debug, PartialEq)]
struct Wrong {
    id: Option<Id>,
    problem: String,
}

/// Id and text of a line.
fn read(line: &[u8]) -> Result<(Option<Id>, Cow<'_, str>), Wrong> {
    if line.trim_ascii_start().starts_with(b"[") {
        // Serde would take its items for the fields.
        let problem = "column 1: an array; a line is an object such as {\"id\":\"1\",\"text\":\"…\"}".to_owned();
        return Err(Wrong { id: None, problem });
    }
    match serde_json::from_slice::<Record<'_>>(line) {
        Ok(Record { id, text }) => match id.map(name).transpose() {
            Ok(id) => Ok((id, text)),
            Err(problem) => Err(Wrong { id: None, problem }),
        },
        Err(error) => {
            let named = serde_json::from_slice::<Named<'_>>(line).ok();
            let id = named.and_then(|named| named.id).and_then(|id| name(id).ok());
            let text = error.to_string();
            let what = text.rsplit_once(" at line").map_or(text.as_str(), |(what, _)| what);
            let column = error.column();
            let problem =
                format!("column {column}: {what}; a line is an object such as {{\"id\":\"1\",\"text\":\"…\"}}");
            Err(Wrong { id, problem })
        }
    }
}

/// An id: a string's content, a number as it is written.
fn name(id: &RawValue) -> Result<Id, String> {
    let written = id.get();
    match written.as_bytes().first() {
        Some(b'"') => serde_json::from_str(written).map(Id::Text).map_err(|error| format!("id: {error}")),
        Some(b'-' | b'0'..=b'9') => Ok(Id::Number(written.to_owned())),
        _ => Err("the id is neither a string nor a number; write it as one of these".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn batches_join_to_the_input_and_count_its_lines() {
        let input = "one\ntwo\n\nfour äöü\nfive without end".as_bytes();
        for step in 1..=input.len() {
            let mut joined = Vec::new();
            for batch in batches(Trickle(input, step)) {
                let newlines = joined.iter().filter(|&&byte| byte == b'\n').count();
                assert_eq!(batch.first, newlines + 1);
                joined.extend(batch.lines.unwrap());
            }
            assert_eq!(joined, input, "{step} bytes at a time");
        }
    }

    #[test]
    fn gives_up_a_line_that_is_too_long_and_goes_on() {
        let input = b"one\nthis line is too long\nthree\nand this as well, to the end";
        for step in [1, 2, 3, 5, 7] {
            let batches = Batches { longest: 8, ..batches(Trickle(input, step)) };
            let (mut lines, mut wrong) = (Vec::new(), Vec::new());
            for batch in batches {
                match batch.lines {
                    Ok(bytes) => lines.push((batch.first, bytes)),
                    Err(_) => wrong.push(batch.first),
                }
            }
            assert_eq!(lines, [(1, b"one\n".to_vec()), (3, b"three\n".to_vec())], "{step} bytes at a time");
            assert_eq!(wrong, [2, 4]);
        }
    }

    #[test]
    fn keeps_ids_as_written() {
        let id = |line: &str| read(line.as_bytes()).map(|(id, _)| id);
        assert_eq!(id(r#"{"id":"a\"b","text":""}"#), Ok(Some(Id::Text("a\"b".into()))));
        assert_eq!(
            id(r#"{"text":"","id":123456789012345678901234567890}"#),
            Ok(Some(Id::Number("123456789012345678901234567890".into())))
        );
        assert_eq!(id(r#"{"id":null,"text":""}"#), Ok(None));
        assert_eq!(id(r#"{"text":"","more":[1,{"a":2}]}"#), Ok(None));
        assert!(id(r#"{"id":[1],"text":""}"#).is_err());
    }

    #[test]
    fn tells_the_id_of_a_wrong_record() {
        let Wrong { id, problem } = read(br#"{"id":7,"text":8}"#).unwrap_err();
        assert_eq!(id.as_ref().map(Id::as_str), Some("7"));
        assert!(problem.starts_with("column 16: invalid type: integer `8`"), "{problem}");
        assert!(read(br#" ["7","text"]"#).is_err());
        let Wrong { id, problem } = read(br#"{"id":7}"#).unwrap_err();
        assert_eq!(id.as_ref().map(Id::as_str), Some("7"));
        assert!(problem.contains("missing field `text`"), "{problem}");
    }

    #[test]
    fn borrows_text_without_escapes() {
        assert!(matches!(read(br#"{"text":"plain"}"#), Ok((None, Cow::Borrowed("plain")))));
        assert!(matches!(read(br#"{"text":"a\nb"}"#), Ok((None, Cow::Owned(_)))));
    }
}
