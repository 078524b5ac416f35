//! The changelog as people and programs read it: what shipped, how many asked for it, and what was taken back.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::Event;
use shipboard::access::find_site;
use shipboard::app::Site;
use shipboard::db::TenantTx;
use shipboard::ideas::votes;
use shipboard::ids::UserId;
use shipboard::releases::ship::{self, Announcement};
use shipboard::releases::{items, rollback, store};
use shipboard::text::Line;

use crate::merging::{merge, unmerge};
use crate::support::{CAST, IdeaRow, TestApp};

/// A transaction at Acme, and what Acme is.
pub(crate) async fn acme(app: &TestApp) -> (TenantTx, Site) {
    let site = find_site(app, CAST.acme.id).await.unwrap().unwrap();
    (app.db.tenant(CAST.acme.id).await.unwrap(), site)
}

/// An idea that these people asked for.
pub(crate) async fn asked(app: &TestApp, title: &str, people: &[UserId]) -> IdeaRow {
    let idea = app.idea_by(&CAST.vera, title).await;
    let (mut tx, _) = acme(app).await;
    for person in people {
        votes::set(&mut tx, idea.id, *person, true, None, app.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    idea
}

/// A release with these ideas in it, not shipped yet. Returns its number.
pub(crate) async fn drafted(app: &TestApp, version: &str, ideas: &[IdeaRow]) -> i32 {
    let row = app.draft_release(version).await;
    let (mut tx, site) = acme(app).await;
    let release = store::find(&mut tx, row.number).await.unwrap();
    for idea in ideas {
        assert!(items::link(&mut tx, &site, &release, idea.id, CAST.rel.id, app.clock.now()).await.unwrap());
    }
    tx.commit().await.unwrap();
    row.number
}

/// Rel ships.
pub(crate) async fn ships(app: &TestApp, release: i32, announcement: Announcement) {
    let (mut tx, site) = acme(app).await;
    assert!(ship::ship(&mut tx, &site, release, announcement, CAST.rel.id, app.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
}

/// Rel rolls back.
pub(crate) async fn rolls_back(app: &TestApp, release: i32, note: &str) {
    let (mut tx, site) = acme(app).await;
    let note = Line::parse(note).unwrap();
    rollback::roll_back(&mut tx, &site, release, &note, CAST.rel.id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// A release that has shipped without mail.
async fn shipped(app: &TestApp, version: &str, ideas: &[IdeaRow]) -> i32 {
    let release = drafted(app, version, ideas).await;
    ships(app, release, Announcement::Silent).await;
    release
}

/// Puts an idea where only the team sees it.
pub(crate) async fn hides(app: &TestApp, idea: IdeaRow) {
    let statements = [
        "insert into boards (tenant_id, id, slug, name, visibility, position, created_at)
         select tenant_id, gen_random_uuid(), 'internal', 'Internal', 'staff', 9, now() from ideas where id = $1
         on conflict do nothing",
        "update ideas i set board_id = b.id from boards b where b.tenant_id = i.tenant_id and b.slug = 'internal' and i.id = $1",
    ];
    for statement in statements {
        sqlx::query(statement).bind(idea.id).execute(app.owner()).await.unwrap();
    }
}

#[tokio::test]
async fn a_story_says_how_many_people_asked_each_counted_once() {
    let app = TestApp::start().await;
    let dark = asked(&app, "Dark mode", &[CAST.vera.id, CAST.max.id]).await;
    let quiet = asked(&app, "Quiet hours", &[CAST.vera.id]).await;
    let release = shipped(&app, "4.7", &[dark, quiet]).await;
    app.change("update releases set name = 'Payday', notes_html = '<p>Early <strong>birds</strong>.</p>'").await;
    app.change("update release_items set completes = false where position = (select max(position) from release_items)").await;

    for path in ["/changelog".to_owned(), format!("/changelog/{release}")] {
        let page = app.nobody().get(&path).await.is(200);
        let page = page.says("Payday").says("4.7").says("Early birds").says("2 people asked for what is in here");
        let wishes = page.all(".idea-links li");
        assert!(wishes[0].starts_with("2 votes") && wishes[0].ends_with("Dark mode"), "{wishes:?}");
        assert!(wishes[1].starts_with("1 vote") && wishes[1].ends_with("in part"), "{wishes:?}");
    }
    app.change("update ideas set imported_votes = 35").await;
    app.nobody().get("/changelog").await.says("72 people asked for what is in here");

    app.gus().get(&format!("/changelog/{release}")).await.is(404);
    app.gus().get("/changelog").await.is(200).says("Nothing here yet").lacks("Payday");
}

#[tokio::test]
async fn who_asks_for_what_has_shipped_in_part_is_counted_once_whatever_they_do_at_the_same_moment() {
    let app = TestApp::start().await.leaves_outbox();
    let dark = asked(&app, "Dark mode", &[CAST.vera.id, CAST.max.id]).await;
    let quiet = asked(&app, "Quiet hours", &[CAST.vera.id]).await;
    let soft = asked(&app, "Soft colours", &[]).await;
    let release = shipped(&app, "4.7", &[dark, quiet, soft]).await;
    app.change("update release_items set completes = false where position > (select min(position) from release_items)").await;
    app.change("update ideas set status_id = (select id from statuses s where s.tenant_id = ideas.tenant_id and category = 'open' limit 1) where title <> 'Dark mode'").await;
    let says = async |people: &str| {
        app.nobody().get(&format!("/changelog/{release}")).await.says(&format!("{people} asked for what is in here"));
        app.is_in_order().await;
    };
    says("2 people").await;
    app.rel().votes_for(quiet.number).await.is(303);
    app.max().votes_for(quiet.number).await.is(303);
    says("3 people").await;
    let withdraw = format!("/ideas/{}/vote", quiet.number);
    app.rel().post(&withdraw, &[("voted", "false")]).await.is(303);
    says("2 people").await;
    let silence = asked(&app, "Silence", &[CAST.rel.id]).await;
    merge(&app, silence, quiet).await.unwrap();
    says("3 people").await;
    assert!(unmerge(&app, silence).await);
    says("2 people").await;
    // Each wants both, at the same moment: one more is counted for each of them, and not two.
    let both = [app.rel(), app.ada()];
    let votes =
        both.iter().flat_map(|browser| [quiet, soft].map(|idea| async move { browser.votes_for(idea.number).await.is(303) }));
    futures_util::future::join_all(votes).await;
    says("4 people").await;
    app.change("update boards set visibility = 'staff'").await;
    app.max().get(&format!("/changelog/{release}")).await.says("4 people asked for what is in here");
    app.is_in_order().await;
}

#[tokio::test]
async fn two_ideas_that_were_combined_are_one_line_and_their_people_are_counted_together() {
    let app = TestApp::start().await;
    let dark = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let night = asked(&app, "Night colours", &[CAST.vera.id, CAST.rel.id]).await;
    shipped(&app, "4.7", &[dark, night]).await;
    let merge = "update ideas set merged_into = $1, canonical_id = $1 where id = $2";
    sqlx::query(merge).bind(dark.id).bind(night.id).execute(app.owner()).await.unwrap();

    let page = app.nobody().get("/changelog").await.says("2 people asked for what is in here").lacks("Night colours");
    assert_eq!(page.all(".idea-links li").len(), 1);
}

#[tokio::test]
async fn ideas_on_boards_a_reader_may_not_see_are_neither_named_nor_counted() {
    let app = TestApp::start().await;
    let dark = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let ledger = asked(&app, "Replace the ledger", &[CAST.max.id, CAST.rel.id]).await;
    hides(&app, ledger).await;
    let release = shipped(&app, "4.7", &[dark, ledger]).await;

    for path in ["/changelog".to_owned(), format!("/changelog/{release}"), "/changelog.atom".to_owned()] {
        for reader in [app.nobody(), app.vera()] {
            let page = reader.get(&path).await.is(200).lacks("Replace the ledger");
            assert!(page.text().contains("1 person asked for what is in here"), "{}", page.described());
        }
    }
    app.max().get("/changelog").await.says("Replace the ledger").says("3 people asked for what is in here");
    app.max().get("/changelog.atom").await.lacks("Replace the ledger");
}

#[tokio::test]
async fn a_release_that_was_rolled_back_keeps_its_address_and_says_when_and_why() {
    let app = TestApp::start().await;
    let dark = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let release = shipped(&app, "4.7", &[dark]).await;
    rolls_back(&app, release, "Some screens stayed white.").await;

    for path in ["/changelog".to_owned(), format!("/changelog/{release}")] {
        let page = app.nobody().get(&path).await.is(200).says("Dark mode");
        let said = page.one(".banner[data-kind=danger]");
        assert_eq!(said, "Rolled back on 1 September 2026. Some screens stayed white.");
    }
    let feed = app.nobody().get("/changelog.atom").await;
    assert!(feed.text().contains("<title>Rolled back: 4.7</title>"), "{}", feed.described());

    ships(&app, release, Announcement::Silent).await;
    app.nobody().get("/changelog").await.says("Dark mode").lacks("Rolled back").lacks("stayed white");
}

#[tokio::test]
async fn what_has_not_shipped_has_no_story() {
    let app = TestApp::start().await;
    let release = drafted(&app, "9.9", &[]).await;
    for stage in ["draft", "planned"] {
        sqlx::query("update releases set stage = $1::release_stage").bind(stage).execute(app.owner()).await.unwrap();
        for reader in [app.nobody(), app.vera(), app.rel()] {
            reader.get(&format!("/changelog/{release}")).await.is(404);
            reader.get("/changelog").await.is(200).lacks("9.9");
        }
        app.nobody().get("/changelog.atom").await.lacks("9.9");
    }
    app.nobody().get("/changelog/12345").await.is(404);
    app.nobody().get("/changelog/x").await.is(404);
}

#[tokio::test]
async fn the_changelog_is_turned_page_by_page_in_both_directions() {
    let app = TestApp::start().await;
    for number in 1..=23 {
        // Several ship at the same moment: the number decides between them.
        shipped(&app, &format!("v{number:02}"), &[]).await;
        if number % 3 == 0 {
            app.clock.advance(jiff::SignedDuration::from_mins(1));
        }
    }
    let nobody = app.nobody();
    let titles = |page: &crate::support::Page| page.all(".entry-title");
    let first = nobody.get("/changelog").await;
    let second = nobody.get(&first.attribute("a[rel=next]", "href").unwrap()).await;
    let third = nobody.get(&second.attribute("a[rel=next]", "href").unwrap()).await;
    let read = [titles(&first), titles(&second), titles(&third)].concat();
    assert_eq!(read, (1..=23).rev().map(|number| format!("v{number:02}")).collect::<Vec<_>>());
    assert_eq!(third.attribute("a[rel=next]", "href"), None);
    assert_eq!(first.attribute("a[rel=prev]", "href"), None);

    let back = nobody.get(&third.attribute("a[rel=prev]", "href").unwrap()).await;
    assert_eq!(titles(&back), titles(&second));
    let front = nobody.get(&back.attribute("a[rel=prev]", "href").unwrap()).await;
    assert_eq!(titles(&front), titles(&first));
    assert_eq!(front.attribute("a[rel=prev]", "href"), None);
}

/// An element of a feed: its name, its attributes, its text.
type Element = (String, Vec<(String, String)>, String);

/// What an element of the feed holds, by the path that leads to it.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let (mut path, mut found) = (Vec::new(), Vec::<(String, Vec<(String, String)>, String)>::new());
    let mut open = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(String::from_utf8(start.name().as_ref().to_vec()).unwrap());
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    (name, attribute.unescape_value().unwrap().into_owned())
                });
                open.push(found.len());
                found.push((path.join("/"), attributes.collect(), String::new()));
            }
            Event::Text(text) => {
                if let Some(at) = open.last() {
                    found[*at].2.push_str(&text.decode().unwrap());
                }
            }
            Event::GeneralRef(reference) => {
                let code = reference.resolve_char_ref().unwrap().expect("only numbered references");
                found[*open.last().unwrap()].2.push(code);
            }
            Event::End(_) => {
                path.pop();
                open.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[tokio::test]
async fn the_feed_is_atom() {
    let app = TestApp::start().await;
    let empty = app.nobody().get("/changelog.atom").await.is(200);
    assert!(elements(empty.text()).iter().any(|(path, _, text)| path == "feed/updated" && text.ends_with('Z')));

    let idea = asked(&app, "Fish & <chips> \"now\"\u{FFFF}", &[CAST.vera.id]).await;
    shipped(&app, "1 & <2>", &[idea]).await;
    shipped(&app, "2", &[]).await;
    app.change("update releases set notes_html = '<p><a href=\"/ideas/1\">here</a> &amp; there</p>'").await;
    let page = app.nobody().get("/changelog.atom").await.is(200);
    assert_eq!(page.header("content-type"), "application/atom+xml; charset=utf-8");

    let feed = elements(page.text());
    let texts = |wanted: &str| feed.iter().filter(|(path, ..)| path == wanted).map(|(.., text)| text.clone()).collect::<Vec<_>>();
    let links = |wanted: &str, rel: &str| {
        let links = feed.iter().filter(|(path, ..)| path == wanted).map(|(_, attributes, _)| attributes.clone());
        let links = links.filter(|link| link.contains(&("rel".to_owned(), rel.to_owned())));
        links.map(|link| link.into_iter().find(|(name, _)| name == "href").unwrap().1).collect::<Vec<_>>()
    };
    assert_eq!(feed[0].1[0], ("xmlns".to_owned(), "http://www.w3.org/2005/Atom".to_owned()));
    // RFC 4287, 4.1.1 and 4.1.2: exactly one id, title and updated each; an author for every entry.
    for parent in ["feed", "feed/entry"] {
        let number = if parent == "feed" { 1 } else { 2 };
        for child in ["id", "title", "updated"] {
            let found = texts(&format!("{parent}/{child}"));
            assert_eq!(found.len(), number, "{parent}/{child}");
            assert!(found.iter().all(|text| !text.trim().is_empty()));
        }
        for updated in texts(&format!("{parent}/updated")) {
            updated.parse::<jiff::Timestamp>().unwrap();
        }
    }
    assert_eq!(texts("feed/author/name"), ["Acme"]);
    assert_eq!(links("feed/link", "self"), ["http://acme.localhost:3000/changelog.atom"]);
    let ids = [texts("feed/id"), texts("feed/entry/id")].concat();
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")) && ids.iter().collect::<HashSet<_>>().len() == 3, "{ids:?}");
    assert_eq!(texts("feed/entry/title"), ["2", "1 & <2>"]);
    for link in links("feed/entry/link", "alternate") {
        app.nobody().get(&link).await.is(200);
    }
    let content = &texts("feed/entry/content")[1];
    assert!(content.contains("<a href=\"http://acme.localhost:3000/ideas/1\">here</a> &amp; there"), "{content}");
    assert!(content.contains("Fish &#38; &#60;chips&#62; &#34;now&#34;</a> (1 vote)"), "{content}");

    // Asked again, nothing is sent; and what stays the same keeps its ids.
    let tag = page.header("etag").to_owned();
    let again = app.nobody().with_header("if-none-match", &tag).get("/changelog.atom").await.is(304);
    assert!(again.body.is_empty());
    rolls_back(&app, 1, "Chips were cold.").await;
    let changed = app.nobody().with_header("if-none-match", &tag).get("/changelog.atom").await.is(200);
    let still = elements(changed.text()).into_iter().filter(|(path, ..)| path.ends_with("/id")).map(|(.., text)| text);
    assert_eq!(still.collect::<Vec<_>>(), ids);

    assert!(app.nobody().get("/changelog").await.header("link").contains("</changelog.atom>; rel=\"alternate\""));
    app.gus().get("/changelog.atom").await.is(200).lacks("<entry>");
}
