//! File names that can't lead astray: no folders, no control characters, nothing that turns text round.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::check::turns_text;

const LONGEST: usize = 150;

/// The name that is kept for a file that came with this one.
pub(super) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last
        .nfc()
        .filter(|&c| !c.is_control() && !turns_text(c) && !is_hidden(c))
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let visible = visible.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).trim_start();
    if visible.is_empty() {
        return "file".to_owned();
    }
    if visible.chars().count() <= LONGEST {
        return visible.to_owned();
    }
    let (stem, end) =
        visible.rsplit_once('.').filter(|(_, end)| end.chars().count() <= 10).unwrap_or((visible, ""));
    let stem: String = stem.chars().take(LONGEST - end.chars().count() - 1).collect();
    if end.is_empty() { stem } else { format!("{stem}.{end}") }
}

/// Marks without width, by which two names look the same.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}' | '\u{61c}')
}

/// `Content-Disposition`: shown in place or kept, under which name (RFC 6266).
pub(super) fn disposition(inline: bool, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' && c != '%' || c == ' ' { c } else { '_' })
        .collect();
    let mut text = format!("{}; filename=\"{plain}\"", if inline { "inline" } else { "attachment" });
    if plain != name {
        text.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nasty_names_become_harmless_and_good_ones_stay() {
        for (given, kept) in [
            ("manual.pdf", "manual.pdf"),
            ("Прибор №4.jpg", "Прибор №4.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\note.txt", "note.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
            ("..", "file"),
            ("", "file"),
            (".htaccess", "htaccess"),
            ("\0", "file"),
            ("a\u{200b}b.txt", "ab.txt"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
        let long = clean(&format!("{}.pdf", "ä".repeat(400)));
        assert!(long.ends_with("ä.pdf") && long.chars().count() == LONGEST, "{long}");
    }

    #[test]
    fn a_name_in_any_script_survives_the_header() {
        assert_eq!(disposition(false, "manual 1.pdf"), "attachment; filename=\"manual 1.pdf\"");
        assert_eq!(
            disposition(true, "ä\".png"),
            "inline; filename=\"__.png\"; filename*=UTF-8''%C3%A4%22.png"
        );
    }
}
