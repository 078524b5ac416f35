//! The language that a browser asks for.

use super::Language;

/// The language that an `Accept-Language` header likes most of those Shipboard speaks (RFC 9110, 12.5.4); none where it names none
/// of them. `*` is anything, which is what we say anyway.
pub fn preferred(header: &str) -> Option<Language> {
    let mut best: Option<(u16, Language)> = None;
    for wish in header.split(',') {
        let mut parts = wish.split(';');
        let Some(language) = parts.next().and_then(Language::of) else { continue };
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Some(1_000), thousandths).unwrap_or(0);
        if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `0.8` in thousandths; none where it is no weight.
fn thousandths(text: &str) -> Option<u16> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    match whole {
        "0" => Some(part),
        "1" if part == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_the_greatest_weight_is_taken_and_of_equal_ones_the_first() {
        for (header, wanted) in [
            ("de", Some(Language::German)),
            ("pt-BR,pt;q=0.9,en;q=0.8", Some(Language::Portuguese)),
            ("en;q=0.5, ja ; q=0.9", Some(Language::Japanese)),
            ("fr;q=0, es;q=0.1", Some(Language::Spanish)),
            ("zh-CN, de;q=0.3", Some(Language::German)),
            ("zh, ko;q=0.9", None),
            ("de;q=2, fr;q=x", None),
            ("es, fr", Some(Language::Spanish)),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(preferred(header), wanted, "{header}");
        }
    }
}
