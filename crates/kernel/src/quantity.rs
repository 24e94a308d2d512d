use std::{borrow::Cow, fmt, ops, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::{RefOr, schema::Schema};

use crate::money::parse_scaled;

/// An exact amount of something, to a millionth of its unit. Its unit (a UCUM code) stands beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i64);

const SCALE: i64 = 1_000_000;

impl Quantity {
    /// None of it.
    pub const ZERO: Self = Self(0);

    /// From millionths, as the database keeps it.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// In millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// A whole number of units.
    pub const fn whole(units: i64) -> Self {
        Self(units.saturating_mul(SCALE))
    }

    /// The nearest floating-point number, for statistics.
    #[expect(clippy::cast_precision_loss, reason = "exact below nine thousand million units")]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }

    /// Sum, or nothing where it would not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference, or nothing where it would not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// This many units at `price_minor` a unit, in minor units of money, rounded half away from zero.
    pub fn cost_minor(self, price_minor: i64) -> Option<i64> {
        let product = i128::from(self.0) * i128::from(price_minor);
        let half = i128::from(SCALE / 2) * product.signum();
        i64::try_from((product + half) / i128::from(SCALE)).ok()
    }
}

impl ops::Neg for Quantity {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) =
            (self.0.unsigned_abs() / SCALE.unsigned_abs(), self.0.unsigned_abs() % SCALE.unsigned_abs());
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{rest:06}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

impl FromStr for Quantity {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_scaled(text, 6).map(Self).ok_or("must be a number with at most six decimals")
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % SCALE == 0 {
            serializer.serialize_i64(self.0 / SCALE)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        number.to_string().parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Quantity {
    fn schema() -> RefOr<Schema> {
        f64::schema()
    }
}
impl utoipa::ToSchema for Quantity {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Quantity")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_three_times_is_exactly_three_tenths() {
        let tenth: Quantity = "0.1".parse().unwrap();
        let sum = tenth.checked_add(tenth).and_then(|s| s.checked_add(tenth)).unwrap();
        assert_eq!(sum.to_string(), "0.3");
        assert_eq!(serde_json::to_string(&sum).unwrap(), "0.3");
        assert_eq!(serde_json::from_str::<Quantity>("0.3").unwrap(), sum);
        assert_eq!(serde_json::from_str::<Quantity>("12").unwrap(), Quantity::whole(12));
        assert!(serde_json::from_str::<Quantity>("0.0000001").is_err());
        assert!("".parse::<Quantity>().is_err());
    }

    #[test]
    fn cost_rounds_half_away_from_zero() {
        assert_eq!("0.5".parse::<Quantity>().unwrap().cost_minor(101), Some(51));
        assert_eq!("-0.5".parse::<Quantity>().unwrap().cost_minor(101), Some(-51));
        assert_eq!(Quantity::whole(3).cost_minor(250), Some(750));
    }
}
