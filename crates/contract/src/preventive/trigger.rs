//! What makes a plan due, on which days it may be due, and what its orders look like.

use jiff::civil::Date;
use kernel::{AssetId, LocationId, TeamId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::work_orders::Priority;

/// What makes a plan due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", from = "TriggerFields")]
pub enum Trigger {
    /// Days of the calendar.
    Calendar(CalendarTrigger),
}

/// A trigger as it is read: all at one level, so that what is wrong is named by its own field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerFields {
    kind: TriggerKind,
    #[serde(default)]
    every: Option<Every>,
    #[serde(default)]
    rrule: Option<String>,
    #[serde(deserialize_with = "kernel::within_years")]
    starts_on: Date,
    #[serde(default)]
    basis: Basis,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum TriggerKind {
    Calendar,
}

impl From<TriggerFields> for Trigger {
    fn from(fields: TriggerFields) -> Self {
        let TriggerFields { kind: TriggerKind::Calendar, every, rrule, starts_on, basis } = fields;
        Self::Calendar(CalendarTrigger { every, rrule, starts_on, basis })
    }
}

/// A calendar rule, said as `every` or as `rrule`. Answers hold `rrule` always, and `every` where it can say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarTrigger {
    /// The rule in friendly form.
    #[serde(default)]
    pub every: Option<Every>,
    /// The rule in RFC 5545 form, of whole days: `FREQ=MONTHLY;BYDAY=1MO`. With `RSCALE=GREGORIAN;SKIP=BACKWARD`
    /// (RFC 7529) a day that a month lacks becomes its last day.
    #[serde(default)]
    pub rrule: Option<String>,
    /// The day from which the rule counts; the first due day if the rule allows it.
    #[serde(deserialize_with = "kernel::within_years")]
    pub starts_on: Date,
    /// Whether the next date counts from the calendar or from the last completion.
    #[serde(default)]
    pub basis: Basis,
}

/// What the next due date counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// From the calendar, whenever the work is done.
    #[default]
    Fixed,
    /// From the day on which the last order was completed.
    Floating,
}

/// A rule as people say it: every 2 weeks on Monday; every 3 months on the 31st, or the last day; every year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Every {
    /// How many units from one to the next, 1–1000.
    pub every: u16,
    /// The unit.
    pub unit: IntervalUnit,
    /// With weeks: on these days. With months or years: together with `week_of_month`.
    #[serde(default)]
    pub weekdays: Vec<Weekday>,
    /// With months or years: the weekday's place in the month, 1–4, or -1 for the last.
    #[serde(default)]
    pub week_of_month: Option<i8>,
    /// With months or years: the day, 1–31, or -1 for the last. Months that are shorter use their last day.
    #[serde(default)]
    pub month_day: Option<i8>,
    /// With years: in these months, 1–12.
    #[serde(default)]
    pub months: Vec<i8>,
}

/// Units of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum IntervalUnit {
    Day,
    Week,
    Month,
    Year,
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// The days on which a plan may be due. Empty: all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlanCalendar {
    /// The plan rests outside of these parts of the year; dates that fall there are left out. The whole year when empty.
    pub seasons: Vec<Season>,
    /// Days of the week on which nobody works.
    pub days_off: Vec<Weekday>,
    /// Days on which the plant stands still.
    pub closures: Vec<Closure>,
    /// Where a date goes that falls on a day off or into a closure, within 31 days; else it is left out.
    pub on_day_off: OnDayOff,
}

/// A part of every year, its last day included: `{"from": "10-15", "to": "04-15"}` goes over the new year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// First day, as month and day: `10-15`.
    pub from: String,
    /// Last day, as month and day: `04-15`.
    pub to: String,
}

/// Days on which the plant stands still, the last one included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First day.
    #[serde(deserialize_with = "kernel::within_years")]
    pub from: Date,
    /// Last day.
    #[serde(deserialize_with = "kernel::within_years")]
    pub to: Date,
    /// What it is: a holiday, a shutdown.
    #[serde(default)]
    pub what: Option<String>,
}

/// Where a date goes that falls on a day off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnDayOff {
    /// To the next day of work.
    #[default]
    Later,
    /// To the last day of work before.
    Earlier,
    /// To the nearer of both, the earlier one when they are equally near.
    Nearest,
    /// Nowhere: it is left out.
    Omit,
}

/// A greater service that takes the place of the usual one at every n-th date: at each 12th the yearly one, which holds
/// the quarterly and the monthly one. Where several fall together, the greatest is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLevel {
    /// At each n-th date, counted from the first; dates that the calendar leaves out do not count. 2–1000.
    pub every_nth: u16,
    /// What it is called: “Yearly”.
    pub name: String,
    /// Title of its orders; the plan's title and the name when left out.
    #[serde(default)]
    pub title: Option<String>,
    /// What is to be done; as at the other dates when left out.
    #[serde(default)]
    pub description: Option<String>,
    /// How long it takes; as at the other dates when left out.
    #[serde(default)]
    pub estimated_minutes: Option<i64>,
}

/// What the orders of a plan look like. Their kind is preventive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderTemplate {
    /// Title; the plan's name when left out.
    pub title: Option<String>,
    /// What is to be done.
    pub description: Option<String>,
    /// Priority; the organisation's usual one when left out.
    pub priority: Option<Priority>,
    /// How long it takes.
    pub estimated_minutes: Option<i64>,
    /// Who does it.
    #[schema(value_type = Vec<Uuid>)]
    pub assignee_ids: Vec<UserId>,
    /// Which team does it.
    #[schema(value_type = Option<Uuid>)]
    pub team_id: Option<TeamId>,
    /// One order is made for each of these assets; without any, one for the location or the site.
    #[schema(value_type = Vec<Uuid>)]
    pub asset_ids: Vec<AssetId>,
    /// Where, for orders without an asset.
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
}

/// The same sentence in each language that the product speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sentence {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}
