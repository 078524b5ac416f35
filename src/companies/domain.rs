//! The domains of companies' addresses: what may be one, and what is everybody's.

use std::fmt;

use crate::text::{Email, Sentence};

/// Where everybody can have an address, so that it says nothing about whom somebody works for. Providers with a domain for
/// each country stand in [`PUBLIC_ANYWHERE`].
const PUBLIC: &[&str] = &[
    "126.com",
    "139.com",
    "163.com",
    "21cn.com",
    "aim.com",
    "aliyun.com",
    "alice.it",
    "att.net",
    "bigpond.com",
    "bk.ru",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "centrum.cz",
    "charter.net",
    "comcast.net",
    "cox.net",
    "daum.net",
    "duck.com",
    "earthlink.net",
    "fastmail.com",
    "fastmail.fm",
    "foxmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "googlemail.com",
    "gmx.com",
    "gmx.net",
    "hanmail.net",
    "hey.com",
    "hushmail.com",
    "icloud.com",
    "ig.com.br",
    "inbox.lv",
    "inbox.ru",
    "interia.pl",
    "internet.ru",
    "juno.com",
    "kakao.com",
    "laposte.net",
    "libero.it",
    "list.ru",
    "mac.com",
    "mail.com",
    "mail.ee",
    "mail.ru",
    "mailbox.org",
    "mailfence.com",
    "mailinator.com",
    "me.com",
    "msn.com",
    "nate.com",
    "naver.com",
    "neuf.fr",
    "ntlworld.com",
    "o2.pl",
    "onet.pl",
    "op.pl",
    "optonline.net",
    "orange.fr",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.ch",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "rediffmail.com",
    "rocketmail.com",
    "sapo.pt",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "shaw.ca",
    "sina.cn",
    "sina.com",
    "skynet.be",
    "sky.com",
    "sohu.com",
    "sympatico.ca",
    "t-online.de",
    "talktalk.net",
    "telenet.be",
    "telus.net",
    "terra.com.br",
    "tin.it",
    "tiscali.it",
    "tuta.com",
    "tuta.io",
    "tutanota.com",
    "tutanota.de",
    "ukr.net",
    "uol.com.br",
    "verizon.net",
    "virgilio.it",
    "virginmedia.com",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "yandex.com",
    "yandex.ru",
    "yeah.net",
    "ymail.com",
    "ziggo.nl",
    "zoho.com",
    "zohomail.com",
];

/// Providers of addresses for everybody, by their name before any ending: `yahoo.co.uk`, `hotmail.fr`.
const PUBLIC_ANYWHERE: &[&str] = &["aol", "gmx", "hotmail", "live", "outlook", "yahoo", "yandex"];

/// A domain whose addresses belong to one company, in lower case. Meant exactly: `eu.example.com` is another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain(String);

impl Domain {
    /// The longest a name may be (RFC 1035, 2.3.4).
    pub const MAX: usize = 253;

    /// Takes `example.com`, `@example.com` or an address there. What belongs to everybody is refused.
    pub fn parse(text: &str) -> Result<Self, Sentence> {
        let text = text.trim().to_lowercase();
        let name = text.rsplit_once('@').map_or(text.as_str(), |(_, domain)| domain);
        let label = |label: &str| {
            let inside = label.chars().all(|c| c.is_alphanumeric() || c == '-');
            !label.is_empty() && label.len() <= 63 && inside && !label.starts_with('-') && !label.ends_with('-')
        };
        let labels: Vec<&str> = name.split('.').collect();
        let last_is_a_word = labels.last().is_some_and(|last| !last.bytes().all(|c| c.is_ascii_digit()));
        if labels.len() < 2 || name.len() > Self::MAX || !labels.iter().all(|part| label(part)) || !last_is_a_word {
            return Err(format!("“{text}” is not a domain. It should look like example.com."));
        }
        if is_public(name) {
            return Err(format!("Everybody can have an address at {name}, so it cannot stand for one company."));
        }
        Ok(Self(name.to_owned()))
    }

    /// Takes several, with spaces, commas or semicolons between them, each once.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, Sentence> {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|word| !word.is_empty());
        let mut domains = words.map(Self::parse).collect::<Result<Vec<_>, _>>()?;
        domains.sort_unstable();
        domains.dedup();
        Ok(domains)
    }

    /// The domain of an address.
    pub fn of(email: &Email) -> &str {
        email.as_str().rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether everybody can have an address there.
fn is_public(name: &str) -> bool {
    let (first, endings) = name.split_once('.').unwrap_or((name, ""));
    // `yahoo.fr`, `yahoo.co.uk`, `yahoo.com.br`; a company may well be called `outlook.engineering`.
    let ending = |ending: &str| matches!(ending, "com" | "net") || ending.len() == 2;
    let country = match endings.split_once('.') {
        Some((second, last)) => matches!(second, "co" | "com" | "ne") && last.len() == 2,
        None => ending(endings),
    };
    PUBLIC.contains(&name) || (country && PUBLIC_ANYWHERE.contains(&first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_taken_however_it_is_typed() {
        for typed in ["example.com", " @Example.com ", "vera@example.com"] {
            assert_eq!(Domain::parse(typed).unwrap().as_str(), "example.com", "{typed}");
        }
        assert_eq!(Domain::parse("bücher.example").unwrap().as_str(), "bücher.example");
        let several = Domain::parse_all("b.example, a.example;a.example\n c.example").unwrap();
        assert_eq!(several.iter().map(Domain::as_str).collect::<Vec<_>>(), ["a.example", "b.example", "c.example"]);
    }

    #[test]
    fn what_is_no_domain_or_belongs_to_everybody_is_refused() {
        for wrong in ["", "example", "ex ample.com", "-a.com", "a..com", "127.0.0.1", "https://example.com", "a.com/b"] {
            assert!(Domain::parse(wrong).unwrap_err().contains("not a domain"), "{wrong}");
        }
        for public in ["gmail.com", "x@GMAIL.com", "yahoo.co.uk", "hotmail.fr", "outlook.com", "web.de", "live.com.pt"] {
            assert!(Domain::parse(public).unwrap_err().contains("Everybody"), "{public}");
        }
        for own in ["outlook.engineering", "yahooligans.example", "mail.example.com"] {
            assert!(Domain::parse(own).is_ok(), "{own}");
        }
    }
}
