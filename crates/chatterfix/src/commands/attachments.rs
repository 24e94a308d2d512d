//! The attached files in a backup: a folder beside the archive with the same contents under the same names, as links
//! to the stored files where the disk allows it. A stored file never changes, and its name is the hash of its content.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// The folder that belongs to an archive.
pub fn folder(archive: &Path) -> PathBuf {
    archive.with_extension("files")
}

/// The folder with all attached files.
fn stored(data_dir: &Path) -> PathBuf {
    data_dir.join("files")
}

/// Keeps every attached file beside the archive; how many.
pub fn keep(data_dir: &Path, archive: &Path) -> io::Result<u64> {
    carry_over(&stored(data_dir), &folder(archive), true)
}

/// Throws away what was kept beside an archive that did not come to be.
pub fn forget(archive: &Path) {
    let folder = folder(archive);
    if let Err(error) = fs::remove_dir_all(&folder)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, folder = %folder.display(), "what an unfinished backup left could not be removed");
    }
}

/// Puts back what is missing of the attached files; how many there were to put back. They get bytes of their own: what
/// is written to the disk later must not reach the backup.
pub fn put_back(archive: &Path, data_dir: &Path) -> io::Result<u64> {
    carry_over(&folder(archive), &stored(data_dir), false)
}

/// Reads every kept file; how many are there, and the names of those that are damaged.
pub fn check(archive: &Path) -> io::Result<(u64, Vec<String>)> {
    let (mut count, mut damaged) = (0, Vec::new());
    visit(&folder(archive), &mut |path, name| {
        let (mut hash, mut file, mut buffer) = (Sha256::new(), fs::File::open(path)?, vec![0; 64 * 1024]);
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => hash.update(&buffer[..read]),
            }
        }
        let found = hexadecimal(&hash.finalize());
        count += 1;
        if found != name {
            damaged.push(name.to_owned());
        }
        Ok(())
    })?;
    Ok((count, damaged))
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn carry_over(from: &Path, to: &Path, link: bool) -> io::Result<u64> {
    let mut count = 0;
    visit(from, &mut |path, name| {
        let folder = to.join(&name[..2]).join(&name[2..4]);
        let target = folder.join(name);
        if target.exists() {
            return Ok(());
        }
        fs::create_dir_all(&folder)?;
        if !link || fs::hard_link(path, &target).is_err() {
            let part = folder.join(format!("{name}.part"));
            let copied = fs::copy(path, &part)
                .and_then(|_| fs::File::open(&part)?.sync_all())
                .and_then(|()| fs::rename(&part, &target));
            if let Err(error) = copied {
                // It may not have been made at all.
                let _ = fs::remove_file(&part);
                return Err(error);
            }
        }
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

/// Calls for each stored file; what is still on its way in has another kind of name.
fn visit(folder: &Path, call: &mut dyn FnMut(&Path, &str) -> io::Result<()>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            visit(&entry.path(), call)?;
        } else if let Some(name) = entry.file_name().to_str()
            && name.len() == 64
            && name.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            call(&entry.path(), name)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_as_they_were_and_damage_is_found() {
        let data = tempfile::tempdir().unwrap();
        let name = hexadecimal(&Sha256::digest(b"photo"));
        let place = data.path().join("files").join(&name[..2]).join(&name[2..4]);
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join(&name), "photo").unwrap();
        fs::write(place.join("incoming"), "half").unwrap();
        let archive = data.path().join("backups").join("monday.backup");
        assert_eq!(keep(data.path(), &archive).unwrap(), 1);
        assert_eq!(check(&archive).unwrap(), (1, Vec::new()));

        fs::remove_file(place.join(&name)).unwrap();
        assert_eq!(put_back(&archive, data.path()).unwrap(), 1);
        assert_eq!(fs::read(place.join(&name)).unwrap(), b"photo");
        assert_eq!(put_back(&archive, data.path()).unwrap(), 0);

        fs::write(folder(&archive).join(&name[..2]).join(&name[2..4]).join(&name), "phot0").unwrap();
        assert_eq!(check(&archive).unwrap().1, [name]);
    }
}
