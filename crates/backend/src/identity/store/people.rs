//! Tables `users`, `teams`, `team_members` and `site_members`.

use std::collections::HashMap;

use contract::identity::{Team, User, UserFilter};
use kernel::{Cursor, Limit, Page, Problem, RoleId, SiteId, TeamId, UserId};
use store::Row;

use crate::{
    check::{self, Check},
    tenant::{Tenant, strings},
};

/// Most people, teams or sites that one record may name.
const MOST_NAMED: usize = 500;

const USER: &str = "SELECT u.id, u.email, u.name, u.aliases, r.name, u.role_id, u.language, u.active, u.version, \
                    u.created_at, u.updated_at FROM users u \
                    JOIN roles r ON r.organization_id = u.organization_id AND r.id = u.role_id \
                    WHERE u.organization_id = ?";

fn user(row: &Row<'_>) -> Result<User, Problem> {
    Ok(User {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        aliases: strings(row.get(3)?)?,
        role: row.get(4)?,
        role_id: row.get::<RoleId>(5)?,
        team_ids: Vec::new(),
        site_ids: Vec::new(),
        language: row.get(6)?,
        active: row.get(7)?,
        version: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
    })
}

fn add_memberships(tenant: &mut Tenant<'_, '_>, users: &mut [User]) -> Result<(), Problem> {
    if users.is_empty() {
        return Ok(());
    }
    let places: HashMap<UserId, usize> = users.iter().enumerate().map(|(at, user)| (user.id, at)).collect();
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let mut teams =
        tenant.sql("SELECT user_id, team_id FROM team_members WHERE organization_id = ? AND user_id IN ");
    teams.push_list(ids.iter().copied()).push(" ORDER BY team_id");
    for (id, team) in
        tenant.query(&teams, |row| Ok::<_, Problem>((row.get::<UserId>(0)?, row.get::<TeamId>(1)?)))?
    {
        if let Some(user) = places.get(&id).and_then(|at| users.get_mut(*at)) {
            user.team_ids.push(team);
        }
    }
    let mut sites =
        tenant.sql("SELECT user_id, site_id FROM site_members WHERE organization_id = ? AND user_id IN ");
    sites.push_list(ids).push(" ORDER BY site_id");
    for (id, site) in
        tenant.query(&sites, |row| Ok::<_, Problem>((row.get::<UserId>(0)?, row.get::<SiteId>(1)?)))?
    {
        if let Some(user) = places.get(&id).and_then(|at| users.get_mut(*at)) {
            user.site_ids.push(site);
        }
    }
    Ok(())
}

pub(crate) fn find_user(tenant: &mut Tenant<'_, '_>, id: UserId) -> Result<User, Problem> {
    let mut sql = tenant.sql(USER);
    sql.push(" AND u.id = ").push_bind(id);
    let mut users = tenant.query(&sql, user)?;
    add_memberships(tenant, &mut users)?;
    users.pop().ok_or_else(|| Problem::not_found("This user"))
}

/// Finds a person by their address, for the tests that go in by it.
#[cfg(test)]
pub(crate) fn user_by_email(tenant: &mut Tenant<'_, '_>, email: &str) -> Result<Option<User>, Problem> {
    let mut sql = tenant.sql(USER);
    sql.push(" AND u.email_key = ").push_bind(check::key(email));
    let mut users = tenant.query(&sql, user)?;
    add_memberships(tenant, &mut users)?;
    Ok(users.pop())
}

pub(crate) fn list_users(tenant: &mut Tenant<'_, '_>, filter: &UserFilter) -> Result<Page<User>, Problem> {
    let mut sql = tenant.sql(USER);
    if let Some(active) = filter.active {
        sql.push(" AND u.active = ").push_bind(active);
    }
    if let Some(team) = filter.team_id {
        sql.push(
            " AND EXISTS (SELECT 1 FROM team_members m WHERE m.organization_id = u.organization_id \
             AND m.user_id = u.id AND m.team_id = ",
        );
        sql.push_bind(team).push(")");
    }
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let part = format!("%{}%", q.trim().to_lowercase().replace(['%', '_'], ""));
        sql.push(" AND (lower(u.name) LIKE ").push_bind(&part);
        sql.push(" OR u.email_key LIKE ").push_bind(&part);
        sql.push(" OR lower(CAST(u.aliases AS text)) LIKE ").push_bind(&part).push(")");
    }
    let key: fn(&User) -> String = match filter.sort.as_deref() {
        None | Some("name") => {
            if let Some(cursor) = &filter.cursor {
                let (name, id): (String, UserId) = Cursor::read(cursor)?;
                sql.push(" AND (u.name, u.id) > (").push_bind(name).push(", ").push_bind(id).push(")");
            }
            sql.push(" ORDER BY u.name, u.id");
            |user| Cursor::write(&(&user.name, user.id))
        }
        Some("-name") => {
            if let Some(cursor) = &filter.cursor {
                let (name, id): (String, UserId) = Cursor::read(cursor)?;
                sql.push(" AND (u.name, u.id) < (").push_bind(name).push(", ").push_bind(id).push(")");
            }
            sql.push(" ORDER BY u.name DESC, u.id DESC");
            |user| Cursor::write(&(&user.name, user.id))
        }
        Some("created_at") => {
            if let Some(cursor) = &filter.cursor {
                sql.push(" AND u.id > ").push_bind(Cursor::read::<UserId>(cursor)?);
            }
            sql.push(" ORDER BY u.id");
            |user| Cursor::write(&user.id)
        }
        Some("-created_at") => {
            if let Some(cursor) = &filter.cursor {
                sql.push(" AND u.id < ").push_bind(Cursor::read::<UserId>(cursor)?);
            }
            sql.push(" ORDER BY u.id DESC");
            |user| Cursor::write(&user.id)
        }
        Some(_) => return Err(Problem::field("sort", "must be name, -name, created_at or -created_at")),
    };
    sql.push(" LIMIT ").push_bind(filter.limit.one_more());
    let mut users = tenant.query(&sql, user)?;
    add_memberships(tenant, &mut users)?;
    Ok(Page::cut(users, filter.limit, key))
}

pub(crate) fn insert_user(
    tenant: &mut Tenant<'_, '_>,
    new: &User,
    email_key: &str,
    password_hash: Option<String>,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO users (organization_id, id, email, email_key, name, aliases, role_id, language, \
              password_hash, active, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id)
        .bind(&new.email)
        .bind(email_key)
        .bind(&new.name)
        .bind(serde_json::json!(new.aliases))
        .bind(new.role_id)
        .bind(new.language.as_deref())
        .bind(password_hash)
        .bind(new.active)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_user(tenant: &mut Tenant<'_, '_>, new: &User, email_key: &str) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE users SET email = ?, email_key = ?, name = ?, aliases = ?, role_id = ?, language = ?, active = ?, \
              version = ?, updated_at = ? WHERE organization_id = ? AND id = ?")
        .bind(&new.email)
        .bind(email_key)
        .bind(&new.name)
        .bind(serde_json::json!(new.aliases))
        .bind(new.role_id)
        .bind(new.language.as_deref())
        .bind(new.active)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn password_hash(tenant: &mut Tenant<'_, '_>, id: UserId) -> Result<Option<String>, Problem> {
    let sql = tenant.sql("SELECT password_hash FROM users WHERE organization_id = ? AND id = ?").bind(id);
    tenant.query_one(&sql, |row| Ok(row.get(0)?))
}

pub(crate) fn set_password(tenant: &mut Tenant<'_, '_>, id: UserId, hash: &str) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE users SET password_hash = ? WHERE organization_id = ? AND id = ?")
        .bind(hash)
        .bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn active_administrators(tenant: &mut Tenant<'_, '_>) -> Result<i64, Problem> {
    let sql = tenant
        .sql("SELECT count(*) FROM users u JOIN roles r ON r.organization_id = u.organization_id AND r.id = u.role_id \
              WHERE u.organization_id = ? AND u.active = ? AND r.built_in = ?")
        .bind(true)
        .bind("administrator");
    tenant.query_one(&sql, |row| Ok(row.get(0)?))
}

/// Notes teams and sites that do not exist.
pub(crate) fn check_memberships(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    teams: &[TeamId],
    sites: &[SiteId],
) -> Result<(), Problem> {
    if !check.at_most("team_ids", teams.len(), MOST_NAMED)
        || !check.at_most("site_ids", sites.len(), MOST_NAMED)
    {
        return Ok(());
    }
    for (index, id) in teams.iter().enumerate() {
        let sql = tenant.sql("SELECT 1 FROM teams WHERE organization_id = ? AND id = ?").bind(*id);
        if tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_none() {
            check.wrong(format!("team_ids[{index}]"), "is not a team of this organisation");
        }
    }
    for (index, id) in sites.iter().enumerate() {
        let sql = tenant.sql("SELECT 1 FROM sites WHERE organization_id = ? AND id = ?").bind(*id);
        if tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_none() {
            check.wrong(format!("site_ids[{index}]"), "is not a site of this organisation");
        }
    }
    Ok(())
}

/// Makes the tables say what the user says.
pub(crate) fn replace_memberships(tenant: &mut Tenant<'_, '_>, user: &User) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM team_members WHERE organization_id = ? AND user_id = ?").bind(user.id);
    tenant.execute(&sql)?;
    for team in &user.team_ids {
        add_member(tenant, *team, user.id)?;
    }
    let sql = tenant.sql("DELETE FROM site_members WHERE organization_id = ? AND user_id = ?").bind(user.id);
    tenant.execute(&sql)?;
    for site in &user.site_ids {
        let sql = tenant
            .sql("INSERT INTO site_members (organization_id, site_id, user_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(*site)
            .bind(user.id);
        tenant.execute(&sql)?;
    }
    Ok(())
}

fn add_member(tenant: &mut Tenant<'_, '_>, team: TeamId, user: UserId) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO team_members (organization_id, team_id, user_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(team)
        .bind(user);
    tenant.execute(&sql)?;
    Ok(())
}

const TEAM: &str = "SELECT t.id, t.name, t.aliases, t.version, t.created_at, t.updated_at FROM teams t \
                    WHERE t.organization_id = ?";

fn team(row: &Row<'_>) -> Result<Team, Problem> {
    Ok(Team {
        id: row.get(0)?,
        name: row.get(1)?,
        aliases: strings(row.get(2)?)?,
        member_ids: Vec::new(),
        version: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
    })
}

fn add_members(tenant: &mut Tenant<'_, '_>, teams: &mut [Team]) -> Result<(), Problem> {
    if teams.is_empty() {
        return Ok(());
    }
    let mut sql =
        tenant.sql("SELECT team_id, user_id FROM team_members WHERE organization_id = ? AND team_id IN ");
    sql.push_list(teams.iter().map(|team| team.id)).push(" ORDER BY user_id");
    for (id, user) in
        tenant.query(&sql, |row| Ok::<_, Problem>((row.get::<TeamId>(0)?, row.get::<UserId>(1)?)))?
    {
        if let Some(team) = teams.iter_mut().find(|team| team.id == id) {
            team.member_ids.push(user);
        }
    }
    Ok(())
}

pub(crate) fn find_team(tenant: &mut Tenant<'_, '_>, id: TeamId) -> Result<Team, Problem> {
    let mut sql = tenant.sql(TEAM);
    sql.push(" AND t.id = ").push_bind(id);
    let mut teams = tenant.query(&sql, team)?;
    add_members(tenant, &mut teams)?;
    teams.pop().ok_or_else(|| Problem::not_found("This team"))
}

pub(crate) fn list_teams(
    tenant: &mut Tenant<'_, '_>,
    limit: Limit,
    cursor: Option<&str>,
) -> Result<Page<Team>, Problem> {
    let mut sql = tenant.sql(TEAM);
    if let Some(cursor) = cursor {
        let (name, id): (String, TeamId) = Cursor::read(cursor)?;
        sql.push(" AND (t.name, t.id) > (").push_bind(name).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY t.name, t.id LIMIT ").push_bind(limit.one_more());
    let mut teams = tenant.query(&sql, team)?;
    add_members(tenant, &mut teams)?;
    Ok(Page::cut(teams, limit, |team| Cursor::write(&(&team.name, team.id))))
}

pub(crate) fn insert_team(tenant: &mut Tenant<'_, '_>, new: &Team) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO teams (organization_id, id, name, name_key, aliases, version, created_at, updated_at) \
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id)
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(serde_json::json!(new.aliases))
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    replace_members(tenant, new)
}

pub(crate) fn update_team(tenant: &mut Tenant<'_, '_>, new: &Team) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE teams SET name = ?, name_key = ?, aliases = ?, version = ?, updated_at = ? \
              WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(serde_json::json!(new.aliases))
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    replace_members(tenant, new)
}

fn replace_members(tenant: &mut Tenant<'_, '_>, team: &Team) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM team_members WHERE organization_id = ? AND team_id = ?").bind(team.id);
    tenant.execute(&sql)?;
    for user in &team.member_ids {
        add_member(tenant, team.id, *user)?;
    }
    Ok(())
}

/// Notes users that do not exist.
pub(crate) fn check_users(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    field: &str,
    users: &[UserId],
) -> Result<(), Problem> {
    if !check.at_most(field, users.len(), MOST_NAMED) {
        return Ok(());
    }
    for (index, id) in users.iter().enumerate() {
        let sql = tenant.sql("SELECT 1 FROM users WHERE organization_id = ? AND id = ?").bind(*id);
        if tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_none() {
            check.wrong(format!("{field}[{index}]"), "is not a user of this organisation");
        }
    }
    Ok(())
}
