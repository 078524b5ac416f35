//! Pictures in what people write: brought with a form or ahead of it, seen by whoever may read the text, and swept out.

use std::io::Cursor;

use axum::http::Method;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::SignedDuration;
use shipboard::db::TenantTx;
use shipboard::ids::IdeaId;
use shipboard::users::delete;

use crate::moderation::{held, holds, newcomer, writes};
use crate::ship::{release, ships};
use crate::support::{Browser, CAST, Page, Setup, TestApp};

/// A file with a red picture.
fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture: DynamicImage = RgbImage::from_pixel(width, height, Rgb([200, 30, 30])).into();
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    file(width, height, ImageFormat::Png)
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    file(width, height, ImageFormat::Jpeg)
}

/// A field of a form with files: its name, the name of its file where it is one, and what is in it.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

/// Sends a form with files, as a browser does (RFC 7578).
pub(crate) async fn sends(browser: Browser, path: &str, parts: &[Part<'_>]) -> Page {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend_from_slice(format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--frontier--\r\n");
    let browser = browser.with_header("content-type", "multipart/form-data; boundary=frontier");
    browser.ask(Method::POST, path, Some(body.into())).await
}

/// Brings a picture ahead of a form, and returns how it is mentioned.
pub(crate) async fn brings(browser: Browser, file: &[u8]) -> String {
    let page = sends(browser, "/pictures", &[("picture", Some("image.png"), file)]).await.is(201);
    assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
    page.text().to_owned()
}

/// The address in a mention.
pub(crate) fn address(mention: &str) -> &str {
    mention.split(['(', ')']).find(|part| part.starts_with("/pictures/")).unwrap()
}

/// Submits an idea with this text.
async fn submits(browser: &Browser, board: &str, body: &str) -> i32 {
    let submission = IdeaId::new().to_string();
    let fields = [("title", "With a picture"), ("body", body), ("board", board), ("submission", &submission)];
    let page = browser.post("/ideas", &fields).await.leads_to("/ideas/");
    page.location().unwrap().trim_start_matches("/ideas/").parse().unwrap()
}

#[tokio::test]
async fn a_picture_that_comes_with_a_form_stands_in_its_text() {
    let app = TestApp::start().await;
    let form = app.vera().visit("/ideas/new").await;
    assert_eq!(form.attribute("form[action='/ideas']", "enctype").as_deref(), Some("multipart/form-data"));
    assert!(form.attribute("form[action='/ideas'] input[type=file]", "accept").unwrap().contains("image/webp"));
    let submission = IdeaId::new().to_string();
    let file = png(3_200, 100);
    let idea = [
        ("submission", None, submission.as_bytes()),
        ("title", None, &b"Dark mode"[..]),
        ("body", None, "Look:\r\nhere, “ä”".as_bytes()),
        ("picture-body", Some("The dark menu.png"), &file),
        ("board", None, b"features"),
    ];
    sends(app.vera(), "/ideas", &idea).await.leads_to("/ideas/1");
    let page = app.nobody().get("/ideas/1").await.is(200).says("here, “ä”");
    let picture = |name| page.attribute(".prose img", name).unwrap();
    assert_eq!(
        (picture("width").as_str(), picture("height").as_str()),
        ("1600", "50"),
        "it is kept smaller, and keeps its place"
    );
    assert_eq!((picture("alt").as_str(), picture("loading").as_str()), ("The dark menu", "lazy"));
    let shown = app.nobody().get(&picture("src")).await.is(200);
    assert_eq!(shown.header("content-type"), "image/png");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(shown.header("cache-control"), "private, max-age=31536000, immutable");
    // Sent twice, it is one idea; and without a file it is a form like any other.
    sends(app.vera(), "/ideas", &idea).await.leads_to("/ideas/1");
    let submission = IdeaId::new().to_string();
    let comment = [("submission", None, submission.as_bytes()), ("body", None, &b"Me too"[..]), ("picture-body", Some(""), b"")];
    sends(app.max(), "/ideas/1/comments", &comment).await.leads_to("/ideas/1#comment-");
    app.nobody().get("/ideas/1").await.says("Me too");
    let submission = IdeaId::new().to_string();
    let comment =
        [("submission", None, submission.as_bytes()), ("body", None, &b""[..]), ("picture-body", Some("image.png"), &file)];
    sends(app.vera(), "/ideas/1/comments", &comment).await.leads_to("/ideas/1#comment-");
    let alt = app.nobody().get("/ideas/1").await.attribute(".comment .prose img", "alt");
    assert_eq!(alt.as_deref(), Some("Picture"), "a picture alone is a comment");
}

#[tokio::test]
async fn a_form_whose_picture_is_refused_comes_back_with_all_that_was_typed_and_nothing_is_done() {
    let app = TestApp::start().await;
    let submission = IdeaId::new().to_string();
    let long = vec![0; 10 * 1024 * 1024 + 1];
    for (file, words) in [
        (&b"<svg onload='alert(1)'/>"[..], "This is not a PNG, JPEG, GIF or WebP picture."),
        (&png(20, 20)[..50], "This picture cannot be read."),
        (&png(10_001, 1), "This picture is too large."),
        (&long, "This picture is larger than 10 megabytes."),
    ] {
        let page = sends(
            app.vera(),
            "/ideas?from=here",
            &[
                ("submission", None, submission.as_bytes()),
                ("title", None, b"Dark \"mode\""),
                ("body", None, b"First\r\n\r\nSecond"),
                ("picture-body", Some("x.png"), file),
                // What stands after the file is not lost either, however long that was.
                ("board", None, b"features"),
            ],
        )
        .await
        .is(422)
        .says(words);
        assert!(page.text().contains(">\nFirst\r\n\r\nSecond</textarea>"), "{words}: {}", page.text());
        assert_eq!(page.one("textarea[name=title]"), "Dark \"mode\"");
        assert_eq!(page.one("textarea[name=board]"), "features");
        assert_eq!(page.attribute("main form", "action").as_deref(), Some("/ideas?from=here"));
        assert_eq!(app.number("select count(*) from ideas").await, 0);
        assert_eq!(app.number("select count(*) from pictures").await, 0);
    }
    // The page has everything that is needed to send it after all.
    let page = sends(
        app.vera(),
        "/ideas",
        &[("title", None, b"Dark mode"), ("picture-body", Some("x.png"), b"x"), ("board", None, b"features")],
    );
    let page = page.await.is(422);
    let vera = app.vera();
    vera.submit(&page, "main form", &[("body", "Without it")]).await.leads_to("/ideas/1");
    app.nobody().get("/ideas/1").await.says("Without it");
    // In the language of whoever writes.
    let german = app.nobody().with_header("accept-language", "de");
    german.keep("session", &CAST.vera.session.reveal());
    sends(german, "/ideas", &[("body", None, b"x"), ("picture-body", Some("x.png"), b"x")])
        .await
        .is(422)
        .says("Das ist kein Bild");
}

#[tokio::test]
async fn whoever_is_signed_out_brings_no_picture_and_loses_no_word() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    let form = nobody.get("/ideas/new").await.is(200);
    assert_eq!(form.all("input[type=file]").len(), 0);
    assert_eq!(form.attribute("form[action='/ideas']", "enctype"), None);
    // A session that has ended meanwhile.
    let fields = [("title", None, &b"Dark mode"[..]), ("body", None, b"Please"), ("board", None, b"features")];
    let page = sends(app.nobody(), "/ideas", &[&fields[..], &[("picture-body", Some("x.png"), &png(2, 2)[..])]].concat()).await;
    let page = page.is(422).says("A picture takes being signed in");
    assert_eq!(page.one("textarea[name=body]"), "Please");
    nobody.submit(&page, "main form", &[]).await.leads_to("/sign-in?intent=");
    assert_eq!(app.number("select count(*) from intents").await, 1, "the text waits for them");
    // Without a picture it is kept at once.
    sends(app.nobody(), "/ideas", &[&fields[..], &[("picture-body", Some(""), &b""[..])]].concat())
        .await
        .leads_to("/sign-in?intent=");
    assert_eq!(app.number("select count(*) from intents").await, 2);
    sends(app.nobody(), "/pictures", &[("picture", Some("x.png"), &png(2, 2))]).await.leads_to("/sign-in");
    assert_eq!(app.number("select count(*) from pictures").await, 0);
}

#[tokio::test]
async fn a_picture_that_was_pasted_is_its_bringers_and_the_teams_until_a_text_mentions_it() {
    let app = TestApp::start().await;
    let mention = brings(app.vera(), &png(40, 30)).await;
    assert!(mention.starts_with("![Picture](/pictures/") && mention.ends_with("-40x30.png)"), "{mention}");
    let picture = address(&mention).to_owned();
    let mine = app.vera().get(&picture).await.is(200);
    assert_eq!(mine.header("cache-control"), "private, no-cache", "whoever signs out leaves nothing behind");
    assert_eq!(mine.header("cross-origin-resource-policy"), "same-origin");
    let again = app.vera().with_header("if-none-match", mine.header("etag")).get(&picture).await.is(304);
    assert_eq!(again.text(), "");
    app.max().get(&picture).await.is(200);
    app.nobody().get(&picture).await.is(404);
    app.nobody().with_header("if-none-match", mine.header("etag")).get(&picture).await.is(404);
    newcomer(&app, "somebody").await.get(&picture).await.is(404);
    app.gus().get(&picture).await.is(404);
    // How it will read.
    let preview = app.vera().post("/preview", &[("body", &mention)]).await.is(200);
    assert_eq!(preview.attribute("img", "src").unwrap(), picture);

    submits(&app.vera(), "features", &format!("See {mention}")).await;
    app.nobody().get(&picture).await.is(200);
    app.gus().get(&picture).await.is(404);
    for wrong in [picture.replace("40x30", "41x30"), picture.replace("png", "jpg"), "/pictures/x".to_owned()] {
        app.ada().get(&wrong).await.is(404);
    }
    // A neighbour who mentions it has it no more than before.
    let theirs = app.gus().post("/ideas", &[("title", "Theirs"), ("body", &mention), ("board", "features")]).await;
    theirs.leads_to("/ideas/");
    app.gus().get(&picture).await.is(404);
    assert_eq!(app.number("select count(*) from picture_uses").await, 1);
}

#[tokio::test]
async fn a_picture_is_seen_by_whoever_may_read_a_text_that_mentions_it() {
    let app = TestApp::start().await;
    let mention = brings(app.max(), &png(10, 10)).await;
    let picture = address(&mention).to_owned();
    let seen = async |vera: u16, nobody: u16, when: &str| {
        assert_eq!(app.vera().get(&picture).await.status(), vera, "Vera, {when}");
        assert_eq!(app.nobody().get(&picture).await.status(), nobody, "nobody, {when}");
        app.gus().get(&picture).await.is(404);
    };
    let idea = submits(&app.vera(), "features", "Nothing to see").await;
    seen(404, 404, "before it is mentioned").await;
    app.max()
        .post(&format!("/admin/ideas/{idea}/note"), &[("body", &mention), ("submission", &IdeaId::new().to_string())])
        .await
        .is(303);
    seen(404, 404, "in a note").await;
    app.max().comments_on(idea, &mention).await.is(303);
    seen(200, 200, "in a comment").await;
    app.change("update boards set visibility = 'signed_in' where slug = 'features'").await;
    seen(200, 404, "on a board for those who are signed in").await;
    app.change("update boards set visibility = 'staff' where slug = 'features'").await;
    seen(404, 404, "on a board for the team").await;
    app.max().get(&picture).await.is(200);
    app.change("update boards set visibility = 'public' where slug = 'features'").await;
    app.change("update ideas set deleted_at = now()").await;
    seen(404, 404, "with an idea that was deleted").await;
    app.change("update ideas set deleted_at = null").await;
    seen(200, 200, "with an idea that was brought back").await;
    let comment: Vec<(String,)> = app.sql("select id::text from comments where not staff_only").await;
    app.max().post(&format!("/comments/{}/delete", comment[0].0), &[]).await.is(303);
    seen(404, 404, "when its comment is deleted").await;
    // The story of a release is everybody's once it has shipped.
    let number = release(&app, "2.0", &[]).await;
    app.ada().post(&format!("/admin/releases/{number}/edit"), &[("version", "2.0"), ("notes", &mention)]).await.is(303);
    seen(404, 404, "in the notes of a draft").await;
    ships(&app, number, "silent").await;
    seen(200, 200, "in the notes of what shipped").await;
    let feed = app.nobody().get("/changelog.atom").await.is(200);
    assert!(
        feed.text().contains(&format!("http://acme.localhost:3000{picture}")) || feed.text().contains(&picture),
        "{}",
        feed.text()
    );
    app.ada().post(&format!("/admin/releases/{number}/edit"), &[("version", "2.0"), ("notes", "")]).await.is(303);
    seen(404, 404, "when the notes mention it no more").await;
    // And so is what the team answers.
    let status: Vec<(String,)> = app.sql("select id::text from statuses where category = 'planned' and tenant_id = (select id from tenants where slug = 'acme') limit 1").await;
    app.max().post(&format!("/ideas/{idea}/status"), &[("status", &status[0].0), ("response", &mention)]).await.is(303);
    seen(200, 200, "in the answer of the team").await;
    app.deliver().await;
}

#[tokio::test]
async fn a_picture_in_a_post_that_waits_is_not_shown_until_it_is_let_through() {
    let app = TestApp::start().await.leaves_outbox();
    holds(&app, "all").await;
    let stranger = newcomer(&app, "stranger").await;
    let same = stranger.fork();
    same.keep("session", &stranger.cookie("session").unwrap());
    let mention = brings(same, &png(5, 5)).await;
    writes(&app, &stranger, "Look at this", &mention).await.is(303);
    let post = held(&app).await;
    app.nobody().get(address(&mention)).await.is(404);
    app.vera().get(address(&mention)).await.is(404);
    app.max().get(address(&mention)).await.is(200);
    app.clock.advance(SignedDuration::from_hours(80));
    app.deliver().await;
    app.max().get(address(&mention)).await.is(200);
    app.max().post(&format!("/admin/moderation/{post}"), &[("act", "approve")]).await;
    app.nobody().get(address(&mention)).await.is(200);
}

#[tokio::test]
async fn what_no_text_mentions_is_swept_out_after_a_day_and_the_rest_stays() {
    let app = TestApp::start().await;
    let (unused, used) = (brings(app.vera(), &png(2, 2)).await, brings(app.vera(), &png(3, 3)).await);
    let idea = submits(&app.vera(), "features", &used).await;
    let there = async |mention: &str| app.vera().get(address(mention)).await.status() == 200;
    app.clock.advance(SignedDuration::from_hours(23));
    app.deliver().await;
    assert!(there(&unused).await, "somebody may still be writing");
    app.clock.advance(SignedDuration::from_hours(26));
    app.deliver().await;
    assert!(!there(&unused).await && there(&used).await);
    // What an idea said before is kept for the team, and so is what it showed.
    app.vera().post(&format!("/ideas/{idea}/edit"), &[("title", "Without it"), ("body", "No picture")]).await.is(303);
    app.nobody().get(address(&used)).await.is(404);
    app.clock.advance(SignedDuration::from_hours(100));
    app.deliver().await;
    app.max().get(address(&used)).await.is(200);
    app.change("delete from idea_revisions").await;
    app.clock.advance(SignedDuration::from_hours(100));
    app.deliver().await;
    app.max().get(address(&used)).await.is(404);
    assert_eq!(app.number("select count(*) from pictures").await, 0);
    assert_eq!(
        app.number("select count(*) from outbox where kind = 'pictures.sweep' and state = 'waiting'").await,
        0,
        "nothing is left to do"
    );
}

#[tokio::test]
async fn what_a_deleted_person_brought_and_nobody_mentions_goes_with_them() {
    let app = TestApp::start().await;
    let (unused, used) = (brings(app.vera(), &png(2, 2)).await, brings(app.vera(), &png(3, 3)).await);
    submits(&app.vera(), "features", &used).await;
    let mut tx: TenantTx = app.db.tenant(CAST.acme.id).await.unwrap();
    delete::erase(&mut tx, CAST.vera.id, CAST.vera.id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    app.max().get(address(&unused)).await.is(404);
    app.nobody().get(address(&used)).await.is(200);
}

#[tokio::test]
async fn a_mail_loads_nothing_and_links_to_the_picture() {
    let app = TestApp::start().await;
    let mention = brings(app.max(), &png(2, 2)).await;
    let idea = submits(&app.vera(), "features", "x").await;
    app.vera().post(&format!("/ideas/{idea}/follow"), &[("following", "true"), ("comments", "true")]).await.is(303);
    app.max().comments_on(idea, &format!("Like this: {mention}")).await.is(303);
    app.deliver().await;
    let letter = app.mail_to(CAST.vera.email).pop().unwrap();
    let wanted = format!("http://acme.localhost:3000{}", address(&mention));
    assert!(!letter.html.contains("<img"), "{}", letter.html);
    assert!(letter.html.contains(&format!("<a href=\"{wanted}\"")) && letter.html.contains(">Picture</a>"), "{}", letter.html);
    assert_eq!(letter.link("/pictures/"), wanted);
}

#[tokio::test]
async fn a_person_brings_so_many_pictures_and_then_waits_with_the_text_kept() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    let file = png(2, 2);
    for _ in 0..30 {
        brings(app.vera(), &file).await;
    }
    let page = sends(app.vera(), "/pictures", &[("picture", Some("image.png"), &file)]).await.is(429);
    assert!(page.text().contains("many pictures") && !page.header("retry-after").is_empty(), "{}", page.text());
    // From another network it is the same person.
    let elsewhere = app.vera().from("192.0.2.7");
    let page = sends(elsewhere, "/ideas", &[("body", None, b"Typed"), ("picture-body", Some("image.png"), &file)]).await.is(429);
    assert_eq!(page.one("textarea[name=body]"), "Typed");
    assert_eq!(app.number("select count(*) from pictures").await, 30);
}
