//! The page: its packages, its build, and the client generated from the API's description.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::shell::{self, Outcome, cargo, npm, root};

/// Installs the page's packages when the lock file differs from what was installed last.
pub fn install() -> Outcome {
    let lock = root().join("ui/package-lock.json");
    let stamp = root().join("ui/node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).map_err(|error| format!("ui/package-lock.json: {error}"))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Builds the page into `ui/dist`.
pub fn build() -> Outcome {
    install()?;
    shell::run(&mut npm(&["run", "build"]))
}

/// The whole product, page inside, in the release profile.
pub fn build_product() -> Outcome {
    build()?;
    shell::run(&mut cargo(&["build", "--release", "--locked", "--package", "chatterfix"]))?;
    println!("built {}", shell::target_directory().join("release/chatterfix").display());
    Ok(())
}

/// The program in the dev profile, and where it is. Building it out of the whole workspace takes the same features of
/// its libraries as the Rust tests do, so that nothing is compiled twice.
pub fn build_program() -> Outcome<PathBuf> {
    shell::run(&mut cargo(&["build", "--quiet", "--workspace", "--bin", "chatterfix"]))?;
    Ok(shell::target_directory().join("debug/chatterfix"))
}

/// Writes `openapi.json` and the typed client, or with `check` fails when they are stale.
pub fn generate(check: bool) -> Outcome {
    let said = shell::read(Command::new(build_program()?).arg("openapi"))?;
    serde_json::from_str::<serde_json::Value>(&said)
        .map_err(|error| format!("chatterfix openapi: {error}"))?;
    let path = root().join("openapi.json");
    let fresh = fs::read_to_string(&path).is_ok_and(|known| known == said);
    if check {
        return if fresh {
            check_client()
        } else {
            Err("openapi.json is stale; `make gen` writes it".to_owned())
        };
    }
    if !fresh {
        fs::write(&path, said).map_err(|error| format!("openapi.json: {error}"))?;
    }
    install()?;
    shell::run(&mut npm(&["run", "gen"]))
}

/// The client's own generator runs into the committed file; what was there before comes back if it differs.
fn check_client() -> Outcome {
    install()?;
    let path = &root().join("ui/src/api/generated.ts");
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let known = fs::read(path).map_err(failed)?;
    shell::read(&mut npm(&["run", "gen"]))?;
    if fs::read(path).map_err(failed)? == known {
        return Ok(());
    }
    fs::write(path, known).map_err(failed)?;
    Err("the generated client in ui/src/api is stale; `make gen` writes it".to_owned())
}
