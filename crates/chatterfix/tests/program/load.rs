//! People who make sites as fast as they can, each change under a key of its own, and what became of each.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use serde_json::json;
use tokio::task::JoinHandle;

use crate::support::{Answer, Asker};

/// Writers at work.
pub struct Load {
    writers: Vec<JoinHandle<Kept>>,
    acknowledged: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

/// What became of the changes, by their keys.
#[derive(Default)]
pub struct Kept {
    /// The answers of those that were acknowledged.
    pub acknowledged: BTreeMap<String, String>,
    /// Those whose answer never came.
    pub unknown: BTreeSet<String>,
}

/// Makes the site that has its key as its name.
pub async fn make_site(server: &Asker, bearer: &str, key: &str) -> Result<Answer, kernel::Problem> {
    let headers = [("authorization", bearer), ("idempotency-key", key)];
    let site = json!({"name": key, "time_zone": "UTC"});
    server.try_call("POST", "/api/v1/sites", &headers, Some(site)).await
}

impl Load {
    pub fn start(server: &Asker, bearer: &str, writers: usize) -> Self {
        let mut load = Self {
            writers: Vec::new(),
            acknowledged: Arc::default(),
            refused: Arc::default(),
            stop: Arc::default(),
        };
        for writer in 0..writers {
            let (server, bearer, stop) = (server.clone(), bearer.to_owned(), Arc::clone(&load.stop));
            let (acknowledged, refused) = (Arc::clone(&load.acknowledged), Arc::clone(&load.refused));
            load.writers.push(tokio::spawn(async move {
                let (mut kept, mut turns) =
                    (Kept::default(), tokio::time::interval(Duration::from_millis(20)));
                for number in 0.. {
                    let key = format!("writer-{writer}-{number}");
                    // Refused for now, it is sent again under the same key, as the page does.
                    let answer = loop {
                        match make_site(&server, &bearer, &key).await {
                            Ok(answer) if [502, 503].contains(&answer.status.as_u16()) => {
                                assert!(answer.headers.contains_key("retry-after"), "{}", answer.text);
                                refused.fetch_add(1, Relaxed);
                                turns.tick().await;
                            }
                            Ok(answer) => break Some(answer.expect(201)),
                            Err(_) => break None,
                        }
                    };
                    let Some(answer) = answer else {
                        kept.unknown.insert(key);
                        break;
                    };
                    kept.acknowledged.insert(key, answer.text);
                    acknowledged.fetch_add(1, Relaxed);
                    if stop.load(Relaxed) {
                        break;
                    }
                }
                kept
            }));
        }
        load
    }

    /// Changes acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Relaxed)
    }

    /// Answers so far that asked to try again.
    pub fn refused(&self) -> usize {
        self.refused.load(Relaxed)
    }

    /// Ends the work where the server has not.
    pub async fn finish(self) -> Kept {
        self.stop.store(true, Relaxed);
        let mut all = Kept::default();
        for writer in self.writers {
            let kept = writer.await.unwrap();
            all.acknowledged.extend(kept.acknowledged);
            all.unknown.extend(kept.unknown);
        }
        all
    }
}

impl Kept {
    /// Everything acknowledged is there, nothing is there twice, and every change sent once more answers as it did.
    pub async fn prove(&self, server: &Asker, bearer: &str) {
        let before = names(server, bearer).await;
        for key in self.acknowledged.keys() {
            assert!(before.contains(key), "{key} was acknowledged and is lost");
        }
        for key in self.acknowledged.keys().chain(&self.unknown) {
            let again = make_site(server, bearer, key).await.unwrap().expect(201);
            if let Some(first) = self.acknowledged.get(key) {
                assert_eq!(again.text, *first);
            }
        }
        let after = names(server, bearer).await;
        let sent: BTreeSet<String> = self.acknowledged.keys().chain(&self.unknown).cloned().collect();
        assert_eq!(after, sent);
    }
}

async fn names(server: &Asker, bearer: &str) -> BTreeSet<String> {
    let sites = server.all("/api/v1/sites", bearer).await;
    let names: BTreeSet<String> =
        sites.iter().map(|site| site["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), sites.len(), "a site is there twice");
    names
}
