//! Settings and sealed keys, over HTTP.

use contract::{
    events::{Actor, ActorKind},
    permissions::BuiltInRole,
    settings::{AiProvider, KeySource},
};
use serde_json::json;

use super::{credentials, forget, rotate, unlock};
use crate::testing::{TestApp, on_both_engines};

const KEY: &str = "sk-proj-abcdefgh1234";

async fn store_key(app: &TestApp) {
    app.call(&app.administrator, "PUT", "/api/v1/settings/keys/openai", Some(json!({"key": KEY})))
        .await
        .expect(200);
}

async fn key(app: &TestApp) -> String {
    let found = credentials(&app.app, app.organization, AiProvider::Openai).await.unwrap().unwrap();
    assert_eq!(found.source, KeySource::Settings);
    found.key.reveal().to_owned()
}

on_both_engines! {
    async fn rules_have_defaults_and_merge(app: TestApp) {
        let (_, technician) = app.person(BuiltInRole::Technician).await;
        let before = app.call(&technician, "GET", "/api/v1/settings", None).await.expect(200);
        assert_eq!((&before.body["week_start"], &before.body["version"]), (&json!("monday"), &json!(1)));
        app.call(&technician, "PATCH", "/api/v1/settings", Some(json!({"audio_kept": true}))).await.expect(403);
        app.patch("/api/v1/settings", json!({"require_closing_note": true, "default_priority": "medium", "version": 1})).await.expect(200);
        let merged = app.patch("/api/v1/settings", json!({"default_due_days": 7, "version": 1})).await.expect(200);
        assert_eq!((&merged.body["require_closing_note"], &merged.body["default_due_days"]), (&json!(true), &json!(7)));
        let wrong = app.patch("/api/v1/settings", json!({"default_due_days": 900})).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["default_due_days"]);
        let mine = app.call(&technician, "PATCH", "/api/v1/me/settings", Some(json!({"density": "compact"}))).await.expect(200);
        assert_eq!(mine.body, json!({"density": "compact", "theme": "system", "shortcuts": true}));
        assert_eq!(app.get("/api/v1/me/settings").await.body["density"], "comfortable");
    }

    async fn a_key_is_stored_sealed_shown_by_its_end_and_counts_before_the_environment(app: TestApp) {
        let list = app.get("/api/v1/settings/keys").await.expect(200);
        let of = |list: &serde_json::Value, name: &str| {
            list["items"].as_array().unwrap().iter().find(|key| key["provider"] == name).unwrap().clone()
        };
        assert_eq!(of(&list.body, "openai")["source"], "none");
        assert_eq!(of(&list.body, "anthropic")["source"], "environment");
        assert_eq!(of(&list.body, "anthropic")["last_four"], "0042");
        store_key(&app).await;
        let stored = app.call(&app.administrator, "PUT", "/api/v1/settings/keys/anthropic",
            Some(json!({"key": "sk-ant-9999-zyxw", "base_url": "https://user:pw@llm.plant.example/v1"}))).await.expect(200);
        assert_eq!(stored.body["source"], "settings");
        assert_eq!(stored.body["base_url_host"], "llm.plant.example");
        let list = app.get("/api/v1/settings/keys").await.expect(200);
        assert_eq!(of(&list.body, "openai")["last_four"], "1234");
        let log = app.get("/api/v1/events?entity=provider_key").await.expect(200);
        for answer in [&list, &log, &stored] {
            let text = String::from_utf8(answer.bytes.clone()).unwrap();
            assert!(!text.contains("abcdefgh") && !text.contains("9999") && !text.contains("user:pw"), "{text}");
        }
        assert_eq!(key(&app).await, KEY);
        let custom = app.call(&app.administrator, "PUT", "/api/v1/settings/keys/custom", Some(json!({"key": "short"}))).await.expect(422);
        assert_eq!(custom.wrong_fields(), ["key", "base_url"]);
        app.call(&app.administrator, "DELETE", "/api/v1/settings/keys/anthropic", None).await.expect(204);
        let back = credentials(&app.app, app.organization, AiProvider::Anthropic).await.unwrap().unwrap();
        assert_eq!(back.source, KeySource::Environment);
        let (_, technician) = app.person(BuiltInRole::Technician).await;
        app.call(&technician, "GET", "/api/v1/settings/keys", None).await.expect(403);
    }

    async fn a_lost_encryption_key_is_explained_and_not_made_again(app: TestApp) {
        unlock(&app.app).await.unwrap();
        store_key(&app).await;
        let file = app.app.config().data_dir.join("encryption.key");
        let text = std::fs::read_to_string(&file).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::remove_file(&file).unwrap();
        let refused = unlock(&app.app).await.unwrap_err();
        assert!(refused.detail.contains("No new key was made"), "{}", refused.detail);
        assert!(!file.exists());
        std::fs::write(&file, "00".repeat(32)).unwrap();
        assert!(unlock(&app.app).await.unwrap_err().detail.contains("belongs to this database"));
        std::fs::write(&file, text).unwrap();
        unlock(&app.app).await.unwrap();
        assert_eq!(key(&app).await, KEY);
    }

    async fn a_lost_key_can_be_given_up_with_what_it_sealed(app: TestApp) {
        unlock(&app.app).await.unwrap();
        store_key(&app).await;
        let actor = || Actor { kind: ActorKind::CommandLine, user_id: None, name: "Command line".to_owned() };
        assert_eq!(forget(&app.app, actor()).await.unwrap().removed, 0);
        assert_eq!(key(&app).await, KEY, "what can be opened stays");

        std::fs::remove_file(app.app.config().data_dir.join("encryption.key")).unwrap();
        assert_eq!(forget(&app.app, actor()).await.unwrap().removed, 1);
        store_key(&app).await;
        assert_eq!(key(&app).await, KEY);
        let verdicts = crate::audit::verify(app.app.db()).await.unwrap();
        assert!(verdicts.iter().all(|verdict| verdict.first_broken.is_none()), "{verdicts:?}");
    }

    async fn changing_the_key_survives_being_cut_off_anywhere(app: TestApp) {
        store_key(&app).await;
        let dir = app.app.config().data_dir.clone();
        let (file, next) = (dir.join("encryption.key"), dir.join("encryption.key.next"));
        let first = std::fs::read_to_string(&file).unwrap();

        std::fs::write(&next, "17".repeat(32)).unwrap();
        unlock(&app.app).await.unwrap();
        assert_eq!(key(&app).await, KEY, "cut off after the new key was written");
        let done = rotate(&app.app, None).await.unwrap();
        assert_eq!((done.resealed, done.in_file), (1, true));
        assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), "17".repeat(32));
        assert_eq!(key(&app).await, KEY);

        std::fs::rename(&file, &next).unwrap();
        std::fs::write(&file, &first).unwrap();
        unlock(&app.app).await.unwrap();
        assert_eq!(key(&app).await, KEY, "cut off before the files changed places");
        assert_eq!(rotate(&app.app, None).await.unwrap().resealed, 0);
        assert!(!next.exists());

        std::fs::rename(&file, &next).unwrap();
        unlock(&app.app).await.unwrap();
        assert_eq!(key(&app).await, KEY, "cut off between the two renames");
        assert!(file.exists());
    }
}
