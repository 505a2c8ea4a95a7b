//! Trains the network that tells content from what surrounds it, and measures main text beside peers.

mod page;
mod train;

use hamisi::block::Classifier;
use hamisi::pack::{self, Pack};
use page::{Example, Page};
use rayon::prelude::*;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use train::Network;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is trained on, and what is measured.
#[derive(clap::Args)]
pub struct Options {
    /// Folder that tools/block/fetch.py filled
    #[arg(long)]
    pages: PathBuf,
    /// Folder of invented pages
    #[arg(long, default_value = "tests/data/blocks")]
    invented: PathBuf,
    /// The words that hint at kinds
    #[arg(long, default_value = "tools/data/segment/cues.txt")]
    cues: PathBuf,
    /// Where the network goes, unless it is only measured
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write the lines of the checked pages to this folder, for peers, and do nothing else
    #[arg(long)]
    lines: Option<PathBuf>,
    /// Folder with what peers found, a folder each
    #[arg(long)]
    peers: Option<PathBuf>,
}

/// Parts that pages are divided into by site: networks that have not seen a part are measured on it.
const PARTS: u64 = 5;

/// Trains, or measures.
pub fn run(options: &Options) -> Outcome<()> {
    let pages = page::read(&options.pages)?;
    if let Some(folder) = &options.lines {
        fs::create_dir_all(folder)?;
        return Ok(pages
            .iter()
            .filter(|page| page.gold)
            .try_for_each(|page| fs::write(folder.join(&page.name), &page.text))?);
    }
    let cues = fs::read(&options.cues)?;
    let unlearned = classifier(&cues, None)?;
    let examples: Vec<Vec<Example>> = pages.par_iter().map(|page| page::examples(page, &unlearned)).collect();
    let invented = page::invented(&options.invented, &unlearned)?;
    let learn = |keep: &dyn Fn(&Page) -> bool| {
        let kept = pages.iter().zip(&examples).filter(|(page, _)| keep(page));
        let kept: Vec<_> = kept.flat_map(|(_, examples)| examples).chain(&invented).collect();
        Network::train(&kept).section()
    };
    if let Some(out) = &options.out {
        let section = learn(&|_| true);
        eprintln!("{} bytes to {}", section.len(), out.display());
        fs::write(out, section)?;
        return Ok(());
    }
    let parts: Vec<_> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            classifier(&cues, Some(&learn(&|page: &Page| page.site() % PARTS != part))).map_err(|e| e.to_string())
        })
        .collect::<Result<_, _>>()?;
    let of = |page: &Page| &parts[usize::try_from(page.site() % PARTS).unwrap_or_default()];
    let gold: Vec<_> = pages.iter().filter(|page| page.gold).collect();
    let lines = |page: &Page| page.text.clone();
    println!("{} pages; mean F1 of the tokens of the main text\n", gold.len());
    let row = |name: &str, found: &dyn Fn(&Page) -> String| {
        let all: Vec<_> = gold.iter().map(|page| page::f1(&found(page), &page.main)).collect();
        println!("{name:<36} {:.4}", all.iter().sum::<f64>() / all.len() as f64);
        all
    };
    row("lines, all", &lines);
    row("lines of 80 characters or more", &|page| {
        page.text.lines().filter(|line| line.chars().count() >= 80).collect::<Vec<_>>().join("\n")
    });
    row("lines, hamisi without the network", &|page| content(&unlearned, page, false));
    let learned = row("lines, hamisi", &|page| content(of(page), page, false));
    row("lines parted by blank lines, hamisi", &|page| {
        let text = page.text.replace('\n', "\n\n");
        kept(of(page), &text, None)
    });
    row("HTML, hamisi without the network", &|page| content(&unlearned, page, true));
    let html = row("HTML, hamisi", &|page| content(of(page), page, true));
    for peer in options
        .peers
        .iter()
        .flat_map(|peers| fs::read_dir(peers).ok())
        .flatten()
        .flatten()
        .filter(|peer| peer.file_name() != "lines")
    {
        let read = |page: &Page| fs::read_to_string(peer.path().join(&page.name)).unwrap_or_default();
        row(&peer.file_name().to_string_lossy(), &read);
    }
    let mut worst: Vec<_> =
        gold.iter().zip(learned.iter().zip(html)).map(|(page, (lines, html))| (lines, html, &page.name)).collect();
    worst.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    for (lines, html, name) in worst.iter().take(20) {
        println!("  {lines:.3} {html:.3} {name}");
    }
    Ok(())
}

fn classifier(cues: &[u8], network: Option<&[u8]>) -> Outcome<Classifier> {
    let sections: Vec<_> = [("cues", cues)].into_iter().chain(network.map(|network| ("content", network))).collect();
    let mut classifier = Classifier::default();
    classifier.add_pack(&Pack::new(pack::write("segment", hamisi::segment::VERSION, &sections)?)?)?;
    Ok(classifier)
}

/// The text of a page's blocks that are content.
fn content(classifier: &Classifier, page: &Page, tags: bool) -> String {
    kept(classifier, &page.text, tags.then_some(&page.structure))
}

fn kept(classifier: &Classifier, text: &str, structure: Option<&hamisi::source::Structure>) -> String {
    let blocks = classifier.blocks(text, structure);
    let content: Vec<_> = blocks.iter().filter(|block| block.content()).map(|block| block.span.of(text)).collect();
    content.join("\n")
}
