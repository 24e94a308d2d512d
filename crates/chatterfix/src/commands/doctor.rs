//! Checks an installation from the outside and says what to do about what it finds.

mod checks;

use serde::Serialize;
use serde_json::json;

use super::database;
use crate::{
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, table},
    roles::Role,
};

/// What a check showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing to do.
    Ok,
    /// Works, but should be looked at.
    Warning,
    /// Does not work.
    Failed,
}

/// One check.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What was checked.
    pub check: &'static str,
    /// What it showed.
    pub verdict: Verdict,
    /// What was seen.
    pub seen: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl Finding {
    /// Nothing to do.
    pub fn ok(check: &'static str, seen: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Ok, seen: seen.into(), advice: None }
    }

    /// Works, but should be looked at.
    pub fn warning(check: &'static str, seen: impl Into<String>, advice: &str) -> Self {
        Self { check, verdict: Verdict::Warning, seen: seen.into(), advice: Some(advice.to_owned()) }
    }

    /// Does not work.
    pub fn failed(check: &'static str, seen: impl Into<String>, advice: &str) -> Self {
        Self { check, verdict: Verdict::Failed, seen: seen.into(), advice: Some(advice.to_owned()) }
    }
}

/// Runs every check that concerns the roles of the settings.
pub fn run(settings: &Settings, output: Output) -> Result<Exit, Stop> {
    let findings = database::run(async {
        let mut findings = vec![checks::clock(), checks::port(settings).await];
        if settings.roles.has(Role::Backend) {
            findings.push(checks::data_folder(settings));
            findings.extend(checks::disk(settings));
            findings.push(checks::encryption_key(settings));
            findings.extend(checks::database(settings).await);
            findings.push(checks::backups(settings));
        }
        findings.extend(checks::services(settings).await);
        Ok(findings)
    })?;
    let failed = findings.iter().any(|finding| finding.verdict == Verdict::Failed);
    output.answer(&json!({"healthy": !failed, "checks": findings}), || {
        let row = |finding: &Finding| {
            let verdict = match finding.verdict {
                Verdict::Ok => "ok",
                Verdict::Warning => "look",
                Verdict::Failed => "WRONG",
            };
            vec![verdict.to_owned(), finding.check.to_owned(), finding.seen.clone()]
        };
        let advice = findings.iter().filter_map(|finding| {
            finding.advice.as_ref().map(|advice| format!("\n{}: {advice}", finding.check))
        });
        table(&findings.iter().map(row).collect::<Vec<_>>()) + "\n" + &advice.collect::<String>()
    })?;
    Ok(if failed { Exit::Found } else { Exit::Done })
}
