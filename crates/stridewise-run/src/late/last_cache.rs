//! The size of the largest cache.

use std::sync::OnceLock;

/// Where the system says nothing.
const DEFAULT: usize = 32 << 20;

/// Bytes of the largest cache that a processor reads through.
pub(super) fn last_cache() -> usize {
    static SIZE: OnceLock<usize> = OnceLock::new();
    *SIZE.get_or_init(|| {
        let size = |level: usize| {
            let text =
                std::fs::read_to_string(format!("/sys/devices/system/cpu/cpu0/cache/index{level}/size"));
            parse(text.ok()?.trim())
        };
        (0..5).filter_map(size).max().unwrap_or(DEFAULT)
    })
}

/// Bytes of a size as Linux writes it, such as `32768K`.
fn parse(text: &str) -> Option<usize> {
    let (digits, unit) = match text.as_bytes().last()? {
        b'K' => (&text[..text.len() - 1], 1 << 10),
        b'M' => (&text[..text.len() - 1], 1 << 20),
        _ => (text, 1),
    };
    digits.parse::<usize>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_unit() {
        assert_eq!(parse("32768K"), Some(32 << 20));
        assert_eq!(parse("1M"), Some(1 << 20));
        assert_eq!(parse("512"), Some(512));
        assert_eq!((parse(""), parse("K"), parse("many")), (None, None, None));
        assert!(last_cache() >= 1 << 10);
    }
}
