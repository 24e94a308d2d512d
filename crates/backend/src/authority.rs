//! Who may call what, shown for every operation: the table in `docs/authority.txt` is made by calling each
//! operation as each role, and a change to it must be committed to be true.

use std::fmt::Write;

use contract::permissions::BuiltInRole;
use serde_json::{Value, json};

use crate::testing::TestApp;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/authority.txt");
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// Method and address of every operation, with made-up identities in it.
pub(crate) fn operations() -> Vec<(String, String)> {
    let document = serde_json::to_value(crate::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if item.get(method).is_some() {
                operations.push((method.to_uppercase(), path.clone()));
            }
        }
    }
    operations
}

/// The address with every `{part}` replaced.
pub(crate) fn filled(path: &str, with: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { with } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_operation_asks_for_its_permission() {
    let app = TestApp::sqlite().await;
    let mut tokens = Vec::new();
    for role in BuiltInRole::ALL {
        tokens.push((role, app.person(role).await.1));
    }
    let mut table = String::from(
        "Who may call what. Made by calling every operation as every role; `-` means refused.\n\
         Narrower scopes (own, team, site) show as allowed here: they decide which records are found.\n\n",
    );
    let names = BuiltInRole::ALL.map(BuiltInRole::name).join(" ");
    let _ = writeln!(table, "{:<62} anonymous {names}", "operation");
    for (method, path) in operations() {
        let body = (method != "GET").then(|| json!({"nonsense": Value::Null}));
        let address = filled(&path, NOBODY);
        let mut line = format!("{:<62}", format!("{method} {path}"));
        let anonymous = app.call("not-a-token", &method, &address, body.clone()).await;
        let _ = write!(line, " {:<9}", if anonymous.status == 401 { "-" } else { "yes" });
        for (role, token) in &tokens {
            // Ending one's own session or token is for the end: it would end the caller's.
            let answer = app.call(token, &method, &address, body.clone()).await;
            assert_ne!(answer.status, 500, "{method} {path} as {}: {}", role.name(), answer.body);
            let allowed = !matches!(answer.status.as_u16(), 401 | 403);
            let _ = write!(line, " {:<width$}", if allowed { "yes" } else { "-" }, width = role.name().len());
        }
        let _ = writeln!(table, "{}", line.trim_end());
    }
    let committed = std::fs::read_to_string(TABLE).unwrap_or_default();
    if table != committed {
        std::fs::write(TABLE, &table).unwrap();
        panic!(
            "docs/authority.txt said something else. It is rewritten now: read the difference and commit it if it is meant."
        );
    }
}
