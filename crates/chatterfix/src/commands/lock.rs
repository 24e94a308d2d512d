use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use crate::exit::Stop;

/// The data folder belongs to one server while this is alive. The system takes the lock back however the process ends.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

impl DataLock {
    /// Takes the folder, or names the process that has it.
    pub fn take(data_dir: &Path) -> Result<Self, Stop> {
        let path = data_dir.join("chatterfix.lock");
        let refused =
            |error: std::io::Error| Stop::failed(format!("{} can't be used: {error}", path.display()));
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(refused)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(refused)?;
                return Err(Stop::unavailable(format!(
                    "{} is in use by the server with process number {}. One SQLite database has one server: stop that \
                     one first, or name another folder with --data-dir or DATA_DIR",
                    data_dir.display(),
                    holder.trim()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(refused)?;
        writeln!(file, "{}", std::process::id()).and_then(|()| file.flush()).map_err(refused)?;
        Ok(Self { _file: file })
    }
}
