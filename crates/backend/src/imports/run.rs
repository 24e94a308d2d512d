//! Bringing a file in: first every row is read and checked against what is there, then, if nothing is wrong, all of it is
//! made in one transaction, or none.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use bytes::Bytes;
use contract::{
    events::Actor,
    imports::{ImportBatch, ImportKind, ImportReport},
};
use jiff::tz::TimeZone;
use kernel::{Code, ImportBatchId, OrganizationId, Problem};
use sha2::{Digest, Sha256};

use super::{
    known::{Known, entity},
    orders,
    reading::{Cells, Notes, Place},
    records::{self, Draft},
    store::{self, KnownAsset},
    table::Table,
};
use crate::{App, assets, change::Change, check::key, identity, tenant::Tenant, work_orders};

/// Orders that are made at once.
const BLOCK: usize = 500;

/// A file to bring in.
#[derive(Clone, Debug)]
pub struct Import {
    /// What it holds.
    pub kind: ImportKind,
    /// Its content, as it is.
    pub bytes: Bytes,
    /// Its name.
    pub file_name: Option<String>,
    /// A shipped mapping's name or a mapping as JSON; nothing: by the headers.
    pub map: Option<String>,
    /// Only says what would happen.
    pub dry_run: bool,
    /// Imports a file once more that was imported before.
    pub again: bool,
}

/// How far it is: rows made, and rows in all.
pub type Progress = Arc<dyn Fn(i64, i64) + Send + Sync>;

/// Brings a file in, all of it or nothing. What is wrong with its rows stands in the report, and then nothing was
/// imported; a file that can't be read at all is a problem.
pub async fn run(
    app: &App,
    organization: OrganizationId,
    actor: Actor,
    import: Import,
    progress: Option<Progress>,
) -> Result<ImportReport, Problem> {
    let hash: [u8; 32] = Sha256::digest(&import.bytes).into();
    let (bytes, kind, map) = (import.bytes, import.kind, import.map);
    let table = tokio::task::spawn_blocking(move || Table::new(kind, &bytes, map.as_deref()))
        .await
        .map_err(Problem::internal)??;
    let table = Arc::new(table);
    let (checked, now) = (table.clone(), app.clock().now());
    let mut report = app.read_as(organization, move |tenant| check(tenant, &checked, now)).await?;
    report.dry_run = import.dry_run;
    if import.dry_run || report.wrong_rows > 0 {
        return Ok(report);
    }
    let (first, again, file_name) = (report.clone(), import.again, import.file_name);
    let batch_id = app
        .change_as(organization, actor, move |change| {
            if !again && let Some(batch) = store::same_content(change, kind, &hash)? {
                return Err(imported_before(&batch));
            }
            let batch = ImportBatch {
                id: change.id::<kernel::ImportBatchKind>(None),
                kind,
                file_name: file_name.clone(),
                mapping: table.mapping.name.clone(),
                rows: first.rows,
                created: first.created,
                updated: first.updated,
                created_by_name: change.actor().name.clone(),
                created_at: change.now(),
                undone_at: None,
            };
            store::insert_batch(change, &batch, &hash)?;
            bring_in(change, &table, batch.id, first.rows, first.created, progress.as_deref())?;
            change.created("import", batch.id, &batch)?;
            Ok(batch.id)
        })
        .await?;
    report.imported = true;
    report.batch_id = Some(batch_id);
    Ok(report)
}

fn imported_before(batch: &ImportBatch) -> Problem {
    Problem::new(
        Code::Duplicate,
        format!(
            "This file was imported before, by {} on {}. Undo that import first, or say that you want it again.",
            batch.created_by_name,
            batch.created_at.strftime("%Y-%m-%d")
        ),
    )
}

fn place(tenant: &mut Tenant<'_, '_>) -> Result<Place, Problem> {
    let organization = identity::own_organization(tenant)?;
    let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
    Ok(Place { zone, currency: organization.currency })
}

/// Reads all rows and says what would become of them.
fn check(tenant: &mut Tenant<'_, '_>, table: &Table, now: jiff::Timestamp) -> Result<ImportReport, Problem> {
    let mut report = ImportReport {
        kind: table.kind,
        dry_run: true,
        imported: false,
        batch_id: None,
        mapping: table.mapping.name.clone(),
        encoding: table.encoding.to_owned(),
        delimiter: table.delimiter(),
        date_format: table.date_format.clone(),
        columns: table.uses()?,
        rows: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        also_created: BTreeMap::new(),
        cost_minor: 0,
        wrong_rows: 0,
        errors: Vec::new(),
        warnings: Vec::new(),
        preview: Vec::new(),
    };
    let (known, place) = (Known::load(tenant, table.kind)?, place(tenant)?);
    let mut notes = Notes::default();
    if table.unsure_of_dates {
        let format = table.date_format.clone().unwrap_or_default();
        notes.warn(
            1,
            "dates".to_owned(),
            &format,
            "could be written in another way too; name the date format in the mapping if this one is wrong",
        );
    }
    if table.kind == ImportKind::WorkOrders {
        check_orders(table, &known, &place, now, &mut notes, &mut report)?;
    } else {
        check_records(table, &known, &place, &mut notes, &mut report)?;
    }
    report.wrong_rows = notes.wrong_rows;
    notes.errors.sort_by_key(|issue| issue.row);
    report.errors = notes.errors;
    report.warnings = notes.warnings;
    Ok(report)
}

fn check_orders(
    table: &Table,
    known: &Known,
    place: &Place,
    now: jiff::Timestamp,
    notes: &mut Notes,
    report: &mut ImportReport,
) -> Result<(), Problem> {
    let (mut new_assets, mut seen) = (HashSet::new(), HashSet::new());
    table.rows(|row| {
        report.rows += 1;
        let mut cells = Cells::new(row, table, place, notes);
        let order = orders::read(&mut cells, known, now);
        if let Some(external) = &order.external
            && !seen.insert(external.clone())
        {
            cells.wrong("external_id", "stands in the file twice");
        }
        if report.preview.len() < 10 {
            report.preview.push(orders::preview(&order, &cells));
        }
        if cells.finish() {
            report.cost_minor += order.order.cost_minor;
            new_assets.extend(order.new_asset.as_deref().map(key));
            if order.external.is_some_and(|id| known.external.contains_key(&id)) {
                report.unchanged += 1;
            } else {
                report.created += 1;
            }
        }
        Ok(())
    })?;
    if !new_assets.is_empty() {
        report.also_created.insert("asset".to_owned(), i64::try_from(new_assets.len()).unwrap_or(i64::MAX));
    }
    Ok(())
}

/// Reads the rows of records; those that are wrong are left out.
fn drafts(
    table: &Table,
    known: &Known,
    place: &Place,
    notes: &mut Notes,
    rows: &mut i64,
) -> Result<Vec<Draft>, Problem> {
    let (mut drafts, mut seen) = (Vec::new(), HashSet::new());
    table.rows(|row| {
        *rows += 1;
        let mut cells = Cells::new(row, table, place, notes);
        let draft = records::read(table.kind, &mut cells, known);
        let named = if table.has("code") {
            "code"
        } else if table.has("number") {
            "number"
        } else if table.has("email") {
            "email"
        } else {
            "name"
        };
        let unique = table.kind != ImportKind::Locations || table.has("code");
        if unique && draft.keys.first().is_some_and(|first| !seen.insert(first.clone())) {
            cells.wrong(named, "stands in the file twice");
        }
        if cells.finish() {
            drafts.push(draft);
        }
        Ok(())
    })?;
    Ok(drafts)
}

fn is_known_parent(table: &Table, known: &Known, name: &str) -> bool {
    match table.kind {
        ImportKind::Locations => known.locations.contains_key(name),
        _ => known.assets.contains_key(name),
    }
}

fn check_records(
    table: &Table,
    known: &Known,
    place: &Place,
    notes: &mut Notes,
    report: &mut ImportReport,
) -> Result<(), Problem> {
    let drafts = drafts(table, known, place, notes, &mut report.rows)?;
    let (order, lost) = records::parents_first(&drafts, |name| is_known_parent(table, known, name));
    let lost: HashSet<i64> = lost.into_iter().map(|at| drafts[at].line).collect();
    if !lost.is_empty() {
        table.rows(|row| {
            if lost.contains(&row.line) {
                let mut cells = Cells::new(row, table, place, notes);
                cells
                    .wrong("parent", "is neither in the file nor known, or stands in a circle with this row");
                cells.finish();
            }
            Ok(())
        })?;
    }
    for at in order {
        if drafts[at].is_known {
            report.unchanged += 1;
        } else {
            report.created += 1;
        }
    }
    table.rows(|row| {
        if report.preview.len() < 10 {
            let fields = super::fields::names(table.kind);
            report.preview.push(
                fields.filter_map(|field| Some((field.to_owned(), row.raw(field)?.to_owned()))).collect(),
            );
        }
        Ok(())
    })
}

fn bring_in(
    change: &mut Change<'_, '_>,
    table: &Table,
    batch: ImportBatchId,
    rows: i64,
    created: i64,
    progress: Option<&(dyn Fn(i64, i64) + Send + Sync)>,
) -> Result<(), Problem> {
    let (mut known, place) = (Known::load(change, table.kind)?, place(change)?);
    if table.kind == ImportKind::WorkOrders {
        return bring_in_orders(change, table, &mut known, &place, batch, (rows, created), progress);
    }
    let mut notes = Notes::default();
    let drafts = drafts(table, &known, &place, &mut notes, &mut 0)?;
    let (order, lost) = records::parents_first(&drafts, |name| is_known_parent(table, &known, name));
    if notes.wrong_rows > 0 || !lost.is_empty() {
        return Err(changed_meanwhile());
    }
    for (done, at) in (1..).zip(order) {
        let draft = &drafts[at];
        if !draft.is_known {
            let id =
                records::make(change, draft, &mut known).map_err(|problem| of_line(problem, draft.line))?;
            store::insert_records(change, batch, entity(table.kind), [(id, draft.line)])?;
            let external = draft.external.clone().map(|external| (external, id));
            store::keep_external(change, entity(table.kind), external)?;
        }
        if done % 500 == 0 {
            change.record()?;
            tell(progress, done, rows);
        }
    }
    tell(progress, rows, rows);
    Ok(())
}

fn tell(progress: Option<&(dyn Fn(i64, i64) + Send + Sync)>, done: i64, rows: i64) {
    if let Some(progress) = progress {
        progress(done, rows);
    }
}

fn changed_meanwhile() -> Problem {
    Problem::new(
        Code::Conflict,
        "Something that the file names has changed since it was checked. Nothing was imported; try again.",
    )
}

/// Says which line a record's own rules refused.
fn of_line(mut problem: Problem, line: i64) -> Problem {
    for error in &mut problem.errors {
        error.field = format!("row {line}, {}", error.field);
    }
    if problem.errors.is_empty() {
        problem.detail = format!("Row {line}: {}", problem.detail);
    }
    problem
}

fn bring_in_orders(
    change: &mut Change<'_, '_>,
    table: &Table,
    known: &mut Known,
    place: &Place,
    batch: ImportBatchId,
    (rows, created): (i64, i64),
    progress: Option<&(dyn Fn(i64, i64) + Send + Sync)>,
) -> Result<(), Problem> {
    let now = change.now();
    let mut number = change.reserve_numbers("work_order", created)?;
    let (mut notes, mut done) = (Notes::default(), 0);
    let mut block: Vec<(i64, Option<String>, work_orders::ImportedOrder)> = Vec::with_capacity(BLOCK);
    table.rows(|row| {
        let mut cells = Cells::new(row, table, place, &mut notes);
        let mut read = orders::read(&mut cells, known, now);
        if !cells.finish() {
            return Err(changed_meanwhile());
        }
        done += 1;
        if read.external.as_ref().is_some_and(|id| known.external.contains_key(id)) {
            return Ok(());
        }
        if let Some(name) = &read.new_asset {
            let asset = new_asset(change, table, known, name, batch, row.line)?;
            read.order.asset_id = Some(asset.id);
        }
        read.order.number = number;
        number += 1;
        block.push((row.line, read.external, read.order));
        if block.len() == BLOCK {
            save_block(change, &mut block, batch)?;
            tell(progress, done, rows);
        }
        Ok(())
    })?;
    save_block(change, &mut block, batch)?;
    tell(progress, rows, rows);
    Ok(())
}

/// Makes a block of orders, and writes their events so that they need not be kept.
fn save_block(
    change: &mut Change<'_, '_>,
    block: &mut Vec<(i64, Option<String>, work_orders::ImportedOrder)>,
    batch: ImportBatchId,
) -> Result<(), Problem> {
    let mut origins = Vec::with_capacity(block.len());
    let mut orders = Vec::with_capacity(block.len());
    for (line, external, order) in block.drain(..) {
        origins.push((line, external));
        orders.push(order);
    }
    let ids = work_orders::insert_imported(change, orders, work_orders::Origin::Import(batch.uuid()))?;
    let made: Vec<_> = ids.into_iter().map(kernel::Id::uuid).zip(origins).collect();
    store::insert_records(change, batch, "work_order", made.iter().map(|(id, (line, _))| (*id, *line)))?;
    let external = made.into_iter().filter_map(|(id, (_, external))| Some((external?, id)));
    store::keep_external(change, "work_order", external)?;
    change.record()
}

/// Makes an asset that a row names and nobody knows.
fn new_asset(
    change: &mut Change<'_, '_>,
    table: &Table,
    known: &mut Known,
    name: &str,
    batch: ImportBatchId,
    line: i64,
) -> Result<KnownAsset, Problem> {
    if let Some(asset) = known.asset(name) {
        return Ok(asset);
    }
    let pattern = table.mapping.create_assets.as_ref().map_or("{}", |create| create.name.as_str());
    let new = contract::assets::NewAsset {
        code: name.to_owned(),
        name: pattern.replace("{}", name),
        ..blank_asset()
    };
    let made = assets::insert_asset(change, &new).map_err(|problem| of_line(problem, line))?;
    store::insert_records(change, batch, "asset", [(made.id.uuid(), line)])?;
    let asset = KnownAsset { id: made.id, location: made.location_id, site: made.site_id };
    known.assets.insert(key(name), asset);
    Ok(asset)
}

fn blank_asset() -> contract::assets::NewAsset {
    contract::assets::NewAsset {
        id: None,
        code: String::new(),
        name: String::new(),
        aliases: Vec::new(),
        description: None,
        location_id: None,
        installed_at: None,
        parent_id: None,
        class_id: None,
        attributes: BTreeMap::new(),
        criticality: None,
        status: None,
        serial_number: None,
        manufacturer: None,
        model: None,
        purchase_on: None,
        commissioned_on: None,
        warranty_until: None,
        replacement_value_minor: None,
        identities: Vec::new(),
    }
}
