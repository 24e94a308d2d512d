use std::io::Write;

use crate::exit::{Exit, Stop};

/// Prints the description of the API, as `/api/openapi.json` answers it.
pub fn run() -> Result<Exit, Stop> {
    let text = backend::openapi().to_pretty_json()?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(Exit::Done)
}
