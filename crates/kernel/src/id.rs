use std::{borrow::Cow, cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{
    RefOr,
    schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type},
};
use uuid::Uuid;

/// A `UUIDv7` that remembers what it identifies: a part's id can't be passed where an asset's is due.
pub struct Id<Kind>(Uuid, PhantomData<fn() -> Kind>);

impl<Kind> Id<Kind> {
    /// Names an existing identity.
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bare value, for the database and for untyped places such as the event log.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<Kind> Clone for Id<Kind> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<Kind> Copy for Id<Kind> {}
impl<Kind> PartialEq for Id<Kind> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<Kind> Eq for Id<Kind> {}
impl<Kind> PartialOrd for Id<Kind> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<Kind> Ord for Id<Kind> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<Kind> hash::Hash for Id<Kind> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<Kind> fmt::Display for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<Kind> fmt::Debug for Id<Kind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<Kind> FromStr for Id<Kind> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self::new)
    }
}
impl<Kind> From<Uuid> for Id<Kind> {
    fn from(uuid: Uuid) -> Self {
        Self::new(uuid)
    }
}
impl<Kind> Serialize for Id<Kind> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, Kind> Deserialize<'de> for Id<Kind> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}
impl<Kind> utoipa::PartialSchema for Id<Kind> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
            .into()
    }
}
impl<Kind> utoipa::ToSchema for Id<Kind> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Id")
    }
}

macro_rules! identities {
    ($($kind:ident => $alias:ident: $what:literal;)*) => { $(
        #[doc = concat!("Marks identities of ", $what, ".")]
        #[derive(Debug)]
        pub enum $kind {}
        #[doc = concat!("Identifies ", $what, ".")]
        pub type $alias = Id<$kind>;
    )* };
}

identities! {
    OrganizationKind => OrganizationId: "an organisation: the border no query crosses";
    UserKind => UserId: "a person who signs in";
    TeamKind => TeamId: "a team";
    RoleKind => RoleId: "a role: permissions, each with a scope";
    SessionKind => SessionId: "a signed-in browser";
    ApiTokenKind => ApiTokenId: "an API token";
    SiteKind => SiteId: "a site with its own time zone";
    LocationKind => LocationId: "a functional location in the tree of a site";
    AssetKind => AssetId: "a serialised item";
    AssetClassKind => AssetClassId: "an asset class";
    InstallationKind => InstallationId: "the time an asset stands at a location";
    AssetStatusChangeKind => AssetStatusChangeId: "a moment at which an asset's status changed";
    DowntimeKind => DowntimeId: "a time in which an asset was down";
    WorkOrderKind => WorkOrderId: "a work order";
    WorkOrderLinkKind => WorkOrderLinkId: "a link between two work orders";
    CommentKind => CommentId: "a comment";
    TimeEntryKind => TimeEntryId: "a labour time entry";
    CostEntryKind => CostEntryId: "a cost booked on a work order";
    PartKind => PartId: "a spare part";
    StoreroomKind => StoreroomId: "a store that holds parts";
    BinKind => BinId: "a bin in a store";
    StockMovementKind => StockMovementId: "a line of the stock ledger";
    MaintenancePlanKind => MaintenancePlanId: "a preventive maintenance plan";
    PlanOccurrenceKind => PlanOccurrenceId: "one due date of a plan";
    MeterKind => MeterId: "a meter: something that is read";
    MeterEventKind => MeterEventId: "a moment at which a counter began again";
    ConditionRuleKind => ConditionRuleId: "a rule about the readings of a meter";
    ConditionFiringKind => ConditionFiringId: "a time at which a condition rule fired";
    AttachmentKind => AttachmentId: "a file attached to a record";
    SavedViewKind => SavedViewId: "a saved view of a list";
    ImportBatchKind => ImportBatchId: "one imported file";
}
