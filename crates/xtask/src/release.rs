//! The archive that operators download: program, licence, change log, settings and deployment files, with a checksum.

use std::fs;
use std::process::Command;

use crate::shell::{self, Outcome, root, target_directory};
use crate::ui;

/// Builds the product and leaves `chatterfix-VERSION-TARGET.tar.gz` and its `.sha256` in `target/dist`.
pub fn run() -> Outcome {
    ui::build_product()?;
    let program = target_directory().join("release/chatterfix");
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("chatterfix-{version}-{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let dist = root().join("target/dist");
    let folder = dist.join(&name);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).map_err(failed)?;
    fs::copy(program, folder.join("chatterfix")).map_err(failed)?;
    for part in
        ["LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md", "configs", "deployment", "scripts", "docs"]
    {
        if root().join(part).exists() {
            shell::read(Command::new("cp").arg("-R").arg(root().join(part)).arg(&folder))?;
        }
    }
    let archive = format!("{name}.tar.gz");
    shell::read(Command::new("tar").current_dir(&dist).args(["-czf", &archive, &name]))?;
    let sum = shell::read(Command::new("sha256sum").current_dir(&dist).arg(&archive))
        .or_else(|_| shell::read(Command::new("shasum").current_dir(&dist).args(["-a", "256", &archive])))?;
    fs::write(dist.join(format!("{archive}.sha256")), &sum).map_err(failed)?;
    println!("target/dist/{archive}\n{}", sum.trim());
    Ok(())
}
