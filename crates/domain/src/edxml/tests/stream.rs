//! A file of 50 MB goes through in pieces, and ten declared gigabytes are not waited for.

use std::io::{self, BufReader, Read};
use std::sync::LazyLock;

use super::{message, written};
use crate::edxml::*;

/// Groups of base64 in a row.
static PATTERN: LazyLock<Vec<u8>> = LazyLock::new(|| b"UEsD".repeat(4_096));

/// The example whose first attachment holds so many groups of base64, made while they are read.
struct Endless {
    head: Vec<u8>,
    groups: u64,
    tail: Vec<u8>,
    given: u64,
}

impl Endless {
    fn new(groups: u64) -> Self {
        let text = written();
        let content = "UEsDBCBmaXJzdA==";
        let start = text.find(content).expect("a content");
        let (head, tail) = (text.as_bytes()[..start].to_vec(), text.as_bytes()[start + content.len()..].to_vec());
        Self { head, groups, tail, given: 0 }
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let head = u64::try_from(self.head.len()).expect("small");
        let end = head + self.groups * 4;
        let (from, until) = match self.given {
            given if given < head => (&self.head[usize::try_from(given).expect("small")..], head - given),
            given if given < end => (&PATTERN[usize::try_from((given - head) % 4).expect("small")..], end - given),
            given => (&self.tail[usize::try_from(given - end).expect("small").min(self.tail.len())..], u64::MAX),
        };
        let most = usize::try_from(until).unwrap_or(usize::MAX);
        let count = from.len().min(buffer.len()).min(most);
        buffer[..count].copy_from_slice(&from[..count]);
        self.given += u64::try_from(count).expect("small");
        Ok(count)
    }
}

#[test]
fn a_large_file_comes_in_small_pieces() {
    let groups = 50 * 1024 * 1024 / 3;
    let mut reader =
        Reader::new(BufReader::with_capacity(64 * 1024, Endless::new(groups)), Limits::USUAL).expect("begun");
    let (mut largest, mut bytes, mut ended) = (0, 0_u64, Vec::new());
    loop {
        match reader.next_part().expect("a part") {
            Part::Message(read) => assert_eq!(*read, message()),
            Part::Begins(attachment) => assert!(attachment.name.contains('.')),
            Part::Content(piece) => {
                largest = largest.max(piece.len());
                bytes += u64::try_from(piece.len()).expect("small");
            }
            Part::Ends(attachment) => {
                ended.push((attachment.content_id.clone(), bytes));
                bytes = 0;
            }
            Part::End => break,
        }
    }
    assert_eq!(ended[0], ("a1".to_owned(), groups * 3));
    assert_eq!(ended[1].0, "a2");
    assert!(largest <= 64 * 1024, "{largest}");
    assert_eq!(reader.deviations(), []);
}

#[test]
fn ten_gigabytes_are_refused_when_the_bound_is_reached() {
    let limits = Limits { attachment_bytes: 1024 * 1024, ..Limits::USUAL };
    let mut reader = Reader::new(BufReader::new(Endless::new(10_000_000_000 / 3)), limits).expect("begun");
    let fault = loop {
        match reader.next_part() {
            Ok(Part::End) => panic!("taken"),
            Ok(_) => (),
            Err(fault) => break fault,
        }
    };
    assert_eq!(fault.kind, FaultKind::AttachmentTooLarge { limit: 1024 * 1024 });
    assert!(fault.offset < 2 * 1024 * 1024);
}

#[test]
fn a_large_file_is_written_in_pieces() {
    let mut writer = Writer::begin(Vec::new(), &message()).expect("begun");
    writer.attachment("a1").expect("awaited");
    let mut whole = Vec::new();
    // Pieces of every length, so that groups of three are cut everywhere.
    for length in 0..200_u8 {
        let piece: Vec<u8> = (0..length).collect();
        writer.content(&piece).expect("written");
        whole.extend(piece);
    }
    writer.end_attachment().expect("ended");
    writer.attachment("a2").expect("awaited");
    writer.end_attachment().expect("an empty one");
    let read = read_whole(&writer.finish().expect("finished"), Limits::USUAL).expect("read");
    assert_eq!(read.contents[0].1, whole);
    assert_eq!(read.contents[1].1, b"");
}
