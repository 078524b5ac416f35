//! Mail, as its reader has it.

use mail_parser::{Message, MessageParser};

/// A mail that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) from_name: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) message_id: String,
    /// As it travelled.
    pub(crate) raw: String,
}

impl Letter {
    /// A mail as it travelled.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mail = MessageParser::default().parse(bytes).expect("mail that can be read");
        Self {
            to: mail.to().and_then(|to| to.first()?.address()).unwrap_or_default().to_owned(),
            from_name: mail.from().and_then(|from| from.first()?.name()).unwrap_or_default().to_owned(),
            subject: mail.subject().unwrap_or_default().to_owned(),
            text: mail.body_text(0).unwrap_or_default().into_owned(),
            html: mail.body_html(0).unwrap_or_default().into_owned(),
            message_id: mail.message_id().unwrap_or_default().to_owned(),
            raw: String::from_utf8_lossy(bytes).into_owned(),
        }
    }

    /// The words of a header, unfolded; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> String {
        let mail: Message<'_> = MessageParser::default().parse(self.raw.as_bytes()).unwrap();
        mail.header_raw(name).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The first address in the text that has `part` in it.
    pub(crate) fn link(&self, part: &str) -> String {
        let mut links = self.links().into_iter();
        links.find(|link| link.contains(part)).unwrap_or_else(|| panic!("no link with {part} in:\n{}", self.text))
    }

    /// Every address in the text.
    pub(crate) fn links(&self) -> Vec<String> {
        let words = self.text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"'));
        let links = words.filter(|word| word.starts_with("http://") || word.starts_with("https://"));
        links.map(|link| link.trim_end_matches(['.', ',', ';']).to_owned()).collect()
    }

    /// The six digits in the text, however they are spaced.
    pub(crate) fn code(&self) -> String {
        let lines = self.text.lines().map(|line| line.split_whitespace().collect::<String>());
        let mut codes = lines.filter(|line| line.len() == 6 && line.bytes().all(|c| c.is_ascii_digit()));
        let alone = codes.next();
        let inside = || {
            let words = self.text.split(|c: char| !c.is_ascii_alphanumeric());
            words.into_iter().find(|word| word.len() == 6 && word.bytes().all(|c| c.is_ascii_digit())).map(str::to_owned)
        };
        alone.or_else(inside).unwrap_or_else(|| panic!("no code in:\n{}", self.text))
    }
}
