//! Reading rows field by field: what is wrong is noted with line, header and value, and the row is left out.

use contract::imports::RowIssue;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{Currency, Money};

use super::{
    table::{Row, Table, cut},
    values,
};

const ERRORS_SHOWN: usize = 500;
const WARNINGS_SHOWN: usize = 200;

/// What was noted about the rows so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub errors: Vec<RowIssue>,
    pub warnings: Vec<RowIssue>,
    pub wrong_rows: i64,
}

impl Notes {
    pub fn warn(&mut self, row: i64, column: String, value: &str, message: &str) {
        if self.warnings.len() < WARNINGS_SHOWN {
            self.warnings.push(RowIssue { row, column, value: cut(value), message: message.to_owned() });
        }
    }

    fn wrong(&mut self, row: i64, column: String, value: &str, message: String) {
        if self.errors.len() < ERRORS_SHOWN {
            self.errors.push(RowIssue { row, column, value: cut(value), message });
        }
    }
}

/// What holds for all rows of a file.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub zone: TimeZone,
    pub currency: Currency,
}

/// One row while it is read.
pub(super) struct Cells<'a> {
    pub row: &'a Row<'a>,
    pub table: &'a Table,
    pub place: &'a Place,
    pub notes: &'a mut Notes,
    faulty: bool,
}

impl<'a> Cells<'a> {
    pub fn new(row: &'a Row<'a>, table: &'a Table, place: &'a Place, notes: &'a mut Notes) -> Self {
        let mut cells = Self { row, table, place, notes, faulty: false };
        let more = row.too_many();
        if more > 0 {
            let message = format!(
                "has {more} more cells than the header; put quotes around texts that hold the delimiter"
            );
            cells.wrong_at("", "", message);
        }
        cells
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, field: &str, message: impl Into<String>) {
        let value = self.row.raw(field).unwrap_or_default().to_owned();
        self.wrong_at(field, &value, message.into());
    }

    fn wrong_at(&mut self, field: &str, value: &str, message: String) {
        self.faulty = true;
        let column = if field.is_empty() { "row".to_owned() } else { self.table.header(field) };
        self.notes.wrong(self.row.line, column, value, message);
    }

    /// Whether the row can be used.
    pub fn finish(self) -> bool {
        if self.faulty {
            self.notes.wrong_rows += 1;
        }
        !self.faulty
    }

    /// The cell as it stands.
    pub fn raw(&self, field: &str) -> Option<&'a str> {
        self.row.raw(field)
    }

    /// A text of one line.
    pub fn line(&mut self, field: &str, max: usize) -> Option<String> {
        let raw = self.raw(field)?;
        let repaired = if self.table.mapping.repair_quotes.as_deref() == Some(field) {
            match values::repair_quotes(raw) {
                Ok(text) => text,
                Err(message) => {
                    self.wrong(field, message);
                    return None;
                }
            }
        } else {
            raw.to_owned()
        };
        let text = repaired.split_whitespace().collect::<Vec<_>>().join(" ");
        self.checked(field, text, max)
    }

    /// A text of several lines.
    pub fn text(&mut self, field: &str, max: usize) -> Option<String> {
        let text = self.raw(field)?.to_owned();
        self.checked(field, text, max)
    }

    fn checked(&mut self, field: &str, text: String, max: usize) -> Option<String> {
        let length = text.chars().count();
        if length > max {
            self.wrong(field, format!("has {length} characters; at most {max}"));
            return None;
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            self.wrong(field, "holds control characters");
            return None;
        }
        Some(text)
    }

    /// A text that must be there.
    pub fn needed(&mut self, field: &str, max: usize) -> String {
        if self.raw(field).is_none() {
            self.wrong(field, "is empty");
            return String::new();
        }
        self.line(field, max).unwrap_or_default()
    }

    /// A word, translated by the mapping and read.
    pub fn word<T>(&mut self, field: &str, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let raw = self.raw(field)?;
        match self.table.mapping.translate(field, raw).and_then(read) {
            Ok(value) => Some(value),
            Err(message) => {
                self.wrong(field, message);
                None
            }
        }
    }

    /// An instant.
    pub fn instant(&mut self, field: &str) -> Option<Timestamp> {
        let format = self.table.date_format.as_deref();
        let zone = self.place.zone.clone();
        self.word(field, |text| values::instant(text, format, &zone))
    }

    /// A day.
    pub fn day(&mut self, field: &str) -> Option<Date> {
        let format = self.table.date_format.as_deref();
        self.word(field, |text| values::day(text, format))
    }

    /// An amount in minor units.
    pub fn amount(&mut self, field: &str) -> Option<i64> {
        let (currency, decimal) = (self.place.currency, self.table.decimal_sign());
        self.word(field, |text| {
            let bare = text.trim_start_matches(|c: char| {
                !c.is_ascii_digit() && c != '-' && c != '.' && !c.is_alphanumeric()
            });
            let bare = values::clear_number(bare, decimal)?;
            Money::parse(bare, currency)
                .map(|money| money.minor)
                .map_err(|message| format!("is not an amount: it {message}"))
        })
    }

    /// A code, with a warning where a spreadsheet may have changed it.
    pub fn code(&mut self, field: &str, max: usize) -> Option<String> {
        let code = self.line(field, max)?;
        if let Some(damage) = values::spreadsheet_damage(&code) {
            self.notes.warn(self.row.line, self.table.header(field), &code, damage);
        }
        Some(code)
    }
}
