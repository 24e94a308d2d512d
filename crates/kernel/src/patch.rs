use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use utoipa::openapi::{
    RefOr,
    schema::{ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type},
};

/// One field of a change: left out, set to nothing, or set to a value.
///
/// Fields of this type carry `#[serde(default, skip_serializing_if = "Patch::is_absent")]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Not mentioned: stays as it is.
    #[default]
    Absent,
    /// `null`: is emptied.
    Null,
    /// Becomes this.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the change leaves this field alone.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The field after the change.
    pub fn apply(self, current: Option<T>) -> Option<T> {
        match self {
            Self::Absent => current,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// `None` when absent, else what the field becomes.
    pub fn into_option(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// `None` when absent, else what the field becomes, borrowed.
    pub const fn as_option(&self) -> Option<Option<&T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|value| value.map_or(Self::Null, Self::Value))
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}

impl<T: utoipa::PartialSchema> utoipa::PartialSchema for Patch<T> {
    fn schema() -> RefOr<Schema> {
        let null = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Null));
        OneOfBuilder::new().item(T::schema()).item(null).into()
    }
}

impl<T: utoipa::ToSchema> utoipa::ToSchema for Patch<T> {
    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Change {
        #[serde(default)]
        due: Patch<u8>,
    }

    #[test]
    fn absent_null_and_value_are_three_things() {
        let read = |text| serde_json::from_str::<Change>(text).unwrap().due;
        assert_eq!(read("{}"), Patch::Absent);
        assert_eq!(read(r#"{"due":null}"#), Patch::Null);
        assert_eq!(read(r#"{"due":4}"#), Patch::Value(4));
        assert_eq!(read("{}").apply(Some(1)), Some(1));
        assert_eq!(read(r#"{"due":null}"#).apply(Some(1)), None);
    }
}
