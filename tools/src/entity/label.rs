//! Labels that the entity pack is trained on: what the accurate tagger says of plain text.

use super::Outcome;
use flate2::Compression;
use flate2::write::GzEncoder;
use hamisi::Span;
use hamisi::accurate::Accurate;
use hamisi::code::Code;
use hamisi::entity::lexicon::Lexicon;
use hamisi::entity::tagger::network::TAGS;
use hamisi::entity::tagger::token::Token;
use hamisi::entity::tagger::{Model, Stretch, Workspace};
use hamisi::pack::Pack;
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;
use std::{fs, time};

/// What is read and written.
#[derive(clap::Args)]
pub struct Options {
    /// Files LANGUAGE.LOT.tsv, a line `origin<TAB>sentence`
    #[arg(required = true)]
    texts: Vec<PathBuf>,
    /// The gazetteer pack
    #[arg(long, default_value = "src/entity/gazetteer.pack")]
    gazetteer: PathBuf,
    /// The entity pack
    #[arg(long, default_value = "src/entity/entity.pack")]
    entity: PathBuf,
    /// The accurate pack
    #[arg(long, default_value = "src/accurate/accurate.pack")]
    accurate: PathBuf,
    /// Folder that LANGUAGE.LOT.jsonl.gz go to; what is there is not made again
    #[arg(long)]
    out: PathBuf,
}

/// A sentence with its labels; offsets are in code points.
#[derive(Serialize)]
struct Labelled<'t> {
    text: &'t str,
    origin: &'t str,
    /// The mean probability of the likeliest tags.
    confidence: f32,
    /// The probabilities of the tags, of 255; tokens that are not listed are surely in no name.
    soft: Vec<(usize, usize, [u8; TAGS])>,
}

/// The least probability, of 255, at which a token is in no name for sure.
const SURE: u8 = 254;

/// Labels the texts, file by file.
pub fn run(options: &Options) -> Outcome<()> {
    let start = time::Instant::now();
    let gazetteer = Pack::new(fs::read(&options.gazetteer)?)?;
    let taggers = Taggers {
        lexicon: Lexicon::new(&gazetteer)?,
        model: Model::new(Pack::new(fs::read(&options.entity)?)?)?,
        accurate: Accurate::new(Pack::new(fs::read(&options.accurate)?)?)?,
    };
    fs::create_dir_all(&options.out)?;
    let mut count = 0;
    for path in &options.texts {
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a file without a name")?;
        let language = name.get(..3).and_then(Code::new).ok_or("a file name without a language")?;
        let out = options.out.join(format!("{name}.jsonl.gz"));
        if out.exists() {
            continue;
        }
        let lines = taggers.label(&fs::read_to_string(path)?, language)?;
        count += lines.len();
        // Whoever is interrupted leaves no half a file.
        let partial = out.with_extension("partial");
        let mut file = GzEncoder::new(fs::File::create(&partial)?, Compression::default());
        for line in lines {
            writeln!(file, "{line}")?;
        }
        file.finish()?;
        fs::rename(partial, out)?;
        eprintln!("{:>6.0} s  {name}, {count} sentences so far", start.elapsed().as_secs_f32());
    }
    Ok(())
}

/// Both networks, and what they know of names.
struct Taggers<'p> {
    lexicon: Lexicon<'p>,
    model: Model,
    accurate: Accurate,
}

impl Taggers<'_> {
    /// The labelled sentences of a file, as JSON.
    fn label(&self, text: &str, language: Code) -> Outcome<Vec<String>> {
        let mut sentences = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let (origin, sentence) = line.trim_end_matches('\n').split_once('\t').ok_or("a line without an origin")?;
            let start = at + origin.len() + 1;
            sentences.push((origin, Span::new(start, start + sentence.len())));
            at += line.len();
        }
        let spans: Vec<Span> = sentences.iter().map(|(_, span)| *span).collect();
        // All at once: the network is quicker with more than one sentence.
        let reading = self.accurate.read(text, &spans, &mut |_| true).ok_or("reading was ended")?;
        let mut work = Workspace::default();
        let label = |(origin, span): (&str, Span)| {
            let stretch = Stretch { span, language, lexicon: Some(&self.lexicon), reading: Some(&reading) };
            let odds = self.model.odds(text, &stretch, &mut work);
            Ok(serde_json::to_string(&labelled(span.of(text), origin, span.start, &odds))?)
        };
        sentences.into_iter().map(label).collect()
    }
}

/// A sentence that begins at `first` of its file, with what is said of its tokens.
fn labelled<'t>(text: &'t str, origin: &'t str, first: usize, odds: &[(Token, u8, [f32; TAGS])]) -> Labelled<'t> {
    let chosen: f32 = odds.iter().map(|(_, tag, odds)| odds[usize::from(*tag)]).sum();
    let mut soft = Vec::new();
    let (mut points, mut read) = (0, 0);
    for (token, _, odds) in odds {
        let span = Span::new(token.span.start - first, token.span.end - first);
        let start = points + Span::new(read, span.start).of(text).chars().count();
        (points, read) = (start + span.of(text).chars().count(), span.end);
        let shares = odds.map(|share| (share * 255.0).round() as u8);
        if shares[0] < SURE {
            soft.push((start, points, shares));
        }
    }
    let confidence = (chosen / odds.len().max(1) as f32 * 1000.0).round() / 1000.0;
    Labelled { text, origin, confidence, soft }
}
