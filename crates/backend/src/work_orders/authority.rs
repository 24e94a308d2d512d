//! What a caller may do with one order: their permissions, measured against whose order it is.

use contract::{
    permissions::{Permission, Scope},
    work_orders::WorkOrder,
};
use kernel::{Problem, SiteId, TeamId, UserId};
use web::Caller;

use super::lifecycle::{Facts, Power, Powers};

/// Whose an order is.
#[derive(Clone, Debug, Default)]
pub(super) struct Belonging {
    pub created_by: Option<UserId>,
    pub requested_by: Option<UserId>,
    pub assignee_ids: Vec<UserId>,
    pub watcher_ids: Vec<UserId>,
    pub team_id: Option<TeamId>,
    pub site_id: Option<SiteId>,
}

impl Belonging {
    pub fn of(order: &WorkOrder) -> Self {
        Self {
            created_by: order.created_by,
            requested_by: order.requested_by,
            assignee_ids: order.assignee_ids.clone(),
            watcher_ids: order.watcher_ids.clone(),
            team_id: order.team_id,
            site_id: order.site_id,
        }
    }

    /// Whether a scope reaches this order. Who only watches it may see it and speak, but not act on it.
    pub fn within(&self, scope: Scope, caller: &Caller, watching_counts: bool) -> bool {
        let me = caller.user;
        let own = self.created_by == Some(me)
            || self.requested_by == Some(me)
            || self.assignee_ids.contains(&me)
            || (watching_counts && self.watcher_ids.contains(&me));
        let team = match self.team_id {
            Some(team) => caller.teams.contains(&team),
            None => self.assignee_ids.is_empty(),
        };
        let site = self.site_id.is_some_and(|site| caller.sites.contains(&site));
        match scope {
            Scope::Own => own,
            Scope::Team => own || team,
            Scope::Site => own || team || site,
            Scope::All => true,
        }
    }
}

/// Whether a permission reaches an order, or why not.
pub(super) fn power(caller: &Caller, permission: Permission, belonging: &Belonging) -> Power {
    let scope = caller.require(permission).map_err(|problem| problem.detail)?;
    let watching_counts = matches!(permission, Permission::ViewWorkOrders | Permission::CommentOnOrders);
    if belonging.within(scope, caller, watching_counts) {
        return Ok(());
    }
    Err(match scope {
        Scope::Own => "Your role allows this only for orders that you made or that are assigned to you.",
        Scope::Team => "Your role allows this only for your own orders, your teams' and unassigned ones.",
        Scope::Site => "Your role allows this only for orders of your sites.",
        Scope::All => "Your role does not allow this.",
    }
    .to_owned())
}

/// Everything a caller may do with an order.
pub(super) fn powers(caller: &Caller, belonging: &Belonging) -> Powers {
    let power = |permission| power(caller, permission, belonging);
    Powers {
        edit: power(Permission::EditWorkOrders),
        plan: power(Permission::PlanWorkOrders),
        work: power(Permission::WorkOnOrders),
        close: power(Permission::CloseWorkOrders),
        comment: power(Permission::CommentOnOrders),
        create: caller.require(Permission::CreateWorkOrders).map(drop).map_err(|problem| problem.detail),
        issue_parts: caller.require(Permission::IssueParts).map(drop).map_err(|problem| problem.detail),
        is_creator: belonging.created_by == Some(caller.user),
    }
}

/// Whether the caller may see an order at all.
pub(super) fn sees(caller: &Caller, belonging: &Belonging) -> bool {
    power(caller, Permission::ViewWorkOrders, belonging).is_ok()
}

/// Whether the caller may see what an order costs.
pub(super) fn sees_costs(caller: &Caller, belonging: &Belonging) -> bool {
    power(caller, Permission::ViewCosts, belonging).is_ok()
}

/// Refuses what a power refuses.
pub(super) fn allow(power: Power) -> Result<(), Problem> {
    power.map_err(Problem::forbidden)
}

/// What the rules need to know about an order that has been read.
pub(super) fn facts(order: &WorkOrder, blockers: Vec<i64>) -> Facts {
    Facts {
        status: order.status,
        has_start: order.planned_start_at.is_some(),
        has_people: order.team_id.is_some() || !order.assignee_ids.is_empty(),
        blockers,
        open_sub_orders: order.sub_orders.open,
    }
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use kernel::{ApiTokenId, OrganizationId};
    use uuid::Uuid;
    use web::Via;

    use super::*;

    fn caller(role: BuiltInRole) -> Caller {
        Caller {
            organization: OrganizationId::new(Uuid::nil()),
            user: UserId::new(Uuid::from_u128(1)),
            name: "Maria".to_owned(),
            grants: role.grants(),
            teams: vec![TeamId::new(Uuid::from_u128(10))],
            sites: Vec::new(),
            via: Via::Token(ApiTokenId::new(Uuid::nil())),
            now: "2026-11-23T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_technician_works_on_own_orders_the_teams_and_nobodys() {
        let maria = caller(BuiltInRole::Technician);
        let works = |belonging: Belonging| powers(&maria, &belonging).work.is_ok();
        let tom = UserId::new(Uuid::from_u128(2));
        assert!(works(Belonging::default()));
        assert!(works(Belonging { assignee_ids: vec![tom, maria.user], ..Belonging::default() }));
        assert!(works(Belonging {
            team_id: Some(maria.teams[0]),
            assignee_ids: vec![tom],
            ..Belonging::default()
        }));
        assert!(!works(Belonging { assignee_ids: vec![tom], ..Belonging::default() }));
        assert!(!works(Belonging {
            assignee_ids: vec![tom],
            watcher_ids: vec![maria.user],
            ..Belonging::default()
        }));
        assert!(!works(Belonging {
            team_id: Some(TeamId::new(Uuid::from_u128(11))),
            ..Belonging::default()
        }));
    }

    #[test]
    fn a_requester_sees_what_they_made_asked_for_or_follow() {
        let requester = caller(BuiltInRole::Requester);
        let me = requester.user;
        assert!(!sees(&requester, &Belonging::default()));
        assert!(sees(&requester, &Belonging { created_by: Some(me), ..Belonging::default() }));
        assert!(sees(&requester, &Belonging { requested_by: Some(me), ..Belonging::default() }));
        let followed = Belonging { watcher_ids: vec![me], ..Belonging::default() };
        assert!(sees(&requester, &followed));
        assert!(powers(&requester, &followed).comment.is_ok());
        let refused = powers(&requester, &followed).work.unwrap_err();
        assert!(refused.contains("Start, hold and complete work"), "{refused}");
    }
}
