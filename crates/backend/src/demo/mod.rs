//! The demonstration plant: a bottling plant that is at work right now, and the real history of five excavators. Everything
//! is made through the slices and the API themselves, under a clock of its own that runs up to the present, so
//! that what it shows is what the product does. The same every time, but for dates, which follow the present.

mod meters;
mod orders;
mod people;
mod plant;
mod play;
mod script;
mod stock;
#[cfg(test)]
mod stories;

use bytes::Bytes;
use contract::{
    events::{Actor, ActorKind},
    identity::DemoAccount,
    imports::ImportKind,
    settings::OrganizationSettingsPatch,
    work_orders::Priority,
};
use jiff::SignedDuration;
use kernel::{Clock, Patch, Problem};

pub use people::accounts;

use crate::{App, identity, imports, settings};

const ORGANIZATION: &str = "Riverside Bottling";
const FLEET: &[u8] = include_bytes!("../../../../fixtures/excavators-repaired.csv");
/// How far back the plant's own story begins.
const DAYS: i64 = 60;

/// Fills an empty installation with the demonstration plant and answers who may sign in. Where the plant is there
/// already, nothing changes.
pub async fn fill(app: &App) -> Result<Vec<DemoAccount>, Problem> {
    if identity::find_organization(app, ORGANIZATION).await?.is_some() {
        return Ok(accounts());
    }
    let now = app.clock().now();
    let start = now.checked_sub(SignedDuration::from_hours(DAYS * 24)).map_err(Problem::internal)?;
    let then = App::new(app.db().clone(), Clock::frozen(start), app.entropy().clone(), app.config().clone());
    let new = identity::NewOrganization {
        name: ORGANIZATION.to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        currency: "EUR".parse().map_err(Problem::internal)?,
        language: "en".to_owned(),
    };
    let organization = identity::create_organization(&then, new, product()).await?.id;
    let hash = then.passwords().hash(people::PASSWORD.to_owned()).await?;
    let staff = then
        .change_as(organization, product(), move |change| {
            let patch = OrganizationSettingsPatch {
                default_priority: Some(Priority::Medium),
                default_due_days: Patch::Value(14),
                ..OrganizationSettingsPatch::default()
            };
            settings::change_settings(change, &patch)?;
            people::insert(change, &hash)
        })
        .await?;
    let plant = then
        .change_as(organization, product(), |change| {
            let plant = plant::build(change)?;
            stock::fill(change, plant.site)?;
            Ok::<_, Problem>(plant)
        })
        .await?;
    let import = imports::Import {
        kind: ImportKind::WorkOrders,
        bytes: Bytes::from_static(FLEET),
        file_name: Some("excavators-repaired.csv".to_owned()),
        map: Some("excavators".to_owned()),
        dry_run: false,
        again: false,
        caller: None,
    };
    let report = imports::run(&then, organization, product(), import, None).await?;
    if !report.imported {
        return Err(Problem::internal("the excavator fleet could not be imported"));
    }
    orders::past(&then, organization, &staff).await?;
    play::live(&then, &staff, now).await?;
    meters::add(&then, organization, plant, &staff, now).await?;
    Ok(accounts())
}

/// The product itself as the actor.
fn product() -> Actor {
    Actor { kind: ActorKind::System, user_id: None, name: "Demonstration".to_owned() }
}
