//! What happened to an idea, in sentences for its page.

use crate::clock::Time;
use crate::events::Event;
use crate::words::{Message, message, standard};

/// One line of an idea's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The category of the status it was given, as style sheets say it; empty for anything else.
    pub category: String,
    /// What happened.
    pub words: Message,
    /// When.
    pub at: Time,
}

/// The history of an idea, latest first. Everybody sees where it stood and when; staff also see who did what else.
pub fn steps(events: &[Event], staff: bool) -> Vec<Step> {
    events.iter().rev().filter_map(|event| step(event, staff)).collect()
}

fn step(event: &Event, staff: bool) -> Option<Step> {
    let text = |name: &str| event.data[name].as_str().unwrap_or_default();
    let mut category = String::new();
    let of = |key: &'static str, name: &'static str, field: &str| message(key).with(name, event.data[field].to_string());
    let words = match event.kind.as_str() {
        "idea.status_changed" => {
            text("to_category").clone_into(&mut category);
            standard(text("to"))
        }
        "idea.answered" if text("response").is_empty() => message("step-answer-taken-back"),
        "idea.answered" => message("step-answered"),
        _ if !staff => return None,
        "idea.edited" => message("step-edited"),
        "idea.moved" => message("step-moved").with("from", text("from")).with("to", text("to")),
        "idea.tagged" => message("step-tagged"),
        "idea.voted_for" => message("step-voted-for"),
        "idea.vote_taken_back" => message("step-vote-taken-back"),
        "idea.deleted" => message("step-deleted"),
        "idea.restored" => message("step-restored"),
        "idea.merged" => of("step-merged", "number", "into"),
        "idea.unmerged" => of("step-unmerged", "number", "root"),
        "idea.combined" => of("step-combined", "number", "part"),
        "idea.separated" => of("step-separated", "number", "part"),
        "comment.deleted" => message("step-comment-deleted"),
        _ => return None,
    };
    let words = match &event.actor {
        Some(actor) if staff => message("step-by").with("what", words).with("name", standard(actor)),
        _ => words,
    };
    Some(Step { category, words, at: event.created_at })
}

/// Who gave the public answer that stands now.
pub fn response_author(events: &[Event]) -> Option<String> {
    events.iter().rev().find(|event| event.data["response"].is_string()).and_then(|event| event.actor.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::EventId;

    fn event(kind: &str, data: serde_json::Value) -> Event {
        let created_at = Time::from_timestamp("2026-01-01T00:00:00Z".parse().unwrap());
        Event { id: EventId::new(), kind: kind.to_owned(), actor_id: None, actor: Some("Max".to_owned()), data, created_at }
    }

    #[test]
    fn everybody_sees_where_an_idea_stood_and_only_staff_see_who_did_what() {
        let events = [
            event("idea.moved", json!({ "from": "A", "to": "B" })),
            event("idea.status_changed", json!({ "to": "Planned", "to_category": "planned", "response": "Yes" })),
            event("comment.noted", json!({})),
        ];
        let words = |staff| steps(&events, staff).into_iter().map(|step| step.words.english()).collect::<Vec<_>>();
        assert_eq!(words(false), ["Planned"]);
        assert_eq!(words(true), ["Planned, by Max", "Moved from A to B, by Max"]);
        assert_eq!(steps(&events, false)[0].category, "planned");
        assert_eq!(response_author(&events).as_deref(), Some("Max"));
    }
}
