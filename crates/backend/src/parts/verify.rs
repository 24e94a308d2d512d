use kernel::Problem;

use super::store;
use crate::tenant::Tenant;

/// A place where the stock kept is not what the ledger sums to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockFault {
    /// The part's number.
    pub part: String,
    /// What is wrong, in a sentence.
    pub text: String,
}

/// Compares every level, stock and value with the sum of the ledger; nothing when all is well.
pub fn verify(tenant: &mut Tenant<'_, '_>) -> Result<Vec<StockFault>, Problem> {
    let mut faults = store::wrong_levels(tenant)?;
    faults.extend(store::wrong_holdings(tenant)?);
    Ok(faults)
}
