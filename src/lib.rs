//! Shipboard: a multi-tenant feedback board with a release tracker.
//!
//! People ask → the team sees true demand → a release promises → the release ships → everyone who asked is told, once.
//!
//! # The ladder
//!
//! The modules below stand in one total order, and a module imports only modules above it; `tests/it/architecture.rs` holds
//! the order. A feature is a folder: `mod.rs` holds the nouns and the rules, `store.rs` and verb files hold the statements,
//! `*_pages.rs` the handlers with the template struct above each, `jobs.rs` what happens later. A file with SQL has no router.
//! Templates mirror the folders by name.
//!
//! # A vote
//!
//! 1. `router` has the line `POST /ideas/{number}/vote` from `ideas::votes_pages`. Around it, `web::layers` has refused a form
//!    from another site, and `access::sites` has read the workspace from the host.
//! 2. The handler's first argument is a [`access::Member`]: `access::askers` has found the session and opened the transaction
//!    that sees this workspace only ([`db::TenantTx`]). Somebody signed out gets `Error::SignIn`; `users::intents` keeps the
//!    form, and it is carried out as theirs once the mailed link or code is used.
//! 3. `ideas::votes::press` finds the idea, holds the root of its tree and says it, in one statement where the idea is shown by
//!    itself: `count_vote` (`migrations/0098_a_vote_finds_and_holds_at_once.sql`) writes the vote on the idea that was meant and
//!    counts distinct people over the tree. Saying it twice changes nothing.
//!    The voter follows the idea, unless they once said no to that.
//! 4. The handler commits and replies: with the fragment of `templates/ideas/vote.html` for htmx, with a redirect otherwise.
//!
//! # A shipped release
//!
//! 1. `GET /admin/releases/{number}/shipment` (`releases::ship_pages`) says what will happen: `releases::preview` counts the
//!    audience and why somebody is left out, and shows the mail that `releases::jobs` will write.
//! 2. `POST` calls `releases::ship::ship` in one transaction: the release is held and moves, its ideas become done
//!    (`ideas::status`), and `notices::ledger::plan` writes a row for everybody who asked, from the schema's `audience()`, those
//!    who are left out included. The ledger's unique key is why nobody hears twice; ideas that were merged are one wish, so
//!    whoever was told of one of them is left out with that reason. Two rows go into the outbox
//!    (`outbox::enqueue`), due when the settle delay has passed.
//! 3. Until then `releases::ship::unship` takes it back: the rows are cancelled, and nobody hears of it.
//! 4. A worker (`outbox::worker`, with the handlers that `workers` names) takes `releases.tell`: `releases::ship::announce`
//!    holds the release, finds it still shipped, and writes one job a person. Whoever takes the release's row first, unship or
//!    announce, decides.
//! 5. Each mail is prepared in a transaction (`notices::ledger::take` asks once more whether the person may be told, and marks
//!    the rows `sending`), sent with no transaction open (`mail::transport`, by `mail::smtp`), and written down as `sent` in
//!    the transaction that ends the job. A crash in between sends the same `Message-ID` again; the ledger still says it once.
//! 6. `releases::rollback` cancels what has not left, and corrects those who were told (`releases::take_back`,
//!    `notices::corrections`). Shipping again begins a new epoch (`corrections::begin_epoch`): those who were corrected hear
//!    that it is back, the others that it shipped.
//!
//! # Mail that comes back
//!
//! `mail::verdict` says what a mail server's refusal is about: the address, this mail, or us. Only the first has
//! `users::withheld` suppress the address of a person, until staff or a mail that arrives after all lift it; everything else is
//! tried again by `outbox::worker`, or given up with the server's words. A mail that was taken and comes back later is reported at
//! `POST /_bounce` (`bounces`). The ledger stays as it is, since the mail was sent: what was reported stands beside the job.
//!
//! # News, and pages that stay open
//!
//! Whatever mail tells about an idea, or about what somebody has sent, is also under the bell: `news()`
//! (`migrations/0092_news_of_posts.sql`) reads it from the ledger, the comments and the posts that were decided about for one
//! person, so nothing more is written when something happens, and what was cancelled is no news. The team finds there, too, that
//! the last mail of a release has left, and how many failed (`releases::told` writes that down), and how many posts wait. Only
//! how far somebody has read is a row (`notices::news`), made as they open the page that says it (`notices::opened`). An open page
//! asks for itself again now and then (`static/js/live.js`) and puts such parts in place whose `data-live` differs: no address of
//! its own, no connection that is held, and nothing that could say something else than the page.
//!
//! # What an idea is worth
//!
//! `ideas::demand` counts, in three statements for any number of ideas, the distinct people over everything merged together,
//! their companies each once, what those pay, how much it matters to whom, and since when. A release asks it for all of its
//! ideas together. `ideas::weigh` ranks and narrows ideas by the same figures, and every figure opens `ideas::voters`, the list of
//! people behind it. Amounts of two currencies are told as one only by a rate that an admin has typed (`companies::exchange`):
//! a sum by a rate that nobody here agreed to would be a number that nobody can answer for. Where a rate is missing, amounts
//! stand side by side.
//!
//! Whoever voted for a part counts for the whole, also where the part stands on a board that a reader may not see: whoever merged the
//! two has decided that it is one wish, and how many have it is the demand for what the reader does see. Only the number says so.
//! Neither the part nor who voted for it is shown, and what was said there is not counted.
//!
//! # What may be asked for already
//!
//! `alike` scores how much two wishes say the same, and says how in its own docs: by rare words, by spelling, and by nothing
//! that has to be trained or asked of a service. `similar` brings a workspace's ideas to it, within the boards that the asker
//! sees: beside the title that a customer types, at the desk, and for the queue of pairs that the team decides about. The index
//! lives in each server's memory and is brought up to date inside the transaction that asks, so that no server knows anything
//! that another must be told. Where an installation has set up a model that says what texts mean (`meaning`, off by default), a job
//! asks it about titles and stores what it said (`similar::meaning_jobs`); that is added to the built-in score, which never waits
//! for it and serves alone when it is away.
//!
//! # What is kept, and how it stays true
//!
//! Most readers are signed out and read the same pages. `kept` keeps those as they were sent, compressed, for one workspace as
//! it is called and coloured now, one address, one language and one way to compress, and answers with them as long as the
//! workspace's edition is the same. The edition comes from `db::changes`: triggers on every table that a public page shows
//! (`migrations/0052_changes.sql`) write down, in the transaction that changes it, that it was changed, each transaction in a row of
//! its own; and a server that has not looked for 0.8 s asks whether there are any that it could not see the last time. So no verb
//! can forget it, a vote waits for no other, nothing has to arrive for a page to be right, and no page is older than a second.
//! Servers also tell each other (`NOTIFY`, outside of the transactions that change anything, since those that notify are committed
//! one after the other), which only makes the next look come sooner. Whoever brings a cookie of ours is never answered from there.
//!
//! # What is said, and in which language
//!
//! Whatever a customer reads stands in `locales/<language>/*.ftl` (Fluent), with the plurals and the order of words of each
//! language, and is found by its key. A rule that refuses something returns a `words::Message`, which has no language yet; templates
//! get theirs with the values that they are rendered with, so that neither knows who reads. The language is the person's choice,
//! else the workspace's, else what the browser asks for; it is settled once, where the chrome of a page is made, or where a mail is
//! prepared (`users::language`). The desk is English and outside of the catalogues; `tests/it/words.rs` names its templates and
//! holds all others to having no words of their own. A language is offered once it has everything that English has.
//!
//! # Pictures in texts
//!
//! A text mentions a picture in Markdown by an address of its own workspace, which says how large it is, so that `text::markdown`
//! renders it without asking anybody; one from elsewhere becomes a link. `pictures` draws again what is uploaded, and a layer
//! takes it out of the form that brought it (`pictures::bring`), so that no handler of a text knows of files. Which texts mention
//! it triggers keep (`migrations/0076_pictures.sql`): whoever may read one of them sees it, and nobody else does. All of a
//! workspace's together take no more than its room (`tenants::room`), and an export carries them as files beside its records.
//!
//! # Where this departs from a plainer design, and why
//!
//! - `notices` stands above `ideas` on the ladder: deciding something about an idea plans mail, so the verbs of ideas call the
//!   ledger. The ledger reads ideas by joining.
//! - What waits in the inbox follows from comments, decisions and trees, so a trigger writes it anew after every event
//!   (`migrations/0025_inbox.sql`), and no verb of any feature has to remember it.
//! - `founding` stands below the product folders: a new workspace is furnished with a board and statuses, so whoever founds it
//!   has to know them.
//! - The outbox is the one table of workspaces that a transaction without a workspace may read: its policy says so, and a test
//!   names it.

// Foundation.
pub mod ids;
pub mod clock;
pub mod config;
pub mod words;
pub mod error;
pub mod text;
pub mod brand;
pub mod alike;
pub mod db;
// Plumbing: knows no feature.
pub mod mail;
pub mod limits;
pub mod meaning;
pub mod drawing;
pub mod app;
pub mod web;
pub mod outbox;
// Who is asking, what anybody may be shown again, and what happened.
pub mod access;
pub mod kept;
pub mod events;
// The workspace and those in it.
pub mod tenants;
pub mod companies;
pub mod users;
pub mod segments;
// Wish → promise → news.
pub mod boards;
pub mod pictures;
pub mod notices;
pub mod similar;
pub mod ideas;
pub mod releases;
pub mod changelog;
pub mod desk;
pub mod founding;
// The same for machines: in from elsewhere, and out again.
pub mod bounces;
pub mod imports;
pub mod exports;
// Composition: owns nothing, names everything.
pub mod demo;
pub mod verify;
pub mod workers;
pub mod gallery;
pub mod router;
pub mod serve;
pub mod cli;
