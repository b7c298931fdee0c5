//! Where the blobs of one test lie: a folder, or a bucket of an S3 server.

use domain::time::Instant;
use store::blob::Blobs;
use tempfile::TempDir;

/// Makes each named test into one for each place: `name::folder` and, with the feature `s3`, `name::bucket`.
macro_rules! places {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn folder() {
                super::$name($crate::place::folder()).await;
            }

            #[cfg(feature = "s3")]
            #[tokio::test]
            async fn bucket() {
                super::$name($crate::place::bucket::make().await).await;
            }
        }
    )*};
}
pub(crate) use places;

/// A place for blobs that is gone after the test.
pub(crate) struct Place {
    pub(crate) blobs: Blobs,
    kind: Kind,
}

enum Kind {
    Folder(TempDir),
    #[cfg(feature = "s3")]
    Bucket(bucket::Raw),
}

pub(crate) fn folder() -> Place {
    let folder = TempDir::new().unwrap();
    Place { blobs: Blobs::in_folder(folder.path()).unwrap(), kind: Kind::Folder(folder) }
}

/// Now, a number of seconds later: what lies in a place has the time of the machine.
#[expect(clippy::disallowed_methods, reason = "a file's time is compared with the clock that gave it")]
pub(crate) fn in_seconds(seconds: i64) -> Instant {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_micros();
    Instant(i64::try_from(now).unwrap()).plus_seconds(seconds)
}

impl Place {
    /// Everything that lies there, finished or not, as the place itself tells it.
    #[cfg_attr(not(feature = "s3"), expect(clippy::unused_async, reason = "a bucket is asked over the network"))]
    pub(crate) async fn lies_there(&self) -> Vec<String> {
        match &self.kind {
            Kind::Folder(folder) => {
                let mut names = Vec::new();
                walk(folder.path(), &mut names);
                names
            }
            #[cfg(feature = "s3")]
            Kind::Bucket(raw) => raw.lies_there().await,
        }
    }

    /// Leaves what a crash leaves of an upload.
    #[cfg_attr(not(feature = "s3"), expect(clippy::unused_async, reason = "a bucket is asked over the network"))]
    pub(crate) async fn leave_a_piece(&self, name: &str) {
        match &self.kind {
            Kind::Folder(folder) => {
                std::fs::create_dir_all(folder.path().join("incoming")).unwrap();
                std::fs::write(folder.path().join("incoming").join(name), "piece").unwrap();
            }
            #[cfg(feature = "s3")]
            Kind::Bucket(raw) => raw.put(&format!("incoming/{name}"), "piece").await,
        }
    }
}

fn walk(folder: &std::path::Path, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, names) } else { names.push(path.display().to_string()) }
    }
}

/// A bucket of a server that speaks S3, and what that server says of it when asked without the product's client.
#[cfg(feature = "s3")]
pub(crate) mod bucket {
    use std::sync::atomic::{AtomicU32, Ordering};

    use store::blob::Blobs;
    use store::bucket::Bucket;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::{Kind, Place};

    /// The folder in the bucket.
    const PREFIX: &str = "files/of/one";

    pub(crate) fn endpoint() -> String {
        std::env::var("MOTCUA_TEST_S3").unwrap_or_else(|_| {
            panic!(
                "MOTCUA_TEST_S3 is not set: give the address of a server that speaks S3; `cargo xtask test` starts one"
            )
        })
    }

    pub(crate) fn described(name: &str) -> Bucket {
        Bucket {
            name: name.to_owned(),
            prefix: PREFIX.to_owned(),
            endpoint: Some(endpoint()),
            region: "ap-southeast-1".to_owned(),
            key_id: "test".to_owned(),
            secret: "test".to_owned(),
            token: None,
        }
    }

    pub(crate) async fn make() -> Place {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("motcua-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let raw = Raw { host: endpoint().trim_start_matches("http://").to_owned(), name: name.clone() };
        raw.ask("PUT", "", "").await;
        Place { blobs: Blobs::in_bucket(&described(&name)).unwrap(), kind: Kind::Bucket(raw) }
    }

    pub(crate) struct Raw {
        host: String,
        name: String,
    }

    impl Raw {
        pub(super) async fn lies_there(&self) -> Vec<String> {
            let objects = self.ask("GET", "?list-type=2&max-keys=1000", "").await;
            let uploads = self.ask("GET", "?uploads", "").await;
            let mut names = between(&objects, "<Key>", "</Key>");
            assert!(names.iter().all(|name| name.starts_with(PREFIX)), "{names:?}");
            names.extend(between(&uploads, "<UploadId>", "</UploadId>"));
            names
        }

        pub(super) async fn put(&self, name: &str, body: &str) {
            self.ask("PUT", &format!("/{PREFIX}/{name}"), body).await;
        }

        async fn ask(&self, method: &str, rest: &str, body: &str) -> String {
            let Self { host, name } = self;
            let length = body.len();
            let request = format!(
                "{method} /{name}{rest} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n{body}"
            );
            let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 200"), "{request}\n{answer}");
            answer
        }
    }

    fn between(text: &str, before: &str, after: &str) -> Vec<String> {
        text.split(before).skip(1).map(|rest| rest.split(after).next().unwrap().to_owned()).collect()
    }
}
