//! Doing the same to one idea or to many, and saying what came of it: what changed, what could not, and why.

use crate::app::Site;
use crate::boards::{Board, Status, Tag};
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ideas::{assign, edit, merge, status};
use crate::ids::{IdeaId, UserId};
use crate::releases::{Release, items};
use crate::text::count;

use super::inbox;

/// How many refusals are named; the others are counted.
const NAMED: usize = 4;

/// What is to be done; what is none stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Where they are to stand.
    pub status: Option<&'a Status>,
    /// Where they are to be.
    pub board: Option<&'a Board>,
    /// What they are to have.
    pub tag: Option<&'a Tag>,
    /// What they are not to have.
    pub untag: Option<&'a Tag>,
    /// Who is to look after them, by id and name; nobody.
    pub assignee: Option<Option<(UserId, &'a str)>>,
    /// What is to promise them. Held.
    pub release: Option<&'a Release>,
    /// Whether they are put aside, and for how long.
    pub aside: Option<Aside>,
    /// What they are to become a part of, by id and number.
    pub merge: Option<(IdeaId, i32)>,
}

/// For how long something is put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// Until something new happens.
    Done,
    /// Until then, or until something new happens.
    Until(Time),
}

impl Aside {
    /// The moment at which it comes back by itself.
    fn until(self) -> Option<Time> {
        match self {
            Self::Done => None,
            Self::Until(time) => Some(time),
        }
    }
}

impl Wanted<'_> {
    /// Whether anything is.
    pub fn is_nothing(&self) -> bool {
        !self.is_for_whoever_triages() && self.release.is_none()
    }

    /// Whether linking to a release is not all of it: that is everybody's at the desk.
    pub fn is_for_whoever_triages(&self) -> bool {
        self.status.is_some()
            || self.board.is_some()
            || self.tag.is_some()
            || self.untag.is_some()
            || self.assignee.is_some()
            || self.aside.is_some()
            || self.merge.is_some()
    }

    /// Whether becoming a part of another is all of it.
    fn is_merge_alone(&self) -> bool {
        let others = Wanted { merge: None, ..*self };
        self.merge.is_some() && others.is_nothing()
    }

    /// In words, for a list: `status “Planned”, tag “files”`.
    fn said(&self) -> String {
        let mut said = Vec::new();
        said.extend(self.status.map(|status| format!("status “{}”", status.name)));
        said.extend(self.board.map(|board| format!("board “{}”", board.name)));
        said.extend(self.tag.map(|tag| format!("tag “{}”", tag.name)));
        said.extend(self.untag.map(|tag| format!("no tag “{}”", tag.name)));
        said.extend(self.assignee.map(|to| to.map_or("given to nobody".to_owned(), |(_, name)| format!("given to {name}"))));
        said.extend(self.release.map(|release| format!("in release {}", release.version)));
        said.extend(self.aside.map(|aside| match aside {
            Aside::Until(time) => format!("put aside until {}", time.day()),
            Aside::Done => "put aside until something new happens".to_owned(),
        }));
        said.extend(self.merge.map(|(_, number)| format!("combined with #{number}")));
        said.join(", ")
    }
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The ideas that are different now.
    pub changed: Vec<i32>,
    /// Those that were so already.
    pub same: Vec<i32>,
    /// Those that could not be changed, and why.
    pub refused: Vec<(i32, String)>,
    what: String,
}

impl Outcome {
    /// The sentence for whoever did it.
    pub fn say(&self) -> String {
        let mut said = Vec::new();
        match self.changed.as_slice() {
            [] => {}
            [one] => said.push(format!("Changed #{one}: {}.", self.what)),
            many => said.push(format!("Changed {}: {}.", count(count_of(many.len()), "idea", "ideas"), self.what)),
        }
        match (self.same.len(), self.changed.len() + self.refused.len()) {
            (0, _) => {}
            (1, 0) => said.push("It was like that already.".to_owned()),
            (_, 0) => said.push("They were all like that already.".to_owned()),
            (same, _) => said.push(format!("{} like that already.", count(count_of(same), "was", "were"))),
        }
        if !self.refused.is_empty() {
            let named = self.refused.iter().take(NAMED).map(|(number, why)| format!("#{number}: {why}"));
            let more = self.refused.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
            said.push(format!("Not changed: {}{more}", named.collect::<Vec<_>>().join(" ")));
        }
        said.join(" ")
    }
}

fn count_of(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Does it to each of these ideas. One that refuses keeps no other from being changed; what the database itself refuses undoes
/// all of it.
pub async fn carry_out(
    tx: &mut TenantTx,
    site: &Site,
    ideas: &[(IdeaId, i32)],
    wanted: &Wanted<'_>,
    actor: UserId,
    now: Time,
) -> Result<Outcome> {
    let mut outcome = Outcome { what: wanted.said(), ..Outcome::default() };
    if wanted.is_merge_alone() {
        combine(tx, site, ideas, wanted, actor, now, &mut outcome).await?;
        return Ok(outcome);
    }
    for (idea, number) in ideas.iter().copied() {
        match one(tx, site, idea, wanted, actor, now).await {
            Ok(true) => outcome.changed.push(number),
            Ok(false) => outcome.same.push(number),
            Err(Error::Rejected(why)) => outcome.refused.push((number, why.english())),
            Err(error) => return Err(error),
        }
    }
    combine(tx, site, ideas, wanted, actor, now, &mut outcome).await?;
    Ok(outcome)
}

/// Makes all of them parts of another at once, so that whoever asked for several hears of it once; all of them or none.
async fn combine(
    tx: &mut TenantTx,
    site: &Site,
    ideas: &[(IdeaId, i32)],
    wanted: &Wanted<'_>,
    actor: UserId,
    now: Time,
    outcome: &mut Outcome,
) -> Result<()> {
    let Some((into, _)) = wanted.merge else { return Ok(()) };
    let parts: Vec<(IdeaId, i32)> = ideas.iter().copied().filter(|(idea, _)| *idea != into).collect();
    let ids: Vec<IdeaId> = parts.iter().map(|(idea, _)| *idea).collect();
    let numbers = parts.iter().map(|(_, number)| *number);
    match merge::combine(tx, site, &ids, into, actor, now).await {
        Ok(_) => {
            outcome.same.retain(|number| parts.iter().all(|(_, part)| part != number));
            let new: Vec<i32> = numbers.filter(|number| !outcome.changed.contains(number)).collect();
            outcome.changed.extend(new);
        }
        Err(Error::Rejected(why)) => outcome.refused.extend(numbers.map(|number| (number, why.english()))),
        Err(error) => return Err(error),
    }
    Ok(())
}

async fn one(tx: &mut TenantTx, site: &Site, idea: IdeaId, wanted: &Wanted<'_>, actor: UserId, now: Time) -> Result<bool> {
    let mut differs = false;
    if let Some(board) = wanted.board {
        differs |= edit::move_to(tx, idea, board.id, actor, now).await?;
    }
    if let Some(tag) = wanted.tag {
        differs |= edit::set_tag(tx, idea, tag, true, actor, now).await?;
    }
    if let Some(tag) = wanted.untag {
        differs |= edit::set_tag(tx, idea, tag, false, actor, now).await?;
    }
    if let Some(to) = wanted.assignee {
        differs |= assign::assign(tx, idea, to.map(|(id, _)| id), actor, now).await?;
    }
    if let Some(release) = wanted.release {
        differs |= items::link(tx, site, release, idea, actor, now).await?;
    }
    // Last: what a release does to the status is not to win over what was chosen.
    if let Some(status) = wanted.status {
        differs |= status::settle(tx, site, idea, status.id, actor, now).await?;
    }
    if let Some(aside) = wanted.aside {
        inbox::put_aside(tx, idea, aside.until(), actor, now).await?;
        differs = true;
    }
    Ok(differs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_said_with_the_reasons() {
        let outcome = |changed: &[i32], same: &[i32], refused: &[(i32, &str)]| Outcome {
            changed: changed.to_vec(),
            same: same.to_vec(),
            refused: refused.iter().map(|(number, why)| (*number, (*why).to_owned())).collect(),
            what: "status “Planned”".to_owned(),
        };
        assert_eq!(outcome(&[4], &[], &[]).say(), "Changed #4: status “Planned”.");
        assert_eq!(outcome(&[], &[4, 5], &[]).say(), "They were all like that already.");
        assert_eq!(
            outcome(&[1, 2], &[4], &[(9, "It has shipped.")]).say(),
            "Changed 2 ideas: status “Planned”. 1 was like that already. Not changed: #9: It has shipped."
        );
        let many: Vec<(i32, &str)> = (1..=6).map(|number| (number, "Gone.")).collect();
        assert!(outcome(&[], &[], &many).say().ends_with("#4: Gone. And 2 more."));
    }

    #[test]
    fn nothing_is_wanted_only_where_nothing_was_said() {
        assert!(Wanted::default().is_nothing());
        assert!(!Wanted { assignee: Some(None), ..Wanted::default() }.is_nothing());
        assert!(!Wanted { aside: Some(Aside::Done), ..Wanted::default() }.is_nothing());
    }
}
