use ::store::Db;
use kernel::{OrganizationId, Problem};
use serde::Serialize;

use super::{chain, store};

/// What walking one organisation's chain showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// Its name.
    pub organization: String,
    /// Entries read.
    pub entries: i64,
    /// The first entry that is not as it was written, or is missing.
    pub first_broken: Option<i64>,
    /// What is wrong with it.
    pub reason: Option<String>,
}

/// Walks the chain of every organisation from the first entry to the newest.
pub async fn verify(db: &Db) -> Result<Vec<Verdict>, Problem> {
    let heads = db.read(store::heads).await?;
    let mut verdicts = Vec::with_capacity(heads.len());
    for store::ChainEnd { organization, name, sequence: last, hash: head } in heads {
        let (entries, broken) = db
            .report(move |conn| {
                let (mut previous, mut expected, mut broken) = (chain::GENESIS.to_vec(), 1, None);
                store::visit_chain(conn, organization, |link, stored| {
                    if broken.is_some() {
                        return Ok(());
                    }
                    if link.sequence != expected {
                        broken = Some((expected, "the entry is missing"));
                    } else if chain::hash(&previous, organization, &link)[..] != stored[..] {
                        broken = Some((link.sequence, "the entry was changed after it was written"));
                    }
                    previous = stored;
                    expected += 1;
                    Ok(())
                })?;
                if broken.is_none() && expected - 1 != last {
                    let missing = (expected, "entries at the end are missing");
                    broken = Some(if expected - 1 < last {
                        missing
                    } else {
                        (last + 1, "there are more entries than were written")
                    });
                }
                if broken.is_none() && previous != head {
                    broken = Some((last, "the newest entry is not the one that was written last"));
                }
                Ok::<_, Problem>((expected - 1, broken))
            })
            .await?;
        verdicts.push(Verdict {
            organization_id: organization,
            organization: name,
            entries,
            first_broken: broken.map(|(sequence, _)| sequence),
            reason: broken.map(|(_, reason)| reason.to_owned()),
        });
    }
    Ok(verdicts)
}
