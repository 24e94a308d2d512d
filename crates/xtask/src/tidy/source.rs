//! Enough of a reader to tell code from comments and from text in quotes, in Rust and in TypeScript.

/// The same lines twice: once with only the code, once with only the comments. Everything else is blank.
pub struct Source {
    pub code: String,
    pub comments: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Rust,
    TypeScript,
}

impl Language {
    /// By the ending of the path; files in other languages have no reader here.
    pub fn of(path: &str) -> Option<Language> {
        match path.rsplit('.').next() {
            Some("rs") => Some(Language::Rust),
            Some("ts" | "tsx" | "mjs" | "js") => Some(Language::TypeScript),
            _ => None,
        }
    }
}

impl Source {
    pub fn read(text: &str, language: Language) -> Source {
        let letters: Vec<char> = text.chars().collect();
        let mut source =
            Source { code: String::with_capacity(text.len()), comments: String::with_capacity(text.len()) };
        let mut at = 0;
        while at < letters.len() {
            let (length, kind) = next(&letters[at..], language);
            for letter in &letters[at..at + length] {
                let blank = if *letter == '\n' { '\n' } else { ' ' };
                source.code.push(if kind == Kind::Code { *letter } else { blank });
                source.comments.push(if kind == Kind::Comment { *letter } else { blank });
            }
            at += length;
        }
        source
    }

    /// The code of the product, without the tests that stand at the end of the file.
    pub fn product_code(&self) -> &str {
        self.code.find("#[cfg(test)]").map_or(&self.code, |at| &self.code[..at])
    }

    /// The code of the tests at the end of the file, with its first line's number.
    pub fn test_code(&self) -> Option<(usize, &str)> {
        let at = self.code.find("#[cfg(test)]")?;
        Some((self.code[..at].matches('\n').count() + 1, &self.code[at..]))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Quoted,
}

/// The length and kind of what starts here. Never zero.
fn next(rest: &[char], language: Language) -> (usize, Kind) {
    let after = |offset: usize| rest.get(offset).copied();
    match (rest[0], after(1)) {
        ('/', Some('/')) => (until(rest, |letter| letter == '\n'), Kind::Comment),
        ('/', Some('*')) => (block_comment(rest, language), Kind::Comment),
        ('"', _) => (quoted(rest, '"', language == Language::TypeScript), Kind::Quoted),
        ('\'', _) if language == Language::TypeScript => (quoted(rest, '\'', true), Kind::Quoted),
        ('`', _) if language == Language::TypeScript => (quoted(rest, '`', false), Kind::Quoted),
        ('\'', Some('\\')) => (quoted(rest, '\'', true), Kind::Quoted),
        ('\'', Some(_)) if after(2) == Some('\'') => (3, Kind::Quoted),
        ('r', Some('"' | '#')) if language == Language::Rust => raw_string(rest),
        (first, _) if is_word(first) => (until(rest, |letter| !is_word(letter)), Kind::Code),
        _ => (1, Kind::Code),
    }
}

pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn until(rest: &[char], stop: impl Fn(char) -> bool) -> usize {
    rest.iter().position(|letter| stop(*letter)).unwrap_or(rest.len())
}

fn block_comment(rest: &[char], language: Language) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match (rest[at], rest.get(at + 1)) {
            ('/', Some('*')) if depth == 0 || language == Language::Rust => {
                depth += 1;
                at += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

fn quoted(rest: &[char], quote: char, ends_with_line: bool) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '\n' if ends_with_line => return at,
            letter if letter == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(rest: &[char]) -> (usize, Kind) {
    let hashes = until(&rest[1..], |letter| letter != '#');
    if rest.get(1 + hashes) != Some(&'"') {
        // A raw identifier such as `r#type`.
        return (1, Kind::Code);
    }
    let mut at = 2 + hashes;
    while at < rest.len() {
        if rest[at] == '"'
            && rest[at + 1..].iter().take_while(|letter| **letter == '#').take(hashes).count() == hashes
        {
            return (at + 1 + hashes, Kind::Quoted);
        }
        at += 1;
    }
    (rest.len(), Kind::Quoted)
}

/// Lines, counted from 1, on which `word` stands by itself.
pub fn lines_with_word<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.lines().enumerate().filter(move |(_, line)| has_word(line, word)).map(|(index, _)| index + 1)
}

/// Whether `word` stands in `text` with no letter of a word right before or after it.
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let open =
            |edge: Option<char>, own: Option<char>| !(edge.is_some_and(is_word) && own.is_some_and(is_word));
        open(before, word.chars().next()) && open(after, word.chars().next_back())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_code_comments_and_quotes_are_told_apart() {
        let text =
            "let a = \"x // y\"; // note 'q'\n/* b /* c */ d */ let e: &'a str = r#\"in \"here\"#; 'f'";
        let source = Source::read(text, Language::Rust);
        assert!(source.code.contains("let a =") && source.code.contains("let e: &'a str ="));
        assert!(!source.code.contains('y') && !source.code.contains("here") && !source.code.contains('f'));
        assert!(source.comments.contains("note 'q'") && source.comments.contains("d */"));
        assert_eq!(source.code.lines().count(), 2);
    }

    #[test]
    fn typescript_quotes_end_with_their_line() {
        let source = Source::read("const r = /['\"]/\nconst sleep = `a ${b}`", Language::TypeScript);
        assert!(source.code.contains("const sleep"));
        assert!(!source.code.contains("${b}"));
    }

    #[test]
    fn tests_at_the_end_are_not_product_code() {
        let source = Source::read("fn a() {}\n\n#[cfg(test)]\nmod tests { fn b() {} }", Language::Rust);
        assert!(!source.product_code().contains("fn b"));
        assert_eq!(source.test_code().map(|(line, _)| line), Some(3));
    }

    #[test]
    fn words_stand_alone() {
        assert!(has_word("use store::Sql;", "Sql") && has_word("x.await?", ".await"));
        assert!(!has_word("SqlState", "Sql") && !has_word("x.awaits", ".await"));
    }
}
