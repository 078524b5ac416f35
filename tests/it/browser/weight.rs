//! What a first visit costs: all that comes over the network, as it comes.

use std::collections::BTreeMap;

use shipboard::demo;

use super::chromium::{Chromium, Scripts};
use super::served;

/// The most that comes before a first reader has the board, scripts and styles included.
const MOST_BYTES: f64 = 45.0 * 1024.0;

/// The most requests for it.
const MOST_REQUESTS: usize = 6;

#[tokio::test]
async fn the_first_load_of_the_board_is_small() {
    let app = served().await;
    let demo = demo::load(&app).await.unwrap();
    let visitor = Chromium::open(&app, &app.config.base_url.workspace_host(&demo.slug), Scripts::On).await;
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
    assert!(came <= MOST_BYTES, "{came} bytes came with {asked:#?}");
    visitor.close().await;
}
