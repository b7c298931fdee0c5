//! The program `motcua`.

fn main() -> std::process::ExitCode {
    server::cli::run()
}
