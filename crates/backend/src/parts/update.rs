use axum::extract::State;
use contract::{
    parts::{Part, PartPatch},
    permissions::ManageParts,
};
use kernel::{Code, PartId, Problem, Quantity};
use web::{Answer, Body, Can, Path, Reply};

use super::{create, store};
use crate::{App, change::Change, check::Check};

/// Change, archive or bring back a part. Stock changes only through the ledger.
#[utoipa::path(patch, path = "/parts/{id}", tag = "parts", operation_id = "update_part",
    params(("id" = Uuid, Path)), request_body = PartPatch, responses((status = 200, body = Part)))]
pub(super) async fn update_part(
    can: Can<ManageParts>,
    State(app): State<App>,
    Path(id): Path<PartId>,
    Body(patch): Body<PartPatch>,
) -> Reply {
    app.change(&can, move |change| {
        let part = change_part(change, id, &patch)?;
        Ok(Answer::ok(&part)?.version(part.version))
    })
    .await
}

/// Changes a part; for imports too.
pub(crate) fn change_part(
    change: &mut Change<'_, '_>,
    id: PartId,
    patch: &PartPatch,
) -> Result<Part, Problem> {
    let before = store::find_part(change, id)?;
    let base = change.base_version(patch.version);
    change.merge(id.uuid(), base, before.version, &before, patch)?;
    let mut after = apply(change, &before, patch)?;
    let now = change.now();
    if let Some(archived) = patch.archived {
        if archived && before.on_hand > Quantity::ZERO {
            return Err(Problem::new(
                Code::InUse,
                format!(
                    "There are still {} of this part. Use or adjust them away, then archive it.",
                    before.on_hand
                ),
            ));
        }
        after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
    }
    after.version += 1;
    after.updated_at = now;
    store::update_part(change, &after)?;
    // Read again: whether the stock is low follows from the minimums.
    let after = store::find_part(change, id)?;
    change.changed("part", id, after.version, &before, &after)?;
    create::index(change, &after)?;
    Ok(after)
}

fn apply(change: &mut Change<'_, '_>, before: &Part, patch: &PartPatch) -> Result<Part, Problem> {
    let (mut after, mut check) = (before.clone(), Check::default());
    if let Some(number) = &patch.number {
        after.number = check.text("number", number, 60);
    }
    if let Some(name) = &patch.name {
        after.name = check.text("name", name, 200);
    }
    if let Some(aliases) = &patch.aliases {
        after.aliases = check.aliases("aliases", aliases);
    }
    if let Some(description) = patch.description.as_option() {
        after.description = check.long_text("description", description.map(String::as_str), 4_000);
    }
    if let Some(unit) = &patch.unit {
        after.unit = create::check_unit(&mut check, unit);
        if after.unit != before.unit && store::has_moved(change, before.id)? {
            check.wrong("unit", "cannot change once stock has moved; add a new part instead");
        }
    }
    if let Some(category) = patch.category.as_option() {
        after.category = check.optional_text("category", category.map(String::as_str), 120);
    }
    if let Some(maker) = patch.manufacturer_part_number.as_option() {
        after.manufacturer_part_number =
            check.optional_text("manufacturer_part_number", maker.map(String::as_str), 120);
    }
    if let Some(barcode) = patch.barcode.as_option() {
        after.barcode = check.optional_text("barcode", barcode.map(String::as_str), 200);
    }
    if let Some(bin) = patch.default_bin_id.as_option() {
        after.default_bin_id = bin.copied();
        after.default_bin = create::check_default_bin(change, &mut check, after.default_bin_id)?;
    }
    if let Some(stocking) = &patch.stocking {
        after.minimum = create::check_stocking(change, &mut check, stocking)?;
        after.stocking.clone_from(stocking);
    }
    check.finish()?;
    Ok(after)
}
