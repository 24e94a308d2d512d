//! Coming in, going out, and what is remembered of it, over HTTP.

use axum::{body::Body, http::Request};
use contract::permissions::BuiltInRole;
use serde_json::{Value, json};

use crate::{
    audit, identity,
    testing::{TestAnswer, TestApp, on_both_engines, site},
};

async fn anonymous(
    app: &TestApp,
    method: &str,
    path: &str,
    body: Value,
    headers: &[(&str, &str)],
) -> TestAnswer {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::from(body.to_string())).unwrap()).await
}

on_both_engines! {
    async fn someone_signs_in_works_and_signs_out(app: TestApp) {
        let new = json!({"email": "Maria@Plant.example", "name": "Maria Okafor", "role": "technician", "password": "correct horse"});
        app.post("/api/v1/users", new).await.expect(201);
        let wrong = json!({"email": "maria@plant.example", "password": "wrong horse"});
        anonymous(&app, "POST", "/api/v1/session", wrong, &[]).await.expect(401);
        let right = json!({"email": " maria@PLANT.example ", "password": "correct horse"});
        let answer = anonymous(&app, "POST", "/api/v1/session", right, &[]).await.expect(201);
        assert_eq!(answer.body["user"]["name"], "Maria Okafor");
        assert_eq!(answer.body["permissions"]["work_orders.create"], "all");
        let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let own = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let me = anonymous(&app, "GET", "/api/v1/session", json!(null), &own).await.expect(200);
        assert_eq!(me.body["role"]["name"], "technician");
        let foreign = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
        anonymous(&app, "DELETE", "/api/v1/session", json!(null), &foreign).await.expect(403);
        anonymous(&app, "DELETE", "/api/v1/session", json!(null), &own).await.expect(204);
        anonymous(&app, "GET", "/api/v1/session", json!(null), &own).await.expect(401);
    }

    async fn a_switched_off_user_is_out_at_once(app: TestApp) {
        let (id, token) = app.person(BuiltInRole::Planner).await;
        app.call(&token, "GET", "/api/v1/session", None).await.expect(200);
        app.patch(&format!("/api/v1/users/{id}"), json!({"active": false})).await.expect(200);
        app.call(&token, "GET", "/api/v1/session", None).await.expect(401);
    }

    async fn nobody_hands_out_or_takes_over_more_than_they_have(app: TestApp) {
        let clerk = json!({"name": "Clerk", "permissions": {"people.view": "all", "people.manage": "all"}});
        app.post("/api/v1/roles", clerk).await.expect(201);
        let (boss, _) = app.person(BuiltInRole::Administrator).await;
        let (id, token) = app.person(BuiltInRole::Viewer).await;
        app.patch(&format!("/api/v1/users/{id}"), json!({"role": "clerk"})).await.expect(200);
        let try_ = async |method: &str, path: String, body: Value| app.call(&token, method, &path, Some(body)).await.expect(403);
        try_("PATCH", format!("/api/v1/users/{id}"), json!({"role": "administrator"})).await;
        try_("PATCH", format!("/api/v1/users/{boss}"), json!({"password": "correct horse"})).await;
        try_("POST", "/api/v1/users".into(), json!({"email": "x@y.z", "name": "X", "role": "administrator"})).await;
        try_("POST", "/api/v1/roles".into(), json!({"name": "More", "permissions": {"settings.manage": "all"}})).await;
    }

    async fn the_last_administrator_stays(app: TestApp) {
        let me = app.get("/api/v1/session").await.body["user"]["id"].as_str().unwrap().to_owned();
        app.patch(&format!("/api/v1/users/{me}"), json!({"role": "viewer"})).await.expect(409);
        app.patch(&format!("/api/v1/users/{me}"), json!({"active": false})).await.expect(409);
    }

    async fn a_token_with_less_can_do_less_and_ends_when_revoked(app: TestApp) {
        let made = app
            .post("/api/v1/tokens", json!({"name": "scanner", "permissions": ["sites.view"]}))
            .await
            .expect(201);
        let token = made.body["token"].as_str().unwrap().to_owned();
        app.call(&token, "GET", "/api/v1/sites", None).await.expect(200);
        app.call(&token, "POST", "/api/v1/sites", Some(site("X"))).await.expect(403);
        app.call(&token, "POST", "/api/v1/tokens", Some(json!({"name": "more", "permissions": ["sites.manage"]}))).await.expect(422);
        let child = app.call(&token, "POST", "/api/v1/tokens", Some(json!({"name": "child"}))).await.expect(201);
        let child = child.body["token"].as_str().unwrap().to_owned();
        app.call(&child, "POST", "/api/v1/sites", Some(site("X"))).await.expect(403);
        let id = made.body["record"]["id"].as_str().unwrap();
        app.call(&app.administrator, "DELETE", &format!("/api/v1/tokens/{id}"), None).await.expect(204);
        app.call(&token, "GET", "/api/v1/sites", None).await.expect(401);
    }

    async fn a_repeated_key_answers_the_same_and_changes_nothing(app: TestApp) {
        let send = async |body: Value| {
            app.call_with(&app.administrator, "POST", "/api/v1/sites", Some(body), &[("idempotency-key", "phone-0001")]).await
        };
        let first = send(site("Plant A")).await.expect(201);
        let again = send(site("Plant A")).await.expect(201);
        assert_eq!(first.bytes, again.bytes);
        assert_eq!(again.headers["idempotency-replayed"], "true");
        assert_eq!(app.get("/api/v1/sites").await.body["items"].as_array().unwrap().len(), 1);
        let other = send(site("Plant B")).await.expect(422);
        assert_eq!(other.body["code"], "key_reused");
    }

    async fn the_same_key_at_the_same_moment_makes_one_record(app: TestApp) {
        let send = || app.call_with(&app.administrator, "POST", "/api/v1/sites", Some(site("Plant A")), &[("idempotency-key", "phone-0002")]);
        let (a, b, c) = tokio::join!(send(), send(), send());
        for answer in [&a, &b, &c] {
            assert_eq!(answer.status, 201, "{}", answer.body);
            assert_eq!(answer.bytes, a.bytes);
        }
    }

    async fn every_change_is_in_the_chain_and_a_changed_byte_is_found(app: TestApp) {
        let site = app.post("/api/v1/sites", site("Plant A")).await.expect(201).id();
        app.patch(&format!("/api/v1/sites/{site}"), json!({"name": "Plant B"})).await.expect(200);
        let log = app.get(&format!("/api/v1/events?entity_id={site}")).await.expect(200);
        assert_eq!(log.body["items"][0]["changes"], json!([{"field": "name", "old": "Plant A", "new": "Plant B"}]));
        assert_eq!(log.body["items"][1]["kind"], "created");
        let verdicts = audit::verify(app.app.db()).await.unwrap();
        assert!(verdicts.iter().all(|v| v.first_broken.is_none()), "{verdicts:?}");

        let broken = log.body["items"][1]["sequence"].as_i64().unwrap();
        app.app.db().write(move |conn| audit::tamper(conn, broken)).await.unwrap();
        let verdicts = audit::verify(app.app.db()).await.unwrap();
        assert_eq!(verdicts[0].first_broken, Some(broken), "{verdicts:?}");
    }

    async fn another_organisation_sees_and_changes_nothing(app: TestApp) {
        let site = app.post("/api/v1/sites", site("Plant A")).await.expect(201).id();
        let other = app.organization("Rival").await;
        let (_, stranger) = app.person_of(other, BuiltInRole::Administrator).await;
        app.call(&stranger, "GET", &format!("/api/v1/sites/{site}"), None).await.expect(404);
        app.call(&stranger, "PATCH", &format!("/api/v1/sites/{site}"), Some(json!({"name": "Mine"}))).await.expect(404);
        let theirs = app.call(&stranger, "POST", "/api/v1/locations", Some(json!({"name": "Hall", "site_id": site}))).await.expect(422);
        assert_eq!(theirs.wrong_fields(), ["site_id"]);
        assert_eq!(app.call(&stranger, "GET", "/api/v1/sites", None).await.body["items"], json!([]));
    }

    async fn the_set_up_link_works_only_for_an_empty_installation(app: TestApp) {
        assert_eq!(identity::set_up_link(&app.app).await.unwrap(), None);
        let body = json!({"token": "guess", "organization_name": "X", "site_name": "S", "time_zone": "UTC", "currency": "EUR",
            "language": "en", "name": "A", "email": "a@b.c", "password": "correct horse"});
        anonymous(&app, "POST", "/api/v1/setup", body, &[]).await.expect(403);
    }
}
