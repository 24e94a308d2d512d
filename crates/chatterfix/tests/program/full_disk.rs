//! A disk without room: what can't be saved is refused in plain words, everything else goes on, and room is enough to
//! go on as before.

use std::{
    fs::File,
    io::{BufRead, BufReader, ErrorKind, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::{
    load::{Kept, make_site},
    support::{Environment, MOUNTS_OF, Running, administrator, environment, run, sqlite},
};

/// A small disk of its own, seen only by processes that are told so; gone when dropped.
struct Disk {
    folder: tempfile::TempDir,
    keeper: Child,
}

impl Disk {
    /// None where this user may not mount.
    fn new(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let script = "mount -t tmpfs -o size=$2,mode=700 none \"$1\" && echo mounted && exec cat";
        let mut keeper = Command::new("unshare")
            .args(["--mount", "sh", "-c", script, "sh"])
            .args([folder.path().to_str().unwrap(), size])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let mut said = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let disk = Self { folder, keeper };
        (said == "mounted\n").then_some(disk)
    }

    fn settings(&self) -> Environment {
        let mut settings = sqlite(self.folder.path());
        settings.extend(environment(&[(MOUNTS_OF, &self.keeper.id().to_string())]));
        settings
    }

    /// Where a path of this disk is for this process.
    fn seen(&self, path: &str) -> PathBuf {
        let inside = self.folder.path().strip_prefix("/").unwrap().join(path);
        Path::new(&format!("/proc/{}/root", self.keeper.id())).join(inside)
    }

    /// Fills it but for so many bytes.
    fn fill(&self, leave: u64) {
        let path = self.seen("ballast");
        let mut file = File::options().create(true).append(true).open(&path).unwrap();
        loop {
            match file.write_all(&[0; 4096]) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => panic!("{error}"),
            }
        }
        let length = file.metadata().unwrap().len();
        file.set_len(length - leave).unwrap();
    }

    fn make_room(&self) {
        std::fs::remove_file(self.seen("ballast")).unwrap();
    }

    /// The files below a folder, by name.
    fn files(&self, folder: &str) -> Vec<String> {
        let mut names = Vec::new();
        let mut folders = vec![self.seen(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    names.push(entry.file_name().into_string().unwrap());
                }
            }
        }
        names
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // It ends by itself when its input does; killed, it takes the disk with it at once.
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}

fn upload(id: &str, bearer: &str, bytes: usize) -> Request<Body> {
    let mut body =
        b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"scan.bin\"\r\n\r\n".to_vec();
    body.resize(body.len() + bytes, b'x');
    body.extend(b"\r\n--edge--\r\n");
    Request::post(format!("/api/v1/assets/{id}/files"))
        .header("authorization", bearer)
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn a_full_disk_is_said_reads_go_on_and_room_is_enough() {
    let Some(disk) = Disk::new("12m") else {
        eprintln!("not tested: this user may not mount a small disk");
        return;
    };
    let settings = disk.settings();
    let server = Running::start(&settings, &[]);
    let bearer = administrator(&settings);
    let auth = [("authorization", bearer.as_str())];
    let asset = json!({"code": "PUMP-1", "name": "Pump"});
    let asset = server.call("POST", "/api/v1/assets", &auth, Some(asset)).await.expect(201);
    let asset = asset.json["id"].as_str().unwrap();

    // Room for some changes, not for a file of a megabyte or a copy of the database.
    disk.fill(400_000);
    let refused = server.send(upload(asset, &bearer, 1_000_000)).await.unwrap().expect(507);
    assert_eq!(refused.json["code"], "storage_full");
    assert!(disk.files("files").is_empty(), "{:?}", disk.files("files"));
    let refused = run(&settings, &["backup", "create"], "").expect(1);
    assert!(refused.err.contains("the disk is full") && refused.err.contains("--to"), "{}", refused.err);
    assert!(disk.files("backups").is_empty(), "{:?}", disk.files("backups"));

    let mut kept = Kept::default();
    disk.fill(0);
    let refused = loop {
        let key = format!("phone-{:05}", kept.acknowledged.len());
        let answer = make_site(&server, &bearer, &key).await.unwrap();
        if answer.status != 201 {
            break answer.expect(507);
        }
        kept.acknowledged.insert(key, answer.text);
    };
    assert_eq!(refused.json["code"], "storage_full");
    assert!(refused.json["detail"].as_str().unwrap().contains("Please tell your administrator"));
    let health = server.get("/health", &[]).await.expect(200).json;
    assert_eq!(
        (&health["status"], &health["microservices"]["backend-unified"]["status"]),
        (&json!("degraded"), &json!("degraded"))
    );
    let reason = health["microservices"]["backend-unified"]["reason"].as_str().unwrap();
    assert!(reason.contains("disk is full"), "{reason}");
    assert_eq!(server.get("/api/health", &[]).await.expect(200).json["connection"], true);
    let found = server.get(&format!("/api/v1/assets/{asset}"), &auth).await.expect(200);
    assert_eq!(found.json["code"], "PUMP-1");
    assert_eq!(server.all("/api/v1/sites", &bearer).await.len(), kept.acknowledged.len());
    let seen = run(&settings, &["doctor", "--json"], "").expect(4).json();
    let full = seen["checks"].as_array().unwrap().iter().find(|check| check["check"] == "disk").unwrap();
    assert_eq!(full["verdict"], "failed");

    disk.make_room();
    kept.unknown.insert(format!("phone-{:05}", kept.acknowledged.len()));
    kept.prove(&server, &bearer).await;
    server.send(upload(asset, &bearer, 1_000_000)).await.unwrap().expect(201);
    assert_eq!(disk.files("files").len(), 1);
    assert_eq!(server.get("/health", &[]).await.expect(200).json["status"], "healthy");
    run(&settings, &["backup", "create"], "").expect(0);
    run(&settings, &["audit", "verify"], "").expect(0);
}
