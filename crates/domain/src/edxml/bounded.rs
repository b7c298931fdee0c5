//! A source that gives only so many bytes of markup; the content of attachments is counted elsewhere.

use std::io::{self, BufRead, Read};

/// A source within bounds.
#[derive(Debug)]
pub(super) struct Bounded<R> {
    source: R,
    left: u64,
    /// Whether bytes are read that do not count.
    pub(super) is_free: bool,
    /// Whether it was asked for more than there may be.
    pub(super) is_exhausted: bool,
}

impl<R: BufRead> Bounded<R> {
    pub(super) const fn new(source: R, limit: u64) -> Self {
        Self { source, left: limit, is_free: false, is_exhausted: false }
    }

    fn allowed(&self) -> usize {
        if self.is_free { usize::MAX } else { usize::try_from(self.left).unwrap_or(usize::MAX) }
    }
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let allowed = self.allowed();
        let available = self.source.fill_buf()?;
        if allowed == 0 && !available.is_empty() {
            self.is_exhausted = true;
            return Err(io::Error::other("larger than allowed"));
        }
        Ok(available.get(..allowed).unwrap_or(available))
    }

    fn consume(&mut self, count: usize) {
        if !self.is_free {
            self.left = self.left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        }
        self.source.consume(count);
    }
}
