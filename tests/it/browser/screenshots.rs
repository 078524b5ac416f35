//! Pictures of every page that is looked at, for a person to look at: kept where `SHIPBOARD_SCREENSHOTS` says, or not at all.

use std::path::PathBuf;
use std::{env, fs};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use super::accessibility::cdp;
use super::chromium::Chromium;

/// A picture of the whole page, in a file called after what it shows.
pub(super) async fn keep(browser: &Chromium, what: &str) {
    let Some(folder) = env::var_os("SHIPBOARD_SCREENSHOTS").map(PathBuf::from) else { return };
    let reply = cdp(browser, "Page.captureScreenshot", json!({ "format": "png", "captureBeyondViewport": true })).await;
    let picture = BASE64_STANDARD.decode(reply["data"].as_str().expect("Chromium answers with a picture")).unwrap();
    let name: Vec<&str> = what.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name.join("-") + ".png"), picture).unwrap();
}
