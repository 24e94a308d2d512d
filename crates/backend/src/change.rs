use std::ops::{Deref, DerefMut};

use axum::http::StatusCode;
use contract::events::{Actor, ActorKind};
use jiff::Timestamp;
use kernel::{Code, Entropy, Id, OrganizationId, Problem, UserId};
use serde::Serialize;
use serde_json::Value;
use store::Conn;
use uuid::Uuid;
use web::{Answer, Idempotency, SignedIn, Via};

use crate::{
    audit::{self, NewEvent},
    tenant::Tenant,
};

/// Where a change comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    organization: OrganizationId,
    actor: Actor,
    idempotency: Option<(UserId, Idempotency)>,
    if_match: Option<i64>,
}

impl Origin {
    pub(crate) fn from_caller(caller: &SignedIn) -> Self {
        let kind = match caller.via {
            Via::Session(_) => ActorKind::Person,
            Via::Token(_) => ActorKind::Token,
        };
        Self {
            organization: caller.organization,
            actor: Actor { kind, user_id: Some(caller.user.uuid()), name: caller.name.clone() },
            idempotency: caller.idempotency.clone().map(|key| (caller.user, key)),
            if_match: caller.if_match,
        }
    }

    pub(crate) const fn within(organization: OrganizationId, actor: Actor) -> Self {
        Self { organization, actor, idempotency: None, if_match: None }
    }
}

/// The answer that a key got before; one that came with another request is refused.
pub(crate) fn kept(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    idempotency: &Idempotency,
) -> Result<Option<Answer>, Problem> {
    let Some(kept) = audit::kept_answer(tenant, user, &idempotency.key)? else { return Ok(None) };
    if kept.fingerprint != idempotency.fingerprint {
        return Err(Problem::new(
            Code::KeyReused,
            "This Idempotency-Key was used for a different request. Use a new key for a new change.",
        ));
    }
    Ok(Some(Answer {
        status: StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK),
        body: kept.body.into(),
        version: kept.version,
        replayed: true,
    }))
}

/// A transaction that changes records. Whatever is changed through it is recorded in it: the events are
/// appended to the organisation's chain just before the commit.
pub struct Change<'a, 'c> {
    tenant: Tenant<'a, 'c>,
    origin: &'a Origin,
    now: Timestamp,
    entropy: Entropy,
    events: Vec<NewEvent>,
    /// The newest link of the chain, locked: changes of one organisation happen one after the other.
    head: Option<audit::Head>,
}

impl<'a, 'c> Deref for Change<'a, 'c> {
    type Target = Tenant<'a, 'c>;
    fn deref(&self) -> &Self::Target {
        &self.tenant
    }
}
impl DerefMut for Change<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.tenant
    }
}

impl<'a, 'c> Change<'a, 'c> {
    pub(crate) const fn new(
        conn: &'a mut Conn<'c>,
        origin: &'a Origin,
        now: Timestamp,
        entropy: Entropy,
    ) -> Self {
        Self {
            tenant: Tenant::new(conn, origin.organization),
            origin,
            now,
            entropy,
            events: Vec::new(),
            head: None,
        }
    }

    /// The instant of the whole change.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Who makes the change.
    pub const fn actor(&self) -> &Actor {
        &self.origin.actor
    }

    /// The person who makes the change, if a person does.
    pub fn user(&self) -> Option<UserId> {
        self.origin.actor.user_id.map(UserId::new)
    }

    /// A new identity, or the one that the client chose.
    pub fn id<K>(&self, chosen: Option<Id<K>>) -> Id<K> {
        chosen.unwrap_or_else(|| self.entropy.id(self.now))
    }

    /// A new secret.
    pub fn secret(&self) -> String {
        self.entropy.secret()
    }

    /// The version that the client based its change on: from the body, or else from `If-Match`.
    pub fn base_version(&self, in_body: Option<i64>) -> Option<i64> {
        in_body.or(self.origin.if_match)
    }

    /// The next number of a series of this organisation, from 1.
    pub fn next_number(&mut self, series: &'static str) -> Result<i64, Problem> {
        audit::next_number(&mut self.tenant, series, 1)
    }

    /// Reserves `count` numbers at once and answers the first.
    pub fn reserve_numbers(&mut self, series: &'static str, count: i64) -> Result<i64, Problem> {
        audit::next_number(&mut self.tenant, series, count)
    }

    /// Records that something was made: every field that is not empty.
    pub fn created<K>(
        &mut self,
        entity: &'static str,
        id: Id<K>,
        record: &impl Serialize,
    ) -> Result<(), Problem> {
        self.happened(entity, id, 1, "created", &Value::Null, record, None)
    }

    /// Records the difference between two states of a record; nothing where there is none.
    pub fn changed<K>(
        &mut self,
        entity: &'static str,
        id: Id<K>,
        version: i64,
        before: &impl Serialize,
        after: &impl Serialize,
    ) -> Result<(), Problem> {
        self.happened(entity, id, version, "changed", before, after, None)
    }

    /// Records a named happening with the fields it changed and the reason given.
    #[expect(clippy::too_many_arguments, reason = "these are the columns of the log")]
    pub fn happened<K>(
        &mut self,
        entity: &'static str,
        id: Id<K>,
        version: i64,
        kind: &'static str,
        before: &impl Serialize,
        after: &impl Serialize,
        reason: Option<&str>,
    ) -> Result<(), Problem> {
        let changes = audit::difference(before, after)?;
        if changes.is_empty() && kind == "changed" {
            return Ok(());
        }
        self.events.push(NewEvent {
            entity,
            entity_id: id.uuid(),
            entity_version: version,
            kind,
            changes,
            reason: reason.map(ToOwned::to_owned),
        });
        Ok(())
    }

    /// Refuses a change to fields that someone else has changed since version `base`; other fields merge.
    ///
    /// `current` is the record now, `mine` the fields that this change sets, both as JSON objects.
    pub fn merge(
        &mut self,
        id: Uuid,
        base: Option<i64>,
        version: i64,
        current: &impl Serialize,
        mine: &impl Serialize,
    ) -> Result<(), Problem> {
        let Some(base) = base.filter(|base| *base != version) else { return Ok(()) };
        if base > version || base < 1 {
            return Err(Problem::field(
                "version",
                format!("must be a version of this record, 1 to {version}"),
            ));
        }
        let current = serde_json::to_value(current).map_err(Problem::internal)?;
        let mine = serde_json::to_value(mine).map_err(Problem::internal)?;
        let since = audit::changed_since(&mut self.tenant, id, base)?;
        let mut both = serde_json::Map::new();
        for (field, mine) in mine.as_object().into_iter().flatten() {
            let theirs = current.get(field).unwrap_or(&Value::Null);
            if let Some(who) = since.get(field)
                && field != "version"
                && mine != theirs
            {
                both.insert(
                    field.clone(),
                    serde_json::json!({
                        "mine": mine, "theirs": theirs, "changed_by": who.name, "changed_at": who.at
                    }),
                );
            }
        }
        if both.is_empty() {
            return Ok(());
        }
        let names = both.keys().map(|field| field.replace('_', " ")).collect::<Vec<_>>().join(", ");
        let mut problem = Problem::new(
            Code::Conflict,
            format!(
                "Someone else changed {names} in the meantime. Both values are here; choose one and send it again."
            ),
        );
        problem.conflict = Some(Box::new(Value::Object(both)));
        Err(problem)
    }

    /// Runs a change and appends its events.
    pub(crate) fn run<T>(&mut self, change: &dyn Fn(&mut Self) -> Result<T, Problem>) -> Result<T, Problem> {
        self.lock()?;
        let value = change(self)?;
        self.flush()?;
        Ok(value)
    }

    /// Runs a change that answers a request, or repeats the answer that its key got before.
    pub(crate) fn answer(
        &mut self,
        change: &dyn Fn(&mut Self) -> Result<Answer, Problem>,
    ) -> Result<Answer, Problem> {
        let Some((user, idempotency)) = self.origin.idempotency.clone() else { return self.run(change) };
        self.lock()?;
        if let Some(kept) = kept(&mut self.tenant, user, &idempotency)? {
            return Ok(kept);
        }
        let answer = self.run(change)?;
        let now = self.now;
        audit::keep_answer(&mut self.tenant, user, &idempotency, &answer, now)?;
        Ok(answer)
    }

    /// Waits until every earlier change of this organisation is committed, so that what is read next is the latest
    /// and stays so until the commit. SQLite has one writer anyway.
    fn lock(&mut self) -> Result<(), Problem> {
        if self.head.is_none() {
            self.head = Some(audit::lock_head(&mut self.tenant)?);
        }
        Ok(())
    }

    /// Runs a part of the change. Where it fails, what it did and recorded is undone, and the change can go on.
    pub(crate) fn attempt<T>(
        &mut self,
        part: impl FnOnce(&mut Change<'_, 'c>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (origin, now, entropy) = (self.origin, self.now, self.entropy.clone());
        let (value, mut events) = self.tenant.attempt(|tenant| {
            let mut inner = Change { tenant, origin, now, entropy, events: Vec::new(), head: None };
            let value = part(&mut inner)?;
            Ok::<_, Problem>((value, inner.events))
        })?;
        self.events.append(&mut events);
        Ok(value)
    }

    /// Writes the events collected so far, so that a change of very many records need not keep them all.
    pub(crate) fn record(&mut self) -> Result<(), Problem> {
        self.flush()
    }

    /// Appends the events collected so far, in the order they happened.
    fn flush(&mut self) -> Result<(), Problem> {
        let events = std::mem::take(&mut self.events);
        if events.is_empty() {
            return Ok(());
        }
        let Some(head) = self.head.take() else { return Err(Problem::internal("the chain is not locked")) };
        self.head = Some(audit::append(&mut self.tenant, head, &self.origin.actor, self.now, events)?);
        Ok(())
    }
}
