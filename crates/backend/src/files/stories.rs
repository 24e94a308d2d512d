//! Files over HTTP, attached to an asset: what goes in comes out, and nothing else does.

use axum::{
    body::Body,
    http::{Request, header},
};
use contract::permissions::BuiltInRole;
use jiff::SignedDuration;
use serde_json::json;

use crate::{
    files,
    testing::{TestAnswer, TestApp, on_both_engines},
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

async fn pump(app: &TestApp) -> String {
    let asset = app.post("/api/v1/assets", json!({"code": "P-1", "name": "Pump"})).await.expect(201);
    format!("/api/v1/assets/{}", asset.id())
}

fn form(field: &str, name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--B\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--B--\r\n"].concat()
}

async fn send(app: &TestApp, token: &str, to: &str, body: Vec<u8>) -> TestAnswer {
    let request = Request::post(format!("{to}/files"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
    app.send(request.body(Body::from(body)).unwrap()).await
}

async fn attach(app: &TestApp, to: &str, name: &str, content: &[u8]) -> TestAnswer {
    send(app, &app.administrator, to, form("file", name, content)).await
}

fn contents(app: &TestApp) -> usize {
    let (mut count, mut folders) = (0, vec![app.app.config().data_dir.join("files")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { count += 1 }
        }
    }
    count
}

on_both_engines! {
    async fn a_photo_goes_in_and_comes_out_whole_in_part_or_not_at_all_when_known(app: TestApp) {
        let pump = pump(&app).await;
        let photo = attach(&app, &pump, "seal.png", PNG).await.expect(201);
        assert_eq!((&photo.body["media_type"], &photo.body["inline"]), (&json!("image/png"), &json!(true)));
        assert_eq!(photo.body["size_bytes"], PNG.len());
        let address = format!("{pump}/files/{}", photo.id());
        let whole = app.get(&address).await.expect(200);
        assert_eq!(whole.bytes, PNG);
        assert_eq!(whole.headers[header::CONTENT_DISPOSITION], "inline; filename=\"seal.png\"");
        assert_eq!(whole.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        let kept = app.get(&format!("{address}?download=true")).await.expect(200);
        assert_eq!(kept.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"seal.png\"");
        let tag = whole.headers[header::ETAG].to_str().unwrap();
        let known = app.call_with(&app.administrator, "GET", &address, None, &[("if-none-match", tag)]).await;
        assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
        let part = app.call_with(&app.administrator, "GET", &address, None, &[("range", "bytes=1-3")]).await.expect(206);
        assert_eq!((part.bytes.as_slice(), &part.headers[header::CONTENT_LENGTH]), (&b"PNG"[..], &"3".parse().unwrap()));
        app.call_with(&app.administrator, "GET", &address, None, &[("range", "bytes=900-")]).await.expect(416);

        let pictured = app.patch(&pump, json!({"photo_id": photo.id()})).await.expect(200);
        assert_eq!(pictured.body["photo_id"], photo.id());
        let manual = attach(&app, &pump, "manual.pdf", b"%PDF-1.7").await.expect(201);
        assert_eq!(app.patch(&pump, json!({"photo_id": manual.id()})).await.expect(422).wrong_fields(), ["photo_id"]);
        let list = app.get(&format!("{pump}/files")).await.expect(200);
        assert_eq!(list.body["items"].as_array().unwrap().len(), 2);
        let history = app.get(&format!("{pump}/history")).await;
        assert_eq!(history.body["items"][0]["kind"], "file_attached");
    }

    async fn a_page_in_disguise_is_only_ever_downloaded(app: TestApp) {
        let pump = pump(&app).await;
        let evil = attach(&app, &pump, "../../x/photo\u{202e}.png", b"<html><script>alert(1)</script>").await.expect(201);
        assert_eq!((&evil.body["name"], &evil.body["media_type"]), (&json!("photo.png"), &json!("application/octet-stream")));
        let got = app.get(&format!("{pump}/files/{}", evil.id())).await.expect(200);
        assert_eq!(got.headers[header::CONTENT_TYPE], "application/octet-stream");
        assert!(got.headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
        assert!(got.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
    }

    async fn what_is_not_one_whole_file_is_refused_and_leaves_nothing(app: TestApp) {
        let pump = pump(&app).await;
        assert_eq!(attach(&app, &pump, "a.txt", b"").await.expect(422).wrong_fields(), ["file"]);
        let named = send(&app, &app.administrator, &pump, form("photo", "a.png", PNG)).await.expect(422);
        assert_eq!(named.wrong_fields(), ["photo"]);
        let mut two = form("file", "a.png", PNG);
        two.truncate(two.len() - "--B--\r\n".len());
        two.extend(form("file", "b.png", PNG));
        let several = send(&app, &app.administrator, &pump, two).await.expect(422);
        assert_eq!(several.wrong_fields(), ["file"]);
        let mut cut = form("file", "a.png", PNG);
        cut.truncate(cut.len() - 12);
        assert_eq!(send(&app, &app.administrator, &pump, cut).await.expect(400).body["code"], "malformed");
        let large = vec![b'x'; 50 * 1024 * 1024 + 1];
        assert_eq!(attach(&app, &pump, "large.bin", &large).await.expect(413).body["code"], "too_large");
        let json = app.post(&format!("{pump}/files"), json!({"file": "x"})).await.expect(415);
        assert_eq!(json.body["code"], "unsupported_media_type");
        assert_eq!(contents(&app), 0);
        assert_eq!(app.get(&format!("{pump}/files")).await.body["items"], json!([]));
    }

    async fn a_file_is_seen_through_its_own_record_by_those_who_may(app: TestApp) {
        let pump = pump(&app).await;
        let file = attach(&app, &pump, "note.txt", b"hello").await.expect(201);
        let other = app.post("/api/v1/assets", json!({"code": "P-2", "name": "Other"})).await.expect(201);
        app.get(&format!("/api/v1/assets/{}/files/{}", other.id(), file.id())).await.expect(404);
        let elsewhere = app.organization("Other Plant").await;
        let (_, stranger) = app.person_of(elsewhere, BuiltInRole::Administrator).await;
        app.call(&stranger, "GET", &format!("{pump}/files/{}", file.id()), None).await.expect(404);
        send(&app, &stranger, &pump, form("file", "a.png", PNG)).await.expect(404);
        let (_, viewer) = app.person(BuiltInRole::Viewer).await;
        app.call(&viewer, "GET", &format!("{pump}/files/{}", file.id()), None).await.expect(200);
        send(&app, &viewer, &pump, form("file", "a.png", PNG)).await.expect(403);
        app.call(&viewer, "DELETE", &format!("{pump}/files/{}", file.id()), None).await.expect(403);
        assert_eq!(contents(&app), 1);
    }

    async fn a_removed_file_is_gone_and_its_content_goes_when_nobody_needs_it(app: TestApp) {
        let pump = pump(&app).await;
        let one = attach(&app, &pump, "one.txt", b"the same").await.expect(201);
        let two = attach(&app, &pump, "two.txt", b"the same").await.expect(201);
        attach(&app, &pump, "other.txt", b"another").await.expect(201);
        assert_eq!(contents(&app), 2);
        for file in [&one, &two] {
            app.call(&app.administrator, "DELETE", &format!("{pump}/files/{}", file.id()), None).await.expect(204);
            app.get(&format!("{pump}/files/{}", file.id())).await.expect(404);
        }
        let history = app.get(&format!("{pump}/history")).await;
        assert_eq!(history.body["items"][0]["kind"], "file_removed");
        // Contents carry the disk's own time, so the clock is taken past it before what is old is thrown away.
        app.app.clock().advance(SignedDuration::from_hours(24 * 29));
        assert_eq!(files::tidy(&app.app).await.unwrap(), 0);
        app.app.clock().advance(SignedDuration::from_hours(24 * 366 * 20));
        assert_eq!(files::tidy(&app.app).await.unwrap(), 1);
        assert_eq!(contents(&app), 1);
    }
}
