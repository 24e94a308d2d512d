//! Adds up what the test runners say about themselves: cargo, Vitest, Playwright and `node --test`.

/// Tests that passed and tests that did not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub passed: u64,
    pub failed: u64,
}

impl Totals {
    /// Adds the figures of one line of output, if it is a runner's summary.
    pub fn read_line(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        let summary = if let Some(rest) = line.strip_prefix("test result:") {
            rest
        } else if let Some(rest) = line.strip_prefix("Tests ") {
            rest
        } else if let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            self.read_node(rest);
            return;
        } else if is_playwright(line) {
            line
        } else {
            return;
        };
        let words: Vec<&str> =
            summary.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            match (pair[0].parse::<u64>(), pair[1]) {
                (Ok(count), "passed") => self.passed += count,
                (Ok(count), "failed") => self.failed += count,
                _ => {}
            }
        }
    }

    /// Adds another sum to this one.
    pub fn add(&mut self, other: Totals) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    fn read_node(&mut self, rest: &str) {
        let mut words = rest.split_whitespace();
        if let (Some(word), Some(Ok(count)), None) =
            (words.next(), words.next().map(str::parse::<u64>), words.next())
        {
            match word {
                "pass" => self.passed += count,
                "fail" => self.failed += count,
                _ => {}
            }
        }
    }
}

/// Playwright ends with `3 failed` and `12 passed (4.2s)`, each alone on its line.
fn is_playwright(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let counted = words.next().is_some_and(|word| word.parse::<u64>().is_ok());
    let verdict = words.next();
    let rest: Vec<&str> = words.collect();
    counted
        && match verdict {
            Some("passed") => rest.first().is_some_and(|word| word.starts_with('(')),
            Some("failed") => rest.is_empty(),
            _ => false,
        }
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(lines: &[&str]) -> (u64, u64) {
        let mut totals = Totals::default();
        for line in lines {
            totals.read_line(line);
        }
        (totals.passed, totals.failed)
    }

    #[test]
    fn cargo_lines_add_up() {
        let ok =
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(sum(&["running 12 tests", ok, "test a::b ... ok", bad]), (15, 2));
    }

    #[test]
    fn vitest_counts_tests_and_not_files() {
        let files = " Test Files  1 failed | 7 passed (8)";
        let tests = "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m2 failed\u{1b}[39m | 40 passed (42)";
        assert_eq!(sum(&[files, tests]), (40, 2));
    }

    #[test]
    fn playwright_and_node_summaries_count() {
        assert_eq!(sum(&["  1 failed", "  12 passed (4.2s)"]), (12, 1));
        assert_eq!(sum(&["# tests 5", "# pass 4", "# fail 1", "ℹ pass 2"]), (6, 1));
    }

    #[test]
    fn prose_that_mentions_passing_is_not_counted() {
        assert_eq!(sum(&["3 passed the gate", "# pass it on", "2 failed attempts lock the account"]), (0, 0));
    }
}
