use std::collections::HashSet;

use axum::extract::State;
use contract::{
    permissions::Scope,
    search::{SearchHit, SearchQuery},
};
use kernel::{Page, Problem};
use web::{Answer, Query, Reply, SignedIn};

use super::{KINDS, store, words};
use crate::App;

/// How many records of a kind are compared: those that begin like the search, and the newest that have its words.
const CANDIDATES: i64 = 200;

/// Search everything that the caller may see, by words or by code. Codes and numbers come first.
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "search", params(SearchQuery),
    responses((status = 200, body = Page<SearchHit>)))]
pub(super) async fn search(
    caller: SignedIn,
    State(app): State<App>,
    Query(asked): Query<SearchQuery>,
) -> Reply {
    if asked.q.chars().count() > 200 {
        return Err(Problem::field("q", "must have at most 200 characters").into());
    }
    if let Some(unknown) = asked.kind.0.iter().find(|kind| !KINDS.iter().any(|(name, _)| name == kind)) {
        let names = KINDS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        return Err(Problem::field("kind", format!("must be of {names}; {unknown} is none of them")).into());
    }
    let query = words::Query::new(&asked.q);
    let kinds: Vec<_> = KINDS
        .iter()
        .filter(|(name, _)| asked.kind.is_empty() || asked.kind.0.iter().any(|kind| kind == name))
        .filter_map(|(name, permission)| {
            let creator = match caller.scope(*permission)? {
                Scope::All => None,
                Scope::Own | Scope::Team | Scope::Site => Some(caller.user),
            };
            Some((*name, creator))
        })
        .collect();
    let limit = asked.limit;
    let items = app
        .read(&caller, move |tenant| {
            if query.words.is_empty() {
                return Ok(Vec::new());
            }
            let (mut found, mut seen) = (Vec::new(), HashSet::new());
            for (kind, creator) in &kinds {
                let by_code = store::by_code(tenant, kind, *creator, &query, CANDIDATES)?;
                let by_title = store::by_title(tenant, kind, *creator, &query, CANDIDATES)?;
                let by_words = store::by_words(tenant, kind, *creator, &query, CANDIDATES)?;
                let all = by_code.into_iter().chain(by_title).chain(by_words);
                found.extend(all.filter(|found| seen.insert(found.number)));
            }
            Ok::<_, Problem>(rank(&query, found, limit.rows()))
        })
        .await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// The best matches first; among equals the newest.
fn rank(query: &words::Query, found: Vec<store::Candidate>, limit: usize) -> Vec<SearchHit> {
    let mut scored: Vec<_> = found
        .into_iter()
        .map(|found| {
            (words::score(query, found.code.as_deref(), &found.title, found.archived), found.number, found)
        })
        .collect();
    scored.sort_unstable_by_key(|(score, number, _)| std::cmp::Reverse((*score, *number)));
    scored
        .into_iter()
        .take(limit)
        .map(|(_, _, found)| SearchHit {
            snippet: words::snippet(query, &found.title, &found.body),
            entity: found.entity,
            id: found.id,
            code: found.code,
            title: found.title,
            context: found.context,
            archived: found.archived,
        })
        .collect()
}
