//! A workspace's logo: uploaded, seen by everybody, and removed.

use std::io::Cursor;

use axum::http::Method;
use image::{DynamicImage, ImageFormat};

use crate::support::{Browser, Page, TestApp};

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgba8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Sends the form with a file, as a browser does (RFC 7578).
pub(crate) async fn uploads(browser: Browser, file: &[u8]) -> Page {
    let mut body = b"--frontier\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\n\r\n".to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--frontier--\r\n");
    let browser = browser.with_header("content-type", "multipart/form-data; boundary=frontier");
    browser.ask(Method::POST, "/admin/settings/logo", Some(body.into())).await
}

#[tokio::test]
async fn a_logo_takes_the_place_of_the_mark_on_every_page_until_it_is_removed() {
    let app = TestApp::start().await;
    let nobody = app.nobody();
    nobody.get("/logo.png").await.is(404);
    assert_eq!(nobody.get("/").await.attribute(".site img", "src"), None);
    uploads(app.ada(), &png(64, 64)).await.leads_to("/admin/settings");
    let page = nobody.get("/").await;
    let source = page.attribute(".site img", "src").unwrap();
    assert!(source.starts_with("/logo.png?"), "{source}");
    assert_eq!(page.one(".site"), "Acme", "a square one stands beside the name");
    let picture = nobody.get(&source).await.is(200);
    assert_eq!(picture.header("content-type"), "image/png");
    assert!(picture.header("cache-control").contains("immutable"));
    assert_eq!(nobody.get("/logo.png?other").await.is(200).header("cache-control"), "no-cache");
    app.gus().get(&source).await.is(404);

    uploads(app.ada(), &png(400, 80)).await.is(303);
    let page = nobody.get("/").await;
    assert_ne!(page.attribute(".site img", "src").unwrap(), source, "no browser keeps the old one");
    assert_eq!(page.attribute(".site img", "alt").unwrap(), "Acme");
    assert_eq!(page.attribute(".site img", "width").unwrap(), "130");
    assert_eq!(page.one(".site"), "", "a wide one says the name itself");

    let ada = app.ada();
    let form = ada.visit("/admin/settings").await;
    ada.submit(&form, "form[action='/admin/settings/logo/removal']", &[]).await.is(303);
    assert_eq!(nobody.get("/").await.attribute(".site img", "src"), None);
    nobody.get("/logo.png").await.is(404);
    assert_eq!(app.number("select count(*) from events where kind = 'workspace.changed' and data ? 'logo'").await, 3);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_beside_the_field_and_only_admins_may_try() {
    let app = TestApp::start().await;
    uploads(app.ada(), b"<svg onload='alert(1)'/>").await.is(422).says("This is not a PNG, JPEG, GIF or WebP picture.");
    uploads(app.ada(), b"").await.is(422).says("Choose a picture first.");
    uploads(app.ada(), &vec![0; 2 * 1024 * 1024 + 20_000]).await.is(422).says("This is more than 2 MB.");
    uploads(app.max(), &png(64, 64)).await.is(403);
    uploads(app.vera(), &png(64, 64)).await.is(404);
    assert_eq!(app.number("select count(*) from logos").await, 0);
}
