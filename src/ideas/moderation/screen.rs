//! Whether a post waits: what is known of its author, and what is told by the post itself.

use uuid::Uuid;

use super::{State, Why};
use crate::boards::Moderation;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::Result;
use crate::ids::{BoardId, HeldId, IdeaId, UserId};
use jiff::SignedDuration;

/// Links that a post of somebody new may have.
const LINKS: usize = 2;

/// So many posts of somebody stand here before they are not new any more, as far as links are concerned.
const SETTLED: i64 = 3;

/// The same words of the same person, so many times within [`AGAIN`], are said again and again.
const REPEATS: i64 = 2;

/// See [`REPEATS`].
const AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// Characters of a text by which it is known in another.
const KNOWN_BY: usize = 500;

/// Texts shorter than this are said by many: "yes, please".
const TELLING: usize = 20;

/// How much of what was declined lately a text is compared with.
const DECLINED: i64 = 200;

/// Shared trigrams, of all trigrams of two texts, from which one is much like the other. Two unrelated texts of a language
/// have up to a third in common; the same text with another address or name in it has four fifths.
const ALIKE: f32 = 0.6;

/// Where a post is to appear.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// An idea, on this board.
    Board(BoardId),
    /// A comment on this idea, or a change to it: its own board and that of the idea it was merged into both count.
    Idea(IdeaId),
}

/// What is looked at.
#[derive(Debug)]
pub struct Post<'a> {
    /// Who says it.
    pub author: UserId,
    /// Where.
    pub place: Place,
    /// Its title; empty where it has none.
    pub title: &'a str,
    /// Its text.
    pub body: &'a str,
    /// The form it came with.
    pub submission: Uuid,
    /// Whether the field that people do not see was filled in.
    pub trapped: bool,
    /// Whether it came faster than people type.
    pub hasty: bool,
    /// What it replaces, where it is a change.
    pub before: Option<&'a str>,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It appears. Where the same form has brought it in before, it is there.
    Appears,
    /// It waits, for these reasons.
    Waits(Vec<Why>),
    /// The same form has brought it before, and that one stands so.
    Held(HeldId, State),
}

/// What is known of an author, and of a text of theirs.
#[derive(Clone, Copy, Debug)]
struct Standing {
    moderation: Moderation,
    trusted: bool,
    posts: i64,
    declined_before: bool,
    said_before: i64,
    waits_already: bool,
}

/// Decides whether a post of somebody who does not work here waits.
pub async fn screen(tx: &mut TenantTx, post: &Post<'_>, now: Time) -> Result<Verdict> {
    let (board, idea) = match post.place {
        Place::Board(board) => (Some(board.0), None),
        Place::Idea(idea) => (None, Some(idea.0)),
    };
    let words = words(post.title, post.body);
    let telling = words.chars().count() >= TELLING;
    let found = sqlx::query!(
        r#"select coalesce((select max(b.moderation) from boards b
                             where b.id = $2
                                or b.id in (select i.board_id from ideas meant join ideas i on i.id in (meant.id, meant.canonical_id)
                                             where meant.id = $3)), 'none') as "moderation!: Moderation",
                  u.trusted_at is not null as "trusted!",
                  (select count(*) from (select from ideas i where i.author_id = u.id and i.deleted_at is null limit $4) i)
                  + (select count(*) from (select from comments c where c.author_id = u.id and c.deleted_at is null
                                              and not c.staff_only limit $4) c) as "posts!",
                  $5 and exists (select from (select h.words from held_posts h where h.state = 'declined'
                                               order by h.decided_at desc limit $6) declined
                                  where similarity(declined.words, $7) >= $8) as "declined_before!",
                  case when $5 then
                      (select count(*) from ideas i where i.author_id = u.id and i.title = $9 and i.body = $10
                          and i.deleted_at is null and i.created_at > $11)
                      + (select count(*) from comments c where $9 = '' and c.author_id = u.id and c.body = $10
                            and c.deleted_at is null and c.created_at > $11)
                  else 0 end as "said_before!",
                  $5 and exists (select from held_posts h
                                  where h.state = 'waiting' and h.words = $7 and h.submission <> $12) as "waits_already!",
                  h.id as "held_id?", h.state as "held_state?",
                  (exists (select from ideas i where i.submission = $12)
                   or exists (select from comments c where c.submission = $12)) as "there!"
             from users u
             left join held_posts h on h.submission = $12 and h.author_id = u.id
            where u.id = $1"#,
        post.author.0,
        board,
        idea,
        SETTLED,
        telling,
        DECLINED,
        words,
        ALIKE,
        post.title,
        post.body,
        now + AGAIN * -1,
        post.submission,
    )
    .fetch_one(&mut **tx)
    .await?;
    if let (Some(id), Some(state)) = (found.held_id, found.held_state) {
        return Ok(Verdict::Held(id, state));
    }
    if found.there {
        return Ok(Verdict::Appears);
    }
    let standing = Standing {
        moderation: found.moderation,
        trusted: found.trusted,
        posts: found.posts,
        declined_before: found.declined_before,
        said_before: found.said_before,
        waits_already: found.waits_already,
    };
    let reasons = reasons(post, standing);
    Ok(if reasons.is_empty() { Verdict::Appears } else { Verdict::Waits(reasons) })
}

/// Why a post waits; not at all where there is no reason.
fn reasons(post: &Post<'_>, of: Standing) -> Vec<Why> {
    if of.trusted {
        return Vec::new();
    }
    let new = of.posts == 0;
    let set = links(post.title) + links(post.body);
    // A change is held for the links it adds.
    let adds = post.before.is_none_or(|before| set > links(before));
    let reasons = [
        (Why::Trap, new && post.trapped),
        (Why::Haste, new && post.hasty),
        (Why::Links, of.posts < SETTLED && set > LINKS && adds),
        (Why::DeclinedBefore, of.declined_before),
        (Why::Repeated, post.before.is_none() && (of.said_before >= REPEATS || of.waits_already)),
        (Why::First, new && of.moderation >= Moderation::First),
        (Why::Everything, of.moderation == Moderation::All),
    ];
    reasons.into_iter().filter(|(_, holds)| *holds).map(|(why, _)| why).collect()
}

/// How many links a text in Markdown has: what begins like an address, or is marked as one.
pub fn links(text: &str) -> usize {
    let text = text.to_lowercase();
    let bare = text.match_indices("www.").filter(|(at, _)| !text[..*at].ends_with("//")).count();
    let marked = text.split("](").skip(1).filter(|rest| !rest.starts_with("http") && !rest.starts_with("www.")).count();
    text.matches("://").count() + bare + marked
}

/// The words of a post without case, marks and markup: what is compared.
pub fn words(title: &str, body: &str) -> String {
    let letters = title.chars().chain([' ']).chain(body.chars()).flat_map(char::to_lowercase);
    let plain: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let spaced = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.chars().take(KNOWN_BY).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(body: &str) -> Post<'_> {
        Post {
            author: UserId::new(),
            place: Place::Board(BoardId::new()),
            title: "A title",
            body,
            submission: Uuid::new_v4(),
            trapped: false,
            hasty: false,
            before: None,
        }
    }

    const KNOWN: Standing = Standing {
        moderation: Moderation::None,
        trusted: false,
        posts: 1,
        declined_before: false,
        said_before: 0,
        waits_already: false,
    };

    const NEW: Standing = Standing { posts: 0, ..KNOWN };

    #[test]
    fn a_board_says_whose_posts_wait() {
        for (moderation, of_new, of_known) in [
            (Moderation::None, vec![], vec![]),
            (Moderation::First, vec![Why::First], vec![]),
            (Moderation::All, vec![Why::First, Why::Everything], vec![Why::Everything]),
        ] {
            assert_eq!(reasons(&post(""), Standing { moderation, ..NEW }), of_new);
            assert_eq!(reasons(&post(""), Standing { moderation, ..KNOWN }), of_known);
            assert_eq!(reasons(&post(""), Standing { moderation, trusted: true, ..NEW }), vec![]);
        }
    }

    #[test]
    fn traps_and_haste_say_something_of_those_who_are_new_only() {
        let sent = Post { trapped: true, hasty: true, ..post("") };
        assert_eq!(reasons(&sent, NEW), [Why::Trap, Why::Haste]);
        assert_eq!(reasons(&sent, KNOWN), []);
    }

    #[test]
    fn links_are_limited_until_somebody_has_settled_and_a_change_by_what_it_adds() {
        let three = "https://a.example www.b.example [c](https://c.example)";
        assert_eq!(reasons(&post(three), NEW), [Why::Links]);
        assert_eq!(reasons(&post(three), Standing { posts: 2, ..KNOWN }), [Why::Links]);
        assert_eq!(reasons(&post(three), Standing { posts: 3, ..KNOWN }), []);
        assert_eq!(reasons(&post("https://a.example https://b.example"), NEW), []);
        let change = Post { before: Some(three), ..post(three) };
        assert_eq!(reasons(&change, KNOWN), []);
        let change = Post { before: Some("https://a.example"), ..post(three) };
        assert_eq!(reasons(&change, KNOWN), [Why::Links]);
    }

    #[test]
    fn what_was_said_twice_already_or_waits_already_is_repeated() {
        assert_eq!(reasons(&post(""), Standing { said_before: 1, ..KNOWN }), []);
        assert_eq!(reasons(&post(""), Standing { said_before: 2, ..KNOWN }), [Why::Repeated]);
        assert_eq!(reasons(&post(""), Standing { waits_already: true, ..KNOWN }), [Why::Repeated]);
    }

    #[test]
    fn a_link_is_counted_once_however_it_is_written() {
        for (text, count) in [
            ("no link, just a.example and 1/2", 0),
            ("https://a.example", 1),
            ("HTTPS://WWW.a.example", 1),
            ("www.a.example and [b](http://b.example) and <https://c.example>", 3),
            ("[here](/ideas/1) [there](//d.example)", 2),
        ] {
            assert_eq!(links(text), count, "{text}");
        }
    }

    #[test]
    fn words_are_compared_without_case_marks_and_markup() {
        assert_eq!(words("Buy NOW!!", "**Cheap**\n\n- watches, Überall"), "buy now cheap watches überall");
        assert_eq!(words("", &"x".repeat(900)).len(), KNOWN_BY);
    }
}
