//! Unpacking a workbook within bounds, before anything of it is read: a small file can unpack to a very large one.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::fault::SheetFaultKind;
use crate::{MAX_BYTES, MAX_UNPACKED};

/// Most parts of a workbook; one of ours has some twenty.
const MAX_PARTS: usize = 1_000;

/// Unpacks every part and throws it away. What the parts say of their own size is not believed.
pub(crate) fn check(bytes: &[u8]) -> Result<(), SheetFaultKind> {
    within(bytes, MAX_BYTES, MAX_UNPACKED)
}

fn within(bytes: &[u8], packed: usize, unpacked: u64) -> Result<(), SheetFaultKind> {
    if bytes.len() > packed {
        return Err(SheetFaultKind::TooLarge { limit: packed });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetFaultKind::NotAWorkbook)?;
    if archive.len() > MAX_PARTS {
        return Err(SheetFaultKind::NotAWorkbook);
    }
    let mut left = unpacked;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| SheetFaultKind::NotAWorkbook)?;
        let mut bounded = part.take(left.saturating_add(1));
        let read = std::io::copy(&mut bounded, &mut std::io::sink()).map_err(|_| SheetFaultKind::NotAWorkbook)?;
        left = left.checked_sub(read).ok_or(SheetFaultKind::Bomb { limit: unpacked })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn packed(parts: usize, size: usize) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for part in 0..parts {
            archive.start_file(format!("part{part}.xml"), SimpleFileOptions::default()).unwrap();
            archive.write_all(&vec![b' '; size]).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let bytes = packed(3, 1_000_000);
        assert!(bytes.len() < 20_000, "{}", bytes.len());
        assert_eq!(within(&bytes, MAX_BYTES, 3_000_000), Ok(()));
        assert_eq!(within(&bytes, MAX_BYTES, 2_999_999), Err(SheetFaultKind::Bomb { limit: 2_999_999 }));
        assert_eq!(within(&bytes, 100, 3_000_000), Err(SheetFaultKind::TooLarge { limit: 100 }));
        assert_eq!(within(&packed(MAX_PARTS + 1, 1), MAX_BYTES, MAX_UNPACKED), Err(SheetFaultKind::NotAWorkbook));
        assert_eq!(within(b"PK", MAX_BYTES, MAX_UNPACKED), Err(SheetFaultKind::NotAWorkbook));
    }
}
