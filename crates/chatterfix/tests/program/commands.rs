//! The commands, most of them beside a running server.

use serde_json::json;
use store::Sql;
use testkit::databases::TestDatabase;

use crate::{
    load::make_site,
    support::{Running, add_user, administrator, environment, run, settings_of, sqlite, token},
};

#[tokio::test]
async fn people_and_tokens_are_managed_beside_a_running_server() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let server = Running::start(&settings, &[]);
    add_user(&settings, "maria@plant.example", "administrator");
    add_user(&settings, "tom@plant.example", "technician");
    let listed =
        run(&settings, &["users", "list", "--organization", "bottling plant", "--json"], "").expect(0).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(listed["items"][0]["organization"], "Bottling Plant");

    let bearer = format!("Bearer {}", token(&settings, "TOM@plant.example"));
    let auth = [("authorization", bearer.as_str())];
    assert_eq!(server.get("/api/v1/session", &auth).await.expect(200).json["role"]["name"], "technician");
    let tokens =
        run(&settings, &["tokens", "list", "--email", "tom@plant.example", "--json"], "").expect(0).json();
    let id = tokens["items"][0]["id"].as_str().unwrap().to_owned();
    run(&settings, &["tokens", "revoke", "--email", "tom@plant.example", "--id", &id], "").expect(0);
    server.get("/api/v1/session", &auth).await.expect(401);

    run(
        &settings,
        &["users", "reset-password", "--email", "tom@plant.example", "--password-stdin"],
        "another good one\n",
    )
    .expect(0);
    let old = json!({"email": "tom@plant.example", "password": "correct horse battery"});
    server.call("POST", "/api/v1/session", &[], Some(old)).await.expect(401);
    let new = json!({"email": "tom@plant.example", "password": "another good one"});
    server.call("POST", "/api/v1/session", &[], Some(new)).await.expect(201);

    let history = run(&settings, &["audit", "verify", "--json"], "").expect(0).json();
    assert_eq!(history["intact"], true);
}

#[test]
fn settings_are_shown_with_their_sources_and_without_secrets() {
    let settings =
        environment(&[("PORT", "8123"), ("XAI_API_KEY", "xai-secret"), ("DATABASE_TYPE", "sqlite")]);
    let shown = run(&settings, &["config", "show", "--sources", "--json"], "").expect(0);
    assert!(!shown.out.contains("xai-secret"));
    let shown = shown.json();
    assert_eq!(shown["PORT"], json!({"value": "8123", "source": "environment"}));
    assert_eq!(shown["XAI_API_KEY"], json!({"value": "(hidden)", "source": "environment"}));
    assert_eq!(shown["HOST"]["source"], "default");
    let text = run(&settings, &["--data-dir", "elsewhere", "config", "show", "--sources"], "").expect(0).out;
    assert!(text.lines().any(|line| line.contains("elsewhere") && line.contains("command line")), "{text}");
}

#[test]
fn the_schema_can_be_looked_at_and_brought_up_to_date() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let before = run(&settings, &["migrate", "status", "--json"], "").expect(0).json();
    assert_eq!(before["applied"], json!([]));
    let pending = before["pending"].as_array().unwrap().len();
    let done = run(&settings, &["migrate", "up", "--json"], "").expect(0).json();
    assert_eq!(done["done"].as_array().unwrap().len(), pending);
    let after = run(&settings, &["migrate", "status", "--json"], "").expect(0).json();
    assert_eq!(
        (after["pending"].as_array().unwrap().len(), after["applied"].as_array().unwrap().len()),
        (0, pending)
    );
    let again = run(&settings, &["migrate", "up", "--json"], "").expect(0).json();
    assert_eq!(again["done"], json!([]));
    let back = run(&settings, &["migrate", "down"], "").expect(1);
    assert!(back.err.contains("cannot be taken back; restore a backup"), "{}", back.err);
}

#[tokio::test]
async fn the_doctor_finds_nothing_wrong_with_a_new_installation() {
    let data = tempfile::tempdir().unwrap();
    let mut settings = sqlite(data.path());
    let fresh = run(&settings, &["doctor"], "");
    assert!([0, 4].contains(&fresh.code), "{}", fresh.err);
    let server = Running::start(&settings, &[]);
    add_user(&settings, "maria@plant.example", "administrator");
    settings.extend(environment(&[("PORT", server.base.rsplit(':').next().unwrap()), ("HOST", "127.0.0.1")]));
    let seen = run(&settings, &["doctor", "--json"], "").expect(0).json();
    let verdict = |name: &str| {
        let checks = seen["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == name).map(|check| check["verdict"].clone())
    };
    for name in ["clock", "port", "database", "schema", "recorded changes"] {
        assert_eq!(verdict(name), Some(json!("ok")), "{name}: {seen}");
    }
}

async fn a_changed_entry_is_named(database: TestDatabase) {
    let data = tempfile::tempdir().unwrap();
    let settings = settings_of(&database, data.path());
    let server = Running::start(&settings, &[]);
    let bearer = administrator(&settings);
    for key in ["phone-0001", "phone-0002", "phone-0003"] {
        make_site(&server, &bearer, key).await.unwrap().expect(201);
    }
    let whole = run(&settings, &["audit", "verify", "--json"], "").expect(0).json();
    let entries = whole["organizations"][0]["entries"].as_i64().unwrap();
    let by_hand =
        "UPDATE events SET changes = replace(changes, 'phone-0002', 'phone-0009') WHERE sequence = ?";
    let changed = entries - 1;
    database.db.write(move |conn| conn.execute(&Sql::new(by_hand).bind(changed))).await.unwrap();
    let broken = run(&settings, &["audit", "verify", "--json"], "").expect(4).json();
    assert_eq!(
        (&broken["intact"], &broken["organizations"][0]["first_broken"]),
        (&json!(false), &json!(changed))
    );
    let said = run(&settings, &["audit", "verify"], "").expect(4).out;
    let words =
        format!("Bottling Plant: broken at entry {changed}: the entry was changed after it was written");
    assert!(said.contains(&words), "{said}");
    assert!(run(&settings, &["doctor"], "").expect(4).out.contains(&format!("entry {changed}")));
}

#[tokio::test]
async fn a_byte_changed_by_hand_is_named_on_sqlite() {
    a_changed_entry_is_named(TestDatabase::sqlite(&[]).await).await;
}

#[tokio::test]
async fn a_byte_changed_by_hand_is_named_on_postgresql() {
    a_changed_entry_is_named(TestDatabase::postgres(&[]).await).await;
}

#[test]
fn the_description_of_the_api_is_the_committed_one() {
    let said = run(&environment(&[]), &["openapi"], "").expect(0).json();
    assert!(said["paths"].as_object().unwrap().contains_key("/api/v1/sites"));
}

#[test]
fn the_encryption_key_can_be_changed() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let first = run(&settings, &["keys", "rotate", "--json"], "").expect(0).json();
    let second = run(&settings, &["keys", "rotate", "--json"], "").expect(0).json();
    assert_ne!(first["key_id"], second["key_id"]);
    let mut outside = sqlite(&data.path().join("other"));
    outside.extend(environment(&[("DATABASE_ENCRYPTION_KEY", &"0a".repeat(32))]));
    run(&outside, &["keys", "rotate"], "").expect(3);
    run(&outside, &["keys", "rotate", "--new-key-stdin"], "too short\n").expect(3);
    let moved =
        run(&outside, &["keys", "rotate", "--new-key-stdin", "--json"], &"0b".repeat(32)).expect(0).json();
    assert_eq!(moved["in_file"], false);
}

#[tokio::test]
async fn a_lost_key_keeps_nobody_out_for_ever() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let mut server = Running::start(&settings, &[]);
    add_user(&settings, "maria@plant.example", "administrator");
    let bearer = format!("Bearer {}", token(&settings, "maria@plant.example"));
    let auth = [("authorization", bearer.as_str())];
    for provider in ["anthropic", "openai"] {
        let path = format!("/api/v1/settings/keys/{provider}");
        server
            .call("PUT", &path, &auth, Some(json!({"key": "sk-secret-of-the-plant-0042"})))
            .await
            .expect(200);
    }
    let nothing = run(&settings, &["keys", "forget"], "").expect(0);
    assert!(nothing.out.contains("nothing to forget"), "{}", nothing.out);
    run(&settings, &["keys", "forget", "anthropic"], "").expect(3);
    server.terminate();
    server.wait();
    let key = std::fs::read_dir(data.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "key"))
        .expect("a key file");
    let away = data.path().join("put away");
    std::fs::rename(&key, &away).unwrap();
    let refused = run(&settings, &["serve", "--port", "0"], "");
    assert!(refused.code != 0 && refused.err.contains("chatterfix keys forget"), "{}", refused.err);

    let told = run(&settings, &["keys", "forget"], "").expect(4);
    for word in ["Bottling Plant", "anthropic", "openai", "…0042", "Nothing was removed"] {
        assert!(told.out.contains(word), "{word}: {}", told.out);
    }
    assert!(!told.out.contains("sk-secret"), "{}", told.out);
    std::fs::rename(&away, &key).unwrap();
    run(&settings, &["keys", "forget", "--organization", "Bottling Plant"], "").expect(3);
    std::fs::remove_file(&key).unwrap();
    run(&settings, &["keys", "forget", "--organization", "Another Plant"], "").expect(3);
    let one = run(&settings, &["keys", "forget", "anthropic", "--json"], "").expect(0).json();
    assert_eq!(one["removed"].as_array().unwrap().len(), 1);
    assert_ne!(run(&settings, &["serve", "--port", "0"], "").code, 0, "another secret is still lost");
    run(&settings, &["keys", "forget", "--organization", "bottling plant"], "").expect(0);

    let server = Running::start(&settings, &[]);
    let keys = server.get("/api/v1/settings/keys", &auth).await.expect(200).json;
    assert!(keys["items"].as_array().unwrap().iter().all(|key| key["source"] == "none"), "{keys}");
    server
        .call("PUT", "/api/v1/settings/keys/openai", &auth, Some(json!({"key": "sk-new-secret-0043"})))
        .await
        .expect(200);
    assert_eq!(run(&settings, &["audit", "verify", "--json"], "").expect(0).json()["intact"], true);
}
