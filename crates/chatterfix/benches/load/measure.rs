//! One engine from an empty folder to the last figure.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use testkit::databases::TestDatabase;
use uuid::Uuid;

use super::{
    driver::{self, Ask, Connection, Load, Target},
    memory,
    options::{Engine, Options},
    plant::{self, List, Plant},
    program::{self, Environment, Memory, Running},
    sqlite::{self, Straight},
};

/// How many connections ask at once.
pub const CONNECTIONS: [usize; 2] = [1, 16];
/// Orders that are read one by one.
const READ: usize = 2_000;
/// The time in which a program that has started comes to rest.
const REST: Duration = Duration::from_secs(1);
const FIRST_LIST: &str = "/api/v1/work-orders?limit=50&status=active&sort=due_at";

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    List,
    Read,
    Create,
}

impl What {
    pub const ALL: [Self; 3] = [Self::List, Self::Read, Self::Create];

    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list of 50",
            Self::Read => "read of one",
            Self::Create => "create",
        }
    }
}

/// One operation with a number of connections, and its floors.
#[derive(Clone, Debug)]
pub struct Line {
    pub what: What,
    pub connections: usize,
    pub program: Load,
    pub from_memory: Option<Load>,
    pub on_sqlite: Option<Load>,
}

/// All figures of an engine.
#[derive(Clone, Debug)]
pub struct Measured {
    pub engine: Engine,
    pub lines: Vec<Line>,
    pub import: Duration,
    /// The most memory in bytes while importing.
    pub import_memory: Option<u64>,
    /// From the start of the process to its first answer, the middle of several.
    pub start: Duration,
    pub idle: Option<Memory>,
    pub loaded: Option<Memory>,
    /// Lines of the log that say that the database is locked.
    pub locked_in_log: usize,
}

impl Measured {
    pub fn has_failures(&self) -> bool {
        self.locked_in_log > 0 || self.lines.iter().any(|line| line.program.failed > 0)
    }
}

/// Measures an engine.
pub async fn measure(engine: Engine, options: &Options) -> Measured {
    let folder = program::folder();
    let database = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(TestDatabase::postgres(&[]).await),
    };
    let mut settings: Environment = vec![("DATA_DIR".to_owned(), folder.path().display().to_string())];
    if let Some(database) = &database
        && let store::Target::Postgres { url } = &database.target
    {
        settings.push(("DATABASE_URL".to_owned(), url.clone()));
    }
    let log = folder.path().join("load.log");
    let token = plant::found(&settings);

    say(engine, &format!("import of {} work orders", options.orders));
    let running = Running::serve(&settings, &log);
    let mut connection = Connection::open(&Target::new(running.port, &token)).await.unwrap();
    let plant = Arc::new(Plant::build(&mut connection).await);
    let file = plant::orders(options.orders);
    let began = Instant::now();
    plant::import(&mut connection, "work_orders", file).await;
    let import = began.elapsed();
    let import_memory = Memory::of(running.pid()).map(|memory| memory.most);
    running.stop();

    say(engine, "start");
    let (running, start) = started(&settings, &log, &token).await;
    tokio::time::sleep(REST).await;
    let idle = Memory::of(running.pid());

    let target = Target::new(running.port, &token);
    let asked = Asked::find(&target, plant).await;
    let straight = (engine == Engine::Sqlite).then(|| folder.path().join("cmms.db"));
    let mut lines = Vec::new();
    for what in What::ALL {
        for connections in CONNECTIONS {
            say(engine, &format!("{}, connections: {connections}", what.name()));
            lines.push(
                line(&asked, &target, running.pid(), (what, connections), straight.as_deref(), options.time)
                    .await,
            );
        }
    }
    let loaded = Memory::of(running.pid());
    running.stop();

    // SQLite has one writer: its floor is the same for any number of connections.
    if let Some(path) = &straight {
        let floor = create_floor(path, options.time).await;
        for line in lines.iter_mut().filter(|line| line.what == What::Create) {
            line.on_sqlite = Some(floor.clone());
        }
    }
    let log = std::fs::read_to_string(&log).unwrap_or_default();
    let locked_in_log = log.lines().filter(|line| line.contains("locked")).count();
    Measured { engine, lines, import, import_memory, start, idle, loaded, locked_in_log }
}

fn say(engine: Engine, what: &str) {
    eprintln!("{}: {what}", engine.name());
}

/// Starts three times and keeps the last; the middle of the times to the first answer.
async fn started(settings: &Environment, log: &Path, token: &str) -> (Running, Duration) {
    let mut times = Vec::new();
    loop {
        let running = Running::serve(settings, log);
        let mut connection = Connection::open(&Target::new(running.port, token)).await.unwrap();
        connection.json(Ask::get(FIRST_LIST)).await;
        times.push(running.started.elapsed());
        if times.len() == 3 {
            times.sort_unstable();
            return (running, times[1]);
        }
        running.stop();
    }
}

/// What is asked under load.
struct Asked {
    plant: Arc<Plant>,
    lists: Arc<Vec<List>>,
    /// Orders and their locations.
    orders: Arc<Vec<(Uuid, Uuid)>>,
    /// Typical answers: every list, one order, one new order.
    answers: Vec<bytes::Bytes>,
}

impl Asked {
    async fn find(target: &Target, plant: Arc<Plant>) -> Self {
        let mut connection = Connection::open(target).await.unwrap();
        let lists = plant::lists(&plant);
        // First, because it changes the lists.
        let (_, new) = connection.ask(plant.new_order(1_000, 0)).await.unwrap();
        let mut answers = Vec::new();
        for list in &lists {
            let (status, body) = connection.ask(Ask::get(&list.path)).await.unwrap();
            assert!(status.is_success(), "{}: {status}", list.path);
            answers.push(body);
        }
        let mut orders = Vec::new();
        let mut path = "/api/v1/work-orders?limit=200&sort=title".to_owned();
        while orders.len() < READ {
            let page = connection.json(Ask::get(&path)).await;
            orders.extend(page["items"].as_array().into_iter().flatten().map(|order| {
                let location = order["location_id"].as_str().and_then(|id| id.parse().ok());
                (plant::id(order), location.expect("every order of this plant has a place"))
            }));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/work-orders?limit=200&sort=title&cursor={next}");
        }
        let (_, one) = connection.ask(Ask::get(one_path(orders[0].0))).await.unwrap();
        answers.extend([one, new]);
        Self { plant, lists: Arc::new(lists), orders: Arc::new(orders), answers }
    }

    /// The requests of a connection.
    fn asks(&self, what: What) -> impl Fn(usize, usize) -> Ask + Send + Sync + 'static {
        let (plant, lists, orders) =
            (Arc::clone(&self.plant), Arc::clone(&self.lists), Arc::clone(&self.orders));
        move |connection, count| match what {
            What::List => Ask::get(&lists[(connection * 7 + count) % lists.len()].path),
            What::Read => Ask::get(one_path(orders[(connection * 131 + count) % orders.len()].0)),
            What::Create => plant.new_order(connection, count),
        }
    }

    /// The same requests to the floor from memory.
    fn asks_from_memory(&self, what: What) -> impl Fn(usize, usize) -> Ask + Send + Sync + 'static {
        let (ask, lists) = (self.asks(what), self.lists.len());
        move |connection, count| {
            let number = match what {
                What::List => (connection * 7 + count) % lists,
                What::Read => lists,
                What::Create => lists + 1,
            };
            Ask { path: format!("/{number}"), ..ask(connection, count) }
        }
    }
}

fn one_path(id: Uuid) -> String {
    format!("/api/v1/work-orders/{id}")
}

async fn line(
    asked: &Asked,
    target: &Target,
    pid: u32,
    (what, connections): (What, usize),
    straight: Option<&Path>,
    time: Duration,
) -> Line {
    let program = driver::load(target, pid, connections, time, asked.asks(what)).await;
    let (mut from_memory, mut on_sqlite) = (None, None);
    if let Some(path) = straight {
        let folder = program::folder();
        let floor = memory::start(folder.path(), &asked.answers);
        let target = Target::new(floor.port, "");
        let load = driver::load(&target, floor.pid(), connections, time, asked.asks_from_memory(what)).await;
        from_memory = Some(load);
        drop(floor);
        on_sqlite = read_floor(asked, what, path, connections, time).await;
    }
    Line { what, connections, program, from_memory, on_sqlite }
}

async fn read_floor(
    asked: &Asked,
    what: What,
    path: &Path,
    connections: usize,
    time: Duration,
) -> Option<Load> {
    match what {
        What::List => {
            let straight = Straight::open(path);
            for (list, answer) in asked.lists.iter().zip(&asked.answers) {
                let answer: serde_json::Value = serde_json::from_slice(answer).unwrap();
                assert_eq!(straight.list(list), plant::ids(&answer), "the floor's rows: {}", list.path);
            }
            let lists = Arc::clone(&asked.lists);
            let work = move |straight: &Straight, count: usize| {
                straight.list(&lists[count % lists.len()]);
            };
            Some(sqlite::load(path, connections, time, work).await)
        }
        What::Read => {
            let orders = Arc::clone(&asked.orders);
            let work = move |straight: &Straight, count: usize| {
                let (id, location) = orders[count % orders.len()];
                straight.one(id, location);
            };
            Some(sqlite::load(path, connections, time, work).await)
        }
        What::Create => None,
    }
}

async fn create_floor(path: &Path, time: Duration) -> Load {
    let newest = Mutex::new(Straight::open(path).newest());
    let work = move |straight: &Straight, _| {
        let mut newest = newest.lock().unwrap();
        let (row, text) = &mut *newest;
        straight.create(row, text);
    };
    sqlite::load(path, 1, time, work).await
}
