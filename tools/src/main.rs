//! Builds the packs of hamisi.

fn main() {}
