//! What every test stands on: a database of its own, the real routes, a clock that stands still, and people with reasons.
//!
//! ```ignore
//! #[tokio::test]
//! async fn a_vote_said_twice_is_one_vote() {
//!     let app = TestApp::start().await;
//!     let vera = app.vera();
//!     let idea = vera.submits("Dark mode").await;
//!     vera.votes_for(idea).await.is(303);
//!     vera.votes_for(idea).await.is(303);
//!     assert_eq!(app.number("select count(*) from votes").await, 1);
//!     app.gus().votes_for(idea).await.is(404);
//!     app.nobody().votes_for(idea).await.leads_to("/sign-in");
//!     app.deliver().await;
//!     assert!(app.mailbox().is_empty());
//! }
//! ```
//!
//! An app that is dropped with jobs waiting in its outbox fails its test: call `deliver`, or say `leaves_outbox`.

mod app;
mod browser;
mod cast;
mod database;
mod fixture;
mod forms;
mod letters;
mod model;
mod page;
mod rows;
mod server;
mod smtp;
pub(crate) mod sources;
mod verbs;

pub(crate) use app::{Setup, TestApp, embeddings};
pub(crate) use browser::Browser;
pub(crate) use cast::{CAST, Workspace};
pub(crate) use database::Database;
pub(crate) use letters::Letter;
pub(crate) use model::{Model, Temper};
pub(crate) use page::Page;
pub(crate) use rows::IdeaRow;
pub(crate) use smtp::Conduct;
