//! For this crate's tests: the backend in process over a database of its own, a clock that stands still, and
//! people of every role who call it.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use contract::{
    events::{Actor, ActorKind},
    identity::NewUser,
    permissions::BuiltInRole,
    settings::AiProvider,
};
use http_body_util::BodyExt;
use kernel::{Clock, Entropy, OrganizationId, Problem, UserId};
use serde_json::{Value, json};
use testkit::databases::TestDatabase;
use tower::ServiceExt;

use crate::{App, Config, MIGRATIONS, identity, settings::Secret};

/// Runs an async test body once on each engine, as `name::sqlite` and `name::postgres`.
macro_rules! on_both_engines {
    ($(async fn $name:ident($app:ident: TestApp) $body:block)*) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($app: $crate::testing::TestApp) $body

            #[tokio::test]
            async fn sqlite() {
                body($crate::testing::TestApp::sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                body($crate::testing::TestApp::postgres().await).await;
            }
        }
    )* };
}
pub(crate) use on_both_engines;

/// Runs an async test body on SQLite alone, as `name::sqlite`: what is settled before any statement is made is the same
/// on both engines.
macro_rules! on_sqlite {
    ($(async fn $name:ident($app:ident: TestApp) $body:block)*) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[tokio::test]
            async fn sqlite() {
                let $app = $crate::testing::TestApp::sqlite().await;
                $body
            }
        }
    )* };
}
pub(crate) use on_sqlite;

/// The instant at which tests start: a Monday, 09:00 in Berlin.
pub(crate) const START: &str = "2026-11-23T08:00:00Z";

/// The backend with one organisation and an administrator.
pub(crate) struct TestApp {
    pub app: App,
    pub router: Router,
    pub organization: OrganizationId,
    /// Bearer token of the administrator.
    pub administrator: String,
    _database: TestDatabase,
    _data: tempfile::TempDir,
}

impl TestApp {
    pub async fn sqlite() -> Self {
        Self::over(TestDatabase::sqlite(MIGRATIONS).await).await
    }

    pub async fn postgres() -> Self {
        Self::over(TestDatabase::postgres(MIGRATIONS).await).await
    }

    async fn over(database: TestDatabase) -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: data.path().to_owned(),
            version: "0.0.0-test",
            provider_keys: vec![(AiProvider::Anthropic, Secret::new("sk-environment-0042"))],
            ..Config::default()
        };
        let app =
            App::new(database.db.clone(), Clock::frozen(START.parse().unwrap()), Entropy::seeded(1), config);
        let router = web::stack(crate::router(app.clone()), web::Limits::default(), Entropy::seeded(2));
        let mut this = Self {
            app,
            router,
            organization: OrganizationId::new(uuid::Uuid::nil()),
            administrator: String::new(),
            _database: database,
            _data: data,
        };
        this.organization = this.organization("Bottling Plant").await;
        this.administrator = this.person_of(this.organization, BuiltInRole::Administrator).await.1;
        this
    }

    /// Another organisation.
    pub async fn organization(&self, name: &str) -> OrganizationId {
        let new = identity::NewOrganization {
            name: name.to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            currency: "EUR".parse().unwrap(),
            language: "en".to_owned(),
        };
        identity::create_organization(&self.app, new, system()).await.unwrap().id
    }

    /// Someone with a role, and their token.
    pub async fn person(&self, role: BuiltInRole) -> (UserId, String) {
        self.person_of(self.organization, role).await
    }

    /// Someone of another organisation, and their token.
    pub async fn person_of(&self, organization: OrganizationId, role: BuiltInRole) -> (UserId, String) {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        self.app
            .change_as(organization, system(), move |change| {
                let new = NewUser {
                    id: None,
                    email: format!("{}{count}@plant.example", role.name()),
                    name: format!("{} {count}", role.name()),
                    aliases: Vec::new(),
                    role: role.name().to_owned(),
                    password: None,
                    team_ids: Vec::new(),
                    site_ids: Vec::new(),
                    language: None,
                };
                let user = identity::insert_user(change, &new, None)?;
                let token = identity::create_token(change, user.id, "test", None, None)?;
                Ok::<_, Problem>((user.id, token.token))
            })
            .await
            .unwrap()
    }

    /// Sends a request and reads the answer.
    pub async fn send(&self, request: Request<Body>) -> TestAnswer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        TestAnswer { status: parts.status, headers: parts.headers, body, bytes: bytes.to_vec() }
    }

    /// A request with a token and an optional JSON body.
    pub async fn call(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> TestAnswer {
        self.call_with(token, method, path, body, &[]).await
    }

    /// The same with more headers.
    pub async fn call_with(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> TestAnswer {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    /// As the administrator.
    pub async fn get(&self, path: &str) -> TestAnswer {
        self.call(&self.administrator, "GET", path, None).await
    }

    /// As the administrator.
    pub async fn post(&self, path: &str, body: Value) -> TestAnswer {
        self.call(&self.administrator, "POST", path, Some(body)).await
    }

    /// As the administrator.
    pub async fn patch(&self, path: &str, body: Value) -> TestAnswer {
        self.call(&self.administrator, "PATCH", path, Some(body)).await
    }
}

/// The product itself as the actor.
pub(crate) fn system() -> Actor {
    Actor { kind: ActorKind::System, user_id: None, name: "Test".to_owned() }
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct TestAnswer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl TestAnswer {
    /// Fails the test unless the status is this.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    /// The record's id.
    #[track_caller]
    pub fn id(&self) -> String {
        self.body["id"].as_str().expect("an id").to_owned()
    }

    /// Names of the fields that were refused.
    pub fn wrong_fields(&self) -> Vec<String> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["field"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// A site's body.
pub(crate) fn site(name: &str) -> Value {
    json!({"name": name, "time_zone": "Europe/Berlin"})
}
