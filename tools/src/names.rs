//! Names annotated for hamisi, in sentences that nothing learned names from: persons, places and organizations in the sentences of the language data's
//! development part. Here are only offsets: the sentences stay in the data.

use crate::quality::{self, Score};
use hamisi::entity::Kind;
use hamisi::{Options, Pipeline, Span, TaggerKind};
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io::Write as _};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is read, and what comes of it.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder with lid/dev/
    #[arg(long)]
    data: PathBuf,
    /// Folder of the annotations
    #[arg(long, default_value = ANNOTATIONS)]
    annotations: PathBuf,
    /// Packs to measure in place of those in src/
    #[arg(long, num_args = 1..)]
    packs: Vec<PathBuf>,
    /// Measure the fast tagger alone
    #[arg(long)]
    fast: bool,
    /// Measure nothing: write the sentences with their names to this folder, laid out as named-entity data is
    #[arg(long, conflicts_with_all = ["packs", "fast"])]
    out: Option<PathBuf>,
}

/// Where the annotations are, from the project's folder.
pub const ANNOTATIONS: &str = "tools/entity/annotated";

/// A sentence and the names in it.
pub struct Sentence {
    pub text: String,
    pub names: Vec<(Kind, Span)>,
}

/// The sentences of each language, by its code.
///
/// `annotations/CODE.tsv` has a line for each: the line of `sentences/CODE.txt` that it is, the CRC-32 of its text in hexadecimal digits, and names as
/// `PER:3-9`, offsets in code points, separated by blanks.
pub fn read(annotations: &Path, sentences: &Path) -> Outcome<BTreeMap<String, Vec<Sentence>>> {
    let mut all = BTreeMap::new();
    for path in quality::files(annotations, ".tsv")? {
        let code = path.file_stem().and_then(|name| name.to_str()).ok_or("a file without a name")?;
        let texts = sentences.join(code).with_extension("txt");
        let lines = fs::read_to_string(&texts).map_err(|error| format!("{}: {error}", texts.display()))?;
        let lines: Vec<&str> = lines.lines().collect();
        let own = fs::read_to_string(&path)?
            .lines()
            .map(|line| sentence(line, &lines).map_err(|what| format!("{}: {line}: {what}", path.display()).into()))
            .collect::<Outcome<_>>()?;
        all.insert(code.to_owned(), own);
    }
    Ok(all)
}

fn sentence(line: &str, lines: &[&str]) -> Outcome<Sentence> {
    let mut columns = line.split('\t');
    let number: usize = columns.next().unwrap_or_default().parse()?;
    let (_, text) =
        lines.get(number.wrapping_sub(1)).and_then(|line| line.split_once('\t')).ok_or("there is no such sentence")?;
    if columns.next() != Some(&sum(text)) {
        return Err("the sentence is another one".into());
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = |point: &str| Ok::<_, Box<dyn Error>>(*starts.get(point.parse::<usize>()?).ok_or("a name ends after it")?);
    let mut names = Vec::new();
    for name in columns.next().unwrap_or_default().split_whitespace() {
        let (tag, range) = name.split_once(':').ok_or("a name without a kind")?;
        let (start, end) = range.split_once('-').ok_or("a name without an end")?;
        let kind = KINDS.iter().find(|(known, _)| *known == tag).ok_or("an unknown kind")?.1;
        names.push((kind, Span::new(at(start)?, at(end)?)));
    }
    Ok(Sentence { text: text.to_owned(), names })
}

const KINDS: [(&str, Kind); 3] = [("PER", Kind::Person), ("LOC", Kind::Location), ("ORG", Kind::Organization)];

fn sum(text: &str) -> String {
    let mut sum = flate2::Crc::new();
    sum.update(text.as_bytes());
    format!("{:08x}", sum.sum())
}

/// Counts the names that a tagger finds in sentences: persons, locations, organizations.
pub fn count(pipeline: &Pipeline, tagger: TaggerKind, sentences: &[Sentence]) -> [Score; 3] {
    let options = Options { tagger, ..Options::default() };
    let mut scores = <[Score; 3]>::default();
    for sentence in sentences {
        let entities = pipeline.analyze(&sentence.text, &options).entities;
        for ((_, kind), score) in KINDS.iter().zip(&mut scores) {
            let found = entities.iter().filter(|entity| entity.kind == *kind).map(|entity| entity.span);
            let gold = sentence.names.iter().filter(|(known, _)| known == kind).map(|(_, span)| *span);
            score.add(&found.collect::<HashSet<_>>(), &gold.collect());
        }
    }
    scores
}

/// Prints what the taggers find by language, or writes the sentences.
pub fn run(arguments: &Arguments) -> Outcome<()> {
    let languages = read(&arguments.annotations, &arguments.data.join("lid/dev"))?;
    if let Some(out) = &arguments.out {
        return languages.iter().try_for_each(|(code, sentences)| write(&out.join(code), sentences));
    }
    let pipeline = quality::pipeline(&arguments.packs)?;
    let taggers = [("fast", TaggerKind::Fast), ("accurate", TaggerKind::Accurate)];
    for (name, tagger) in taggers.into_iter().take(if arguments.fast { 1 } else { 2 }) {
        println!("{name:<9} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}", "names", "F1", "P", "R", "PER", "LOC", "ORG");
        let mut sums = [0.0; 6];
        for (code, sentences) in &languages {
            let kinds = count(&pipeline, tagger, sentences);
            let all = Score::sum(&kinds);
            let share = |of: usize| all.right as f64 / of.max(1) as f64;
            let [persons, locations, organizations] = kinds.each_ref().map(Score::f1);
            let own = [all.f1(), share(all.found), share(all.expected), persons, locations, organizations];
            let own = own.map(|share| 100.0 * share);
            println!("{code:<9} {:>6} {}", all.expected, own.map(|value| format!("{value:>6.1}")).join(" "));
            sums.iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
        }
        let means = sums.map(|sum| format!("{:>6.1}", sum / languages.len().max(1) as f64));
        println!("{:<16} {}", "mean", means.join(" "));
    }
    Ok(())
}

/// Writes sentences as IOB2, gzipped; tokens end at blanks and where names do.
fn write(folder: &Path, sentences: &[Sentence]) -> Outcome<()> {
    let mut lines = "# source = annotated\n# types = PER,LOC,ORG\n".to_owned();
    for Sentence { text, names } in sentences {
        let mut start = 0;
        let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
        let borders = names.iter().flat_map(|(_, span)| [span.start, span.end]);
        let mut ends: Vec<usize> = ends.chain(borders).chain([text.len()]).collect();
        ends.sort_unstable();
        for end in ends {
            let token = Span::new(start, end).of(text).trim();
            if !token.is_empty() {
                let token_start = end - Span::new(start, end).of(text).trim_start().len();
                let name = names.iter().find(|(_, span)| span.start <= token_start && end <= span.end);
                let tag = name.map_or_else(
                    || "O".to_owned(),
                    |(kind, span)| {
                        let known = KINDS.iter().find(|(_, known)| known == kind).map_or("", |(tag, _)| tag);
                        format!("{}-{known}", if span.start == token_start { "B" } else { "I" })
                    },
                );
                let space = if text[end..].starts_with(char::is_whitespace) { "_" } else { "SpaceAfter=No" };
                writeln!(lines, "{token}\t{tag}\t{space}")?;
            }
            start = end;
        }
        lines.push('\n');
    }
    fs::create_dir_all(folder)?;
    let mut file =
        flate2::write::GzEncoder::new(fs::File::create(folder.join("dev.iob2.gz"))?, flate2::Compression::default());
    file.write_all(lines.as_bytes())?;
    file.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_its_names_by_code_points_and_is_known_by_its_sum() {
        let lines = ["word\tHanı", "sentence\tBakıda Əli Məmmədov SOCAR ilə görüşüb."];
        let line = "2\t9f4c5737\tLOC:0-6 PER:7-19 ORG:20-25";
        let Sentence { text, names } = sentence(line, &lines).expect("it is annotated");
        let parts: Vec<_> = names.iter().map(|(kind, span)| (*kind, span.of(&text))).collect();
        let expected = [(Kind::Location, "Bakıda"), (Kind::Person, "Əli Məmmədov"), (Kind::Organization, "SOCAR")];
        assert_eq!(parts, expected);
        assert!(sentence("1\t9f4c5737\t", &lines).is_err(), "another sentence");
        assert!(sentence("3\t9f4c5737\t", &lines).is_err(), "no sentence");
        assert!(sentence("2\t9f4c5737\tLOC:0-90", &lines).is_err(), "a name beyond the end");
    }

    #[test]
    fn what_is_written_is_read_as_named_entity_data() {
        let text = "Bakıda, l'Oréal-la Əli Məmmədov görüşüb.".to_owned();
        let span = |part: &str| text.find(part).map(|at| Span::new(at, at + part.len())).expect("it is in the text");
        let names = vec![
            (Kind::Location, span("Bakıda")),
            (Kind::Organization, span("Oréal")),
            (Kind::Person, span("Əli Məmmədov")),
        ];
        let folder = std::env::temp_dir().join(format!("hamisi-names-{}", std::process::id()));
        write(&folder, &[Sentence { text: text.clone(), names: names.clone() }]).expect("it is written");
        let read = quality::mentions(&folder.join("dev.iob2.gz")).expect("it is read");
        fs::remove_dir_all(&folder).expect("it was there");
        let expected: Vec<_> =
            ["LOC", "ORG", "PER"].map(str::to_owned).into_iter().zip(names.iter().map(|(_, span)| *span)).collect();
        assert_eq!(read.iter().map(|s| (&s.text, &s.mentions)).collect::<Vec<_>>(), [(&text, &expected)]);
    }
}
