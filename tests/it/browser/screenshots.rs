//! Pictures of every page that is looked at, for a person to look at: kept where `SHIPBOARD_SCREENSHOTS` says, or not at all.

use std::path::PathBuf;
use std::{env, fs};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::accessibility::cdp;
use super::chromium::Chromium;

/// A picture of the whole page, in a file called after what it shows.
pub(super) async fn keep(browser: &Chromium, what: &str) {
    let Some(folder) = env::var_os("SHIPBOARD_SCREENSHOTS").map(PathBuf::from) else { return };
    // A screen as high as the page: what a frame shows is only drawn as far as the screen reaches.
    let metrics = cdp(browser, "Page.getLayoutMetrics", json!({})).await;
    let (width, low) = (&metrics["cssLayoutViewport"]["clientWidth"], &metrics["cssLayoutViewport"]["clientHeight"]);
    let high = metrics["cssContentSize"]["height"].as_f64().map(f64::ceil);
    screen(browser, width, &json!(high)).await;
    let reply = cdp(browser, "Page.captureScreenshot", json!({ "format": "png" })).await;
    screen(browser, width, low).await;
    let picture = BASE64_STANDARD.decode(reply["data"].as_str().expect("Chromium answers with a picture")).unwrap();
    let name: Vec<&str> = what.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name.join("-") + ".png"), picture).unwrap();
}

async fn screen(browser: &Chromium, width: &Value, height: &Value) {
    let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    cdp(browser, "Emulation.setDeviceMetricsOverride", screen).await;
}
