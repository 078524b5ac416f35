//! Somebody at their Chromium: what they open, press, type and see.

use std::path::Path;
use std::time::Duration;

use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use shipboard::text::token::Token;
use tokio::time::{sleep, timeout};

use super::driver::{Extra, driver};
use crate::support::TestApp;

/// How long anything may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait before looking again.
const A_MOMENT: Duration = Duration::from_millis(20);

/// Why a press did not arrive: the button has gone, is covered or cannot be pressed yet.
const MISSED: [&str; 3] = ["stale element", "click intercepted", "not interactable"];

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Finds what can be pressed by the words it is read with: those exactly, or else what begins with them.
const TO_PRESS: &str = r#"
    const [scope, words] = arguments;
    const said = (element) => (element.ariaLabel ?? element.innerText).replace(/\s+/g, " ").trim();
    const there = [...document.querySelectorAll(scope)]
        .flatMap((place) => [...place.querySelectorAll("a[href], button, summary")])
        .filter((element) => element.checkVisibility({ visibilityProperty: true }));
    return there.find((element) => said(element) === words) ?? there.find((element) => said(element).startsWith(words));
"#;

/// Finds a field by its label.
const TO_FILL: &str = r#"
    const [words] = arguments;
    const label = [...document.querySelectorAll("main label")]
        .find((label) => label.checkVisibility() && label.innerText.trim().startsWith(words));
    return label?.control;
"#;

/// What a reader sees.
const WORDS: &str = r#"return (document.body?.innerText ?? "").replace(/\s+/g, " ");"#;

/// Whether a browser runs the scripts of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scripts {
    On,
    Off,
}

/// A browser of its own, with cookies of its own, at one host.
pub(super) struct Chromium {
    pub(super) client: Client,
    origin: String,
}

impl Chromium {
    /// Opens a browser that has never been at `host`.
    pub(super) async fn open(app: &TestApp, host: &str, scripts: Scripts) -> Self {
        // Nothing but the page: no talk with the network at large, no first-run questions. The sandbox is missing because
        // it cannot be had by root, nor in most containers.
        let mut flags = vec![
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--disable-sync",
            "--no-first-run",
            "--window-size=1280,900",
            "--hide-scrollbars",
        ];
        if scripts == Scripts::Off {
            flags.push("--blink-settings=scriptEnabled=false");
        }
        let wanted = json!({
            "goog:chromeOptions": { "args": flags, "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false } },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let Value::Object(wanted) = wanted else { unreachable!() };
        let url = tokio::task::spawn_blocking(driver).await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(url).await.unwrap();
        Self { client, origin: app.config.base_url.origin(host) }
    }

    /// Opens a browser at Acme.
    pub(super) async fn at_acme(app: &TestApp, scripts: Scripts) -> Self {
        Self::open(app, &app.config.base_url.workspace_host("acme"), scripts).await
    }

    /// From now on this is the browser of whoever has the session.
    pub(super) async fn has(self, session: &Token) -> Self {
        // A cookie can only be set from a page of its host.
        self.visit("/roadmap").await;
        let cookie = json!({ "cookie": { "name": "session", "value": session.reveal(), "httpOnly": true } });
        self.extra("cookie", cookie).await;
        self
    }

    /// Opens a path of the host, or an address from a mail.
    pub(super) async fn visit(&self, address: &str) {
        let url = if address.starts_with('/') { format!("{}{address}", self.origin) } else { address.to_owned() };
        self.client.goto(&url).await.unwrap();
    }

    /// Sees these words, sooner or later.
    pub(super) async fn sees(&self, words: &str) {
        self.until(&format!("“{words}”"), async || Ok(self.words().await?.contains(words).then_some(()))).await;
    }

    /// Sees these words in what `css` finds, sooner or later.
    pub(super) async fn sees_in(&self, css: &str, words: &str) {
        let wanted = format!("“{words}” in {css}");
        self.until(&wanted, async || {
            let said = self.client.find(Locator::Css(css)).await?.text().await?;
            Ok(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(words).then_some(()))
        })
        .await;
    }

    /// Does not see anything that `css` finds, sooner or later.
    pub(super) async fn gone(&self, css: &str) {
        self.until(&format!("no {css}"), async || {
            let there = self.client.find_all(Locator::Css(css)).await?;
            Ok(there.is_empty().then_some(()))
        })
        .await;
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub(super) async fn key(&self, keys: &str) {
        self.until(&format!("the key {keys:?}"), async || self.client.active_element().await?.send_keys(keys).await.map(Some))
            .await;
    }

    /// Ticks the box that is called so.
    pub(super) async fn tick(&self, label: &str) {
        let css = format!("input[aria-label='{label}']");
        self.until(&css, async || self.client.find(Locator::Css(&css)).await?.click().await.map(Some)).await;
    }

    /// Chooses something from the list that is called so, without a label beside it.
    pub(super) async fn picks(&self, name: &str, choice: &str) {
        let css = format!("select[aria-label='{name}']");
        self.until(&css, async || self.client.find(Locator::Css(&css)).await?.select_by_label(choice).await.map(Some)).await;
    }

    /// Sees something that `css` finds, sooner or later.
    pub(super) async fn finds(&self, css: &str) {
        self.until(css, async || Ok(self.client.find(Locator::Css(css)).await?.is_displayed().await?.then_some(()))).await;
    }

    /// Sees these words in the frame of the page.
    pub(super) async fn sees_in_frame(&self, words: &str) {
        self.client.find(Locator::Css("iframe")).await.unwrap().enter_frame().await.unwrap();
        self.sees(words).await;
        self.client.enter_parent_frame().await.unwrap();
    }

    /// Does not see these words on the page as it is.
    pub(super) async fn lacks(&self, words: &str) {
        let page = self.words().await.unwrap();
        assert!(!page.contains(words), "“{words}” is not wanted in: {page}");
    }

    /// Presses a button or a link of the page.
    pub(super) async fn press(&self, words: &str) {
        self.press_in("main", words).await;
    }

    /// Presses a button or a link within what `scope` finds.
    pub(super) async fn press_in(&self, scope: &str, words: &str) {
        self.until(&format!("“{words}” to be pressed"), async || {
            let Some(element) = self.element(TO_PRESS, &[scope, words]).await? else { return Ok(None) };
            match element.click().await {
                Err(error) if MISSED.iter().any(|why| error.to_string().contains(why)) => Err(error),
                // A page that goes away under the press was left by it.
                _ => Ok(Some(())),
            }
        })
        .await;
    }

    /// Types into the field with this label, in place of what is there.
    pub(super) async fn types(&self, label: &str, text: &str) {
        self.until(&format!("the field “{label}”"), async || {
            let Some(field) = self.element(TO_FILL, &[label]).await? else { return Ok(None) };
            field.clear().await?;
            field.send_keys(text).await.map(Some)
        })
        .await;
    }

    /// Chooses something from the list with this label.
    pub(super) async fn chooses(&self, label: &str, choice: &str) {
        self.until(&format!("“{choice}” among “{label}”"), async || {
            let Some(list) = self.element(TO_FILL, &[label]).await? else { return Ok(None) };
            list.select_by_label(choice).await.map(Some)
        })
        .await;
    }

    /// The path of the page.
    pub(super) async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Whether the browser keeps a session.
    pub(super) async fn is_signed_in(&self) -> bool {
        self.client.get_all_cookies().await.unwrap().iter().any(|cookie| cookie.name() == "session")
    }

    /// What went over the network since this was asked last: the events of the DevTools protocol, by their method and with
    /// their parameters.
    pub(super) async fn traffic(&self) -> Vec<(String, Value)> {
        let log = self.extra("se/log", json!({ "type": "performance" })).await;
        let entries = log.as_array().unwrap().iter();
        let events = entries.map(|entry| serde_json::from_str::<Value>(entry["message"].as_str().unwrap()).unwrap());
        events
            .map(|mut event| (event["message"]["method"].as_str().unwrap().to_owned(), event["message"]["params"].take()))
            .collect()
    }

    /// Asked nobody but the server under test for anything.
    pub(super) async fn stayed_at_home(&self) {
        let port = self.origin.rsplit(':').next().unwrap();
        for (method, event) in self.traffic().await {
            let Some(url) = event["request"]["url"].as_str().filter(|_| method == "Network.requestWillBeSent") else { continue };
            let rest = url.strip_prefix("http://").unwrap_or_default();
            let home = rest.split('/').next().is_some_and(|host| host.ends_with(&format!("localhost:{port}")));
            assert!(home || url.starts_with("data:"), "{} asked for {url}", event["documentURL"]);
        }
    }

    /// Closes the browser, which has had nothing to complain of: no script that failed, nothing that the page's own policy
    /// forbids, nothing missing, and nothing from elsewhere.
    pub(super) async fn close(self) {
        self.stayed_at_home().await;
        let log = self.extra("se/log", json!({ "type": "browser" })).await;
        let complaints: Vec<String> = log
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING")
            .map(|entry| entry["message"].to_string())
            .collect();
        assert!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
        self.client.close().await.unwrap();
    }

    /// A command of chromedriver's own.
    pub(super) async fn extra(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Extra(path, body)).await.unwrap()
    }

    /// Runs a script in the page, for what only the browser itself does.
    pub(super) async fn runs(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    async fn words(&self) -> Result<String, CmdError> {
        Ok(self.client.execute(WORDS, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
    }

    async fn element(&self, script: &str, words: &[&str]) -> Result<Option<Element>, CmdError> {
        let words = words.iter().map(|word| Value::from(*word)).collect();
        let found = self.client.execute(script, words).await?;
        let id = found.get(ELEMENT).and_then(Value::as_str);
        Ok(id.map(|id| Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))))
    }

    /// Tries until there is an answer. Pages come and go meanwhile, so that a try may fail for reasons that pass.
    pub(super) async fn until<T>(&self, wanted: &str, look: impl AsyncFn() -> Result<Option<T>, CmdError>) -> T {
        let mut trouble = String::new();
        let looking = async {
            loop {
                match look().await {
                    Ok(Some(found)) => return found,
                    Ok(None) => {}
                    Err(error) => trouble = format!(" ({error})"),
                }
                sleep(A_MOMENT).await;
            }
        };
        if let Ok(found) = timeout(PATIENCE, looking).await {
            return found;
        }
        let page = self.words().await.unwrap_or_else(|error| error.to_string());
        let at = self.client.current_url().await.map_or_else(|error| error.to_string(), |url| url.to_string());
        panic!("{wanted} did not come{trouble} at {at}: {page}\n{}", self.pictured().await);
    }

    /// Where a picture of the page is, for whoever looks into a failure.
    async fn pictured(&self) -> String {
        let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        match self.client.screenshot().await {
            Ok(picture) => std::fs::write(&path, picture).map_or_else(|error| error.to_string(), |()| path.display().to_string()),
            Err(error) => error.to_string(),
        }
    }
}
