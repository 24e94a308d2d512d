//! A file as a table: its header, what each column fills, and its rows one after the other with their lines. Rows are
//! read again for each pass, so that the memory needed does not grow with what is made of them.

use contract::imports::{ColumnUse, ImportKind};
use csv::StringRecord;
use kernel::{Code, Problem};

use super::{dialect, fields, mapping::Mapping, values};

/// Lines that are looked through for the header.
const HEADER_WITHIN: usize = 6;

/// What is read from one file.
#[derive(Debug)]
pub(super) struct Table {
    text: String,
    delimiter: u8,
    /// Records before the first row, the header among them.
    before: usize,
    pub encoding: &'static str,
    pub kind: ImportKind,
    pub mapping: Mapping,
    pub headers: Vec<String>,
    /// For each column the field that it fills.
    columns: Vec<Option<&'static str>>,
    pub date_format: Option<String>,
    /// The way dates are written, where another would do as well.
    pub unsure_of_dates: bool,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub line: i64,
    cells: &'a StringRecord,
    table: &'a Table,
}

impl Table {
    /// Reads how a file is written and what its columns mean.
    pub fn new(kind: ImportKind, bytes: &[u8], map: Option<&str>) -> Result<Self, Problem> {
        let (text, encoding) = dialect::decode(bytes);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let delimiter = dialect::delimiter(&text);
        if let Some(line) = open_quote(&text, delimiter) {
            return Err(Problem::field(
                "file",
                format!("has a quotation mark in line {line} that is never closed"),
            ));
        }
        let mut first = Vec::new();
        for record in reader(&text, delimiter).records().take(HEADER_WITHIN) {
            let record = record.map_err(|error| unreadable(&error))?;
            first.push(record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
        }
        let mapping = Mapping::choose(kind, map, &first)?;
        let fitting =
            |line: &Vec<String>| line.iter().filter(|header| mapping.field(kind, header).is_some()).count();
        // The last of the best: the first line has to be better than those above to be taken.
        let best = first.iter().map(fitting).max().unwrap_or(0);
        let Some(at) = first.iter().position(|line| fitting(line) == best).filter(|_| best > 0) else {
            let known = fields::names(kind).collect::<Vec<_>>().join(", ");
            return Err(Problem::field(
                "file",
                format!("has no header that is known here. Name the columns, for example: {known}"),
            ));
        };
        let headers = first.swap_remove(at);
        let columns = assign(kind, &mapping, &headers);
        let mut table = Self {
            text,
            delimiter,
            before: at + 1,
            encoding,
            kind,
            date_format: mapping.date_format.clone(),
            mapping,
            headers,
            columns,
            unsure_of_dates: false,
        };
        table.find_date_format()?;
        Ok(table)
    }

    /// The delimiter, to show.
    pub fn delimiter(&self) -> String {
        char::from(self.delimiter).to_string()
    }

    /// The sign before decimals where a number does not tell: where commas part cells, it is a point.
    pub const fn decimal_sign(&self) -> char {
        if self.delimiter == b';' { ',' } else { '.' }
    }

    /// Whether a column or a constant fills the field.
    pub fn has(&self, field: &str) -> bool {
        self.columns.contains(&Some(field)) || self.mapping.constants.contains_key(field)
    }

    /// Header of the column that fills a field.
    pub fn header(&self, field: &str) -> String {
        let at = self.columns.iter().position(|column| *column == Some(field));
        at.and_then(|at| self.headers.get(at)).cloned().unwrap_or_else(|| field.to_owned())
    }

    /// Visits every row with something in it.
    pub fn rows(&self, mut visit: impl FnMut(&Row<'_>) -> Result<(), Problem>) -> Result<(), Problem> {
        let mut records = reader(&self.text, self.delimiter);
        let mut cells = StringRecord::new();
        let mut number = 0;
        while records.read_record(&mut cells).map_err(|error| unreadable(&error))? {
            number += 1;
            if number <= self.before || cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = cells.position().map_or(0, csv::Position::line);
            visit(&Row { line: i64::try_from(line).unwrap_or(i64::MAX), cells: &cells, table: self })?;
        }
        Ok(())
    }

    /// What each column is used for, with its first value.
    pub fn uses(&self) -> Result<Vec<ColumnUse>, Problem> {
        let mut samples: Vec<Option<String>> = vec![None; self.headers.len()];
        let mut left = 200;
        self.rows(|row| {
            left -= i32::from(left > 0);
            for (sample, cell) in samples.iter_mut().zip(row.cells.iter()).filter(|_| left > 0) {
                if sample.is_none() && !cell.trim().is_empty() {
                    *sample = Some(cut(cell.trim()));
                }
            }
            Ok(())
        })?;
        let uses = self.headers.iter().zip(&self.columns).zip(samples);
        Ok(uses
            .map(|((header, field), sample)| ColumnUse {
                column: header.clone(),
                field: field.map(ToOwned::to_owned),
                sample,
            })
            .collect())
    }

    fn find_date_format(&mut self) -> Result<(), Problem> {
        if self.date_format.is_some() {
            return Ok(());
        }
        let mut samples: Vec<String> = Vec::new();
        self.rows(|row| {
            let dates = self.columns.iter().zip(row.cells.iter());
            let dates = dates.filter(|(field, _)| field.is_some_and(is_date)).map(|(_, cell)| cell.trim());
            samples.extend(
                dates
                    .filter(|cell| !cell.is_empty())
                    .take(500_usize.saturating_sub(samples.len()))
                    .map(ToOwned::to_owned),
            );
            Ok(())
        })?;
        let samples: Vec<&str> = samples.iter().map(String::as_str).collect();
        if !samples.is_empty()
            && let Some((format, unsure)) = values::date_format(&samples)
        {
            self.date_format = Some(format.to_owned());
            self.unsure_of_dates = unsure;
        }
        Ok(())
    }
}

fn is_date(field: &str) -> bool {
    field.ends_with("_at") || field.ends_with("_on") || field.ends_with("_until")
}

/// Gives each field to one column: the one whose header is most certain.
fn assign(kind: ImportKind, mapping: &Mapping, headers: &[String]) -> Vec<Option<&'static str>> {
    let found: Vec<_> = headers.iter().map(|header| mapping.field(kind, header)).collect();
    let mut columns = Vec::with_capacity(found.len());
    for (at, one) in found.iter().enumerate() {
        let taken = |field: &str, certain: usize| {
            found.iter().enumerate().any(|(other, two)| {
                other != at
                    && two.is_some_and(|(name, how)| {
                        name == field && (how < certain || (how == certain && other < at))
                    })
            })
        };
        columns.push(one.filter(|(field, certain)| !taken(field, *certain)).map(|(field, _)| field));
    }
    columns
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

/// The line of a quotation mark that opens a cell and has none to close it: all below would end up in that cell.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened) {
            // Two of them are one that belongs to the text.
            (b'"', Some(_)) if bytes.next_if_eq(&b'"').is_none() => opened = None,
            (b'"', None) if at_start => opened = Some(line),
            _ => {}
        }
        at_start = opened.is_none() && (byte == delimiter || byte == b'\n');
        line += usize::from(byte == b'\n');
    }
    opened
}

fn unreadable(error: &csv::Error) -> Problem {
    Problem::new(Code::Malformed, format!("The file can't be read as a table: {error}."))
}

/// A value as it is shown in reports.
pub(super) fn cut(value: &str) -> String {
    value.chars().take(80).collect()
}

impl Row<'_> {
    /// What fills a field: the cell, or what the mapping says for all rows. Blank cells fill nothing.
    pub fn raw(&self, field: &str) -> Option<&str> {
        let at = self.table.columns.iter().position(|column| *column == Some(field));
        let cell = at.and_then(|at| self.cells.get(at)).map(str::trim).filter(|cell| !cell.is_empty());
        match cell {
            Some("<clear>") => None,
            Some(cell) => Some(unescaped(cell)),
            None => self.table.mapping.constants.get(field).map(String::as_str),
        }
    }

    /// Whether the file says that a field is to be emptied.
    pub fn clears(&self, field: &str) -> bool {
        let at = self.table.columns.iter().position(|column| *column == Some(field));
        at.and_then(|at| self.cells.get(at)).is_some_and(|cell| cell.trim() == "<clear>")
    }

    /// How many cells it has too many.
    pub fn too_many(&self) -> usize {
        let cells = self.cells.iter().collect::<Vec<_>>();
        let used = cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
        used.saturating_sub(self.table.headers.len())
    }
}

/// Takes away the sign that keeps a spreadsheet from computing a text.
fn unescaped(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\'', '\t']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_from_maximo_is_read_below_its_control_row() {
        let text = "EXTSYS1;MXASSETInterface;AddChange;EN\r\nassetnum;Description;Parent\r\nP-1;\"Pump\r\nnorth\";\r\n;;\r\nP-2;Fan;P-1\r\n";
        let table = Table::new(ImportKind::Assets, text.as_bytes(), None).unwrap();
        assert_eq!(table.headers, ["assetnum", "Description", "Parent"]);
        let mut seen = Vec::new();
        table
            .rows(|row| {
                seen.push((
                    row.line,
                    row.raw("code").unwrap().to_owned(),
                    row.raw("parent").map(ToOwned::to_owned),
                ));
                Ok(())
            })
            .unwrap();
        assert_eq!(seen, [(3, "P-1".into(), None), (6, "P-2".into(), Some("P-1".into()))]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found() {
        assert_eq!(open_quote("a,b\n1,\"two\nthree\"\n\"4\",\"five\n6,7\n", b','), Some(4));
        for closed in ["", "\"\"", "a;\"b \"\"c\"\"\"\n", "3\" flange;1/2\"\n", "\"a\" b\";\"c\nd\"\n"] {
            assert_eq!(open_quote(closed, b';'), None, "{closed}");
        }
    }

    #[test]
    fn one_column_fills_a_field_and_the_surest_wins() {
        let table = Table::new(ImportKind::WorkOrders, b"Name,Title,Colour\na,b,c\n", None).unwrap();
        assert_eq!(table.columns, [None, Some("title"), None]);
        assert!(Table::new(ImportKind::WorkOrders, b"x,y\n1,2\n", None).is_err());
    }
}
