use backend::MIGRATIONS;
use serde_json::json;

use super::database::with_db;
use crate::{
    cli::Migrate,
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, table},
};

/// Looks at the schema, brings it up to date or takes steps back.
pub fn run(settings: &Settings, output: Output, what: &Migrate) -> Result<Exit, Stop> {
    match what {
        Migrate::Status => status(settings, output),
        Migrate::Up => {
            let report = with_db(settings, async |db| Ok(db.migrate_up(MIGRATIONS).await?))?;
            answer(output, &report, "applied")
        }
        Migrate::Down { to } => {
            let report = with_db(settings, async |db| {
                let target = match to {
                    Some(target) => *target,
                    None => before_newest(&db.migrate_status(MIGRATIONS).await?),
                };
                Ok(db.migrate_down(MIGRATIONS, target).await?)
            })?;
            answer(output, &report, "taken back")
        }
    }
}

/// The step that is the newest when one is taken back.
fn before_newest(status: &store::MigrationStatus) -> i64 {
    status.applied.iter().rev().nth(1).map_or(0, |step| step.version)
}

fn status(settings: &Settings, output: Output) -> Result<Exit, Stop> {
    let status = with_db(settings, async |db| Ok(db.migrate_status(MIGRATIONS).await?))?;
    let named = |steps: &[(i64, String)]| {
        steps.iter().map(|(version, name)| json!({"version": version, "name": name})).collect::<Vec<_>>()
    };
    let applied: Vec<_> = status
        .applied
        .iter()
        .map(|step| json!({"version": step.version, "name": step.name, "applied_at": step.applied_at}))
        .collect();
    let value = json!({"applied": applied, "pending": named(&status.pending), "newer": named(&status.newer)});
    output.answer(&value, || {
        let newer = |version: i64| status.newer.iter().any(|(newer, _)| *newer == version);
        let mut rows: Vec<Vec<String>> = status
            .applied
            .iter()
            .map(|step| {
                let state = if newer(step.version) { "newer than this program, applied" } else { "applied" };
                vec![step.name.clone(), format!("{state} {}", step.applied_at)]
            })
            .collect();
        rows.extend(status.pending.iter().map(|(_, name)| vec![name.clone(), "to be applied".to_owned()]));
        table(&rows)
    })?;
    Ok(Exit::Done)
}

fn answer(output: Output, report: &store::MigrationReport, what: &str) -> Result<Exit, Stop> {
    let value = json!({"done": report.done, "warnings": report.warnings});
    output.answer(&value, || {
        let mut lines = report.warnings.clone();
        let steps: Vec<String> = report.done.iter().map(ToString::to_string).collect();
        lines.push(if steps.is_empty() {
            "There was nothing to do.".to_owned()
        } else {
            format!("Steps {what}: {}.", steps.join(", "))
        });
        lines.join("\n")
    })?;
    Ok(Exit::Done)
}
