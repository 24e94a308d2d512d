//! Removing an asset that was made by mistake.

use kernel::{AssetId, Problem};

use crate::tenant::Tenant;

/// Whether an order, another asset, a meter or a file hangs on it.
pub(in crate::assets) fn is_used(tenant: &mut Tenant<'_, '_>, id: AssetId) -> Result<bool, Problem> {
    for text in [
        "SELECT 1 FROM work_order_assets WHERE organization_id = ? AND asset_id = ? LIMIT 1",
        "SELECT 1 FROM assets WHERE organization_id = ? AND parent_id = ? LIMIT 1",
        "SELECT 1 FROM meters WHERE organization_id = ? AND asset_id = ? LIMIT 1",
        "SELECT 1 FROM attachments WHERE organization_id = ? AND entity = 'asset' AND entity_id = ? LIMIT 1",
    ] {
        let sql = tenant.sql(text).bind(id);
        if tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes an asset with what belongs to it alone.
pub(in crate::assets) fn delete(tenant: &mut Tenant<'_, '_>, id: AssetId) -> Result<(), Problem> {
    for text in [
        "DELETE FROM asset_names WHERE organization_id = ? AND asset_id = ?",
        "DELETE FROM installations WHERE organization_id = ? AND asset_id = ?",
        "DELETE FROM asset_status_changes WHERE organization_id = ? AND asset_id = ?",
        "DELETE FROM downtimes WHERE organization_id = ? AND asset_id = ?",
        "DELETE FROM assets WHERE organization_id = ? AND id = ?",
    ] {
        let sql = tenant.sql(text).bind(id);
        tenant.execute(&sql)?;
    }
    Ok(())
}
