//! The command `earmark`. In: arguments. Out: what it did, and an exit code. All that it works out
//! is the library's; this crate only touches files, the clock and the terminal.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
