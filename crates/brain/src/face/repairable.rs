//! Repairable systems: growth, trend and the mean cumulative function.

use contract::reliability::{
    CrowAmsaa, CrowBounds, GroupedGrowth, MeanCumulative, NewGroupedGrowth, NewRepairableAnalysis,
    RepairableAnalysis, TrendTest, TrendTests,
};
use kernel::Problem;
use web::{Body, Reply};

use super::{ROWS, at_most, computed, range, refused};
use crate::reliability::{
    Count, Event, GroupedPowerLaw, Histories, History, Interval, Measure, PowerLaw, Test, Trend, Unable,
    mean_cumulative,
};

/// Systems times failures that one request may hold: the mean cumulative function looks at each pair.
const PAIRS: usize = 50_000_000;

pub(super) async fn analyse_repairable(Body(request): Body<NewRepairableAnalysis>) -> Reply {
    computed(move || {
        check(&request)?;
        let costs = request.systems.iter().any(|system| system.events.iter().any(|event| event.cost > 0.0));
        let histories = histories(&request)?;
        let (crow_amsaa, crow_amsaa_reason) =
            split(PowerLaw::fit(&histories).map(|fit| crow(&fit, &request)));
        let (trend, trend_reason) = split(Trend::test(&histories).map(trend));
        let path = |measure| match mean_cumulative(&histories, measure, request.confidence) {
            Ok(path) => Ok(path.into_iter().map(mean).collect()),
            Err(Unable::TooFew { .. }) => Ok(Vec::new()),
            Err(reason) => Err(refused("systems")(reason)),
        };
        Ok(RepairableAnalysis {
            systems: histories.systems().len() as f64,
            failures: histories.failures(),
            crow_amsaa,
            crow_amsaa_reason,
            trend,
            trend_reason,
            mcf: path(Measure::Count)?,
            mcf_cost: if costs { path(Measure::Cost)? } else { Vec::new() },
        })
    })
    .await
}

pub(super) async fn analyse_grouped(Body(request): Body<NewGroupedGrowth>) -> Reply {
    computed(move || {
        at_most("counts", request.counts.len(), ROWS)?;
        confident(request.confidence)?;
        let count = |one: &contract::reliability::CountedFailures| Count {
            until: one.until,
            failures: f64::from(one.failures),
        };
        let counts: Vec<Count> = request.counts.iter().map(count).collect();
        let fit = GroupedPowerLaw::fit(&counts).map_err(refused("counts"))?;
        Ok(GroupedGrowth {
            beta: fit.beta,
            lambda: fit.lambda,
            at: fit.at,
            mtbf: fit.mtbf(),
            beta_wald: range(fit.wald_beta(request.confidence)),
            chi_square: fit.chi_square,
            degrees_of_freedom: fit.degrees,
            p_value: fit.p_value,
        })
    })
    .await
}

fn check(request: &NewRepairableAnalysis) -> Result<(), Problem> {
    confident(request.confidence)?;
    let events: usize = request.systems.iter().map(|system| system.events.len()).sum();
    at_most("systems", request.systems.len(), ROWS)?;
    at_most("systems", events, ROWS)?;
    if events.saturating_mul(request.systems.len()) > PAIRS {
        return Err(Problem::field("systems", "are too many with too many failures for one request"));
    }
    for (field, value) in [("horizon", request.horizon), ("goal_mtbf", request.goal_mtbf)] {
        if value.is_some_and(|value| !(value.is_finite() && value > 0.0)) {
            return Err(Problem::field(field, "must be a number above zero"));
        }
    }
    Ok(())
}

fn confident(confidence: f64) -> Result<(), Problem> {
    if confidence > 0.0 && confidence < 1.0 {
        Ok(())
    } else {
        Err(Problem::field("confidence", "must be between 0 and 1, such as 0.9"))
    }
}

fn histories(request: &NewRepairableAnalysis) -> Result<Histories, Problem> {
    let failures: f64 =
        request.systems.iter().flat_map(|system| &system.events).map(|event| f64::from(event.count)).sum();
    if failures > 1e6 {
        return Err(Problem::field("systems", "hold more than a million failures"));
    }
    let event = |event: &contract::reliability::RepairableEvent| Event {
        time: event.time,
        count: f64::from(event.count),
        cost: event.cost,
    };
    let systems = request.systems.iter().map(|system| History {
        start: system.start,
        end: system.end,
        ended_by_failure: system.ended_by_failure,
        events: system.events.iter().map(event).collect(),
    });
    Histories::new(systems.collect()).map_err(refused("systems"))
}

fn split<T>(result: Result<T, Unable>) -> (Option<T>, Option<String>) {
    match result {
        Ok(value) => (Some(value), None),
        Err(reason) => (None, Some(format!("The systems {reason}."))),
    }
}

fn crow(fit: &PowerLaw, request: &NewRepairableAnalysis) -> CrowAmsaa {
    let confidence = request.confidence;
    let open = Interval { lower: None, upper: None };
    CrowAmsaa {
        beta: fit.beta,
        lambda: fit.lambda,
        at: fit.at,
        mtbf: fit.mtbf(),
        cumulative_mtbf: fit.cumulative_mtbf(),
        growth_rate: fit.growth_rate(),
        unbiased_beta: fit.unbiased_beta(),
        unbiased_mtbf: fit.modified_mtbf(),
        expected_failures: request
            .horizon
            .map(|horizon| fit.expected(fit.at + horizon) - fit.expected(fit.at)),
        goal_age: request.goal_mtbf.and_then(|goal| fit.age_for_mtbf(goal)),
        bounds: CrowBounds {
            beta_exact: fit.exact_beta(confidence).map(range),
            beta_wald: range(fit.wald_beta(confidence)),
            beta_likelihood_ratio: range(fit.ratio_beta(confidence)),
            mtbf_exact: fit.exact_mtbf(confidence).map(range),
            mtbf_wald: range(fit.wald_mtbf(confidence)),
            mtbf_likelihood_ratio: range(fit.ratio_mtbf(confidence)),
            cumulative_mtbf: range(fit.cumulative_bounds(confidence).unwrap_or(open)),
        },
    }
}

fn trend(found: Trend) -> TrendTests {
    let test = |test: Test| TrendTest { statistic: test.statistic, p_value: test.p_value };
    TrendTests {
        laplace: test(found.laplace),
        military_handbook: found.military_handbook.map(test),
        degrees_of_freedom: found.degrees,
        lewis_robinson: found.lewis_robinson.map(test),
        cramer_von_mises: found.cramer_von_mises.map(|distance| distance.statistic),
        cramer_von_mises_critical: found.cramer_von_mises.map(|distance| distance.critical_10),
    }
}

fn mean(at: crate::reliability::Mean) -> MeanCumulative {
    MeanCumulative {
        time: at.time,
        at_risk: at.at_risk,
        mean: at.mean,
        error: at.error,
        bounds: at.bounds.map(range),
    }
}
