//! Who works at the plant.

use contract::{
    identity::{DemoAccount, NewUser},
    permissions::BuiltInRole,
};
use jiff::SignedDuration;
use kernel::{Problem, UserId};

use crate::{change::Change, identity};

/// The same for all; it is shown on the sign-in page.
pub(super) const PASSWORD: &str = "riverside-demo";

/// First name for the script, name, e-mail address, role, what colleagues say.
const PEOPLE: [(&str, &str, &str, BuiltInRole, &[&str]); 8] = [
    ("maria", "Maria Okafor", "maria.okafor@riverside.example", BuiltInRole::Technician, &["Maria", "MO"]),
    ("jonas", "Jonas Weber", "jonas.weber@riverside.example", BuiltInRole::Administrator, &["Jonas"]),
    ("anna", "Anna Rossi", "anna.rossi@riverside.example", BuiltInRole::Planner, &["Anna"]),
    ("helena", "Helena Marsh", "helena.marsh@riverside.example", BuiltInRole::Manager, &["Helena"]),
    ("tom", "Tom Becker", "tom.becker@riverside.example", BuiltInRole::Technician, &["Tom", "TB"]),
    ("priya", "Priya Nair", "priya.nair@riverside.example", BuiltInRole::Technician, &["Priya", "PN"]),
    ("elif", "Elif Demir", "elif.demir@riverside.example", BuiltInRole::Requester, &["Elif"]),
    ("samuel", "Samuel Ortiz", "samuel.ortiz@riverside.example", BuiltInRole::Viewer, &["Sam"]),
];

/// Who may sign in to the demonstration plant.
pub fn accounts() -> Vec<DemoAccount> {
    PEOPLE
        .iter()
        .map(|(_, name, email, role, _)| DemoAccount {
            name: (*name).to_owned(),
            role: *role,
            email: (*email).to_owned(),
            password: PASSWORD.to_owned(),
        })
        .collect()
}

/// Someone who takes part in the story.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub key: &'static str,
    pub id: UserId,
    pub name: &'static str,
    /// An API token for the time of the story; it ends with it.
    pub token: String,
}

/// Adds everyone.
pub(super) fn insert(change: &mut Change<'_, '_>, password_hash: &str) -> Result<Vec<Person>, Problem> {
    let end = change
        .now()
        .checked_add(SignedDuration::from_hours((super::DAYS + 1) * 24))
        .map_err(Problem::internal)?;
    let mut people = Vec::new();
    for (key, name, email, role, aliases) in PEOPLE {
        let new = NewUser {
            id: None,
            email: email.to_owned(),
            name: name.to_owned(),
            aliases: aliases.iter().map(ToString::to_string).collect(),
            role: role.name().to_owned(),
            password: None,
            team_ids: Vec::new(),
            site_ids: Vec::new(),
            language: None,
        };
        let user = identity::insert_user(change, &new, Some(password_hash.to_owned()))?;
        let token = identity::create_token(change, user.id, "Story of the demonstration", None, Some(end))?;
        people.push(Person { key, id: user.id, name, token: token.token });
    }
    Ok(people)
}

/// Someone by the first name that the script uses.
pub(super) fn find<'a>(people: &'a [Person], key: &str) -> Result<&'a Person, Problem> {
    people
        .iter()
        .find(|person| person.key == key)
        .ok_or_else(|| Problem::internal(format!("nobody is called {key} in the demonstration")))
}
