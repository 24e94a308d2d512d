use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::Problem;

/// Writes and reads the opaque `cursor` of a list: the sort keys of the last record seen.
#[derive(Debug)]
pub struct Cursor;

impl Cursor {
    /// Hexadecimal of the keys' JSON: safe in an address, meaningless to a client.
    pub fn write(keys: &impl Serialize) -> String {
        use std::fmt::Write;
        let json = serde_json::to_vec(keys).unwrap_or_default();
        json.iter().fold(String::with_capacity(json.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// The keys again, or a problem that names the parameter.
    pub fn read<K: DeserializeOwned>(text: &str) -> Result<K, Problem> {
        let bytes: Option<Vec<u8>> = text
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        let keys = bytes.and_then(|json| serde_json::from_slice::<Value>(&json).ok());
        keys.filter(|keys| !holds_nul(keys)).and_then(|keys| serde_json::from_value(keys).ok()).ok_or_else(
            || Problem::field("cursor", "is not a cursor that this list gave; leave it out to start again"),
        )
    }
}

/// No text that a list shows holds a NUL, and PostgreSQL can't look for one.
fn holds_nul(keys: &Value) -> bool {
    match keys {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_nul),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_trip_and_rubbish_is_named() {
        let keys = (Some("2026".to_owned()), 7_i64);
        assert_eq!(Cursor::read::<(Option<String>, i64)>(&Cursor::write(&keys)).unwrap(), keys);
        for rubbish in ["zz", "abc", "7b", "é", &Cursor::write(&("a\0", 7))] {
            assert_eq!(Cursor::read::<(String, i64)>(rubbish).unwrap_err().errors[0].field, "cursor");
        }
    }
}
