use backend::identity::console;
use serde_json::json;

use super::database::with_app;
use crate::{
    cli::Tokens,
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, table},
};

/// Makes, lists and revokes API tokens.
pub fn run(settings: &Settings, output: Output, what: Tokens) -> Result<Exit, Stop> {
    match what {
        Tokens::Create { email, name } => {
            let made =
                with_app(settings, async |app| Ok(console::create_token_for(&app, &email, &name).await?))?;
            output.answer(&made, || made.token.clone())?;
        }
        Tokens::List { email } => {
            let tokens = with_app(settings, async |app| Ok(console::list_tokens_of(&app, &email).await?))?;
            output.answer(&json!({ "items": tokens }), || {
                let row = |token: &contract::identity::ApiToken| {
                    let state = if token.revoked_at.is_some() { "revoked" } else { "" };
                    let used =
                        token.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
                    vec![
                        token.id.to_string(),
                        token.name.clone(),
                        format!("…{}", token.last_four),
                        used,
                        state.to_owned(),
                    ]
                };
                table(&tokens.iter().map(row).collect::<Vec<_>>())
            })?;
        }
        Tokens::Revoke { email, id } => {
            with_app(settings, async |app| Ok(console::revoke_token_of(&app, &email, id).await?))?;
            output.answer(&json!({"revoked": id}), || "The token works no more.".to_owned())?;
        }
    }
    Ok(Exit::Done)
}
