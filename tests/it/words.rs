//! Fence: what a customer reads stands in a catalogue, every text of the catalogues is used, and each language has all of them.

use std::collections::BTreeSet;

use shipboard::words::{Language, keys};

use crate::support::sources::sources;

/// The templates that only the team sees: they are English, and stay outside of the catalogues. So do the mails that are shown on
/// the machine itself.
const STAFF: [&str; 25] = [
    "boards/",
    "companies/",
    "desk/",
    "exports/",
    "founding/steps.html",
    "ideas/askers.html",
    "ideas/demand.html",
    "ideas/merge.html",
    "ideas/moderation/queue.html",
    "ideas/triage.html",
    "ideas/voters.html",
    "ideas/voters_people.html",
    "imports/",
    "mail/inbox.html",
    "mail/kept.html",
    "notices/mail_log.html",
    "releases/",
    "segments/",
    "similar/",
    "tenants/",
    "ui/gallery.html",
    "users/invite.html",
    "users/people.html",
    "users/person.html",
    "users/person_delete.html",
];

/// Words that are the same in every language: names, and parts of addresses.
const NAMES: [&str; 2] = ["Shipboard", "/ideas/"];

/// The keys that are used: `"key"|t` in templates, `message("key")` and the like in code.
fn used() -> BTreeSet<String> {
    let texts =
        ["html", "txt", "xml"].into_iter().flat_map(|extension| sources("templates", extension)).map(|source| source.text);
    let code = sources("src", "rs").into_iter().map(|source| source.text);
    let catalogue: BTreeSet<String> = named(Language::English);
    let quoted: BTreeSet<String> = texts.chain(code).flat_map(|text| quoted(&text)).collect();
    catalogue.intersection(&quoted).cloned().collect()
}

/// Everything between quotes that could be a key.
fn quoted(text: &str) -> Vec<String> {
    let is_key =
        |word: &&str| word.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-') && !word.is_empty();
    text.split('"').filter(is_key).map(str::to_owned).collect()
}

/// The keys of a language without their variables.
fn named(language: Language) -> BTreeSet<String> {
    keys(language).iter().filter_map(|key| key.split('(').next()).map(str::to_owned).collect()
}

#[test]
fn every_text_that_is_said_is_in_the_catalogue() {
    let known = named(Language::English);
    for source in ["html", "txt", "xml"].into_iter().flat_map(|extension| sources("templates", extension)) {
        for (at, _) in source.text.match_indices("\"|t") {
            let key = source.text[..at].rsplit('"').next().unwrap();
            if key.is_empty() {
                continue;
            }
            assert!(known.contains(key), "{} says “{key}”, which is in no catalogue", source.path);
        }
    }
    for source in sources("src", "rs") {
        for (at, call) in source.text.match_indices("message(\"") {
            let key = source.text[at + call.len()..].split('"').next().unwrap();
            assert!(known.contains(key), "{} says “{key}”, which is in no catalogue", source.path);
        }
    }
}

#[test]
fn every_text_of_the_catalogue_is_said_somewhere() {
    let used = used();
    let unused: Vec<String> =
        named(Language::English).into_iter().filter(|key| !key.starts_with('-') && !used.contains(key)).collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
}

#[test]
fn every_language_that_is_offered_has_every_text_with_the_same_variables() {
    for language in Language::OFFERED {
        let (theirs, ours) = (keys(language), keys(Language::English));
        let missing: Vec<_> = ours.difference(&theirs).collect();
        let strange: Vec<_> = theirs.difference(&ours).collect();
        assert!(missing.is_empty() && strange.is_empty(), "{language:?} lacks {missing:?} and has {strange:?}");
    }
}

/// A letter between tags, outside of what the template computes, is a word that no catalogue knows.
#[test]
fn no_template_of_a_customer_has_words_of_its_own() {
    let both = ["html", "txt"].map(|extension| (extension == "txt", sources("templates", extension)));
    for (plain, source) in both.into_iter().flat_map(|(plain, all)| all.into_iter().map(move |source| (plain, source))) {
        let name = source.path.strip_prefix("templates/").unwrap();
        if STAFF.iter().any(|staff| name.starts_with(staff)) {
            continue;
        }
        for word in bare(&source.text, plain) {
            // A macro of attributes has them outside of any tag.
            if name == "ui/form.html" && !word.contains(char::is_uppercase) {
                continue;
            }
            assert!(NAMES.contains(&word.trim()), "{}: “{word}” stands outside of the catalogues", source.path);
        }
        // The desk's navigation stands in the layout.
        for literal in literals(&source.text).iter().filter(|_| name != "layout/page.html") {
            assert!(NAMES.contains(&literal.trim()), "{}: “{literal}” stands outside of the catalogues", source.path);
        }
    }
}

/// The sentences and words that a template says from within what it computes: what begins with a capital or has a space in it.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let text = &without(text, "{#", "#}");
    for part in text.split("{{").skip(1).chain(text.split("{%").skip(1)) {
        let inside = part.split("}}").next().unwrap().split("%}").next().unwrap();
        let quoted = inside.split('"').skip(1).step_by(2);
        found.extend(quoted.filter(|word| word.starts_with(char::is_uppercase) || word.trim().contains(' ')).map(str::to_owned));
    }
    found
}

/// The text with everything between two marks taken out.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut rest = text.to_owned();
    while let Some(at) = rest.find(open) {
        let end = rest[at..].find(close).map_or(rest.len(), |end| at + end + close.len());
        rest.replace_range(at..end, "\u{1}");
    }
    rest
}

/// What stands in a template outside of tags, computed parts and comments, as far as it has letters; and the attributes that are
/// read to people.
fn bare(text: &str, plain: bool) -> Vec<String> {
    let mut rest = text.to_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<style", "</style>"), ("<!--", "-->")] {
        rest = without(&rest, open, close);
    }
    let mut found = Vec::new();
    if !plain {
        for attribute in ["aria-label=\"", "title=\"", "placeholder=\"", "data-confirm=\"", "alt=\""] {
            for part in rest.split(attribute).skip(1) {
                found.extend(part.split('"').next().map(str::to_owned));
            }
        }
        while let Some(at) = rest.find('<') {
            let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
            rest.replace_range(at..end, "\u{1}");
        }
    }
    found.extend(rest.split('\u{1}').map(str::to_owned));
    found.retain(|part| part.chars().any(char::is_alphabetic) && !part.trim().starts_with('&'));
    found
}
