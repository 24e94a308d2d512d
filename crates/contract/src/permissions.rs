//! What a person may do: permissions by name, each granted with a scope, and the six built-in roles.
//! The server decides with these; the UI only shows what the server offers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far a permission reaches. Wider includes narrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Records that the person created or is assigned to.
    Own,
    /// Own, and records of the person's teams or of nobody.
    Team,
    /// Team, and records of the person's sites.
    Site,
    /// Every record of the organisation.
    All,
}

/// Ties a type, used in handlers as `Can<…>`, to the permission it stands for.
pub trait Requires: Send + Sync + 'static {
    /// The permission.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($variant:ident = $name:tt, $what:literal;)*) => {
        /// Everything that can be allowed. Names are `slice.verb`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        pub enum Permission { $(
            #[doc = $what]
            #[serde(rename = $name)]
            $variant,
        )* }

        impl Permission {
            /// All of them, in the order of this table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// As in the API: `work_orders.create`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it allows, for a person who sets up roles.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $what),* }
            }
        }

        $(
            #[doc = $what]
            #[derive(Debug)]
            pub enum $variant {}
            impl Requires for $variant {
                const PERMISSION: Permission = Permission::$variant;
            }
        )*
    };
}

permissions! {
    ViewSites = "sites.view", "See sites and locations.";
    ManageSites = "sites.manage", "Add, change and archive sites and locations.";
    ViewAssets = "assets.view", "See assets, classes and their history.";
    ManageAssets = "assets.manage", "Add, change, move, install and archive assets and classes.";
    SetAssetStatus = "assets.set_status", "Say that an asset is running, degraded or down.";
    ViewWorkOrders = "work_orders.view", "See work orders.";
    ViewCosts = "work_orders.view_costs", "See what work orders cost.";
    CreateWorkOrders = "work_orders.create", "Report problems and create work orders.";
    EditWorkOrders = "work_orders.edit", "Change the fields of work orders.";
    WorkOnOrders = "work_orders.work", "Start, hold and complete work, and record time and costs.";
    PlanWorkOrders = "work_orders.plan", "Plan, schedule and assign work orders.";
    CloseWorkOrders = "work_orders.close", "Close, cancel and reopen work orders.";
    CommentOnOrders = "work_orders.comment", "Comment on work orders and attach files.";
    ViewParts = "parts.view", "See parts, stores and stock.";
    ManageParts = "parts.manage", "Add and change parts, stores and bins, receive, transfer and count stock.";
    IssueParts = "parts.issue", "Issue parts to work orders and return them.";
    ViewMeters = "meters.view", "See meters, their readings and condition rules.";
    RecordReadings = "meters.record", "Add and void readings, and record rollovers, resets and replacements.";
    ManageMeters = "meters.manage", "Add, change and archive meters and condition rules.";
    ViewPlans = "preventive.view", "See preventive maintenance plans.";
    ManagePlans = "preventive.manage", "Add, change and run preventive maintenance plans.";
    ViewPeople = "people.view", "See users and teams.";
    ManagePeople = "people.manage", "Add and change users, teams and roles.";
    ShareViews = "views.share", "Share saved views with everyone.";
    ViewSettings = "settings.view", "See the organisation's settings.";
    ManageSettings = "settings.manage", "Change the organisation's settings and keys, and test connections.";
    RunImports = "imports.run", "Import files, undo imports and export everything.";
    ViewAudit = "audit.view", "See the whole event log.";
}

/// Permissions with their scopes.
pub type Grants = BTreeMap<Permission, Scope>;

/// The roles that every organisation has. They can't be changed; an organisation may add its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BuiltInRole {
    /// May do everything.
    Administrator,
    /// Sees everything and directs the work; does not change settings or people.
    Manager,
    /// Plans work and keeps assets, parts and plans in order.
    Planner,
    /// Does the work.
    Technician,
    /// Reports problems and follows them.
    Requester,
    /// Looks.
    Viewer,
}

impl BuiltInRole {
    /// All six, widest first.
    pub const ALL: [Self; 6] =
        [Self::Administrator, Self::Manager, Self::Planner, Self::Technician, Self::Requester, Self::Viewer];

    /// As in the API and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Manager => "manager",
            Self::Planner => "planner",
            Self::Technician => "technician",
            Self::Requester => "requester",
            Self::Viewer => "viewer",
        }
    }

    /// Finds a role by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What the role may do.
    pub fn grants(self) -> Grants {
        use Permission as P;
        let all = |permissions: &[P]| permissions.iter().map(|&p| (p, Scope::All)).collect::<Grants>();
        match self {
            Self::Administrator => all(P::ALL),
            Self::Manager => {
                let mut grants = all(P::ALL);
                grants.remove(&P::ManageSettings);
                grants.remove(&P::ManagePeople);
                grants
            }
            Self::Planner => {
                let mut grants = Self::Manager.grants();
                grants.remove(&P::RunImports);
                grants.remove(&P::ViewAudit);
                grants
            }
            Self::Technician => {
                let mut grants = all(&[
                    P::ViewSites,
                    P::ViewAssets,
                    P::SetAssetStatus,
                    P::ViewWorkOrders,
                    P::CreateWorkOrders,
                    P::CommentOnOrders,
                    P::ViewParts,
                    P::IssueParts,
                    P::ViewMeters,
                    P::RecordReadings,
                    P::ViewPlans,
                    P::ViewPeople,
                ]);
                grants.insert(P::EditWorkOrders, Scope::Team);
                grants.insert(P::WorkOnOrders, Scope::Team);
                grants.insert(P::PlanWorkOrders, Scope::Own);
                grants
            }
            Self::Requester => Grants::from([
                (P::ViewSites, Scope::All),
                (P::ViewAssets, Scope::All),
                (P::ViewWorkOrders, Scope::Own),
                (P::CreateWorkOrders, Scope::All),
                (P::CommentOnOrders, Scope::Own),
            ]),
            Self::Viewer => all(&[
                P::ViewSites,
                P::ViewAssets,
                P::ViewWorkOrders,
                P::ViewCosts,
                P::ViewParts,
                P::ViewMeters,
                P::ViewPlans,
                P::ViewPeople,
                P::ViewSettings,
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_own_name_and_reads_back() {
        for &permission in Permission::ALL {
            let json = serde_json::to_string(&permission).unwrap();
            assert_eq!(json, format!("\"{}\"", permission.name()));
            assert_eq!(serde_json::from_str::<Permission>(&json).unwrap(), permission);
        }
    }

    #[test]
    fn no_role_but_the_administrator_changes_people_or_settings() {
        for role in BuiltInRole::ALL {
            let grants = role.grants();
            let rules = [Permission::ManagePeople, Permission::ManageSettings];
            assert_eq!(
                rules.iter().any(|p| grants.contains_key(p)),
                role == BuiltInRole::Administrator,
                "{role:?}"
            );
        }
    }
}
