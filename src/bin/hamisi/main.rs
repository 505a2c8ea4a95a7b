//! The `hamisi` command.

mod input;
mod ordered;
mod output;
mod record;

use clap::{Parser, ValueEnum};
use hamisi::entity::{Day, Dictionary};
use hamisi::export::{Format, Settings, report::Report};
use hamisi::language::Code;
use hamisi::{Options, Pipeline, Stage, TaggerKind, Unit};
use input::{Input, Reading};
use output::{Output, Render};
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

const EXAMPLES: &str = "\
Examples:
  hamisi article.txt                          a report to read
  hamisi --format json page.html              everything, for programs
  hamisi --format csv news/ > mentions.csv    the mentions of all files of a folder
  hamisi --format html --output out/ news/    a page for each file
  curl -s example.org | hamisi --input html   from a pipe
  hamisi --input jsonl --stages languages < records.jsonl
                                              {\"id\",\"text\"} a line in, an answer a line out

Exit status: 0 all went well, 1 some input could not be analysed, 2 the command line is wrong.";

/// Finds the blocks, sentences, words, languages, names, dates and amounts of any text.
#[derive(Parser)]
#[command(name = "hamisi", version, after_help = EXAMPLES, max_term_width = 100)]
struct Args {
    /// Files, folders (with all files in them but hidden ones) or - for standard input [default: -]
    #[arg(value_name = "FILE|DIR|-")]
    paths: Vec<PathBuf>,

    /// What files hold; jsonl: one {"id","text"} a line, streamed, answered in order, one a line
    ///
    /// A line that is no such record, or is longer than 256 MiB, is reported and answered by an object with "id" and "error",
    /// so that answers keep their places; blank lines are passed over. With auto, the name and the bytes tell; files named
    /// .jsonl and .ndjson are jsonl.
    #[arg(long, value_enum, default_value_t = Reading::Auto, help_heading = "Reading")]
    input: Reading,

    /// What is wanted, separated by commas: blocks, sentences, words, languages, entities [default: all but words]
    #[arg(long, value_name = "STAGES", value_parser = stages, help_heading = "Analysis")]
    stages: Option<List<Stage>>,

    /// The only languages that may be answered: ISO 639-3 codes, separated by commas
    #[arg(long, value_name = "CODES", value_parser = codes, help_heading = "Analysis")]
    languages: Option<List<Code>>,

    /// Tell of each sentence, run and entity what decided about it, and of runs the next likely language
    ///
    /// With the accurate tagger that takes several times as long: each name is read again without each word around it.
    #[arg(long, help_heading = "Analysis")]
    explain: bool,

    /// What "yesterday" is relative to [default: the document's own date, else left open]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date, help_heading = "Analysis")]
    reference_date: Option<Day>,

    /// Your own names: CSV or JSON of text, kind and id
    #[arg(long, value_name = "FILE", help_heading = "Analysis")]
    dictionary: Option<PathBuf>,

    /// The model that finds names; accurate adds a transformer to the small network: it finds more, and is hundreds of times slower
    #[arg(long, value_enum, default_value_t = Tagger::Fast, help_heading = "Analysis")]
    tagger: Tagger,

    /// How to answer [default: text, or jsonl where all input is jsonl]
    ///
    /// json gives one object for one file and an array for a folder, several files or jsonl. brat, webannotation and html hold
    /// one document each and need --output for more.
    #[arg(long, value_parser = format(), help_heading = "Output")]
    format: Option<Format>,

    /// What start and end count
    #[arg(long, value_enum, default_value_t = Offsets::Codepoint, help_heading = "Output")]
    offsets: Offsets,

    /// Put the analysed text into the answer
    #[arg(long, help_heading = "Output")]
    text: bool,

    /// Where to write: a file, or a folder (one that exists, or a name with / at its end) that gets a file for each document
    #[arg(long, value_name = "FILE|DIR", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Whether a report is coloured; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = "Output")]
    color: Color,

    /// How many threads work [default: as many as the machine has cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Output")]
    threads: Option<u16>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tagger {
    Fast,
    Accurate,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
enum Offsets {
    Codepoint,
    Utf8,
    Utf16,
}

/// Values that were separated by commas.
#[derive(Clone)]
struct List<T>(Vec<T>);

fn stages(names: &str) -> Result<List<Stage>, String> {
    match Stage::list(names) {
        Ok(stages) if stages.is_empty() => Err("name at least one stage".to_owned()),
        Ok(stages) => Ok(List(stages)),
        Err(error) => Err(error.to_string()),
    }
}

fn codes(codes: &str) -> Result<List<Code>, String> {
    let codes: Vec<_> = codes.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
    if codes.is_empty() {
        return Err("name at least one language, such as eng".to_owned());
    }
    let code = |&code: &&str| {
        Code::new(code).filter(|code| code.is_language()).ok_or_else(|| {
            format!("\"{code}\" is no ISO 639-3 code of a language; write three letters, such as eng or aze")
        })
    };
    codes.iter().map(code).collect::<Result<_, _>>().map(List)
}

fn date(date: &str) -> Result<Day, String> {
    date.parse().map_err(|_| "there is no such day; write it as 2024-02-29".to_owned())
}

fn format() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.as_str())).try_map(|name| Format::from_name(&name))
}

fn main() -> ExitCode {
    let mut args = Args::parse();
    if args.paths.is_empty() {
        if io::stdin().is_terminal() {
            return usage("nothing to read; name a file or a folder, or pipe text in (hamisi --help shows examples)");
        }
        args.paths.push(PathBuf::from("-"));
    }
    let mut options = Options { reference_date: args.reference_date, explain: args.explain, ..Options::default() };
    options.languages = args.languages.map(|list| list.0);
    options.tagger = match args.tagger {
        Tagger::Fast => TaggerKind::Fast,
        Tagger::Accurate => TaggerKind::Accurate,
    };
    if let Some(List(stages)) = args.stages {
        options.stages = stages;
    }
    if let Some(path) = &args.dictionary {
        let dictionary = std::fs::read(path)
            .map_err(|error| input::explain(&error))
            .and_then(|bytes| Dictionary::read(&bytes).map_err(|error| error.to_string()));
        match dictionary {
            Ok(dictionary) => options.dictionary = Some(dictionary),
            Err(error) => return usage(&format!("{}: {error}", path.display())),
        }
    }
    let pipeline = match Pipeline::new() {
        Ok(pipeline) => pipeline,
        Err(error) => return usage(&format!("{error}; install hamisi anew")),
    };
    if let Err(error) = pipeline.check(&options) {
        return usage(&format!("--languages: {error}"));
    }

    let (inputs, problems) = input::collect(&args.paths, args.input);
    problems.iter().for_each(|problem| eprintln!("hamisi: {problem}"));
    let records = inputs.iter().any(|input| input.records);
    // The shape of the answer follows from the command line, not from how many files a folder happens to hold.
    let many = args.paths.len() > 1 || records || args.paths.iter().any(|path| path.is_dir());
    let format = args.format.unwrap_or_else(|| {
        let all = !inputs.is_empty() && inputs.iter().all(|input| input.records);
        if all { Format::Jsonl } else { Format::Text }
    });
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    let color = match args.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => to_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    let offsets = match args.offsets {
        Offsets::Codepoint => Unit::Codepoint,
        Offsets::Utf8 => Unit::Utf8,
        Offsets::Utf16 => Unit::Utf16,
    };
    let width =
        terminal_size::terminal_size().filter(|_| to_terminal).map_or(80, |(width, _)| usize::from(width.0).min(120));
    let render = Render {
        format,
        settings: Settings { offsets, text: args.text, color },
        report: Report { width, color, compact: records || inputs.len() > 5 },
    };
    let output = match Output::open(render, many, args.output.as_deref(), &inputs) {
        Ok(output) => output,
        Err(problem) => return usage(&problem),
    };
    let threads = args.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let run = Run { pipeline, options, reading: args.input, render, threads, failed: !problems.is_empty() };
    run.all(&inputs, output)
}

/// Says what is wrong with the command line.
fn usage(problem: &str) -> ExitCode {
    eprintln!("hamisi: {problem}");
    ExitCode::from(2)
}

/// All that stays the same while inputs are worked on.
struct Run {
    pipeline: Pipeline,
    options: Options,
    reading: Reading,
    render: Render,
    threads: usize,
    failed: bool,
}

impl Run {
    fn all(mut self, inputs: &[Input], mut output: Output) -> ExitCode {
        output.begin();
        // Documents side by side are worked on side by side; a file of records has enough work for all threads.
        for group in inputs.chunk_by(|one, other| !one.records && !other.records) {
            match group {
                [input] if input.records => self.records(input, &mut output),
                documents => self.documents(documents, &mut output),
            }
        }
        output.finish();
        if self.failed { ExitCode::from(1) } else { ExitCode::SUCCESS }
    }

    fn documents(&mut self, inputs: &[Input], output: &mut Output) {
        let analyze = |input| {
            let decoded = Input::decode(input, self.reading)?;
            let going_on = &mut |_| std::ops::ControlFlow::Continue(());
            Ok((input, self.pipeline.observe(decoded, &self.options, going_on).unwrap_or_default()))
        };
        let mut failed = false;
        ordered::map(
            self.threads.min(inputs.len()),
            inputs.iter(),
            analyze,
            |result: Result<_, String>| match result {
                Ok((input, analysis)) => output.document(input, &analysis),
                Err(problem) => {
                    output.problem(&problem);
                    failed = true;
                }
            },
        );
        self.failed |= failed;
    }

    fn records(&mut self, input: &Input, output: &mut Output) {
        let reader = match input.open() {
            Ok(reader) => reader,
            Err(error) => {
                output.problem(&format!("{}: {}", input.title(), input::explain(&error)));
                self.failed = true;
                return;
            }
        };
        output.begin_records(input);
        let answer = |batch| record::answer(batch, &self.pipeline, &self.options, &self.render);
        let mut failed = false;
        ordered::map(self.threads, record::batches(reader), answer, |answers| {
            for problem in &answers.problems {
                output.problem(&format!("{}:{problem}", input.title()));
                failed = true;
            }
            output.answers(&answers);
        });
        output.finish_records();
        self.failed |= failed;
    }
}
