use serde_json::json;

use super::database::with_db;
use crate::{
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, progress_bar},
};

/// Walks the chain of every organisation.
pub fn verify(settings: &Settings, output: Output) -> Result<Exit, Stop> {
    let bar = progress_bar();
    bar.set_message("Walking the chains");
    let verdicts = with_db(settings, async |db| Ok(backend::audit::verify(&db).await?))?;
    bar.finish_and_clear();
    let broken = verdicts.iter().any(|verdict| verdict.first_broken.is_some());
    output.answer(&json!({"intact": !broken, "organizations": verdicts}), || {
        let line = |verdict: &backend::audit::Verdict| match (verdict.first_broken, &verdict.reason) {
            (Some(entry), Some(reason)) => {
                format!("{}: broken at entry {entry}: {reason}", verdict.organization)
            }
            _ => format!("{}: {} entries, all as they were written", verdict.organization, verdict.entries),
        };
        if verdicts.is_empty() {
            return "There is no organisation yet.".to_owned();
        }
        verdicts.iter().map(line).collect::<Vec<_>>().join("\n")
    })?;
    Ok(if broken { Exit::Found } else { Exit::Done })
}
