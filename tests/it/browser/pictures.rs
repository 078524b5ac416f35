//! A picture is pasted into a text, chosen in its field without scripts, and stands in the idea.

use fantoccini::Locator;
use image::{DynamicImage, ImageFormat};
use serde_json::json;

use super::accessibility::{keep, look_at};
use super::chromium::{Chromium, Scripts};
use super::served;
use crate::support::CAST;

/// Pastes what a browser has on its clipboard after a screenshot: a picture of so many points, and no text.
const PASTE: &str = "
    const area = document.querySelector('textarea[name=body]');
    area.focus();
    area.setRangeText('Before\\nafter', 0, area.value.length);
    area.setSelectionRange(6, 6);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [arguments[0], 30];
    canvas.toBlob((blob) => {
        const data = new DataTransfer();
        data.items.add(new File([blob], 'image.png', { type: 'image/png' }));
        area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });";

const TYPED: &str = "return document.querySelector('textarea[name=body]').value";

async fn typed(browser: &Chromium) -> String {
    browser.client.execute(TYPED, Vec::new()).await.unwrap().as_str().unwrap().to_owned()
}

/// A browser notes what was refused, and nothing else.
async fn was_refused(browser: &Chromium) {
    let log = browser.extra("se/log", json!({ "type": "browser" })).await;
    let notes: Vec<&str> = log.as_array().unwrap().iter().filter_map(|entry| entry["message"].as_str()).collect();
    assert!(notes.iter().all(|note| note.contains("422")) && notes.len() == 1, "{notes:?}");
}

#[tokio::test]
async fn a_picture_that_is_pasted_stands_where_the_cursor_was() {
    let app = served().await.leaves_outbox();
    let vera = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.vera.session).await;
    vera.visit("/ideas/new").await;
    vera.types("Title", "Dark mode").await;
    vera.client.execute(PASTE, vec![40.into()]).await.unwrap();
    for _ in 0..200 {
        if typed(&vera).await.contains("/pictures/") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    let text = typed(&vera).await;
    assert!(text.starts_with("Before\n![Picture](/pictures/") && text.ends_with("-40x30.png)\n\nafter"), "{text}");
    vera.press("Submit idea").await;
    vera.finds(".prose img[width='40']").await;
    let shown = "const picture = document.querySelector('.prose img'); return picture.complete && picture.naturalWidth";
    for _ in 0..200 {
        if vera.client.execute(shown, Vec::new()).await.unwrap() == 40 {
            look_at(&vera, "picture", &["/ideas/1", "/ideas/new"]).await;
            return vera.close().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the picture was not shown");
}

#[tokio::test]
async fn a_picture_that_is_refused_says_why_under_the_text_and_takes_nothing() {
    let app = served().await.leaves_outbox();
    let vera = Chromium::at_acme(&app, Scripts::On).await.has(&CAST.vera.session).await;
    vera.visit("/ideas/new").await;
    vera.client.execute(PASTE, vec![10_001.into()]).await.unwrap();
    vera.sees_in("[role=status]", "10000 points in either direction are the most").await;
    assert_eq!(typed(&vera).await, "Before\nafter");
    was_refused(&vera).await;
    vera.close().await;
}

#[tokio::test]
async fn without_scripts_a_picture_is_chosen_and_sent_with_the_form() {
    let app = served().await.leaves_outbox();
    let vera = Chromium::at_acme(&app, Scripts::Off).await.has(&CAST.vera.session).await;
    let mut file = tempfile::Builder::new().prefix("The menu ").suffix(".jpg").tempfile().unwrap();
    DynamicImage::new_rgb8(50, 20).write_to(&mut file, ImageFormat::Jpeg).unwrap();
    vera.visit("/ideas/new").await;
    keep(&vera, "vera", "/ideas/new#without-scripts").await;
    vera.types("Title", "A calendar beside the list").await;
    vera.types("Details", "Like this").await;
    let field = vera.client.find(Locator::Css("input[type=file]")).await.unwrap();
    field.send_keys(file.path().to_str().unwrap()).await.unwrap();
    vera.press("Submit idea").await;
    vera.sees("Like this").await;
    vera.finds(".prose img[width='50'][alt^='The menu']").await;
    // And one that cannot be read comes back with the text.
    let mut broken = tempfile::Builder::new().suffix(".png").tempfile().unwrap();
    std::io::Write::write_all(&mut broken, b"no picture").unwrap();
    let field = vera.client.find(Locator::Css("#talk > form input[type=file]")).await.unwrap();
    field.send_keys(broken.path().to_str().unwrap()).await.unwrap();
    vera.client.find(Locator::Css("#talk > form textarea[name=body]")).await.unwrap().send_keys("What I typed").await.unwrap();
    vera.press("Comment").await;
    vera.sees("The picture was not added").await;
    vera.sees("This is not a PNG, JPEG, GIF or WebP picture.").await;
    keep(&vera, "vera", "/comments#picture-refused").await;
    vera.press("Send").await;
    vera.sees("What I typed").await;
    was_refused(&vera).await;
    vera.close().await;
}
