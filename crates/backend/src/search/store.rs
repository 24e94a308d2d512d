//! Table `search_documents`, and `search_index` on SQLite.

use kernel::{Problem, UserId};
use store::{Engine, Row, ToValue};
use uuid::Uuid;

use super::{Entry, words};
use crate::tenant::Tenant;

/// A record that may match, as far as the engine can tell.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub number: i64,
    pub entity: String,
    pub id: Uuid,
    pub code: Option<String>,
    pub title: String,
    pub context: Option<String>,
    pub body: String,
    pub archived: bool,
}

fn candidate(row: &Row<'_>) -> Result<Candidate, Problem> {
    Ok(Candidate {
        number: row.get(0)?,
        entity: row.get(1)?,
        id: row.get(2)?,
        code: row.get(3)?,
        title: row.get(4)?,
        context: row.get(5)?,
        body: row.get(6)?,
        archived: row.get(7)?,
    })
}

/// A word that all records of one kind in one organisation have, and no text.
fn scope(tenant: &Tenant<'_, '_>, entity: &str) -> String {
    let entity: String = entity.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{}{entity}", tenant.organization().uuid().simple())
}

pub(super) fn save(tenant: &mut Tenant<'_, '_>, entries: &[Entry<'_>]) -> Result<(), Problem> {
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let body = words::body(entry.text);
        let searched = [entry.context.unwrap_or_default(), &body].join(" ");
        let terms = words::terms(&scope(tenant, entry.entity), entry.code, entry.title, &searched);
        // Titles of orders repeat: of those the newest are wanted, not the first in the alphabet.
        let title_key = (entry.entity != "work_order").then(|| words::words(entry.title).join(" "));
        rows.push([
            entry.entity.to_value(),
            entry.id.to_value(),
            entry.code.to_value(),
            entry.code.map(words::compact).to_value(),
            entry.code.and_then(words::number).to_value(),
            entry.title.to_value(),
            title_key.to_value(),
            entry.context.to_value(),
            body.to_value(),
            terms.to_value(),
            entry.created_by.to_value(),
            entry.archived.to_value(),
        ]);
    }
    tenant.insert_rows(
        "INSERT INTO search_documents (organization_id, entity, id, code, code_key, code_number, title, title_key, \
         context, body, terms, created_by, archived) VALUES (?",
        rows,
        " ON CONFLICT (organization_id, entity, id) DO UPDATE SET code = excluded.code, \
         code_key = excluded.code_key, code_number = excluded.code_number, title = excluded.title, \
         title_key = excluded.title_key, context = excluded.context, body = excluded.body, terms = excluded.terms, \
         created_by = excluded.created_by, archived = excluded.archived",
    )?;
    Ok(())
}

pub(super) fn remove(tenant: &mut Tenant<'_, '_>, entity: &str, id: Uuid) -> Result<(), Problem> {
    let sql = tenant
        .sql("DELETE FROM search_documents WHERE organization_id = ? AND entity = ? AND id = ?")
        .bind(entity)
        .bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

/// Greater than every character of a key: what stands below it begins with what was typed.
const END: char = '\u{10ffff}';

/// Records of one kind whose code begins like this one, or has this number.
pub(super) fn by_code(
    tenant: &mut Tenant<'_, '_>,
    entity: &str,
    creator: Option<UserId>,
    query: &words::Query,
    limit: i64,
) -> Result<Vec<Candidate>, Problem> {
    let mut sql = tenant.sql(
        "SELECT d.number, d.entity, d.id, d.code, d.title, d.context, d.body, d.archived FROM search_documents d \
         WHERE d.organization_id = ?",
    );
    sql.push(" AND d.entity = ").push_bind(entity);
    if let Some(creator) = creator {
        sql.push(" AND d.created_by = ").push_bind(creator);
    }
    if let Some(number) = &query.number {
        sql.push(" AND d.code_number = ").push_bind(number).push(" ORDER BY d.number DESC");
    } else {
        sql.push(" AND d.code_key >= ").push_bind(&query.compact);
        sql.push(" AND d.code_key < ").push_bind(format!("{}{END}", query.compact));
        sql.push(" ORDER BY d.code_key");
    }
    sql.push(" LIMIT ").push_bind(limit);
    tenant.query(&sql, candidate)
}

/// Records of one kind whose title begins like this, however many newer ones have the words somewhere.
pub(super) fn by_title(
    tenant: &mut Tenant<'_, '_>,
    entity: &str,
    creator: Option<UserId>,
    query: &words::Query,
    limit: i64,
) -> Result<Vec<Candidate>, Problem> {
    let title = query.words.join(" ");
    let mut sql = tenant.sql(
        "SELECT d.number, d.entity, d.id, d.code, d.title, d.context, d.body, d.archived FROM search_documents d \
         WHERE d.organization_id = ?",
    );
    sql.push(" AND d.entity = ").push_bind(entity);
    if let Some(creator) = creator {
        sql.push(" AND d.created_by = ").push_bind(creator);
    }
    sql.push(" AND d.title_key >= ").push_bind(&title);
    sql.push(" AND d.title_key < ").push_bind(format!("{title}{END}"));
    sql.push(" ORDER BY d.title_key LIMIT ").push_bind(limit);
    tenant.query(&sql, candidate)
}

/// The newest records of one kind in which every word begins a word.
pub(super) fn by_words(
    tenant: &mut Tenant<'_, '_>,
    entity: &str,
    creator: Option<UserId>,
    query: &words::Query,
    limit: i64,
) -> Result<Vec<Candidate>, Problem> {
    let scope = scope(tenant, entity);
    let mut sql = match tenant.engine() {
        Engine::Sqlite => {
            let mut found = format!("\"{scope}\"");
            for word in &query.words {
                found.push_str(" AND \"");
                found.push_str(word);
                found.push_str("\" *");
            }
            // CROSS JOIN keeps SQLite from walking all documents and asking the index about each.
            let mut sql = tenant.sql(
                "SELECT d.number, d.entity, d.id, d.code, d.title, d.context, d.body, d.archived \
                 FROM search_index CROSS JOIN search_documents d ON d.number = search_index.rowid \
                 WHERE d.organization_id = ? AND search_index MATCH ",
            );
            sql.push_bind(found);
            sql
        }
        Engine::Postgres => {
            let mut found = format!("'{scope}'");
            for word in &query.words {
                found.push_str(" & '");
                found.push_str(word);
                found.push_str("':*");
            }
            let mut sql = tenant.sql(
                "SELECT d.number, d.entity, d.id, d.code, d.title, d.context, d.body, d.archived FROM search_documents d \
                 WHERE d.organization_id = ? AND CAST(d.terms AS tsvector) @@ CAST(CAST(",
            );
            sql.push_bind(found).push(" AS text) AS tsquery)");
            sql
        }
    };
    if let Some(creator) = creator {
        sql.push(" AND d.created_by = ").push_bind(creator);
    }
    sql.push(match tenant.engine() {
        Engine::Sqlite => " ORDER BY search_index.rowid DESC LIMIT ",
        Engine::Postgres => " ORDER BY d.number DESC LIMIT ",
    });
    sql.push_bind(limit);
    tenant.query(&sql, candidate)
}
