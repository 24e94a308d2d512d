//! Files in and out on the command line, with the excavators' real history.

use std::path::Path;

use serde_json::Value;

use crate::support::{Environment, Ran, Running, add_user, administrator, run, sqlite};

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    folder.join(name).to_str().unwrap().to_owned()
}

fn import(settings: &Environment, file: &str, more: &[&str]) -> Ran {
    let mut words = vec!["import", "work-orders", file, "--organization", "Bottling Plant", "--json"];
    words.extend(more);
    run(settings, &words, "")
}

#[test]
fn the_published_file_names_its_broken_rows_and_imports_nothing() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    add_user(&settings, "maria@plant.example", "administrator");
    for dry in [&["--map", "excavators", "--dry-run"][..], &["--map", "excavators"]] {
        let report = import(&settings, &fixture("excavators.csv"), dry).expect(3).json();
        assert_eq!((&report["wrong_rows"], &report["imported"]), (&2.into(), &false.into()), "{report}");
        assert_eq!(report["errors"].as_array().unwrap().len(), 2);
    }
    let words = ["import", "work-orders", &fixture("excavators.csv"), "--organization", "bottling plant"];
    let said = run(&settings, &[&words[..], &["--map", "excavators"]].concat(), "").expect(3).out;
    assert_eq!(said.lines().filter(|line| line.starts_with("line ")).count(), 2, "{said}");
    assert!(said.ends_with("2 rows are wrong, so nothing was imported.\n"), "{said}");
    let missing = import(&settings, "no-such-file.csv", &[]).expect(3);
    assert!(missing.err.contains("no-such-file.csv"), "{}", missing.err);
    run(&settings, &["import", "bananas", "x.csv", "--organization", "Bottling Plant"], "").expect(2);
    let nobody = ["export", "work-orders", "--organization", "Nobody's"];
    assert!(run(&settings, &nobody, "").expect(3).err.contains("Nobody's"));
}

#[tokio::test]
async fn the_repaired_file_comes_in_goes_out_and_comes_in_elsewhere_beside_a_server() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let server = Running::start(&settings, &[]);
    let bearer = administrator(&settings);
    let file = fixture("excavators-repaired.csv");
    let tried = import(&settings, &file, &["--map", "excavators", "--dry-run"]).expect(0).json();
    assert_eq!((&tried["created"], &tried["imported"]), (&5485.into(), &false.into()));
    let report = import(&settings, &file, &["--map", "excavators"]).expect(0).json();
    assert_eq!((&report["created"], &report["cost_minor"]), (&5485.into(), &1_750_616_276_i64.into()));
    assert_eq!((&report["errors"], &report["imported"]), (&Value::Array(Vec::new()), &true.into()));
    let page =
        server.get("/api/v1/work-orders?limit=1", &[("authorization", bearer.as_str())]).await.expect(200);
    assert_eq!(page.json["items"].as_array().unwrap().len(), 1);

    let out = data.path().join("out.csv");
    let export = ["export", "work-orders", "--organization", "Bottling Plant", "--to", out.to_str().unwrap()];
    run(&settings, &export, "").expect(0);
    let elsewhere = tempfile::tempdir().unwrap();
    let other = sqlite(elsewhere.path());
    add_user(&other, "maria@plant.example", "administrator");
    for kind in ["locations", "assets", "parts", "users"] {
        let made = run(&settings, &["export", kind, "--organization", "Bottling Plant"], "").expect(0).out;
        let file = elsewhere.path().join(kind);
        std::fs::write(&file, made).unwrap();
        let words = ["import", kind, file.to_str().unwrap(), "--organization", "Bottling Plant", "--json"];
        run(&other, &words, "").expect(0);
    }
    let report = import(&other, out.to_str().unwrap(), &[]).expect(0).json();
    assert_eq!((&report["created"], &report["cost_minor"]), (&5485.into(), &1_750_616_276_i64.into()));
}
