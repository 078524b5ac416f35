//! Lines of a mail's text.

/// How long a line may be, in columns: quoted once or twice, it still fits a terminal (RFC 3676, 4.2).
const COLUMNS: usize = 72;

/// The text in lines that end before [`COLUMNS`]. It breaks between words; a language that writes none apart breaks after its own
/// full stops and commas, which take two columns as all of its signs do.
pub(super) fn lines(text: &str) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / COLUMNS);
    let mut column = 0;
    for piece in pieces(text) {
        let width = columns(piece.trim_end());
        if column > 0 && column + width > COLUMNS {
            lines.truncate(lines.trim_end().len());
            lines.push('\n');
            column = 0;
        }
        lines.push_str(piece);
        column += columns(piece);
    }
    lines
}

/// The parts of a text between which it may break.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '。', '、'])
}

/// How much room a text takes in a terminal.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_line_breaks_between_words_and_an_address_never() {
        let text = "word ".repeat(20);
        assert!(lines(text.trim()).lines().all(|line| line.len() <= 72 && !line.ends_with(' ')));
        assert_eq!(lines(text.trim()).replace('\n', " "), text.trim());
        let address = format!("https://acme.example/{}", "x".repeat(100));
        assert_eq!(lines(&address), address);
    }

    #[test]
    fn what_has_no_words_apart_breaks_after_its_stops() {
        let text = "この要望は予定されています。".repeat(4);
        assert_eq!(lines(&text).lines().count(), 2);
    }
}
