//! A board as Trello exports it: cards become ideas, the lists they lie in become statuses, labels become tags.
//!
//! A card's id begins with the second in which it was made. Who made it stands among the actions, of which Trello exports the
//! last 1,000: a card that is older has no author here, and comments that are older are not in the file.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::json;
use super::{Fault, Head, Item, Reader, Shape};
use crate::clock::Time;
use crate::imports::options::Options;
use crate::imports::record::{Comment, Idea, Person, Record, Vote};

/// A board with its cards.
pub(super) const SHAPE: Shape = Shape { word: "trello", name: "Trello board (JSON)", recognise, open };

/// The tag of a card that was archived, and of one in an archived list.
const ARCHIVED: &str = "Archived";

/// Actions by which a card comes to be.
const MAKING: [&str; 5] = ["createCard", "copyCard", "emailCard", "convertToCardFromCheckItem", "moveCardToBoard"];

/// Actions that are comments.
const SAYING: [&str; 2] = ["commentCard", "copyCommentCard"];

/// Actions that Trello exports at most.
const MOST_ACTIONS: usize = 1_000;

/// What is said of a board that has had more.
const CUT: &str = "Trello’s export ends with the last 1,000 actions of a board, and this file has as many. Comments that are older, \
     and who made cards that are older, are not in it; those cards come without an author.";

fn recognise(head: &Head) -> bool {
    head.json(&['{'], &["shortLink", "prefs", "labelNames"])
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    id: String,
    name: String,
    #[serde(default)]
    desc: Option<String>,
    #[serde(default)]
    closed: bool,
    id_list: String,
    #[serde(default)]
    id_members_voted: Vec<String>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    badges: Badges,
}

#[derive(Default, Deserialize)]
struct Badges {
    #[serde(default)]
    votes: i32,
}

#[derive(Deserialize)]
struct Label {
    #[serde(default)]
    name: String,
    #[serde(default)]
    color: Option<String>,
}

#[derive(Deserialize)]
struct List {
    id: String,
    name: String,
    #[serde(default)]
    closed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    id: String,
    #[serde(default)]
    full_name: String,
    #[serde(default)]
    username: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Checklist {
    #[serde(default)]
    name: String,
    id_card: String,
    #[serde(default)]
    check_items: Vec<CheckItem>,
}

#[derive(Deserialize)]
struct CheckItem {
    name: String,
    #[serde(default)]
    state: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    date: Time,
    #[serde(default)]
    id_member_creator: Option<String>,
    #[serde(default)]
    member_creator: Option<Member>,
    data: Value,
}

/// What cards refer to.
#[derive(Default)]
struct Board {
    /// How many actions the file has.
    actions: usize,
    name: Option<String>,
    lists: HashMap<String, List>,
    /// Who made which card, by the ids of both.
    makers: HashMap<String, String>,
    /// Checklists as Markdown, by the card they are on.
    checklists: HashMap<String, String>,
}

#[expect(clippy::needless_pass_by_value, reason = "as a shape has it")]
fn open(file: File, _options: &Options) -> Result<Reader, String> {
    let board = Board::read(&file)?;
    let cut = (board.actions >= MOST_ACTIONS).then(|| Item::note(CUT));
    let people = json::list(&file, "members", member)?;
    let cards = json::list(&file, "cards", move |value| card(value, &board))?;
    let comments = json::list(&file, "actions", comment)?;
    Ok(Box::new(cut.into_iter().chain(people).chain(cards).chain(comments)))
}

impl Board {
    fn read(file: &File) -> Result<Self, String> {
        let mut board = Self::default();
        for (_, list) in json::array(file, Some("lists"))?.into_iter().flatten() {
            if let Ok(list) = list.and_then(json::parse::<List>) {
                board.lists.insert(list.id.clone(), list);
            }
        }
        for (_, action) in json::array(file, Some("actions"))?.into_iter().flatten() {
            board.actions += 1;
            let Ok(action) = action.and_then(json::parse::<Action>) else { continue };
            // Every action says which board it happened on, by its name at that time; the latest comes first.
            if board.name.is_none() {
                board.name = action.data["board"]["name"].as_str().map(str::to_owned);
            }
            if let (true, Some(card), Some(maker)) = (MAKING.contains(&action.kind.as_str()), action.card(), action.maker()) {
                board.makers.insert(card.to_owned(), maker);
            }
        }
        for (_, list) in json::array(file, Some("checklists"))?.into_iter().flatten() {
            let Ok(list) = list.and_then(json::parse::<Checklist>) else { continue };
            let text = board.checklists.entry(list.id_card).or_default();
            let _ = write!(text, "\n\n**{}**\n", list.name);
            for item in list.check_items {
                let mark = if item.state == "complete" { 'x' } else { ' ' };
                let _ = write!(text, "\n- [{mark}] {}", item.name);
            }
        }
        Ok(board)
    }
}

impl Action {
    fn card(&self) -> Option<&str> {
        self.data["card"]["id"].as_str()
    }

    fn maker(&self) -> Option<String> {
        self.member_creator.as_ref().map(|member| member.id.clone()).or_else(|| self.id_member_creator.clone())
    }
}

fn someone(member: &Member) -> Person {
    let name = if member.full_name.trim().is_empty() { &member.username } else { &member.full_name };
    Person { id: member.id.clone(), ..Person::named(name) }
}

fn member(value: Value) -> Result<Vec<Record>, Fault> {
    json::parse(value).map(|member: Member| vec![someone(&member).into()])
}

/// The second in which something was made, by its id (the form of MongoDB's ObjectId).
fn made_at(id: &str) -> Result<Time, String> {
    let second = id.get(..8).and_then(|second| i64::from_str_radix(second, 16).ok()).filter(|_| id.len() == 24);
    let second = second.and_then(|second| Timestamp::from_second(second).ok());
    second
        .map(Time::from_timestamp)
        .ok_or_else(|| format!("“{id}” is no id of Trello’s, so nobody knows when the card was made."))
}

fn card(value: Value, board: &Board) -> Result<Vec<Record>, Fault> {
    let card: Card = json::parse(value)?;
    let mut idea = Idea::titled(&card.name, made_at(&card.id)?);
    let list = board.lists.get(&card.id_list);
    idea.id.clone_from(&card.id);
    idea.body = card.desc.unwrap_or_default();
    if let Some(checklists) = board.checklists.get(&card.id) {
        let body = format!("{}{checklists}", idea.body);
        body.trim().clone_into(&mut idea.body);
    }
    idea.board.clone_from(&board.name);
    idea.status = list.map(|list| list.name.clone());
    idea.tags = card.labels.iter().filter_map(Label::word).collect();
    if card.closed || list.is_some_and(|list| list.closed) {
        idea.tags.push(ARCHIVED.to_owned());
    }
    idea.author = board.makers.get(&card.id).cloned();
    idea.imported_votes = card.badges.votes.max(i32::try_from(card.id_members_voted.len()).unwrap_or(i32::MAX));
    idea.votes_are_all = true;
    let votes: Vec<Vote> = card.id_members_voted.iter().map(|voter| Vote::counted(&card.id, voter, None)).collect();
    // Whoever has left the board since is no longer among its members.
    let author = idea.author.clone().map(|id| Person { id, ..Person::named("") });
    let voters = card.id_members_voted.iter().map(|voter| Person { id: voter.clone(), ..Person::named("") });
    let people = author.into_iter().chain(voters).map(Record::from);
    Ok(people.chain([idea.into()]).chain(votes.into_iter().map(Record::from)).collect())
}

impl Label {
    /// What a label is called; by its colour, where it has no name.
    fn word(&self) -> Option<String> {
        let name = self.name.trim();
        if name.is_empty() { self.color.clone() } else { Some(name.to_owned()) }
    }
}

fn comment(value: Value) -> Result<Vec<Record>, Fault> {
    let action: Action = json::parse(value)?;
    if !SAYING.contains(&action.kind.as_str()) {
        return Ok(Vec::new());
    }
    let Some(card) = action.card() else { return Err("This comment does not say which card it is about.".into()) };
    let mut comment = Comment::said(card, action.data["text"].as_str().unwrap_or_default(), action.date);
    comment.author = action.maker();
    let author = action.member_creator.as_ref().map(someone);
    comment.id = action.id;
    Ok(author.map(Record::from).into_iter().chain([comment.into()]).collect())
}
