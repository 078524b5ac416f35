//! Every mail is in the brand of the workspace that it comes from: its colour, where it can be read, and its logo.

use std::io::Cursor;

use image::{ImageFormat, Rgba, RgbaImage};
use shipboard::brand::Color;

use crate::logo::uploads;
use crate::mail_headers::one_of_every_kind;
use crate::support::sources::sources;
use crate::support::{Letter, TestApp};

/// A mail as a browser reads it.
fn html(letter: &Letter) -> scraper::Html {
    scraper::Html::parse_document(&letter.html)
}

fn attribute(letter: &Letter, css: &str, name: &str) -> Option<String> {
    let wanted = scraper::Selector::parse(css).unwrap();
    html(letter).select(&wanted).next()?.attr(name).map(str::to_owned)
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    RgbaImage::from_pixel(width, height, Rgba([0, 140, 90, 255])).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

#[tokio::test]
async fn every_mail_has_the_colour_and_the_logo_of_its_workspace() {
    let app = TestApp::start().await;
    app.change("update tenants set brand_color = '#ffee00' where slug = 'acme'").await;
    uploads(app.ada(), &png(104, 104)).await.is(303);
    let white = Color::parse("#fff").unwrap();
    let mut buttons = 0;
    for mail in one_of_every_kind(&app).await {
        if !mail.from_name.starts_with("Acme") {
            assert!(!mail.html.contains("logo.png") && !mail.html.contains("#ffee00"), "{} is another workspace's", mail.subject);
            continue;
        }
        let dark = mail.html.split("prefers-color-scheme: dark").nth(1).unwrap().split("</style>").next().unwrap();
        assert!(dark.contains("border-top-color: #ffee00"), "{}: {dark}", mail.subject);
        let line = attribute(&mail, "td.sheet", "style").unwrap();
        let line = line.split("border-top:4px solid ").nth(1).unwrap().split(';').next().unwrap().to_owned();
        assert!(Color::parse(&line).unwrap().contrast(white) >= 3.0, "yellow, as dark as it has to be on white: {line}");
        if let Some(style) = attribute(&mail, "td.button", "style") {
            buttons += 1;
            let ground = style.split("background:").nth(1).unwrap().trim_end_matches(';').to_owned();
            assert!(Color::parse(&ground).unwrap().contrast(white) >= 4.5, "{ground}");
            assert!(dark.contains(".button {") && dark.contains(".button a {"), "{dark}");
        }
        let source = attribute(&mail, "img.logo", "src").unwrap();
        let path = source.strip_prefix("http://acme.localhost:3000").unwrap_or_else(|| panic!("{source} is elsewhere"));
        app.nobody().get(path).await.is(200);
        let size = ["width", "height", "alt"].map(|name| attribute(&mail, "img.logo", name).unwrap());
        assert_eq!(size, ["28", "28", ""], "the name stands beside it");
        assert!(html(&mail).root_element().text().collect::<String>().contains("Acme, Inc."), "{}", mail.subject);
        assert!(!mail.text.contains("logo.png"), "{}", mail.text);
    }
    assert!(buttons >= 6, "{buttons}");
}

#[tokio::test]
async fn without_a_brand_a_mail_is_in_shipboards_own_colour_and_a_wide_logo_says_the_name() {
    let app = TestApp::start().await;
    let mailed = async |email: &'static str| {
        app.nobody().post("/sign-in", &[("email", email)]).await.is(303);
        app.deliver().await;
        app.mail_to(email).remove(0)
    };
    let plain = mailed("nia@new.example").await;
    assert!(attribute(&plain, "td.button", "style").unwrap().contains("background:#056678"), "{}", plain.html);
    assert_eq!(attribute(&plain, "img", "src"), None);
    uploads(app.ada(), &png(300, 60)).await.is(303);
    app.change("update tenants set custom_domain = 'feedback.acme.example' where slug = 'acme'").await;
    let branded = mailed("nio@new.example").await;
    assert!(attribute(&branded, "img.logo", "src").unwrap().starts_with("http://feedback.acme.example:3000/logo.png?"));
    let size = ["width", "height", "alt"].map(|name| attribute(&branded, "img.logo", name).unwrap());
    assert_eq!(size, ["140", "28", "Acme"]);
    let words = |mail: &Letter| mail.text.lines().filter(|line| !line.contains("http")).count();
    assert_eq!(words(&plain), words(&branded), "the text has none of it");
}

/// The brand stands in the frame and in the parts, so no mail can be without it or have one of its own.
#[test]
fn no_mail_has_colours_of_its_own() {
    let mails = sources("templates/mail", "html");
    let own = mails.iter().filter(|mail| mail.text.starts_with("{% extends \"mail/layout.html\""));
    for mail in own {
        assert!(!mail.text.contains("background") && !mail.text.contains("color:#"), "{} has a colour of its own", mail.path);
    }
}
