use serde_json::{Map, json};

use crate::{
    config::{Source, Values},
    exit::{Exit, Stop},
    output::{Output, table},
};

/// Shows every setting; of a secret only whether it is there.
pub fn show(values: &Values, output: Output, sources: bool) -> Result<Exit, Stop> {
    let mut map = Map::new();
    for value in values.iter() {
        let shown = if value.text.is_empty() { json!(null) } else { json!(value.shown()) };
        let entry = if sources { json!({"value": shown, "source": value.source}) } else { shown };
        map.insert(value.setting.name.to_owned(), entry);
    }
    output.answer(&map, || {
        let row = |value: &crate::config::Value| {
            let mut row = vec![value.setting.name.to_owned(), value.shown().to_owned()];
            if sources {
                row.push(
                    match value.source {
                        Source::Default => "default",
                        Source::Environment => "environment",
                        Source::CommandLine => "command line",
                    }
                    .to_owned(),
                );
            }
            row
        };
        table(&values.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(Exit::Done)
}
