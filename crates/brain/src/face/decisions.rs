//! What follows for maintenance.

use contract::reliability::{
    Advice, AgeRest, CostPoint, FailureForecast, LifeLaw, NewFailureForecast, NewReplacementAge,
    NewResidualLife, NewSpareStock, ReplacementAge, ReplacementPolicy, ResidualLife, SpareLevel, SpareStock,
};
use kernel::Problem;
use web::{Body, Reply};

use super::{ROWS, at_most, computed, range, refused};
use crate::reliability::{
    Costs, Demand, Law, Level, Units, block_interval, failures_with_renewal, first_failures, replacement_age,
    spares,
};

pub(super) async fn find_replacement_age(Body(request): Body<NewReplacementAge>) -> Reply {
    computed(move || {
        let costs = Costs { preventive: request.cost_preventive, failure: request.cost_failure };
        let plan = match request.policy {
            ReplacementPolicy::Age => replacement_age,
            ReplacementPolicy::Block => block_interval,
        };
        let found = plan(request.beta, request.eta, costs).map_err(refused("beta"))?;
        let point = |(age, cost_rate)| CostPoint { age, cost_rate };
        Ok(ReplacementAge {
            advice: if found.age.is_some() { Advice::Replace } else { Advice::RunToFailure },
            age: found.age,
            cost_rate: found.cost_rate,
            run_to_failure: found.run_to_failure,
            saving: found.saving(),
            reliability: found.reliability,
            curve: found.curve.into_iter().map(point).collect(),
        })
    })
    .await
}

pub(super) async fn find_residual_life(Body(request): Body<NewResidualLife>) -> Reply {
    computed(move || {
        at_most("ages", request.ages.len(), ROWS)?;
        let law = law(request.law)?;
        if !(request.horizon.is_finite() && request.horizon > 0.0) {
            return Err(Problem::field("horizon", "must be a number above zero"));
        }
        if let Some(at) = request.ages.iter().position(|age| !(age.is_finite() && *age >= 0.0)) {
            return Err(Problem::field(format!("ages[{at}]"), "must be zero or a number above"));
        }
        let rest = |age: &f64| AgeRest {
            age: *age,
            reliability: law.conditional_reliability(*age, request.horizon),
            hazard: Some(law.hazard(*age)).filter(|hazard| hazard.is_finite()),
            mean: law.mean_residual_life(*age),
            median: law.residual_quantile(*age, 0.5),
            b10: law.residual_quantile(*age, 0.1),
        };
        Ok(ResidualLife { ages: request.ages.iter().map(rest).collect() })
    })
    .await
}

pub(super) async fn forecast_failures(Body(request): Body<NewFailureForecast>) -> Reply {
    computed(move || {
        at_most("fleet", request.fleet.len(), 10_000)?;
        let law = law(request.law)?;
        let fleet: Vec<Units> = request
            .fleet
            .iter()
            .map(|units| Units { age: units.age, count: f64::from(units.count) })
            .collect();
        let forecast = if request.replaced { failures_with_renewal } else { first_failures };
        let found = forecast(law, &fleet, request.horizon, request.confidence).map_err(refused("fleet"))?;
        Ok(FailureForecast {
            expected: found.expected,
            deviation: found.deviation,
            interval: range(found.interval),
        })
    })
    .await
}

pub(super) async fn find_spare_stock(Body(request): Body<NewSpareStock>) -> Reply {
    computed(move || {
        let demand = Demand {
            rate: request.rate,
            lead_time: request.lead_time,
            variance_to_mean: request.variance_to_mean,
        };
        let found = spares(demand, request.service_level).map_err(refused("rate"))?;
        let level = |level: Level| SpareLevel {
            stock: level.stock,
            service: level.service,
            fill_rate: level.fill_rate,
            waiting: level.waiting,
        };
        Ok(SpareStock {
            advised: level(found.advised),
            lead_time_demand: found.lead_time_demand,
            levels: found.levels.into_iter().map(level).collect(),
        })
    })
    .await
}

fn law(law: LifeLaw) -> Result<Law, Problem> {
    Law::weibull(law.beta, law.eta).map_err(|reason| match refused("law")(reason) {
        mut problem if !problem.errors.is_empty() => {
            problem.errors[0].field.insert_str(0, "law.");
            Problem::fields(problem.errors)
        }
        problem => problem,
    })?;
    if !(law.gamma >= 0.0 && law.gamma.is_finite()) {
        return Err(Problem::field("law.gamma", "must be zero or a number above"));
    }
    Ok(Law::Weibull { shape: law.beta, scale: law.eta, threshold: law.gamma })
}
