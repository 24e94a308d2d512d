//! The role's answers over HTTP: strict JSON in, typed answers out. Each request is computed on a thread of its own kind,
//! so that a large one does not hold up the others.

// Counts and degrees of freedom are numbers of the analysis, far below 2^52.
#![allow(clippy::cast_precision_loss)]
// Exact zeros and equal times are what they are: ties in the data, not results of rounding.
#![allow(clippy::float_cmp)]
// Formulas keep the letters of their sources.
#![allow(clippy::many_single_char_names)]

mod decisions;
mod life;
mod repairable;

use axum::{Router, extract::DefaultBodyLimit, routing::post};
use contract::reliability::Range;
use kernel::Problem;
use web::{Answer, Reply};

use crate::reliability::{Interval, Unable};

/// Rows of any one list that a request may hold.
const ROWS: usize = 100_000;
/// What so many rows take as JSON.
const BYTES: usize = 16 * 1024 * 1024;

/// The routes of the reliability mathematics.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/api/brain/reliability/fits", post(life::fit_life))
        .route("/api/brain/reliability/comparisons", post(life::compare_models))
        .route("/api/brain/reliability/survival", post(life::estimate_survival))
        .route("/api/brain/reliability/repairable", post(repairable::analyse_repairable))
        .route("/api/brain/reliability/grouped", post(repairable::analyse_grouped))
        .route("/api/brain/reliability/replacement-age", post(decisions::find_replacement_age))
        .route("/api/brain/reliability/residual-life", post(decisions::find_residual_life))
        .route("/api/brain/reliability/forecasts", post(decisions::forecast_failures))
        .route("/api/brain/reliability/spares", post(decisions::find_spare_stock))
        .layer(DefaultBodyLimit::max(BYTES))
}

/// Computes away from the threads that serve requests.
async fn computed<T, F>(compute: F) -> Reply
where
    T: serde::Serialize + Send + 'static,
    F: FnOnce() -> Result<T, Problem> + Send + 'static,
{
    let answer = tokio::task::spawn_blocking(compute).await.map_err(Problem::internal)??;
    Ok(Answer::ok(&answer)?)
}

/// Says why there is no answer, in the field that would have to be different.
fn refused(field: &'static str) -> impl Fn(Unable) -> Problem {
    move |reason| match reason {
        Unable::Invalid { field, reason } => Problem::field(field, reason),
        reason => Problem::field(field, reason.to_string()),
    }
}

/// Refuses lists that are longer than anything a plant has.
fn at_most(field: &'static str, rows: usize, most: usize) -> Result<(), Problem> {
    if rows > most {
        return Err(Problem::field(field, format!("has {rows} entries; at most {most} are taken at once")));
    }
    Ok(())
}

fn range(interval: Interval) -> Range {
    Range { lower: interval.lower, upper: interval.upper }
}

#[cfg(test)]
mod tests;
