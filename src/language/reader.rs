//! Reading a document with the model: words to stretches, stretches to runs, all in one pass of bounded memory.
//!
//! Words are gathered until there are enough of them for a *section*: whole blocks, or parts of a very long one. Each part of a
//! block has a *strand* per script: its words of that script, in order. A strand's words add up; the sum gives its language, informed
//! by the languages of the other strands seen so far, and the search of `run` gives the stretches in others.

use super::address::addresses;
use super::model::words;
use super::run::{self, Search};
use super::scorer::{Gate, Memory, REACH, SILENT, Scorer, Verdict, verdict};
use super::script::{self, Family};
use super::space::Sum;
use super::{Code, Languages, Run, THRESHOLD, Tally};
use crate::segment::Sentence;
use crate::{Span, hash};

/// Words of a section, about.
const SECTION: usize = 2_048;
/// Letters of other strands after which the document's languages count half of what they can count.
const FEW: f32 = 40.0;
/// The part of the probability that the document's languages can have together, before a strand is read.
const INFORMED: f32 = 0.5;
/// Classes whose share of the letters is kept for a strand.
const KEPT: usize = 4;

/// What of a word's evidence counts where it begins like a name, with a capital inside a sentence, and where the capital may be the
/// sentence's.
pub(super) const AS_A_NAME: f32 = 0.35;
const AS_AN_OPENING: f32 = 0.7;
/// The same of a stretch of Han characters, whose languages differ by few of them.
const OF_HAN: f32 = 0.5;
/// Letters of a word that may stand inside a name with a small letter.
const PARTICLE: usize = 3;
/// Letters of a word with a capital that is taken for an initial or a title where a full stop follows.
const TITLE: usize = 2;
/// Letters of a word in capitals that is taken for an acronym.
const ACRONYM: usize = 3;

/// How a word is set off from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// By blanks or nothing.
    Plain,
    /// By a comma, a dash, a number.
    Pause,
    /// By the end of a sentence.
    Stop,
    /// By a quotation mark, bracket, bar or the end of a line.
    Mark,
}

/// A word, or what else has letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub span: Span,
    family: Family,
    pub letters: usize,
    /// Its strand in the section; none for addresses and letters outside of words.
    strand: Option<usize>,
    pub gap: Gap,
    /// How much of what it says counts against the language around it.
    pub counts: f32,
    /// What it says is in the memory of words.
    pub word: u32,
    /// The class it is taken for.
    pub class: u16,
    pub confidence: f32,
}

/// The words of one script in a part of a block.
#[derive(Clone, Debug)]
struct Strand {
    family: Family,
    script: Option<usize>,
    words: usize,
    letters: usize,
    sum: Sum,
    /// Its likely classes in the workspace, with their scores.
    likely: std::ops::Range<usize>,
    /// What the strand adds to the document's languages: class and letters.
    kept: [(u16, f32); KEPT],
    found: Option<Verdict>,
}

/// A block, or a part of a very long one.
#[derive(Clone, Debug)]
struct Part {
    block: usize,
    tokens: std::ops::Range<usize>,
    strands: std::ops::Range<usize>,
}

/// What a call reuses of earlier ones.
pub(super) struct Workspace {
    memory: Memory,
    /// Letters per class of each script, as far as the document is read.
    seen: Vec<Seen>,
    tokens: Vec<Token>,
    /// The words of a section to ask the memory for: token, script and key.
    asked: Vec<(usize, usize, u64)>,
    strands: Vec<Strand>,
    parts: Vec<Part>,
    addresses: Vec<Span>,
    likely: Vec<(u16, f32)>,
    search: Search,
}

impl Workspace {
    pub fn new() -> Self {
        Self {
            memory: Memory::new(),
            seen: Vec::new(),
            tokens: Vec::new(),
            asked: Vec::new(),
            strands: Vec::new(),
            parts: Vec::new(),
            addresses: Vec::new(),
            likely: Vec::new(),
            search: Search::default(),
        }
    }
}

/// Reads one document.
pub(super) struct Reader<'a> {
    scorer: &'a Scorer,
    text: &'a str,
    sentences: &'a [Sentence],
    /// The sentence that was last written to, and the letters of each language in it.
    sentence: usize,
    in_sentence: Vec<(Code, usize)>,
    /// The letters of each run of a part.
    letters: Vec<usize>,
    found: Languages,
    tally: Tally,
}

/// The letters of a script's classes.
#[derive(Clone, Debug, Default)]
struct Seen {
    letters: Vec<f32>,
    /// The classes that have a notable part of them.
    main: Vec<u16>,
}

impl<'a> Reader<'a> {
    pub fn new(scorer: &'a Scorer, text: &'a str, sentences: &'a [Sentence]) -> Self {
        Self {
            scorer,
            text,
            sentences,
            sentence: 0,
            in_sentence: Vec::new(),
            letters: Vec::new(),
            found: Languages { sentences: vec![Code::ZXX; sentences.len()], ..Languages::default() },
            tally: Tally::default(),
        }
    }

    pub fn read(mut self, blocks: &[Span], allowed: Option<&[Code]>, workspace: &mut Workspace) -> Languages {
        workspace.memory.prepare(self.scorer, allowed);
        workspace.seen.resize_with(self.scorer.scripts.len(), Seen::default);
        workspace.seen.iter_mut().for_each(Seen::clear);
        self.found.blocks = vec![Code::ZXX; blocks.len()];
        let mut letters = vec![0; blocks.len()];
        for (index, &block) in blocks.iter().enumerate() {
            self.gather(index, block, workspace, &mut letters);
            if workspace.tokens.len() >= SECTION {
                self.section(workspace, &mut letters);
            }
        }
        self.section(workspace, &mut letters);
        self.close_sentence();
        (self.found.document, self.found.shares) = self.tally.sum(self.text);
        self.found
    }

    /// Adds the words of a block to the section.
    fn gather(&mut self, index: usize, block: Span, workspace: &mut Workspace, letters: &mut [usize]) {
        let covered = block.of(self.text);
        addresses(covered, &mut workspace.addresses);
        let mut next_address = 0;
        let mut part =
            Part { block: index, tokens: start_at(workspace.tokens.len()), strands: start_at(workspace.strands.len()) };
        let mut before = 0;
        for word in words(covered) {
            let gap = Span::new(before, word.span.start).of(covered);
            if gap != " " {
                self.stray(gap, block.start + before, &mut workspace.tokens);
            }
            // A letter of another script inside a word, such as one that only looks alike, stays with the word.
            let inside = word.letters == 1 && gap.is_empty() && word.span.start > 0 && !word.family.is_han();
            let gap = match workspace.tokens.get(part.tokens.start..).and_then(|tokens| tokens.last()) {
                None => Gap::Stop,
                // `Dr. R. Aliyev`
                Some(last) if gap == ". " && last.letters <= TITLE && last.counts < 1.0 => Gap::Plain,
                Some(_) => Gap::of(gap),
            };
            before = word.span.end;
            let addresses = &workspace.addresses;
            while addresses.get(next_address).is_some_and(|address| address.end <= word.span.start) {
                next_address += 1;
            }
            let in_address = addresses.get(next_address).is_some_and(|address| address.overlaps(word.span));
            let written = word.span.of(covered);
            let capital = written.chars().next().is_some_and(char::is_uppercase);
            let mut token = Token {
                span: Span::new(block.start + word.span.start, block.start + word.span.end),
                family: if inside { Family::NONE } else { word.family },
                letters: word.letters,
                strand: None,
                gap,
                counts: match (capital, gap) {
                    (false, _) if word.family.is_han() => OF_HAN,
                    (false, _) => 1.0,
                    (true, Gap::Stop | Gap::Mark) => AS_AN_OPENING,
                    (true, _) => AS_A_NAME,
                },
                word: SILENT,
                class: 0,
                confidence: 0.0,
            };
            if !in_address && !inside {
                let strands = workspace.strands.get_mut(part.strands.start..).unwrap_or_default();
                let at = match strands.iter().rposition(|strand| strand.family == word.family) {
                    Some(at) => part.strands.start + at,
                    None => {
                        workspace.strands.push(Strand::new(word.family, self.scorer.script(word.family)));
                        workspace.strands.len() - 1
                    }
                };
                token.strand = Some(at);
                if let Some(strand) = workspace.strands.get_mut(at) {
                    strand.words += 1;
                    strand.letters += word.letters;
                    let open = &workspace.memory.open;
                    let open = strand.script.and_then(|script| open.of(script)).map_or(0, |gate| gate.count);
                    // Acronyms are the same in all languages.
                    let acronym = capital && word.letters <= ACRONYM && written.chars().all(char::is_uppercase);
                    if let Some(script) = strand.script.filter(|_| open > 1 && !acronym) {
                        workspace.asked.push((workspace.tokens.len(), script, hash::word(script, written.as_bytes())));
                    }
                }
            }
            if capital
                && gap == Gap::Plain
                && let [.., before, particle] = workspace.tokens.as_mut_slice()
                && before.counts == AS_A_NAME
                && particle.letters <= PARTICLE
                && particle.gap == Gap::Plain
            {
                // A word such as "van" between two of a name is part of it.
                particle.counts = AS_A_NAME;
            }
            workspace.tokens.push(token);
            if workspace.tokens.len() - part.tokens.start >= SECTION {
                part = self.close_part(part, workspace);
                self.section(workspace, letters);
                part = Part { tokens: start_at(0), strands: start_at(0), ..part };
            }
        }
        self.stray(covered.get(before..).unwrap_or_default(), block.start + before, &mut workspace.tokens);
        self.close_part(part, workspace);
    }

    fn close_part(&self, part: Part, workspace: &mut Workspace) -> Part {
        let part = Part {
            tokens: part.tokens.start..workspace.tokens.len(),
            strands: part.strands.start..workspace.strands.len(),
            ..part
        };
        if !part.tokens.is_empty() {
            workspace.parts.push(part.clone());
        }
        part
    }

    /// Asks the memory for the words of a section, and adds them up to strands.
    fn ask(&self, workspace: &mut Workspace) {
        let Workspace { memory, tokens, strands, asked, .. } = workspace;
        // All are looked for before any is read: places of memory that lie far apart are waited for together.
        for &(token, _, key) in asked.iter() {
            tokens.get_mut(token).into_iter().for_each(|token| token.word = memory.known(key));
        }
        for &(token, script, key) in asked.iter() {
            if let Some(token) = tokens.get_mut(token).filter(|token| token.word == SILENT) {
                token.word = memory.meet(self.scorer, script, key, token.span.of(self.text));
            }
        }
        memory.read(self.scorer);
        for (token, ..) in asked.drain(..) {
            let Some(token) = tokens.get(token) else { continue };
            let strand = token.strand.and_then(|strand| strands.get_mut(strand));
            if let (Some(strand), Some(opinion)) = (strand, memory.opinion(token.word)) {
                strand.sum.add(&opinion.point);
            }
        }
    }

    /// Adds the letters between two words, such as the micro sign.
    fn stray(&self, gap: &str, start: usize, tokens: &mut Vec<Token>) {
        if gap.is_ascii() {
            return;
        }
        for (at, c) in gap.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            let span = Span::new(start + at, start + at + c.len_utf8());
            let gap = Gap::Plain;
            let family = Family::of(c).unwrap_or(Family::NONE);
            tokens.push(Token {
                span,
                family,
                letters: 1,
                strand: None,
                gap,
                counts: 0.0,
                word: SILENT,
                class: 0,
                confidence: 0.0,
            });
        }
    }

    /// Reads what was gathered.
    fn section(&mut self, workspace: &mut Workspace, letters: &mut [usize]) {
        self.ask(workspace);
        let Workspace { memory, seen, tokens, strands, parts, likely, search, .. } = workspace;
        for strand in strands.iter_mut() {
            self.learn(strand, memory, seen, likely, search);
        }
        for seen in seen.iter_mut().filter(|seen| !seen.letters.is_empty()) {
            let total: f32 = seen.letters.iter().sum();
            let notable = |(_, letters): &(u16, &f32)| **letters > 0.01 * total;
            seen.main.clear();
            seen.main.extend((0..).zip(&seen.letters).filter(notable).map(|(class, _)| class));
        }
        for part in parts.iter() {
            let Some(tokens) = tokens.get_mut(part.tokens.clone()) else { continue };
            for (at, strand) in part.strands.clone().zip(strands.get_mut(part.strands.clone()).unwrap_or_default()) {
                let gate = strand.script.and_then(|script| Some((script, memory.open.of(script)?.count)));
                let Some((script, open)) = gate else { continue };
                around(strand, open, seen.get(script), &mut search.around);
                let likely = likely.get(strand.likely.clone()).unwrap_or_default();
                self.search(at, script, strand, likely, memory, tokens, search);
            }
            self.write(part, tokens, strands.get(part.strands.clone()).unwrap_or_default(), letters);
        }
        tokens.clear();
        strands.clear();
        parts.clear();
        likely.clear();
        memory.begin();
    }

    /// Adds a strand's likely languages to those of the document.
    fn learn(
        &self,
        strand: &mut Strand,
        memory: &Memory,
        seen: &mut [Seen],
        likely: &mut Vec<(u16, f32)>,
        search: &mut Search,
    ) {
        let Some((script, gate)) = strand.script.and_then(|script| Some((script, memory.open.of(script)?))) else {
            return;
        };
        strand.likely.start = likely.len();
        self.scorer.likely(script, gate, &strand.sum, strand.letters, REACH, &mut search.scores, likely);
        strand.likely.end = likely.len();
        search.parts.clear();
        search.parts.extend_from_slice(likely.get(strand.likely.clone()).unwrap_or_default());
        strand.found = verdict(&mut search.parts);
        for &(class, part) in search.parts.iter().filter(|(_, part)| *part > 0.02) {
            let least = strand.kept.iter_mut().min_by(|a, b| a.1.total_cmp(&b.1));
            if let Some(least) = least.filter(|least| least.1 < part * strand.letters as f32) {
                *least = (class, part * strand.letters as f32);
            }
        }
        if let Some(seen) = seen.get_mut(script) {
            strand.kept.iter().for_each(|&(class, letters)| seen.add(class, letters));
        }
    }

    /// Finds the language of a strand and of its words.
    #[allow(clippy::too_many_arguments)]
    fn search(
        &self,
        at: usize,
        script: usize,
        strand: &mut Strand,
        likely: &[(u16, f32)],
        memory: &mut Memory,
        tokens: &mut [Token],
        search: &mut Search,
    ) {
        if !search.around.is_empty() {
            search.parts.clear();
            search.parts.extend_from_slice(likely);
            strand.found = inform(&mut search.parts, &search.around);
        } else if strand.words == 1 && !strand.family.is_han() && !memory.is_held() {
            // Nothing is known but a word, which other languages may have too; who holds us to some knows which there are.
            search.parts.clear();
            let usage = self.scorer.model.usage(strand.family);
            let raised = |&(class, score): &(u16, f32)| (class, score + usage.get(usize::from(class)).unwrap_or(&0.0));
            search.parts.extend(likely.iter().map(raised));
            strand.found = verdict(&mut search.parts);
        }
        let Some(mut base) = strand.found else { return };
        search.words.clear();
        search
            .words
            .extend((0..tokens.len()).filter(|&token| tokens.get(token).is_some_and(|token| token.strand == Some(at))));
        let own = |tokens: &mut [Token], words: &[usize], set: &dyn Fn(&mut Token)| {
            words.iter().for_each(|&word| tokens.get_mut(word).into_iter().for_each(set));
        };
        own(tokens, &search.words, &|token| (token.class, token.confidence) = (base.class, base.confidence));
        if let Some(home) = run::split(self.scorer, script, base.class, memory, tokens, search) {
            let (mut sum, mut rest) = (strand.sum, strand.letters);
            // It was taken for another language because of its names.
            let named = |token: &Token| home != base.class && token.counts <= AS_A_NAME;
            for token in search.words.iter().filter_map(|&word| tokens.get(word)) {
                if token.class != home || named(token) {
                    memory.opinion(token.word).into_iter().for_each(|opinion| sum.take(&opinion.point));
                    rest = rest.saturating_sub(token.letters);
                }
            }
            base.class = home;
            if rest > 0
                && let Some(again) = self.verdict(script, memory.open.of(script), &sum, rest, search)
            {
                base = again;
            }
        }
        strand.found = Some(base);
        // Each foreign stretch is read for itself, now that it is known where it begins and ends.
        search.around.clear();
        search.around.push((base.class, run::AT_HOME));
        let words = std::mem::take(&mut search.words);
        let mut from = 0;
        while let Some(class) = words.get(from).and_then(|&word| tokens.get(word)).map(|token| token.class) {
            let rest = words.get(from..).unwrap_or_default();
            let count =
                rest.iter().take_while(|&&word| tokens.get(word).is_some_and(|token| token.class == class)).count();
            let stretch = rest.get(..count).unwrap_or_default();
            from += count.max(1);
            let mut confidence = base.confidence;
            let mut label = base.class;
            if class != base.class {
                let (mut sum, mut letters) = (Sum::ZERO, 0);
                for token in stretch.iter().filter_map(|&word| tokens.get(word)) {
                    memory.opinion(token.word).into_iter().for_each(|opinion| sum.add(&opinion.point));
                    letters += token.letters;
                }
                if let Some(own) = self.verdict(script, memory.open.of(script), &sum, letters, search)
                    && own.class != base.class
                    && own.confidence >= run::SURE
                {
                    (label, confidence) = (own.class, own.confidence);
                }
            }
            own(tokens, stretch, &|token| (token.class, token.confidence) = (label, confidence));
        }
        search.words = words;
    }

    /// The class of a stretch in the surroundings of the search.
    fn verdict(
        &self,
        script: usize,
        gate: Option<&Gate>,
        sum: &Sum,
        letters: usize,
        search: &mut Search,
    ) -> Option<Verdict> {
        search.parts.clear();
        self.scorer.likely(script, gate?, sum, letters, REACH, &mut search.scores, &mut search.parts);
        inform(&mut search.parts, &search.around)
    }

    /// Writes the runs of a part, and the languages of its block and sentences.
    fn write(&mut self, part: &Part, tokens: &[Token], strands: &[Strand], letters: &mut [usize]) {
        let main = strands.iter().rev().max_by_key(|strand| strand.weight());
        let answer = |script: Option<usize>, class: u16, confidence: f32, least: f32| {
            let class = script.and_then(|script| self.scorer.class(script, class));
            class.filter(|class| class.answered && confidence >= least).map_or(Code::UND, |class| class.code)
        };
        // What has no words of its own goes with the main script's.
        let without_words = (Code::ZXX, 1.0);
        let whole = main.map_or(without_words, |main| {
            let (class, confidence) = main.found.map_or((0, 0.0), |found| (found.class, found.confidence));
            (answer(main.script, class, confidence, THRESHOLD), confidence)
        });
        if let (Some(code), Some(letters)) = (self.found.blocks.get_mut(part.block), letters.get_mut(part.block)) {
            let own = main.map_or(0, |main| main.letters);
            if own > *letters {
                (*code, *letters) = (whole.0, own);
            }
        }
        let first = self.found.runs.len();
        for token in tokens {
            let strand = token.strand.and_then(|at| strands.get(at - part.strands.start));
            let goes_along = main.is_some_and(|main| {
                token.family == main.family
                    || token.family == Family::NONE
                    || token.family.is_han() && main.family.takes_han()
            });
            let (family, (code, confidence)) = match (strand, main) {
                (_, Some(main)) if goes_along && (strand.is_none() || token.family != main.family) => {
                    (main.family, whole)
                }
                (Some(strand), _) => {
                    // Words in another script than the block's are names more often than not.
                    let least =
                        if main.is_some_and(|main| main.family == strand.family) { THRESHOLD } else { run::SURE };
                    let code = answer(strand.script, token.class, token.confidence, least);
                    (strand.family, (code, token.confidence))
                }
                (None, _) => (token.family, without_words),
            };
            let new_sentence = self.enter(token.span);
            let continues = !new_sentence && self.found.runs.len() > first;
            let last = self.found.runs.last_mut();
            match last.filter(|last| continues && last.language == code && last.script == family.as_str()) {
                Some(last) => last.span.end = token.span.end,
                None => {
                    let (span, script) = (token.span, family.as_str());
                    self.found.runs.push(Run { span, language: code, script, confidence, explanation: None });
                    self.letters.push(0);
                }
            }
            self.letters.last_mut().into_iter().for_each(|letters| *letters += token.letters);
            self.count(code, token.letters);
        }
        for (run, letters) in
            self.found.runs.get_mut(first..).unwrap_or_default().iter_mut().zip(self.letters.drain(..))
        {
            run.script = script::of_run(run.language, run.script, run.span.of(self.text));
            self.tally.add(run, letters);
        }
    }

    /// Goes on to the sentence of a token; whether that is a new one.
    fn enter(&mut self, span: Span) -> bool {
        let mut new = false;
        while self.sentences.get(self.sentence).is_some_and(|sentence| sentence.span.end <= span.start) {
            self.close_sentence();
            self.sentence += 1;
            new = true;
        }
        new
    }

    fn count(&mut self, code: Code, letters: usize) {
        match self.in_sentence.iter_mut().find(|(known, _)| *known == code) {
            Some((_, sum)) => *sum += letters,
            None => self.in_sentence.push((code, letters)),
        }
    }

    /// Gives the sentence the language of most of its letters.
    fn close_sentence(&mut self) {
        let most = self.in_sentence.iter().rev().max_by_key(|(_, letters)| *letters);
        if let (Some(&(code, _)), Some(language)) = (most, self.found.sentences.get_mut(self.sentence)) {
            *language = code;
        }
        self.in_sentence.clear();
    }
}

impl Seen {
    fn clear(&mut self) {
        self.letters.clear();
        self.main.clear();
    }

    fn add(&mut self, class: u16, letters: f32) {
        let class = usize::from(class);
        if self.letters.len() <= class {
            self.letters.resize(class + 1, 0.0);
        }
        self.letters.get_mut(class).into_iter().for_each(|sum| *sum += letters);
    }
}

impl Strand {
    fn new(family: Family, script: Option<usize>) -> Self {
        let likely = start_at(0);
        Self { family, script, words: 0, letters: 0, sum: Sum::ZERO, likely, kept: [(0, 0.0); KEPT], found: None }
    }

    /// How much a strand weighs beside those in other scripts: a Han character says as much as several letters, and Latin names stand
    /// in all other scripts more often than the other way round.
    fn weight(&self) -> usize {
        self.letters * self.family.weight()
    }
}

impl Gap {
    fn of(gap: &str) -> Self {
        if gap == " " {
            return Self::Plain;
        }
        let of = |c| match c {
            '"'
            | '«'
            | '»'
            | '“'..='‟'
            | '‹'
            | '›'
            | '「'..='』'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '（'
            | '）'
            | '【'
            | '】'
            | '|'
            | '/'
            | '•'
            | '·'
            | '→'
            | '\n'..='\r'
            | '\t'
            | '\u{85}'
            | '\u{2028}'
            | '\u{2029}'
            | '>'
            | '<' => Self::Mark,
            '\'' | '‘' | '’' | '`' if gap.len() > c.len_utf8() => Self::Mark,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '॥' | '։' | '።' => Self::Stop,
            c if c.is_whitespace() || c == '-' || c == '\'' || c == '’' => Self::Plain,
            _ => Self::Pause,
        };
        gap.chars().map(of).max().unwrap_or(Self::Plain)
    }
}

fn start_at(at: usize) -> std::ops::Range<usize> {
    at..at
}

/// What the rest of the document adds to the score of a strand's likely classes, where so many are open.
fn around(strand: &Strand, open: usize, seen: Option<&Seen>, around: &mut Vec<(u16, f32)>) {
    around.clear();
    let Some(seen) = seen else { return };
    let own = |class| strand.kept.iter().filter(|kept| kept.0 == class).map(|kept| kept.1).sum::<f32>();
    let others =
        |class: u16| seen.letters.get(usize::from(class)).map_or(0.0, |letters| (letters - own(class)).max(0.0));
    let total: f32 = seen.main.iter().map(|&class| others(class)).sum();
    if total < 1.0 {
        return;
    }
    let informed = INFORMED * total / (total + FEW);
    let gain = |share: f32| (1.0 + informed * open as f32 * share / (1.0 - informed)).ln();
    around.extend(seen.main.iter().map(|&class| (class, gain(others(class) / total))).filter(|(_, gain)| *gain > 0.1));
}

/// The verdict on likely classes, given what is known of what is around; their scores become probabilities.
fn inform(likely: &mut [(u16, f32)], around: &[(u16, f32)]) -> Option<Verdict> {
    for &(class, gain) in around {
        // Classes are in order.
        if let Ok(at) = likely.binary_search_by_key(&class, |(class, _)| *class) {
            likely.get_mut(at).into_iter().for_each(|(_, score)| *score += gain);
        }
    }
    verdict(likely)
}
