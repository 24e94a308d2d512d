use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
};

use axum::extract::FromRef;
use contract::{events::Actor, settings::AiProvider};
use kernel::{Clock, Code, Entropy, OrganizationId, Problem};
use store::Db;
use web::{Answer, Auth, Caller, Reply, SignedIn};

use crate::{
    change::{Change, Origin},
    identity::{Passwords, SessionAuthenticator, SignInLimits},
    settings::{Keyring, Secret},
    tenant::Tenant,
};

/// With fewer bytes than this on the disk, changes are about to fail or do so already.
const LEAST_ROOM: u64 = 1 << 20;
/// So many seconds a change that found no room counts, unless another was saved since.
const FULL_FOR: i64 = 60;

/// What the backend is told at start.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Where files and, with SQLite, the database are kept.
    pub data_dir: PathBuf,
    /// The demonstration plant: its sign-ins are shown on the page.
    pub demo: Vec<contract::identity::DemoAccount>,
    /// Version of the binary.
    pub version: &'static str,
    /// `DATABASE_ENCRYPTION_KEY`; without it the key stands in a file in the data directory.
    pub encryption_key: Option<Secret>,
    /// Keys of AI providers from the environment; those stored in settings go before them.
    pub provider_keys: Vec<(AiProvider, Secret)>,
}

/// Everything that the slices share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    db: Db,
    clock: Clock,
    entropy: Entropy,
    config: Config,
    passwords: Passwords,
    sign_in_limits: SignInLimits,
    keyring: RwLock<Option<Arc<Keyring>>>,
    /// When a change last found the disk full, in seconds of the clock; 0 once another was saved.
    full_at: AtomicI64,
}

impl FromRef<App> for Auth {
    fn from_ref(app: &App) -> Self {
        Self(Arc::new(SessionAuthenticator(app.clone())))
    }
}

impl App {
    /// Puts the parts together; the database must be migrated.
    pub fn new(db: Db, clock: Clock, entropy: Entropy, config: Config) -> Self {
        let (passwords, sign_in_limits) = (Passwords::new(entropy.clone()), SignInLimits::default());
        let (keyring, full_at) = (RwLock::default(), AtomicI64::new(0));
        Self(Arc::new(Shared { db, clock, entropy, config, passwords, sign_in_limits, keyring, full_at }))
    }

    /// The database itself, for what belongs to no organisation.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Where the present comes from.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Where randomness comes from.
    pub fn entropy(&self) -> &Entropy {
        &self.0.entropy
    }

    /// What the backend was told at start.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Hashing of passwords.
    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// How often someone may try to sign in.
    pub(crate) fn sign_in_limits(&self) -> &SignInLimits {
        &self.0.sign_in_limits
    }

    /// The keys of stored secrets, once they were found.
    pub(crate) fn keyring(&self) -> Option<Arc<Keyring>> {
        self.0.keyring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the keys of stored secrets at hand.
    pub(crate) fn keep_keyring(&self, ring: Arc<Keyring>) {
        *self.0.keyring.write().unwrap_or_else(PoisonError::into_inner) = Some(ring);
    }

    /// Whether changes can be saved, as far as that shows without saving one: the disk of the data folder has room,
    /// and the database, which may be on another, has not just refused one for want of it.
    pub(crate) async fn has_room(&self) -> bool {
        if self.0.clock.now().as_second() - self.0.full_at.load(Relaxed) < FULL_FOR {
            return false;
        }
        let folder = self.0.config.data_dir.clone();
        let free = tokio::task::spawn_blocking(move || fs4::available_space(folder)).await;
        !matches!(free, Ok(Ok(bytes)) if bytes < LEAST_ROOM)
    }

    fn note_room<T>(&self, saved: Result<T, Problem>) -> Result<T, Problem> {
        match &saved {
            Ok(_) => self.0.full_at.store(0, Relaxed),
            Err(problem) if problem.code == Code::StorageFull => {
                self.0.full_at.store(self.0.clock.now().as_second(), Relaxed);
            }
            Err(_) => {}
        }
        saved
    }

    /// Reads as the caller's organisation: one snapshot for all statements inside.
    pub async fn read<T: Send + 'static>(
        &self,
        caller: &Caller,
        read: impl Fn(&mut Tenant<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.read_as(caller.organization, read).await
    }

    /// Reads as an organisation, for jobs and the command line.
    pub async fn read_as<T: Send + 'static>(
        &self,
        organization: OrganizationId,
        read: impl Fn(&mut Tenant<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.0.db.read(move |conn| read(&mut Tenant::new(conn, organization))).await
    }

    /// A long read on threads of its own, so that short ones do not wait for it.
    pub async fn report<T: Send + 'static>(
        &self,
        caller: &Caller,
        read: impl Fn(&mut Tenant<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let organization = caller.organization;
        self.0.db.report(move |conn| read(&mut Tenant::new(conn, organization))).await
    }

    /// A long read as an organisation, for the command line.
    pub async fn report_as<T: Send + 'static>(
        &self,
        organization: OrganizationId,
        read: impl Fn(&mut Tenant<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.0.db.report(move |conn| read(&mut Tenant::new(conn, organization))).await
    }

    /// Changes as the caller: the records, their events and the answer kept under the idempotency key are
    /// committed together or not at all. The closure may run again when the database asks for it.
    pub async fn change(
        &self,
        caller: &SignedIn,
        change: impl Fn(&mut Change<'_, '_>) -> Result<Answer, Problem> + Send + 'static,
    ) -> Reply {
        let origin = Origin::from_caller(caller);
        let (now, app) = (self.0.clock.now(), self.clone());
        let answer = self
            .0
            .db
            .write(move |conn| Change::new(conn, &origin, now, app.0.entropy.clone()).answer(&change));
        Ok(self.note_room(answer.await)?)
    }

    /// Changes as an organisation without a request: jobs, imports, the command line.
    pub async fn change_as<T: Send + 'static>(
        &self,
        organization: OrganizationId,
        actor: Actor,
        change: impl Fn(&mut Change<'_, '_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let origin = Origin::within(organization, actor);
        let (now, app) = (self.0.clock.now(), self.clone());
        let changed = self.0.db.write(move |conn| {
            let mut inner = Change::new(conn, &origin, now, app.0.entropy.clone());
            inner.run(&change)
        });
        self.note_room(changed.await)
    }
}
