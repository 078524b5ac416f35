//! What a first visit costs: all that comes over the network, as it comes.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::{ImageFormat, Rgba, RgbaImage};
use shipboard::demo;

use super::chromium::{Chromium, Scripts};
use super::served;
use crate::logo::uploads;
use crate::support::TestApp;

/// The most that comes before a first reader has the board, scripts and styles included, but for the workspace's own pictures.
const MOST_BYTES: f64 = 45.0 * 1024.0;

/// The most that a logo of this size takes, and the icon that is drawn from it.
const MOST_PICTURES: f64 = 10.0 * 1024.0;

/// The most requests for it.
const MOST_REQUESTS: usize = 6;

/// A stranger opens the board at a host for the first time. Returns what was asked for.
async fn first_load(app: &TestApp, host: &str) -> Vec<String> {
    let visitor = Chromium::open(app, host, Scripts::On).await;
    visitor.traffic().await;
    visitor.visit("/").await;
    visitor.finds(".ideas .vote-button").await;
    let (mut asked, mut came) = (BTreeMap::<_, (String, f64)>::new(), 0.0);
    for (method, event) in visitor.traffic().await {
        match method.as_str() {
            "Network.requestWillBeSent" => {
                asked.entry(event["requestId"].to_string()).or_default().0 = event["request"]["url"].to_string();
            }
            "Network.loadingFinished" => {
                let bytes = event["encodedDataLength"].as_f64().unwrap();
                asked.entry(event["requestId"].to_string()).or_default().1 = bytes;
                came += bytes;
            }
            _ => {}
        }
    }
    assert!(asked.len() > 2 && came > 10_000.0, "{asked:?} in {came} bytes is not a page");
    assert!(asked.len() <= MOST_REQUESTS, "{asked:#?}");
    let pictures: f64 = asked.values().filter(|(url, _)| url.contains(".png?")).map(|(_, bytes)| bytes).sum();
    assert!(came - pictures <= MOST_BYTES && pictures <= MOST_PICTURES, "{came} bytes came with {asked:#?}");
    visitor.close().await;
    asked.into_values().map(|(url, _)| url).collect()
}

#[tokio::test]
async fn the_first_load_of_the_board_is_small() {
    let app = served().await;
    let demo = demo::load(&app).await.unwrap();
    first_load(&app, &app.config.base_url.workspace_host(&demo.slug)).await;
}

/// A word mark, as a workspace has one: rounds of two colours, smooth at their edges.
fn word_mark() -> Vec<u8> {
    let mark = RgbaImage::from_fn(416, 104, |x, y| {
        // How far it is from the middle of its letter, squared: full within, and thinner towards the edge.
        let away = (x % 104).abs_diff(52).pow(2) + y.abs_diff(52).pow(2);
        let edge = u8::try_from(2_000_u32.saturating_sub(away).min(255)).unwrap();
        if x < 208 { Rgba([10, 124, 255, edge]) } else { Rgba([30, 30, 60, edge]) }
    });
    let mut bytes = Cursor::new(Vec::new());
    mark.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn and_so_it_is_with_a_logo_and_a_colour() {
    let app = served().await;
    let demo = demo::load(&app).await.unwrap();
    uploads(app.ada(), &word_mark()).await.leads_to("/admin/settings");
    // The demo, which has a colour, is given Acme's logo.
    app.change(
        "with shown as (
             insert into logos (tenant_id, picture, uploaded_at)
             select demo.id, logos.picture, logos.uploaded_at from logos, tenants demo where demo.slug not in ('acme', 'globex'))
         update tenants demo set logo = acme.logo, logo_width = acme.logo_width, logo_height = acme.logo_height
           from tenants acme where acme.slug = 'acme' and demo.slug not in ('acme', 'globex')",
    )
    .await;
    app.sites.invalidate_all();
    let asked = first_load(&app, &app.config.base_url.workspace_host(&demo.slug)).await;
    for part in ["/brand.css?", "/logo.png?"] {
        assert!(asked.iter().any(|url| url.contains(part)), "{part} is not among {asked:?}");
    }
}
