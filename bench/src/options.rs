//! What is to be measured.

use clap::Parser;

/// Measures the product and the bare engines in one run on this machine.
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of the command line")]
#[derive(Debug, Parser)]
#[command(after_help = "Example: cargo xtask bench --quick")]
pub(crate) struct Options {
    /// Two rounds, ten thousand and a hundred thousand dossiers.
    #[arg(long)]
    quick: bool,
    /// Ten million dossiers as well.
    #[arg(long)]
    nightly: bool,
    /// Rounds, after one to warm up.
    #[arg(long)]
    rounds: Option<usize>,
    /// Clients for throughput.
    #[arg(long, default_value_t = 64)]
    pub(crate) clients: usize,
    /// Only parts whose name contains this: `sqlite`, `postgres`, `sizes`, `forms`, `papers`, `scores`.
    #[arg(long, default_value = "")]
    only: String,
    /// Dossiers in the databases of the part `sizes`.
    #[arg(long, value_delimiter = ',')]
    sizes: Vec<usize>,
    /// Measures the filled databases that an earlier run has left, where there are any.
    #[arg(long)]
    pub(crate) reuse: bool,
    /// Only the acts in this process, without the program: to profile them.
    #[arg(long)]
    pub(crate) acts_only: bool,
}

impl Options {
    /// Rounds that count.
    pub(crate) fn rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 2 } else { 5 })
    }

    /// Submissions of each side in a round.
    pub(crate) fn acts(&self) -> usize {
        if self.quick { 8_000 } else { 16_000 }
    }

    /// Dossiers in the databases, ascending.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        match (self.sizes.as_slice(), self.quick, self.nightly) {
            ([], true, _) => vec![10_000, 100_000],
            ([], false, false) => vec![10_000, 1_000_000],
            ([], false, true) => vec![10_000, 1_000_000, 10_000_000],
            (sizes, _, _) => sizes.to_vec(),
        }
    }

    /// Whether a part is wanted.
    pub(crate) fn wants(&self, part: &str) -> bool {
        part.contains(&self.only)
    }
}
