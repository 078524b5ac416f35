//! Fence: whatever a workspace holds goes along, or is named here with the reason why not.

use crate::support::TestApp;
use crate::support::sources::sources;

/// Tables that stay.
const TABLES: [(&str, &str); 20] = [
    ("sessions", "lets somebody in"),
    ("sign_ins", "lets somebody in"),
    ("intents", "a write that waits for a sign-in of minutes"),
    ("inbox", "follows from what was said and decided"),
    ("idea_meanings", "follows from the words"),
    ("likely_pairs", "follows from the words"),
    ("logos", "a setting of the workspace, which an import leaves alone"),
    ("picture_uses", "follows from the words"),
    ("read_marks", "how far somebody has read here"),
    ("desk_marks", "how far somebody has read here"),
    ("imports", "what was brought here from elsewhere, and can be undone here"),
    ("import_acts", "what was brought here from elsewhere, and can be undone here"),
    ("import_chunks", "what was brought here from elsewhere, and can be undone here"),
    ("import_errors", "what was brought here from elsewhere, and can be undone here"),
    ("import_links", "what was brought here from elsewhere, and can be undone here"),
    ("import_sources", "what was brought here from elsewhere, and can be undone here"),
    ("outbox", "what is under way leaves from where it was planned"),
    ("changes", "says what has to be read again here"),
    ("counters", "follows from the numbers that are in use"),
    ("release_people", "follows from the votes"),
];

/// Columns that stay.
const COLUMNS: [(&str, &str); 24] = [
    ("users.password_hash", "lets somebody in"),
    ("pictures.uploaded_at", "tells how long it has waited here for its text"),
    ("users.suppressed_by", "the mail stays where it left from"),
    ("ideas.body_html", "follows from the words"),
    ("ideas.response_html", "follows from the words"),
    ("held_posts.words", "follows from the words"),
    ("held_posts.submission", "tells one form from the next"),
    ("held_posts.decision", "what was decided in one act was told in one mail, and is told no more"),
    ("ideas.search", "follows from the words"),
    ("ideas.worded_in", "follows from the words"),
    ("ideas.canonical_id", "follows from the merges"),
    ("ideas.vote_count", "follows from the votes"),
    ("ideas.heat", "follows from the votes"),
    ("ideas.comment_count", "follows from the comments"),
    ("ideas.submission", "tells one form from the next"),
    ("comments.body_html", "follows from the words"),
    ("comments.submission", "tells one form from the next"),
    ("releases.notes_html", "follows from the words"),
    ("followers.asked_at", "tells what was asked for here from what an import brought"),
    ("notices.id", "the person, the idea, the kind and the epoch name it"),
    ("company_domains.company_id", "stands inside its company"),
    ("currencies.factor", "follows from the rate and the digits of both"),
    ("changelog_mails.subscriber_id", "stands inside its subscriber"),
    ("idea_tags.idea_id", "stands inside its idea"),
];

async fn columns(app: &TestApp) -> Vec<(String, String)> {
    app.sql(
        "select c.relname::text, a.attname::text
           from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
            and a.attname <> 'tenant_id'
          order by 1, 2",
    )
    .await
}

/// A new column is carried by `src/exports`, or it says here why it stays.
#[tokio::test]
async fn every_column_goes_along_or_says_why_not() {
    let app = TestApp::start().await;
    let exports: Vec<String> = sources("src/exports", "rs").iter().map(|source| source.text.clone()).collect();
    let carried = |table: &str, column: &str| {
        exports.iter().any(|text| {
            text.match_indices(&format!(" {table} ")).count() + text.match_indices(&format!(" {table}\n")).count() > 0
                && text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == column)
        })
    };
    let columns = columns(&app).await;
    let mut forgotten = Vec::new();
    for (table, column) in &columns {
        let stays =
            TABLES.iter().any(|(name, _)| name == table) || COLUMNS.iter().any(|(name, _)| *name == format!("{table}.{column}"));
        if !stays && !carried(table, column) {
            forgotten.push(format!("{table}.{column}"));
        }
    }
    assert!(forgotten.is_empty(), "exports have to carry these, or say why not: {forgotten:?}");
}

#[tokio::test]
async fn every_exception_is_about_something() {
    let app = TestApp::start().await;
    let columns = columns(&app).await;
    for (table, reason) in TABLES {
        assert!(columns.iter().any(|(name, _)| name == table), "{table} ({reason}) is no table");
    }
    for (name, reason) in COLUMNS {
        let (table, column) = name.split_once('.').unwrap();
        let known = columns.iter().any(|known| known.0 == table && known.1 == column);
        assert!(known, "{name} ({reason}) is no column");
    }
}
