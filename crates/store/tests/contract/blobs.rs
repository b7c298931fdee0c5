//! Blobs: stored whole under their own hash, or not at all.

use std::path::Path;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use store::blob::{BlobError, BlobId, Blobs};
use tempfile::TempDir;

fn parts(bytes: &[u8]) -> impl futures_util::Stream<Item = Result<Bytes, &'static str>> + Send + use<> {
    let parts: Vec<_> = bytes.chunks(1000).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    stream::iter(parts)
}

fn files_under(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, |entries| {
        entries
            .map(|entry| entry.unwrap())
            .map(|entry| if entry.path().is_dir() { files_under(&entry.path()) } else { 1 })
            .sum()
    })
}

fn blobs() -> (Blobs, TempDir) {
    let folder = TempDir::new().unwrap();
    (Blobs::in_folder(folder.path()).unwrap(), folder)
}

#[tokio::test]
async fn bytes_come_back_under_their_hash() {
    let (blobs, folder) = blobs();
    for size in [0, 1, 12_345, 11_000_000] {
        let bytes = vec![7; size];
        let id = BlobId::of(&bytes);
        assert!(!blobs.exists(id).await.unwrap());
        for announced in [None, Some(id), Some(id)] {
            let info = blobs.put_stream(announced, parts(&bytes), 11_000_000).await.unwrap();
            assert_eq!((info.sha256, info.size), (id, size as u64));
        }
        assert_eq!(blobs.size(id).await.unwrap(), size as u64);
        let back: Vec<Bytes> = blobs.get_stream(id).await.unwrap().try_collect().await.unwrap();
        assert!(back.concat() == bytes);
    }
    assert_eq!(files_under(folder.path()), 4);
    let info = blobs.put_bytes(Bytes::from_static(b"result")).await.unwrap();
    assert_eq!(blobs.get_bytes(info.sha256).await.unwrap(), "result");
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let (blobs, folder) = blobs();
    let bytes = vec![7; 6_000_000];
    let id = BlobId::of(&bytes);
    for announced in [None, Some(id)] {
        let cut = parts(&bytes).take(5990).chain(stream::iter([Err("connection reset")]));
        let refused = blobs.put_stream(announced, cut, 10_000_000).await.unwrap_err();
        assert!(matches!(refused, BlobError::Cut(_)), "{refused:?}");
        let refused = blobs.put_stream(announced, parts(&bytes), 5_999_999).await.unwrap_err();
        assert!(matches!(refused, BlobError::TooLarge { max_bytes: 5_999_999 }), "{refused:?}");
    }
    let refused = blobs.put_stream(Some(BlobId([0; 32])), parts(&bytes), 10_000_000).await.unwrap_err();
    assert!(matches!(refused, BlobError::HashMismatch { found } if found == id), "{refused:?}");
    // Cut off without a word: what came is not what was announced.
    let refused = blobs.put_stream(Some(id), parts(&bytes).take(10), 10_000_000).await.unwrap_err();
    assert!(matches!(refused, BlobError::HashMismatch { .. }), "{refused:?}");
    assert_eq!(files_under(folder.path()), 0);
    assert!(matches!(blobs.get_stream(id).await.err(), Some(BlobError::Missing(missing)) if missing == id));
}

#[test]
fn a_name_is_64_small_digits() {
    let id = BlobId::of(b"");
    let name = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(id.to_string(), name);
    assert_eq!(name.parse(), Ok(id));
    for wrong in ["", "e3", &name.to_uppercase(), &format!("{name}00"), &name.replace('e', "g"), "../../etc/passwd"] {
        assert!(wrong.parse::<BlobId>().is_err(), "{wrong}");
    }
}
