use jiff::SignedDuration;
use kernel::Problem;

use crate::{App, audit, files, identity, meters};

/// How long the answer to a change is kept under its idempotency key: longer than a phone stays without signal.
const ANSWERS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Throws away what has served its time: ended sessions, old idempotency keys, idle limits, contents of
/// files that nothing refers to. Any copy may run it at any time.
pub async fn keep_house(app: &App) -> Result<(), Problem> {
    let now = app.clock().now();
    app.sign_in_limits().tidy();
    app.db()
        .write(move |conn| {
            identity::forget_sessions(conn, now)?;
            audit::forget_answers(conn, now - ANSWERS_KEPT)?;
            meters::forget_keys(conn, now - ANSWERS_KEPT)?;
            Ok::<_, Problem>(())
        })
        .await?;
    files::tidy(app).await?;
    Ok(())
}
