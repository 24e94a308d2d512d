//! What a file is, found out from its first bytes. Where one container holds several formats, the name decides among
//! these alone; whatever is not on the list is plain bytes.

/// How many bytes are looked at.
pub(super) const HEAD: usize = 4096;

/// Plain bytes: only ever downloaded.
pub(super) const BYTES: &str = "application/octet-stream";

const OPEN_XML: [(&str, &str); 3] = [
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];
const OPEN_DOCUMENT: [&str; 3] = [
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
];
const COMPOUND: [(&str, &str); 3] = [
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
];
const STARTS: [(&[u8], &str); 13] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
];

/// The media type of a file by its first bytes and its name.
pub(super) fn media_type(head: &[u8], name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or(String::new(), |(_, end)| end.to_ascii_lowercase());
    if let Some((_, kind)) = STARTS.iter().find(|(start, _)| head.starts_with(start)) {
        return kind;
    }
    if head.starts_with(b"RIFF") {
        return match head.get(8..12) {
            Some(b"WEBP") => "image/webp",
            Some(b"WAVE") => "audio/wav",
            Some(b"AVI ") => "video/x-msvideo",
            _ => BYTES,
        };
    }
    if head.get(4..8) == Some(b"ftyp") {
        return match head.get(8..12) {
            Some(b"avif") => "image/avif",
            Some(b"heic" | b"heix" | b"mif1" | b"heim" | b"heis" | b"hevc") => "image/heic",
            Some(b"M4A " | b"M4B ") => "audio/mp4",
            Some(b"qt  ") => "video/quicktime",
            _ => "video/mp4",
        };
    }
    if head.starts_with(b"PK\x03\x04") {
        return zipped(head, &extension);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return by_extension(&COMPOUND, &extension);
    }
    if is_text(head) {
        return match extension.as_str() {
            "csv" => "text/csv",
            "txt" | "log" | "md" => "text/plain",
            _ => BYTES,
        };
    }
    BYTES
}

/// Whether a page may show it in place: formats in which nothing can run.
pub(super) fn is_inline(media_type: &str) -> bool {
    match media_type {
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif" | "application/pdf"
        | "text/plain" => true,
        other => {
            other.starts_with("audio/") || matches!(other, "video/mp4" | "video/webm" | "video/quicktime")
        }
    }
}

fn by_extension(kinds: &[(&str, &'static str)], extension: &str) -> &'static str {
    kinds.iter().find(|(end, _)| *end == extension).map_or(BYTES, |(_, kind)| kind)
}

/// An office document is an archive that starts with its table of contents.
fn zipped(head: &[u8], extension: &str) -> &'static str {
    let first_name = head.get(30..).unwrap_or_default();
    if let Some(rest) = first_name.strip_prefix(b"mimetype") {
        let found = OPEN_DOCUMENT.iter().find(|kind| rest.starts_with(kind.as_bytes()));
        return found.copied().unwrap_or(BYTES);
    }
    let parts: [&[u8]; 6] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/"];
    if parts.iter().any(|part| first_name.starts_with(part)) {
        by_extension(&OPEN_XML, extension)
    } else {
        BYTES
    }
}

/// Letters of any script in UTF-8, or of Latin-1: no zero byte and no control character but blanks and line ends.
fn is_text(head: &[u8]) -> bool {
    !head.is_empty()
        && !head
            .iter()
            .any(|&byte| (byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c)) || byte == 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_can_not_lie() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n....", "virus.exe"), "image/png");
        assert_eq!(media_type(b"<html><script>", "photo.png"), BYTES);
        assert_eq!(media_type(b"<svg onload=alert(1)>", "logo.svg"), BYTES);
        assert_eq!(media_type(b"MZ\x90\0", "photo.jpg"), BYTES);
        assert_eq!(media_type(b"a;b\n1;2\n", "readings.CSV"), "text/csv");
        assert_eq!(media_type(b"Gr\xfc\xdfe", "note.txt"), "text/plain");
        assert_eq!(media_type(b"a\0b", "note.txt"), BYTES);
        assert_eq!(media_type(b"RIFF\x01\x02\x03\x04WAVEfmt ", "x"), "audio/wav");
        assert_eq!(media_type(b"\0\0\0\x20ftypheic", "IMG_1.HEIC"), "image/heic");
        assert_eq!(media_type(b"", "empty.txt"), BYTES);
    }

    #[test]
    fn office_documents_are_told_from_other_archives() {
        let zip = |name: &str| [b"PK\x03\x04".as_slice(), &[0; 26], name.as_bytes()].concat();
        assert_eq!(media_type(&zip("[Content_Types].xml"), "plan.xlsx"), OPEN_XML[1].1);
        assert_eq!(media_type(&zip("[Content_Types].xml"), "plan.zip"), BYTES);
        assert_eq!(media_type(&zip("evil.exe"), "plan.xlsx"), BYTES);
        let text = zip("mimetypeapplication/vnd.oasis.opendocument.text");
        assert_eq!(media_type(&text, "manual.odt"), OPEN_DOCUMENT[0]);
    }

    #[test]
    fn nothing_that_could_run_is_shown_in_place() {
        for kind in [BYTES, "text/csv", "image/heic", "application/msword", OPEN_XML[0].1] {
            assert!(!is_inline(kind), "{kind}");
        }
        assert!(is_inline("application/pdf") && is_inline("image/webp") && is_inline("audio/wav"));
    }
}
