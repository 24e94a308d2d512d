use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::openapi::{RefOr, schema::Schema};

/// One page of a list and where the next one starts.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// At most `limit` records in the order asked for.
    pub items: Vec<T>,
    /// Give this back as `cursor` for the next page; `null` at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts a list that was read with [`Limit::one_more`] rows; `cursor` names the last record kept.
    pub fn cut(mut items: Vec<T>, limit: Limit, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit.rows();
        items.truncate(limit.rows());
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// The same page of something made from each record.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

/// How many records a page may hold: 1 to 200, 50 when not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limit(u16);

impl Limit {
    /// The largest page.
    pub const MAX: Self = Self(200);

    /// Rows on the page.
    pub fn rows(self) -> usize {
        usize::from(self.0)
    }

    /// Rows to read: one more tells whether there is a next page.
    pub fn one_more(self) -> i64 {
        i64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u64> for Limit {
    type Error = &'static str;
    fn try_from(rows: u64) -> Result<Self, Self::Error> {
        match u16::try_from(rows) {
            Ok(rows @ 1..=200) => Ok(Self(rows)),
            _ => Err("must be a whole number from 1 to 200"),
        }
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let rows =
            text.parse::<u64>().map_err(|_| de::Error::custom("must be a whole number from 1 to 200"))?;
        Self::try_from(rows).map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::Type(utoipa::openapi::schema::Type::Integer))
            .minimum(Some(1))
            .maximum(Some(200))
            .into()
    }
}
impl utoipa::ToSchema for Limit {}
