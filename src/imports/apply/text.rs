//! Texts from elsewhere, made to fit without losing any of them.

use crate::text::Title;

/// The longest text that is taken, in characters.
const LONGEST: usize = 100_000;

/// One line: without control characters, single spaces between words.
pub(super) fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One line of at most so many characters, cut where it is longer.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = line(text);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Several lines, without control characters.
pub(super) fn lines(text: &str) -> Result<String, String> {
    let text: String = text.replace("\r\n", "\n").chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
    let length = text.chars().count();
    if length > LONGEST {
        return Err(format!("The text has {length} characters; {LONGEST} are the most."));
    }
    Ok(text.trim().to_owned())
}

/// A title and a text. A title that is too long is cut, and stands whole above the text.
pub(super) fn titled(title: &str, body: &str) -> Result<(String, String), String> {
    let (whole, body) = (line(title), lines(body)?);
    if whole.is_empty() {
        return Err("The title is missing.".to_owned());
    }
    let title = short(&whole, Title::MAX);
    if title == whole {
        return Ok((title, body));
    }
    let body = if body.is_empty() { whole } else { format!("{whole}\n\n{body}") };
    Ok((title, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_is_too_long_is_cut_and_stands_whole_above_the_text() {
        assert_eq!(titled(" Dark\tmode\n", "a\r\nb\0").unwrap(), ("Dark mode".to_owned(), "a\nb".to_owned()));
        let long = "word ".repeat(60);
        let (title, body) = titled(&long, "more").unwrap();
        assert!(title.chars().count() <= Title::MAX && title.ends_with('…'));
        assert_eq!(body, format!("{}\n\nmore", long.trim()));
        assert!(titled(" \n", "x").is_err() && titled("x", &"y".repeat(LONGEST + 1)).is_err());
    }
}
