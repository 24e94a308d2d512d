use axum::extract::State;
use contract::{
    events::{Actor, ActorKind},
    identity::{Organization, SetUp},
    permissions::BuiltInRole,
};
use kernel::{Code, Problem, SiteId};
use web::{Answer, Body, Reply, RequestFacts};

use super::{
    authenticate::secret_hash,
    organizations::{self, NewOrganization},
    store, users,
};
use crate::{App, check::Check, sites};

/// The secret of a new one-time set-up link, or nothing when an organisation exists already. Links made before stop
/// working.
pub async fn set_up_link(app: &App) -> Result<Option<String>, Problem> {
    let (secret, now) = (app.entropy().secret(), app.clock().now());
    let hash = secret_hash(&secret);
    let fresh = app
        .db()
        .write(move |conn| {
            if store::any_organization(conn)? {
                return Ok::<_, Problem>(false);
            }
            store::keep_set_up_link(conn, &hash, now)?;
            Ok(true)
        })
        .await?;
    Ok(fresh.then_some(secret))
}

/// Make the first organisation, its first site and its administrator, with the token from the link that the server
/// printed at its first start. Works once.
#[utoipa::path(post, path = "/setup", tag = "identity", operation_id = "set_up", request_body = SetUp,
    responses((status = 201, body = Organization)), security(()))]
pub(super) async fn set_up(State(app): State<App>, facts: RequestFacts, Body(input): Body<SetUp>) -> Reply {
    let mut check = Check::default();
    check.text("token", &input.token, 200);
    check.password("password", &input.password);
    check.text("site_name", &input.site_name, 120);
    check.text("organization_name", &input.organization_name, 120);
    check.text("name", &input.name, 120);
    check.email("email", &input.email);
    check.time_zone("time_zone", &input.time_zone);
    check.language("language", &input.language);
    check.finish()?;
    app.sign_in_limits().take("set-up", facts.address)?;
    let password_hash = app.passwords().hash(input.password.clone()).await?;
    let (now, entropy) = (app.clock().now(), app.entropy().clone());
    let organization = app
        .db()
        .write(move |conn| {
            if !store::use_set_up_link(conn, &secret_hash(&input.token))? || store::any_organization(conn)? {
                return Err(Problem::new(
                    Code::Forbidden,
                    "This set-up link does not work (any more). Restart the server to get a new one.",
                ));
            }
            let actor = Actor { kind: ActorKind::System, user_id: None, name: "Set-up".to_owned() };
            let new = NewOrganization {
                name: input.organization_name.clone(),
                time_zone: input.time_zone.clone(),
                currency: input.currency,
                language: input.language.clone(),
            };
            let organization = organizations::insert(conn, &new, &actor, now, &entropy)?;
            organizations::within(conn, organization.id, &actor, now, &entropy, &|change| {
                let site = contract::sites::NewSite {
                    id: None::<SiteId>,
                    name: input.site_name.clone(),
                    time_zone: input.time_zone.clone(),
                    address: None,
                };
                sites::insert_site(change, &site)?;
                let user = contract::identity::NewUser {
                    id: None,
                    email: input.email.clone(),
                    name: input.name.clone(),
                    aliases: Vec::new(),
                    role: BuiltInRole::Administrator.name().to_owned(),
                    password: None,
                    team_ids: Vec::new(),
                    site_ids: Vec::new(),
                    language: Some(input.language.clone()),
                };
                users::insert_user(change, &user, Some(password_hash.clone()))?;
                Ok(())
            })?;
            Ok(organization)
        })
        .await?;
    Ok(Answer::created(&organization)?)
}
