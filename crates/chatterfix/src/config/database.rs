//! Which database, from `DATABASE_TYPE`, `DATABASE_URL` and the `PG…` variables.

use std::path::Path;

use store::Target;

use super::{Source, Values};
use crate::exit::Stop;

/// Name of the SQLite file in the data folder.
pub const FILE: &str = "cmms.db";

/// The database. An address without a type says the type itself.
pub fn target(values: &Values, data_dir: &Path) -> Result<Target, Stop> {
    let url = values.text("DATABASE_URL");
    let is_postgres_url = url.starts_with("postgres://") || url.starts_with("postgresql://");
    if !url.is_empty() && !is_postgres_url {
        let rule = "must look like postgres://user:password@host:5432/database; SQLite needs only DATA_DIR";
        return Err(values.wrong("DATABASE_URL", rule));
    }
    match values.text("DATABASE_TYPE") {
        "sqlite" if is_postgres_url && values.source("DATABASE_TYPE") != Source::Default => {
            Err(values.wrong("DATABASE_TYPE", "contradicts DATABASE_URL, which names PostgreSQL"))
        }
        "" | "postgresql" | "postgres" if is_postgres_url => postgres(values, url.to_owned(), "DATABASE_URL"),
        "" | "sqlite" => Ok(Target::Sqlite { path: data_dir.join(FILE) }),
        "postgresql" | "postgres" => postgres(values, from_parts(values)?, "PGHOST"),
        _ => Err(values.wrong("DATABASE_TYPE", "must be sqlite or postgresql")),
    }
}

/// PostgreSQL at an address that can be one; what is wrong with it is said of this setting.
fn postgres(values: &Values, url: String, name: &'static str) -> Result<Target, Stop> {
    let target = Target::Postgres { url };
    match target.check() {
        Ok(()) => Ok(target),
        Err(text) => {
            let of_encryption = values.source("PGSSLMODE") != Source::Default && text.contains("sslmode");
            let name = if of_encryption { "PGSSLMODE" } else { name };
            Err(values.wrong(name, &format!("can't be used: {text}")))
        }
    }
}

fn from_parts(values: &Values) -> Result<String, Stop> {
    let port: u16 = values
        .text("PGPORT")
        .parse()
        .ok()
        .filter(|port| *port > 0)
        .ok_or_else(|| values.wrong("PGPORT", "must be a number from 1 to 65535"))?;
    let user = escape(values.text("PGUSER"));
    let password = match values.text("PGPASSWORD") {
        "" => String::new(),
        password => format!(":{}", escape(password)),
    };
    let (host, database) = (values.text("PGHOST"), escape(values.text("PGDATABASE")));
    let mut parameters = Vec::new();
    let place = if host.starts_with('/') {
        parameters.push(format!("host={}&port={port}", escape(host)));
        String::new()
    } else if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    };
    if !values.text("PGSSLMODE").is_empty() {
        parameters.push(format!("sslmode={}", escape(values.text("PGSSLMODE"))));
    }
    let parameters = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    Ok(format!("postgres://{user}{password}@{place}/{database}{parameters}"))
}

/// Percent-encodes everything that may mean something in an address.
fn escape(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Flags;

    fn with(environment: &[(&str, &str)]) -> Result<Target, Stop> {
        let find = |name: &str| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        target(&Values::collect(find, &Flags::default()), Path::new("data"))
    }

    fn url(environment: &[(&str, &str)]) -> String {
        match with(environment).unwrap() {
            Target::Postgres { url } => url,
            Target::Sqlite { path } => panic!("{}", path.display()),
        }
    }

    #[test]
    fn parts_become_an_address_whatever_is_in_them() {
        let postgres = ("DATABASE_TYPE", "postgresql");
        assert_eq!(url(&[postgres]), "postgres://chatterfix@127.0.0.1:5432/chatterfix");
        assert_eq!(
            url(&[
                postgres,
                ("PGHOST", "db"),
                ("PGPORT", "6432"),
                ("PGUSER", "ada"),
                ("PGPASSWORD", "p@ss:/w"),
                ("PGDATABASE", "plant")
            ]),
            "postgres://ada:p%40ss%3A%2Fw@db:6432/plant"
        );
        assert_eq!(
            url(&[postgres, ("PGHOST", "/run/postgresql"), ("PGSSLMODE", "disable")]),
            "postgres://chatterfix@/chatterfix?host=%2Frun%2Fpostgresql&port=5432&sslmode=disable"
        );
    }

    #[test]
    fn an_address_says_its_type_and_a_contradiction_is_refused() {
        assert_eq!(url(&[("DATABASE_URL", "postgres://h/d")]), "postgres://h/d");
        assert!(with(&[("DATABASE_URL", "postgres://h/d"), ("DATABASE_TYPE", "sqlite")]).is_err());
        assert!(matches!(with(&[]).unwrap(), Target::Sqlite { path } if path.ends_with("data/cmms.db")));
    }
}
