//! The content of files on disk, each under the hash of its bytes: `files/ab/cd/abcd…`. A content file is complete
//! and durable before it gets its name, so a crash leaves at most one that nothing refers to.

use std::{
    io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use jiff::Timestamp;
use kernel::{Code, Problem};
use sha2::{Digest, Sha256};
use tokio::{
    fs::{self, File},
    io::AsyncWriteExt,
};

use super::kind::HEAD;

/// SHA-256 of a content.
pub(crate) type Hash = [u8; 32];

/// A content that has arrived whole and is durable.
#[derive(Debug)]
pub(crate) struct Stored {
    pub hash: Hash,
    pub size_bytes: i64,
    pub head: Vec<u8>,
}

/// The folder with all contents.
#[derive(Clone, Debug)]
pub(crate) struct Contents {
    folder: PathBuf,
}

/// A content on its way in; dropped early, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Incoming {
    path: PathBuf,
    file: File,
    hash: Sha256,
    head: Vec<u8>,
    size_bytes: u64,
    limit: u64,
    finished: bool,
}

impl Contents {
    pub fn within(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("files") }
    }

    /// Where a content stands, or would.
    pub fn path(&self, hash: &Hash) -> PathBuf {
        let name = hexadecimal(hash);
        self.folder.join(&name[..2]).join(&name[2..4]).join(name)
    }

    /// Begins to take in a content of at most `limit` bytes; `token` is a name that nobody else uses.
    pub async fn begin(&self, token: &str, limit: u64) -> Result<Incoming, Problem> {
        let folder = self.folder.join("incoming");
        fs::create_dir_all(&folder).await.map_err(failed)?;
        let path = folder.join(token);
        let file = File::create_new(&path).await.map_err(failed)?;
        Ok(Incoming {
            path,
            file,
            hash: Sha256::new(),
            head: Vec::new(),
            size_bytes: 0,
            limit,
            finished: false,
        })
    }

    /// Makes it durable, then gives it its name. The same content twice is one file.
    pub async fn finish(&self, mut incoming: Incoming) -> Result<Stored, Problem> {
        incoming.file.flush().await.map_err(failed)?;
        incoming.file.sync_all().await.map_err(failed)?;
        let hash: Hash = std::mem::take(&mut incoming.hash).finalize().into();
        let to = self.path(&hash);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).await.map_err(failed)?;
            fs::rename(&incoming.path, &to).await.map_err(failed)?;
            incoming.finished = true;
            for folder in folder.ancestors().take(3) {
                File::open(folder).await.map_err(failed)?.sync_all().await.map_err(failed)?;
            }
        }
        let size_bytes = i64::try_from(incoming.size_bytes).map_err(Problem::internal)?;
        Ok(Stored { hash, size_bytes, head: std::mem::take(&mut incoming.head) })
    }

    /// Opens a content for reading.
    pub async fn open(&self, hash: &Hash) -> Result<File, Problem> {
        File::open(self.path(hash)).await.map_err(|error| {
            Problem::internal(io::Error::new(error.kind(), format!("content {}: {error}", hexadecimal(hash))))
        })
    }

    /// Contents last written before an instant, and uploads that never ended; the latter are thrown away at once.
    pub fn older_than(&self, instant: Timestamp) -> io::Result<Vec<Hash>> {
        let mut hashes = Vec::new();
        for path in files_below(&self.folder)? {
            if !is_older(&path, instant) {
                continue;
            }
            match path.file_name().and_then(|name| name.to_str()).and_then(read_hexadecimal) {
                Some(hash) if path == self.path(&hash) => hashes.push(hash),
                _ if path.starts_with(self.folder.join("incoming")) => std::fs::remove_file(path)?,
                _ => {}
            }
        }
        Ok(hashes)
    }

    /// Throws a content away, unless it was written again in the meantime.
    pub fn forget(&self, hash: &Hash, instant: Timestamp) -> io::Result<()> {
        let path = self.path(hash);
        if is_older(&path, instant) { std::fs::remove_file(path) } else { Ok(()) }
    }
}

impl Incoming {
    /// Takes in the next bytes.
    pub async fn write(&mut self, bytes: &Bytes) -> Result<(), Problem> {
        self.size_bytes += bytes.len() as u64;
        if self.size_bytes > self.limit {
            let detail =
                format!("The file is larger than the {} MB that are accepted.", self.limit / (1024 * 1024));
            return Err(Problem::new(Code::TooLarge, detail));
        }
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..missing]);
        self.hash.update(bytes);
        self.file.write_all(bytes).await.map_err(failed)
    }

    /// How much has arrived.
    pub const fn size_bytes(&self) -> u64 {
        self.size_bytes
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.finished
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "an upload that was broken off could not be thrown away");
        }
    }
}

fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    Ok(files)
}

fn is_older(path: &Path, instant: Timestamp) -> bool {
    let written = std::fs::metadata(path).and_then(|metadata| metadata.modified());
    written.is_ok_and(|written| Timestamp::try_from(written).is_ok_and(|written| written < instant))
}

/// What a failure of the disk means to the person who waits.
pub(super) fn failed(error: io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Problem::new(
            Code::StorageFull,
            "The server's disk is full, so the file could not be saved. Please tell your administrator.",
        )
        .because(error),
        _ => Problem::internal(error),
    }
}

/// Lower-case hexadecimal.
pub(super) fn hexadecimal(hash: &Hash) -> String {
    use std::fmt::Write;
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn read_hexadecimal(text: &str) -> Option<Hash> {
    let bytes = (text.len() == 64 && text.is_ascii()).then_some(text.as_bytes())?;
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(bytes.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    async fn store(contents: &Contents, token: &str, bytes: &'static [u8]) -> Result<Stored, Problem> {
        let mut incoming = contents.begin(token, 10).await?;
        for chunk in bytes.chunks(3) {
            incoming.write(&Bytes::from_static(chunk)).await?;
        }
        contents.finish(incoming).await
    }

    fn count(folder: &Path) -> usize {
        files_below(folder).unwrap().len()
    }

    #[tokio::test]
    async fn the_same_content_is_kept_once_and_a_broken_upload_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let contents = Contents::within(folder.path());
        let first = store(&contents, "a", b"hello").await.unwrap();
        let second = store(&contents, "b", b"hello").await.unwrap();
        assert_eq!((first.hash, first.size_bytes), (second.hash, 5));
        assert_eq!(first.head, b"hello");
        assert_eq!(store(&contents, "c", b"hello, world").await.unwrap_err().code, Code::TooLarge);
        assert_eq!(count(folder.path()), 1);
        assert_eq!(std::fs::read(contents.path(&first.hash)).unwrap(), b"hello");
    }

    #[tokio::test]
    async fn only_what_is_old_is_offered_for_throwing_away() {
        let folder = tempfile::tempdir().unwrap();
        let contents = Contents::within(folder.path());
        let old = store(&contents, "a", b"old").await.unwrap();
        let young = store(&contents, "b", b"young").await.unwrap();
        let (aged, border) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::from_mins(1));
        let border = Timestamp::try_from(border).unwrap();
        let left = folder.path().join("files/incoming/left");
        std::fs::write(&left, b"half").unwrap();
        for path in [contents.path(&old.hash), left] {
            std::fs::File::options().write(true).open(path).unwrap().set_modified(aged).unwrap();
        }
        assert_eq!(contents.older_than(border).unwrap(), [old.hash]);
        contents.forget(&old.hash, border).unwrap();
        contents.forget(&young.hash, border).unwrap();
        assert_eq!(files_below(folder.path()).unwrap(), [contents.path(&young.hash)]);
    }

    #[test]
    fn a_full_disk_is_said_so() {
        assert_eq!(failed(io::Error::from(io::ErrorKind::StorageFull)).code, Code::StorageFull);
        assert_eq!(failed(io::Error::from(io::ErrorKind::PermissionDenied)).code, Code::Internal);
    }
}
