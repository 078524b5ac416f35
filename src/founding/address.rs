//! Which addresses a workspace may take, and why not the others.

use crate::text::{Refusal, Slug};
use crate::words::message;

/// What the installation needs for itself, now or some day, and names that people would trust for the wrong reason.
const RESERVED: &[&str] = &[
    "abuse",
    "account",
    "accounts",
    "address",
    "admin",
    "administrator",
    "api",
    "app",
    "assets",
    "auth",
    "autoconfig",
    "autodiscover",
    "billing",
    "blog",
    "cdn",
    "console",
    "contact",
    "dashboard",
    "dev",
    "dns",
    "docs",
    "email",
    "files",
    "ftp",
    "health",
    "help",
    "hostmaster",
    "imap",
    "info",
    "internal",
    "legal",
    "localhost",
    "login",
    "logout",
    "mail",
    "media",
    "metrics",
    "mx",
    "new",
    "no-reply",
    "ns",
    "ns1",
    "ns2",
    "oauth",
    "operator",
    "pop",
    "postmaster",
    "privacy",
    "root",
    "security",
    "sign-in",
    "sign-out",
    "sign-up",
    "smtp",
    "sso",
    "staging",
    "static",
    "status",
    "support",
    "system",
    "terms",
    "webmaster",
    "workspace",
    "workspaces",
    "wpad",
    "www",
];

/// Our own name may not even be part of an address: `shipboard-support` would be believed.
const OURS: &str = "shipboard";

/// Takes an address that a stranger may found a workspace at.
pub fn check(text: &str) -> Result<Slug, Refusal> {
    if text.trim().to_ascii_lowercase().starts_with("xn--") {
        return Err(message("address-script"));
    }
    let slug = Slug::parse(text)?;
    let bare: String = slug.as_str().chars().filter(|c| *c != '-').collect();
    if contains(&bare, OURS) {
        return Err(message("address-ours"));
    }
    for word in RESERVED {
        let letters: String = word.chars().filter(|c| *c != '-').collect();
        if slug.as_str() == *word || bare == letters {
            return Err(message("address-reserved").with("slug", slug.as_str()));
        }
        if resembles(&bare, &letters) {
            return Err(message("address-alike").with("slug", slug.as_str()).with("word", *word));
        }
    }
    Ok(slug)
}

/// Addresses to offer when one is taken, nearest first.
pub fn alternatives(slug: &Slug) -> Vec<Slug> {
    let endings = ["feedback", "ideas", "hq", "2", "3"];
    endings.into_iter().filter_map(|ending| check(&format!("{slug}-{ending}")).ok()).collect()
}

/// Whether `word` stands somewhere in `text`, letter by letter or in disguise.
fn contains(text: &str, word: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters.windows(word.len()).any(|part| resembles(&part.iter().collect::<String>(), word))
}

/// Whether a reader could take `text` for `word`: digits for letters (`adm1n`), or two letters for one (`adrnin`).
fn resembles(text: &str, word: &str) -> bool {
    [text.to_owned(), text.replace("rn", "m").replace("vv", "w")].iter().any(|text| {
        text.chars().count() == word.chars().count() && text.chars().zip(word.chars()).all(|(c, letter)| looks_like(c, letter))
    })
}

fn looks_like(c: char, letter: char) -> bool {
    c == letter
        || matches!(
            (c, letter),
            ('0', 'o') | ('1', 'i' | 'l') | ('3', 'e') | ('4', 'a') | ('5', 's') | ('7', 't') | ('8', 'b') | ('9', 'g')
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_taken() {
        for fine in ["acme", "acme-feedback", "4711", "help-the-aged", "mailbird", "apl", "modern", "shipyard", "x1"] {
            assert!(check(fine).is_ok(), "{fine}: {:?}", check(fine));
        }
    }

    #[test]
    fn reserved_names_are_refused_with_the_reason() {
        for word in RESERVED {
            assert!(check(word).unwrap_err().english().contains("reserved"), "{word}");
        }
        for same in ["signin", "SIGN-UP", " www ", "ad-min"] {
            assert!(check(same).unwrap_err().english().contains("reserved"), "{same}");
        }
    }

    #[test]
    fn disguises_of_reserved_names_are_refused() {
        for disguise in ["adm1n", "4dmin", "adrnin", "vvww", "ma1l", "mai1", "5tatus", "he1p", "5-5-0", "1nternal"] {
            assert!(check(disguise).unwrap_err().english().contains("looks too much like"), "{disguise}");
        }
        for ours in ["shipboard", "shipb0ard", "sh1p-board", "my-shipboard", "shipboard-support"] {
            assert!(check(ours).unwrap_err().english().contains("Shipboard itself"), "{ours}");
        }
    }

    #[test]
    fn malformed_names_are_refused_with_the_reason() {
        assert!(check("xn--80ak6aa92e").unwrap_err().english().contains("xn--"));
        assert!(check("a").unwrap_err().english().contains("2 to 40"));
        assert!(check("straße").unwrap_err().english().contains("“ß”"));
        assert!(check("a.b").unwrap_err().english().contains("“.”"));
        assert!(check("-a-").unwrap_err().english().contains("hyphen"));
        assert_eq!(check("").unwrap_err().english(), "The address is missing.");
    }

    #[test]
    fn alternatives_can_be_taken_themselves() {
        let taken = Slug::parse("acme").unwrap();
        assert_eq!(alternatives(&taken)[0].as_str(), "acme-feedback");
        let long = Slug::parse(&"a".repeat(40)).unwrap();
        assert!(alternatives(&long).is_empty());
    }
}
