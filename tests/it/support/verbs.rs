//! What people do, in the product's words.

use shipboard::ids::IdeaId;

use super::browser::Browser;
use super::page::Page;

impl Browser {
    /// Submits an idea to the board `features`. Returns its number.
    pub(crate) async fn submits(&self, title: &str) -> i32 {
        let submission = IdeaId::new().to_string();
        let fields = [("title", title), ("body", ""), ("board", "features"), ("submission", &submission)];
        let page = self.post("/ideas", &fields).await.leads_to("/ideas/");
        let location = page.location().unwrap();
        let number = location.trim_start_matches("/ideas/").split(|c: char| !c.is_ascii_digit()).next();
        number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{location} names no idea"))
    }

    /// Votes for an idea.
    pub(crate) async fn votes_for(&self, idea: i32) -> Page {
        self.post(&format!("/ideas/{idea}/vote"), &[("voted", "true")]).await
    }

    /// Takes the vote back.
    pub(crate) async fn unvotes(&self, idea: i32) -> Page {
        self.post(&format!("/ideas/{idea}/vote"), &[("voted", "false")]).await
    }

    /// Comments on an idea.
    pub(crate) async fn comments_on(&self, idea: i32, body: &str) -> Page {
        let submission = IdeaId::new().to_string();
        self.post(&format!("/ideas/{idea}/comments"), &[("body", body), ("submission", &submission)]).await
    }
}
