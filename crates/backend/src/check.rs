//! Reading what people type: trims it, normalises it, and collects what is wrong by field.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use kernel::{FieldError, Problem};
use unicode_normalization::UnicodeNormalization;

/// Most characters of a password.
pub(crate) const LONGEST_PASSWORD: usize = 200;

/// Collects the wrong fields of one request.
#[derive(Debug, Default)]
pub(crate) struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Notes a wrong field.
    pub fn wrong(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.into(), message: message.into() });
    }

    /// How many fields are wrong so far.
    pub fn count(&self) -> usize {
        self.errors.len()
    }

    /// Takes in what another check found wrong inside `field`.
    pub fn take_in(&mut self, field: &str, inner: Self) {
        self.errors.extend(
            inner
                .errors
                .into_iter()
                .map(|error| FieldError { field: format!("{field}.{}", error.field), ..error }),
        );
    }

    /// The one-line text of a field that must not be empty.
    pub fn text(&mut self, field: &str, text: &str, max: usize) -> String {
        let text = self.line(field, text, max);
        if text.is_empty() && !self.errors.iter().any(|error| error.field == field) {
            self.wrong(field, "must not be empty");
        }
        text
    }

    /// The one-line text of a field that may be left out; blank counts as left out.
    pub fn optional_text(&mut self, field: &str, text: Option<&str>, max: usize) -> Option<String> {
        text.map(|text| self.line(field, text, max)).filter(|text| !text.is_empty())
    }

    /// A text of several lines that may be left out.
    pub fn long_text(&mut self, field: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = text?.replace("\r\n", "\n");
        let text: String = text.trim().nfc().collect();
        self.length(field, &text, max);
        if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || turns_text(c)) {
            self.wrong(field, "must not contain control characters");
        }
        (!text.is_empty()).then_some(text)
    }

    fn line(&mut self, field: &str, text: &str, max: usize) -> String {
        let text: String = text.trim().nfc().collect();
        self.length(field, &text, max);
        if text.chars().any(|c| c.is_control() || turns_text(c) || c == '\u{2028}' || c == '\u{2029}') {
            self.wrong(field, "must be one line without control characters");
        }
        text
    }

    fn length(&mut self, field: &str, text: &str, max: usize) {
        let length = text.chars().count();
        if length > max {
            self.wrong(field, format!("must have at most {max} characters; this has {length}"));
        }
    }

    /// Whether a list is no longer than it may be: only then its items are worth a look.
    pub fn at_most(&mut self, field: &str, items: usize, most: usize) -> bool {
        if items > most {
            self.wrong(field, format!("must be at most {most}"));
        }
        items <= most
    }

    /// Aliases: short lines, each once whatever its case.
    pub fn aliases(&mut self, field: &str, aliases: &[String]) -> Vec<String> {
        if !self.at_most(field, aliases.len(), 50) {
            return Vec::new();
        }
        let mut seen = HashSet::new();
        aliases
            .iter()
            .enumerate()
            .filter_map(|(index, alias)| {
                let alias = self.line(&format!("{field}[{index}]"), alias, 120);
                (!alias.is_empty() && seen.insert(key(&alias))).then_some(alias)
            })
            .collect()
    }

    /// An e-mail address: something, one `@`, something with a dot or a bare host.
    pub fn email(&mut self, field: &str, email: &str) -> String {
        let email = self.text(field, email, 254);
        let well_formed = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && name.len() <= 64
                && !host.is_empty()
                && !host.contains('@')
                && !host.starts_with(['.', '-'])
                && !host.ends_with(['.', '-'])
                && !host.contains("..")
                && !email.contains(char::is_whitespace)
                && !email.contains(['<', '>', ',', ';', '"'])
        });
        if !email.is_empty() && !well_formed {
            self.wrong(field, "must be an e-mail address, like maria@plant.example");
        }
        email
    }

    /// An IANA time zone.
    pub fn time_zone(&mut self, field: &str, zone: &str) -> String {
        let zone = zone.trim();
        if TimeZone::get(zone).is_err() {
            self.wrong(field, "must be a time zone by its IANA name, like Europe/Berlin");
        }
        zone.to_owned()
    }

    /// A language that the product speaks.
    pub fn language(&mut self, field: &str, language: &str) -> String {
        if !["en", "es"].contains(&language) {
            self.wrong(field, "must be en or es");
        }
        language.to_owned()
    }

    /// A new password.
    pub fn password(&mut self, field: &str, password: &str) {
        let length = password.chars().count();
        if length < 10 {
            self.wrong(field, "must have at least 10 characters");
        } else if length > LONGEST_PASSWORD {
            self.wrong(field, format!("must have at most {LONGEST_PASSWORD} characters"));
        } else if password.chars().collect::<HashSet<_>>().len() < 4 {
            self.wrong(field, "must not repeat the same few characters");
        }
    }

    /// The problem, if any field was wrong.
    pub fn finish(self) -> Result<(), Problem> {
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::fields(self.errors)) }
    }
}

/// Characters that make the text after them run the other way, used to disguise names.
pub(crate) fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What two names must share to be the same name: letters without case and accents, single blanks.
pub(crate) fn key(text: &str) -> String {
    if text.is_ascii() {
        // Most text; the same by a shorter way.
        return joined(&text.to_ascii_lowercase());
    }
    let plain: String = text
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    joined(&plain)
}

/// The words of a text with single blanks between them.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_pass_and_disguises_do_not() {
        let mut check = Check::default();
        assert_eq!(check.text("name", "  مضخة  ", 20), "مضخة");
        assert_eq!(check.text("name", "Robert'); DROP TABLE users;--", 60), "Robert'); DROP TABLE users;--");
        assert_eq!(check.text("name", "<script>", 60), "<script>");
        check.finish().unwrap();
        for bad in ["a\u{202e}b", "a\0b", "a\nb", ""] {
            let mut check = Check::default();
            check.text("name", bad, 20);
            assert_eq!(check.finish().unwrap_err().errors[0].field, "name", "{bad:?}");
        }
    }

    #[test]
    fn keys_ignore_case_accents_and_blanks() {
        assert_eq!(key("  Máquina   No 1 "), "maquina no 1");
        assert_eq!(key("ＰＵＭＰ"), "pump");
        assert_eq!(key(" Filling\tPUMP  2\n"), "filling pump 2");
    }

    #[test]
    fn addresses_zones_and_passwords_are_checked() {
        let wrong = |work: &dyn Fn(&mut Check)| {
            let mut check = Check::default();
            work(&mut check);
            check.finish().is_err()
        };
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b..c"] {
            assert!(wrong(&|check| drop(check.email("email", bad))), "{bad}");
        }
        assert!(!wrong(&|check| drop(check.email("email", "Maria@Plant.example"))));
        assert!(wrong(&|check| drop(check.time_zone("time_zone", "Mars/Olympus"))));
        assert!(wrong(&|check| check.password("password", "short")));
        assert!(wrong(&|check| check.password("password", "aaaaaaaaaaaa")));
        assert!(!wrong(&|check| check.password("password", "correct horse")));
    }
}
