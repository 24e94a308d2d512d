//! Tables `events`, `event_heads`, `counters` and `idempotency_keys`.

use std::collections::HashMap;

use contract::events::{Actor, Event, EventFilter};
use jiff::Timestamp;
use kernel::{Cursor, Limit, OrganizationId, Page, Problem, UserId};
use serde::{Serialize, de::DeserializeOwned};
use store::{Conn, Engine, Row, Sql, ToValue};
use uuid::Uuid;
use web::{Answer, Idempotency};

use super::{
    NewEvent,
    chain::{self, Link},
};
use crate::tenant::{Statement, Tenant};

/// The newest link of a chain: its sequence and hash.
pub(crate) type Head = (i64, [u8; 32]);

/// Appends events to the organisation's chain and answers its new head.
pub(crate) fn append(
    tenant: &mut Tenant<'_, '_>,
    (mut sequence, mut head): Head,
    actor: &Actor,
    now: Timestamp,
    events: Vec<NewEvent>,
) -> Result<Head, Problem> {
    let organization = tenant.organization();
    let actor_kind = word(&actor.kind)?;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        sequence += 1;
        let link = Link {
            sequence,
            at: now.as_microsecond(),
            actor_kind: actor_kind.clone(),
            actor_id: actor.user_id,
            actor_name: actor.name.clone(),
            entity: event.entity.to_owned(),
            entity_id: event.entity_id,
            entity_version: event.entity_version,
            kind: event.kind.to_owned(),
            changes: serde_json::to_string(&event.changes).map_err(Problem::internal)?,
            reason: event.reason,
        };
        head = chain::hash(&head, organization, &link);
        rows.push([
            link.sequence.to_value(),
            now.to_value(),
            link.actor_kind.to_value(),
            link.actor_id.to_value(),
            link.actor_name.to_value(),
            link.entity.to_value(),
            link.entity_id.to_value(),
            link.entity_version.to_value(),
            link.kind.to_value(),
            link.changes.to_value(),
            link.reason.to_value(),
            head.to_value(),
        ]);
    }
    tenant.insert_rows(
        "INSERT INTO events (organization_id, sequence, at, actor_kind, actor_id, actor_name, entity, entity_id, \
         entity_version, kind, changes, reason, hash) VALUES (?",
        rows,
        "",
    )?;
    let sql = tenant
        .sql("UPDATE event_heads SET sequence = ?, hash = ? WHERE organization_id = ?")
        .bind(sequence)
        .bind(head.to_vec());
    tenant.execute(&sql)?;
    Ok((sequence, head))
}

/// The newest link, locked until the commit so that two changes never append to the same one.
pub(crate) fn lock_head(tenant: &mut Tenant<'_, '_>) -> Result<Head, Problem> {
    let mut sql = tenant.sql("SELECT sequence, hash FROM event_heads WHERE organization_id = ?");
    if tenant.engine() == Engine::Postgres {
        sql.push(" FOR UPDATE");
    }
    let head = tenant.query_optional(&sql, |row| Ok::<_, Problem>((row.get(0)?, row.get::<Vec<u8>>(1)?)))?;
    let (sequence, hash) = head.ok_or_else(|| Problem::internal("the organisation has no event chain"))?;
    let hash = hash.try_into().map_err(|_| Problem::internal("the head of the event chain is damaged"))?;
    Ok((sequence, hash))
}

/// Starts the chain of a new organisation.
pub(crate) fn start_chain(tenant: &mut Tenant<'_, '_>) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO event_heads (organization_id, sequence, hash) VALUES (?, 0, ?)")
        .bind(chain::GENESIS.to_vec());
    tenant.execute(&sql)?;
    Ok(())
}

/// Takes `count` numbers of a series and answers the first.
pub(crate) fn next_number(
    tenant: &mut Tenant<'_, '_>,
    series: &'static str,
    count: i64,
) -> Result<i64, Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO counters (organization_id, name, value) VALUES (?, ?, ?) \
              ON CONFLICT (organization_id, name) DO UPDATE SET value = counters.value + excluded.value \
              RETURNING value",
        )
        .bind(series)
        .bind(count);
    let last: i64 = tenant.query_one(&sql, |row| Ok::<_, Problem>(row.get(0)?))?;
    Ok(last - count + 1)
}

/// Who changed a field last.
pub(crate) struct Changed {
    pub name: String,
    pub at: Timestamp,
}

/// Fields of a record that were changed after a version, each with who did it last.
pub(crate) fn changed_since(
    tenant: &mut Tenant<'_, '_>,
    id: Uuid,
    version: i64,
) -> Result<HashMap<String, Changed>, Problem> {
    let sql = tenant
        .sql(
            "SELECT actor_name, at, changes FROM events \
              WHERE organization_id = ? AND entity_id = ? AND entity_version > ? ORDER BY sequence",
        )
        .bind(id)
        .bind(version);
    let rows: Vec<(String, Timestamp, String)> =
        tenant.query(&sql, |row| Ok::<_, Problem>((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut fields = HashMap::new();
    for (name, at, changes) in rows {
        let changes: Vec<contract::events::FieldChange> =
            serde_json::from_str(&changes).map_err(Problem::internal)?;
        for change in changes {
            fields.insert(change.field, Changed { name: name.clone(), at });
        }
    }
    Ok(fields)
}

const COLUMNS: &str = "SELECT sequence, at, actor_kind, actor_id, actor_name, entity, entity_id, entity_version, \
                       kind, changes, reason FROM events WHERE organization_id = ?";

fn event(row: &Row<'_>) -> Result<Event, Problem> {
    Ok(Event {
        sequence: row.get(0)?,
        at: row.get(1)?,
        actor: Actor { kind: read_word(row.get(2)?)?, user_id: row.get(3)?, name: row.get(4)? },
        entity: row.get(5)?,
        entity_id: row.get(6)?,
        entity_version: row.get(7)?,
        kind: row.get(8)?,
        changes: serde_json::from_str(&row.get::<String>(9)?).map_err(Problem::internal)?,
        reason: row.get(10)?,
    })
}

/// The events of one record, newest first: its history.
pub(crate) fn history(
    tenant: &mut Tenant<'_, '_>,
    entity_id: Uuid,
    limit: Limit,
    cursor: Option<String>,
) -> Result<Page<Event>, Problem> {
    list(tenant, &EventFilter { entity_id: Some(entity_id), limit, cursor, ..EventFilter::default() })
}

/// Events, newest first.
pub(crate) fn list(tenant: &mut Tenant<'_, '_>, filter: &EventFilter) -> Result<Page<Event>, Problem> {
    let mut sql = tenant.sql(COLUMNS);
    narrow(&mut sql, filter);
    if let Some(cursor) = &filter.cursor {
        sql.push(" AND sequence < ").push_bind(Cursor::read::<i64>(cursor)?);
    }
    sql.push(" ORDER BY sequence DESC LIMIT ").push_bind(filter.limit.one_more());
    let items = tenant.query(&sql, event)?;
    Ok(Page::cut(items, filter.limit, |event| Cursor::write(&event.sequence)))
}

fn narrow(sql: &mut Statement, filter: &EventFilter) {
    if let Some(entity) = &filter.entity {
        sql.push(" AND entity = ").push_bind(entity);
    }
    if let Some(id) = filter.entity_id {
        sql.push(" AND entity_id = ").push_bind(id);
    }
    if let Some(user) = filter.user_id {
        sql.push(" AND actor_id = ").push_bind(user);
    }
    if let Some(kind) = &filter.kind {
        sql.push(" AND kind = ").push_bind(kind);
    }
    if let Some(from) = filter.from {
        sql.push(" AND at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND at < ").push_bind(to);
    }
}

/// Events after a place in the log, oldest first.
pub(crate) fn after(tenant: &mut Tenant<'_, '_>, sequence: i64, limit: i64) -> Result<Vec<Event>, Problem> {
    let mut sql = tenant.sql(COLUMNS);
    sql.push(" AND sequence > ").push_bind(sequence).push(" ORDER BY sequence LIMIT ").push_bind(limit);
    tenant.query(&sql, event)
}

/// Visits the whole chain of an organisation in order, each link with the hash that is stored with it.
pub(crate) fn visit_chain(
    conn: &mut Conn<'_>,
    organization: OrganizationId,
    mut visit: impl FnMut(Link, Vec<u8>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let sql = Sql::new(
        "SELECT sequence, at, actor_kind, actor_id, actor_name, entity, entity_id, entity_version, kind, changes, \
         reason, hash FROM events WHERE organization_id = ? ORDER BY sequence",
    )
    .bind(organization);
    conn.for_each(&sql, |row| {
        let link = Link {
            sequence: row.get(0)?,
            at: row.get::<Timestamp>(1)?.as_microsecond(),
            actor_kind: row.get(2)?,
            actor_id: row.get(3)?,
            actor_name: row.get(4)?,
            entity: row.get(5)?,
            entity_id: row.get(6)?,
            entity_version: row.get(7)?,
            kind: row.get(8)?,
            changes: row.get(9)?,
            reason: row.get(10)?,
        };
        visit(link, row.get(11)?)
    })
}

/// Where the chain of an organisation must end.
#[derive(Clone, Debug)]
pub(crate) struct ChainEnd {
    pub organization: OrganizationId,
    pub name: String,
    pub sequence: i64,
    pub hash: Vec<u8>,
}

/// The heads of all organisations, by their names.
pub(crate) fn heads(conn: &mut Conn<'_>) -> Result<Vec<ChainEnd>, Problem> {
    let sql = Sql::new(
        "SELECT o.id, o.name, h.sequence, h.hash FROM organizations o \
         JOIN event_heads h ON h.organization_id = o.id ORDER BY o.name",
    );
    conn.query(&sql, |row| {
        Ok(ChainEnd {
            organization: row.get(0)?,
            name: row.get(1)?,
            sequence: row.get(2)?,
            hash: row.get(3)?,
        })
    })
}

/// An answer kept under an idempotency key.
pub(crate) struct KeptAnswer {
    pub fingerprint: Vec<u8>,
    pub status: u16,
    pub body: Vec<u8>,
    pub version: Option<i64>,
}

pub(crate) fn kept_answer(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    key: &str,
) -> Result<Option<KeptAnswer>, Problem> {
    let sql = tenant
        .sql(
            "SELECT fingerprint, status, body, version FROM idempotency_keys \
              WHERE organization_id = ? AND user_id = ? AND key = ?",
        )
        .bind(user)
        .bind(key);
    tenant.query_optional(&sql, |row| {
        Ok(KeptAnswer {
            fingerprint: row.get(0)?,
            status: u16::try_from(row.get::<i64>(1)?).map_err(Problem::internal)?,
            body: row.get(2)?,
            version: row.get(3)?,
        })
    })
}

pub(crate) fn keep_answer(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    idempotency: &Idempotency,
    answer: &Answer,
    now: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO idempotency_keys \
              (organization_id, user_id, key, fingerprint, status, body, version, created_at) \
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(user)
        .bind(&idempotency.key)
        .bind(idempotency.fingerprint.to_vec())
        .bind(i64::from(answer.status.as_u16()))
        .bind(answer.body.to_vec())
        .bind(answer.version)
        .bind(now);
    tenant.execute(&sql)?;
    Ok(())
}

/// Forgets answers older than `before`.
pub(crate) fn forget_answers(conn: &mut Conn<'_>, before: Timestamp) -> Result<u64, Problem> {
    Ok(conn.execute(&Sql::new("DELETE FROM idempotency_keys WHERE created_at < ?").bind(before))?)
}

/// An enum as the word it has in the API.
pub(crate) fn word(value: &impl Serialize) -> Result<String, Problem> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(_) => Err(Problem::internal("not a word")),
        Err(error) => Err(Problem::internal(error)),
    }
}

/// The enum of a word.
pub(crate) fn read_word<T: DeserializeOwned>(word: String) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(Problem::internal)
}

/// Changes one letter of an entry behind the chain's back.
#[cfg(test)]
pub(crate) fn tamper(conn: &mut Conn<'_>, sequence: i64) -> Result<(), Problem> {
    let sql =
        Sql::new("UPDATE events SET changes = replace(changes, 'Plant A', 'Plant X') WHERE sequence = ?");
    conn.execute(&sql.bind(sequence))?;
    Ok(())
}
