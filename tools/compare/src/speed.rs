//! How fast answers come.

use crate::Outcome;
use crate::peer::Peer;
use crate::texts::{Kind, Texts};

/// A measurement goes round all peers so many times, so that what else the machine does falls on all alike; the best round counts.
const ROUNDS: usize = 3;
/// The share of the seconds that passes before they are counted: models are loaded, and what is compiled late is compiled.
const WARM_UP: f64 = 0.2;
/// How many texts of a kind are asked about in turn.
const SAMPLE: usize = 2_000;
/// The size of documents.
const DOCUMENT_BYTES: usize = 2_000;

/// Measures everyone on the same texts, on one thread, and prints the table.
pub fn report(texts: &Texts, peers: &[Peer], seconds: f64) -> Outcome<()> {
    let samples = [
        ("word", texts.sample(Kind::Word, SAMPLE)),
        ("sentence", texts.sample(Kind::Sentence, SAMPLE)),
        ("document", texts.documents(DOCUMENT_BYTES, SAMPLE)),
    ];
    let identifiers = peers.iter().map(|peer| Ok((peer.name, peer.identifier(None)?))).collect::<Outcome<Vec<_>>>()?;

    println!(
        "\nSpeed on one thread: texts a second, million bytes a second (documents: sentences of a language, 2 KB)"
    );
    let mut rows: Vec<String> = identifiers.iter().map(|(name, _)| format!("{name:<12}")).collect();
    let mut heading = format!("{:<12}", "");
    for (kind, sample) in samples.iter().filter(|(_, sample)| !sample.is_empty()) {
        heading += &format!("{:>12}/s{:>9}", kind, "MB/s");
        let mut best = vec![0.0_f64; identifiers.len()];
        for (_, identifier) in &identifiers {
            identifier.time(sample, seconds * WARM_UP)?;
        }
        for _ in 0..ROUNDS {
            for ((_, identifier), best) in identifiers.iter().zip(&mut best) {
                let (count, took) = identifier.time(sample, seconds / ROUNDS as f64)?;
                *best = best.max(count as f64 / took);
            }
        }
        let bytes = sample.iter().map(String::len).sum::<usize>() as f64 / sample.len() as f64;
        for (row, best) in rows.iter_mut().zip(best) {
            *row += &format!("{:>14.0}{:>9.2}", best, best * bytes / 1e6);
        }
    }
    println!("{heading}");
    rows.iter().for_each(|row| println!("{row}"));
    Ok(())
}
