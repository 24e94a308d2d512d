//! Values of the attributes that an asset's class gives it. Pure.

use std::collections::BTreeMap;

use contract::assets::{AssetAttribute, AttributeKind};
use jiff::civil::Date;
use serde_json::Value;

use crate::check::{Check, key, turns_text};

/// Values after a change: those given replace or, as `null`, empty those before. Names and kinds are checked.
pub(super) fn merged(
    check: &mut Check,
    known: &[AssetAttribute],
    before: &BTreeMap<String, Value>,
    given: &BTreeMap<String, Value>,
) -> BTreeMap<String, Value> {
    let mut after = before.clone();
    for (name, value) in given {
        let Some(attribute) = known.iter().find(|attribute| key(&attribute.name) == key(name)) else {
            check.wrong(format!("attributes.{name}"), "is not an attribute of this class");
            continue;
        };
        if value.is_null() {
            after.remove(&attribute.name);
        } else if let Some(message) = wrong(attribute.kind, value) {
            check.wrong(format!("attributes.{name}"), message);
        } else {
            after.insert(attribute.name.clone(), value.clone());
        }
    }
    after
}

/// Only the values that another class knows too.
pub(super) fn kept(known: &[AssetAttribute], before: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    before
        .iter()
        .filter(|(name, value)| {
            known.iter().any(|one| one.name == **name && wrong(one.kind, value).is_none())
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn wrong(kind: AttributeKind, value: &Value) -> Option<&'static str> {
    let (fits, message) = match kind {
        AttributeKind::Text => {
            let line = |text: &str| {
                text.chars().count() <= 500 && !text.chars().any(|c| c.is_control() || turns_text(c))
            };
            (value.as_str().is_some_and(line), "must be one line of at most 500 characters")
        }
        AttributeKind::Number => (value.is_number(), "must be a number"),
        AttributeKind::Boolean => (value.is_boolean(), "must be true or false"),
        AttributeKind::Date => (
            value.as_str().is_some_and(|text| text.parse::<Date>().is_ok()),
            "must be a day, like 2026-11-23",
        ),
    };
    (!fits).then_some(message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known() -> Vec<AssetAttribute> {
        let one = |name: &str, kind| AssetAttribute { name: name.to_owned(), unit: None, kind };
        vec![
            one("rated power", AttributeKind::Number),
            one("seal", AttributeKind::Text),
            one("explosion proof", AttributeKind::Boolean),
            one("inspected", AttributeKind::Date),
        ]
    }

    fn values(value: Value) -> BTreeMap<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn values_are_set_kept_and_emptied_by_name() {
        let mut check = Check::default();
        let before = values(json!({"rated power": 11, "seal": "lip"}));
        let given = values(json!({"Rated Power": 15.5, "seal": null, "inspected": "2026-02-01"}));
        let after = merged(&mut check, &known(), &before, &given);
        assert_eq!(after, values(json!({"rated power": 15.5, "inspected": "2026-02-01"})));
        check.finish().unwrap();
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut check = Check::default();
        let given = values(
            json!({"rated power": "much", "colour": "red", "inspected": "2026-02-30", "seal": "a\nb"}),
        );
        merged(&mut check, &known(), &BTreeMap::new(), &given);
        let fields: Vec<_> =
            check.finish().unwrap_err().errors.into_iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            ["attributes.colour", "attributes.inspected", "attributes.rated power", "attributes.seal"]
        );
    }

    #[test]
    fn another_class_keeps_only_what_it_knows() {
        let before = values(json!({"rated power": 11, "seal": "lip", "bore": 3}));
        assert_eq!(kept(&known()[..1], &before), values(json!({"rated power": 11})));
    }
}
