//! The program: see `shipboard::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    shipboard::cli::run()
}
