//! A statement and the values bound to it.
//! Texts are literals of the program, values can only be bound: there is no way to put a user's text into a statement.

use crate::{ToValue, Value};
use std::borrow::Cow;

/// A statement with `?` for each value, in the order they are bound.
///
/// ```
/// # use store::Sql;
/// let mut sql = Sql::new("SELECT id FROM assets WHERE organization_id = ?").bind(7_i64);
/// sql.push(" AND status = ").push_bind("running").push(" AND id IN ").push_list([1_i64, 2]);
/// assert_eq!(sql.text(), "SELECT id FROM assets WHERE organization_id = ? AND status = ? AND id IN (?,?)");
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

impl Sql {
    /// A statement from its text.
    pub fn new(text: &'static str) -> Sql {
        Sql { text: Cow::Borrowed(text), values: Vec::new() }
    }

    /// A statement whose text this crate made itself, from names the database gave and quoted.
    pub(crate) fn trusted(text: String) -> Sql {
        Sql { text: Cow::Owned(text), values: Vec::new() }
    }

    /// Binds the next `?` of the text.
    pub fn bind(mut self, value: impl ToValue) -> Sql {
        self.values.push(value.to_value());
        self
    }

    /// Appends text.
    pub fn push(&mut self, text: &'static str) -> &mut Sql {
        self.text.to_mut().push_str(text);
        self
    }

    /// Appends `?` and binds it.
    pub fn push_bind(&mut self, value: impl ToValue) -> &mut Sql {
        self.text.to_mut().push('?');
        self.values.push(value.to_value());
        self
    }

    /// Appends `(?,?,…)` and binds the values, for `IN`. An empty list becomes `(NULL)`, which nothing equals
    /// (`NOT IN (NULL)` matches nothing either).
    pub fn push_list<T: ToValue>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Sql {
        let text = self.text.to_mut();
        let before = self.values.len();
        for value in values {
            text.push(if self.values.len() == before { '(' } else { ',' });
            text.push('?');
            self.values.push(value.to_value());
        }
        text.push_str(if self.values.len() == before { "(NULL)" } else { ")" });
        self
    }

    /// Binds a `?` that stands already in the pushed text.
    pub fn arg(&mut self, value: impl ToValue) -> &mut Sql {
        self.values.push(value.to_value());
        self
    }

    /// The text with `?` placeholders.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The values bound so far, in order.
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Sql {
        Sql::new(text)
    }
}
