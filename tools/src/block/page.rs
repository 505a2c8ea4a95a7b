//! Pages with their main text, as documents whose blocks are content or not.

use super::Outcome;
use hamisi::Span;
use hamisi::block::{Classifier, Kind};
use hamisi::source::{self, Hint, Structure};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// A page and its main text.
pub struct Page {
    pub name: String,
    /// What a reader sees, one block a line.
    pub text: String,
    pub structure: Structure,
    pub main: String,
    /// Whether people checked the main text.
    pub gold: bool,
}

impl Page {
    /// The page's site, near enough, as a number.
    pub fn site(&self) -> u64 {
        let (_, name) = self.name.split_once('-').unwrap_or(("", &self.name));
        let site: String = name.chars().take_while(|c| c.is_alphabetic()).collect();
        let mut hasher = DefaultHasher::new();
        site.hash(&mut hasher);
        hasher.finish()
    }
}

/// The pages in `folder/gold` and `folder/silver`.
pub fn read(folder: &Path) -> Outcome<Vec<Page>> {
    let mut pages = Vec::new();
    for (part, gold) in [("gold", true), ("silver", false)] {
        let mut files: Vec<_> = fs::read_dir(folder.join(part))?.collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::path);
        for path in files.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|e| e == "html")) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let hint = Hint { name: None, media: Some("text/html".into()) };
            let decoded = source::decode(&fs::read(&path)?, &hint)?;
            let main = fs::read_to_string(path.with_extension("txt"))?;
            let structure = decoded.structure.unwrap_or_default();
            pages.push(Page { name, text: decoded.text, structure, main, gold });
        }
    }
    Ok(pages)
}

/// The tokens of `text`: runs of letters and digits, lower case; characters of scripts without spaces one by one.
pub fn tokens(text: &str) -> Vec<u64> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            let mut hasher = DefaultHasher::new();
            word.hash(&mut hasher);
            tokens.push(hasher.finish());
            word.clear();
        }
    };
    for c in text.chars() {
        let unspaced = matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF);
        if unspaced {
            end(&mut word);
            word.push(c);
            end(&mut word);
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else {
            end(&mut word);
        }
    }
    end(&mut word);
    tokens
}

/// F1 of the tokens of `found` against those of `main`, as multisets.
pub fn f1(found: &str, main: &str) -> f64 {
    let (found, main) = (tokens(found), tokens(main));
    let mut left: HashMap<u64, usize> = HashMap::new();
    main.iter().for_each(|token| *left.entry(*token).or_default() += 1);
    let mut both = 0;
    for token in &found {
        if let Some(count) = left.get_mut(token).filter(|count| **count > 0) {
            *count -= 1;
            both += 1;
        }
    }
    if found.len() + main.len() == 0 { 1.0 } else { 2.0 * f64::from(both) / (found.len() + main.len()) as f64 }
}

/// A document to learn from.
pub struct Example {
    pub clues: Vec<Vec<usize>>,
    /// Whether each block is content.
    pub labels: Vec<bool>,
    /// How much each counts.
    pub weights: Vec<f32>,
}

/// What there is to learn from a page: the page with its tags, as lines, as lines with blank lines between, and its main text alone.
pub fn examples(page: &Page, classifier: &Classifier) -> Vec<Example> {
    let spaced = page.text.replace('\n', "\n\n");
    let main_spaced = page.main.replace('\n', "\n\n");
    let gold = Gold::new(&page.main);
    vec![
        example(&page.text, Some(&page.structure), &gold, classifier),
        example(&page.text, None, &gold, classifier),
        example(&spaced, None, &gold, classifier),
        example(&page.main, None, &gold, classifier),
        example(&main_spaced, None, &gold, classifier),
    ]
}

/// Main text, to look blocks up in.
struct Gold {
    lines: HashSet<Vec<u64>>,
    grams: HashSet<[u64; 4]>,
}

impl Gold {
    fn new(main: &str) -> Self {
        Self {
            lines: main.lines().map(tokens).collect(),
            grams: tokens(main).windows(4).filter_map(|gram| gram.try_into().ok()).collect(),
        }
    }

    /// The share of `tokens` that is main text.
    fn share(&self, tokens: &[u64]) -> f64 {
        if tokens.len() < 4 {
            return f64::from(u8::from(self.lines.contains(tokens)));
        }
        let grams = tokens.windows(4);
        let count = grams.len();
        grams.filter(|gram| <&[u64; 4]>::try_from(*gram).is_ok_and(|gram| self.grams.contains(gram))).count() as f64
            / count as f64
    }
}

fn example(text: &str, structure: Option<&Structure>, gold: &Gold, classifier: &Classifier) -> Example {
    let blocks = classifier.clues(text, structure);
    let mut example = Example { clues: Vec::new(), labels: Vec::new(), weights: Vec::new() };
    for (block, clues) in blocks {
        let tokens = tokens(block.span.of(text));
        let share = gold.share(&tokens);
        let label = share >= 0.5;
        // What main texts leave out or keep as they please.
        let moot = match block.kind {
            Kind::Title | Kind::Byline | Kind::Dateline | Kind::EditorNote => !label,
            Kind::Caption | Kind::Credit | Kind::AuthorBio => label,
            _ => tokens.is_empty() || (0.2..0.8).contains(&share),
        };
        let weight = if moot { 0.0 } else { (tokens.len() as f32).sqrt().clamp(1.0, 8.0) };
        example.clues.push(clues);
        example.labels.push(label);
        example.weights.push(weight);
    }
    example
}

/// What a block of an invented page counts: much, since these are few and have what pages hardly have.
const INVENTED: f32 = 30.0;

/// The examples in a folder of invented pages: lines of a kind, a tab and a line, as `tests/data/blocks/README.md` tells.
pub fn invented(folder: &Path, classifier: &Classifier) -> Outcome<Vec<Example>> {
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut examples = Vec::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let (mut text, mut kinds) = (String::new(), Vec::<(Span, bool)>::new());
        for line in fs::read_to_string(path)?.lines() {
            if let Some((kind, line)) = line.split_once('\t') {
                let span = Span::new(text.len(), text.len() + line.len());
                text.push_str(line);
                if kind != "+" {
                    let content = Kind::ALL.into_iter().any(|known| known.as_str() == kind && known.content());
                    kinds.push((span, content));
                }
            }
            text.push('\n');
        }
        let blocks = classifier.clues(&text, None);
        let label = |span: Span| kinds.iter().find(|(known, _)| known.contains(span) || known.start == span.start);
        let labels: Vec<_> = blocks.iter().map(|(block, _)| label(block.span).map(|(_, content)| *content)).collect();
        examples.push(Example {
            weights: labels.iter().map(|label| if label.is_some() { INVENTED } else { 0.0 }).collect(),
            labels: labels.into_iter().map(Option::unwrap_or_default).collect(),
            clues: blocks.into_iter().map(|(_, clues)| clues).collect(),
        });
    }
    Ok(examples)
}
