//! One idea at the side of a list: all of it, what it is worth, what is much like it, and everything that can be done to it.

use askama::Template;
use uuid::Uuid;

use super::narrow::and;
use crate::access::Roles;
use crate::access::Staff;
use crate::boards::{Board, Status, Tag, Visibility};
use crate::clock::Time;
use crate::error::Result;
use crate::ideas::assign::{self, Colleague};
use crate::ideas::comments::{self, Comment};
use crate::ideas::demand::{self, Demand};
use crate::ideas::narrow::Shelf;
use crate::ideas::show::{self, Combined, PartOf, Shown};
use crate::similar::{self, Similar};
use crate::words::filters;

/// How many of the last things said are shown; the idea's page has them all.
const SAID: usize = 6;

/// How many ideas much like it are shown.
const SIMILAR: i64 = 5;

/// Where the list is that the idea stands beside.
#[derive(Clone, Debug)]
pub(super) struct Around {
    /// The address of the list with nothing open.
    pub(super) here: String,
    /// The number of the idea that comes after this one.
    pub(super) next: Option<i32>,
    /// Whether the list is of what waits, and so may be put aside.
    pub(super) waits: bool,
}

impl Around {
    /// The list of these numbers, with the one that comes after the open one; where that is the last, the one before it.
    pub(super) fn of(here: String, numbers: &[i32], open: i32, waits: bool) -> Self {
        let at = numbers.iter().position(|number| *number == open);
        let next = match at {
            Some(at) => numbers.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| numbers.get(before))),
            None => numbers.first(),
        };
        Self { here, next: next.copied(), waits }
    }

    /// The list with the next idea open: where one goes after a decision.
    fn onward(&self) -> String {
        self.next.map_or_else(|| self.here.clone(), |next| and(&self.here, "open", next))
    }
}

/// The idea with everything around it.
#[derive(Template)]
#[template(path = "desk/panel.html")]
pub(super) struct Panel {
    idea: Shown,
    demand: Demand,
    assignee: Option<Colleague>,
    similar: Vec<Similar>,
    releases: Vec<PartOf>,
    combined: Vec<Combined>,
    said: Vec<Comment>,
    unsaid: usize,
    statuses: Vec<Status>,
    boards: Vec<Board>,
    tags: Vec<(Tag, bool)>,
    team: Vec<Colleague>,
    plans: Vec<(String, String)>,
    onward: String,
    stay: String,
    close: String,
    waits: bool,
    manages: bool,
    releases_too: bool,
    me: Colleague,
    now: Time,
    zone: String,
    submission: Uuid,
}

impl Panel {
    /// Reads the idea with this number, or the one that it was combined with. The number of statements is always the same.
    pub(super) async fn read(staff: &mut Staff, number: i32, around: Around) -> Result<Self> {
        let tx = &mut staff.tx;
        let meant = show::meant(tx, number, &Visibility::ALL).await?;
        let idea = show::read(tx, meant.root, Some(staff.id)).await?;
        let Shelf { boards, statuses, tags } = Shelf::read(tx, &Visibility::ALL).await?;
        let similar = similar::for_idea(&staff.app, tx, idea.id, &Visibility::ALL, SIMILAR).await?;
        let threads = comments::threads(tx, meant.root, &Visibility::ALL, true).await?;
        let said = threads.into_iter().flat_map(|thread| std::iter::once(thread.comment).chain(thread.replies));
        let mut said: Vec<Comment> = said.filter(|comment| comment.deleted_at.is_none()).collect();
        said.sort_by_key(|comment| comment.created_at);
        let unsaid = said.len().saturating_sub(SAID);
        Ok(Self {
            demand: demand::of_idea(tx, idea.id, staff.now).await?,
            assignee: assign::of(tx, &[idea.id]).await?.remove(&idea.id),
            similar,
            releases: show::releases(tx, meant.root, true).await?,
            combined: show::combined(tx, meant.root, &Visibility::ALL).await?,
            said: said.split_off(unsaid),
            unsaid,
            statuses,
            boards: boards.into_iter().filter(|board| board.archived_at.is_none() && board.id != idea.board_id).collect(),
            tags: tags
                .into_iter()
                .map(|tag| {
                    let has = idea.has_tag(&tag.name);
                    (tag, has)
                })
                .collect(),
            team: assign::team(tx).await?,
            plans: show::open_releases(tx).await?,
            onward: around.onward(),
            stay: and(&around.here, "open", idea.number),
            close: around.here,
            waits: around.waits,
            manages: staff.person.roles.manages(),
            releases_too: staff.person.roles.releases(),
            me: Colleague { id: staff.id, name: staff.person.name.clone() },
            now: staff.now,
            zone: staff.site.time_zone.clone(),
            submission: Uuid::new_v4(),
            idea,
        })
    }

    /// The key that presses the nth choice of an open menu; the first nine have one.
    fn digit(&self, index: &usize) -> String {
        if *index < 10 { index.to_string() } else { String::new() }
    }

    /// How many comments are on the idea's page alone.
    fn unsaid(&self) -> String {
        crate::text::count(i64::try_from(self.unsaid).unwrap_or(i64::MAX), "earlier comment", "earlier comments")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_an_act_comes_the_next_and_after_the_last_the_one_before() {
        let next = |numbers: &[i32], open| Around::of("/admin/inbox".to_owned(), numbers, open, true).next;
        assert_eq!(next(&[7, 5, 9], 7), Some(5));
        assert_eq!(next(&[7, 5, 9], 9), Some(5));
        assert_eq!(next(&[7], 7), None);
        assert_eq!(next(&[7, 5], 4), Some(7));
        let around = Around::of("/admin/inbox?show=new".to_owned(), &[7, 5], 7, true);
        assert_eq!(around.onward(), "/admin/inbox?show=new&open=5");
    }
}
