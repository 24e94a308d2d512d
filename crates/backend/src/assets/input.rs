//! Reading what people say about an asset, field by field.

use contract::assets::{Asset, AssetAttribute, AssetPatch, ExternalIdentity};
use kernel::{AssetClassId, AssetId, AttachmentId, Code, Problem};

use super::{attributes, seen::Seen, store};
use crate::{change::Change, check, check::Check, files};

/// Deepest place in the tree.
const DEEPEST: usize = 40;

/// Attributes of a class and of those above it; a class's own come before inherited ones of the same name.
pub(super) fn class_attributes(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    class: Option<AssetClassId>,
) -> Result<Vec<AssetAttribute>, Problem> {
    let Some(class) = class else { return Ok(Vec::new()) };
    let found = match store::classes::find(change, class) {
        Ok(found) => found,
        Err(problem) if problem.code == Code::NotFound => {
            check.wrong("class_id", "is not an asset class of this organisation");
            return Ok(Vec::new());
        }
        Err(problem) => return Err(problem),
    };
    let inherited = found.inherited.into_iter().map(|one| AssetAttribute {
        name: one.name,
        unit: one.unit,
        kind: one.kind,
    });
    Ok(found.attributes.into_iter().chain(inherited).collect())
}

/// Checks that an asset may stand below another.
pub(super) fn parent(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    child: AssetId,
    parent: AssetId,
    seen: &Seen,
) -> Result<(), Problem> {
    match store::summary(change, parent)? {
        Some((_, site, false)) if seen.includes(site) => {}
        Some((_, site, true)) if seen.includes(site) => {
            check.wrong("parent_id", "is archived");
            return Ok(());
        }
        _ => {
            check.wrong("parent_id", "is not an asset of this organisation");
            return Ok(());
        }
    }
    let above = store::tree::above(change, &[parent])?.remove(&parent).unwrap_or_default();
    if above.iter().any(|one| one.id == child) {
        check.wrong("parent_id", "must not be the asset itself or stand below it");
    } else if above.len() >= DEEPEST {
        check.wrong("parent_id", format!("must not stand deeper than {DEEPEST} levels"));
    }
    Ok(())
}

/// Barcodes and names in other systems, each once and of no other asset.
pub(super) fn identities(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    asset: AssetId,
    given: &[ExternalIdentity],
) -> Result<Vec<ExternalIdentity>, Problem> {
    if given.len() > 20 {
        check.wrong("identities", "must be at most 20");
        return Ok(Vec::new());
    }
    let mut kept = Vec::<ExternalIdentity>::new();
    for (index, one) in given.iter().enumerate() {
        let field = format!("identities[{index}].external_id");
        let one = ExternalIdentity {
            system: check.text(&format!("identities[{index}].system"), &one.system, 40),
            external_id: check.text(&field, &one.external_id, 200),
        };
        let same = |other: &ExternalIdentity| {
            check::key(&other.system) == check::key(&one.system)
                && check::key(&other.external_id) == check::key(&one.external_id)
        };
        if kept.iter().any(same) {
            continue;
        }
        if let Some(owner) = store::identity_owner(change, &one, asset)? {
            check.wrong(field, format!("already belongs to {owner}"));
        }
        kept.push(one);
    }
    Ok(kept)
}

/// Money is never negative, and small enough to be summed.
pub(super) fn value(check: &mut Check, minor: Option<i64>) -> Option<i64> {
    if minor.is_some_and(|minor| !(0..=1_000_000_000_000_000).contains(&minor)) {
        check.wrong("replacement_value_minor", "must be a whole number of minor units, 0 or more");
    }
    minor
}

/// The asset after a change of its fields, and whether what it is called changes.
pub(super) fn patched(
    change: &mut Change<'_, '_>,
    before: &Asset,
    patch: &AssetPatch,
    seen: &Seen,
) -> Result<(Asset, bool), Problem> {
    let mut after = before.clone();
    let mut check = Check::default();
    lines(&mut check, &mut after, patch);
    if let Some(aliases) = &patch.aliases {
        after.aliases = check.aliases("aliases", aliases);
    }
    if let Some(given) = &patch.identities {
        after.identities = identities(change, &mut check, before.id, given)?;
    }
    if let Some(to) = patch.parent_id.into_option() {
        after.parent_id = to;
        if let Some(to) = to {
            parent(change, &mut check, before.id, to, seen)?;
        }
    }
    after.class_id = patch.class_id.apply(before.class_id);
    if after.class_id != before.class_id || patch.attributes.is_some() {
        let known = class_attributes(change, &mut check, after.class_id)?;
        let kept = attributes::kept(&known, &before.attributes);
        let given = patch.attributes.clone().unwrap_or_default();
        after.attributes = attributes::merged(&mut check, &known, &kept, &given);
    }
    after.criticality = patch.criticality.unwrap_or(before.criticality);
    after.purchase_on = patch.purchase_on.apply(before.purchase_on);
    after.commissioned_on = patch.commissioned_on.apply(before.commissioned_on);
    after.warranty_until = patch.warranty_until.apply(before.warranty_until);
    after.replacement_value_minor =
        value(&mut check, patch.replacement_value_minor.apply(before.replacement_value_minor));
    if let Some(photo) = patch.photo_id.into_option() {
        after.photo_id = photo;
        if let Some(photo) = photo {
            picture(change, &mut check, before.id, photo);
        }
    }
    let now = change.now();
    if let Some(archived) = patch.archived {
        after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
    }
    check.finish()?;
    let renamed = after.aliases != before.aliases || after.identities != before.identities;
    Ok((after, renamed))
}

fn lines(check: &mut Check, after: &mut Asset, patch: &AssetPatch) {
    if let Some(code) = &patch.code {
        after.code = check.text("code", code, 60);
    }
    if let Some(name) = &patch.name {
        after.name = check.text("name", name, 160);
    }
    if let Some(description) = patch.description.as_option() {
        after.description = check.long_text("description", description.map(String::as_str), 10_000);
    }
    for (field, given, kept) in [
        ("serial_number", &patch.serial_number, &mut after.serial_number),
        ("manufacturer", &patch.manufacturer, &mut after.manufacturer),
        ("model", &patch.model, &mut after.model),
    ] {
        if let Some(given) = given.as_option() {
            *kept = check.optional_text(field, given.map(String::as_str), 120);
        }
    }
}

fn picture(change: &mut Change<'_, '_>, check: &mut Check, asset: AssetId, photo: AttachmentId) {
    let image = files::find(change, super::ENTITY, asset.uuid(), photo)
        .is_ok_and(|file| file.inline && file.media_type.starts_with("image/"));
    if !image {
        check.wrong("photo_id", "must be one of this asset's files, and an image that a page can show");
    }
}
