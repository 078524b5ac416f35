//! The workbench for combining: ideas side by side, what they would come to as one, and the way to more of them.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use super::merge;
use super::merge_preview::{self, Candidate, Outcome, Side};
use super::show;
use crate::access::Manager;
use crate::app::App;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::ids::IdeaId;
use crate::web::{Ask, Form, Page, Path, Query, Reply};
use crate::words::filters;

/// The most ideas that lie on the workbench at once.
const AT_ONCE: usize = 12;

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/ideas/{number}/merge", get(workbench).post(combine))
        .route("/admin/ideas/{number}/unmerge", post(take_out))
}

/// The workbench where `kept` stays and `parts` become parts of it.
fn path(kept: i32, parts: &[i32]) -> String {
    let (first, others) = parts.split_first().map_or((kept, parts), |(first, others)| (*first, others));
    let path = format!("/admin/ideas/{first}/merge?into={kept}");
    others.iter().fold(path, |path, number| format!("{path}&and={number}"))
}

/// One of the ideas, and where it would be different.
struct Place<'a> {
    side: &'a Side,
    kept: bool,
    /// The workbench where this one stays; empty where it does.
    keep: String,
    /// The workbench without this one; empty where that would be none.
    without: String,
}

/// An idea that could be laid beside the others, and the workbench where it is.
struct Choice {
    idea: Candidate,
    href: String,
}

#[derive(Template)]
#[template(path = "ideas/merge.html")]
struct Workbench<'a> {
    here: &'a Side,
    /// The one that stays, where there are several.
    kept: Option<&'a Side>,
    /// The others.
    parts: Vec<&'a Side>,
    places: Vec<Place<'a>>,
    outcome: Option<Outcome>,
    cautions: Vec<String>,
    q: &'a str,
    choices: Vec<Choice>,
    error: &'a str,
    now: Time,
    zone: &'a str,
}

impl Workbench<'_> {
    /// `#12 and #14`.
    fn names(&self) -> String {
        names(&self.parts.iter().map(|part| part.number).collect::<Vec<_>>())
    }

    /// Where the form is sent.
    fn action(&self) -> String {
        format!("/admin/ideas/{}/merge", self.parts.first().map_or(self.here.number, |part| part.number))
    }
}

/// `#12`, `#12 and #14`, `#12, #14 and #15`.
fn names(numbers: &[i32]) -> String {
    let names: Vec<String> = numbers.iter().map(|number| format!("#{number}")).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        all => all.concat(),
    }
}

/// What lies on the workbench: the idea of the path, the one that stays, and more that become parts of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    into: Option<i32>,
    and: Vec<i32>,
    q: String,
}

async fn workbench(manager: Manager, Path(number): Path<i32>, Query(asked): Query<Asked>) -> Result<Reply> {
    render(manager, number, &asked, "").await?.reply()
}

async fn render(mut manager: Manager, number: i32, asked: &Asked, error: &str) -> Result<Page> {
    let here = show::meant(&mut manager.tx, number, &Visibility::ALL).await?;
    let numbers: Vec<i32> = [number].into_iter().chain(asked.into).chain(asked.and.iter().copied()).take(AT_ONCE).collect();
    let sides = merge_preview::sides(&mut manager.tx, &numbers).await?;
    let here = sides.iter().find(|side| side.id == here.root).ok_or(Error::NotFound)?;
    // The number that stays may be that of a part: then it is its root.
    let stays = |side: &&Side| Some(side.number) == asked.into || asked.into.is_some_and(|into| side.parts.contains(&into));
    let kept = if sides.len() > 1 { Some(sides.iter().find(stays).unwrap_or(here)) } else { None };
    let parts: Vec<&Side> = sides.iter().filter(|side| kept.is_some_and(|kept| kept.id != side.id)).collect();

    let numbers_but = |left_out: &[i32]| -> Vec<i32> {
        sides.iter().map(|side| side.number).filter(|number| !left_out.contains(number)).collect()
    };
    let places = sides.iter().map(|side| {
        let is_kept = kept.is_some_and(|kept| kept.id == side.id);
        let keep = if is_kept { String::new() } else { path(side.number, &numbers_but(&[side.number])) };
        let without = match kept {
            Some(kept) if !is_kept && sides.len() > 2 => path(kept.number, &numbers_but(&[kept.number, side.number])),
            _ => String::new(),
        };
        Place { side, kept: is_kept, keep, without }
    });
    let places = places.collect();
    let words = asked.q.trim();
    let found = merge_preview::candidates(&manager.app, &mut manager.tx, words, kept.unwrap_or(here).id, &sides).await?;
    let choices = found.into_iter().map(|idea| {
        let href = match kept {
            Some(kept) => path(kept.number, &[numbers_but(&[kept.number]).as_slice(), &[idea.number]].concat()),
            // What more people know stays, until somebody says otherwise.
            None if idea.votes >= here.votes => path(idea.number, &[here.number]),
            None => path(here.number, &[idea.number]),
        };
        Choice { idea, href }
    });
    let choices = choices.collect();
    let outcome = match kept {
        Some(kept) => Some(merge_preview::outcome(&mut manager.tx, &sides, kept.id, manager.id, manager.now).await?),
        None => None,
    };
    let page = Workbench {
        here,
        kept,
        cautions: kept.map_or_else(Vec::new, |kept| merge_preview::cautions(kept, &parts)),
        parts,
        places,
        outcome,
        q: words,
        choices,
        error,
        now: manager.now,
        zone: &manager.site.time_zone,
    };
    Ok(Page::new(manager.chrome, format!("Combine #{}", here.number), &page)?.desk())
}

/// What stays, and what else becomes a part of it besides the idea of the path.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    into: Option<i32>,
    and: Vec<i32>,
}

/// `POST /admin/ideas/{number}/merge`.
async fn combine(mut manager: Manager, Path(number): Path<i32>, ask: Ask, Form(wish): Form<Wish>) -> Result<Reply> {
    let Wish { into, and } = wish;
    show::meant(&mut manager.tx, number, &Visibility::ALL).await?;
    let Some(into) = into else { return refuse(manager, number, into, and, "Please choose which of them stays.").await };
    let into = show::meant(&mut manager.tx, into, &Visibility::ALL).await?;
    let mut numbers: Vec<i32> = Vec::new();
    let mut parts: Vec<IdeaId> = Vec::new();
    for number in [number].into_iter().chain(and.iter().copied()).take(AT_ONCE) {
        let part = show::meant(&mut manager.tx, number, &Visibility::ALL).await?;
        if (part.id != into.id || and.is_empty()) && !parts.contains(&part.id) {
            parts.push(part.id);
            numbers.push(number);
        }
    }
    let combined = merge::combine(&mut manager.tx, &manager.site, &parts, into.id, manager.id, manager.now).await;
    let merged = match combined {
        Ok(merged) => merged,
        Err(Error::Rejected(sentence)) => {
            return refuse(manager, number, Some(into.number), and, &sentence.english()).await;
        }
        Err(error) => return Err(error),
    };
    manager.tx.commit().await?;
    let location = super::path(merged.root_number);
    if merged.changed == 0 {
        return Ok(ask.go(&location, "They were combined already."));
    }
    let are = if numbers.len() == 1 { "is" } else { "are" };
    let (first, others) = (numbers[0], &numbers[1..]);
    let others: Vec<String> = others.iter().map(|number| format!("and={number}")).collect();
    let undo = format!("/admin/ideas/{first}/unmerge{}{}", if others.is_empty() { "" } else { "?" }, others.join("&"));
    Ok(ask.go_with_undo(&location, format!("{} {are} combined with this.", names(&numbers)), &undo))
}

/// The workbench as it was, with what is wrong.
async fn refuse(manager: Manager, number: i32, into: Option<i32>, and: Vec<i32>, sentence: &str) -> Result<Reply> {
    let asked = Asked { into, and, q: String::new() };
    render(manager, number, &asked, sentence).await?.status(StatusCode::UNPROCESSABLE_ENTITY).reply()
}

/// Others that are taken out with the one of the path.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Others {
    and: Vec<i32>,
}

/// `POST /admin/ideas/{number}/unmerge`.
async fn take_out(mut manager: Manager, Path(number): Path<i32>, Query(others): Query<Others>, ask: Ask) -> Result<Reply> {
    let numbers: Vec<i32> = [number].into_iter().chain(others.and).take(AT_ONCE).collect();
    let (mut root, mut taken, mut parts) = (number, Vec::new(), Vec::new());
    for number in &numbers {
        parts.push(show::meant(&mut manager.tx, *number, &Visibility::ALL).await?.id);
    }
    let unmerged = merge::unmerge_all(&mut manager.tx, &parts, manager.id, manager.now).await?;
    for (number, unmerged) in numbers.into_iter().zip(unmerged) {
        if unmerged.changed {
            root = unmerged.root_number;
            taken.push(number);
        }
    }
    manager.tx.commit().await?;
    let said = match taken.len() {
        0 => "It stands for itself already.".to_owned(),
        1 => format!("{} stands for itself again.", names(&taken)),
        _ => format!("{} stand for themselves again.", names(&taken)),
    };
    Ok(ask.back(&super::path(root), &said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_workbench_names_what_stays_and_what_becomes_part_of_it() {
        assert_eq!(path(3, &[12]), "/admin/ideas/12/merge?into=3");
        assert_eq!(path(3, &[12, 14, 15]), "/admin/ideas/12/merge?into=3&and=14&and=15");
        assert_eq!(names(&[12]), "#12");
        assert_eq!(names(&[12, 14, 15]), "#12, #14 and #15");
    }
}
