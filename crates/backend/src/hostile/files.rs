//! Files that are broken, have odd names, or come from another decade.

use serde_json::json;

use super::{Faults, encoded, events, is_refusal, operations, told};
use crate::{
    plant::{address, form, plant, send_bytes},
    testing::{on_both_engines, on_sqlite},
};

const FORM: &str = "multipart/form-data; boundary=B";

on_both_engines! {
    async fn a_file_with_an_odd_name_is_a_plain_file(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        for operation in operations().iter().filter(|operation| operation.media == "multipart/form-data") {
            let long = format!("{}.txt", "long".repeat(500));
            for name in ["../../etc/passwd", "C:\\Windows\\win.ini", "a\u{202e}txt.exe", "<script>.html", "مضخة.pdf", "a\0b.txt", "..", "", &long] {
                let at = address(&operation.path, &plant);
                let answer = send_bytes(&app, &plant, (&operation.method, &at), FORM, form(name, b"text"), &[]).await;
                if !answer.status.is_success() {
                    faults.unless(is_refusal(&answer), || told("a refusal", name, &answer));
                    continue;
                }
                let kept = answer.body["name"].as_str().unwrap();
                let plain = !kept.is_empty() && kept.chars().count() <= 255 && !kept.contains(['/', '\\', '\0', '\u{202e}']);
                faults.unless(plain, || told("a plain name", name, &answer));
                let back = app.call(&plant.token, "GET", &format!("{at}/{}", answer.id()), None).await;
                faults.unless(back.status == 200 && back.bytes == b"text", || told("the file", name, &back));
            }
        }
        faults.finish(15);
    }
}

on_sqlite! {
    async fn a_broken_upload_is_refused_and_leaves_nothing(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let before = events(&app, &plant).await;
        for operation in operations().iter().filter(|operation| operation.media == "multipart/form-data") {
            let whole = form("a.txt", b"text");
            for (name, media, bytes) in [
                ("nothing", FORM, Vec::new()),
                ("no file", FORM, b"--B--\r\n".to_vec()),
                ("half a form", FORM, whole[..whole.len() - 8].to_vec()),
                ("an empty file", FORM, form("a.txt", b"")),
                ("two files", FORM, [&whole[..whole.len() - 9], b"\r\n", &whole].concat()),
                ("another field", FORM, b"--B\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--B--\r\n".to_vec()),
                ("another border", "multipart/form-data; boundary=C", whole.clone()),
                ("no border", "multipart/form-data", whole.clone()),
                ("no form", "text/plain", whole.clone()),
                ("no type", "", whole.clone()),
            ] {
                let at = address(&operation.path, &plant);
                let answer = send_bytes(&app, &plant, (&operation.method, &at), media, bytes, &[]).await;
                faults.unless(is_refusal(&answer), || told("a refusal", &format!("{} of {name}", operation.name()), &answer));
            }
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(20);
    }

    async fn a_table_in_latin_1_with_semicolons_is_read_and_rubbish_is_refused(app: TestApp) {
        let plant = plant(&app, "Zebra").await;
        let import = async |kind: &str, bytes: &[u8]| {
            let at = format!("/api/v1/imports?kind={kind}");
            send_bytes(&app, &plant, ("POST", &at), "text/csv", bytes.to_vec(), &[]).await
        };
        let table = "code;name;description\r\nP\u{fc}-1;Pumpe f\u{fc}r K\u{fc}hlwasser;\"gr\u{f6}\u{df}er; \"\"neu\"\"\"\r\n";
        let latin: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let report = import("assets", &latin).await.expect(201);
        assert_eq!(report.body["created"], json!(1));
        let asset = app.call(&plant.token, "GET", &format!("/api/v1/assets/by-code/{}", encoded("P\u{fc}-1")), None).await.expect(200);
        assert_eq!((&asset.body["name"], &asset.body["description"]), (&json!("Pumpe f\u{fc}r K\u{fc}hlwasser"), &json!("gr\u{f6}\u{df}er; \"neu\"")));

        let (mut faults, before) = (Faults::default(), events(&app, &plant).await);
        let wide = format!("code,name\n{}", "x,".repeat(5_000));
        let long = format!("code,name\nL-1,{}\n", "long".repeat(10_000));
        for kind in ["assets", "locations", "parts", "users", "work_orders"] {
            for (name, bytes) in [
                ("nothing", &b""[..]),
                ("an image", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"),
                ("a workbook", b"PK\x03\x04\x14\0\0\0\x08\0"),
                ("nul", b"code,name,title,email,site\nA\0B,C\0D,E\0F,g\0@h,i\0\n"),
                ("an open quote", b"code,name,title,email,site\nA,\"B,C,d@e.example,F\nG,H,I,j@k.example,L\n"),
                ("a header alone", b"code,name,title,email,site\n"),
                ("a row too wide", wide.as_bytes()),
                ("a field too long", long.as_bytes()),
            ] {
                let answer = import(kind, bytes).await;
                let named = is_refusal(&answer) && answer.status == 422 && !answer.wrong_fields().is_empty();
                faults.unless(named, || told("422", &format!("{name} as {kind}"), &answer));
            }
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(30);
    }
}
