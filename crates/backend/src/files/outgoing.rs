//! A table that is made for one download: written to disk while it is read, so that memory does not grow with it and a
//! slow browser keeps no reader of the database waiting. The file has no name, so it is gone with the answer.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Seek, SeekFrom, Write},
};

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use kernel::Problem;
use web::Failure;

use super::{content::failed, download::body};
use crate::{App, spreadsheet::escaped};

/// A table on its way out, as CSV in UTF-8 with the mark by which spreadsheets know it.
#[derive(Debug)]
pub(crate) struct Outgoing(csv::Writer<BufWriter<File>>);

impl Outgoing {
    /// Begins a table. Writes to disk, so not for a thread that serves requests.
    pub fn begin(app: &App, header: &[&str]) -> Result<Self, Problem> {
        let folder = &app.config().data_dir;
        fs::create_dir_all(folder).map_err(failed)?;
        let mut file = BufWriter::new(tempfile::tempfile_in(folder).map_err(failed)?);
        file.write_all(b"\xef\xbb\xbf").map_err(failed)?;
        let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        table.write_record(header).map_err(csv_failed)?;
        Ok(Self(table))
    }

    /// Adds a row; what a spreadsheet would take for a formula is disarmed.
    pub fn row(&mut self, cells: &[String]) -> Result<(), Problem> {
        self.0.write_record(cells.iter().map(|cell| escaped(cell).into_bytes())).map_err(csv_failed)
    }

    /// The whole table, from its beginning.
    pub fn finish(self) -> Result<File, Problem> {
        let buffer = self.0.into_inner().map_err(|error| failed(io::Error::other(error.to_string())))?;
        let mut file = buffer.into_inner().map_err(|error| failed(error.into_error()))?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        Ok(file)
    }
}

fn csv_failed(error: csv::Error) -> Problem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => failed(error),
        other => Problem::internal(format!("{other:?}")),
    }
}

/// Answers a table under a name, read as it is sent.
pub(crate) fn deliver_table(file: File, name: &str) -> Result<Response, Failure> {
    let length = file.metadata().map_err(failed)?.len();
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
    ];
    Ok((headers, body(file.into(), length)).into_response())
}
