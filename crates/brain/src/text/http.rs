//! The HTTP face: a register is sent once and kept for a while under an id made from what it holds; requests name it
//! or bring their own. What is kept is only a copy to save work: whoever finds it gone sends it again.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::{Router, extract::DefaultBodyLimit, extract::State, routing::post};
use contract::drafts::{Register, RegisterKept, UnderstandRequest};
use kernel::{Code, Problem};
use web::{Answer, Body, Reply};

use super::lexicon::Language;
use super::{Index, Request, dates, understand};

/// A register of fifty thousand machines with all their names.
const REGISTER_BYTES: usize = 64 * 1024 * 1024;
/// Registers that are kept.
const KEPT: usize = 8;
const TEXT: usize = 5_000;

type Kept = Arc<Mutex<VecDeque<(String, Arc<Index>)>>>;

/// Routes of the understanding of text.
pub fn router() -> Router {
    Router::new()
        .route("/api/brain/registers", post(keep_register))
        .route("/api/brain/drafts", post(understand_text))
        .layer(DefaultBodyLimit::max(REGISTER_BYTES))
        .with_state(Kept::default())
}

async fn keep_register(State(kept): State<Kept>, Body(register): Body<Register>) -> Reply {
    let register_id = id(&register)?;
    if find(&kept, &register_id).is_none() {
        let index = indexed(register).await?;
        let mut all = kept.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_front((register_id.clone(), index));
        all.truncate(KEPT);
    }
    Ok(Answer::ok(&RegisterKept { register_id })?)
}

async fn understand_text(State(kept): State<Kept>, Body(request): Body<UnderstandRequest>) -> Reply {
    let wrong = |field: &str, message: &str| Problem::field(field, message);
    if request.text.trim().is_empty() {
        return Err(wrong("text", "must not be empty").into());
    }
    if request.text.chars().count() > TEXT {
        return Err(wrong("text", "must have at most 5,000 characters").into());
    }
    let language = match &request.language {
        Some(code) => Some(
            Language::from_code(code)
                .ok_or_else(|| wrong("language", "must be one of: en, es, fr, de, pt"))?,
        ),
        None => None,
    };
    let now = dates::moment(&request.now, request.time_zone.as_deref())
        .map_err(|why| wrong(if why.contains("zone") { "time_zone" } else { "now" }, &why))?;
    let index = match (request.register, request.register_id) {
        (Some(register), _) => indexed(register).await?,
        (None, Some(id)) => find(&kept, &id).ok_or_else(|| {
            Problem::new(Code::NotFound, "This register is not kept here any more; send it again.")
        })?,
        (None, None) => return Err(wrong("register", "either register or register_id is needed").into()),
    };
    let draft = understand(&Request { text: &request.text, language, now: &now }, &index);
    Ok(Answer::ok(&draft)?)
}

/// Indexing a large register takes a moment, so it happens beside the threads that answer.
async fn indexed(register: Register) -> Result<Arc<Index>, Problem> {
    tokio::task::spawn_blocking(|| Arc::new(Index::new(register))).await.map_err(Problem::internal)
}

fn find(kept: &Kept, id: &str) -> Option<Arc<Index>> {
    let mut all = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let at = all.iter().position(|(known, _)| known == id)?;
    let found = all.remove(at)?;
    let index = Arc::clone(&found.1);
    all.push_front(found);
    Some(index)
}

/// A name made from what the register holds, so that the same register has the same name everywhere.
fn id(register: &Register) -> Result<String, Problem> {
    use sha2::{Digest, Sha256};
    let bytes = serde_json::to_vec(register).map_err(Problem::internal)?;
    let digest = Sha256::digest(&bytes);
    let mut name = String::with_capacity(32);
    for byte in digest.iter().take(16) {
        let _ = write!(name, "{byte:02x}");
    }
    Ok(name)
}
