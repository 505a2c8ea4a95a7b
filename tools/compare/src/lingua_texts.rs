//! The texts lingua is tested with, which its language models carry as `testdata`.

use crate::Outcome;
use crate::texts::Kind;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Writes `<ISO 639-3>.txt` files with lines of `kind<TAB>text` into `out`, from the sources of the crates that this is built with.
pub fn write(out: &Path) -> Outcome<()> {
    fs::create_dir_all(out)?;
    let mut languages = 0;
    for package in packages()? {
        let name = package.name.strip_prefix("lingua-").and_then(|name| name.strip_suffix("-language-model"));
        let Some(name) = name else { continue };
        let language = name.parse().map_err(|_| format!("{}: lingua knows no such language", package.name))?;
        let folder = package.manifest_path.with_file_name("testdata");
        let mut lines = String::new();
        for (kind, file) in
            [(Kind::Word, "single-words.txt"), (Kind::Pair, "word-pairs.txt"), (Kind::Sentence, "sentences.txt")]
        {
            let path = folder.join(file);
            let texts = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            for text in texts.lines().map(str::trim).filter(|text| !text.is_empty()) {
                lines.extend([kind.as_str(), "\t", text, "\n"]);
            }
        }
        fs::write(out.join(format!("{}.txt", crate::peer::lingua::code(language))), lines)?;
        languages += 1;
    }
    println!("{}: {languages} languages", out.display());
    Ok(())
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
}

/// All packages this is built with.
fn packages() -> Outcome<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }

    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice::<Metadata>(&output.stdout)?.packages)
}
