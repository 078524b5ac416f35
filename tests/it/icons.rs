//! What stands in a browser's tab and on a telephone's home screen: the workspace's logo, or its letter on its colour.

use std::io::Cursor;

use image::{ImageFormat, Rgba, RgbaImage};

use crate::logo::uploads;
use crate::support::{Page, Setup, TestApp};

fn png(picture: &RgbaImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn read(page: &Page) -> RgbaImage {
    assert_eq!(page.header("content-type"), "image/png");
    image::load_from_memory(&page.body).unwrap().to_rgba8()
}

fn icons(page: &Page) -> (String, String) {
    let icon = |rel: &str| page.attribute(&format!("link[rel={rel}]"), "href").unwrap();
    (icon("icon"), icon("apple-touch-icon"))
}

#[tokio::test]
async fn without_a_logo_the_icon_is_the_letter_of_the_workspace_on_its_colour() {
    let app = TestApp::start().await;
    app.change("update tenants set brand_color = '#ffee00', name = 'ölwerk <3' where slug = 'acme'").await;
    let nobody = app.nobody();
    let (icon, touch) = icons(&nobody.get("/").await);
    assert!(icon.starts_with("/icon.svg?"), "{icon}");
    let svg = nobody.get(&icon).await.is(200);
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.header("cache-control").contains("immutable"));
    let drawn = svg.text();
    assert!(drawn.contains("fill=\"#ffee00\"") && drawn.contains("fill=\"#151310\"") && drawn.contains(">Ö</text>"), "{drawn}");
    assert_eq!(nobody.get("/icon.svg?older").await.is(200).header("cache-control"), "no-cache");

    let page = nobody.get(&touch).await.is(200);
    assert!(page.header("cache-control").contains("immutable"));
    let picture = read(&page);
    assert_eq!(picture.dimensions(), (180, 180));
    assert_eq!(picture.get_pixel(3, 3).0, [0xff, 0xee, 0, 255]);
    assert!(picture.pixels().filter(|point| point.0 == [0x15, 0x13, 0x10, 255]).count() > 300, "the letter in ink");
    let known = app.nobody().with_header("if-none-match", page.header("etag")).get(&touch).await.is(304);
    assert!(known.body.is_empty() && known.header("cache-control").contains("immutable"));

    app.change("update tenants set brand_color = '#0a7cff' where slug = 'acme'").await;
    app.sites.invalidate_all();
    let (changed, _) = icons(&nobody.get("/").await);
    assert_ne!(changed, icon, "no browser keeps the old one");
    nobody.get(&changed).await.lacks("ffee00");
    assert_ne!(icons(&app.gus().get("/").await).0, changed);
}

#[tokio::test]
async fn a_logo_is_the_icon() {
    let app = TestApp::start().await;
    let green = RgbaImage::from_pixel(80, 80, Rgba([0, 140, 90, 255]));
    uploads(app.ada(), &png(&green)).await.is(303);
    let nobody = app.nobody();
    let (icon, touch) = icons(&nobody.get("/roadmap").await);
    let page = nobody.get(&icon).await.is(200);
    assert!(page.header("cache-control").contains("immutable"));
    let picture = read(&page);
    assert_eq!((picture.dimensions(), picture.get_pixel(32, 32).0), ((64, 64), [0, 140, 90, 255]));
    assert_eq!(read(&nobody.get(&touch).await.is(200)).get_pixel(90, 90).0, [0, 140, 90, 255]);
    // The neighbour has none of it.
    let gus = app.gus().get(&icon).await.is(200);
    assert_eq!(gus.header("cache-control"), "no-cache");
    assert_ne!(read(&gus).get_pixel(5, 32).0, [0, 140, 90, 255]);
    assert_eq!(nobody.get("/favicon.ico").await.is(307).location(), Some(icon.as_str()));
}

#[tokio::test]
async fn the_base_domain_keeps_an_icon_of_its_own() {
    let app = TestApp::start().await;
    let page = app.browser("localhost").get("/").await.is(200);
    let icon = page.attribute("link[rel=icon]", "href").unwrap();
    assert!(icon.starts_with("/static/favicon-"), "{icon}");
    assert_eq!(page.attribute("link[rel=apple-touch-icon]", "href"), None);
    assert_eq!(app.browser("localhost").get("/favicon.ico").await.is(308).location(), Some(icon.as_str()));
    app.browser("localhost").get("/icon.svg").await.is(404);
    app.browser("nowhere.localhost").get("/icon.png").await.is(404);
}

/// What a page makes a browser ask for before it can be used, and beside that: the budget is six, with the page itself, and one
/// more is a logo.
#[tokio::test]
async fn the_first_page_is_four_requests_and_its_icon_delays_nothing() {
    let app = TestApp::start_with(Setup { keeps_pages: true, ..Setup::default() }).await;
    let page = app.nobody().get("/").await.is(200);
    let html = page.html();
    let asked = |css: &str| html.select(&scraper::Selector::parse(css).unwrap()).count();
    let (sheets, scripts, icons) = (asked("link[rel=stylesheet]"), asked("script[src]"), asked("link[rel=icon]"));
    // The icon for a home screen is asked for when somebody puts it there.
    assert_eq!(1 + sheets + scripts + icons + asked("link[rel=manifest]"), 4);
    assert_eq!(asked("use"), 0);
    assert_eq!(asked("script[src]:not([defer])"), 0);
}
