use kernel::{OrganizationId, Problem};
use store::{Conn, Engine, Row, Sql, ToValue, Value};

/// Most rows of one `INSERT` on PostgreSQL, where a statement is a journey; beyond it the journey hardly matters, and
/// the number of values is limited. SQLite copies every page that a statement of several rows changes, but none that
/// a statement of one row does: there many small ones are quicker.
const ROWS: usize = 64;

/// The database as one organisation sees it. Slices reach their tables only through this, and a statement is
/// made only with the organisation as its first value, so none can reach another's rows.
pub struct Tenant<'a, 'c> {
    conn: &'a mut Conn<'c>,
    organization: OrganizationId,
}

/// A statement that is bound to an organisation.
#[derive(Clone, Debug)]
pub struct Statement {
    sql: Sql,
    /// The organisation, while values that stand before it are still to be bound.
    due: Option<(usize, OrganizationId)>,
}

impl<'a, 'c> Tenant<'a, 'c> {
    /// Only the places that have checked a caller make one.
    pub(crate) const fn new(conn: &'a mut Conn<'c>, organization: OrganizationId) -> Self {
        Self { conn, organization }
    }

    /// The organisation.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }

    /// Which engine runs the statements, for the few that differ.
    pub fn engine(&self) -> Engine {
        self.conn.engine()
    }

    /// Starts a statement that names the organisation: it holds `organization_id = ?`, or is an `INSERT` whose first
    /// column is `organization_id`. That `?` is bound here; the others are bound in their order.
    ///
    /// # Panics
    /// When it does not: a defect that the first test of the statement shows.
    pub fn sql(&self, text: &'static str) -> Statement {
        let Some(before) = values_before_organization(text) else {
            panic!("not bound to an organisation: {text}");
        };
        let mut statement = Statement { sql: Sql::new(text), due: Some((before, self.organization)) };
        statement.bind_organization_when_due();
        statement
    }

    /// All rows.
    pub fn query<T, E: From<store::Error>>(
        &mut self,
        sql: &Statement,
        map: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<Vec<T>, E> {
        self.conn.query(&sql.sql, map)
    }

    /// The row, if there is one.
    pub fn query_optional<T, E: From<store::Error>>(
        &mut self,
        sql: &Statement,
        map: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        self.conn.query_optional(&sql.sql, map)
    }

    /// The row; none is an error.
    pub fn query_one<T, E: From<store::Error>>(
        &mut self,
        sql: &Statement,
        map: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.conn.query_one(&sql.sql, map)
    }

    /// Row by row in constant memory.
    pub fn for_each<E: From<store::Error>>(
        &mut self,
        sql: &Statement,
        visit: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.conn.for_each(&sql.sql, visit)
    }

    /// Adds rows, in as few statements as is quick. `text` is an `INSERT` up to the first `?`, which holds the organisation; `end`
    /// stands after the last row.
    pub fn insert_rows<const N: usize>(
        &mut self,
        text: &'static str,
        rows: impl IntoIterator<Item = [Value; N]>,
        end: &'static str,
    ) -> Result<(), store::Error> {
        let most = match self.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => ROWS,
        };
        let rows: Vec<[Value; N]> = rows.into_iter().collect();
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        while left > 0 {
            // Few different numbers of rows, so that the engines know the statements already.
            let count = most.min(1 << left.ilog2());
            left -= count;
            let mut sql = self.sql(text);
            for (index, row) in rows.by_ref().take(count).enumerate() {
                if index > 0 {
                    sql.push("), (").push_bind(self.organization);
                }
                for value in row {
                    sql.push(", ").push_bind(value);
                }
            }
            sql.push(")").push(end);
            self.execute(&sql)?;
        }
        Ok(())
    }

    /// Runs a part that is undone when it fails, while the rest goes on.
    pub(crate) fn attempt<T, E: From<store::Error>>(
        &mut self,
        part: impl FnOnce(Tenant<'_, 'c>) -> Result<T, E>,
    ) -> Result<T, E> {
        let organization = self.organization;
        self.conn.savepoint(|conn| part(Tenant::new(conn, organization)))
    }

    /// To be called after very many rows were added, so that the engine goes on finding them quickly.
    pub fn count_rows_anew(&mut self) -> Result<(), store::Error> {
        self.conn.count_rows_anew()
    }

    /// Changes rows and says how many.
    pub fn execute(&mut self, sql: &Statement) -> Result<u64, store::Error> {
        self.conn.execute(&sql.sql)
    }
}

impl Statement {
    /// Binds the next `?`.
    #[must_use]
    pub fn bind(mut self, value: impl ToValue) -> Self {
        self.arg(value);
        self
    }

    /// Binds a `?` of text that was pushed.
    pub fn arg(&mut self, value: impl ToValue) -> &mut Self {
        self.sql.arg(value);
        if let Some((before, _)) = &mut self.due {
            *before -= 1;
        }
        self.bind_organization_when_due();
        self
    }

    /// Appends text.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.sql.push(text);
        self
    }

    /// Appends a `?` with its value.
    pub fn push_bind(&mut self, value: impl ToValue) -> &mut Self {
        debug_assert!(self.due.is_none(), "a value of the first text is not bound yet");
        self.sql.push_bind(value);
        self
    }

    /// Appends `(?, ?, …)` with its values.
    pub fn push_list<T: ToValue>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self {
        self.sql.push_list(values);
        self
    }

    fn bind_organization_when_due(&mut self) {
        if let Some((0, organization)) = self.due {
            self.sql.arg(organization);
            self.due = None;
        }
    }
}

/// A JSON column that holds a list of texts.
pub(crate) fn strings(value: serde_json::Value) -> Result<Vec<String>, Problem> {
    serde_json::from_value(value).map_err(Problem::internal)
}

/// How many `?` stand before the one that holds the organisation.
fn values_before_organization(text: &str) -> Option<usize> {
    let at = if text.trim_start().starts_with("INSERT INTO ") {
        let columns = text.find('(')?;
        text[columns + 1..].trim_start().starts_with("organization_id").then_some(())?;
        text.find('?')?
    } else {
        let own = if text.contains("organizations") { text.find("WHERE id = ?") } else { None };
        let named = text.find("organization_id = ?");
        named.map(|at| at + "organization_id = ".len()).or(own.map(|at| at + "WHERE id = ".len()))?
    };
    Some(text[..at].matches('?').count())
}

#[cfg(test)]
mod tests {
    use super::values_before_organization as before;

    #[test]
    fn a_statement_without_the_organization_is_noticed() {
        assert_eq!(before("SELECT 1 FROM sites s WHERE s.organization_id = ? AND s.id = ?"), Some(0));
        assert_eq!(before("INSERT INTO sites (organization_id, id)\n VALUES (?, ?)"), Some(0));
        assert_eq!(before("UPDATE sites SET name = ?, a = ? WHERE organization_id = ?"), Some(2));
        assert_eq!(before("UPDATE organizations SET name = ? WHERE id = ?"), Some(1));
        assert_eq!(before("SELECT 1 FROM sites WHERE id = ?"), None);
        assert_eq!(before("INSERT INTO sites (id, organization_id) VALUES (?, ?)"), None);
        assert_eq!(before("SELECT 1 FROM sites"), None);
    }
}
