//! Builds the packs of hamisi.

mod gazetteer;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the gazetteer pack from CLDR's JSON packages and the tables in `tools/data`.
    Gazetteer {
        /// The folder that holds cldr-core and cldr-localenames-full.
        #[arg(long)]
        cldr: PathBuf,
        /// The folder with `territories.tsv`, `endings.tsv` and `ordinary.tsv`.
        #[arg(long, default_value = "tools/data")]
        data: PathBuf,
        /// The folder that gets `gazetteer.pack`.
        #[arg(long, default_value = "src/entity")]
        out: PathBuf,
    },
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    match Arguments::parse().task {
        Task::Gazetteer { cldr, data, out } => gazetteer::build(&cldr, &data, &out),
    }
}
