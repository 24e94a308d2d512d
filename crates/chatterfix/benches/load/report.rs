//! The figures as a person reads them: on the screen, and as Markdown for docs/performance.md.

use std::{fmt::Write, path::Path, time::Duration};

use super::{
    driver::Load,
    measure::{Line, Measured, What},
    options::Options,
    program,
};

/// Between these marks the figures stand in a page.
const MARKS: [&str; 2] = ["<!-- figures -->", "<!-- end of figures -->"];

struct Table {
    title: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// All figures for the screen.
pub fn text(measured: &[Measured], options: &Options) -> String {
    let mut out = format!("\n{}\n", head(options));
    for table in tables(measured) {
        write!(out, "\n{}\n", table.title).unwrap();
        let lines: Vec<&Vec<String>> = std::iter::once(&table.head).chain(&table.rows).collect();
        let wide = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        for line in &lines {
            for (column, cell) in line.iter().enumerate() {
                let width = wide(column);
                if column == 0 { write!(out, "  {cell:<width$}") } else { write!(out, "  {cell:>width$}") }
                    .unwrap();
            }
            out.push('\n');
        }
    }
    for one in measured {
        for line in &one.lines {
            if let Some(failure) = &line.program.first_failure {
                writeln!(out, "\n{}, {}: {failure}", one.engine.name(), name(line)).unwrap();
            }
        }
    }
    out
}

/// Writes the figures as Markdown: between the marks of a page that has them, else as a page of their own.
pub fn write_markdown(file: &Path, measured: &[Measured], options: &Options) {
    let mut figures = format!("{}\n", head(options));
    for table in tables(measured) {
        write!(figures, "\n**{}**\n\n", table.title).unwrap();
        writeln!(figures, "| {} |", table.head.join(" | ")).unwrap();
        writeln!(figures, "|---|{}", "--:|".repeat(table.head.len() - 1)).unwrap();
        for row in table.rows {
            writeln!(figures, "| {} |", row.join(" | ")).unwrap();
        }
    }
    let page = std::fs::read_to_string(file).unwrap_or_default();
    let between = page.find(MARKS[0]).zip(page.find(MARKS[1])).filter(|(begin, end)| begin < end);
    let page = match between {
        Some((begin, end)) => {
            format!("{}\n{figures}\n{}", &page[..begin + MARKS[0].len()], &page[end..])
        }
        None => figures,
    };
    std::fs::write(file, page).unwrap();
}

fn head(options: &Options) -> String {
    let (seconds, version) = (options.time.as_secs_f64(), env!("CARGO_PKG_VERSION"));
    let orders = thousands(options.orders as f64);
    format!(
        "ChatterFix {version}, {orders} work orders, {seconds} s for each figure, load and program on one machine: {}.",
        program::machine()
    )
}

fn tables(measured: &[Measured]) -> Vec<Table> {
    let mut tables: Vec<Table> = measured.iter().map(load_table).collect();
    tables.push(aims(measured));
    tables
}

fn name(line: &Line) -> String {
    let connections = if line.connections == 1 { "connection" } else { "connections" };
    format!("{}, {} {connections}", line.what.name(), line.connections)
}

fn load_table(measured: &Measured) -> Table {
    let has_floors = measured.lines.iter().any(|line| line.on_sqlite.is_some());
    let mut head = vec!["", "requests/s", "p50 ms", "p99 ms", "CPU µs each", "failed"];
    if has_floors {
        head.extend(["from memory/s", "ratio", "straight on SQLite/s", "ratio", "its CPU µs"]);
    }
    let rows = measured.lines.iter().map(|line| {
        let load = &line.program;
        let mut row = vec![
            name(line),
            thousands(load.per_second),
            milliseconds(load.p50),
            milliseconds(load.p99),
            microseconds(load),
            load.failed.to_string(),
        ];
        if has_floors {
            for floor in [&line.from_memory, &line.on_sqlite] {
                let rate = floor.as_ref().map(|floor| floor.per_second);
                row.push(rate.map_or_else(none, thousands));
                row.push(rate.map_or_else(none, |rate| format!("{:.2}", load.per_second / rate)));
            }
            row.push(line.on_sqlite.as_ref().map_or_else(none, microseconds));
        }
        row
    });
    Table {
        title: measured.engine.name().to_owned(),
        head: head.into_iter().map(ToOwned::to_owned).collect(),
        rows: rows.collect(),
    }
}

/// A figure with its aim.
struct Aim {
    name: &'static str,
    wanted: &'static str,
    unit: &'static str,
    figure: fn(&Measured) -> Option<f64>,
    is_met: fn(f64) -> bool,
}

const MIB: f64 = 1_048_576.0;

const AIMS: [Aim; 9] = [
    Aim {
        name: "slowest p99 with 16 connections",
        wanted: "under 25 ms",
        unit: "ms",
        figure: |all| {
            let crowded = all.lines.iter().filter(|line| line.connections > 1);
            crowded.map(|line| line.program.p99.as_secs_f64() * 1e3).reduce(f64::max)
        },
        is_met: |figure| figure < 25.0,
    },
    Aim {
        name: "list, of what SQLite alone does, 16 connections",
        wanted: "at least 0.5",
        unit: "",
        figure: |all| {
            let line = crowded(all, What::List)?;
            Some(line.program.per_second / line.on_sqlite.as_ref()?.per_second)
        },
        is_met: |figure| figure >= 0.5,
    },
    Aim {
        name: "durable creates with 16 connections",
        wanted: "2,000/s",
        unit: "/s",
        figure: |all| Some(crowded(all, What::Create)?.program.per_second),
        is_met: |figure| figure >= 2_000.0,
    },
    Aim {
        name: "failed answers",
        wanted: "0",
        unit: "",
        figure: |all| Some(all.lines.iter().map(|line| line.program.failed).sum::<usize>() as f64),
        is_met: |figure| figure == 0.0,
    },
    Aim {
        name: "“database is locked”, answers and log",
        wanted: "0",
        unit: "",
        figure: |all| {
            let answers: usize = all.lines.iter().map(|line| line.program.locked).sum();
            Some((answers + all.locked_in_log) as f64)
        },
        is_met: |figure| figure == 0.0,
    },
    Aim {
        name: "start to first answer",
        wanted: "under 200 ms",
        unit: "ms",
        figure: |all| Some(all.start.as_secs_f64() * 1e3),
        is_met: |figure| figure < 200.0,
    },
    Aim {
        name: "resident memory, idle after the start",
        wanted: "under 60 MB",
        unit: "MB",
        figure: |all| Some(all.idle?.resident as f64 / MIB),
        is_met: |figure| figure < 60.0,
    },
    Aim {
        name: "resident memory after the load",
        wanted: "under 150 MB",
        unit: "MB",
        figure: |all| Some(all.loaded?.resident as f64 / MIB),
        is_met: |figure| figure < 150.0,
    },
    Aim {
        name: "import of the work orders",
        wanted: "under 15 s",
        unit: "s",
        figure: |all| Some(all.import.as_secs_f64()),
        is_met: |figure| figure < 15.0,
    },
];

fn crowded(measured: &Measured, what: What) -> Option<&Line> {
    measured.lines.iter().find(|line| line.what == what && line.connections > 1)
}

fn aims(measured: &[Measured]) -> Table {
    let mut head = vec![String::new(), "aim".to_owned()];
    for one in measured {
        head.extend([one.engine.name().to_owned(), String::new()]);
    }
    let mut rows: Vec<Vec<String>> = AIMS.iter().map(|aim| aim_row(aim, measured)).collect();
    let shown = |name: &str, figure: fn(&Measured) -> Option<u64>| {
        let mut row = vec![name.to_owned(), String::new()];
        for one in measured {
            let figure = figure(one).map_or_else(none, |bytes| format!("{} MB", digits(bytes as f64 / MIB)));
            row.extend([figure, String::new()]);
        }
        row
    };
    rows.push(shown("of that after the load, pages of mapped files", |all| Some(all.loaded?.of_files)));
    rows.push(shown("most resident memory during the import", |all| all.import_memory));
    Table { title: "Aims".to_owned(), head, rows }
}

fn aim_row(aim: &Aim, measured: &[Measured]) -> Vec<String> {
    let mut row = vec![aim.name.to_owned(), aim.wanted.to_owned()];
    for one in measured {
        match (aim.figure)(one) {
            Some(figure) => {
                row.push(format!("{} {}", digits(figure), aim.unit).trim().to_owned());
                row.push(if (aim.is_met)(figure) { "met" } else { "missed" }.to_owned());
            }
            None => row.extend([none(), String::new()]),
        }
    }
    row
}

fn none() -> String {
    "–".to_owned()
}

fn milliseconds(time: Duration) -> String {
    digits(time.as_secs_f64() * 1e3)
}

fn microseconds(load: &Load) -> String {
    load.processor.map_or_else(none, |time| thousands(time.as_secs_f64() * 1e6))
}

/// Three digits that mean something.
fn digits(number: f64) -> String {
    match number {
        0.0 => "0".to_owned(),
        number if number < 10.0 => format!("{number:.2}"),
        number if number < 100.0 => format!("{number:.1}"),
        number => thousands(number),
    }
}

/// A whole number with commas.
fn thousands(number: f64) -> String {
    let whole = format!("{number:.0}");
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
