//! A plan as it is kept, and the checks that adding, changing and previewing share.

use contract::preventive::{
    Basis, CalendarTrigger, Compliance, MaintenancePlan, NewMaintenancePlan, OrderTemplate, PlanLevel,
    PlanState, Trigger,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{MaintenancePlanId, Problem, SiteId};

use super::{calendar::Calendar, recurrence, rule::Rule, schedule::Schedule, store, summary};
use crate::{change::Change, check::Check, identity, sites, tenant::Tenant};

/// Whether a plan has a next date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It has.
    Dated,
    /// It counts from a completion that is still to come.
    Waiting,
    /// It has none.
    Ended,
}

impl Phase {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dated => "dated",
            Self::Waiting => "waiting",
            Self::Ended => "ended",
        }
    }

    pub fn from_name(name: &str) -> Self {
        match name {
            "dated" => Self::Dated,
            "waiting" => Self::Waiting,
            _ => Self::Ended,
        }
    }
}

/// A plan as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub id: MaintenancePlanId,
    pub number: i64,
    pub name: String,
    pub description: Option<String>,
    pub site_id: SiteId,
    pub time_zone: String,
    pub schedule: Schedule,
    pub template: OrderTemplate,
    pub paused_at: Option<Timestamp>,
    pub pause_reason: Option<String>,
    pub phase: Phase,
    pub next_due_on: Option<Date>,
    pub archived_at: Option<Timestamp>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Kept {
    /// The zone of its site.
    pub fn zone(&self) -> Result<TimeZone, Problem> {
        TimeZone::get(&self.time_zone).map_err(Problem::internal)
    }

    /// The day it is at its site.
    pub fn today(&self, now: Timestamp) -> Result<Date, Problem> {
        Ok(recurrence::today(now, &self.zone()?))
    }

    /// As people write its number.
    pub fn label(&self) -> String {
        format!("PM-{}", self.number)
    }

    /// As the API shows it.
    pub fn shown(&self, compliance: Compliance) -> MaintenancePlan {
        let state = match (self.archived_at, self.paused_at, self.phase) {
            (Some(_), ..) => PlanState::Archived,
            (None, Some(_), _) => PlanState::Paused,
            (None, None, Phase::Ended) => PlanState::Ended,
            (None, None, _) => PlanState::Active,
        };
        MaintenancePlan {
            id: self.id,
            number: self.label(),
            name: self.name.clone(),
            description: self.description.clone(),
            site_id: self.site_id,
            time_zone: self.time_zone.clone(),
            trigger: trigger(&self.schedule),
            summary: summary::of(&self.schedule),
            lead_days: self.schedule.lead_days,
            window_days: self.schedule.window_days,
            no_fire_while_open: self.schedule.no_fire_while_open,
            ends_on: self.schedule.ends_on,
            calendar: self.schedule.calendar.shown(),
            levels: self.schedule.levels.clone(),
            template: self.template.clone(),
            state,
            paused_at: self.paused_at,
            pause_reason: self.pause_reason.clone(),
            next_due_on: self.next_due_on,
            compliance,
            archived_at: self.archived_at,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// The trigger with its rule in both forms.
pub(crate) fn trigger(schedule: &Schedule) -> Trigger {
    Trigger::Calendar(CalendarTrigger {
        every: schedule.rule.to_every(schedule.starts_on),
        rrule: Some(schedule.rule.to_string()),
        starts_on: schedule.starts_on,
        basis: schedule.basis,
    })
}

/// Reads a trigger; a plain rule where it is wrong, so that further checks can go on.
pub(crate) fn check_trigger(check: &mut Check, trigger: &Trigger) -> Rule {
    let Trigger::Calendar(calendar) = trigger;
    let read = match (&calendar.every, &calendar.rrule) {
        (Some(every), text) => {
            let rule = Rule::from_every(every, calendar.starts_on)
                .map_err(|(field, why)| (format!("trigger.every.{field}"), why.to_owned()));
            // What was answered may be sent back: both forms, as long as they say the same.
            match (rule, text.as_deref().map(Rule::parse)) {
                (Ok(rule), Some(other)) if other.as_ref() != Ok(&rule) => {
                    Err(("trigger.rrule".to_owned(), "must be left out, or say the same as every".to_owned()))
                }
                (rule, _) => rule,
            }
        }
        (None, Some(text)) => Rule::parse(text).map_err(|why| ("trigger.rrule".to_owned(), why)),
        (None, None) => Err(("trigger.every".to_owned(), "is needed, or a rrule".to_owned())),
    };
    let rule = read.unwrap_or_else(|(field, why)| {
        check.wrong(field, why);
        Rule::plain(super::rule::Frequency::Daily, 1)
    });
    if calendar.basis == Basis::Floating && !rule.is_plain() {
        check.wrong(
            "trigger.basis",
            "can be floating only for a plain interval, like every 3 months, without named days",
        );
    }
    if rule.dates(calendar.starts_on, calendar.starts_on).next().is_none() {
        check.wrong("trigger", "has no day at all");
    }
    rule
}

/// The schedule that a plan asks for, from today on.
pub(crate) fn check_schedule(check: &mut Check, new: &NewMaintenancePlan, today: Date) -> Schedule {
    let Trigger::Calendar(calendar) = &new.trigger;
    let rule = check_trigger(check, &new.trigger);
    check_days(check, new.lead_days, new.window_days, new.ends_on, calendar.starts_on);
    let schedule = Schedule {
        rule,
        starts_on: calendar.starts_on,
        basis: calendar.basis,
        lead_days: new.lead_days,
        window_days: new.window_days,
        no_fire_while_open: new.no_fire_while_open.unwrap_or(true),
        ends_on: new.ends_on,
        calendar: Calendar::read(check, &new.calendar),
        levels: check_levels(check, &new.levels, calendar.basis),
        open_from: calendar.starts_on.max(today),
        paused: false,
    };
    check_any_day(check, &schedule);
    schedule
}

/// A calendar must leave some day of the rule.
pub(crate) fn check_any_day(check: &mut Check, schedule: &Schedule) {
    let any = Schedule { ends_on: None, ..schedule.clone() }.preview(schedule.starts_on).next().is_some();
    if !any && schedule.calendar != Calendar::default() {
        check.wrong("calendar", "leaves no day on which the plan would be due");
    }
}

/// Levels, the most frequent first.
pub(crate) fn check_levels(check: &mut Check, asked: &[PlanLevel], basis: Basis) -> Vec<PlanLevel> {
    if !asked.is_empty() && basis == Basis::Floating {
        check.wrong("levels", "go with dates fixed by the calendar only");
    }
    if asked.len() > 12 {
        check.wrong("levels", "must be at most 12");
        return Vec::new();
    }
    let mut levels = Vec::with_capacity(asked.len());
    for (at, level) in asked.iter().enumerate() {
        let field = |name: &str| format!("levels[{at}].{name}");
        if !(2..=1_000).contains(&level.every_nth) {
            check.wrong(field("every_nth"), "must be from 2 to 1000");
        } else if asked[..at].iter().any(|other| other.every_nth == level.every_nth) {
            check.wrong(field("every_nth"), "is that of another level");
        }
        if level.estimated_minutes.is_some_and(|minutes| !(1..=600_000).contains(&minutes)) {
            check.wrong(field("estimated_minutes"), "must be from 1 to 600000");
        }
        levels.push(PlanLevel {
            every_nth: level.every_nth,
            name: check.text(&field("name"), &level.name, 80),
            title: check.optional_text(&field("title"), level.title.as_deref(), 200),
            description: check.long_text(&field("description"), level.description.as_deref(), 20_000),
            estimated_minutes: level.estimated_minutes,
        });
    }
    levels.sort_by_key(|level| level.every_nth);
    levels
}

/// Lead time, window and end.
pub(crate) fn check_days(
    check: &mut Check,
    lead: u16,
    window: Option<u16>,
    ends_on: Option<Date>,
    starts_on: Date,
) {
    if lead > 365 {
        check.wrong("lead_days", "must be at most 365");
    }
    if window.is_some_and(|days| days > 365) {
        check.wrong("window_days", "must be at most 365");
    }
    if ends_on.is_some_and(|end| end < starts_on) {
        check.wrong("ends_on", "must not be before the start");
    }
}

/// The template, cleaned; whoever and whatever it names must exist.
pub(crate) fn check_template(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    template: &OrderTemplate,
) -> Result<OrderTemplate, Problem> {
    let mut clean = template.clone();
    clean.title = check.optional_text("template.title", template.title.as_deref(), 200);
    clean.description = check.long_text("template.description", template.description.as_deref(), 20_000);
    if template.estimated_minutes.is_some_and(|minutes| !(1..=600_000).contains(&minutes)) {
        check.wrong("template.estimated_minutes", "must be from 1 to 600000");
    }
    identity::check_users(tenant, check, "template.assignee_ids", &template.assignee_ids)?;
    if let Some(team) = template.team_id
        && identity::find_team(tenant, team).is_err()
    {
        check.wrong("template.team_id", "is not a team of this organisation");
    }
    if let Some(location) = template.location_id
        && sites::find_location(tenant, location).is_err()
    {
        check.wrong("template.location_id", "is not a location of this organisation");
    }
    let mut seen = std::collections::HashSet::new();
    clean.asset_ids.retain(|asset| seen.insert(*asset));
    if clean.asset_ids.len() > 500 {
        check.wrong("template.asset_ids", "must be at most 500");
    } else {
        let known = store::known_assets(tenant, &clean.asset_ids)?;
        for (index, asset) in clean.asset_ids.iter().enumerate() {
            if !known.contains(asset) {
                check.wrong(format!("template.asset_ids[{index}]"), "is not an asset of this organisation");
            }
        }
    }
    Ok(clean)
}

/// The site of a plan: the one named, else that of its first asset or its location, else the only one there is.
pub(crate) fn check_site(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    site: Option<SiteId>,
    template: &OrderTemplate,
) -> Result<Option<contract::sites::Site>, Problem> {
    if let Some(id) = site {
        let found = sites::find_site(tenant, id).ok();
        if found.is_none() {
            check.wrong("site_id", "is not a site of this organisation");
        }
        return Ok(found);
    }
    let mut guess = match template.asset_ids.first() {
        Some(asset) => store::site_of_asset(tenant, *asset)?,
        None => None,
    };
    if guess.is_none()
        && let Some(location) = template.location_id
    {
        guess = sites::find_location(tenant, location).ok().map(|location| location.site_id);
    }
    if guess.is_none() {
        guess = sites::only_site(tenant)?;
    }
    if let Some(id) = guess {
        return sites::find_site(tenant, id).map(Some);
    }
    check.wrong("site_id", "is needed, because there is not exactly one site");
    Ok(None)
}

/// Makes a plan findable by its number, name and description.
pub(crate) fn make_findable(change: &mut Change<'_, '_>, plan: &Kept) -> Result<(), Problem> {
    let entry = crate::search::Entry {
        entity: "plan",
        id: plan.id.uuid(),
        code: Some(&plan.label()),
        title: &plan.name,
        context: None,
        text: plan.description.as_deref().unwrap_or_default(),
        created_by: None,
        archived: plan.archived_at.is_some(),
    };
    crate::search::index(change, &entry)
}
