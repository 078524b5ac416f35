//! What is shown of ideas, of a board and of the workspace where somebody shares their address: what anybody may see.

use super::show::Shown;
use crate::app::Site;
use crate::boards::{Board, Category, Visibility, store};
use crate::db::TenantTx;
use crate::drawing::{Card, Fact, Tone};
use crate::error::Result;
use crate::web::page::Preview;
use crate::words::{message, standard};

/// The picture of an idea; none where it stands on a board that not everybody sees.
pub(super) fn of_idea(site: &Site, idea: &Shown) -> Option<Card> {
    if idea.visibility != Visibility::Public {
        return None;
    }
    let language = site.written();
    let votes = Fact {
        words: language.say(message("votes").with("count", idea.votes)).to_string(),
        stand_in: idea.votes.to_string(),
        tone: Tone::Votes,
    };
    let status =
        Fact { words: language.say(standard(&idea.status)).to_string(), stand_in: String::new(), tone: tone(idea.category) };
    Some(Card {
        look: site.look(),
        kind: idea.board.clone(),
        title: idea.title.clone(),
        stand_in: format!("#{}", idea.number),
        facts: vec![votes, status],
    })
}

fn tone(category: Category) -> Tone {
    match category {
        Category::Open => Tone::Open,
        Category::Planned => Tone::Planned,
        Category::Active => Tone::Active,
        Category::Done => Tone::Done,
        Category::Declined => Tone::Plain,
    }
}

/// The picture of a board; none where not everybody sees it.
pub(super) fn of_board(site: &Site, board: &Board) -> Option<Card> {
    let card = || Card { title: board.name.clone(), kind: board.description.clone(), ..of_site(site) };
    (board.visibility == Visibility::Public).then(card)
}

/// The picture of the workspace, of whose boards these are some; none where nobody sees one without being let in.
pub(super) fn of_workspace(site: &Site, boards: &[Board]) -> Option<Card> {
    boards.iter().any(|board| board.visibility == Visibility::Public).then(|| of_site(site))
}

/// The same, for a page that says where it is.
pub(super) fn preview(site: &Site, boards: &[Board]) -> Option<Preview> {
    of_workspace(site, boards).map(|card| Preview::at("", &card))
}

/// The same, for pages of no board.
pub(crate) async fn preview_of_workspace(tx: &mut TenantTx, site: &Site) -> Result<Option<Preview>> {
    Ok(preview(site, &store::all(tx, &Visibility::seen_by(None)).await?))
}

fn of_site(site: &Site) -> Card {
    let title = if site.tagline.is_empty() { site.name.clone() } else { site.tagline.clone() };
    Card { look: site.look(), kind: String::new(), title, stand_in: String::new(), facts: Vec::new() }
}
