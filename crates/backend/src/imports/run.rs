//! Bringing a file in: first every row is read and checked against what is there, then, if nothing is wrong, all of it is
//! made in one transaction, or none.

use std::{collections::HashMap, sync::Arc};

use bytes::Bytes;
use contract::{
    events::Actor,
    imports::{ImportBatch, ImportKind, ImportReport},
};
use jiff::tz::TimeZone;
use kernel::{Code, ImportBatchId, OrganizationId, Problem, UserId};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use web::{Answer, Caller, Idempotency};

use super::{
    known::{Known, entity},
    orders,
    reading::{Cells, Notes, Place},
    records::{self, Draft},
    report::{check, drafts, is_known_parent},
    said::{self, Said},
    stock,
    store::{self, Current, KnownAsset},
    table::Table,
    update::{self, Origin},
};
use crate::{App, assets, audit, change::Change, check::key, identity, tenant::Tenant, work_orders};

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
    /// Who sends it; nothing for the one at the machine, who may do everything.
    pub caller: Option<Caller>,
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
    run_once(app, organization, actor, import, progress, None).await
}

/// The same, with the key under which the answer is kept together with what was made.
pub(super) async fn run_once(
    app: &App,
    organization: OrganizationId,
    actor: Actor,
    import: Import,
    progress: Option<Progress>,
    key: Option<(UserId, Idempotency)>,
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
    let caller = import.caller;
    app.change_as(organization, actor, move |change| {
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
        let run = Run {
            table: &table,
            batch: batch.id,
            caller: caller.as_ref(),
            rows: first.rows,
            progress: progress.as_deref(),
        };
        run.bring_in(change, first.created)?;
        change.created("import", batch.id, &batch)?;
        let report = ImportReport { imported: true, batch_id: Some(batch.id), ..first.clone() };
        if let Some((user, idempotency)) = &key {
            let now = change.now();
            audit::keep_answer(change, *user, idempotency, &Answer::created(&report)?, now)?;
        }
        Ok(report)
    })
    .await
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

pub(super) fn place(tenant: &mut Tenant<'_, '_>) -> Result<Place, Problem> {
    let organization = identity::own_organization(tenant)?;
    let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
    Ok(Place { zone, currency: organization.currency })
}

/// A file of so many rows alters how the tables are best searched.
const MANY: i64 = 1_000;

/// A file while it is brought in.
struct Run<'a> {
    table: &'a Table,
    batch: ImportBatchId,
    caller: Option<&'a Caller>,
    rows: i64,
    progress: Option<&'a (dyn Fn(i64, i64) + Send + Sync)>,
}

impl Run<'_> {
    fn bring_in(&self, change: &mut Change<'_, '_>, created: i64) -> Result<(), Problem> {
        let (mut known, place) = (Known::load(change, self.table.kind)?, place(change)?);
        if self.table.kind == ImportKind::WorkOrders {
            self.orders(change, &mut known, &place, created)?;
        } else {
            self.records(change, &mut known, &place)?;
        }
        if self.rows >= MANY {
            change.count_rows_anew()?;
        }
        self.tell(self.rows);
        Ok(())
    }

    fn tell(&self, done: i64) {
        if let Some(progress) = self.progress {
            progress(done, self.rows);
        }
    }

    fn records(&self, change: &mut Change<'_, '_>, known: &mut Known, place: &Place) -> Result<(), Problem> {
        let (kind, mut notes) = (self.table.kind, Notes::default());
        let drafts = drafts(self.table, known, place, &mut notes, &mut 0)?;
        let (order, lost) = records::parents_first(&drafts, |name| is_known_parent(self.table, known, name));
        if notes.wrong_rows > 0 || !lost.is_empty() {
            return Err(changed_meanwhile());
        }
        let mut done = 0;
        for block in order.chunks(BLOCK) {
            let ids: Vec<_> = block.iter().filter_map(|at| drafts[*at].known).collect();
            let current = store::current(change, kind, &ids)?;
            let mut origins = Origins::default();
            for draft in block.iter().map(|at| &drafts[*at]) {
                self.record(change, known, place, draft, &current, &mut origins)
                    .map_err(|problem| of_line(problem, draft.line))?;
            }
            origins.save(change, self.batch, entity(kind))?;
            done += i64::try_from(block.len()).unwrap_or_default();
            change.record()?;
            self.tell(done);
        }
        Ok(())
    }

    fn record(
        &self,
        change: &mut Change<'_, '_>,
        known: &mut Known,
        place: &Place,
        draft: &Draft,
        current: &HashMap<Uuid, Current>,
        origins: &mut Origins,
    ) -> Result<(), Problem> {
        let kind = self.table.kind;
        let id = if let Some(id) = draft.known {
            let before = current.get(&id).ok_or_else(changed_meanwhile)?;
            let differences = said::differences(&draft.said(kind, known), before, place);
            if !differences.is_empty() {
                let origin = Origin { batch: self.batch, kind, line: draft.line };
                update::change_to(change, origin, self.caller, id, before, &differences)?;
            }
            id
        } else {
            let id = records::make(change, draft, known, self.caller)?;
            origins.made.push((id, draft.line));
            id
        };
        if let Some(receipt) = stock::due(draft, &known.stores) {
            origins.stock.push((stock::bring_in(change, id, receipt)?, draft.line));
        }
        if let Some(name) = &draft.external
            && known.records.is_new_name(name, id)
        {
            origins.external.push((name.clone(), id));
        }
        Ok(())
    }

    fn orders(
        &self,
        change: &mut Change<'_, '_>,
        known: &mut Known,
        place: &Place,
        created: i64,
    ) -> Result<(), Problem> {
        let now = change.now();
        let mut number = change.reserve_numbers("work_order", created)?;
        let (mut notes, mut done) = (Notes::default(), 0);
        let mut block: Vec<(i64, Option<String>, work_orders::ImportedOrder)> = Vec::with_capacity(BLOCK);
        let mut there: Vec<(i64, Uuid, Vec<Said>)> = Vec::new();
        self.table.rows(|row| {
            let mut cells = Cells::new(row, self.table, place, &mut notes);
            let mut read = orders::read(&mut cells, known, now);
            if !cells.finish() {
                return Err(changed_meanwhile());
            }
            done += 1;
            if let Some(id) = read.known {
                there.push((row.line, id.uuid(), read.said));
                if there.len() == BLOCK {
                    self.change_orders(change, place, &mut there)?;
                    self.tell(done);
                }
                return Ok(());
            }
            if let Some(name) = &read.new_asset {
                let asset = new_asset(change, self.table, known, name, self.batch, row.line)?;
                read.order.asset_id = Some(asset.id);
            }
            read.order.number = number;
            number += 1;
            block.push((row.line, read.external, read.order));
            if block.len() == BLOCK {
                save_block(change, &mut block, self.batch)?;
                self.tell(done);
            }
            Ok(())
        })?;
        self.change_orders(change, place, &mut there)?;
        save_block(change, &mut block, self.batch)
    }

    fn change_orders(
        &self,
        change: &mut Change<'_, '_>,
        place: &Place,
        there: &mut Vec<(i64, Uuid, Vec<Said>)>,
    ) -> Result<(), Problem> {
        let ids: Vec<Uuid> = there.iter().map(|(_, id, _)| *id).collect();
        let current = store::current(change, ImportKind::WorkOrders, &ids)?;
        for (line, id, said) in there.drain(..) {
            let before = current.get(&id).ok_or_else(changed_meanwhile)?;
            let (differences, _) = orders::differences(&said, before, place);
            if !differences.is_empty() {
                let origin = Origin { batch: self.batch, kind: ImportKind::WorkOrders, line };
                update::change_to(change, origin, self.caller, id, before, &differences)
                    .map_err(|problem| of_line(problem, line))?;
            }
        }
        change.record()
    }
}

/// Where the records of a block come from, to be kept at once.
#[derive(Debug, Default)]
struct Origins {
    /// Records that were made, with their lines.
    made: Vec<(Uuid, i64)>,
    /// Movements that brought opening stock, with their lines.
    stock: Vec<(Uuid, i64)>,
    /// What the file calls the records.
    external: Vec<(String, Uuid)>,
}

impl Origins {
    fn save(self, change: &mut Change<'_, '_>, batch: ImportBatchId, entity: &str) -> Result<(), Problem> {
        store::insert_records(change, batch, entity, self.made)?;
        store::insert_records(change, batch, "stock_movement", self.stock)?;
        store::keep_external(change, entity, self.external)
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
        ..contract::assets::NewAsset::default()
    };
    let made = assets::insert_asset(change, &new).map_err(|problem| of_line(problem, line))?;
    store::insert_records(change, batch, "asset", [(made.id.uuid(), line)])?;
    let asset = KnownAsset { id: made.id, location: made.location_id, site: made.site_id };
    known.assets.insert(key(name), asset);
    Ok(asset)
}
