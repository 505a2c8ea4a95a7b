//! What is read: files, folders and standard input.

use clap::ValueEnum;
use hamisi::source::{self, Decoded, Hint};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What files are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reading {
    Auto,
    Text,
    Html,
    Jsonl,
}

/// Something to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it is; none for standard input.
    pub path: Option<PathBuf>,
    /// Where it lies below the folder that was named, else the file's own name: what its output is named after.
    pub place: PathBuf,
    /// Whether it holds a record a line, rather than one document.
    pub records: bool,
}

impl Input {
    /// What messages call it.
    pub fn title(&self) -> String {
        self.path.as_ref().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
    }

    /// Begins to read.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match &self.path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        })
    }

    /// The document's text; else what is wrong with it, and with what.
    pub fn decode(&self, reading: Reading) -> Result<Decoded, String> {
        let wrong = |problem: String| format!("{}: {problem}", self.title());
        let bytes = match &self.path {
            Some(path) => fs::read(path),
            None => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
        };
        let bytes = bytes.map_err(|error| wrong(explain(&error)))?;
        let media = match reading {
            Reading::Text => Some("text/plain".to_owned()),
            Reading::Html => Some("text/html".to_owned()),
            Reading::Auto | Reading::Jsonl => None,
        };
        let hint = Hint { name: self.path.as_ref().map(|path| path.display().to_string()), media };
        // The bytes are let go before the analysis begins.
        source::decode(&bytes, &hint).map_err(|error| wrong(error.to_string()))
    }
}

/// What to read for `paths`, in their order, folders sorted by name; and what is wrong with some.
pub fn collect(paths: &[PathBuf], reading: Reading) -> (Vec<Input>, Vec<String>) {
    let mut found = Found { reading, inputs: Vec::new(), problems: Vec::new(), folders: HashSet::new() };
    for path in paths {
        if path.as_os_str() == "-" {
            let place = PathBuf::from("stdin");
            found.inputs.push(Input { path: None, place, records: reading == Reading::Jsonl });
            continue;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let before = (found.inputs.len(), found.problems.len());
                found.folder(path, Path::new(""));
                if before == (found.inputs.len(), found.problems.len()) {
                    let problem = "there is no file in this folder; hidden files are passed over";
                    found.problems.push(format!("{}: {problem}", path.display()));
                }
            }
            Ok(_) => found.file(path.clone(), path.file_name().map(PathBuf::from).unwrap_or_default()),
            Err(error) => found.problems.push(format!("{}: {}", path.display(), explain(&error))),
        }
    }
    (found.inputs, found.problems)
}

/// What went wrong with a file, and what helps.
pub fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder; check its name".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read; check its permissions".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name a file".to_owned(),
        _ => error.to_string(),
    }
}

struct Found {
    reading: Reading,
    inputs: Vec<Input>,
    problems: Vec<String>,
    /// Where folders really are, so that links in circles end.
    folders: HashSet<PathBuf>,
}

impl Found {
    fn file(&mut self, path: PathBuf, place: PathBuf) {
        let lines = || {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            ending.eq_ignore_ascii_case("jsonl") || ending.eq_ignore_ascii_case("ndjson")
        };
        let records = self.reading == Reading::Jsonl || (self.reading == Reading::Auto && lines());
        self.inputs.push(Input { path: Some(path), place, records });
    }

    fn folder(&mut self, path: &Path, place: &Path) {
        let entries = fs::canonicalize(path).and_then(|real| {
            if !self.folders.insert(real) {
                return Ok(Vec::new());
            }
            fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>()
        });
        let mut names = match entries {
            Ok(names) => names,
            Err(error) => return self.problems.push(format!("{}: {}", path.display(), explain(&error))),
        };
        names.retain(|name| !name.as_encoded_bytes().starts_with(b"."));
        names.sort();
        for name in names {
            let (path, place) = (path.join(&name), place.join(&name));
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => self.folder(&path, &place),
                Ok(metadata) if metadata.is_file() => self.file(path, place),
                // Sockets, pipes and devices are no documents.
                Ok(_) => {}
                Err(error) => self.problems.push(format!("{}: {}", path.display(), explain(&error))),
            }
        }
    }
}
