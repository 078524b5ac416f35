//! Commenting on an idea, and changing or deleting what one said.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::comments::{self, Comment, Found, NewComment, Thread};
use super::followers::{self, Reason};
use super::moderation::Kind;
use super::moderation::hold::{self, Change, Own, Which};
use super::moderation::stamp::{self, Carried, Fresh};
use super::show::{self, Meant};
use super::show_pages::{self, Reader};
use crate::access::Member;
use crate::app::App;
use crate::boards::Visibility;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{CommentId, UserId};
use crate::limits::Act;
use crate::text::CommentBody;
use crate::web::ask::html;
use crate::web::{Ask, Errors, Form, Page, Path, Reply};
use crate::words::{Message, filters, message};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/ideas/{number}/comments", post(add))
        .route("/comments/{id}/edit", get(ask_for_edit).post(edit))
        .route("/comments/{id}/delete", post(delete))
}

/// What is said about an idea, and the forms to say more.
#[derive(Template)]
#[template(path = "ideas/comments.html")]
pub(super) struct Talk {
    /// The idea that is meant, which a new comment goes to.
    number: i32,
    /// The idea that is shown.
    root: i32,
    threads: Vec<Thread>,
    reader: Option<UserId>,
    staff: bool,
    now: Time,
    zone: String,
    typed: Typed,
    /// What the reader wants to say here, and the team has not read yet.
    waiting: Vec<Own>,
    /// Signs when a form was shown.
    key: Vec<u8>,
}

/// What a comment form held when it was refused.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    form: NewForm,
    error: Message,
}

impl Talk {
    /// Reads what `reader` may know of it.
    pub(super) async fn read(tx: &mut TenantTx, reader: &Reader<'_>, meant: &Meant, typed: Option<Typed>) -> Result<Self> {
        let fresh = || Typed { form: NewForm::default(), error: Message::default() };
        let waiting = match reader.person {
            Some(person) if !reader.is_staff() => hold::own(tx, person.id, Which::About(meant.root)).await?,
            _ => Vec::new(),
        };
        Ok(Self {
            number: meant.number,
            root: meant.root_number,
            threads: comments::threads(tx, meant.root, &reader.sees(), reader.is_staff()).await?,
            reader: reader.person.map(|person| person.id),
            staff: reader.is_staff(),
            now: reader.now,
            zone: reader.site.time_zone.clone(),
            typed: typed.unwrap_or_else(fresh),
            waiting,
            key: reader.site.mail_key.clone(),
        })
    }

    /// How many comments there are, notes and deleted ones left out.
    fn count(&self) -> usize {
        let said = |comment: &&Comment| !comment.staff_only && comment.deleted_at.is_none();
        self.threads.iter().flat_map(|thread| std::iter::once(&thread.comment).chain(&thread.replies)).filter(said).count()
    }

    /// Differs as soon as a comment comes, goes or is changed.
    fn version(&self) -> String {
        let said = || self.threads.iter().flat_map(|thread| std::iter::once(&thread.comment).chain(&thread.replies));
        let last = said().flat_map(|comment| [Some(comment.created_at), comment.edited_at, comment.deleted_at]).flatten().max();
        format!("{} {}", said().count(), last.map(|last| last.to_string()).unwrap_or_default())
    }

    /// What was typed as an answer to `comment`, and what was wrong with it.
    fn typed_under(&self, comment: Option<&Comment>) -> (&str, Message) {
        if self.typed.form.parent == comment.map(|comment| comment.id) {
            (&self.typed.form.body, self.typed.error.clone())
        } else {
            ("", Message::default())
        }
    }

    /// Whether what was typed was meant as a note.
    fn typed_note(&self) -> bool {
        self.typed.form.staff_only
    }

    /// What makes the next form one comment, however often it is sent.
    fn fresh(&self) -> Fresh {
        Fresh::new(&self.key, self.now)
    }

    /// Whether the reader may change a comment's words.
    fn may_edit(&self, comment: &Comment) -> bool {
        self.reader == Some(comment.author_id)
    }

    /// Whether the reader may delete it.
    fn may_delete(&self, comment: &Comment) -> bool {
        self.staff || self.may_edit(comment)
    }
}

/// A new comment, as its form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
struct NewForm {
    parent: Option<CommentId>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    staff_only: bool,
    submission: Uuid,
    #[serde(flatten)]
    carried: Carried,
}

async fn add(mut member: Member, Path(number): Path<i32>, ask: Ask, Form(form): Form<NewForm>) -> Result<Reply> {
    member.limit(Act::Comment)?;
    let visible = Visibility::seen_by(Some(&member.person));
    let meant = show::meant(&mut member.tx, number, &visible).await?;
    let body = match CommentBody::parse(&form.body) {
        Ok(body) => body,
        Err(error) => return refuse(member, &meant, &ask, Typed { form, error }).await,
    };
    let new = NewComment {
        idea: meant.id,
        author: member.id,
        parent: form.parent,
        visible,
        by_staff: member.is_staff(),
        body,
        staff_only: form.staff_only && member.is_staff(),
        submission: stamp::post_of(form.submission, member.id, &form.body),
    };
    let hasty = form.carried.hasty(form.submission, &member.site.mail_key, member.now);
    if !member.is_staff()
        && let Some(held) = hold::comment(&mut member.tx, &new, &form.carried, hasty, member.now).await?
    {
        return waits(member, &meant, &ask, &held).await;
    }
    let added = comments::add(&mut member.tx, &new, member.now).await?;
    // A note is no reason to be told anything: notes are written about other people's wishes.
    if added.is_some() && !new.staff_only {
        followers::follow(&mut member.tx, meant.id, member.id, Reason::Commented, member.now).await?;
    }
    let reader = Reader::of(&member.person, &member.site, member.now);
    let talk = Talk::read(&mut member.tx, &reader, &meant, None).await?;
    member.tx.commit().await?;
    let place = added.map_or_else(|| "comments".to_owned(), |id| format!("comment-{id}"));
    ask.reply(&talk, &format!("{}#{place}", meant.path()))
}

/// Shows the comment to its author, among those that wait.
async fn waits(mut member: Member, meant: &Meant, ask: &Ask, held: &hold::Held) -> Result<Reply> {
    if !ask.enhanced {
        member.tx.commit().await?;
        return Ok(ask.go(&held.path(&meant.path()), held.thanks(Kind::Comment)));
    }
    let reader = Reader::of(&member.person, &member.site, member.now);
    let talk = Talk::read(&mut member.tx, &reader, meant, None).await?;
    member.tx.commit().await?;
    html(StatusCode::OK, ask.language, &talk)
}

/// Shows what was typed again, with what is wrong with it.
async fn refuse(mut member: Member, meant: &Meant, ask: &Ask, typed: Typed) -> Result<Reply> {
    let reader = Reader::of(&member.person, &member.site, member.now);
    if ask.enhanced {
        let talk = Talk::read(&mut member.tx, &reader, meant, Some(typed)).await?;
        return html(StatusCode::UNPROCESSABLE_ENTITY, ask.language, &talk);
    }
    let typed = show_pages::Typed { comment: Some(typed), ..show_pages::Typed::default() };
    let page = show_pages::render(&mut member.tx, member.chrome, &reader, meant, typed).await?;
    page.private().status(StatusCode::UNPROCESSABLE_ENTITY).reply()
}

#[derive(Template)]
#[template(path = "ideas/edit_comment.html")]
struct EditPage<'a> {
    comment: &'a Found,
    body: &'a str,
    errors: &'a Errors,
}

/// The comment, if it exists for the person.
async fn found(member: &mut Member, id: CommentId) -> Result<Found> {
    let (visible, staff) = (Visibility::seen_by(Some(&member.person)), member.is_staff());
    comments::find(&mut member.tx, id, &visible, staff).await
}

/// The comment, if the person wrote it.
async fn own(member: &mut Member, id: CommentId) -> Result<Found> {
    let comment = found(member, id).await?;
    if comment.author == member.id { Ok(comment) } else { Err(Error::forbidden(message("comment-not-yours"))) }
}

async fn ask_for_edit(mut member: Member, Path(id): Path<CommentId>) -> Result<Reply> {
    let comment = own(&mut member, id).await?;
    let page = EditPage { comment: &comment, body: &comment.body, errors: &Errors::new() };
    Page::new(member.chrome, message("comment-edit"), &page)?.private().reply()
}

#[derive(Debug, Deserialize)]
struct EditForm {
    #[serde(default)]
    body: String,
}

async fn edit(mut member: Member, Path(id): Path<CommentId>, ask: Ask, Form(form): Form<EditForm>) -> Result<Reply> {
    let comment = own(&mut member, id).await?;
    let mut errors = Errors::new();
    let Some(body) = errors.take("body", CommentBody::parse(&form.body)) else {
        let page = EditPage { comment: &comment, body: &form.body, errors: &errors };
        let page = Page::new(member.chrome, message("comment-edit"), &page)?;
        return page.private().status(StatusCode::UNPROCESSABLE_ENTITY).reply();
    };
    if !member.is_staff() {
        let change = Change {
            author: member.id,
            idea: comment.idea,
            comment: Some(id),
            title: "",
            body: body.as_str(),
            before: &comment.body,
        };
        if let Some(held) = hold::change(&mut member.tx, &change, member.now).await? {
            member.tx.commit().await?;
            return Ok(ask.go(&held.path(&comment.path()), held.thanks(Kind::CommentEdit)));
        }
    }
    if comments::edit(&mut member.tx, id, &body, member.now).await? {
        // The words themselves go with the comment when it is deleted, so they are kept nowhere else.
        let data = serde_json::json!({ "comment": id });
        events::record(&mut member.tx, "comment.edited", Some(member.id), comment.idea.0, data, member.now).await?;
    }
    member.tx.commit().await?;
    Ok(ask.go(&format!("{}#comment-{id}", comment.path()), ""))
}

async fn delete(mut member: Member, Path(id): Path<CommentId>, ask: Ask) -> Result<Reply> {
    let comment = found(&mut member, id).await?;
    if comment.author != member.id && !member.is_staff() {
        return Err(Error::forbidden(message("comment-not-deletable")));
    }
    comments::delete(&mut member.tx, &comment, member.id, member.now).await?;
    member.tx.commit().await?;
    Ok(ask.go(&comment.path(), message("comment-is-deleted")))
}
