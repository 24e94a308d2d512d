//! What the plans will ask for, month by month: the same dates that are generated later.

use std::collections::BTreeMap;

use axum::extract::State;
use contract::{
    permissions::ViewPlans,
    preventive::{ForecastFilter, ForecastMonth, ForecastPlan, PlanForecast},
};
use jiff::{Span, Timestamp, civil::Date};
use kernel::{Problem, SiteId};
use web::{Answer, Can, Query, Reply};

use super::{plan::Kept, preview::dates_ahead, recurrence, settle, sites_within, store};
use crate::{App, tenant::Tenant};

/// Longest forecast in months.
const LONGEST: u8 = 60;

/// Forecast the orders of all active plans by month and plan, with their estimated minutes. Orders that are made already do not
/// count; floating plans count as if each were completed on its day, plans whose order is open as if it were completed in time.
#[utoipa::path(get, path = "/maintenance-plans/forecast", tag = "preventive",
    operation_id = "forecast_maintenance_plans", params(ForecastFilter),
    responses((status = 200, body = PlanForecast)))]
pub(super) async fn forecast_maintenance_plans(
    can: Can<ViewPlans>,
    State(app): State<App>,
    Query(filter): Query<ForecastFilter>,
) -> Reply {
    let months = filter.months.unwrap_or(24);
    if !(1..=LONGEST).contains(&months) {
        return Err(Problem::field("months", format!("must be from 1 to {LONGEST}")).into());
    }
    let (sites, now) = (sites_within(&can), can.now);
    let forecast =
        app.read(&can, move |tenant| forecast(tenant, &filter, months, sites.as_deref(), now)).await?;
    Ok(Answer::ok(&forecast)?)
}

fn forecast(
    tenant: &mut Tenant<'_, '_>,
    filter: &ForecastFilter,
    months: u8,
    sites: Option<&[SiteId]>,
    now: Timestamp,
) -> Result<PlanForecast, Problem> {
    let first = recurrence::today(now, &jiff::tz::TimeZone::UTC).first_of_month();
    let until = first.saturating_add(Span::new().months(i32::from(months)));
    let mut sum = BTreeMap::new();
    let mut plans = Vec::new();
    for plan in store::active_plans(tenant, filter.site_id, sites)? {
        let mut of_plan = BTreeMap::new();
        count(tenant, &plan, until, now, &mut of_plan)?;
        for (month, load) in &of_plan {
            sum.entry(*month).or_insert_with(Load::default).add(*load);
        }
        let total = of_plan.values().fold(Load::default(), |mut total, load| {
            total.add(*load);
            total
        });
        plans.push(ForecastPlan {
            id: plan.id,
            number: plan.label(),
            name: plan.name.clone(),
            orders: total.orders,
            minutes: total.minutes,
            without_estimate: total.without_estimate,
            months: of_plan.into_iter().map(|(month, load)| shown(month, load)).collect(),
        });
    }
    plans.sort_by(|one, other| other.minutes.cmp(&one.minutes).then_with(|| other.orders.cmp(&one.orders)));
    let all = (0..i32::from(months)).map(|month| first.saturating_add(Span::new().months(month)));
    Ok(PlanForecast {
        months: all.map(|month| shown(month, sum.get(&month).copied().unwrap_or_default())).collect(),
        plans,
    })
}

/// What falls into a month.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    orders: i64,
    minutes: i64,
    without_estimate: i64,
}

impl Load {
    fn add(&mut self, other: Self) {
        self.orders += other.orders;
        self.minutes += other.minutes;
        self.without_estimate += other.without_estimate;
    }
}

fn shown(month: Date, load: Load) -> ForecastMonth {
    ForecastMonth {
        month: month.strftime("%Y-%m").to_string(),
        orders: load.orders,
        minutes: load.minutes,
        without_estimate: load.without_estimate,
    }
}

fn count(
    tenant: &mut Tenant<'_, '_>,
    plan: &Kept,
    until: Date,
    now: Timestamp,
    months: &mut BTreeMap<Date, Load>,
) -> Result<(), Problem> {
    let today = plan.today(now)?;
    for subject in settle::subjects(tenant, plan)? {
        for (due_on, _) in dates_ahead(plan, &subject, today).take_while(|(due_on, _)| *due_on < until) {
            let level = plan.schedule.level_on(due_on);
            let minutes = level.and_then(|level| level.estimated_minutes).or(plan.template.estimated_minutes);
            months.entry(due_on.first_of_month().max(today.first_of_month())).or_default().add(Load {
                orders: 1,
                minutes: minutes.unwrap_or(0),
                without_estimate: i64::from(minutes.is_none()),
            });
        }
    }
    Ok(())
}
