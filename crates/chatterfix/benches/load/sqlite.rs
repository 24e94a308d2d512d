//! The second floor: the same statements straight on SQLite, without HTTP, sign-in, rights and JSON. They are the
//! program's own texts, copied; the run ends when they find other rows than the program does.

use std::{
    hint::black_box,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, config::DbConfig, params_from_iter, types::Value};
use uuid::Uuid;

use super::{
    driver::Load,
    plant::{Bound, List},
    program::Processor,
};

const ROWS: &str = "SELECT w.id, w.number, w.title, w.kind, w.status, w.hold_reason, w.priority, w.asset_id, a.code, \
    a.name, w.location_id, l.name, w.site_id, w.team_id, t.name, w.due_at, w.planned_start_at, w.planned_end_at, \
    w.estimated_minutes, w.actual_minutes, w.started_at, w.completed_at, w.closed_at, w.tags, w.parent_id, \
    w.created_by, w.requested_by, w.labour_minor + w.parts_minor + w.vendor_minor + w.other_minor, \
    w.comment_count, w.version, w.created_at, w.updated_at \
    FROM work_orders w \
    LEFT JOIN assets a ON a.organization_id = w.organization_id AND a.id = w.asset_id \
    LEFT JOIN locations l ON l.organization_id = w.organization_id AND l.id = w.location_id \
    LEFT JOIN teams t ON t.organization_id = w.organization_id AND t.id = w.team_id \
    WHERE w.organization_id = ?";

const ASSIGNEES_OF_ROWS: &str = "SELECT x.work_order_id, u.id, u.name FROM work_order_assignees x \
    JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
    WHERE x.organization_id = ? AND x.work_order_id IN ";

/// The statements that show one order; the second value is the order.
const ONE: [&str; 6] = [
    "SELECT w.id, w.number, w.title, w.description, w.kind, w.status, w.hold_reason, w.priority, \
     w.asset_id, a.code, a.name, w.location_id, l.name, w.site_id, w.team_id, t.name, w.due_at, w.first_due_at, \
     w.planned_start_at, w.planned_end_at, w.estimated_minutes, w.actual_minutes, w.started_at, w.completed_at, \
     w.closed_at, w.resolution, w.cause, w.tags, w.parent_id, p.number, p.title, p.status, w.created_by, c.name, \
     w.requested_by, r.name, w.labour_minor, w.parts_minor, w.vendor_minor, w.other_minor, w.comment_count, \
     w.version, w.created_at, w.updated_at, \
     (SELECT count(*) FROM work_orders s WHERE s.organization_id = w.organization_id AND s.parent_id = w.id), \
     (SELECT count(*) FROM work_orders s WHERE s.organization_id = w.organization_id AND s.parent_id = w.id \
      AND s.open = true) \
     FROM work_orders w \
     LEFT JOIN assets a ON a.organization_id = w.organization_id AND a.id = w.asset_id \
     LEFT JOIN locations l ON l.organization_id = w.organization_id AND l.id = w.location_id \
     LEFT JOIN teams t ON t.organization_id = w.organization_id AND t.id = w.team_id \
     LEFT JOIN work_orders p ON p.organization_id = w.organization_id AND p.id = w.parent_id \
     LEFT JOIN users c ON c.organization_id = w.organization_id AND c.id = w.created_by \
     LEFT JOIN users r ON r.organization_id = w.organization_id AND r.id = w.requested_by \
     WHERE w.organization_id = ? AND w.id = ?",
    "SELECT u.id, u.name FROM work_order_assignees x \
     JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
     WHERE x.organization_id = ? AND x.work_order_id = ? ORDER BY x.place",
    "SELECT user_id FROM work_order_watchers WHERE organization_id = ? AND work_order_id = ? ORDER BY user_id",
    "SELECT a.id, a.code, a.name FROM work_order_assets x \
     JOIN assets a ON a.organization_id = x.organization_id AND a.id = x.asset_id \
     WHERE x.organization_id = ? AND x.work_order_id = ? AND x.place > 0 ORDER BY x.place",
    "SELECT u.id, u.name, x.started_at FROM work_timers x \
     JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
     WHERE x.organization_id = ? AND x.work_order_id = ? ORDER BY x.started_at, u.id",
    "SELECT o.number FROM work_order_links k LEFT JOIN work_orders o \
     ON o.organization_id = k.organization_id AND o.id = k.from_id AND o.open = true \
     WHERE k.organization_id = ? AND k.to_id = ? AND k.kind = 'blocks'",
];

/// The path of an order's location; the second value is the location.
const PATH: &str = "WITH RECURSIVE up AS (SELECT organization_id, site_id, parent_id, name, 0 AS depth FROM locations \
     WHERE organization_id = ? AND id = ? \
     UNION ALL SELECT l.organization_id, l.site_id, l.parent_id, l.name, up.depth + 1 FROM locations l \
     JOIN up ON l.organization_id = up.organization_id AND l.id = up.parent_id WHERE up.depth < 50) \
     SELECT name FROM (SELECT name, depth FROM up UNION ALL \
     SELECT s.name, 99 FROM up JOIN sites s ON s.organization_id = up.organization_id \
     AND s.id = up.site_id WHERE up.depth = 0) AS names ORDER BY depth DESC";

/// The database, opened as the program opens it.
pub struct Straight {
    connection: Connection,
    organization: Uuid,
}

impl Straight {
    pub fn open(path: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).unwrap();
        connection.busy_timeout(Duration::from_secs(5)).unwrap();
        let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                        PRAGMA mmap_size = 0; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;";
        connection.execute_batch(settings).unwrap();
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
        connection.set_prepared_statement_cache_capacity(256);
        let organization =
            connection.query_row("SELECT id FROM organizations", [], |row| row.get(0)).unwrap();
        Self { connection, organization }
    }

    /// Visits every value of every row; the first value of each.
    fn rows(&self, text: &str, values: Vec<Value>) -> Vec<Value> {
        let mut statement = self.connection.prepare_cached(text).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(values)).unwrap();
        let mut first = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            for column in 1..columns {
                black_box(row.get_ref(column).unwrap());
            }
            first.push(row.get(0).unwrap());
        }
        first
    }

    fn organization(&self) -> Value {
        Value::Blob(self.organization.as_bytes().to_vec())
    }

    /// A list with the people of its rows.
    pub fn list(&self, list: &List) -> Vec<Uuid> {
        let mut values = vec![self.organization()];
        values.extend(list.values.iter().map(|value| match value {
            Bound::Id(id) => Value::Blob(id.as_bytes().to_vec()),
            Bound::Organization => self.organization(),
            Bound::Number(number) => Value::Integer(*number),
            Bound::Word(word) => Value::Text((*word).to_owned()),
        }));
        // One more than is shown tells whether there is a next page.
        values.push(Value::Integer(51));
        let mut found = self.rows(&format!("{ROWS}{} LIMIT ?", list.end), values);
        found.truncate(50);
        let marks = vec!["?"; found.len()].join(", ");
        let text = format!("{ASSIGNEES_OF_ROWS}({marks}) ORDER BY x.work_order_id, x.place");
        let mut values = vec![self.organization()];
        values.extend(found.iter().cloned());
        black_box(self.rows(&text, values));
        found
            .into_iter()
            .map(|id| match id {
                Value::Blob(bytes) => Uuid::from_slice(&bytes).unwrap(),
                other => panic!("an id is {other:?}"),
            })
            .collect()
    }

    /// An order with everything that its page shows.
    pub fn one(&self, id: Uuid, location: Uuid) {
        let id = Value::Blob(id.as_bytes().to_vec());
        for text in ONE {
            black_box(self.rows(text, vec![self.organization(), id.clone()]));
        }
        let location = Value::Blob(location.as_bytes().to_vec());
        black_box(self.rows(PATH, vec![self.organization(), location]));
    }

    /// One order's row in a transaction of its own: a copy of the newest under the next number.
    pub fn create(&self, row: &mut [Value], text: &str) {
        let id = Uuid::from_u128(next_id(&mut row[2]));
        row[1] = Value::Blob(id.as_bytes().to_vec());
        self.connection.prepare_cached(text).unwrap().execute(params_from_iter(row.iter())).unwrap();
    }

    /// The newest order's row, the organisation, id and number first, and the statement that adds one.
    pub fn newest(&self) -> (Vec<Value>, String) {
        let text = "SELECT * FROM work_orders ORDER BY number DESC LIMIT 1";
        let mut statement = self.connection.prepare(text).unwrap();
        let columns = statement.column_count();
        let marks = vec!["?"; columns].join(", ");
        let row = statement
            .query_row([], |row| (0..columns).map(|column| row.get(column)).collect::<Result<Vec<_>, _>>())
            .unwrap();
        (row, format!("INSERT INTO work_orders VALUES ({marks})"))
    }
}

/// Counts the number up and makes an id of it that follows those before, as the program's ids do.
fn next_id(number: &mut Value) -> u128 {
    let Value::Integer(number) = number else { panic!("the number is {number:?}") };
    *number += 1;
    (u128::MAX << 64) | u128::try_from(*number).unwrap()
}

/// Runs the same work on this many connections for a while; `work` gets a connection and counts up from its number.
pub async fn load(
    path: &Path,
    connections: usize,
    time: Duration,
    work: impl Fn(&Straight, usize) + Send + Sync + 'static,
) -> Load {
    let work = Arc::new(work);
    let from = Instant::now() + time / 5;
    let to = from + time;
    let threads: Vec<_> = (0..connections)
        .map(|number| {
            let (path, work) = (path.to_owned(), Arc::clone(&work));
            tokio::task::spawn_blocking(move || {
                let straight = Straight::open(&path);
                let mut times = Vec::new();
                for count in (number * 7).. {
                    let began = Instant::now();
                    if began >= to {
                        break;
                    }
                    work(&straight, count);
                    let ended = Instant::now();
                    if ended >= from && ended < to {
                        times.push(ended - began);
                    }
                }
                times
            })
        })
        .collect();
    tokio::time::sleep_until(from.into()).await;
    let (processor, begun) = (Processor::of(std::process::id()), Instant::now());
    tokio::time::sleep_until(to.into()).await;
    let spent = processor.and_then(|before| Some(Processor::of(std::process::id())?.since(before)));
    let seconds = begun.elapsed();
    let mut times = Vec::new();
    for thread in threads {
        times.extend(thread.await.unwrap());
    }
    Load::of(times, time).with_processor(spent, seconds)
}
