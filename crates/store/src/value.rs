//! Values that are bound to statements.
//! One form serves both engines: uuid is BLOB(16) on SQLite, an instant is INTEGER microseconds, JSON is TEXT,
//! a date is TEXT `YYYY-MM-DD`, a boolean is INTEGER 0 or 1.

use jiff::{Timestamp, civil::Date};
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::borrow::Cow;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut};
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

pub(crate) type Conversion<T> = Result<T, Box<dyn std::error::Error + Sync + Send>>;

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

/// What PostgreSQL counts its instants from.
pub(crate) const POSTGRES_EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;
