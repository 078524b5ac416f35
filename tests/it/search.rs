//! Finding ideas by words: as they are meant, not as they are typed.

use shipboard::ids::IdeaId;

use crate::support::TestApp;

/// An idea with a text, as the product writes it down.
async fn idea(app: &TestApp, title: &str, body: &str) {
    let submission = IdeaId::new().to_string();
    let fields = [("title", title), ("body", body), ("board", "features"), ("submission", &submission)];
    app.vera().post("/ideas", &fields).await.leads_to("/ideas/");
}

async fn found(app: &TestApp, words: &str) -> Vec<String> {
    app.nobody().get(&format!("/?q={}", shipboard::web::form::escape(words))).await.is(200).all(".idea-title")
}

#[tokio::test]
async fn a_search_finds_other_forms_half_typed_words_and_misspelled_ones() {
    let app = TestApp::start().await;
    idea(&app, "Export invoices as PDF", "At the end of the month.").await;
    idea(&app, "Notifications by mail", "Whenever somebody answers.").await;
    idea(&app, "Dark mode", "My eyes hurt. Not even exporting helps.").await;
    for (words, first, how_many) in [
        ("export", "Export invoices as PDF", 2),
        ("exported invoice", "Export invoices as PDF", 1),
        ("invoices exp", "Export invoices as PDF", 1),
        ("inv", "Export invoices as PDF", 1),
        ("invocies", "Export invoices as PDF", 1),
        ("notifcations mail", "Notifications by mail", 1),
        ("Dárk MODE", "Dark mode", 1),
        ("export -invoices", "Dark mode", 1),
        ("\"dark mode\"", "Dark mode", 1),
        ("#2", "Notifications by mail", 1),
    ] {
        let found = found(&app, words).await;
        assert_eq!((found.len(), found.first().map(String::as_str)), (how_many, Some(first)), "{words}");
    }
    for words in ["mode invoices", "zebra", "it's \\ a (: & | ! * <-> trap", "'", "\"", "-", "the", "\u{0}"] {
        assert_eq!(found(&app, words).await, [""; 0], "{words}");
    }
    assert_eq!(app.gus().get("/?q=export").await.is(200).all(".idea-title"), [""; 0]);
}

#[tokio::test]
async fn a_search_knows_the_language_of_the_workspace() {
    let app = TestApp::start().await;
    app.change("update tenants set language = 'de'").await;
    idea(&app, "Häuser nach Größe sortieren", "Für die Übersicht.").await;
    // Umlauts written out ("haeuser") are known to the stemmer of PostgreSQL 18 and not to those before.
    for words in ["Haus", "hauser grosse", "Häusern", "sortiert"] {
        assert_eq!(found(&app, words).await.len(), 1, "{words}");
    }
}

#[tokio::test]
async fn what_was_merged_is_found_under_its_root() {
    let app = TestApp::start().await;
    idea(&app, "Dark mode", "").await;
    idea(&app, "Black background", "").await;
    app.change(
        "update ideas part set merged_into = root.id, canonical_id = root.id
           from ideas root where root.number = 1 and part.number = 2 and part.tenant_id = root.tenant_id",
    )
    .await;
    assert_eq!(found(&app, "background").await, ["Dark mode"]);
    // Where the root is seen and what was merged into it is not, the words give nothing away.
    app.change(
        "with hidden as (
             insert into boards (tenant_id, id, slug, name, visibility, position, created_at)
             select id, gen_random_uuid(), 'team', 'Team', 'staff', 2, created_at from tenants where slug = 'acme' returning id
         )
         update ideas set board_id = hidden.id from hidden where number = 2",
    )
    .await;
    assert_eq!(found(&app, "background").await, [""; 0]);
}
