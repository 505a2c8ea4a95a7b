//! The pipeline: all stages in order.

#[cfg(feature = "accurate")]
use crate::accurate::Accurate;
use crate::analysis::{Analysis, Document};
use crate::entity::Read;
use crate::language::{Code, Languages};
use crate::pack::Pack;
use crate::segment::word::Script;
use crate::source::{self, Decoded, Hint, Source, Structure};
use crate::{Error, block, entity, language, segment};
#[cfg(feature = "accurate")]
use std::borrow::Cow;
#[cfg(feature = "accurate")]
use std::fmt;
use std::ops::ControlFlow;
#[cfg(feature = "accurate")]
use std::sync::{Arc, OnceLock};

/// A stage of the pipeline, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Blocks.
    Blocks,
    /// Sentences.
    Sentences,
    /// Words.
    Words,
    /// Languages.
    Languages,
    /// Entities and names.
    Entities,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Self; 5] = [Self::Blocks, Self::Sentences, Self::Words, Self::Languages, Self::Entities];

    /// The name used in options, for example `sentences`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::Sentences => "sentences",
            Self::Words => "words",
            Self::Languages => "languages",
            Self::Entities => "entities",
        }
    }

    /// The stages named in `names`, separated by commas.
    ///
    /// # Errors
    /// When a name is none of a stage's.
    pub fn list(names: &str) -> Result<Vec<Self>, Error> {
        names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| {
                Self::ALL.into_iter().find(|stage| stage.as_str() == name).ok_or_else(|| {
                    Error::option(format!(
                        "no stage is called \"{name}\": there are blocks, sentences, words, languages, entities"
                    ))
                })
            })
            .collect()
    }
}

/// What the caller asks for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The stages whose results are wanted. Stages these rest on run all the same.
    pub stages: Vec<Stage>,
    /// The only languages that may be answered; none: all.
    pub languages: Option<Vec<Code>>,
    /// What "yesterday" is relative to; none: the document's own date.
    pub reference_date: Option<entity::Day>,
    /// Whether runs tell what decided about their language, sentences what decided where they end, and entities what decided about them.
    pub explain: bool,
    /// The user's own names.
    pub dictionary: Option<entity::Dictionary>,
    /// The model that finds names.
    pub tagger: TaggerKind,
}

/// A model that finds people, places and organisations. Values, dictionaries and names work the same with each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaggerKind {
    /// The small network: hundreds of thousands of words a second.
    #[default]
    Fast,
    /// The small network together with a compressed transformer: a few thousand words a second. `src/accurate/ACCURATE.md` tells how well.
    Accurate,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            stages: vec![Stage::Blocks, Stage::Sentences, Stage::Languages, Stage::Entities],
            languages: None,
            reference_date: None,
            explain: false,
            dictionary: None,
            tagger: TaggerKind::Fast,
        }
    }
}

/// All stages with their packs; made once, used for any number of texts, from any number of threads.
#[derive(Clone, Debug, Default)]
pub struct Pipeline {
    block: block::Classifier,
    segment: segment::Segmenter,
    language: language::Detector,
    entity: entity::Tagger,
    #[cfg(feature = "accurate")]
    accurate: Option<Arc<Unread>>,
}

/// The accurate tagger, read from its pack when it is first asked for: that takes longer than the start of all others.
#[cfg(feature = "accurate")]
struct Unread {
    bytes: Cow<'static, [u8]>,
    read: OnceLock<Result<Accurate, Error>>,
}

#[cfg(feature = "accurate")]
impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unread").finish_non_exhaustive()
    }
}

#[cfg(feature = "accurate")]
impl Unread {
    fn read(&self) -> Result<&Accurate, Error> {
        let read = self.read.get_or_init(|| Accurate::new(Pack::new(self.bytes.clone())?));
        read.as_ref().map_err(Clone::clone)
    }
}

impl Pipeline {
    /// A pipeline with the packs embedded in the crate; without the feature `packs` it has none.
    ///
    /// # Errors
    /// When an embedded pack is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {
            block: block::Classifier::new()?,
            segment: segment::Segmenter::new()?,
            language: language::Detector::new()?,
            entity: entity::Tagger::new()?,
            #[cfg(all(feature = "accurate", feature = "packs"))]
            accurate: Some(Arc::new(Unread {
                bytes: include_bytes!("accurate/accurate.pack").as_slice().into(),
                read: OnceLock::new(),
            })),
            #[cfg(all(feature = "accurate", not(feature = "packs")))]
            accurate: None,
        })
    }

    /// Adds or replaces a pack: the bytes of one of the crate's pack files, or of one made by others in that format.
    ///
    /// # Errors
    /// When the bytes are damaged, or of a stage or version not known.
    pub fn add_pack(&mut self, bytes: impl Into<std::borrow::Cow<'static, [u8]>>) -> Result<(), Error> {
        let pack = Pack::new(bytes)?;
        match pack.stage() {
            "segment" => {
                self.block.add_pack(&pack)?;
                self.segment.add_pack(&pack)
            }
            "language" => self.language.add_pack(pack),
            #[cfg(feature = "accurate")]
            "accurate" => {
                let read = OnceLock::from(Ok(Accurate::new(pack)?));
                self.accurate = Some(Arc::new(Unread { bytes: Cow::default(), read }));
                Ok(())
            }
            _ => self.entity.add_pack(pack),
        }
    }

    /// Whether all of `options` can be met by the packs there are: [`Pipeline::analyze`] passes over what cannot.
    ///
    /// # Errors
    /// When a language that may be answered is none that can be; when the accurate tagger is wanted and there is none.
    ///
    /// ```
    /// # fn main() -> Result<(), hamisi::Error> {
    /// use hamisi::{Options, Pipeline, language::Code};
    /// let options = Options { languages: Some(vec![Code::from_tag("zzz")]), ..Options::default() };
    /// let error = Pipeline::new()?.check(&options).unwrap_err();
    /// assert!(error.is_option() && error.to_string().contains("zzz"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn check(&self, options: &Options) -> Result<(), Error> {
        let languages = options.languages.iter().flatten();
        languages.copied().try_for_each(|code| self.language.check(code))?;
        match options.tagger {
            TaggerKind::Fast => Ok(()),
            TaggerKind::Accurate => self.check_accurate(),
        }
    }

    #[cfg(feature = "accurate")]
    fn check_accurate(&self) -> Result<(), Error> {
        let missing = || Error::option("the accurate tagger needs the accurate pack, which is not loaded");
        self.accurate.as_ref().ok_or_else(missing)?.read().map(drop)
    }

    #[cfg(not(feature = "accurate"))]
    #[allow(clippy::unused_self)]
    fn check_accurate(&self) -> Result<(), Error> {
        Err(Error::option("this build has no accurate tagger: it lacks the feature accurate"))
    }

    /// Analyses a text. Any text is accepted; an empty one gives an empty analysis.
    #[must_use]
    pub fn analyze(&self, text: &str, options: &Options) -> Analysis {
        self.observe(plain(text), options, &mut |_| ControlFlow::Continue(())).unwrap_or_default()
    }

    /// Analyses a file's bytes.
    ///
    /// # Errors
    /// When the bytes are no text.
    pub fn analyze_bytes(&self, bytes: &[u8], hint: &Hint, options: &Options) -> Result<Analysis, Error> {
        let decoded = source::decode(bytes, hint)?;
        Ok(self.observe(decoded, options, &mut |_| ControlFlow::Continue(())).unwrap_or_default())
    }

    /// Analyses decoded text, telling `observer` each stage that begins; none when it answered to break off.
    pub fn observe(
        &self,
        decoded: Decoded,
        options: &Options,
        observer: &mut dyn FnMut(Stage) -> ControlFlow<()>,
    ) -> Option<Analysis> {
        #[cfg(feature = "accurate")]
        if let (TaggerKind::Accurate, Some(Ok(accurate))) = (options.tagger, self.accurate.as_ref().map(|it| it.read()))
        {
            let read = &mut |text: &str, stretches: &[crate::Span]| accurate.read(text, stretches, &mut |_| true);
            return self.observe_with(decoded, options, observer, Some(read));
        }
        self.observe_with(decoded, options, observer, None)
    }

    /// The same with `read` in place of the pipeline's own second network.
    pub fn observe_with(
        &self,
        decoded: Decoded,
        options: &Options,
        observer: &mut dyn FnMut(Stage) -> ControlFlow<()>,
        read: Option<Read<'_>>,
    ) -> Option<Analysis> {
        let Decoded { text, source, structure, verbatim, mut warnings } = decoded;
        let wants = |stage| options.stages.contains(&stage);
        let mut begin = |stage| observer(stage).is_continue().then_some(());

        begin(Stage::Blocks)?;
        // Languages and words need to know where blocks are, and not of what kind.
        let kinds = [Stage::Blocks, Stage::Sentences, Stage::Entities].into_iter().any(wants);
        let mut blocks = if kinds {
            warnings.extend(self.segment.warning());
            self.block.blocks(&text, structure.as_ref())
        } else {
            block::outlines(&text, structure.as_ref())
        };
        let mut sentences = Vec::new();
        if wants(Stage::Sentences) || wants(Stage::Entities) {
            begin(Stage::Sentences)?;
            sentences = self.segment.sentences(&text, &blocks);
            if options.explain && wants(Stage::Sentences) {
                self.segment.explain_all(&text, &blocks, &mut sentences);
            }
        }
        let mut words = Vec::new();
        if wants(Stage::Words) {
            begin(Stage::Words)?;
            if !kinds {
                warnings.extend(self.segment.warning());
            }
        }
        // Names need to know where words end that no blank does.
        if wants(Stage::Words) || wants(Stage::Entities) && text.chars().any(|c| Script::of(c).is_some()) {
            words = self.segment.words(&text, &blocks);
        }
        let mut languages = Languages::default();
        if wants(Stage::Languages) || wants(Stage::Entities) {
            begin(Stage::Languages)?;
            warnings.extend(self.language.warning());
            let spans: Vec<_> = blocks.iter().map(|block| block.span).collect();
            let wanted = language::Wanted { languages: options.languages.as_deref(), explain: options.explain };
            languages = self.language.detect(&text, &spans, &sentences, wanted);
            blocks.iter_mut().zip(&languages.blocks).for_each(|(block, &code)| block.language = code);
            sentences.iter_mut().zip(&languages.sentences).for_each(|(sentence, &code)| sentence.language = code);
        }
        let mut entities = entity::Entities::default();
        if wants(Stage::Entities) {
            begin(Stage::Entities)?;
            warnings.extend(self.entity.warnings());
            let context = entity::Context {
                blocks: &blocks,
                sentences: &sentences,
                words: &words,
                languages: &languages,
                structure: structure.as_ref(),
                options,
            };
            entities = self.entity.tag(&text, &context, read)?;
        }

        let document = self.document(&text, structure, &blocks, entities.published);
        if !wants(Stage::Blocks) {
            blocks.clear();
        }
        if !wants(Stage::Sentences) {
            sentences.clear();
        }
        if !wants(Stage::Words) {
            words.clear();
        }
        if !wants(Stage::Languages) {
            languages = Languages::default();
        }
        Some(Analysis {
            id: None,
            text,
            verbatim,
            source,
            document,
            language: languages.document,
            languages: languages.shares,
            blocks,
            sentences,
            words,
            runs: languages.runs,
            entities: entities.entities,
            names: entities.names,
            warnings,
        })
    }

    /// What the document says of itself: in its tags, else in its blocks.
    fn document(
        &self,
        text: &str,
        structure: Option<Structure>,
        blocks: &[block::Block],
        published: Option<String>,
    ) -> Document {
        let structure = structure.unwrap_or_default();
        let first = |kind| blocks.iter().find(|block| block.kind == kind).map(|block| block.span.of(text).to_owned());
        let byline = if structure.byline.is_empty() {
            first(block::Kind::Byline).map(|line| self.block.byline_names(&line)).unwrap_or_default()
        } else {
            structure.byline
        };
        Document {
            title: first(block::Kind::Title).or(structure.title),
            byline,
            published,
            canonical: structure.canonical,
        }
    }
}

/// A string, as if it had been decoded.
fn plain(text: &str) -> Decoded {
    Decoded {
        text: text.to_owned(),
        source: Source { name: None, media: "text/plain".into(), encoding: "utf-8".into() },
        structure: None,
        verbatim: true,
        warnings: Vec::new(),
    }
}
