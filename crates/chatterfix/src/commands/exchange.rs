//! `import` and `export`: files in and out, as in the page.

use std::{fs, io::Write, path::Path, sync::Arc};

use backend::{App, imports};
use contract::{
    events::{Actor, ActorKind},
    imports::{ExportFormat, ImportKind, ImportReport},
};
use kernel::OrganizationId;
use serde_json::json;

use super::database::with_app;
use crate::{
    cli::{Export, Import},
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, progress_bar},
};

fn kind(name: &str) -> Result<ImportKind, Stop> {
    ImportKind::from_name(name)
        .ok_or_else(|| Stop::usage("the kind must be work-orders, assets, locations, parts or users"))
}

async fn organization(app: &App, name: &str) -> Result<OrganizationId, Stop> {
    let found = backend::identity::find_organization(app, name).await?;
    Ok(found.ok_or_else(|| Stop::refused(format!("there is no organisation named {name}")))?.id)
}

/// Brings a file in, all of it or nothing.
pub fn import(settings: &Settings, output: Output, what: &Import) -> Result<Exit, Stop> {
    let kind = kind(&what.kind)?;
    let bytes = fs::read(&what.file)
        .map_err(|error| Stop::refused(format!("{} can't be read: {error}", what.file.display())))?;
    // `--map` is a file with a mapping, or the name of one that the product knows.
    let map =
        what.map.as_ref().map(|map| fs::read_to_string(map).unwrap_or_else(|_| map.display().to_string()));
    let bar = progress_bar();
    let seen = bar.clone();
    let import = imports::Import {
        kind,
        bytes: bytes.into(),
        file_name: what.file.file_name().map(|name| name.to_string_lossy().into_owned()),
        map,
        dry_run: what.dry_run,
        again: what.again,
        caller: None,
    };
    let report = with_app(settings, async |app| {
        let organization = organization(&app, &what.organization).await?;
        let actor = Actor { kind: ActorKind::Import, user_id: None, name: "Command line".to_owned() };
        let progress: imports::Progress = Arc::new(move |done, all| {
            seen.set_length(u64::try_from(all).unwrap_or_default());
            seen.set_position(u64::try_from(done).unwrap_or_default());
        });
        Ok(imports::run(&app, organization, actor, import, Some(progress)).await?)
    })?;
    bar.finish_and_clear();
    output.answer(&report, || words(&report))?;
    if report.errors.is_empty() { Ok(Exit::Done) } else { Ok(Exit::Refused) }
}

fn words(report: &ImportReport) -> String {
    let mut lines: Vec<String> = report
        .errors
        .iter()
        .map(|issue| format!("line {}, {}: {} ({})", issue.row, issue.column, issue.message, issue.value))
        .collect();
    lines.push(if report.imported {
        format!("{} records made, {} changed.", report.created, report.updated)
    } else if report.errors.is_empty() {
        format!("Nothing is wrong. {} records would be made, {} changed.", report.created, report.updated)
    } else {
        format!("{} rows are wrong, so nothing was imported.", report.wrong_rows)
    });
    lines.join("\n")
}

/// Writes everything of a kind to a file or to standard output.
pub fn export(settings: &Settings, output: Output, what: &Export) -> Result<Exit, Stop> {
    let kind = kind(&what.kind)?;
    let format = if what.as_json { ExportFormat::Json } else { ExportFormat::Csv };
    let bytes = with_app(settings, async |app| {
        let organization = organization(&app, &what.organization).await?;
        Ok(imports::export(&app, organization, kind, format).await?)
    })?;
    let Some(file) = &what.to else {
        std::io::stdout().lock().write_all(&bytes)?;
        return Ok(Exit::Done);
    };
    write_whole(file, &bytes)
        .map_err(|error| Stop::failed(format!("{} can't be written: {error}", file.display())))?;
    output.answer(&json!({"path": file, "bytes": bytes.len()}), || file.display().to_string())?;
    Ok(Exit::Done)
}

/// All of it under this name, or nothing: what was there before stays until then.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        // A pipe or a terminal takes it as it comes.
        return fs::write(path, bytes);
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let written = fs::File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // It may not have been made at all.
        let _ = fs::remove_file(&part);
    }
    written
}
