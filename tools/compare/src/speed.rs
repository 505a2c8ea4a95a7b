//! How fast answers come.

use crate::Outcome;
use crate::peer::{Identifier, Peer};
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
        let time = |at: usize, seconds: f64| {
            let (_, identifier): &(_, Box<dyn Identifier>) = &identifiers[at];
            identifier.time(sample, seconds)
        };
        let best = best(identifiers.len(), seconds, time)?;
        let bytes = sample.iter().map(String::len).sum::<usize>() as f64 / sample.len() as f64;
        for (row, best) in rows.iter_mut().zip(best) {
            *row += &format!("{:>14.0}{:>9.2}", best, best * bytes / 1e6);
        }
    }
    println!("{heading}");
    rows.iter().for_each(|row| println!("{row}"));
    Ok(())
}

/// Answers a second of each of so many, which `time` asks for some seconds: how many answers, and how many seconds they took.
pub fn best(many: usize, seconds: f64, time: impl Fn(usize, f64) -> Outcome<(usize, f64)>) -> Outcome<Vec<f64>> {
    for at in 0..many {
        time(at, seconds * WARM_UP)?;
    }
    let mut best = vec![0.0_f64; many];
    for _ in 0..ROUNDS {
        for (at, best) in best.iter_mut().enumerate() {
            let (count, took) = time(at, seconds / ROUNDS as f64)?;
            *best = best.max(count as f64 / took);
        }
    }
    Ok(best)
}
