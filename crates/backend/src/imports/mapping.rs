//! A mapping says which column fills which field and what the file's words mean. Some are shipped; a file whose headers
//! fit one is read by it without being told.

use std::{collections::BTreeMap, sync::LazyLock};

use contract::imports::ImportKind;
use kernel::{FieldError, Problem};
use serde::{Deserialize, Serialize};

use super::{dialect::header_key, fields};

/// How to read a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Mapping {
    /// Name, of those that are shipped.
    pub name: Option<String>,
    /// What it is for.
    pub kind: Option<ImportKind>,
    /// Header to field.
    pub columns: BTreeMap<String, String>,
    /// For a field: the file's word to ours.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Fields that are the same in every row.
    pub constants: BTreeMap<String, String>,
    /// How dates are written, as `strftime` says it.
    pub date_format: Option<String>,
    /// A field whose own word is kept as a tag.
    pub tag: Option<String>,
    /// A field in which quotation marks were mangled.
    pub repair_quotes: Option<String>,
    /// Makes assets that are named and not known.
    pub create_assets: Option<CreateAssets>,
}

/// How assets are made on the way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateAssets {
    /// Their name, with `{}` for what the file calls them.
    pub name: String,
}

static SHIPPED: LazyLock<Vec<Mapping>> = LazyLock::new(|| {
    [include_str!("mappings/excavators.json")]
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect()
});

impl Mapping {
    /// The mapping that was asked for, by name or as JSON, or the shipped one that fits the headers, or none.
    pub fn choose(kind: ImportKind, asked: Option<&str>, headers: &[Vec<String>]) -> Result<Self, Problem> {
        let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else {
            let fitting = SHIPPED.iter().find(|mapping| {
                mapping.kind == Some(kind)
                    && headers.iter().any(|line| {
                        let keys: Vec<String> = line.iter().map(|header| header_key(header)).collect();
                        mapping.columns.keys().all(|column| keys.contains(&header_key(column)))
                    })
            });
            return Ok(fitting.cloned().unwrap_or_default());
        };
        if asked.starts_with('{') {
            let mapping: Self = serde_json::from_str(asked)
                .map_err(|error| Problem::field("map", format!("is not a mapping: {error}")))?;
            return mapping.checked(kind);
        }
        SHIPPED
            .iter()
            .find(|mapping| mapping.name.as_deref() == Some(asked) && mapping.kind == Some(kind))
            .cloned()
            .ok_or_else(|| {
                let names: Vec<&str> = SHIPPED.iter().filter_map(|mapping| mapping.name.as_deref()).collect();
                Problem::field("map", format!("must be a mapping as JSON, or one of: {}", names.join(", ")))
            })
    }

    fn checked(self, kind: ImportKind) -> Result<Self, Problem> {
        let mut errors = Vec::new();
        let named = self
            .columns
            .values()
            .chain(self.values.keys())
            .chain(self.constants.keys())
            .chain(&self.tag)
            .chain(&self.repair_quotes);
        for field in named {
            if fields::by_name(kind, field).is_none() {
                let known = fields::names(kind).collect::<Vec<_>>().join(", ");
                errors.push(FieldError {
                    field: "map".to_owned(),
                    message: format!("{field} is not one of: {known}"),
                });
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(Problem::fields(errors)) }
    }

    /// The field that a column fills.
    pub fn field(&self, kind: ImportKind, header: &str) -> Option<(&'static str, usize)> {
        let key = header_key(header);
        let own = self.columns.iter().find(|(column, _)| header_key(column) == key);
        match own {
            Some((_, field)) => fields::by_name(kind, field).map(|field| (field, 0)),
            None if self.columns.is_empty() => fields::recognise(kind, header),
            None => None,
        }
    }

    /// What a word of the file means in a field: ours, or nothing where the mapping lists words and not this one.
    pub fn translate<'a>(&'a self, field: &str, word: &'a str) -> Result<&'a str, String> {
        match self.values.get(field) {
            None => Ok(word),
            Some(words) => words.get(word).map(String::as_str).ok_or_else(|| {
                format!("is none of: {}", words.keys().cloned().collect::<Vec<_>>().join(", "))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_mappings_are_whole_and_found_by_their_headers() {
        for mapping in SHIPPED.iter() {
            let kind = mapping.kind.expect("a kind");
            mapping.clone().checked(kind).unwrap();
        }
        let headers = vec![
            ["BscStartDate", "Asset", "OriginalShorttext", "PMType", "Cost", "Rule"]
                .map(String::from)
                .to_vec(),
        ];
        let found = Mapping::choose(ImportKind::WorkOrders, None, &headers).unwrap();
        assert_eq!(found.name.as_deref(), Some("excavators"));
        assert_eq!(found.translate("kind", "PM02"), Ok("preventive"));
        assert!(found.translate("kind", "t swing").is_err());
    }

    #[test]
    fn a_wrong_mapping_says_what_is_wrong() {
        let refused = |text| {
            Mapping::choose(ImportKind::Assets, Some(text), &[]).unwrap_err().errors[0].message.clone()
        };
        assert!(refused("{\"columns\": {\"A\": \"colour\"}}").contains("colour"));
        assert!(refused("{").contains("not a mapping"));
        assert!(refused("nonsense").contains("excavators"));
    }
}
