//! The file of a backup: a header of 64 bytes, the contents compressed by zstd, then a manifest in JSON.
//! The header is written last: magic, format, length, place and SHA-256 of the manifest.

use super::{Progress, Summary, beside, storage, sync_folder};
use crate::migrate::hexadecimal;
use crate::{Engine, Error};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Take, Write};
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"CHFXBACK";
const FORMAT: u32 = 1;
const HEADER: usize = 64;

/// What the archive holds, written at its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) engine: Engine,
    pub(super) migrations: Vec<AppliedMigration>,
    pub(super) tables: Vec<TableCount>,
    pub(super) sequences: Vec<Sequence>,
    /// Bytes of the contents before compression.
    pub(super) bytes: u64,
    /// Of the compressed contents.
    pub(super) sha256: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct AppliedMigration {
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) checksum: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct TableCount {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Sequence {
    pub(super) name: String,
    pub(super) last_value: i64,
    pub(super) is_called: bool,
}

struct Hashing {
    file: BufWriter<File>,
    digest: Sha256,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Writes an archive beside its name; dropped before `finish` it leaves nothing.
pub(super) struct Writer {
    path: PathBuf,
    unfinished: PathBuf,
    encoder: Option<zstd::Encoder<'static, Hashing>>,
    bytes: u64,
}

impl Writer {
    pub(super) fn create(path: &Path) -> Result<Writer, Error> {
        let unfinished = beside(path, ".unfinished");
        let begin = || {
            let mut file = BufWriter::with_capacity(1 << 18, private_file(&unfinished)?);
            file.write_all(&[0; HEADER])?;
            zstd::Encoder::new(Hashing { file, digest: Sha256::new() }, 3)
        };
        let encoder = begin().map_err(|error| storage(&unfinished, &error))?;
        Ok(Writer { path: path.to_owned(), unfinished, encoder: Some(encoder), bytes: 0 })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(encoder) = &mut self.encoder {
            encoder.write_all(bytes).map_err(|error| storage(&self.unfinished, &error))?;
        }
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn finish(mut self, mut manifest: Manifest) -> Result<(), Error> {
        let Some(encoder) = self.encoder.take() else { return Ok(()) };
        manifest.bytes = self.bytes;
        let end = || {
            let Hashing { mut file, digest } = encoder.finish()?;
            manifest.sha256 = hexadecimal(&digest.finalize());
            let text = serde_json::to_vec(&manifest)?;
            let at = file.stream_position()?;
            file.write_all(&text)?;
            let length = u32::try_from(text.len()).map_err(std::io::Error::other)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(MAGIC)?;
            file.write_all(&FORMAT.to_le_bytes())?;
            file.write_all(&length.to_le_bytes())?;
            file.write_all(&at.to_le_bytes())?;
            file.write_all(&Sha256::digest(&text))?;
            let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.sync_all()?;
            std::fs::rename(&self.unfinished, &self.path)
        };
        end().map_err(|error| storage(&self.path, &error))?;
        sync_folder(&self.path)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Gone already when the archive was finished.
        let _ = std::fs::remove_file(&self.unfinished);
    }
}

/// A new file that only its owner may read: it holds everything.
pub(super) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(true).write(true).read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// An archive whose header and manifest were found whole.
pub(super) struct Reader {
    path: PathBuf,
    pub(super) manifest: Manifest,
    compressed: u64,
    size: u64,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Reader, Error> {
        let failed = |error: std::io::Error| storage(path, &error);
        let broken = |what: &str| Error::Other(format!("{} is not a whole backup: {what}", path.display()));
        let mut file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let mut header = [0; HEADER];
        file.read_exact(&mut header).map_err(|_| broken("it is too short"))?;
        let (magic, rest) = header.split_at(8);
        if magic != MAGIC {
            return Err(broken("its header is missing"));
        }
        let number =
            |at: usize| rest[at..at + 4].iter().rev().fold(0, |sum, &byte| (sum << 8) | u32::from(byte));
        if number(0) != FORMAT {
            return Err(broken(&format!(
                "it has format {}, which needs another version of the program",
                number(0)
            )));
        }
        let (length, at) = (u64::from(number(4)), u64::from(number(8)) | (u64::from(number(12)) << 32));
        if at < HEADER as u64 || at.checked_add(length) != Some(size) {
            return Err(broken("its end is missing"));
        }
        let mut text = Vec::new();
        file.seek(SeekFrom::Start(at)).map_err(failed)?;
        file.read_to_end(&mut text).map_err(failed)?;
        if Sha256::digest(&text)[..] != rest[16..48] {
            return Err(broken("its manifest is damaged"));
        }
        let manifest = serde_json::from_slice(&text).map_err(|error| broken(&error.to_string()))?;
        Ok(Reader { path: path.to_owned(), manifest, compressed: at - HEADER as u64, size })
    }

    /// Compares the checksum of the contents.
    pub(super) fn check_contents(&self, progress: &mut dyn FnMut(Progress)) -> Result<(), Error> {
        let failed = |error: std::io::Error| storage(&self.path, &error);
        let mut file = self.raw().map_err(failed)?;
        let (mut digest, mut part, mut done) = (Sha256::new(), vec![0; 1 << 18], 0);
        loop {
            let count = file.read(&mut part).map_err(failed)?;
            if count == 0 {
                break;
            }
            digest.update(&part[..count]);
            done += count as u64;
            progress(Progress { stage: "checking the backup", done, total: self.compressed });
        }
        if hexadecimal(&digest.finalize()) == self.manifest.sha256 {
            return Ok(());
        }
        Err(Error::Other(format!("{} is damaged: its checksum is wrong", self.path.display())))
    }

    fn raw(&self) -> std::io::Result<Take<File>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(HEADER as u64))?;
        Ok(file.take(self.compressed))
    }

    /// The contents, decompressed.
    pub(super) fn contents(&self) -> Result<impl Read + use<>, Error> {
        self.raw()
            .and_then(|raw| zstd::Decoder::with_buffer(BufReader::with_capacity(1 << 18, raw)))
            .map_err(|error| storage(&self.path, &error))
    }

    pub(super) fn summary(&self) -> Summary {
        let manifest = &self.manifest;
        Summary {
            engine: manifest.engine,
            schema_version: manifest.migrations.last().map_or(0, |applied| applied.version),
            tables: manifest.tables.iter().map(|table| (table.name.clone(), table.rows)).collect(),
            bytes: self.size,
            sha256: manifest.sha256.clone(),
            replaced: None,
        }
    }
}
