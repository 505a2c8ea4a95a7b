//! The analyses of the sample documents, beside those that were looked at and found right.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` writes them anew.

use hamisi::export::{self, Format, Settings};
use hamisi::source::Hint;
use hamisi::{Options, Pipeline};
use similar::TextDiff;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Where sample documents lie. Those of the page are analysed too, so that they stay worth showing.
const FOLDERS: [&str; 2] = ["tests/data/documents", "www/samples"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Sample documents by file name.
fn documents() -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    for folder in FOLDERS.map(|folder| root().join(folder)).iter().filter(|folder| folder.exists()) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "txt" || ending == "html") {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let twice = found.insert(name, path);
                assert_eq!(twice, None, "two sample documents have the same name");
            }
        }
    }
    found
}

#[test]
fn analyses_of_samples_are_as_found_right() {
    let golden = root().join("tests/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let documents = documents();
    assert!(!documents.is_empty(), "there is no sample document in {}", FOLDERS.join(" or "));
    if update {
        fs::create_dir_all(&golden).unwrap();
    }

    let pipeline = Pipeline::new().unwrap();
    let mut wrong = String::new();
    for (name, path) in &documents {
        let hint = Hint { name: Some(name.clone()), media: None };
        let analysis = pipeline.analyze_bytes(&fs::read(path).unwrap(), &hint, &Options::default()).unwrap();
        let mut json = Vec::new();
        export::write(&analysis, Format::Json, &Settings::default(), &mut json).unwrap();
        let json = String::from_utf8(json).unwrap();
        let expected = golden.join(format!("{name}.json"));
        if update {
            fs::write(&expected, json).unwrap();
            continue;
        }
        match fs::read_to_string(&expected) {
            Ok(right) if right == json => {}
            Ok(right) => {
                let diff = TextDiff::from_lines(&right, &json);
                wrong +=
                    &diff.unified_diff().context_radius(1).header(&format!("golden/{name}.json"), "now").to_string();
            }
            Err(_) => wrong += &format!("golden/{name}.json is missing\n"),
        }
    }
    for entry in fs::read_dir(&golden).unwrap() {
        let path = entry.unwrap().path();
        if !path.file_stem().is_some_and(|name| documents.contains_key(name.to_str().unwrap())) {
            wrong += &format!("{} belongs to no sample document\n", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nIf this is right, write it down: UPDATE_GOLDEN=1 cargo test --test golden");
}
