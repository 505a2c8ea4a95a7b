//! hamisi itself.

use super::{HAMISI, Native, Peer, crate_version};
use hamisi::{Options, Pipeline, Stage};

/// hamisi, asked for languages alone. Its answer is that of the whole text.
pub fn peer() -> Peer {
    Peer {
        name: HAMISI,
        version: crate_version("hamisi"),
        languages: None,
        restrictable: true,
        make: Box::new(|only| {
            let pipeline = Pipeline::new()?;
            let languages = only.map(|only| only.iter().copied().collect());
            let options = Options { stages: vec![Stage::Languages], languages, ..Options::default() };
            Ok(Box::new(Native {
                ask: move |text: &str| pipeline.analyze(text, &options).language.code,
                name: |code| code,
            }))
        }),
    }
}
