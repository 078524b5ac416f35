//! A domain of a workspace's own: which names can be one.

use std::fmt;
use std::net::IpAddr;

use crate::config::BaseUrl;
use crate::text::Sentence;

/// A host name in lower case, such as `feedback.acme.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain(String);

impl Domain {
    /// The longest host name there is (RFC 1035, 2.3.4, as it is written).
    pub const MAX: usize = 253;

    /// Takes a host name outside of the base domain. Forgives what is pasted along with it: `https://`, a path, a last dot.
    pub fn parse(text: &str, base: &BaseUrl) -> Result<Self, Sentence> {
        let text = text.trim().to_lowercase();
        let name = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
        let name = name.split('/').next().unwrap_or_default().trim_end_matches('.');
        let such_as = "It should be a host name such as feedback.acme.com.";
        if name.contains(':') {
            return Err(format!("A domain has no port. {such_as}"));
        }
        if name.parse::<IpAddr>().is_ok() {
            return Err(format!("“{name}” is an address of a machine, not a name. {such_as}"));
        }
        if let Some(wrong) = name.chars().find(|c| !c.is_ascii()) {
            return Err(format!("“{wrong}” has to be written in the form that DNS knows, which begins with “xn--”."));
        }
        let labels: Vec<&str> = name.split('.').collect();
        let last = labels.last().copied().unwrap_or_default();
        if name.len() > Self::MAX
            || labels.len() < 2
            || !labels.iter().all(|label| is_label(label))
            || last.bytes().all(|c| c.is_ascii_digit())
        {
            return Err(format!("“{name}” is not a host name. {such_as}"));
        }
        if name == base.host || name.ends_with(&format!(".{}", base.host)) {
            return Err(format!("“{name}” belongs to this server; every workspace has its address under {} already.", base.host));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One part of a host name (RFC 1123, 2.1).
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|c| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_host_name_of_ones_own() {
        let base: BaseUrl = "https://board.example".parse().unwrap();
        let parse = |text: &str| Domain::parse(text, &base).map(|domain| domain.to_string());
        for (typed, taken) in [
            ("feedback.acme.com", "feedback.acme.com"),
            (" https://Feedback.ACME.com/ideas ", "feedback.acme.com"),
            ("ideas.acme.com.", "ideas.acme.com"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(taken));
        }
        let long = format!("{}.example", "a".repeat(64));
        for wrong in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "acme.com:8080",
            "a_b.acme.com",
            "-a.acme.com",
            "a..com",
            "bücher.example",
            "1.2",
            &long,
            "board.example",
            "acme.board.example",
            "acme.com evil",
            "acme.com\nevil",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(parse("notboard.example").is_ok());
    }
}
