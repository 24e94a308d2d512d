use std::borrow::Cow;

use serde::{
    Deserialize, Deserializer,
    de::{self, IntoDeserializer, value::StrDeserializer},
};
use utoipa::openapi::{RefOr, schema::Schema};

/// Several values of one query parameter, joined by commas: `status=open,planned`. Any of them matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T>(pub Vec<T>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Listed<T> {
    /// Whether the parameter was left out or empty, which means: no restriction.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.split(',')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let part: StrDeserializer<'_, de::value::Error> = part.into_deserializer();
                T::deserialize(part).map_err(de::Error::custom)
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl<T> utoipa::PartialSchema for Listed<T> {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}
impl<T> utoipa::ToSchema for Listed<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Listed")
    }
}
