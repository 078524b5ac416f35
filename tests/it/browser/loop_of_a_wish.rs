//! The whole loop, as customers, a manager and a releaser have it: asked, decided, planned, shipped, told, taken back, back.

use jiff::SignedDuration;

use super::chromium::{Chromium, Scripts};
use super::served;
use crate::support::{CAST, Letter, TestApp};

const WISH: &str = "Export a board as CSV";
const CORA: &str = "cora@customer.example";
const DAN: &str = "dan@customer.example";

#[tokio::test]
async fn a_wish_goes_the_whole_loop() {
    Play::begin(Scripts::On).await.plays().await;
}

#[tokio::test]
async fn a_wish_goes_the_whole_loop_without_scripts() {
    Play::begin(Scripts::Off).await.plays().await;
}

/// Everybody in it, each at a browser of their own; Dan has two.
struct Play {
    app: TestApp,
    scripts: Scripts,
    cora: Chromium,
    dan: Chromium,
    phone: Chromium,
    max: Chromium,
    rel: Chromium,
}

impl Play {
    async fn begin(scripts: Scripts) -> Self {
        let app = served().await;
        let (cora, dan, phone, max, rel) = tokio::join!(
            Chromium::at_acme(&app, scripts),
            Chromium::at_acme(&app, scripts),
            Chromium::at_acme(&app, scripts),
            Chromium::at_acme(&app, scripts),
            Chromium::at_acme(&app, scripts),
        );
        let (max, rel) = (max.has(&CAST.max.session).await, rel.has(&CAST.rel.session).await);
        Self { app, scripts, cora, dan, phone, max, rel }
    }

    async fn plays(self) {
        self.cora_asks_and_signs_in_by_the_code().await;
        self.dan_votes_and_signs_in_by_the_link_elsewhere().await;
        self.max_answers().await;
        self.rel_drafts_a_release_and_max_links_the_idea().await;
        self.rel_ships_and_nothing_leaves_yet().await;
        self.each_voter_is_told_once().await;
        self.dan_leaves_by_the_link_in_the_mail().await;
        self.rel_rolls_back_and_whoever_was_told_is_corrected().await;
        self.it_is_back().await;
        for browser in [self.cora, self.dan, self.phone, self.max, self.rel] {
            browser.close().await;
        }
    }

    /// A stranger submits, is asked who she is, and finds the idea there as hers.
    async fn cora_asks_and_signs_in_by_the_code(&self) {
        let cora = &self.cora;
        cora.visit("/").await;
        cora.sees("No ideas yet").await;
        cora.press("New idea").await;
        cora.types("Title", WISH).await;
        cora.types("Details", "Our finance team lives in **spreadsheets**.").await;
        if matches!(self.scripts, Scripts::On) {
            cora.press("Preview").await;
            cora.sees_in(".preview strong", "spreadsheets").await;
        }
        self.app.clock.advance(SignedDuration::from_secs(20));
        cora.press("Submit idea").await;
        cora.sees(&format!("Your idea “{WISH}” is kept.")).await;
        cora.types("Your e-mail address", CORA).await;
        cora.press("Mail me a link").await;
        cora.sees("Look at your mail").await;
        assert_eq!(self.app.number("select count(*) from ideas").await, 0);

        let letter = self.the_letter_to(CORA).await;
        assert!(letter.text.contains(WISH), "{}", letter.text);
        cora.types("Code", &letter.code()).await;
        cora.press("Sign in").await;
        cora.sees("Asked by").await;
        assert_eq!(cora.path().await, "/ideas/1");
        cora.finds(".prose strong").await;
        cora.finds(".vote-large [aria-pressed=true][aria-label$=', 1 vote']").await;
    }

    /// Another stranger votes from the list. The link in his mail is opened on his phone, which asks before it does anything.
    async fn dan_votes_and_signs_in_by_the_link_elsewhere(&self) {
        let (dan, phone) = (&self.dan, &self.phone);
        dan.visit("/").await;
        dan.press(&format!("Vote for “{WISH}”")).await;
        dan.sees("Your vote for idea #1 is kept.").await;
        dan.types("Your e-mail address", DAN).await;
        dan.press("Mail me a link").await;
        dan.sees("Look at your mail").await;

        phone.visit(&self.the_letter_to(DAN).await.link("/sign-in/link/")).await;
        phone.sees("Your vote for idea #1 is kept and can go through in your name now.").await;
        assert_eq!(self.app.number("select vote_count::bigint from ideas").await, 1, "looking at a link does nothing");
        phone.press("Sign in and vote").await;
        phone.finds("[aria-pressed=true][aria-label$=', 2 votes']").await;
        assert!(phone.is_signed_in().await);
        assert!(!dan.is_signed_in().await);

        // On his phone he takes the vote back, and thinks again, in the list.
        phone.visit("/").await;
        phone.press(&format!("Vote for “{WISH}”, 2 votes")).await;
        phone.finds("[aria-pressed=false][aria-label$=', 1 vote']").await;
        phone.press(&format!("Vote for “{WISH}”, 1 vote")).await;
        phone.finds("[aria-pressed=true][aria-label$=', 2 votes']").await;
        assert_eq!(phone.path().await, "/");
    }

    async fn max_answers(&self) {
        let max = &self.max;
        max.visit("/").await;
        max.press(WISH).await;
        max.chooses("Status", "In progress").await;
        max.types("Public answer", "We have **begun**.").await;
        max.press("Save").await;
        max.finds(".response strong").await;
        max.finds(".byline .status[data-category=active]").await;
    }

    async fn rel_drafts_a_release_and_max_links_the_idea(&self) {
        let (max, rel) = (&self.max, &self.rel);
        rel.visit("/admin/releases").await;
        rel.sees("No releases yet").await;
        rel.press("New release").await;
        rel.types("Version", "2.4").await;
        rel.types("Name", "Out and in").await;
        rel.types("Notes", "Take your data **with you**.").await;
        rel.press("Save").await;
        rel.sees("Nothing in it yet").await;

        max.visit("/ideas/1").await;
        max.chooses("Release", "2.4 Out and in").await;
        max.press("Add to release").await;
        max.sees("The idea is in this release.").await;
        max.lacks("Ship…").await;
        self.cora.visit("/roadmap").await;
        self.cora.sees(WISH).await;
    }

    /// What will happen is said before; what was clicked can be taken back, and nobody hears of it.
    async fn rel_ships_and_nothing_leaves_yet(&self) {
        let rel = &self.rel;
        rel.visit("/admin/releases").await;
        rel.press("2.4 Out and in").await;
        rel.press("Ship…").await;
        rel.sees("Ship 2.4 Out and in").await;
        rel.sees("People told 2").await;
        rel.sees_in_frame(WISH).await;
        rel.press("Ship").await;
        rel.sees("2 people will be told on").await;
        let before = self.app.mailbox().len();
        self.app.clock.advance(SignedDuration::from_mins(4));
        self.app.deliver().await;
        assert_eq!(self.app.mailbox().len(), before, "nothing leaves inside the settle delay");

        rel.press("Unship").await;
        rel.sees("Taken back. Nobody was told.").await;
        self.passes().await;
        assert_eq!(self.app.mailbox().len(), before);
        rel.press("Ship…").await;
        rel.press("Ship").await;
        rel.sees("2 people will be told on").await;
    }

    async fn each_voter_is_told_once(&self) {
        self.passes().await;
        self.passes().await;
        for (voter, browser) in [(CORA, &self.cora), (DAN, &self.dan)] {
            let letters = self.about_the_wish(voter);
            assert_eq!(letters.len(), 1, "{voter}");
            assert_eq!(letters[0].subject, format!("It shipped: {WISH}"));
            browser.visit(&letters[0].link("/ideas/")).await;
            browser.finds(".byline .status[data-category=done]").await;
            browser.visit(&letters[0].link("/changelog/")).await;
            browser.sees("2 people asked for").await;
            browser.finds(".prose strong").await;
            browser.press(WISH).await;
            browser.sees("Asked by").await;
        }
        self.rel.visit("/admin/releases/1").await;
        self.rel.sees("2 of 2 sent").await;
    }

    /// Programs that look for bad links open every link of a mail; only a button unsubscribes. No sign-in is asked for.
    async fn dan_leaves_by_the_link_in_the_mail(&self) {
        let link = self.about_the_wish(DAN)[0].link("/unsubscribe/");
        self.dan.visit(&link).await;
        self.dan.visit(&link).await;
        self.dan.sees("Nothing changes until you press a button").await;
        assert_eq!(self.app.number("select count(*) from opt_outs").await, 0);
        self.dan.press_in("li:has([value=ideas])", "Stop this").await;
        self.dan.sees("Turn back on").await;
        assert_eq!(self.app.number("select count(*) from opt_outs").await, 1);
    }

    async fn rel_rolls_back_and_whoever_was_told_is_corrected(&self) {
        let rel = &self.rel;
        rel.press("Roll back…").await;
        rel.sees("2 people were told that it is there.").await;
        rel.types("Why", "Some exports lacked a column.").await;
        rel.press("Roll back").await;
        rel.sees("Rolled back.").await;
        self.passes().await;
        self.passes().await;
        let letters = self.about_the_wish(CORA);
        assert_eq!(letters.len(), 2);
        assert_eq!(letters[1].subject, format!("Not there after all: {WISH}"));
        assert!(letters[1].text.contains("Some exports lacked a column."));
        assert_eq!(self.about_the_wish(DAN).len(), 1, "he wants no mail");
        self.cora.visit(&letters[1].link("/ideas/")).await;
        self.cora.finds(".byline .status[data-category=active]").await;
        self.cora.visit("/changelog").await;
        self.cora.sees("Some exports lacked a column.").await;
    }

    async fn it_is_back(&self) {
        let rel = &self.rel;
        rel.press("Ship again…").await;
        rel.sees("People told 1").await;
        rel.sees("unsubscribed from mail about ideas").await;
        rel.press("Ship and send now").await;
        rel.sees("The mail is leaving.").await;
        self.passes().await;
        self.passes().await;
        let letters = self.about_the_wish(CORA);
        assert_eq!(letters.len(), 3);
        assert_eq!(letters[2].subject, format!("It is back: {WISH}"));
        assert_eq!(self.about_the_wish(DAN).len(), 1, "he wants no mail");
        self.cora.visit(&letters[2].link("/changelog/")).await;
        self.cora.sees("Take your data with you.").await;
        self.cora.lacks("Rolled back").await;
        assert_eq!(self.app.mailbox().len(), 6, "{:?}: two to sign in, four about the wish", self.scripts);
    }

    /// The settle delay passes, and what is due is done.
    async fn passes(&self) {
        self.app.clock.advance(SignedDuration::from_mins(6));
        self.app.deliver().await;
    }

    /// The only mail there is for somebody, delivered just now.
    async fn the_letter_to(&self, email: &str) -> Letter {
        self.app.deliver().await;
        let mut letters = self.app.mail_to(email);
        assert_eq!(letters.len(), 1, "{email}");
        letters.remove(0)
    }

    /// Their mail but for what signs in.
    fn about_the_wish(&self, email: &str) -> Vec<Letter> {
        self.app.mail_to(email).into_iter().filter(|letter| letter.text.contains("/unsubscribe/")).collect()
    }
}
