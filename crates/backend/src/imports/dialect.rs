//! How a file is written: its characters, what stands between its cells, which of its lines is the header. Found from
//! the content, because nobody knows it about their own exports.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The likeliest last.
const DELIMITERS: [u8; 4] = [b'|', b'\t', b';', b','];

/// The text of a file and the name of its encoding. What is not valid UTF-8 is read as Windows-1252, which holds
/// Latin-1.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() && !mostly_zero(bytes, 0) && !mostly_zero(bytes, 1) => {
            UTF_8
        }
        None if mostly_zero(bytes, 1) => UTF_16LE,
        None if mostly_zero(bytes, 0) => UTF_16BE,
        None => WINDOWS_1252,
    };
    let (text, encoding, _) = encoding.decode(bytes);
    (text, encoding.name())
}

/// Whether every other byte of the beginning is zero, as in UTF-16 without a mark.
fn mostly_zero(bytes: &[u8], offset: usize) -> bool {
    let every = bytes.iter().take(400).skip(offset).step_by(2);
    let (count, zeros) =
        every.fold((0, 0), |(count, zeros), &byte| (count + 1, zeros + usize::from(byte == 0)));
    count > 3 && zeros * 10 > count * 8
}

/// The delimiter that cuts the first lines into the most cells, the same number in each.
pub(super) fn delimiter(text: &str) -> u8 {
    let sample: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    DELIMITERS
        .into_iter()
        .max_by_key(|delimiter| {
            let counts: Vec<usize> = sample.iter().map(|line| outside_quotes(line, *delimiter)).collect();
            let most = counts.iter().copied().max().unwrap_or(0);
            let agreeing = counts.iter().filter(|count| **count == most && most > 0).count();
            (agreeing * 100 / counts.len().max(1), most)
        })
        .unwrap_or(b',')
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let (mut quoted, mut count) = (false, 0);
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            other if other == delimiter && !quoted => count += 1,
            _ => {}
        }
    }
    count
}

/// A header without case, accents, blanks, underscores and other signs.
pub(super) fn header_key(header: &str) -> String {
    crate::check::key(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_recognised() {
        assert_eq!(decode("Pumpe Größe".as_bytes()), ("Pumpe Größe".into(), "UTF-8"));
        assert_eq!(decode(b"\xef\xbb\xbfName"), ("Name".into(), "UTF-8"));
        assert_eq!(decode(b"Gr\xf6\xdfe \x80"), ("Größe €".into(), "windows-1252"));
        let wide: Vec<u8> = "Name;Größe\nA;1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide), ("Name;Größe\nA;1".into(), "UTF-16LE"));
        let marked: Vec<u8> =
            [&[0xfe, 0xff][..], &"Name".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()]
                .concat();
        assert_eq!(decode(&marked), ("Name".into(), "UTF-16BE"));
    }

    #[test]
    fn the_delimiter_is_found_among_decimal_commas_and_quotes() {
        assert_eq!(delimiter("Name;Cost\nPump;1,5\nFan;2,25\n"), b';');
        assert_eq!(delimiter("Name,Text\nPump,\"a; b; c; d\"\n"), b',');
        assert_eq!(delimiter("Name\tCost\nPump\t1,5\n"), b'\t');
        assert_eq!(delimiter("a|b\n1|2\n"), b'|');
        assert_eq!(delimiter("Name\nPump\n"), b',');
    }

    #[test]
    fn headers_agree_whatever_their_spelling() {
        for header in ["Asset_Name", "asset name", "ASSET-NAME", "Ässet Name "] {
            assert_eq!(header_key(header), "assetname");
        }
    }
}
