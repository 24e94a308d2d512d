use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::{RefOr, schema::Schema};

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code, as `EUR`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimal places its minor unit has (ISO 4217).
    pub fn minor_digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err("must be a currency code of three capital letters, like EUR"),
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Currency {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}
impl utoipa::ToSchema for Currency {}

/// An exact amount: whole minor units (cents) of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units: 1050 is 10.50 EUR.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: Currency,
}

impl Money {
    /// Reads a decimal such as `183.05` or `1 234,5` exactly; more decimals than the currency has are refused.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, &'static str> {
        let digits = currency.minor_digits();
        parse_scaled(text, digits)
            .map(|minor| Self { minor, currency })
            .ok_or("must be an amount with at most the decimals of its currency, like 183.05")
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.minor_digits();
        if digits == 0 {
            return write!(f, "{}", self.minor);
        }
        let scale = 10_u64.pow(digits);
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(f, "{sign}{}.{:0width$}", minor / scale, minor % scale, width = digits as usize)
    }
}

/// Reads a plain decimal with `places` implied decimals. The last `.` or `,` is the decimal sign; blanks, and
/// the other sign between groups of three digits, are skipped. Trailing zeros beyond `places` are allowed.
pub(crate) fn parse_scaled(text: &str, places: u32) -> Option<i64> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let decimal = text.rfind(['.', ',']);
    let (whole, fraction) = match decimal {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let sign_used = decimal.map(|at| text.as_bytes()[at] as char);
    let mut value: i64 = 0;
    for c in whole.chars() {
        match c {
            '0'..='9' => value = value.checked_mul(10)?.checked_add(i64::from(c as u8 - b'0'))?,
            ' ' | '\u{a0}' | '\u{202f}' | '\'' => {}
            '.' | ',' if Some(c) != sign_used => {}
            _ => return None,
        }
    }
    let fraction = if fraction.len() > places as usize {
        let (kept, dropped) = fraction.split_at_checked(places as usize)?;
        if dropped.bytes().any(|b| b != b'0') {
            return None;
        }
        kept
    } else {
        fraction
    };
    for c in fraction.bytes() {
        value = value.checked_mul(10)?.checked_add(i64::from(c.is_ascii_digit().then(|| c - b'0')?))?;
    }
    value = value.checked_mul(10_i64.checked_pow(places - u32::try_from(fraction.len()).ok()?)?)?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly() {
        let eur = "EUR".parse().unwrap();
        let minor = |text| Money::parse(text, eur).map(|m| m.minor).ok();
        assert_eq!(minor("183.05"), Some(18_305));
        assert_eq!(minor("183,5"), Some(18_350));
        assert_eq!(minor("1.234,50"), Some(123_450));
        assert_eq!(minor("1,234.50"), Some(123_450));
        assert_eq!(minor("-0.01"), Some(-1));
        assert_eq!(minor("7"), Some(700));
        assert_eq!(minor("7.100"), Some(710));
        assert_eq!(minor("7.105"), None);
        assert_eq!(minor(""), None);
        assert_eq!(minor("1E+05"), None);
        assert_eq!(minor("99999999999999999999"), None);
        assert_eq!(Money { minor: -105, currency: eur }.to_string(), "-1.05");
        assert_eq!(Money::parse("10.5", "JPY".parse().unwrap()).ok(), None);
    }
}
