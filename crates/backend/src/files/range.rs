//! Which part of a file a `Range` header asks for (RFC 9110, one range of bytes).

/// Asks for bytes that the file does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsatisfiable;

/// First and last byte, both counted from 0; nothing when the header is to be passed over.
pub(super) fn read(header: &str, size: u64) -> Option<Result<(u64, u64), Unsatisfiable>> {
    let (first, last) = header.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number =
        |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    if first.is_empty() {
        let length = number(last)?;
        return Some(if length == 0 || size == 0 {
            Err(Unsatisfiable)
        } else {
            Ok((size.saturating_sub(length), size - 1))
        });
    }
    let first = number(first)?;
    let last = if last.is_empty() { u64::MAX } else { number(last)? };
    if last < first {
        return None;
    }
    Some(if first >= size { Err(Unsatisfiable) } else { Ok((first, last.min(size - 1))) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_the_standard_says() {
        assert_eq!(read("bytes=0-4", 10), Some(Ok((0, 4))));
        assert_eq!(read("bytes=5-", 10), Some(Ok((5, 9))));
        assert_eq!(read("bytes=-3", 10), Some(Ok((7, 9))));
        assert_eq!(read("bytes=-30", 10), Some(Ok((0, 9))));
        assert_eq!(read("bytes=4-400", 10), Some(Ok((4, 9))));
        assert_eq!(read("bytes=10-", 10), Some(Err(Unsatisfiable)));
        assert_eq!(read("bytes=-0", 10), Some(Err(Unsatisfiable)));
        for passed_over in ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=", "bytes=a-b", "bytes=+1-2"] {
            assert_eq!(read(passed_over, 10), None, "{passed_over}");
        }
    }
}
