use std::{
    io::Write,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use backend::App;
use kernel::Entropy;
use store::Target;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::lock::DataLock;
use crate::{
    cli::Serve,
    compose::{VERSION, compose},
    config::Settings,
    exit::{Exit, Stop},
    health,
    lifecycle::Lifecycle,
    listen::{self, Served},
    measurements::Measurements,
    roles::Role,
};

/// Serves until it is told to stop.
pub fn run(mut settings: Settings, arguments: &Serve) -> Result<Exit, Stop> {
    let throw_away = if arguments.demo { demo_folder(&mut settings)? } else { None };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(settings, arguments.demo));
    // Before the folder goes: tasks hold the database, and the last one to let go closes it.
    drop(runtime);
    drop(throw_away);
    served.map(|()| Exit::Done)
}

/// The demonstration plant starts anew in a folder of its own unless one was named.
fn demo_folder(settings: &mut Settings) -> Result<Option<TempDir>, Stop> {
    if settings.data_dir_is_given || matches!(settings.database, Target::Postgres { .. }) {
        return Ok(None);
    }
    let folder = tempfile::Builder::new().prefix("chatterfix-demo").tempdir()?;
    settings.use_data_dir(folder.path());
    Ok(Some(folder))
}

async fn serve(settings: Settings, demo: bool) -> Result<(), Stop> {
    let keeps_records = settings.roles.has(Role::Backend);
    let _lock = match &settings.database {
        Target::Sqlite { .. } if keeps_records => {
            super::database::make_folder(&settings.data_dir)?;
            Some(DataLock::take(&settings.data_dir)?)
        }
        _ => None,
    };
    let measurements = Measurements::start()
        .map_err(|error| Stop::failed(format!("the metrics can't be started: {error}")))?;
    let lifecycle = Lifecycle::default();
    let listener = listen::open(settings.host, settings.port).await?;
    let address = listener.local_addr()?;
    tracing::info!(%address, version = VERSION, "starting");
    let all = Arc::new(OnceLock::new());
    let (stop, listening) =
        start_listening(listener, health::starting(&settings.roles, &lifecycle, &measurements), &all);

    let told_to_stop = signals()?;
    let entropy = Entropy::system();
    let app = if keeps_records { Some(open_backend(&settings, &entropy, demo).await?) } else { None };
    if let Some(app) = &app {
        measurements.watch(app.db());
    }
    let composition = compose(&settings, app.as_ref(), &entropy);
    let _ = all.set(health::around(composition, &lifecycle, &measurements));
    lifecycle.ready();
    announce(app.as_ref(), address).await?;
    tracing::info!(%address, roles = %settings.roles, version = VERSION, "serving");
    let chores = tokio::spawn(chores(measurements));
    let (end_jobs, jobs_ended) = oneshot::channel::<()>();
    let jobs = app.map(|app| tokio::spawn(backend::run_jobs(app, async { drop(jobs_ended.await) })));

    told_to_stop.await;
    tracing::info!("stopping: answers that have begun are finished first");
    lifecycle.drain();
    if settings.drain_seconds > 0 {
        tokio::time::sleep(Duration::from_secs(settings.drain_seconds)).await;
    }
    // The listener has ended by itself if nobody takes the message.
    let _ = stop.send(());
    let ended = listening.await;
    chores.abort();
    drop(end_jobs);
    if let Some(jobs) = jobs {
        // A job that has begun is finished first.
        let _ = jobs.await;
    }
    ended.map_err(|error| Stop::failed(format!("the listener failed: {error}")))
}

fn start_listening(
    listener: TcpListener,
    starting: axum::Router,
    all: &Arc<OnceLock<axum::Router>>,
) -> (oneshot::Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = oneshot::channel();
    let served = Served { starting, all: Arc::clone(all) };
    let listening = tokio::spawn(listen::serve(listener, served, async {
        // A sender that is gone means the same as a message.
        let _ = stopped.await;
    }));
    (stop, listening)
}

/// Opens the database, brings its schema up to date and puts the backend on it.
async fn open_backend(settings: &Settings, entropy: &Entropy, demo: bool) -> Result<App, Stop> {
    let db = super::database::open(settings, store::Options::default()).await?;
    super::database::migrate(&db).await?;
    let app = super::database::backend(settings, db.clone(), entropy, Vec::new());
    backend::settings::unlock(&app).await?;
    if !demo {
        return Ok(app);
    }
    let accounts = backend::demo::fill(&app).await?;
    Ok(super::database::backend(settings, db, entropy, accounts))
}

/// Says where the server is and, while there is no organisation, how to make one. These lines are for people and for
/// programs that start this one, whatever the form of the log.
async fn announce(app: Option<&App>, address: SocketAddr) -> Result<(), Stop> {
    let host = if address.ip().is_unspecified() { "127.0.0.1".to_owned() } else { address.ip().to_string() };
    let host = if host.contains(':') { format!("[{host}]") } else { host };
    let base = format!("http://{host}:{}", address.port());
    let mut lines = vec![format!("listening on {base}")];
    if let Some(app) = app
        && let Some(secret) = backend::identity::set_up_link(app).await?
    {
        lines.push(format!("set up the first organisation at {base}/setup?token={secret}"));
    }
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(())
}

/// What has to be done again and again while serving, besides the backend's own jobs.
async fn chores(measurements: Measurements) {
    let mut often = tokio::time::interval(Duration::from_secs(5));
    loop {
        often.tick().await;
        measurements.tidy();
    }
}

/// Done when the process is told to stop.
#[cfg(unix)]
fn signals() -> Result<impl Future<Output = ()>, Stop> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Done when the process is told to stop.
#[cfg(not(unix))]
fn signals() -> Result<impl Future<Output = ()>, Stop> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
