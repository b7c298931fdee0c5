//! Blobs: stored whole under their own hash, or not at all; on a folder and on a bucket alike.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use store::blob::{BlobError, BlobId};

use crate::place::{Place, in_seconds, places};

places! {
    bytes_come_back_under_their_hash,
    what_is_refused_leaves_nothing_behind,
    a_beginning_is_read_alone,
    pieces_of_a_crash_are_swept,
}

fn parts(bytes: &[u8]) -> impl futures_util::Stream<Item = Result<Bytes, &'static str>> + Send + use<> {
    let parts: Vec<_> = bytes.chunks(1000).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    stream::iter(parts)
}

async fn bytes_come_back_under_their_hash(place: Place) {
    let blobs = &place.blobs;
    // Around the size of one part, and more than two.
    for size in [0_usize, 1, 12_345, 5 * 1024 * 1024 - 1, 5 * 1024 * 1024, 11_000_000] {
        let bytes: Vec<u8> = (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect();
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
    let lie_there = place.lies_there().await;
    assert_eq!(lie_there.len(), 6, "{lie_there:?}");
    let info = blobs.put_bytes(Bytes::from_static(b"result")).await.unwrap();
    assert_eq!(blobs.get_bytes(info.sha256).await.unwrap(), "result");
    assert!(place.lies_there().await.iter().any(|name| name.ends_with(&format!("/{}", info.sha256))));
}

async fn what_is_refused_leaves_nothing_behind(place: Place) {
    let blobs = &place.blobs;
    // The first fits into one part, the second has sent one when it is refused.
    for size in [600_000_usize, 6_000_000] {
        let bytes = vec![7; size];
        let id = BlobId::of(&bytes);
        let less = size as u64 - 1;
        for announced in [None, Some(id)] {
            let cut = parts(&bytes).take(size / 1000 - 10).chain(stream::iter([Err("connection reset")]));
            let refused = blobs.put_stream(announced, cut, 10_000_000).await.unwrap_err();
            assert!(matches!(refused, BlobError::Cut(_)), "{refused:?}");
            let refused = blobs.put_stream(announced, parts(&bytes), less).await.unwrap_err();
            assert!(matches!(refused, BlobError::TooLarge { max_bytes } if max_bytes == less), "{refused:?}");
        }
        let refused = blobs.put_stream(Some(BlobId([0; 32])), parts(&bytes), 10_000_000).await.unwrap_err();
        assert!(matches!(refused, BlobError::HashMismatch { found } if found == id), "{refused:?}");
        // Cut off without a word: what came is not what was announced.
        let refused = blobs.put_stream(Some(id), parts(&bytes).take(10), 10_000_000).await.unwrap_err();
        assert!(matches!(refused, BlobError::HashMismatch { .. }), "{refused:?}");
        let left = place.lies_there().await;
        assert!(left.is_empty(), "{left:?}");
        assert!(matches!(blobs.get_stream(id).await.err(), Some(BlobError::Missing(missing)) if missing == id));
        assert!(matches!(blobs.get_bytes(id).await.err(), Some(BlobError::Missing(_))));
        assert!(matches!(blobs.size(id).await.err(), Some(BlobError::Missing(_))));
    }
}

async fn a_beginning_is_read_alone(place: Place) {
    let bytes: Vec<u8> = (0..=255).cycle().take(7_000_000).collect();
    let long = place.blobs.put_stream(None, parts(&bytes), 7_000_000).await.unwrap().sha256;
    assert_eq!(place.blobs.first_bytes(long, 64).await.unwrap(), bytes[..64]);
    for short in ["", "%PDF"] {
        let id = place.blobs.put_bytes(Bytes::from_static(short.as_bytes())).await.unwrap().sha256;
        assert_eq!(place.blobs.first_bytes(id, 64).await.unwrap(), short);
    }
    let missing = BlobId([1; 32]);
    assert!(matches!(place.blobs.first_bytes(missing, 64).await.err(), Some(BlobError::Missing(id)) if id == missing));
}

async fn pieces_of_a_crash_are_swept(place: Place) {
    assert_eq!(place.blobs.sweep(in_seconds(3600)).await.unwrap(), 0);
    let kept = place.blobs.put_bytes(Bytes::from_static(b"whole")).await.unwrap().sha256;
    place.leave_a_piece("0123456789abcdef").await;
    place.leave_a_piece("fedcba9876543210").await;
    assert_eq!(place.blobs.sweep(in_seconds(-3600)).await.unwrap(), 0);
    assert_eq!(place.lies_there().await.len(), 3);
    assert_eq!(place.blobs.sweep(in_seconds(3600)).await.unwrap(), 2);
    assert_eq!(place.lies_there().await.len(), 1);
    assert_eq!(place.blobs.get_bytes(kept).await.unwrap(), "whole");
}

#[cfg(feature = "s3")]
#[tokio::test]
async fn a_bucket_that_is_not_there_fails_and_is_not_taken_for_an_empty_one() {
    let bucket = crate::place::bucket::described("motcua-nobody-made-this");
    let blobs = store::blob::Blobs::in_bucket(&bucket).unwrap();
    let refused = blobs.put_bytes(Bytes::from_static(b"lost")).await.unwrap_err();
    assert!(matches!(refused, BlobError::Storage(_) | BlobError::Missing(_)), "{refused:?}");
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
