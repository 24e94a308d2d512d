//! Values that are bound to statements and cells that are read from rows.
//! One form serves both engines: uuid is BLOB(16) on SQLite, an instant is INTEGER microseconds, JSON is TEXT,
//! a date is TEXT `YYYY-MM-DD`, a boolean is INTEGER 0 or 1.

use crate::Error;
use jiff::{Timestamp, civil::Date};
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::borrow::Cow;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut};
use uuid::Uuid;

/// A value bound to a `?`.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// SQL NULL of whatever type the column has.
    Null,
    /// `boolean`; INTEGER 0 or 1 on SQLite.
    Bool(bool),
    /// `smallint`, `integer` or `bigint`.
    Integer(i64),
    /// `double precision`.
    Real(f64),
    /// `text`.
    Text(String),
    /// `uuid`; BLOB of 16 bytes on SQLite.
    Uuid(Uuid),
    /// `timestamptz`; kept to the microsecond, INTEGER on SQLite.
    Instant(Timestamp),
    /// `date`; TEXT on SQLite.
    Date(Date),
    /// `jsonb`; TEXT on SQLite.
    Json(serde_json::Value),
    /// `bytea`; BLOB on SQLite.
    Bytes(Vec<u8>),
}

/// Turns a Rust value into one that can be bound.
pub trait ToValue {
    /// The value to bind.
    fn to_value(self) -> Value;
}

macro_rules! to_value {
    ($($kind:ty, $value:ident => $made:expr);* $(;)?) => { $(
        impl ToValue for $kind {
            fn to_value(self) -> Value { let $value = self; $made }
        }
    )* };
}

to_value! {
    Value, value => value;
    &Value, value => value.clone();
    bool, value => Value::Bool(value);
    &bool, value => Value::Bool(*value);
    u8, value => Value::Integer(value.into());
    i16, value => Value::Integer(value.into());
    &i16, value => Value::Integer((*value).into());
    u16, value => Value::Integer(value.into());
    i32, value => Value::Integer(value.into());
    &i32, value => Value::Integer((*value).into());
    u32, value => Value::Integer(value.into());
    &u32, value => Value::Integer((*value).into());
    i64, value => Value::Integer(value);
    &i64, value => Value::Integer(*value);
    f64, value => Value::Real(value);
    &f64, value => Value::Real(*value);
    &str, value => Value::Text(value.to_owned());
    &&str, value => Value::Text((*value).to_owned());
    String, value => Value::Text(value);
    &String, value => Value::Text(value.clone());
    Cow<'_, str>, value => Value::Text(value.into_owned());
    Uuid, value => Value::Uuid(value);
    &Uuid, value => Value::Uuid(*value);
    Timestamp, value => Value::Instant(value);
    &Timestamp, value => Value::Instant(*value);
    Date, value => Value::Date(value);
    &Date, value => Value::Date(*value);
    serde_json::Value, value => Value::Json(value);
    &serde_json::Value, value => Value::Json(value.clone());
    Vec<u8>, value => Value::Bytes(value);
    &Vec<u8>, value => Value::Bytes(value.clone());
    &[u8], value => Value::Bytes(value.to_vec());
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<const N: usize> ToValue for &[u8; N] {
    fn to_value(self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(self) -> Value {
        self.map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: ToValue + Clone> ToValue for &Option<T> {
    fn to_value(self) -> Value {
        self.clone().to_value()
    }
}

impl<K> ToValue for kernel::Id<K> {
    fn to_value(self) -> Value {
        Value::Uuid(self.uuid())
    }
}

impl<K> ToValue for &kernel::Id<K> {
    fn to_value(self) -> Value {
        Value::Uuid(self.uuid())
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Bool(value) => i64::from(*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Real(value) => (*value).into(),
            Value::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Value::Uuid(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
            Value::Instant(value) => value.as_microsecond().into(),
            Value::Date(value) => value.to_string().into(),
            Value::Json(value) => value.to_string().into(),
            Value::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        })
    }
}

type Conversion<T> = Result<T, Box<dyn std::error::Error + Sync + Send>>;

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Conversion<IsNull> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Bool(value) if *kind == Type::BOOL => value.to_sql(kind, out),
            Value::Integer(value) => match *kind {
                Type::INT8 => value.to_sql(kind, out),
                Type::INT4 => i32::try_from(*value)?.to_sql(kind, out),
                Type::INT2 => i16::try_from(*value)?.to_sql(kind, out),
                #[allow(clippy::cast_precision_loss)]
                Type::FLOAT8 => (*value as f64).to_sql(kind, out),
                _ => Err(mismatch("an integer", kind)),
            },
            Value::Real(value) => match *kind {
                Type::FLOAT8 => value.to_sql(kind, out),
                #[allow(clippy::cast_possible_truncation)]
                Type::FLOAT4 => (*value as f32).to_sql(kind, out),
                _ => Err(mismatch("a real number", kind)),
            },
            Value::Text(value) => match *kind {
                Type::JSONB => {
                    out.extend_from_slice(&[1]);
                    out.extend_from_slice(value.as_bytes());
                    Ok(IsNull::No)
                }
                Type::JSON => {
                    out.extend_from_slice(value.as_bytes());
                    Ok(IsNull::No)
                }
                _ if <&str as ToSql>::accepts(kind) => value.as_str().to_sql(kind, out),
                _ => Err(mismatch("a text", kind)),
            },
            Value::Uuid(value) if *kind == Type::UUID => value.to_sql(kind, out),
            Value::Instant(value) if *kind == Type::TIMESTAMPTZ => {
                // Cut to the microsecond as SQLite stores it, so both engines give back the same instant.
                let micros = value.as_microsecond() - POSTGRES_EPOCH_MICROSECONDS;
                micros.to_sql(&Type::INT8, out)
            }
            Value::Date(value) if *kind == Type::DATE => value.to_sql(kind, out),
            Value::Json(value) if *kind == Type::TEXT => value.to_string().to_sql(kind, out),
            Value::Json(value) if matches!(*kind, Type::JSONB | Type::JSON) => value.to_sql(kind, out),
            Value::Bytes(value) if *kind == Type::BYTEA => value.to_sql(kind, out),
            other => Err(mismatch(other.describe(), kind)),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, kind: &Type, out: &mut BytesMut) -> Conversion<IsNull> {
        self.to_sql(kind, out)
    }
}

fn mismatch(given: &str, kind: &Type) -> Box<dyn std::error::Error + Sync + Send> {
    format!("{given} cannot be bound where the statement wants {kind}").into()
}

impl Value {
    fn describe(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Real(_) => "a real number",
            Value::Text(_) => "a text",
            Value::Uuid(_) => "a uuid",
            Value::Instant(_) => "an instant",
            Value::Date(_) => "a date",
            Value::Json(_) => "a JSON value",
            Value::Bytes(_) => "bytes",
        }
    }
}

const POSTGRES_EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

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
