//! Taking back what somebody did at one moment at the desk, read from what was written down about it.
//!
//! Only what still is as they left it goes back: whatever somebody has decided since stands.

use jiff::SignedDuration;
use serde_json::Value;

use crate::boards;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::ideas::{assign, edit, merge, status};
use crate::ids::{BoardId, EventId, IdeaId, StatusId, UserId};
use crate::releases::{items, store as releases};
use crate::text::count;

use super::inbox;

/// For how long something can be taken back by a button: as long as the page that offers it may lie open.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// Something that was done to an idea, and how the idea is now.
#[derive(Debug)]
struct Step {
    id: EventId,
    kind: String,
    data: Value,
    idea: IdeaId,
    number: i32,
    status: StatusId,
    board: BoardId,
    assignee: Option<UserId>,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Undone {
    /// The ideas that are as they were.
    back: Vec<i32>,
    /// Those that have changed since.
    stand: Vec<i32>,
}

impl Undone {
    /// The sentence for whoever wanted it.
    pub fn say(&self) -> String {
        let numbers = |list: &[i32]| list.iter().map(|number| format!("#{number}")).collect::<Vec<_>>().join(", ");
        let back = match self.back.as_slice() {
            [] => "Nothing was undone.".to_owned(),
            [one] => format!("#{one} is as it was."),
            many => format!("{} as they were.", count(i64::try_from(many.len()).unwrap_or(i64::MAX), "idea is", "ideas are")),
        };
        if self.stand.is_empty() {
            back
        } else {
            format!("{back} Somebody has changed {} since, which stands.", numbers(&self.stand))
        }
    }
}

/// Takes back all that `actor` did to ideas at this moment.
pub async fn undo(tx: &mut TenantTx, at: Time, actor: UserId, now: Time) -> Result<Undone> {
    if now.since(at) > PATIENCE {
        return Err(Error::rejected(
            "That was too long ago to be undone by a button. What was changed stands in the idea’s history.",
        ));
    }
    let steps = steps(tx, at, actor).await?;
    let mut undone = Undone::default();
    for step in &steps {
        let list = if take_back(tx, step, actor, now).await? { &mut undone.back } else { &mut undone.stand };
        if !list.contains(&step.number) {
            list.push(step.number);
        }
    }
    undone.stand.retain(|number| !undone.back.contains(number));
    Ok(undone)
}

/// What was done, latest first, with the ideas locked in the order in which everybody does.
async fn steps(tx: &mut TenantTx, at: Time, actor: UserId) -> Result<Vec<Step>> {
    let mut steps = sqlx::query_as!(
        Step,
        r#"select e.id, e.kind, e.data, i.id as idea, i.number, i.status_id as status, i.board_id as board, i.assignee_id as assignee
             from events e join ideas i on i.id = e.subject_id
            where e.by_staff and e.actor_id = $2 and e.created_at = $1 and i.deleted_at is null
              and e.kind in ('idea.status_changed', 'idea.moved', 'idea.tagged', 'idea.assigned', 'idea.linked', 'idea.merged',
                             'inbox.done', 'inbox.snoozed')
            order by i.id
              for no key update of i"#,
        at as Time,
        actor.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    steps.sort_by_key(|step| std::cmp::Reverse(step.id));
    Ok(steps)
}

/// False where the idea has changed since, or what it would go back to is gone.
async fn take_back(tx: &mut TenantTx, step: &Step, actor: UserId, now: Time) -> Result<bool> {
    let id = |key: &str| step.data[key].as_str().and_then(|id| id.parse().ok());
    let tried = match step.kind.as_str() {
        // Nobody is told: what waits to be mailed looks whether it is still true.
        "idea.status_changed" => match (id("from_id").map(StatusId), id("to_id").map(StatusId)) {
            (Some(from), Some(to)) if to == step.status => status::set(tx, step.idea, from, Some(actor), now).await,
            // What a release did to it has been undone with the release.
            (Some(from), _) if from == step.status => Ok(true),
            _ => Ok(false),
        },
        "idea.moved" => match (id("from_id").map(BoardId), id("to_id").map(BoardId)) {
            (Some(from), Some(to)) if to == step.board => edit::move_to(tx, step.idea, from, actor, now).await,
            _ => Ok(false),
        },
        "idea.assigned" if id("to_id").map(UserId) == step.assignee => {
            assign::assign(tx, step.idea, id("from_id").map(UserId), actor, now).await
        }
        "idea.tagged" => {
            let tags = boards::store::tags(tx).await?;
            let mut changed = false;
            for (key, has) in [("added_ids", false), ("removed_ids", true)] {
                let ids = step.data[key].as_array().into_iter().flatten().filter_map(Value::as_str);
                for tag in ids.filter_map(|id| tags.iter().find(|tag| tag.id.to_string() == id)) {
                    changed |= edit::set_tag(tx, step.idea, tag, has, actor, now).await?;
                }
            }
            Ok(changed)
        }
        "idea.linked" => match step.data["number"].as_i64().and_then(|number| i32::try_from(number).ok()) {
            Some(number) => match releases::hold(tx, number).await {
                Ok(release) => items::unlink(tx, &release, step.idea, actor, now).await,
                Err(error) => Err(error),
            },
            None => Ok(false),
        },
        "idea.merged" => merge::unmerge(tx, step.idea, actor, now).await.map(|taken| taken.changed),
        "inbox.done" | "inbox.snoozed" => inbox::take_back(tx, step.idea, actor, now).await.map(|()| true),
        _ => Ok(false),
    };
    match tried {
        Err(Error::Rejected(_) | Error::NotFound) => Ok(false),
        tried => tried,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_undone_is_said_with_what_stands() {
        assert_eq!(Undone::default().say(), "Nothing was undone.");
        assert_eq!(Undone { back: vec![3], stand: vec![] }.say(), "#3 is as it was.");
        let some = Undone { back: vec![3, 4], stand: vec![9] };
        assert_eq!(some.say(), "2 ideas are as they were. Somebody has changed #9 since, which stands.");
    }
}
