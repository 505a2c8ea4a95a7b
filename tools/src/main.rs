//! Builds the packs of hamisi, measures its quality, and compares it with peers. Never shipped.

mod quality;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure every figure on development data and hold it against its floor
    Quality {
        /// Folder with lid/, seg/ and ner/
        #[arg(long)]
        data: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Quality { data } => quality::run(&data),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("hamisi-tools: {error}");
            ExitCode::FAILURE
        }
    }
}
