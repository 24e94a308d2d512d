//! What would become of a file: every row is read and compared with what is there, and nothing is changed.

use std::collections::{BTreeMap, HashSet};

use contract::{
    imports::{ImportKind, ImportReport, RowChange, RowFieldChange},
    work_orders::WorkOrderStatus,
};
use kernel::Problem;
use uuid::Uuid;

use super::{
    known::Known,
    orders,
    reading::{Cells, Notes, Place},
    records::{self, Draft},
    run::place,
    said::{self, Difference, Said},
    stock,
    store::{self, Current},
    table::Table,
};
use crate::{check::key, tenant::Tenant};

/// Records that are compared at once.
const BLOCK: usize = 500;
/// Changes of records that a report shows.
const CHANGES_SHOWN: usize = 200;

/// Reads all rows and says what would become of them.
pub(super) fn check(
    tenant: &mut Tenant<'_, '_>,
    table: &Table,
    now: jiff::Timestamp,
) -> Result<ImportReport, Problem> {
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
        changes: Vec::new(),
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
        check_orders(tenant, table, &known, &place, now, &mut notes, &mut report)?;
    } else {
        check_records(tenant, table, &known, &place, &mut notes, &mut report)?;
    }
    if report.rows == 0 {
        return Err(Problem::field("file", "has no rows below its header"));
    }
    report.wrong_rows = notes.wrong_rows;
    notes.errors.sort_by_key(|issue| issue.row);
    report.errors = notes.errors;
    report.warnings = notes.warnings;
    Ok(report)
}

fn check_orders(
    tenant: &mut Tenant<'_, '_>,
    table: &Table,
    known: &Known,
    place: &Place,
    now: jiff::Timestamp,
    notes: &mut Notes,
    report: &mut ImportReport,
) -> Result<(), Problem> {
    let (mut new_assets, mut seen, mut seen_orders) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut there: Vec<(i64, Uuid, Vec<Said>, Option<WorkOrderStatus>)> = Vec::new();
    table.rows(|row| {
        report.rows += 1;
        let mut cells = Cells::new(row, table, place, notes);
        let order = orders::read(&mut cells, known, now);
        if let Some(external) = &order.external
            && !seen.insert(external.clone())
        {
            cells.wrong("external_id", "stands in the file twice");
        } else if order.known.is_some_and(|id| !seen_orders.insert(id)) {
            cells.wrong("external_id", "means an order that stands in the file twice");
        }
        if report.preview.len() < 10 {
            report.preview.push(orders::preview(&order, &cells));
        }
        if cells.finish() {
            report.cost_minor += order.order.cost_minor;
            new_assets.extend(order.new_asset.as_deref().map(key));
            match order.known {
                None => report.created += 1,
                Some(id) => there.push((row.line, id.uuid(), order.said, order.state)),
            }
        }
        if there.len() == BLOCK {
            compare_orders(tenant, table, place, &mut there, notes, report)?;
        }
        Ok(())
    })?;
    compare_orders(tenant, table, place, &mut there, notes, report)?;
    if !new_assets.is_empty() {
        report.also_created.insert("asset".to_owned(), i64::try_from(new_assets.len()).unwrap_or(i64::MAX));
    }
    Ok(())
}

/// Counts which of the orders that are there become others, and shows how.
fn compare_orders(
    tenant: &mut Tenant<'_, '_>,
    table: &Table,
    place: &Place,
    there: &mut Vec<(i64, Uuid, Vec<Said>, Option<WorkOrderStatus>)>,
    notes: &mut Notes,
    report: &mut ImportReport,
) -> Result<(), Problem> {
    let ids: Vec<Uuid> = there.iter().map(|(_, id, ..)| *id).collect();
    let current = store::current(tenant, ImportKind::WorkOrders, &ids)?;
    for (line, id, said, state) in there.drain(..) {
        let Some(before) = current.get(&id) else { continue };
        let (differences, locked) = orders::differences(&said, before, place);
        for field in locked {
            notes.warn(
                line,
                table.header(field),
                &before.name,
                "stays as it is, because the order is finished",
            );
        }
        if state.is_some() && state != before.status {
            let message = "stays in its state, which changes by working on it";
            notes.warn(line, table.header("status"), &before.name, message);
        }
        count(report, line, id, before, shown(differences));
    }
    Ok(())
}

fn shown(differences: Vec<Difference>) -> Vec<RowFieldChange> {
    differences.into_iter().map(|one| one.shown).collect()
}

fn count(report: &mut ImportReport, row: i64, id: Uuid, before: &Current, fields: Vec<RowFieldChange>) {
    if fields.is_empty() {
        report.unchanged += 1;
        return;
    }
    report.updated += 1;
    if report.changes.len() < CHANGES_SHOWN {
        report.changes.push(RowChange { row, id, name: before.name.clone(), fields });
    }
}

/// Reads the rows of records; those that are wrong are left out.
pub(super) fn drafts(
    table: &Table,
    known: &Known,
    place: &Place,
    notes: &mut Notes,
    rows: &mut i64,
) -> Result<Vec<Draft>, Problem> {
    let (mut drafts, mut seen) = (Vec::new(), HashSet::new());
    let (mut seen_ids, mut seen_records) = (HashSet::new(), HashSet::new());
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
        let is_named = table.kind != ImportKind::Locations || cells.raw("code").is_some();
        let unique = draft.known.is_none() && is_named;
        if unique && draft.keys.first().is_some_and(|first| !seen.insert(first.clone())) {
            cells.wrong(named, "stands in the file twice");
        }
        if draft.external.as_ref().is_some_and(|id| !seen_ids.insert(id.clone())) {
            cells.wrong("external_id", "stands in the file twice");
        } else if draft.known.is_some_and(|id| !seen_records.insert(id)) {
            cells.wrong(named, "means something that stands in the file twice");
        }
        if cells.finish() {
            drafts.push(draft);
        }
        Ok(())
    })?;
    Ok(drafts)
}

pub(super) fn is_known_parent(table: &Table, known: &Known, name: &str) -> bool {
    match table.kind {
        ImportKind::Locations => known.locations.contains_key(name),
        _ => known.assets.contains_key(name),
    }
}

fn check_records(
    tenant: &mut Tenant<'_, '_>,
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
    for block in order.chunks(BLOCK) {
        let ids: Vec<Uuid> = block.iter().filter_map(|at| drafts[*at].known).collect();
        let current = store::current(tenant, table.kind, &ids)?;
        for draft in block.iter().map(|at| &drafts[*at]) {
            match draft.known.and_then(|id| Some((id, current.get(&id)?))) {
                None => report.created += 1,
                Some((id, before)) => {
                    let differences = said::differences(&draft.said(table.kind, known), before, place);
                    let mut fields = shown(differences);
                    if draft.site().is_some_and(|site| before.site != Some(site)) {
                        let message = "stays in its site; a location does not move to another";
                        notes.warn(draft.line, table.header("site"), &before.name, message);
                    }
                    if let Some(receipt) = stock::due(draft, &known.stores) {
                        fields.push(stock::shown(receipt));
                    } else if let Some(stock) = &draft.stock
                        && before.on_hand != Some(stock.quantity)
                    {
                        let message = "has stock already, which stays; count it instead";
                        notes.warn(
                            draft.line,
                            table.header("quantity"),
                            &stock.quantity.to_string(),
                            message,
                        );
                    }
                    count(report, draft.line, id, before, fields);
                }
            }
        }
    }
    report.changes.sort_by_key(|change| change.row);
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
