use std::time::Duration;

use kernel::Problem;
use tokio::time::{MissedTickBehavior, interval};

use crate::{App, housekeeping::keep_house, preventive};

/// What the backend does by itself, until `shutdown` is done: plans every minute, tidying every hour. A job that
/// fails is logged and comes again; any number of copies may run at once.
pub async fn run_jobs(app: App, shutdown: impl Future<Output = ()> + Send) {
    let mut minutely = interval(Duration::from_mins(1));
    let mut hourly = interval(Duration::from_hours(1));
    minutely.set_missed_tick_behavior(MissedTickBehavior::Delay);
    hourly.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => return,
            _ = minutely.tick() => report(preventive::generate_due(&app).await.map(drop), "maintenance plans could not be carried out"),
            _ = hourly.tick() => report(keep_house(&app).await, "old records could not be tidied away"),
        }
    }
}

fn report(done: Result<(), Problem>, text: &'static str) {
    if let Err(problem) = done {
        tracing::warn!(%problem, "{text}");
    }
}
