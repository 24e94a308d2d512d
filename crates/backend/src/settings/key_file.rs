//! The encryption key beside the database: made once, readable by its owner alone, never re-made silently. While keys
//! are being changed the new one stands beside it, and old ones are kept, because backups may need them.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use kernel::{Code, Problem};

use super::keyring::Key;

/// The files of one data directory.
#[derive(Clone, Debug)]
pub(super) struct KeyFiles(PathBuf);

impl KeyFiles {
    pub fn new(data_dir: &Path) -> Self {
        Self(data_dir.to_owned())
    }

    /// The key in use.
    pub fn current(&self) -> PathBuf {
        self.0.join("encryption.key")
    }

    /// The key that secrets are being moved to.
    fn next(&self) -> PathBuf {
        self.0.join("encryption.key.next")
    }

    pub fn read_current(&self) -> Result<Option<Key>, Problem> {
        if !self.current().exists() && self.next().exists() {
            // The last rotation was cut off between its two renames.
            fs::rename(self.next(), self.current()).map_err(|error| self.failed(error))?;
        }
        self.read(&self.current())
    }

    pub fn read_next(&self) -> Result<Option<Key>, Problem> {
        self.read(&self.next())
    }

    /// Keys that were replaced.
    pub fn read_old(&self) -> Result<Vec<Key>, Problem> {
        let Ok(entries) = fs::read_dir(&self.0) else { return Ok(Vec::new()) };
        let mut keys = Vec::new();
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with("encryption.key.old-") {
                keys.extend(self.read(&entry.path())?);
            }
        }
        Ok(keys)
    }

    fn read(&self, path: &Path) -> Result<Option<Key>, Problem> {
        match fs::read_to_string(path) {
            Ok(text) => Key::parse(&text).map(Some).ok_or_else(|| {
                Problem::new(
                    Code::Unavailable,
                    format!("{} does not hold a key: 64 hexadecimal digits.", path.display()),
                )
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Writes the first key. If another process was quicker, its key counts.
    pub fn make_current(&self, key: &Key) -> Result<Key, Problem> {
        self.write(&self.current(), key)?;
        self.read_current()?.ok_or_else(|| Problem::internal("the key file vanished"))
    }

    /// Writes the key to move to, unless one stands there already.
    pub fn make_next(&self, key: &Key) -> Result<Key, Problem> {
        self.write(&self.next(), key)?;
        self.read_next()?.ok_or_else(|| Problem::internal("the new key file vanished"))
    }

    /// A file that only its owner reads, whole or not at all, unless it is there.
    fn write(&self, path: &Path, key: &Key) -> Result<(), Problem> {
        fs::create_dir_all(&self.0).map_err(|error| self.failed(error))?;
        let draft = path.with_extension(format!("draft-{}", std::process::id()));
        let _ = fs::remove_file(&draft);
        let write = || {
            let mut options = fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&draft)?;
            writeln!(file, "{}", key.text().reveal())?;
            file.sync_all()?;
            // A link fails where the name is taken, so no key is ever written over another.
            match fs::hard_link(&draft, path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                _ => Ok(()),
            }
        };
        let written = write();
        let _ = fs::remove_file(&draft);
        written.and_then(|()| self.sync()).map_err(|error| self.failed(error))
    }

    /// Puts the new key in the place of the old one, which is kept.
    pub fn promote_next(&self, old: &Key) -> Result<(), Problem> {
        let kept = self.0.join(format!("encryption.key.old-{}", old.id()));
        fs::rename(self.current(), kept)
            .and_then(|()| fs::rename(self.next(), self.current()))
            .and_then(|()| self.sync())
            .map_err(|error| self.failed(error))
    }

    fn sync(&self) -> io::Result<()> {
        fs::File::open(&self.0)?.sync_all()
    }

    fn failed(&self, error: io::Error) -> Problem {
        Problem::new(
            Code::Unavailable,
            format!("The encryption key in {} can't be read or written: {error}.", self.0.display()),
        )
        .because(error)
    }
}
