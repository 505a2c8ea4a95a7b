//! Where answers go: standard output, a file, or a file for each document.

use crate::input::Input;
use crate::record::Answers;
use hamisi::Analysis;
use hamisi::analysis::Id;
use hamisi::export::json::Failure;
use hamisi::export::report::{Report, Totals};
use hamisi::export::{self, Format, Settings};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::time::{Duration, Instant};

/// How answers look.
#[derive(Clone, Copy)]
pub struct Render {
    pub format: Format,
    pub settings: Settings,
    pub report: Report,
}

impl Render {
    /// One of several documents, without what stands around all of them.
    fn member(&self, analysis: &Analysis, mut writer: impl Write) -> io::Result<()> {
        match self.format {
            Format::Text => self.report.document(analysis, writer),
            Format::Csv => export::csv::rows(analysis, &self.settings, writer),
            format => export::write(analysis, format, &self.settings, &mut writer),
        }
    }

    /// A record's answer. In JSON each has a comma before it.
    pub fn record(&self, analysis: &Analysis, answers: &mut Answers) {
        if self.format == Format::Json {
            answers.bytes.extend_from_slice(b",\n");
        }
        if self.format == Format::Text {
            answers.totals.add(analysis);
        }
        // Memory takes all bytes.
        let _ = self.member(analysis, &mut answers.bytes);
    }

    /// What stands in the place of a record's answer, where the format has a way to say it.
    pub fn failure(&self, id: Option<&Id>, error: &str, bytes: &mut Vec<u8>) {
        if self.format == Format::Json {
            bytes.extend_from_slice(b",\n");
        }
        if matches!(self.format, Format::Json | Format::Jsonl) {
            let _ = serde_json::to_writer(&mut *bytes, &Failure { id, error });
            bytes.push(b'\n');
        }
    }
}

enum Target {
    Stream(Box<BufWriter<dyn Write>>),
    /// A folder, and the file in it that records go to at the moment.
    Folder(PathBuf, Option<BufWriter<File>>),
}

/// Takes answers in order.
pub struct Output {
    render: Render,
    target: Target,
    /// Whether one stream gets several documents.
    many: bool,
    written: usize,
    totals: Totals,
    progress: Progress,
}

impl Output {
    /// Makes ready for the answers to `inputs`. `many`: whether the command line speaks of more than one document.
    pub fn open(render: Render, many: bool, path: Option<&Path>, inputs: &[Input]) -> Result<Self, String> {
        let format = render.format.as_str();
        let alone = matches!(render.format, Format::Brat | Format::WebAnnotation | Format::Html);
        let records = inputs.iter().any(|input| input.records);
        let folder = path.filter(|path| is_folder(path) || (alone && many && !path.is_file()));
        if records && alone {
            return Err(format!(
                "--format {format} holds one document, jsonl many; use --format jsonl, json, csv or conll"
            ));
        }
        let target = if let Some(folder) = folder {
            check_places(inputs, render.format)?;
            Target::Folder(folder.to_owned(), None)
        } else {
            if alone && many {
                return Err(format!("--format {format} holds one document; add --output DIR for a file each"));
            }
            let stream: Box<BufWriter<dyn Write>> = match path {
                Some(path) => {
                    let real = fs::canonicalize(path).ok();
                    let same = |input: &&Input| {
                        real.is_some() && input.path.as_ref().and_then(|path| fs::canonicalize(path).ok()) == real
                    };
                    if inputs.iter().any(|input| same(&input)) {
                        return Err(format!("{}: it is read, so it cannot be written; name another", path.display()));
                    }
                    let file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
                    Box::new(BufWriter::with_capacity(1 << 16, file))
                }
                None => Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
            };
            Target::Stream(stream)
        };
        let silent = matches!(target, Target::Stream(_)) && path.is_none() && io::stdout().is_terminal();
        let progress = Progress::new(inputs.len(), silent);
        Ok(Self { render, target, many, written: 0, totals: Totals::default(), progress })
    }

    /// What stands before all answers.
    pub fn begin(&mut self) {
        let (format, many) = (self.render.format, self.many);
        self.stream(|out| match format {
            Format::Csv => export::csv::header(out),
            Format::Json if many => out.write_all(b"[\n"),
            _ => Ok(()),
        });
    }

    /// What stands before the answers to a file of records.
    pub fn begin_records(&mut self, input: &Input) {
        if let Target::Folder(folder, file) = &mut self.target {
            let path = folder.join(with_ending(&input.place, self.render.format.extension()));
            match create(&path) {
                Ok(created) => *file = Some(created),
                Err(error) => give_up(&path, &error),
            }
            (self.written, self.totals) = (0, Totals::default());
            self.begin();
        }
    }

    /// What stands after them.
    pub fn finish_records(&mut self) {
        if matches!(self.target, Target::Folder(..)) {
            self.finish();
        }
        if let Target::Folder(_, file) = &mut self.target {
            *file = None;
        }
    }

    /// A document's answer.
    pub fn document(&mut self, input: &Input, analysis: &Analysis) {
        self.progress.clear();
        if let Target::Folder(folder, _) = &self.target {
            let done = write_files(folder, input, analysis, &self.render);
            done.unwrap_or_else(|(path, error)| give_up(&path, &error));
        } else {
            let render = self.render;
            let comma = self.many && render.format == Format::Json && self.written > 0;
            self.stream(|out| {
                if comma {
                    out.write_all(b",\n")?;
                }
                render.member(analysis, &mut *out)
            });
        }
        self.written += 1;
        if self.render.format == Format::Text {
            self.totals.add(analysis);
        }
        self.progress.step(1, analysis.text.len());
    }

    /// The answers of a batch, at once, for whoever waits for them.
    pub fn answers(&mut self, answers: &Answers) {
        self.progress.clear();
        let mut bytes = answers.bytes.as_slice();
        if self.written == 0 && self.render.format == Format::Json {
            bytes = bytes.strip_prefix(b",\n").unwrap_or(bytes);
        }
        self.stream(|out| {
            out.write_all(bytes)?;
            out.flush()
        });
        self.written += answers.records;
        self.totals.merge(&answers.totals);
        self.progress.step(0, answers.read);
    }

    /// Says on standard error what went wrong with an input.
    pub fn problem(&mut self, problem: &str) {
        self.progress.clear();
        // What was written so far stands before the message, where both go to one place.
        self.stream(|out| out.flush());
        eprintln!("hamisi: {problem}");
    }

    /// What stands after all answers.
    pub fn finish(&mut self) {
        self.progress.clear();
        let (Render { format, report, .. }, many, written) = (self.render, self.many, self.written);
        let totals = self.totals.clone();
        self.stream(|out| {
            match format {
                Format::Json if many => out.write_all(b"]\n")?,
                Format::Text if written > 1 => totals.write(&report, &mut *out)?,
                _ => {}
            }
            out.flush()
        });
    }

    fn stream(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let done = match &mut self.target {
            Target::Stream(stream) => write(stream),
            Target::Folder(_, Some(file)) => write(file),
            Target::Folder(_, None) => Ok(()),
        };
        done.unwrap_or_else(|error| give_up(Path::new("output"), &error));
    }
}

/// Ends the command: quietly when nobody reads any more, as `head` does, else saying why.
fn give_up(path: &Path, error: &io::Error) -> ! {
    if error.kind() == io::ErrorKind::BrokenPipe {
        exit(0);
    }
    eprintln!("hamisi: {}: it cannot be written: {error}", path.display());
    exit(1);
}

/// Whether the path names a folder: one that is there, or with a slash at its end.
fn is_folder(path: &Path) -> bool {
    path.is_dir()
        || path.as_os_str().as_encoded_bytes().last().is_some_and(|&byte| std::path::is_separator(char::from(byte)))
}

/// Whether each input has an output of its own.
fn check_places(inputs: &[Input], format: Format) -> Result<(), String> {
    let mut taken = HashMap::new();
    for input in inputs {
        if let Some(earlier) = taken.insert(&input.place, input) {
            let name = with_ending(&input.place, format.extension());
            let (one, other) = (earlier.title(), input.title());
            return Err(format!(
                "--output: {one} and {other} would both become {}; name one of them alone",
                name.display()
            ));
        }
    }
    Ok(())
}

/// `news.txt` with `json` becomes `news.txt.json`, so that no two inputs meet and none is overwritten.
fn with_ending(place: &Path, ending: &str) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// A new file, in folders that are made for it.
fn create(path: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::with_capacity(1 << 16, File::create(path)?))
}

/// Writes a document's own file; for brat, which needs it, also the text.
fn write_files(folder: &Path, input: &Input, analysis: &Analysis, render: &Render) -> Result<(), (PathBuf, io::Error)> {
    let path = folder.join(with_ending(&input.place, render.format.extension()));
    let write = |path: &Path, content: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
        let done = create(path).and_then(|mut out| {
            content(&mut out)?;
            out.flush()
        });
        done.map_err(|error| (path.to_owned(), error))
    };
    write(&path, &|out| match render.format {
        Format::Text => render.report.document(analysis, out),
        format => export::write(analysis, format, &render.settings, out),
    })?;
    if render.format == Format::Brat {
        write(&path.with_extension("txt"), &|out| out.write_all(analysis.text.as_bytes()))?;
    }
    Ok(())
}

/// A line on standard error that tells how far long work has come.
struct Progress {
    shown: bool,
    on_screen: bool,
    files: usize,
    done: usize,
    bytes: usize,
    last: Instant,
}

impl Progress {
    /// `silent`: the answers themselves appear on the terminal.
    fn new(files: usize, silent: bool) -> Self {
        let shown = !silent && io::stderr().is_terminal();
        Self { shown, on_screen: false, files, done: 0, bytes: 0, last: Instant::now() }
    }

    fn step(&mut self, done: usize, bytes: usize) {
        self.done += done;
        self.bytes += bytes;
        if self.shown && self.last.elapsed() > Duration::from_millis(200) {
            self.last = Instant::now();
            self.on_screen = true;
            let megabytes = self.bytes as f64 / 1e6;
            if self.files > 1 {
                eprint!("\r{} of {} files, {megabytes:.1} MB ", self.done, self.files);
            } else {
                eprint!("\r{megabytes:.1} MB ");
            }
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.on_screen) {
            eprint!("\r{:40}\r", "");
        }
    }
}
