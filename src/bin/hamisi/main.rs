//! The `hamisi` command.

fn main() {}
