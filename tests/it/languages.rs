//! What customers read is said in their language: the person's, the workspace's, or the one their browser asks for.

use shipboard::words::{Language, message};

use crate::support::{Browser, CAST, Letter, Page, Setup, TestApp};

/// Sentences of the English catalogue that no other language says in the same words.
fn english_sentences(other: Language) -> Vec<String> {
    let files = crate::support::sources::sources("locales/en", "ftl");
    let lines = files.iter().flat_map(|file| file.text.lines());
    let pairs = lines.filter_map(|line| line.split_once(" = ")).filter(|(_, text)| !text.contains(['{', '<']));
    let long = pairs.filter(|(_, text)| text.len() >= 12 && text.contains(' '));
    // What a status is called is the workspace's own business; a picture on the landing page has one as well.
    let long = long.filter(|(_, text)| *text != "Under review");
    long.filter(|(key, text)| said(other, key) != *text).map(|(_, text)| text.to_owned()).collect()
}

/// A text without variables.
fn said(language: Language, key: &str) -> String {
    language.say(message(Box::leak(key.to_owned().into_boxed_str()))).to_string()
}

fn lang(page: &Page) -> String {
    page.attribute("html", "lang").unwrap()
}

fn asks(browser: Browser, languages: &'static str) -> Browser {
    browser.with_header("accept-language", languages)
}

#[tokio::test]
async fn the_language_comes_from_the_person_then_the_workspace_then_the_browser() {
    let app = TestApp::start().await;
    assert_eq!(lang(&app.nobody().visit("/").await), "en");
    assert_eq!(lang(&asks(app.nobody(), "fr;q=0.5, pt-BR").visit("/").await), "pt");
    assert_eq!(lang(&asks(app.nobody(), "zh, ja;q=0").visit("/").await), "en", "neither is to be had");
    let vera = app.vera();
    asks(app.vera(), "de").visit("/profile").await.says("Ihr Profil");
    let look = [("name", "Vera"), ("theme", "auto"), ("language", "ja")];
    vera.post("/profile", &look).await.leads_to("/profile");
    vera.visit("/profile").await.says("プロフィール").says("保存しました。");
    app.change("update tenants set page_language = 'es' where slug = 'acme'").await;
    app.change("update tenants set page_language = 'fr' where slug = 'globex'").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    assert_eq!(lang(&asks(app.vera(), "de").visit("/").await), "ja", "a person's own choice comes first");
    assert_eq!(lang(&asks(app.max(), "de").visit("/").await), "es", "then the workspace's");
    assert_eq!(lang(&asks(app.nobody(), "de").visit("/").await), "es");
    let off = [("name", "Vera"), ("theme", "auto"), ("language", "")];
    vera.post("/profile", &off).await.leads_to("/profile");
    assert_eq!(lang(&vera.visit("/").await), "es");
    let unknown = [("name", "Vera"), ("theme", "auto"), ("language", "tlh")];
    vera.post("/profile", &unknown).await.is(422).says("Elija una de estas opciones.");
}

#[tokio::test]
async fn what_people_write_in_is_what_a_workspace_says_unless_it_is_english() {
    let app = TestApp::start().await;
    app.change("update tenants set language = 'pt' where slug = 'acme'").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    assert_eq!(lang(&asks(app.nobody(), "de").visit("/").await), "pt");
    app.change("update tenants set language = 'ar' where slug = 'acme'").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    let page = asks(app.nobody(), "de").visit("/").await;
    assert_eq!((lang(&page).as_str(), page.attribute("html", "dir").unwrap().as_str()), ("de", "ltr"));
}

#[tokio::test]
async fn a_kept_page_is_never_shown_to_a_reader_of_another_language() {
    let app = TestApp::start_with(Setup { keeps_pages: true, ..Setup::default() }).await.leaves_outbox();
    app.idea_by(&CAST.vera, "Dark mode").await;
    for path in ["/", "/ideas/1", "/roadmap", "/changelog"] {
        for (wanted, tag) in [("en", "en"), ("de", "de"), ("de-CH, en;q=0.5", "de"), ("ja", "ja"), ("en-GB", "en"), ("de", "de")]
        {
            let page = asks(app.nobody(), wanted).get(path).await.is(200);
            assert_eq!(lang(&page), tag, "{path} for {wanted}");
            let vary: Vec<_> = page.headers.get_all("vary").iter().map(|vary| vary.to_str().unwrap().to_owned()).collect();
            assert!(vary.join(", ").contains("accept-language"), "{path} {vary:?}");
        }
    }
    let german = asks(app.nobody(), "de").get("/").await;
    let tag = german.header("etag").to_owned();
    asks(app.nobody(), "fr").with_header("if-none-match", &tag).get("/").await.is(200);
    asks(app.nobody(), "de").with_header("if-none-match", &tag).get("/").await.is(304);
}

#[tokio::test]
async fn a_page_of_each_kind_says_nothing_in_english_to_somebody_who_reads_german_or_japanese() {
    let app = TestApp::start().await.leaves_outbox();
    app.vera().submits("Dunkles Design").await;
    app.vera().comments_on(1, "Bitte bald.").await;
    let release = app.draft_release("2.4").await;
    app.change("update releases set stage = 'planned', target_date = '2027-03-01', target_precision = 'month'").await;
    let _ = release;
    for (language, tag) in [(Language::German, "de"), (Language::Japanese, "ja")] {
        let unwanted = english_sentences(language);
        assert!(unwanted.len() > 200, "{}", unwanted.len());
        let public = ["/", "/?q=xyzzy", "/ideas/1", "/ideas/new", "/roadmap", "/roadmap?by=release", "/changelog", "/nothing"];
        let own =
            ["/", "/ideas/1", "/ideas/1/edit", "/ideas/1/delete", "/profile", "/profile/mail", "/profile/delete", "/waiting"];
        let signing_in = ["/sign-in", "/sign-in/password"];
        let base = ["/", "/workspaces/new", "/nothing"];
        let mut pages = Vec::new();
        for path in public.into_iter().chain(signing_in) {
            pages.push(asks(app.nobody(), tag).get(path).await);
        }
        for path in own {
            pages.push(asks(app.vera(), tag).get(path).await);
        }
        for path in base {
            pages.push(asks(app.browser("localhost"), tag).get(path).await);
        }
        pages.push(asks(app.vera(), tag).post("/ideas", &[("title", "x"), ("body", "")]).await);
        pages.push(asks(app.nobody(), tag).post("/sign-in", &[("email", "nobody")]).await);
        for page in pages {
            assert_eq!(lang(&page), tag, "{}", page.described());
            // In the words that are shown and in those that are read aloud.
            let words = format!("{}\n{}", page.words(), page.text());
            let english: Vec<_> = unwanted.iter().filter(|sentence| words.contains(sentence.as_str())).collect();
            assert!(english.is_empty(), "{english:?} in {}", page.described());
        }
    }
}

#[tokio::test]
async fn mail_is_written_in_the_language_of_its_reader() {
    let app = TestApp::start().await;
    app.change("update users set language = 'de' where email = 'vera@customer.example'").await;
    app.nobody().post("/sign-in", &[("email", "vera@customer.example")]).await.leads_to("/sign-in/code");
    app.deliver().await;
    let letter = app.mail_to("vera@customer.example").pop().unwrap();
    assert!(letter.subject.contains("ist Ihr Code für Acme"), "{}", letter.subject);
    assert!(
        letter.text.contains("Öffnen Sie diesen Link") && letter.html.contains("<html lang=\"de\" dir=\"ltr\">"),
        "{}",
        letter.text
    );
    for form in [&letter.text, &letter.html] {
        for sentence in english_sentences(Language::German) {
            assert!(!form.contains(&sentence), "“{sentence}” in {form}");
        }
    }
    assert!(!letter.subject.contains(['\u{2068}', '\u{2069}']), "no marks of direction in a subject");
    // Whoever has chosen nothing is written to in the workspace's language.
    app.change("update tenants set page_language = 'ja' where slug = 'acme'").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    app.nobody().post("/sign-in", &[("email", "max@acme.example")]).await;
    app.deliver().await;
    let letters = app.mailbox();
    assert!(letters.last().unwrap().subject.contains("Acme のコード"), "{}", letters.last().unwrap().subject);
    assert!(letters.last().unwrap().text.lines().all(|line| line.chars().count() <= 72 || line.contains("://")));
}

#[tokio::test]
async fn a_mail_that_a_stranger_asks_for_is_said_as_the_page_was() {
    let app = TestApp::start().await;
    asks(app.nobody(), "fr-CA, en;q=0.3").post("/sign-in", &[("email", "new@customer.example")]).await.leads_to("/sign-in/code");
    asks(app.nobody(), "pt").post("/changelog/subscription", &[("email", "other@customer.example")]).await;
    app.deliver().await;
    let subject = |email: &str| app.mail_to(email).pop().unwrap().subject;
    assert!(subject("new@customer.example").contains("est votre code pour Acme"), "{}", subject("new@customer.example"));
    assert_eq!(subject("other@customer.example"), "Seguir as novidades de Acme?");
}

#[tokio::test]
async fn leaving_mail_needs_no_english() {
    let app = TestApp::start().await;
    app.change("update users set language = 'fr' where email = 'vera@customer.example'").await;
    let page = app.vera().visit("/profile/mail").await;
    page.says("E-mails sur les idées").says("Désactiver").lacks("Turn off");
}

#[tokio::test]
async fn the_desk_is_said_in_english_whatever_its_reader_has_chosen() {
    let app = TestApp::start().await;
    app.change("update users set language = 'de' where email = 'ada@acme.example'").await;
    let desk = app.ada().visit("/admin/settings").await;
    assert_eq!(lang(&desk), "en");
    desk.says("Language of pages and mail");
    assert_eq!(lang(&app.ada().visit("/").await), "de");
}

#[tokio::test]
async fn what_only_the_team_is_refused_says_that_it_is_english_on_a_page_that_is_not() {
    let app = TestApp::start().await;
    let idea = app.vera().submits("Dark mode").await;
    let (path, none) = (format!("/ideas/{idea}/release"), [("release", "none")]);
    let refused = asks(app.max(), "de").post(&path, &none).await.is(422).says("Please choose a release.");
    assert_eq!(lang(&refused), "de");
    assert_eq!(refused.attribute(".error-page > p", "lang").as_deref(), Some("en"));
    let refused = app.max().post(&path, &none).await.is(422);
    assert_eq!(refused.attribute(".error-page > p", "lang"), None, "the page says it already");
    assert_eq!(asks(app.max(), "de").get("/nothing").await.is(404).attribute(".error-page > p", "lang"), None);
}

#[tokio::test]
async fn statuses_and_the_deleted_are_called_in_the_readers_language_until_a_workspace_calls_them_otherwise() {
    let app = TestApp::start().await;
    let idea = app.vera().submits("Dark mode").await;
    let path = format!("/ideas/{idea}");
    let page = asks(app.nobody(), "de").visit(&path).await;
    assert_eq!(page.all(".byline .status"), ["Wird geprüft"]);
    asks(app.nobody(), "de").visit("/").await.says("Geplant");
    asks(app.nobody(), "de").visit("/roadmap").await.says("In Arbeit");
    app.nobody().visit(&path).await.says("Under review");
    app.change("update statuses set name = 'Being looked at' where name = 'Under review'").await;
    app.change(
        "update users set name = 'Deleted person', email = null, deleted_at = now() where email = 'vera@customer.example'",
    )
    .await;
    asks(app.nobody(), "de").visit(&path).await.says("Being looked at").says("Gelöschte Person").lacks("Deleted person");
}

/// Max leaves: what he said stays, and his name goes.
async fn max_is_deleted(app: &TestApp) {
    app.change("update users set name = 'Deleted person', email = null, deleted_at = now() where email = 'max@acme.example'")
        .await;
}

#[tokio::test]
async fn news_and_history_call_statuses_and_the_deleted_in_the_readers_language() {
    let app = TestApp::start().await;
    let idea = app.vera().submits("Dark mode").await;
    app.clock.advance(jiff::SignedDuration::from_mins(1));
    app.max().comments_on(idea, "Which hours?").await.is(303);
    let planned = CAST.acme.statuses[1].to_string();
    app.max().post(&format!("/ideas/{idea}/status"), &[("status", &planned), ("response", "Soon.")]).await.is(303);
    max_is_deleted(&app).await;
    let news = asks(app.vera(), "de").visit("/notifications").await;
    news.says("Gelöschte Person hat Dark mode kommentiert.").lacks("Deleted person");
    let page = asks(app.ada(), "de").visit(&format!("/ideas/{idea}")).await.lacks("Deleted person");
    assert!(page.all(".timeline").concat().contains("Geplant, von Gelöschte Person"), "{:?}", page.all(".timeline"));
    app.vera().visit("/notifications").await.says("Deleted person commented on Dark mode");
}

#[tokio::test]
async fn a_filter_names_each_of_several_statuses_in_the_readers_language() {
    let app = TestApp::start().await;
    app.change(
        "insert into statuses (tenant_id, id, name, category, position)
         select tenant_id, gen_random_uuid(), 'Someday', 'open', 9 from statuses where name = 'Under review' and tenant_id = (select id from tenants where slug = 'acme')",
    )
    .await;
    let page = asks(app.nobody(), "de").visit("/?status=open").await;
    let chip = page.one(".chip[data-on]");
    assert!(chip.contains("Wird geprüft, Someday"), "{chip}");
    let page = asks(app.nobody(), "ja").visit("/?status=planned").await;
    assert!(page.one(".chip[data-on]").contains("予定"), "{}", page.one(".chip[data-on]"));
}

#[tokio::test]
async fn mail_calls_statuses_and_the_deleted_in_its_readers_language() {
    let app = TestApp::start().await;
    app.change("update users set language = 'de' where email = 'vera@customer.example'").await;
    let (themes, night) = (app.idea_by(&CAST.ada, "Themes").await, app.idea_by(&CAST.ada, "Night theme").await);
    let follow = [("following", "true"), ("comments", "true")];
    app.vera().post(&format!("/ideas/{}/follow", night.number), &follow).await.is(303);
    let planned = CAST.acme.statuses[1].to_string();
    app.max().post(&format!("/ideas/{}/status", themes.number), &[("status", &planned), ("response", "")]).await.is(303);
    app.max().comments_on(night.number, "Which hours?").await.is(303);
    app.max().post(&format!("/admin/ideas/{}/merge", night.number), &[("into", &themes.number.to_string())]).await.is(303);
    let export = app.idea_by(&CAST.ada, "Export").await;
    app.max().post(&format!("/ideas/{}/voters", export.number), &[("who", CAST.vera.email), ("source", "")]).await.is(303);
    max_is_deleted(&app).await;
    app.clock.advance(jiff::SignedDuration::from_mins(6));
    app.deliver().await;
    let letters = app.mail_to(CAST.vera.email);
    for words in ["Gelöschte Person schrieb zu", "Stand: Geplant.", "Gelöschte Person von Acme hat notiert"] {
        assert!(letters.iter().any(|letter| letter.text.replace('\n', " ").contains(words)), "{words} in {letters:?}");
    }
    for letter in &letters {
        for form in [&letter.text, &letter.html] {
            assert!(!form.contains("Deleted person") && !form.contains("Planned"), "{form}");
        }
    }
    // And so does the page that one of them leads to.
    let link = letters.iter().flat_map(Letter::links).find(|link| link.contains("/voted-for/")).unwrap();
    asks(app.nobody(), "de").get(&link).await.is(200).says("Gelöschte Person von Acme").lacks("Deleted person");
}

#[tokio::test]
async fn a_picture_of_an_idea_says_its_status_in_the_language_of_the_workspace() {
    let app = TestApp::start().await;
    let idea = app.vera().submits("Dark mode").await;
    app.change("update tenants set page_language = 'de' where slug = 'acme'").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    let page = app.nobody().visit(&format!("/ideas/{idea}")).await;
    let words = page.attribute("meta[property='og:image:alt']", "content").unwrap();
    assert!(words.contains("Wird geprüft"), "{words}");
}

#[tokio::test]
async fn what_is_english_for_staff_says_so_in_a_page_of_another_language() {
    let app = TestApp::start().await;
    let idea = app.vera().submits("Dark mode").await;
    let page = asks(app.max(), "de").visit(&format!("/ideas/{idea}")).await.says("Kommentare").says("Public answer");
    assert_eq!(lang(&page), "de");
    assert_eq!(page.attribute("#triage", "lang").as_deref(), Some("en"));
    assert_eq!(page.attribute("#triage", "dir").as_deref(), Some("ltr"));
    assert!(!page.all("#triage").concat().contains("Vorschau"), "one card is in one language");
    assert_eq!(lang(&asks(app.max(), "de").visit(&format!("/ideas/{idea}/voters")).await), "en");
}

#[tokio::test]
async fn what_a_page_says_first_names_its_language_where_that_is_not_the_pages() {
    let app = TestApp::start().await;
    let idea = app.vera().submits("Dark mode").await;
    let planned = CAST.acme.statuses[1].to_string();
    let decision = [("status", planned.as_str()), ("response", "")];
    let max = asks(app.max(), "de");
    let page = max.does(&format!("/ideas/{idea}/status"), &decision).await;
    assert_eq!((lang(&page).as_str(), page.one(".flash p").as_str()), ("de", "Decided."));
    assert_eq!(page.attribute(".flash p", "lang").as_deref(), Some("en"));
    assert_eq!(page.attribute(".flash p", "dir").as_deref(), Some("ltr"));
    // What is said in the language of the page says nothing of it, at the desk as well.
    let vera = asks(app.vera(), "de");
    let page = vera.does("/profile", &[("name", "Vera"), ("theme", "auto"), ("language", "")]).await;
    assert_eq!((page.one(".flash p").as_str(), page.attribute(".flash p", "lang")), ("Gespeichert.", None));
    let (idea, assignee) = (idea.to_string(), CAST.max.id.to_string());
    max.visit("/admin/ideas").await;
    let page = max.does("/admin/ideas/bulk", &[("idea", &idea), ("assignee", &assignee)]).await;
    assert_eq!((lang(&page).as_str(), page.attribute(".flash p", "lang")), ("en", None));
    assert_eq!(page.all(".flash button").len(), 1);
}
