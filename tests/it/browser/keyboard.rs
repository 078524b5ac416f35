//! The whole loop by the keyboard alone: no mouse, and nothing but keys for whatever has the focus, which is seen at every stop.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::accessibility::cdp;
use super::chromium::{Chromium, Scripts};
use super::served;
use crate::support::CAST;

const CORA: &str = "cora@customer.example";
const WISH: &str = "Dark mode at night for the planner";

/// More stops than any page has.
const ENDLESS: usize = 400;

/// Where the focus is: the words it is read with, what is wrong with how it shows, whether it has been there before, and whether
/// it is in the content.
const STOP: &str = r#"
    const at = document.activeElement;
    if (!at || at === document.body) return ["", [], false, false];
    const words = at.ariaLabel ?? at.labels?.[0]?.innerText ?? (at.innerText || at.title || at.tagName);
    const wrong = [];
    const outlined = [null, "::before", "::after"].some((part) => {
        const style = getComputedStyle(at, part);
        return style.content !== "none" && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    // What has the focus within a frame, the frame itself shows.
    if (at.tagName === "IFRAME") return ["IFRAME", [], false, true];
    if (!at.matches(":focus-visible, [type=date]:focus-within") || !outlined) wrong.push("no focus to see");
    const box = at.getClientRects()[0] ?? at.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 8 || bottom - top < 8) {
        wrong.push("out of sight");
    } else {
        const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        if (!at.contains(above) && !above?.contains(at)) wrong.push(`behind ${above?.outerHTML.slice(0, 120)}`);
    }
    window.stops ??= new Set();
    const been = window.stops.has(at);
    window.stops.add(at);
    return [words.replace(/\s+/g, " ").trim(), wrong.map((one) => `${one}: ${at.outerHTML.slice(0, 160)}`), been, Boolean(at.closest("main"))];
"#;

/// What can be used and was at no stop. Of the choices of one question, one is a stop.
const PASSED_OVER: &str = r#"
    return [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden], [type=radio]), select, textarea")]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0 && !window.stops.has(one))
        .map((one) => one.outerHTML.slice(0, 160));
"#;

/// Where the focus has come to.
struct Stop {
    words: String,
    been: bool,
    in_content: bool,
}

impl Chromium {
    /// Presses one key that says nothing by itself, or a letter.
    async fn hits(&self, key: &str) {
        let (code, text) = match key {
            "Tab" | "Shift+Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            " " => (32, " "),
            "ArrowDown" => (40, ""),
            letter => (0, letter),
        };
        let (name, shift) = key.strip_prefix("Shift+").map_or((key, 0), |name| (name, 8));
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        // Only what is pressed by letting go needs the second half.
        for kind in [down, "keyUp"].into_iter().take(if code == 9 { 1 } else { 2 }) {
            let mut event = json!({ "type": kind, "key": name, "windowsVirtualKeyCode": code, "modifiers": shift });
            if kind == "keyDown" {
                event["text"] = text.into();
            }
            cdp(self, "Input.dispatchKeyEvent", event).await;
        }
    }

    /// Types into whatever has the focus.
    async fn writes(&self, text: &str) {
        for letter in text.chars() {
            self.hits(&letter.to_string()).await;
        }
    }

    /// Where the focus is now, which is to be seen.
    async fn stop(&self) -> Stop {
        let found = self.runs(STOP).await;
        let wrong: Vec<&str> = found[1].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(wrong.is_empty(), "{} at {}", wrong.join("\n"), self.path().await);
        let words = found[0].as_str().unwrap().to_owned();
        Stop { words, been: found[2] == true, in_content: found[3] == true }
    }

    /// The first stop of a page, which takes keys once it has been drawn.
    async fn first_stop(&self) -> Stop {
        for _ in 0..ENDLESS {
            self.hits("Tab").await;
            let stop = self.stop().await;
            if !stop.words.is_empty() {
                return stop;
            }
        }
        panic!("no stop at {}", self.path().await);
    }

    /// Goes on with one key until the focus is on what begins with these words.
    async fn goes(&self, key: &str, words: &str) {
        let mut passed = Vec::new();
        for _ in 0..ENDLESS {
            self.hits(key).await;
            let stop = self.stop().await;
            if stop.words.starts_with(words) {
                return;
            }
            passed.push(stop.words);
        }
        panic!("{key} does not lead to “{words}” at {}, but to {passed:?}", self.path().await);
    }

    /// Goes on to what begins with these words, and presses it.
    async fn tabs_to(&self, words: &str) {
        self.goes("Tab", words).await;
        self.hits("Enter").await;
    }

    /// Goes once around the page: nothing holds the focus, and nothing is passed over.
    async fn goes_round(&self) {
        self.runs("document.activeElement.blur(); window.stops = new Set()").await;
        let mut stops = 0;
        let mut first_came_back = false;
        let mut last = String::new();
        while !first_came_back {
            assert!(stops < ENDLESS, "the focus stays around “{last}” at {}", self.path().await);
            self.hits("Tab").await;
            let stop = self.stop().await;
            first_came_back = stop.been && !stop.words.is_empty() && stop.words != last;
            last = stop.words;
            stops += 1;
        }
        let passed = self.runs(PASSED_OVER).await;
        assert!(passed.as_array().unwrap().is_empty(), "passed over at {}: {passed:#}", self.path().await);
    }
}

#[tokio::test]
async fn the_whole_loop_goes_by_the_keyboard_alone() {
    let app = served().await.leaves_outbox();
    for title in ["Dark mode for the planner", "Export as CSV"] {
        app.vera().submits(title).await;
        app.clock.advance(SignedDuration::from_mins(1));
    }
    let (cora, ada) = tokio::join!(Chromium::at_acme(&app, Scripts::On), Chromium::at_acme(&app, Scripts::On));
    let ada = ada.has(&CAST.ada.session).await;

    // A customer signs in. The first stop leads past everything that is on all pages.
    cora.visit("/").await;
    cora.goes_round().await;
    cora.visit("/").await;
    assert_eq!(cora.first_stop().await.words, "Skip to the content");
    cora.hits("Enter").await;
    cora.hits("Tab").await;
    assert!(cora.stop().await.in_content);
    cora.goes("Shift+Tab", "Sign in").await;
    cora.hits("Enter").await;
    cora.sees("Your e-mail address").await;
    cora.goes_round().await;
    cora.goes("Tab", "Your e-mail address").await;
    cora.writes(CORA).await;
    cora.hits("Enter").await;
    cora.sees("Look at your mail").await;
    app.deliver().await;
    cora.goes("Tab", "Code").await;
    cora.writes(&app.mail_to(CORA)[0].code()).await;
    cora.hits("Enter").await;
    cora.finds(".account").await;

    // She asks for something, is shown what is much like it, and goes on.
    cora.tabs_to("New idea").await;
    cora.finds("#field-title:focus").await;
    cora.writes(WISH).await;
    cora.finds(".similar li").await;
    cora.goes("Tab", "Vote for “Dark mode for the planner”").await;
    cora.goes_round().await;
    cora.goes("Tab", "Details").await;
    cora.writes("My eyes, at midnight").await;
    app.clock.advance(SignedDuration::from_secs(20));
    cora.tabs_to("Submit").await;
    cora.sees("Asked by").await;
    assert_eq!(cora.path().await, "/ideas/3");
    cora.goes_round().await;

    // She votes for another, and says something about it.
    cora.tabs_to("Ideas").await;
    cora.sees("Dark mode for the planner").await;
    cora.goes("Tab", "Vote for “Export as CSV”, 1 vote").await;
    cora.hits(" ").await;
    cora.finds("#vote-2 [aria-pressed=true][aria-label$=', 2 votes']").await;
    assert_eq!(cora.stop().await.words, "Vote for “Export as CSV”, 2 votes", "what took the place of the button has the focus");
    cora.tabs_to("Export as CSV").await;
    cora.sees("Asked by").await;
    cora.goes("Tab", "Add a comment").await;
    cora.writes("With semicolons, please").await;
    cora.tabs_to("Comment").await;
    cora.sees_in("#said", "With semicolons, please").await;

    // Her account is a menu, which closes by itself.
    cora.tabs_to("Your account").await;
    cora.goes("Tab", "Profile").await;
    cora.hits("Escape").await;
    cora.gone(".account[open]").await;
    assert!(cora.stop().await.words.starts_with("Your account"));

    // The team plans a release.
    app.clock.advance(SignedDuration::from_mins(1));
    ada.visit("/admin/inbox?show=new").await;
    ada.goes_round().await;
    ada.hits("j").await;
    ada.sees_in("#panel-title", "Dark mode for the planner").await;
    ada.goes_round().await;
    ada.hits("r").await;
    ada.finds(".menu[open] .menu-list").await;
    assert_eq!(ada.stop().await.words, "New release");
    ada.hits("Enter").await;
    ada.finds("#field-version:focus").await;
    ada.writes("2.4").await;
    ada.goes("Tab", "How exactly").await;
    ada.hits("ArrowDown").await;
    ada.tabs_to("Save").await;
    ada.sees("Nothing in it yet").await;
    ada.goes_round().await;

    // It triages: a status, two of a kind combined, an idea promised; and finds, and asks for the keys.
    ada.tabs_to("Inbox").await;
    ada.finds(".waiting").await;
    ada.hits("j").await;
    ada.sees_in("#panel-title", "Dark mode for the planner").await;
    ada.hits("e").await;
    ada.finds(".menu[open] .menu-list").await;
    ada.goes("Tab", "Planned").await;
    ada.hits(" ").await;
    ada.sees("Changed #1: status “Planned”.").await;
    ada.sees_in("#panel-title", "Export as CSV").await;
    ada.hits("j").await;
    ada.sees_in("#panel-title", WISH).await;
    ada.hits("k").await;
    ada.sees_in("#panel-title", "Export as CSV").await;
    ada.hits("j").await;
    ada.sees_in("#panel-title", WISH).await;
    ada.hits("m").await;
    ada.finds(".menu[open] .menu-list").await;
    assert!(ada.stop().await.words.starts_with("With #1 Dark mode"));
    ada.hits("1").await;
    ada.sees("combined with #1").await;
    ada.goes("Tab", "Overview").await;
    ada.tabs_to("Ideas").await;
    ada.finds(".table").await;
    ada.hits("/").await;
    ada.writes("csv").await;
    ada.hits("Enter").await;
    ada.sees("“csv”").await;
    ada.hits("j").await;
    ada.sees_in("#panel-title", "Export as CSV").await;
    ada.hits("r").await;
    ada.finds(".menu[open] .menu-list").await;
    ada.hits("1").await;
    ada.sees("Changed #2").await;
    ada.hits("?").await;
    ada.sees_in("dialog", "Keys on this page").await;
    assert_eq!(ada.stop().await.words, "Close");
    ada.hits("Escape").await;
    ada.gone("dialog").await;

    // It ships, and the customer's mail is there.
    ada.tabs_to("Releases").await;
    ada.sees("2.4").await;
    ada.tabs_to("2.4").await;
    ada.sees("What is in it").await;
    ada.tabs_to("Ship…").await;
    ada.sees("People told 2").await;
    ada.goes_round().await;
    ada.tabs_to("Ship and send now").await;
    ada.sees("The mail is leaving.").await;
    app.deliver().await;
    assert!(app.mail_to(CORA).iter().any(|letter| letter.subject == "It shipped: Export as CSV"));
    for browser in [cora, ada] {
        browser.close().await;
    }
}
