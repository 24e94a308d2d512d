//! The differences between the two engines' SQL that are bridged by rewriting text: placeholders, type words in
//! migrations, and the names in messages about violated constraints.

use crate::Engine;

/// A lexical piece of an SQL text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Word(&'a str),
    /// A literal, a quoted identifier or a dollar-quoted body.
    Quoted(&'a str),
    /// White space or a comment.
    Blank(&'a str),
    Mark(&'a str),
}

impl<'a> Piece<'a> {
    fn text(self) -> &'a str {
        match self {
            Piece::Word(text) | Piece::Quoted(text) | Piece::Blank(text) | Piece::Mark(text) => text,
        }
    }
}

struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.0;
        let first = rest.chars().next()?;
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let until =
            |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        let (kind, length): (fn(&'a str) -> Piece<'a>, usize) = if first == '\'' || first == '"' {
            (Piece::Quoted, until(&rest[..1], 1))
        } else if rest.starts_with("--") {
            (Piece::Blank, until("\n", 2))
        } else if rest.starts_with("/*") {
            (Piece::Blank, until("*/", 2))
        } else if let Some(tag) = dollar_tag(rest) {
            (Piece::Quoted, until(tag, tag.len()))
        } else if first.is_whitespace() {
            (Piece::Blank, rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()))
        } else if is_word(first) {
            (Piece::Word, rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()))
        } else {
            (Piece::Mark, first.len_utf8())
        };
        let (piece, left) = rest.split_at(length);
        self.0 = left;
        Some(kind(piece))
    }
}

/// `$$` or `$name$` at the start of the text.
fn dollar_tag(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    let end = name.find('$')?;
    let valid = name[..end].chars().all(|c| c.is_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    valid.then(|| &text[..end + 2])
}

/// `?` becomes `$1`, `$2`, … outside quotes and comments.
pub(crate) fn numbered_placeholders(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut count = 0_u32;
    for piece in Pieces(text) {
        if piece == Piece::Mark("?") {
            count += 1;
            out.push('$');
            out.push_str(&count.to_string());
        } else {
            out.push_str(piece.text());
        }
    }
    out
}

/// Columns of `a, lower(b)` up to the closing parenthesis; of an expression the first name that is no function.
pub(crate) fn column_list(text: &str) -> Vec<String> {
    let significant: Vec<Piece<'_>> =
        Pieces(text).filter(|piece| !matches!(piece, Piece::Blank(_))).collect();
    let mut columns = Vec::new();
    let mut found = None;
    let mut depth = 0_u32;
    for (at, piece) in significant.iter().enumerate() {
        match piece {
            Piece::Mark("(") => depth += 1,
            Piece::Mark(")") if depth == 0 => break,
            Piece::Mark(")") => depth -= 1,
            Piece::Mark(",") if depth == 0 => columns.extend(found.take()),
            Piece::Word(name) | Piece::Quoted(name)
                if found.is_none() && significant.get(at + 1) != Some(&Piece::Mark("(")) =>
            {
                found = Some(name.trim_matches('"').to_owned());
            }
            _ => {}
        }
    }
    columns.extend(found);
    columns
}

/// Columns of PostgreSQL's `Key (a, b)=(1, 2) already exists.`
pub(crate) fn key_columns(detail: &str) -> Vec<String> {
    detail.split_once('(').map(|(_, list)| column_list(list)).unwrap_or_default()
}

/// The table an INSERT, UPDATE or DELETE changes; empty when the text is none of them.
pub(crate) fn changed_table(text: &str) -> String {
    let mut words =
        Pieces(text).filter(|piece| matches!(piece, Piece::Word(_) | Piece::Quoted(_))).map(Piece::text);
    while let Some(word) = words.next() {
        if ["INTO", "UPDATE", "FROM"].iter().any(|verb| word.eq_ignore_ascii_case(verb)) {
            return words.next().unwrap_or_default().trim_matches('"').to_owned();
        }
    }
    String::new()
}

/// The part of a migration meant for this engine, in its own type words.
pub(crate) fn migration_text(text: &str, engine: Engine) -> String {
    let chosen = engine_sections(text, engine);
    match engine {
        Engine::Postgres => chosen,
        Engine::Sqlite => strict_tables(&sqlite_types(&chosen)),
    }
}

fn engine_sections(text: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(text.len());
    let mut only: Option<Engine> = None;
    for line in text.split_inclusive('\n') {
        match line.trim() {
            "-- @sqlite" => only = Some(Engine::Sqlite),
            "-- @postgres" => only = Some(Engine::Postgres),
            "-- @end" => only = None,
            _ if only.is_none_or(|wanted| wanted == engine) => out.push_str(line),
            _ => {}
        }
    }
    out
}

fn sqlite_type(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "uuid" | "bytea" => "BLOB",
        "timestamptz" | "boolean" | "bool" | "bigint" | "smallint" | "int" | "integer" => "INTEGER",
        "jsonb" | "date" | "text" => "TEXT",
        "double" => "REAL",
        _ => return None,
    })
}

/// Words after which no type can stand, so what follows is a name.
const NOT_BEFORE_A_TYPE: &[&str] = &[
    "column",
    "select",
    "distinct",
    "where",
    "and",
    "or",
    "not",
    "by",
    "on",
    "set",
    "then",
    "else",
    "when",
    "case",
    "returning",
    "to",
    "from",
    "join",
    "is",
    "in",
    "between",
    "like",
    "having",
    "table",
    "index",
    "key",
    "rename",
    "drop",
    "constraint",
    "into",
    "update",
    "using",
    "references",
    "exists",
    "view",
    "trigger",
    "of",
    "asc",
    "desc",
];

fn sqlite_types(text: &str) -> String {
    let pieces: Vec<Piece<'_>> = Pieces(text).collect();
    let mut out = String::with_capacity(text.len());
    let mut before: Option<Piece<'_>> = None;
    let mut at = 0;
    while let Some(&piece) = pieces.get(at) {
        at += 1;
        let next = || pieces[at..].iter().find(|piece| !matches!(piece, Piece::Blank(_)));
        let after_a_name = match before {
            Some(Piece::Word(word)) if word.eq_ignore_ascii_case("as") => next() == Some(&Piece::Mark(")")),
            Some(Piece::Word(word)) => !NOT_BEFORE_A_TYPE.iter().any(|stop| word.eq_ignore_ascii_case(stop)),
            Some(Piece::Quoted(name)) => name.starts_with('"'),
            _ => false,
        };
        let replaced = match piece {
            Piece::Word(word) if after_a_name => sqlite_type(word),
            _ => None,
        };
        out.push_str(replaced.unwrap_or(piece.text()));
        if replaced == Some("REAL") {
            // Skips the blank and `precision`.
            at += 2;
        }
        if !matches!(piece, Piece::Blank(_)) {
            before = Some(piece);
        }
    }
    out
}

/// Every `CREATE TABLE` gets STRICT, so SQLite refuses a value of the wrong type as PostgreSQL does.
fn strict_tables(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut statement = String::new();
    let mut words: Vec<String> = Vec::new();
    for piece in Pieces(text).chain([Piece::Mark("")]) {
        if matches!(piece, Piece::Mark(";" | "")) {
            let creates = words.first().is_some_and(|word| word == "CREATE")
                && words.iter().take(3).any(|word| word == "TABLE")
                && !words.iter().any(|word| word == "STRICT" || word == "VIRTUAL");
            let end = statement.rfind(')').filter(|_| creates);
            match end {
                Some(end) if statement[end..].to_ascii_uppercase().contains("WITHOUT") => {
                    out.push_str(statement.trim_end());
                    out.push_str(", STRICT");
                }
                Some(end) => {
                    out.push_str(&statement[..=end]);
                    out.push_str(" STRICT");
                    out.push_str(&statement[end + 1..]);
                }
                None => out.push_str(&statement),
            }
            out.push_str(piece.text());
            statement.clear();
            words.clear();
            continue;
        }
        if let Piece::Word(word) = piece {
            words.push(word.to_ascii_uppercase());
        }
        statement.push_str(piece.text());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_inside_quotes_and_comments_stay() {
        assert_eq!(
            numbered_placeholders(
                "SELECT '?', \"a?\", x::jsonb -- why?\n FROM t WHERE a = ? /* ? */ AND b = ? AND $$?$$ <> ''"
            ),
            "SELECT '?', \"a?\", x::jsonb -- why?\n FROM t WHERE a = $1 /* ? */ AND b = $2 AND $$?$$ <> ''"
        );
    }

    #[test]
    fn type_words_are_translated_only_where_a_type_stands() {
        let text = "CREATE TABLE visits (id uuid PRIMARY KEY, date date NOT NULL, cost bigint, ratio double precision,\n\
                    open boolean NOT NULL DEFAULT true, note text CHECK (note <> 'a date uuid'), CHECK (date > '2020-01-01'));\n\
                    CREATE INDEX visits_date ON visits (date);\nALTER TABLE visits ADD COLUMN text jsonb;";
        let sqlite = migration_text(text, Engine::Sqlite);
        assert_eq!(
            sqlite,
            "CREATE TABLE visits (id BLOB PRIMARY KEY, date TEXT NOT NULL, cost INTEGER, ratio REAL,\n\
             open INTEGER NOT NULL DEFAULT true, note TEXT CHECK (note <> 'a date uuid'), CHECK (date > '2020-01-01')) STRICT;\n\
             CREATE INDEX visits_date ON visits (date);\nALTER TABLE visits ADD COLUMN text TEXT;"
        );
        assert_eq!(migration_text(text, Engine::Postgres), text);
    }

    #[test]
    fn sections_belong_to_one_engine() {
        let text = "a;\n-- @sqlite\nb;\n-- @end\n-- @postgres\nc;\n-- @end\nd;\n";
        assert_eq!(migration_text(text, Engine::Sqlite), "a;\nb;\nd;\n");
        assert_eq!(migration_text(text, Engine::Postgres), "a;\nc;\nd;\n");
    }

    #[test]
    fn a_table_without_rowid_is_strict_too() {
        assert_eq!(
            migration_text("CREATE TABLE a (b text PRIMARY KEY) WITHOUT ROWID;", Engine::Sqlite),
            "CREATE TABLE a (b TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;"
        );
    }

    #[test]
    fn columns_are_named_in_expressions() {
        assert_eq!(
            key_columns("Key (organization_id, lower(code::text))=(1, x) already exists."),
            ["organization_id", "code"]
        );
        assert_eq!(column_list("organization_id, lower(code)) WHERE closed"), ["organization_id", "code"]);
    }
}
