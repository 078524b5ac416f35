//! What was written down about what happened, in words: who did what to whom, what was so before, and what is so now.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What stands between who did it and what it was done to. Every kind of event that the team can cause has its words here, in the
/// order of the filter; a test reads the sources.
pub const KINDS: &[(&str, &str)] = &[
    ("idea.submitted", "asked for"),
    ("idea.status_changed", "changed the status of"),
    ("idea.answered", "changed the public answer to"),
    ("idea.edited", "edited"),
    ("idea.moved", "moved to another board"),
    ("idea.tagged", "changed the tags of"),
    ("idea.assigned", "changed who looks after"),
    ("idea.linked", "put into a release"),
    ("idea.unlinked", "took out of a release"),
    ("idea.merged", "combined with another"),
    ("idea.combined", "combined another with"),
    ("idea.unmerged", "took out of another"),
    ("idea.separated", "took another out of"),
    ("ideas.told_apart", "told two ideas apart:"),
    ("ideas.not_told_apart", "no longer tells two ideas apart:"),
    ("idea.voted_for", "voted for somebody for"),
    ("idea.vote_taken_back", "took back somebody’s vote for"),
    ("idea.importance_set", "said how much it matters to somebody for"),
    ("idea.deleted", "deleted"),
    ("idea.restored", "restored"),
    ("comment.added", "commented on"),
    ("comment.noted", "noted something about"),
    ("comment.edited", "changed a comment on"),
    ("comment.deleted", "deleted a comment on"),
    ("inbox.done", "had nothing to do about"),
    ("inbox.snoozed", "put aside for later"),
    ("inbox.taken_back", "took back into the inbox"),
    ("post.held", "had held back until it is read:"),
    ("post.reworded", "reworded, while it waits to be read:"),
    ("post.withdrawn", "withdrew, before it was read:"),
    ("post.approved", "approved the post:"),
    ("post.declined", "declined the post:"),
    ("post.decline_undone", "took back the decline of the post:"),
    ("view.saved", "saved the view"),
    ("view.changed", "changed the view"),
    ("view.deleted", "deleted the view"),
    ("release.created", "created the release"),
    ("release.edited", "edited the release"),
    ("release.planned", "promised the release"),
    ("release.drafted", "took back the promise of the release"),
    ("release.line_added", "added a line to the release"),
    ("release.line_removed", "took a line out of the release"),
    ("release.completes_changed", "changed how fully an idea is met by the release"),
    ("release.shipped", "shipped the release"),
    ("release.unshipped", "took back the ship of the release"),
    ("release.sent_now", "let the mail leave at once for the release"),
    ("release.told", "told everybody who asked of the release"),
    ("release.rolled_back", "rolled back the release"),
    ("release.corrected", "told everybody who had heard of it of the roll-back of the release"),
    ("release.deleted", "deleted the release"),
    ("changelog.followed", "began to follow the changelog"),
    ("changelog.left", "left the changelog"),
    ("user.invited", "invited"),
    ("user.joined", "joined:"),
    ("user.roles_changed", "changed the roles of"),
    ("user.blocked", "blocked"),
    ("user.unblocked", "let in again"),
    ("user.mail_withheld", "withholds mail that came back from"),
    ("user.mail_resumed", "resumed mail to"),
    ("user.trusted", "trusted the posts of"),
    ("user.untrusted", "no longer trusts the posts of"),
    ("user.exported", "exported what is known of"),
    ("user.deleted", "deleted the person"),
    ("user.address_changed", "changed the address of"),
    ("user.company_changed", "changed the company of"),
    ("company.created", "added the company"),
    ("company.changed", "changed the company"),
    ("company.deleted", "deleted the company"),
    ("currencies.reporting_changed", "changed the currency of sums for"),
    ("currencies.rates_changed", "changed the rates of currencies for"),
    ("segment.created", "added the segment"),
    ("segment.changed", "changed the segment"),
    ("segment.deleted", "deleted the segment"),
    ("user.password_set", "set a password for"),
    ("user.password_removed", "removed the password of"),
    ("board.created", "opened the board"),
    ("board.changed", "changed the board"),
    ("board.reordered", "changed the order of the boards, moving"),
    ("board.closed", "closed the board"),
    ("board.reopened", "reopened the board"),
    ("status.created", "added the status"),
    ("status.changed", "changed the status called"),
    ("status.reordered", "changed the order of the statuses, moving"),
    ("status.deleted", "deleted the status"),
    ("tag.created", "added the tag"),
    ("tag.changed", "changed the tag"),
    ("tag.deleted", "deleted the tag"),
    ("import.started", "began to import the file"),
    ("import.undo_started", "began to take back the import of the file"),
    ("import.finished", "imported the file"),
    ("import.undone", "took back the import of the file"),
    ("workspace.founded", "founded"),
    ("workspace.opened", "opened"),
    ("workspace.changed", "changed the settings of"),
    ("workspace.exported", "exported"),
    ("workspace.closed", "closed"),
    ("workspace.suspended", "suspended"),
    ("workspace.resumed", "resumed"),
    ("workspace.deleted", "deleted"),
    ("workspace.restored", "restored"),
    ("mail.retried", "had all waiting mail tried again for"),
];

/// What a detail of an event is called, where that is not its key. Empty: it goes without saying what it is.
const NAMES: &[(&str, &str)] = &[
    ("answer", "their mail server said"),
    ("answer_was", "their mail server had said"),
    ("announcement", "mail"),
    ("brand_color", "brand colour"),
    ("category", "meaning"),
    ("color", "colour"),
    ("completes", "meets it fully"),
    ("custom_domain", "own domain"),
    ("failed", "mails that failed"),
    ("indexed", "search engines may list it"),
    ("kept", "what stayed"),
    ("line", ""),
    ("logo", "logo"),
    ("moved", "ideas that moved along"),
    ("page_language", "language of pages and mail"),
    ("release", ""),
    ("reporting", "sums are said in"),
    ("response", "answer"),
    ("settle_minutes", "settle delay in minutes"),
    ("shared", "the whole team sees it"),
    ("slug", "address"),
    ("source", "where from"),
    ("target_precision", "how exact the date is"),
    ("told", "people told"),
    ("way", ""),
];

/// What names another idea by its number, and what is said before that.
const OTHERS: &[(&str, &str)] = &[("into", "into"), ("other", "and"), ("part", "with"), ("root", "out of")];

/// What means nothing to a reader, or stands beside it already.
const UNTOLD: &[&str] = &["attempt", "by", "number", "query"];

/// What somebody chose from a few words: said with spaces.
const CHOICES: &[&str] = &["announcement", "category", "importance", "moderation", "visibility"];

/// The words of a kind. One that has none is said as it is written down: `webhook created`.
pub fn verb(kind: &str) -> String {
    let known = KINDS.iter().find(|(known, _)| *known == kind);
    known.map_or_else(|| kind.replace(['.', '_'], " "), |(_, words)| (*words).to_owned())
}

/// The noun of a kind: `idea`.
pub fn noun(kind: &str) -> &str {
    match kind.split('.').next().unwrap_or(kind) {
        "ideas" => "idea",
        noun => noun,
    }
}

/// The nouns, in the order of the filter, each with its kinds.
pub fn groups() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (kind, _) in KINDS {
        match groups.iter_mut().find(|(noun, _)| *noun == self::noun(kind)) {
            Some((_, kinds)) => kinds.push(kind),
            None => groups.push((self::noun(kind), vec![kind])),
        }
    }
    groups
}

/// One thing that is different: what it is called (empty where that goes without saying), what it was, and what it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `name`, `status`.
    pub what: String,
    /// Empty where there was nothing, or it was not written down.
    pub before: String,
    /// Empty where there is nothing any more.
    pub after: String,
}

impl Change {
    /// `name: Dark mode → Night mode`.
    pub fn say(&self) -> String {
        let change = match (self.before.as_str(), self.after.as_str()) {
            ("", after) => after.to_owned(),
            (before, "") => format!("{before} → nothing"),
            (before, after) => format!("{before} → {after}"),
        };
        if self.what.is_empty() { change } else { format!("{}: {change}", self.what) }
    }
}

/// What was different, read from what an event keeps. Ids and counters of ours mean nothing to a reader and are left out.
pub fn changes(data: &Value) -> Vec<Change> {
    let Value::Object(data) = data else { return Vec::new() };
    let mut changes = Vec::new();
    if data.contains_key("from") || data.contains_key("to") {
        changes.push(change("", data.get("from"), data.get("to")));
    }
    if data.contains_key("added") || data.contains_key("removed") {
        changes.push(change("", data.get("removed"), data.get("added")));
    }
    if let (Some(Value::Object(before)), Some(Value::Object(after))) = (data.get("before"), data.get("after")) {
        let details = after.iter().map(|(key, value)| change(&name(key), before.get(key), Some(value)));
        changes.extend(details.filter(|one| one.before != one.after));
    }
    if let Some(Value::Array(differs)) = data.get("differs") {
        let word = |one: &Value| name(one["what"].as_str().unwrap_or_default());
        changes.extend(differs.iter().map(|one| change(&word(one), one.get("before"), one.get("after"))));
    }
    let told: BTreeSet<&str> = ["from", "to", "added", "removed", "before", "after", "differs"].into();
    for (key, value) in data {
        let is_detail = key.ends_with("_id") || key.ends_with("_ids") || key.ends_with("_before") || key.ends_with("_category");
        if told.contains(key.as_str()) || UNTOLD.contains(&key.as_str()) || is_detail || is_id(value) {
            continue;
        }
        if let Some(one) = another_idea(data, key, value) {
            changes.push(one);
            continue;
        }
        let before = data.get(&format!("{key}_before")).or_else(|| data.get("before").filter(|before| before.is_string()));
        let one = match key.as_str() {
            // A picture is known by what is in it, which nobody reads.
            "logo" => picture(before, value),
            key if CHOICES.contains(&key) => spaced(change(&name(key), before, Some(value))),
            key => change(&name(key), before, Some(value)),
        };
        if one.before != one.after {
            changes.push(one);
        }
    }
    changes.retain(|change| !change.before.is_empty() || !change.after.is_empty());
    changes
}

fn name(key: &str) -> String {
    let known = NAMES.iter().find(|(known, _)| *known == key);
    known.map_or_else(|| key.replace('_', " "), |(_, words)| (*words).to_owned())
}

/// `into #12`. The root is only said where the idea does not stand in it through another; nothing is said of what has no number.
fn another_idea(data: &Map<String, Value>, key: &str, value: &Value) -> Option<Change> {
    let (_, words) = OTHERS.iter().find(|(other, _)| *other == key)?;
    let number = value.as_i64().filter(|_| key != "root" || !data.contains_key("into"));
    let after = number.map_or_else(String::new, |number| format!("#{number}"));
    Some(Change { what: (*words).to_owned(), before: String::new(), after })
}

fn picture(before: Option<&Value>, after: &Value) -> Change {
    let (had, has) = (before.is_some_and(|before| !before.is_null()), !after.is_null());
    let (before, after) = match (had, has) {
        (true, true) => ("", "another picture"),
        (false, true) => ("", "a picture"),
        (_, false) => ("a picture", ""),
    };
    Change { what: "logo".to_owned(), before: before.to_owned(), after: after.to_owned() }
}

fn spaced(change: Change) -> Change {
    Change { what: change.what, before: change.before.replace('_', " "), after: change.after.replace('_', " ") }
}

fn change(what: &str, before: Option<&Value>, after: Option<&Value>) -> Change {
    let said = |value: Option<&Value>| value.map_or_else(String::new, said);
    Change { what: what.to_owned(), before: said(before), after: said(after) }
}

fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(said).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields_said(fields),
        number => number.to_string(),
    }
}

fn fields_said(fields: &Map<String, Value>) -> String {
    let said = fields.iter().map(|(key, value)| (key, said(value))).filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| format!("{}: {value}", key.replace('_', " "))).collect::<Vec<_>>().join(", ")
}

fn is_id(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() == 36 && text.parse::<uuid::Uuid>().is_ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(data: &Value) -> Vec<String> {
        changes(data).iter().map(Change::say).collect()
    }

    #[test]
    fn what_was_before_and_what_is_now_stand_side_by_side() {
        let id = "0192f0c1-0000-7000-8000-000000000000";
        assert_eq!(
            told(&json!({ "from": "Open", "from_id": id, "from_category": "open", "to": "Planned", "to_id": id })),
            ["Open → Planned"]
        );
        assert_eq!(
            told(&json!({ "name": "Night", "name_before": "Dark", "slug": "x", "slug_before": "x" })),
            ["name: Dark → Night"]
        );
        assert_eq!(told(&json!({ "added": ["files"], "added_ids": [id], "removed": [] })), ["files"]);
        assert_eq!(told(&json!({ "removed": ["files"] })), ["files → nothing"]);
        assert_eq!(told(&json!({ "from": "Max", "to": null })), ["Max → nothing"]);
        assert_eq!(told(&json!({ "from": ["member"], "to": ["member", "admin"] })), ["member → member, admin"]);
        assert_eq!(told(&json!({ "indexed": false, "indexed_before": true })), ["search engines may list it: yes → no"]);
        assert_eq!(told(&json!({ "comment": id, "until": null })), [""; 0]);
        assert_eq!(told(&json!({ "settings": { "name": "Acme", "tagline": "" } })), ["settings: name: Acme"]);
    }

    #[test]
    fn what_is_kept_for_programs_is_said_for_people_or_not_at_all() {
        assert_eq!(told(&json!({ "number": 55, "other": 17, "other_id": "0192f0c1-0000-7000-8000-000000000000" })), ["and: #17"]);
        assert_eq!(told(&json!({ "into": 3, "root": 3 })), ["into: #3"]);
        assert_eq!(told(&json!({ "root": 3 })), ["out of: #3"]);
        assert_eq!(told(&json!({ "part": 4, "votes": 5, "votes_before": 3 })), ["with: #4", "votes: 3 → 5"]);
        assert_eq!(told(&json!({ "release": "2.4", "number": 1 })), ["2.4"]);
        assert_eq!(
            told(&json!({ "name": "Night shift", "query": "status=open", "shared": true }))[1],
            "the whole team sees it: yes"
        );
        assert_eq!(told(&json!({ "logo": "0a1b", "logo_before": null })), ["logo: a picture"]);
        assert_eq!(
            told(&json!({ "visibility": "signed_in", "visibility_before": "public" })),
            ["visibility: public → signed in"]
        );
        assert_eq!(told(&json!({ "company": null, "before": "Globex", "by": "hand" })), ["company: Globex → nothing"]);
        let (before, after) = (json!({ "name": "Globex", "plan": "Team" }), json!({ "name": "Globex", "plan": "Pro" }));
        assert_eq!(told(&json!({ "before": before, "after": after })), ["plan: Team → Pro"]);
        let differs = json!([{ "what": "plan", "before": "Team", "after": "Pro" }]);
        assert_eq!(told(&json!({ "name": "Globex", "by": "csv", "differs": differs }))[0], "plan: Team → Pro");
    }

    #[test]
    fn a_kind_without_words_is_said_as_it_was_written_down() {
        assert_eq!(verb("idea.moved"), "moved to another board");
        assert_eq!(verb("webhook.key_changed"), "webhook key changed");
        assert!(groups().iter().any(|(noun, kinds)| *noun == "board" && kinds.contains(&"board.closed")));
    }
}
