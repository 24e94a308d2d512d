//! Backups on both engines, made beside a running server.

use std::{fs::File, path::Path, time::SystemTime};

use crate::support::{Environment, Running, add_user, postgres, run, sqlite};

async fn made_while_serving(settings: &Environment) {
    let server = Running::start(settings, &[]);
    add_user(settings, "maria@plant.example", "administrator");
    let folder =
        settings.iter().find(|(name, _)| name == "DATA_DIR").map(|(_, path)| Path::new(path).join("backups"));
    let folder = folder.unwrap();
    std::fs::create_dir(&folder).unwrap();
    let (old, young) = (folder.join("old.part.scratch"), folder.join("young.part.scratch"));
    File::create(&old).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    File::create(&young).unwrap();
    let made = run(settings, &["backup", "create", "--json"], "").expect(0).json();
    assert_eq!(made["rows"]["users"], 1);
    assert!(!old.exists() && young.exists(), "what was broken off long ago is gone");
    add_user(settings, "late@plant.example", "viewer");
    let listed = run(settings, &["backup", "list", "--json"], "").expect(0).json();
    assert_eq!(listed["items"][0]["path"], made["path"]);
    let path = made["path"].as_str().unwrap();
    run(settings, &["backup", "verify", path], "").expect(0);
    let refused = run(settings, &["backup", "restore", path], "").expect(5);
    assert!(refused.err.contains("stop "), "{}", refused.err);
    assert_eq!(server.get("/health", &[]).await.expect(200).json["status"], "healthy");
    drop(server);

    let restored = run(settings, &["backup", "restore", path, "--json"], "").expect(0).json();
    assert!(restored["replaced"].is_string(), "{restored}");
    let users = run(settings, &["users", "list", "--json"], "").expect(0).json();
    assert_eq!(users["items"].as_array().unwrap().len(), 1);

    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(path, bytes).unwrap();
    assert_ne!(run(settings, &["backup", "verify", path], "").code, 0);
}

#[tokio::test]
async fn a_backup_made_while_serving_brings_back_what_was_there_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    made_while_serving(&sqlite(data.path())).await;
}

#[tokio::test]
async fn a_backup_made_while_serving_brings_back_what_was_there_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let (_database, settings) = postgres(data.path()).await;
    made_while_serving(&settings).await;
}
