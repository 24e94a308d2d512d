//! How a server starts, keeps its bounds and stops.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::{PATIENCE, Running, environment, run, sqlite};

#[tokio::test]
async fn a_server_that_is_told_to_stop_says_so_first_and_ends_well() {
    let data = tempfile::tempdir().unwrap();
    let mut settings = sqlite(data.path());
    settings.extend(environment(&[("DRAIN_SECONDS", "3600")]));
    let server = Running::start(&settings, &[]);
    server.get("/health/ready", &[]).await.expect(200);
    server.terminate();
    let ready = server.until("/health/ready", |answer| answer.status == 503).await;
    assert_eq!(ready.json["reason"], "The server is about to stop.");
    server.get("/health/live", &[]).await.expect(200);
    drop(server);

    let mut server = Running::start(&sqlite(data.path()), &[]);
    server.terminate();
    assert_eq!(server.wait(), 0);
    let wal = data.path().join("cmms.db-wal");
    assert!(!wal.exists() || wal.metadata().unwrap().len() == 0, "the database was closed");
}

#[tokio::test]
async fn one_sqlite_database_has_one_server() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Running::start(&sqlite(data.path()), &[]);
    let second = run(&sqlite(data.path()), &["serve", "--port", "0"], "").expect(5);
    assert!(second.err.contains(&server.pid()), "{}", second.err);
    server.kill();
    Running::start(&sqlite(data.path()), &[]);
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_in_plain_words() {
    let data = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let refused = run(&sqlite(data.path()), &["serve", "--host", "127.0.0.1", "--port", &port], "").expect(2);
    assert!(refused.err.contains(&format!("port {port} is taken")), "{}", refused.err);
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let server = Running::start(&environment(&[("SERVICE_MODE", "ai_brain")]), &[]);
    let mut stream = TcpStream::connect(server.base.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: a\r\nx-long: ").unwrap();
    // The server may close before everything is written.
    let _ = stream.write_all(&vec![b'a'; 200 * 1024]);
    let mut said = [0; 12];
    let refused = stream.read_exact(&mut said).is_err() || &said == b"HTTP/1.1 431";
    assert!(refused, "{}", String::from_utf8_lossy(&said));
    server.get("/health", &[]).await.expect(200);
}

#[tokio::test]
async fn what_the_process_uses_can_be_measured() {
    let data = tempfile::tempdir().unwrap();
    let server = Running::start(&sqlite(data.path()), &[]);
    server.get("/api/v1/session/hints", &[]).await.expect(200);
    let metrics = server.get("/metrics", &[]).await.expect(200).text;
    for name in [
        "process_uptime_seconds ",
        "chatterfix_build_info{version=\"",
        "database_write_queue_jobs ",
        "database_commits_total ",
        "database_wal_bytes ",
        "http_requests_total{method=\"GET\",route=\"/api/v1/session/hints\",status=\"200\"} 1",
    ] {
        assert!(metrics.contains(name), "{name}");
    }
}
