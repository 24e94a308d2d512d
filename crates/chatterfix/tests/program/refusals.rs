//! Command lines and settings that are wrong: each names what is wrong and says what to do, and nothing happens.

use serde_json::json;

use crate::support::{environment, run, sqlite};

#[test]
fn what_is_refused_is_explained_and_changes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let add = |email: &str, role: &str, password: &str| {
        let arguments = [
            "users",
            "add",
            "--organization",
            "New Plant",
            "--email",
            email,
            "--name",
            "Ann",
            "--role",
            role,
            "--password-stdin",
        ];
        run(&settings, &arguments, password)
    };
    assert!(add("ann@plant.example", "wizard", "correct horse battery").expect(3).err.contains("role"));
    assert!(add("ann@plant.example", "viewer", "short").expect(3).err.contains("password"));
    assert!(add("not an address", "viewer", "correct horse battery").expect(3).err.contains("email"));
    add("ann@plant.example", "viewer", "").expect(2);
    let listed = run(&settings, &["users", "list", "--organization", "New Plant"], "").expect(3);
    assert!(
        listed.err.contains("organisation"),
        "a refused user leaves no organisation behind: {}",
        listed.err
    );
    run(&settings, &["tokens", "create", "--email", "nobody@plant.example", "--name", "x"], "").expect(3);
    run(&settings, &["backup", "verify", "nothing"], "").expect(3);
    run(&settings, &["users", "fly"], "").expect(2);
}

#[test]
fn a_wrong_setting_is_named_before_anything_happens() {
    let data = tempfile::tempdir().unwrap();
    let mut settings = sqlite(&data.path().join("never"));
    settings.extend(environment(&[("DATABASE_TYPE", "oracle")]));
    let refused = run(&settings, &["serve"], "").expect(2);
    assert!(refused.err.contains("DATABASE_TYPE") && refused.err.contains("oracle"), "{}", refused.err);
    assert!(!data.path().join("never").exists());
}

#[test]
fn a_database_that_is_not_there_is_said_with_a_code_of_its_own() {
    let settings = environment(&[("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")]);
    run(&settings, &["migrate", "status"], "").expect(5);
    let doctor = run(&settings, &["doctor", "--json"], "").expect(4).json();
    let database =
        doctor["checks"].as_array().unwrap().iter().find(|check| check["check"] == "database").unwrap();
    assert_eq!(database["verdict"], "failed");
    assert!(database["advice"].as_str().unwrap().contains("PGHOST"));
}

/// Settings, command line, exit code, and what is said.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], i32, &'a [&'a str]);

#[test]
fn a_wrong_command_line_or_setting_is_named_with_a_way_out() {
    let data = tempfile::tempdir().unwrap();
    let postgres = ("DATABASE_TYPE", "postgresql");
    let serve = &["serve", "--port", "0", "--host", "127.0.0.1"][..];
    let cases: &[Case<'_>] = &[
        (&[], &["serve", "--fly"], 2, &["--fly", "--help"]),
        (&[], &["fly"], 2, &["fly"]),
        (&[], &["serve", "--port", "70000"], 2, &["--port", "65535"]),
        (&[], &["serve", "--host", "203.0.113.9", "--port", "0"], 2, &["203.0.113.9", "--host"]),
        (&[("PORT", "eighty")], &["serve"], 2, &["PORT", "eighty", "65535"]),
        (&[("SERVICE_MODE", "gateway")], serve, 2, &["SERVICE_MODE", "ui_gateway", "“gateway”"]),
        (&[postgres, ("PGPORT", "54x")], serve, 2, &["PGPORT", "65535", "“54x”"]),
        (&[postgres, ("PGSSLMODE", "maybe")], serve, 2, &["PGSSLMODE", "maybe"]),
        (&[("DATABASE_URL", "mysql://db/x")], serve, 2, &["DATABASE_URL", "postgres://"]),
        (&[("DATABASE_URL", "postgres://db:port/x")], serve, 2, &["DATABASE_URL"]),
        (
            &[("DATABASE_URL", "postgres://a:hunter2@127.0.0.1:1/x")],
            serve,
            5,
            &["DATABASE_URL", "PostgreSQL runs"],
        ),
        (&[postgres, ("PGHOST", "127.0.0.1"), ("PGPORT", "1")], serve, 5, &["PGHOST", "PostgreSQL runs"]),
        (
            &[("DATABASE_ENCRYPTION_KEY", "hunter2")],
            serve,
            2,
            &["DATABASE_ENCRYPTION_KEY", "openssl rand -hex 32"],
        ),
        (&[("DATA_DIR", "/dev/null/plant")], serve, 2, &["/dev/null/plant", "DATA_DIR", "--data-dir"]),
        (&[("DATA_DIR", "/dev/null/plant")], &["users", "list"], 2, &["/dev/null/plant", "DATA_DIR"]),
    ];
    for (wrong, arguments, code, said) in cases {
        let mut settings = sqlite(&data.path().join("plant"));
        settings.extend(environment(wrong));
        let refused = run(&settings, arguments, "").expect(*code);
        for words in *said {
            assert!(refused.err.contains(words), "{wrong:?} {arguments:?}: {}", refused.err);
        }
        assert!(!refused.err.contains("hunter2"), "{}", refused.err);
    }
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("cmms.db");
    let text = "This is a shopping list. ".repeat(100);
    std::fs::write(&file, &text).unwrap();
    let refused = run(&sqlite(data.path()), &["serve", "--port", "0"], "").expect(5);
    assert!(refused.err.contains("cmms.db") && refused.err.contains("backup restore"), "{}", refused.err);
    let seen = run(&sqlite(data.path()), &["doctor", "--json"], "").expect(4).json();
    let checks = seen["checks"].as_array().unwrap();
    assert!(checks.iter().any(|check| check["check"] == "database" && check["verdict"] == json!("failed")));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}
