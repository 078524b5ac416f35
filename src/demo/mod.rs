//! The demo workspace: a made-up product with its customers, loaded by the same verbs that people use. It mails nobody.

mod content;

use std::collections::HashMap;

use anyhow::{Context, bail};
use jiff::SignedDuration;

use crate::access::Role;
use crate::app::{App, Site, TenantState};
use crate::boards::store::NewBoard;
use crate::boards::{Visibility, store as boards, words};
use crate::clock::Time;
use crate::companies::store::Draft;
use crate::companies::{self, Currency, Domain, Source};
use crate::db::TenantTx;
use crate::ideas::comments::{self, NewComment};
use crate::ideas::importance::{self, Importance};
use crate::ideas::moderation::Kind;
use crate::ideas::moderation::hold::{self, NewHeld};
use crate::ideas::submit::{self, NewIdea};
use crate::ideas::{edit, status, votes};
use crate::ids::{BoardId, CompanyId, IdeaId, StatusId, TagId, TenantId, UserId};
use crate::releases::ship::Announcement;
use crate::releases::store::Draft as ReleaseDraft;
use crate::releases::{Precision, Stage, items, ship, store as releases};
use crate::segments::{self, Rules};
use crate::text::{Body, CommentBody, CompanyName, Email, Line, Name, PersonName, Plan, Slug, Title, Version};
use crate::{similar, tenants, users};

use content::{Comment, Content, Idea, Release, Waiting, What};

/// How much a vote matters to one voter after another: most say nothing.
const MATTERS: [Option<Importance>; 7] =
    [Some(Importance::Must), None, None, Some(Importance::Nice), None, Some(Importance::Important), None];

/// What those who are made up browsed with, from an address that leads nowhere.
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const ADDRESS: &str = "192.0.2.7";

/// What the demo is made of.
const CONTENT: &str = include_str!("content.json");

/// Where the demo is, and who may be looked at it as.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The workspace's address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Addresses of its owner, a manager, a releaser and a customer.
    pub people: Vec<(String, &'static str)>,
}

/// Loads the demo workspace, all of it or nothing. Refused where its address is taken.
pub async fn load(app: &App) -> anyhow::Result<Demo> {
    let content: Content = serde_json::from_str(CONTENT).context("the demo's content")?;
    let slug = parse(Slug::parse(&content.workspace.slug))?;
    let name = parse(Name::parse(&content.workspace.name))?;
    let now = app.clock.now();
    let id = TenantId::new();
    let mut tx = app.db.tenant(id).await?;
    if !tenants::store::create(&mut tx, &name, &slug, TenantState::Active, now).await? {
        bail!("there is a workspace at the address “{slug}” already; it is left as it is");
    }
    tenants::store::dress(&mut tx, &content.workspace.tagline, &content.workspace.brand_colour, &content.workspace.language)
        .await?;
    let mut loader = Loader {
        now,
        people: HashMap::new(),
        boards: HashMap::new(),
        statuses: HashMap::new(),
        tags: HashMap::new(),
        ideas: HashMap::new(),
        seen: HashMap::new(),
    };
    loader.furnish(&mut tx, &content).await?;
    loader.admit(&mut tx, &content).await?;
    loader.employ(&mut tx, &content).await?;
    let mut ideas: Vec<&Idea> = content.ideas.iter().collect();
    ideas.sort_by_key(|idea| std::cmp::Reverse(idea.days_ago));
    for idea in &ideas {
        loader.ask(&mut tx, idea).await.with_context(|| format!("idea “{}”", idea.key))?;
    }
    let manager = loader.someone(&content, "manager")?;
    let releaser = loader.someone(&content, "releaser")?;
    // The site is read from within the transaction's own words: nobody else sees the workspace before it is committed.
    let site = site(id, &content);
    for release in &content.releases {
        loader.release(&mut tx, &site, release, releaser).await.with_context(|| format!("release “{}”", release.version))?;
    }
    for idea in &ideas {
        loader.decide(&mut tx, &site, idea, manager).await.with_context(|| format!("status of “{}”", idea.key))?;
    }
    for waiting in &content.waiting {
        loader.hold(&mut tx, waiting).await.with_context(|| format!("what {} sent", waiting.author))?;
    }
    loader.leave_traces(&mut tx).await?;
    similar::jobs::compare_all(&mut tx, now).await?;
    tx.commit().await?;
    Ok(Demo { slug: slug.to_string(), name: name.to_string(), people: content.faces() })
}

fn site(id: TenantId, content: &Content) -> Site {
    Site {
        logo: None,
        logo_width: None,
        logo_height: None,
        icon: String::new(),
        id,
        slug: content.workspace.slug.clone(),
        custom_domain: None,
        name: content.workspace.name.clone(),
        tagline: content.workspace.tagline.clone(),
        state: TenantState::Active,
        brand_color: Some(content.workspace.brand_colour.clone()),
        language: content.workspace.language.clone(),
        page_language: None,
        time_zone: "UTC".to_owned(),
        settle_minutes: 5,
        indexed: true,
        has_public_board: true,
        mail_key: Vec::new(),
    }
}

/// What has been loaded so far, by the names that the content uses.
struct Loader {
    now: Time,
    people: HashMap<String, UserId>,
    boards: HashMap<String, BoardId>,
    statuses: HashMap<String, StatusId>,
    tags: HashMap<String, TagId>,
    ideas: HashMap<String, IdeaId>,
    /// When each was there last: when they joined, or did the last thing that they did.
    seen: HashMap<UserId, Time>,
}

impl Loader {
    fn ago(&self, days: i64) -> Time {
        self.now + SignedDuration::from_hours(-24 * days)
    }

    fn person(&self, email: &str) -> anyhow::Result<UserId> {
        self.people.get(email).copied().with_context(|| format!("nobody has the address {email}"))
    }

    fn was_there(&mut self, person: UserId, at: Time) {
        let seen = self.seen.entry(person).or_insert(at);
        *seen = at.max(*seen);
    }

    fn someone(&self, content: &Content, role: &str) -> anyhow::Result<UserId> {
        let person = content.people.iter().find(|person| person.roles.iter().any(|held| held == role));
        self.person(&person.with_context(|| format!("nobody is {role}"))?.email)
    }

    async fn furnish(&mut self, tx: &mut TenantTx, content: &Content) -> anyhow::Result<()> {
        for board in &content.boards {
            let new = NewBoard {
                name: parse(Name::parse(&board.name))?,
                slug: parse(Slug::parse(&board.slug))?,
                description: parse(Line::parse(&board.description))?,
                visibility: board.visibility,
            };
            let id = boards::create(tx, &new, self.now).await?;
            boards::set_moderation(tx, id, board.moderation).await?;
            self.boards.insert(board.slug.clone(), id);
        }
        for status in &content.statuses {
            let name = parse(Name::parse(&status.name))?;
            self.statuses.insert(status.name.clone(), words::add_status(tx, &name, status.category).await?);
        }
        for tag in &content.tags {
            let name = parse(Name::parse(&tag.name))?;
            self.tags.insert(tag.name.clone(), words::add_tag(tx, &name, &tag.colour).await?);
        }
        Ok(())
    }

    async fn admit(&mut self, tx: &mut TenantTx, content: &Content) -> anyhow::Result<()> {
        let joined = self.ago(400);
        for (index, person) in (0..).zip(&content.people) {
            let email = parse(Email::parse(&person.email))?;
            let roles: Result<Vec<Role>, String> =
                std::iter::once("member").chain(person.roles.iter().map(String::as_str)).map(str::parse).collect();
            let mut roles = roles.map_err(anyhow::Error::msg)?;
            roles.dedup();
            let id = users::store::create(tx, &email, &parse(PersonName::parse(&person.name))?, &roles, joined)
                .await?
                .with_context(|| format!("{email} comes twice"))?;
            users::store::confirm(tx, id, joined).await?;
            self.people.insert(person.email.clone(), id);
            // Whoever works there was there today.
            let lately = self.now + SignedDuration::from_hours(-1 - index);
            self.was_there(id, if person.roles.is_empty() { joined } else { lately });
        }
        Ok(())
    }

    /// Everybody was there with a browser, whose session nobody has.
    async fn leave_traces(&self, tx: &mut TenantTx) -> anyhow::Result<()> {
        for (person, at) in &self.seen {
            users::sessions::open(tx, *person, BROWSER, ADDRESS, *at).await?;
        }
        Ok(())
    }

    /// Companies take in those whose addresses are theirs; whoever works for one all the same is placed by hand.
    async fn employ(&mut self, tx: &mut TenantTx, content: &Content) -> anyhow::Result<()> {
        let mut employers: HashMap<&str, (CompanyId, String)> = HashMap::new();
        for company in &content.companies {
            let draft = Draft {
                name: parse(CompanyName::parse(&company.name))?,
                plan: parse(Plan::parse(&company.plan))?,
                monthly_revenue_minor: company.monthly_revenue_minor,
                currency: parse(Currency::parse(&company.currency))?,
                owner: company.owner.as_deref().map(|email| self.person(email)).transpose()?,
            };
            let id = companies::store::create(tx, &draft, self.now)
                .await?
                .with_context(|| format!("“{}” comes twice", company.name))?;
            companies::domains::set(tx, id, &[parse(Domain::parse(&company.domain))?]).await?;
            employers.insert(&company.name, (id, format!("@{}", company.domain)));
        }
        for person in &content.people {
            let Some(company) = person.company.as_deref() else { continue };
            let (employer, domain) = employers.get(company).with_context(|| format!("no company “{company}”"))?;
            if !person.email.ends_with(domain) {
                companies::assign(tx, self.person(&person.email)?, Some(*employer), Source::Hand).await?;
            }
        }
        let rates = content
            .rates
            .iter()
            .map(|rate| Ok((parse(Currency::parse(&rate.currency))?, Some(parse(companies::exchange::rate(&rate.rate))?))));
        let rates: Vec<_> = rates.collect::<anyhow::Result<_>>()?;
        let owner = self.someone(content, "owner")?;
        companies::exchange::set(tx, &rates, parse(Currency::parse("EUR"))?, owner, self.now).await?;
        for segment in &content.segments {
            let rules = Rules {
                plans: segment.plans.clone(),
                revenue_from: segment.revenue_from,
                currency: segment.currency.clone(),
                voted_within: segment.voted_within,
                ..Rules::default()
            };
            segments::store::create(tx, &parse(Name::parse(&segment.name))?, &rules, owner, self.now).await?;
        }
        Ok(())
    }

    async fn ask(&mut self, tx: &mut TenantTx, idea: &Idea) -> anyhow::Result<()> {
        let asked = self.ago(idea.days_ago);
        let first = self.statuses.get("Under review").or_else(|| self.statuses.values().next()).context("no status")?;
        let new = NewIdea {
            board: *self.boards.get(&idea.board).with_context(|| format!("no board “{}”", idea.board))?,
            author: self.person(&idea.author)?,
            status: *first,
            title: parse(Title::parse(&idea.title))?,
            body: parse(Body::parse(&idea.body))?,
            submission: IdeaId::new().0,
            created_at: asked,
        };
        let id = submit::insert(tx, &new).await?.id;
        self.ideas.insert(idea.key.clone(), id);
        self.was_there(new.author, asked);
        let data = serde_json::json!({ "title": idea.title });
        crate::events::record(tx, "idea.submitted", Some(new.author), id.0, data, asked).await?;
        // Votes come thick at first and thin later, the same at every load.
        let span = (self.now.since(asked)).as_secs();
        for (index, voter) in idea.voters.iter().enumerate() {
            let part =
                i64::try_from(index * index).unwrap_or(0) * span / i64::try_from(idea.voters.len().pow(2).max(1)).unwrap_or(1);
            let voter = self.person(voter)?;
            let at = asked + SignedDuration::from_secs(part);
            votes::set(tx, id, voter, true, None, at).await?;
            self.was_there(voter, at);
            if let Some(importance) = MATTERS[(index + idea.voters.len()) % MATTERS.len()] {
                importance::set(tx, id, voter, Some(importance)).await?;
            }
        }
        let tags: Vec<TagId> = idea.tags.iter().filter_map(|tag| self.tags.get(tag).copied()).collect();
        if !tags.is_empty() {
            edit::tag(tx, id, &tags, self.person(&idea.author)?, asked).await?;
        }
        for comment in &idea.comments {
            self.comment(tx, id, comment).await?;
        }
        Ok(())
    }

    async fn comment(&mut self, tx: &mut TenantTx, idea: IdeaId, comment: &Comment) -> anyhow::Result<()> {
        let mut new = NewComment {
            idea,
            author: self.person(&comment.author)?,
            parent: None,
            visible: vec![Visibility::Public, Visibility::SignedIn, Visibility::Staff],
            by_staff: true,
            body: parse(CommentBody::parse(&comment.body))?,
            staff_only: comment.staff_only,
            submission: IdeaId::new().0,
        };
        let said = comments::add(tx, &new, self.ago(comment.days_ago)).await?;
        self.was_there(new.author, self.ago(comment.days_ago));
        for reply in &comment.replies {
            new = NewComment {
                author: self.person(&reply.author)?,
                parent: said,
                body: parse(CommentBody::parse(&reply.body))?,
                submission: IdeaId::new().0,
                ..new
            };
            comments::add(tx, &new, self.ago(reply.days_ago)).await?;
            self.was_there(new.author, self.ago(reply.days_ago));
        }
        Ok(())
    }

    async fn hold(&self, tx: &mut TenantTx, post: &Waiting) -> anyhow::Result<()> {
        let board = self.boards.get(&post.about).copied();
        let idea = self.ideas.get(&post.about).copied();
        let kind = match post.what {
            What::Idea => Kind::Idea,
            What::Comment => Kind::Comment,
            What::Change => Kind::IdeaEdit,
        };
        let new = NewHeld {
            kind,
            author: self.person(&post.author)?,
            board,
            idea,
            comment: None,
            title: &post.title,
            body: &post.body,
            submission: IdeaId::new().0,
            reasons: &post.why,
        };
        hold::hold(tx, &new, self.now + SignedDuration::from_hours(-post.hours_ago)).await?;
        Ok(())
    }

    async fn release(&self, tx: &mut TenantTx, site: &Site, release: &Release, actor: UserId) -> anyhow::Result<()> {
        let target = release.target_date_in_days.map(|days| self.ago(-days).date());
        let draft = ReleaseDraft {
            version: parse(Version::parse(&release.version))?,
            name: parse(Line::parse(&release.name))?,
            notes: parse(Body::parse(&release.notes))?,
            target_date: target,
            target_precision: Precision::Week,
        };
        let when = release.shipped_days_ago.map_or(self.now, |days| self.ago(days));
        let made = self.ago(release.shipped_days_ago.unwrap_or(0) + 30);
        let created = releases::create(tx, &draft, Stage::Draft, actor, made).await?;
        let (id, number) = created.map_err(|_| anyhow::anyhow!("the version comes twice"))?;
        let found = releases::hold(tx, number).await?;
        for promise in &release.ideas {
            let idea = *self.ideas.get(&promise.key).with_context(|| format!("no idea “{}”", promise.key))?;
            items::link(tx, site, &found, idea, actor, made).await?;
        }
        for item in items::list(tx, id).await? {
            let promise = release.ideas.iter().find(|promise| self.ideas.get(&promise.key).copied() == item.idea_id);
            if promise.is_some_and(|promise| !promise.completes) {
                items::set_completes(tx, &found, item.id, false).await?;
            }
        }
        for line in &release.lines {
            items::add_line(tx, &found, &parse(Line::parse(line))?, made).await?;
        }
        if release.shipped_days_ago.is_some() {
            ship::ship(tx, site, number, Announcement::Silent, actor, when).await?;
        } else {
            // Promised without mail: the demo mails nobody.
            releases::set_stage(tx, id, Stage::Planned, actor, when).await?;
        }
        Ok(())
    }

    async fn decide(&self, tx: &mut TenantTx, site: &Site, idea: &Idea, manager: UserId) -> anyhow::Result<()> {
        let id = *self.ideas.get(&idea.key).context("the idea was not loaded")?;
        let status = *self.statuses.get(&idea.status).with_context(|| format!("no status “{}”", idea.status))?;
        status::set(tx, id, status, Some(manager), self.ago(idea.response_days_ago.max(idea.days_ago / 3))).await?;
        if !idea.response.is_empty() {
            let by = idea.response_by.as_deref().map_or(Ok(manager), |email| self.person(email))?;
            // The status stands already, so this only answers, and nobody is mailed.
            let response = parse(Body::parse(&idea.response))?;
            status::decide(tx, site, id, (status, &response), by, self.ago(idea.response_days_ago)).await?;
        }
        Ok(())
    }
}

fn parse<T, E: std::fmt::Display>(parsed: Result<T, E>) -> anyhow::Result<T> {
    parsed.map_err(|why| anyhow::Error::msg(why.to_string()))
}
