//! Files in and out on the command line, with the excavators' real history.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use crate::support::{Environment, Ran, Running, add_user, administrator, run, sqlite};

/// Lines of the published file that nobody can read.
const BROKEN: [i64; 2] = [1840, 3454];

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
    let map = ["--map", "excavators"];
    let file = fixture("excavators.csv");
    let report = import(&settings, &file, &[&map[..], &["--dry-run"]].concat()).expect(3).json();
    assert_eq!((&report["wrong_rows"], &report["imported"]), (&2.into(), &false.into()), "{report}");
    let rows: BTreeSet<i64> =
        report["errors"].as_array().unwrap().iter().map(|error| error["row"].as_i64().unwrap()).collect();
    assert_eq!(rows, BTreeSet::from(BROKEN));
    let words = ["import", "work-orders", &file, "--organization", "bottling plant"];
    let said = run(&settings, &[&words[..], &map].concat(), "").expect(3).out;
    for row in BROKEN {
        assert!(said.contains(&format!("line {row}, ")), "{said}");
    }
    assert!(said.ends_with("2 rows are wrong, so nothing was imported.\n"), "{said}");
    let missing = import(&settings, "no-such-file.csv", &[]).expect(3);
    assert!(missing.err.contains("no-such-file.csv"), "{}", missing.err);
    run(&settings, &["import", "bananas", "x.csv", "--organization", "Bottling Plant"], "").expect(2);
    let nobody = ["export", "work-orders", "--organization", "Nobody's"];
    assert!(run(&settings, &nobody, "").expect(3).err.contains("Nobody's"));
}

#[tokio::test]
async fn the_repaired_file_comes_in_and_goes_out_beside_a_server() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let server = Running::start(&settings, &[]);
    let bearer = administrator(&settings);
    let report = import(&settings, &fixture("excavators-repaired.csv"), &["--map", "excavators"]);
    let report = report.expect(0).json();
    assert_eq!((&report["created"], &report["cost_minor"]), (&5485.into(), &1_750_616_276_i64.into()));
    assert_eq!((&report["errors"], &report["imported"]), (&Value::Array(Vec::new()), &true.into()));
    let page =
        server.get("/api/v1/work-orders?limit=1", &[("authorization", bearer.as_str())]).await.expect(200);
    assert_eq!(page.json["items"].as_array().unwrap().len(), 1);

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("orders.json");
    std::fs::write(&out, "what was there before").unwrap();
    let export = ["export", "work-orders", "--organization", "Bottling Plant", "--as-json", "--to"];
    run(&settings, &[&export[..], &[out.to_str().unwrap()]].concat(), "").expect(0);
    let orders: Vec<Value> = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(orders.len(), 5485);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left beside it");
    let nowhere = folder.path().join("missing/orders.json");
    let refused = run(&settings, &[&export[..], &[nowhere.to_str().unwrap()]].concat(), "").expect(1);
    assert!(refused.err.contains("missing/orders.json"), "{}", refused.err);
}
