//! Addresses of what is not there.

use super::{Faults, encoded, events, operations};
use crate::{
    plant::{NOBODY, address, call, plant},
    testing::{on_both_engines, on_sqlite},
};

on_both_engines! {
    async fn what_does_not_exist_is_not_found(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let before = events(&app, &plant).await;
        let long = "9".repeat(5_000);
        let sql = encoded("1'; DROP TABLE sites;--");
        for operation in operations() {
            let parts: Vec<&str> = operation.path.split('/').collect();
            for (place, part) in parts.iter().enumerate().filter(|(_, part)| part.starts_with('{')) {
                for wrong in [NOBODY, "nonsense", "%00", "%FF%FE", "..%2F..", &sql, &long] {
                    let mut parts = parts.clone();
                    parts[place] = wrong;
                    let at = address(&parts.join("/"), &plant);
                    let answer = call(&app, &plant, &operation, &at).await;
                    faults.unless_refused(&answer, 404, &format!("{} with {wrong:.30} as {part}", operation.name()));
                }
            }
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(400);
    }
}

on_sqlite! {
    async fn an_address_or_a_method_that_is_unknown_is_refused(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        for operation in operations() {
            let at = address(&operation.path, &plant);
            let answer = app.call(&plant.token, "TRACE", &at, None).await;
            faults.unless_refused(&answer, 405, &format!("TRACE {at}"));
            let answer = app.call(&plant.token, &operation.method, &format!("{at}/nonsense/nowhere"), None).await;
            faults.unless_refused(&answer, 404, &format!("{at}/nonsense/nowhere"));
        }
        faults.finish(200);
    }
}
