//! What is shown of a page where somebody shares its address: what its head says of it, and the picture that is drawn.

use axum::http::StatusCode;
use image::{Rgba, RgbaImage};
use shipboard::limits::{Act, Whom};
use shipboard::releases::ship::Announcement;

use crate::changelog::{asked, drafted, hides, rolls_back, ships};
use crate::logo::uploads;
use crate::merging::merge;
use crate::moderation::{holds, newcomer, writes};
use crate::support::{Browser, CAST, Page, Setup, TestApp};

const ORIGIN: &str = "http://acme.localhost:3000";

/// What a page's head says under a name.
fn said(page: &Page, name: &str) -> Option<String> {
    let attribute = if name.starts_with("og:") { "property" } else { "name" };
    page.attribute(&format!("meta[{attribute}='{name}']"), "content")
}

/// The path of the picture that a page names.
fn picture_of(page: &Page) -> String {
    let address = said(page, "og:image").unwrap_or_else(|| panic!("no picture: {}", page.described()));
    address.strip_prefix(ORIGIN).unwrap_or_else(|| panic!("{address} is elsewhere")).to_owned()
}

/// A picture, as whoever shows it reads it.
async fn seen(browser: &Browser, path: &str) -> RgbaImage {
    let page = browser.get(path).await.is(200);
    assert_eq!(page.header("content-type"), "image/png");
    assert!(page.body.len() < 120_000, "{} bytes", page.body.len());
    let picture = image::load_from_memory(&page.body).unwrap().to_rgba8();
    assert_eq!(picture.dimensions(), (1200, 630));
    picture
}

/// How many points of an area are of this colour, or nearly so.
fn points(picture: &RgbaImage, color: [u8; 3], rows: std::ops::Range<u32>) -> usize {
    let alike = |point: &Rgba<u8>| point.0[..3].iter().zip(color).all(|(one, other)| one.abs_diff(other) < 12);
    picture.enumerate_pixels().filter(|(_, y, point)| rows.contains(y) && alike(point)).count()
}

const INK: [u8; 3] = [0x25, 0x1f, 0x1a];

#[tokio::test]
async fn every_public_page_says_what_it_is_and_shows_a_picture() {
    let app = TestApp::start().await;
    app.change("update tenants set brand_color = '#c81e3c', tagline = 'We make everything' where slug = 'acme'").await;
    let idea = asked(&app, "Dark mode", &[CAST.vera.id, CAST.rel.id]).await;
    let release = drafted(&app, "4.7", &[idea]).await;
    ships(&app, release, Announcement::Silent).await;
    let nobody = app.nobody();
    for path in ["/", "/b/features", "/ideas/1", "/roadmap", "/roadmap?by=release", "/changelog", "/changelog/1", "/?sort=new"] {
        let page = nobody.get(path).await.is(200);
        let canonical = page.attribute("link[rel=canonical]", "href").unwrap();
        let wanted = if path == "/?sort=new" { "/" } else { path };
        assert_eq!(canonical, format!("{ORIGIN}{wanted}"));
        assert_eq!(said(&page, "og:url").unwrap(), canonical);
        assert_eq!(said(&page, "og:site_name").unwrap(), "Acme");
        assert_eq!(said(&page, "og:description"), said(&page, "description"), "{path}");
        for name in ["og:title", "og:description", "og:image:alt", "og:type"] {
            assert!(said(&page, name).is_some_and(|words| !words.is_empty()), "{path} lacks {name}");
        }
        let size = ["og:image:width", "og:image:height", "twitter:card"].map(|name| said(&page, name).unwrap());
        assert_eq!(size, ["1200", "630", "summary_large_image"]);
        let picture = seen(&nobody, &picture_of(&page)).await;
        assert_eq!(picture.get_pixel(600, 5).0, [0xc8, 0x1e, 0x3c, 255], "{path} is in the workspace's colour");
        assert!(points(&picture, INK, 190..490) > 1_500, "{path} has a title");
    }
    let idea = nobody.get("/ideas/1").await;
    assert_eq!(said(&idea, "og:image:alt").unwrap(), "Dark mode · 2 votes · Shipped · Features · Acme");
    assert_eq!(
        said(&nobody.get("/changelog/1").await, "og:image:alt").unwrap(),
        "4.7 · 2 people asked for what is in here · Changelog · Acme"
    );
    rolls_back(&app, release, "It burnt.").await;
    assert!(said(&nobody.get("/changelog/1").await, "og:image:alt").unwrap().contains("Rolled back"));
    // A form belongs to whoever fills it in.
    let form = nobody.get("/sign-in").await.is(200);
    assert_eq!((said(&form, "og:image"), form.attribute("link[rel=canonical]", "href")), (None, None));
    app.deliver().await;
}

#[tokio::test]
async fn the_landing_page_shows_a_picture_in_the_language_it_was_read_in() {
    let app = TestApp::start().await;
    let base = || app.browser("localhost");
    let landing = base().get("/").await.is(200);
    assert_eq!(said(&landing, "og:image:alt").unwrap(), "Everyone who asked is told, once. · Shipboard");
    assert_eq!(said(&landing, "twitter:card").unwrap(), "summary_large_image");
    let address = said(&landing, "og:image").unwrap();
    let path = address.strip_prefix("http://localhost:3000").unwrap();
    let picture = seen(&base(), path).await;
    assert_eq!(picture.get_pixel(600, 5).0, [0x00, 0x67, 0x7a, 255], "it is in Shipboard's own colour");
    assert!(points(&picture, INK, 190..490) > 1_500, "and has a title");
    let kept = base().get(path).await;
    assert_eq!(kept.header("cache-control"), "public, max-age=31536000, immutable");
    base().with_header("if-none-match", kept.header("etag")).get(path).await.is(304);

    let german = base().with_header("accept-language", "de").get("/").await.is(200);
    let other = said(&german, "og:image").unwrap();
    assert_ne!(other, address);
    let other = other.strip_prefix("http://localhost:3000").unwrap().to_owned();
    assert_ne!(seen(&base(), &other).await.into_raw(), picture.into_raw());
    let page = base().get(&other).await;
    assert_eq!(page.header("cache-control"), "public, max-age=31536000, immutable", "whatever language is asked for with it");
    assert_eq!(base().get("/picture.png?older").await.is(200).header("cache-control"), "no-cache");
    for other in ["/workspaces/new", "/nothing"] {
        assert_eq!(said(&base().get(other).await, "og:image"), None);
    }
}

#[tokio::test]
async fn a_picture_has_a_new_address_when_what_it_shows_has_changed_and_is_kept_for_ever_until_then() {
    let app = TestApp::start().await;
    let idea = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let nobody = app.nobody();
    let first = picture_of(&nobody.get("/ideas/1").await);
    let page = nobody.get(&first).await.is(200);
    assert_eq!(page.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(page.header("x-robots-tag"), "");
    let known = app.nobody().with_header("if-none-match", page.header("etag"));
    known.get(&first).await.is(304);

    app.rel().votes_for(idea.number).await.is(303);
    let second = picture_of(&nobody.get("/ideas/1").await);
    assert_ne!(first, second);
    assert_ne!(seen(&nobody, &first).await.into_raw(), image::load_from_memory(&page.body).unwrap().to_rgba8().into_raw());
    let older = known.get(&first).await.is(200);
    assert_eq!(older.header("cache-control"), "no-cache", "an old address shows how it stands now, and is asked for again");

    app.change("update tenants set indexed = false where slug = 'acme'").await;
    app.sites.invalidate_all();
    assert_eq!(nobody.get(&second).await.is(200).header("x-robots-tag"), "noindex");
    assert_eq!(said(&nobody.get("/ideas/1").await, "robots").unwrap(), "noindex");
}

#[tokio::test]
async fn the_logo_is_in_the_picture() {
    let app = TestApp::start().await;
    asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let green = RgbaImage::from_pixel(104, 104, Rgba([0, 140, 90, 255]));
    let mut file = std::io::Cursor::new(Vec::new());
    green.write_to(&mut file, image::ImageFormat::Png).unwrap();
    let before = picture_of(&app.nobody().get("/ideas/1").await);
    uploads(app.ada(), file.get_ref()).await.is(303);
    let after = picture_of(&app.nobody().get("/ideas/1").await);
    assert_ne!(before, after);
    let picture = seen(&app.nobody(), &after).await;
    assert!(points(&picture, [0, 140, 90], 60..160) > 4_000);
}

#[tokio::test]
async fn what_not_everybody_sees_has_no_picture_for_anybody() {
    let app = TestApp::start().await;
    let secret = asked(&app, "Replace the ledger", &[CAST.vera.id]).await;
    hides(&app, secret).await;
    asked(&app, "Dark mode", &[CAST.vera.id]).await;
    for browser in [app.nobody(), app.vera(), app.max(), app.gus()] {
        browser.get("/ideas/1/picture.png").await.is(404).lacks("ledger");
        browser.get("/b/internal/picture.png").await.is(404).lacks("Internal");
        browser.get("/ideas/99/picture.png").await.is(404);
        browser.get("/changelog/1/picture.png").await.is(404);
    }
    let page = app.max().get("/ideas/1").await.is(200);
    assert_eq!(said(&page, "og:image"), None, "nor does a page of the team name one");
    assert_eq!(said(&app.max().get("/b/internal").await.is(200), "og:image"), None);
    // Who is signed in, and sees more, gets the picture that anybody gets.
    let anybody = app.nobody().get("/ideas/2/picture.png").await.is(200);
    assert_eq!(app.max().get("/ideas/2/picture.png").await.is(200).body, anybody.body);
    app.gus().get("/ideas/2/picture.png").await.is(404);

    // What waits to be read is nowhere.
    holds(&app, "all").await;
    writes(&app, &newcomer(&app, "Nia").await, "Buy gold", "").await;
    app.nobody().get("/ideas/3/picture.png").await.is(404);

    app.change("update boards set visibility = 'signed_in'").await;
    for path in ["/picture.png", "/b/features/picture.png", "/ideas/2/picture.png"] {
        app.nobody().get(path).await.is(404);
        app.vera().get(path).await.is(404);
    }
    for path in ["/", "/roadmap", "/changelog"] {
        assert_eq!(said(&app.nobody().visit(path).await, "og:image"), None, "{path}");
        assert_eq!(said(&app.vera().get(path).await.is(200), "og:image"), None, "{path}");
    }
    app.deliver().await;
}

#[tokio::test]
async fn the_picture_of_an_idea_that_was_combined_is_that_of_the_other() {
    let app = TestApp::start().await.leaves_outbox();
    let root = asked(&app, "Dark mode", &[CAST.vera.id]).await;
    let part = asked(&app, "Night colours", &[CAST.rel.id]).await;
    merge(&app, part, root).await.unwrap();
    let moved = app.nobody().get("/ideas/2/picture.png").await;
    assert_eq!(moved.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!((moved.location(), moved.header("cache-control")), (Some("/ideas/1/picture.png"), "no-cache"));
    hides(&app, root).await;
    app.nobody().get("/ideas/2/picture.png").await.is(404);
}

#[tokio::test]
async fn a_title_nobody_could_read_is_left_out_and_the_number_and_the_votes_stay() {
    let app = TestApp::start().await;
    app.change("update tenants set language = 'ja', page_language = 'ja' where slug = 'acme'").await;
    // Letters that no machine has a font for: the pharaohs' own.
    let idea = asked(&app, "𓀀𓀁𓀂 𓀃𓀄", &[CAST.vera.id]).await;
    let unread = seen(&app.nobody(), "/ideas/1/picture.png").await;
    sqlx::query("update ideas set title = '#1' where id = $1").bind(idea.id).execute(app.owner()).await.unwrap();
    let number = seen(&app.nobody(), "/ideas/1/picture.png").await;
    assert_eq!(unread.as_raw(), number.as_raw());
    sqlx::query("update ideas set title = 'Dark 🌙 mode 𓀀' where id = $1").bind(idea.id).execute(app.owner()).await.unwrap();
    assert_eq!(seen(&app.nobody(), "/ideas/1/picture.png").await.as_raw(), number.as_raw(), "half a title is none");
}

#[tokio::test]
async fn a_network_has_only_so_many_pictures_drawn_and_what_is_drawn_already_costs_nothing() {
    let app = TestApp::start_with(Setup { limits: true, ..Setup::default() }).await;
    asked(&app, "Dark mode", &[CAST.vera.id]).await;
    asked(&app, "Night colours", &[CAST.vera.id]).await;
    let nobody = app.nobody().from("203.0.113.77");
    nobody.get("/ideas/1/picture.png").await.is(200);
    let network = Whom::Network("203.0.113.77".parse().unwrap());
    while app.limits.check(Act::Draw, network).is_ok() {}
    nobody.get("/ideas/2/picture.png").await.is(429);
    nobody.get("/ideas/1/picture.png").await.is(200);
    app.nobody().from("203.0.113.78").get("/ideas/2/picture.png").await.is(200);
}
