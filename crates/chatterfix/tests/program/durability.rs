//! What the program has acknowledged stays, however it ends.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::json;

use crate::support::{Running, add_user, run, sqlite, token};

#[tokio::test]
async fn a_kill_under_load_loses_nothing_acknowledged() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let mut server = Running::start(&settings, &[]);
    add_user(&settings, "maria@plant.example", "administrator");
    let bearer = format!("Bearer {}", token(&settings, "maria@plant.example"));

    let count = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for writer in 0..8 {
        let (base, bearer, count) = (server.base.clone(), bearer.clone(), Arc::clone(&count));
        tasks.push(tokio::spawn(async move {
            let server = client::Transport::http(&base).unwrap();
            let mut kept = Vec::new();
            for number in 0..10_000 {
                let name = format!("Site {writer}-{number}");
                let body = json!({"name": name, "time_zone": "UTC"}).to_string();
                let request = axum::http::Request::post("/api/v1/sites")
                    .header("authorization", &bearer)
                    .header("content-type", "application/json")
                    .body(axum::body::Body::from(body));
                match server.send(request.unwrap()).await {
                    Ok(answer) if answer.status() == 201 => kept.push(name),
                    Ok(answer) => panic!("{}", answer.status()),
                    Err(_) => break,
                }
                count.fetch_add(1, Ordering::Relaxed);
            }
            kept
        }));
    }
    server.until("/health/live", |_| count.load(Ordering::Relaxed) > 150).await;
    server.kill();
    let mut acknowledged = BTreeSet::new();
    for task in tasks {
        acknowledged.extend(task.await.unwrap());
    }
    assert!(acknowledged.len() > 150);

    let server = Running::start(&settings, &[]);
    let mut found = BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let page = server
            .get(&format!("/api/v1/sites?limit=200{cursor}"), &[("authorization", bearer.as_str())])
            .await
            .expect(200);
        found.extend(
            page.json["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|site| site["name"].as_str().unwrap().to_owned()),
        );
        match page.json["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let lost: Vec<_> = acknowledged.difference(&found).collect();
    assert!(lost.is_empty(), "{lost:?}");
    run(&settings, &["audit", "verify"], "").expect(0);
}
