//! Cells of a row and the Rust types that are read from them, in the forms `value` binds.

use crate::Error;
use crate::value::{Conversion, POSTGRES_EPOCH_MICROSECONDS};
use jiff::{Timestamp, civil::Date};
use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, Type};
use uuid::Uuid;

/// One column of one row, before it is turned into a Rust type.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a>(Raw<'a>);

#[derive(Debug, Clone, Copy)]
enum Raw<'a> {
    Sqlite(ValueRef<'a>),
    Postgres(&'a Type, Option<&'a [u8]>),
}

/// The bytes PostgreSQL sent, undecoded.
pub(crate) struct Undecoded<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Undecoded<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Conversion<Self> {
        Ok(Undecoded(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<'a> Cell<'a> {
    pub(crate) fn sqlite(value: ValueRef<'a>) -> Cell<'a> {
        Cell(Raw::Sqlite(value))
    }

    pub(crate) fn postgres(kind: &'a Type, value: Option<Undecoded<'a>>) -> Cell<'a> {
        Cell(Raw::Postgres(kind, value.map(|undecoded| undecoded.0)))
    }

    /// Whether the cell is NULL.
    pub fn is_null(&self) -> bool {
        matches!(self.0, Raw::Sqlite(ValueRef::Null) | Raw::Postgres(_, None))
    }

    /// A whole number of any width.
    pub fn integer(&self) -> Result<i64, Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Integer(value)) => Ok(value),
            Raw::Postgres(kind, Some(raw)) => match *kind {
                Type::INT8 => i64::from_sql(kind, raw).map_err(|_| self.wrong("an integer")),
                Type::INT4 => i32::from_sql(kind, raw).map(i64::from).map_err(|_| self.wrong("an integer")),
                Type::INT2 => i16::from_sql(kind, raw).map(i64::from).map_err(|_| self.wrong("an integer")),
                _ => Err(self.wrong("an integer")),
            },
            Raw::Sqlite(_) | Raw::Postgres(..) => Err(self.wrong("an integer")),
        }
    }

    /// A floating-point number; whole numbers are widened.
    pub fn real(&self) -> Result<f64, Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Real(value)) => Ok(value),
            Raw::Postgres(kind, Some(raw)) if *kind == Type::FLOAT8 => {
                f64::from_sql(kind, raw).map_err(|_| self.wrong("a real number"))
            }
            Raw::Postgres(kind, Some(raw)) if *kind == Type::FLOAT4 => {
                f32::from_sql(kind, raw).map(f64::from).map_err(|_| self.wrong("a real number"))
            }
            #[allow(clippy::cast_precision_loss)]
            _ => self.integer().map(|value| value as f64).map_err(|_| self.wrong("a real number")),
        }
    }

    /// A boolean; SQLite keeps it as 0 or 1.
    pub fn boolean(&self) -> Result<bool, Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Integer(0)) => Ok(false),
            Raw::Sqlite(ValueRef::Integer(1)) => Ok(true),
            Raw::Postgres(kind, Some([byte])) if *kind == Type::BOOL => Ok(*byte != 0),
            _ => Err(self.wrong("a boolean")),
        }
    }

    /// A text, borrowed from the row.
    pub fn text(&self) -> Result<&'a str, Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Text(raw)) => str::from_utf8(raw).map_err(|_| self.wrong("a text")),
            Raw::Postgres(kind, Some(raw)) if <&str as FromSql>::accepts(kind) => {
                str::from_utf8(raw).map_err(|_| self.wrong("a text"))
            }
            _ => Err(self.wrong("a text")),
        }
    }

    /// A uuid.
    pub fn uuid(&self) -> Result<Uuid, Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Blob(raw)) => Uuid::from_slice(raw).map_err(|_| self.wrong("a uuid")),
            Raw::Postgres(kind, Some(raw)) if *kind == Type::UUID => {
                Uuid::from_slice(raw).map_err(|_| self.wrong("a uuid"))
            }
            _ => Err(self.wrong("a uuid")),
        }
    }

    /// An instant, to the microsecond.
    pub fn instant(&self) -> Result<Timestamp, Error> {
        let microseconds = match self.0 {
            Raw::Sqlite(ValueRef::Integer(value)) => Some(value),
            Raw::Postgres(kind, Some(raw)) if *kind == Type::TIMESTAMPTZ => i64::from_sql(&Type::INT8, raw)
                .ok()
                .and_then(|value| value.checked_add(POSTGRES_EPOCH_MICROSECONDS)),
            _ => None,
        };
        microseconds
            .and_then(|value| Timestamp::from_microsecond(value).ok())
            .ok_or_else(|| self.wrong("an instant"))
    }

    /// A calendar date.
    pub fn date(&self) -> Result<Date, Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Text(raw)) => str::from_utf8(raw)
                .ok()
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| self.wrong("a date")),
            Raw::Postgres(kind, Some(raw)) if *kind == Type::DATE => {
                Date::from_sql(kind, raw).map_err(|_| self.wrong("a date"))
            }
            _ => Err(self.wrong("a date")),
        }
    }

    /// The text of a JSON value, borrowed from the row; for decoding straight into a type.
    pub fn json_text(&self) -> Result<&'a [u8], Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Text(raw)) => Ok(raw),
            Raw::Postgres(kind, Some([1, raw @ ..])) if *kind == Type::JSONB => Ok(raw),
            Raw::Postgres(kind, Some(raw)) if matches!(*kind, Type::JSON | Type::TEXT) => Ok(raw),
            _ => Err(self.wrong("a JSON value")),
        }
    }

    /// Bytes, borrowed from the row.
    pub fn bytes(&self) -> Result<&'a [u8], Error> {
        match self.0 {
            Raw::Sqlite(ValueRef::Blob(raw)) => Ok(raw),
            Raw::Postgres(kind, Some(raw)) if *kind == Type::BYTEA => Ok(raw),
            _ => Err(self.wrong("bytes")),
        }
    }

    fn wrong(&self, wanted: &str) -> Error {
        let found = match self.0 {
            Raw::Sqlite(ValueRef::Null) | Raw::Postgres(_, None) => "NULL".to_owned(),
            Raw::Sqlite(value) => format!("{} on SQLite", value.data_type()),
            Raw::Postgres(kind, Some(_)) => format!("{kind} on PostgreSQL"),
        };
        Error::Decode(format!("expected {wanted}, found {found}"))
    }
}

/// A type that can be read from a column. Implement it for an enumeration by reading [`Cell::text`].
pub trait FromValue: Sized {
    /// Reads the cell; NULL is an error unless the type is an `Option`.
    fn from_cell(cell: &Cell<'_>) -> Result<Self, Error>;
}

macro_rules! from_value {
    ($($kind:ty, $cell:ident => $read:expr);* $(;)?) => { $(
        impl FromValue for $kind {
            fn from_cell($cell: &Cell<'_>) -> Result<Self, Error> { $read }
        }
    )* };
}

macro_rules! from_integer {
    ($($kind:ty),*) => { $(
        impl FromValue for $kind {
            fn from_cell(cell: &Cell<'_>) -> Result<Self, Error> {
                let value = cell.integer()?;
                <$kind>::try_from(value)
                    .map_err(|_| Error::Decode(format!("{value} does not fit {}", stringify!($kind))))
            }
        }
    )* };
}

from_integer!(u8, i16, u16, i32, u32);
from_value! {
    i64, cell => cell.integer();
    f64, cell => cell.real();
    bool, cell => cell.boolean();
    String, cell => cell.text().map(str::to_owned);
    Uuid, cell => cell.uuid();
    Timestamp, cell => cell.instant();
    Date, cell => cell.date();
    serde_json::Value, cell => serde_json::from_slice(cell.json_text()?)
        .map_err(|error| Error::Decode(format!("a JSON column does not hold JSON: {error}")));
    Vec<u8>, cell => cell.bytes().map(<[u8]>::to_vec);
}

impl<K> FromValue for kernel::Id<K> {
    fn from_cell(cell: &Cell<'_>) -> Result<Self, Error> {
        cell.uuid().map(kernel::Id::new)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_cell(cell: &Cell<'_>) -> Result<Self, Error> {
        if cell.is_null() { Ok(None) } else { T::from_cell(cell).map(Some) }
    }
}
