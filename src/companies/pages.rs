//! Companies at the desk: the list, one with its people and what they want, and changing it by hand.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::list::{self, Employee, Line, Order, PAGE, Which, Wish};
use super::store::{self, Draft};
use super::{Company, Currency, Domain, Money, Source, assign, domains, exchange, exchange_pages, path, sheet_pages};
use crate::access::{Manager, Roles, Staff};
use crate::app::App;
use crate::clock::Time;
use crate::db::TenantTx;
use crate::error::{Error, Result};
use crate::events;
use crate::ids::{CompanyId, UserId};
use crate::text::{CompanyName, Plan, count};
use crate::web::{Ask, Errors, Form, Page, Path, Query, Reply, form};
use crate::words::filters;

/// The list's address.
const HERE: &str = "/admin/companies";

/// The routes.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin/companies", get(index).post(create))
        .route("/admin/companies/new", get(new))
        .route("/admin/companies/{id}", get(show))
        .route("/admin/companies/{id}/edit", get(edit).post(change))
        .route("/admin/companies/{id}/deletion", post(delete))
        .route("/admin/companies/{id}/people", post(add))
        .route("/admin/companies/{id}/people/{user}/removal", post(remove))
        .merge(exchange_pages::router())
        .merge(sheet_pages::router())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    plan: String,
    owner: String,
    sort: String,
    key: String,
    after: String,
}

impl Asked {
    fn order(&self) -> Order {
        Order::parse(&self.sort)
    }

    fn owner(&self) -> Option<UserId> {
        self.owner.parse().ok().map(UserId)
    }

    /// The list's address with this change; it begins at its top again.
    fn with(&self, name: &str, value: &str) -> String {
        let said = [("q", self.q.trim()), ("plan", &self.plan), ("owner", &self.owner), ("sort", &self.sort)];
        let said = said.into_iter().map(|(key, said)| (key, if key == name { value } else { said }));
        let pairs: Vec<String> =
            said.filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("{key}={}", form::escape(value))).collect();
        format!("{HERE}?{}", pairs.join("&"))
    }
}

#[derive(Template)]
#[template(path = "companies/list.html")]
struct ListPage<'a> {
    asked: &'a Asked,
    lines: Vec<Line>,
    count: String,
    narrowed: bool,
    plans: Vec<String>,
    owners: Vec<(UserId, String)>,
    sorts: Vec<(&'static str, String, bool)>,
    next: String,
    manages: bool,
    administers: bool,
}

async fn index(mut staff: Staff, Query(asked): Query<Asked>) -> Result<Reply> {
    let which = Which { words: asked.q.trim(), plan: &asked.plan, owner: asked.owner() };
    let after = asked.key.parse().ok().zip(asked.after.parse().ok().map(CompanyId));
    let mut lines = list::page(&mut staff.tx, &which, asked.order(), after).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).map(|last| format!("{}&key={}&after={}", asked.with("", ""), last.key, last.id));
    let page = ListPage {
        next: next.unwrap_or_default(),
        count: count(list::count(&mut staff.tx, &which).await?, "company", "companies"),
        narrowed: !asked.q.trim().is_empty() || !asked.plan.is_empty() || which.owner.is_some(),
        plans: list::plans(&mut staff.tx).await?,
        owners: store::owners(&mut staff.tx).await?,
        sorts: Order::ALL.map(|order| (order.label(), asked.with("sort", order.word()), asked.order() == order)).into(),
        manages: staff.person.roles.manages(),
        administers: staff.person.roles.administers(),
        lines,
        asked: &asked,
    };
    Page::new(staff.chrome, "Companies", &page)?.desk().reply()
}

#[derive(Template)]
#[template(path = "companies/show.html")]
struct ShowPage<'a> {
    company: &'a Company,
    people: Vec<Employee>,
    wishes: Vec<Wish>,
    next: String,
    who: &'a str,
    error: &'a str,
    manages: bool,
    now: Time,
}

#[derive(Debug, Default, Deserialize)]
struct Place {
    after: Option<UserId>,
}

async fn show(mut staff: Staff, Path(id): Path<CompanyId>, Query(place): Query<Place>) -> Result<Reply> {
    let company = store::find(&mut staff.tx, id).await?;
    let mut people = list::people(&mut staff.tx, id, place.after).await?;
    let more = people.len() > PAGE;
    people.truncate(PAGE);
    let next = people.last().filter(|_| more).map(|last| format!("{}?after={}", path(id), last.id)).unwrap_or_default();
    let wishes = list::wishes(&mut staff.tx, id).await?;
    let manages = staff.person.roles.manages();
    let page = ShowPage { company: &company, people, wishes, next, who: "", error: "", manages, now: staff.now };
    Page::new(staff.chrome, company.name.as_str(), &page)?.desk().reply()
}

/// A company as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    domains: String,
    plan: String,
    revenue: String,
    currency: String,
    owner: String,
}

impl Typed {
    fn of(company: &Company) -> Self {
        Self {
            name: company.name.clone(),
            domains: company.domains.join(", "),
            plan: company.plan.clone(),
            revenue: company.revenue().plain(),
            currency: company.currency.clone(),
            owner: company.owner_id.map(|owner| owner.to_string()).unwrap_or_default(),
        }
    }

    /// The company, with its domains; what is wrong is noted.
    fn parse(&self, owners: &[(UserId, String)], errors: &mut Errors) -> Option<(Draft, Vec<Domain>)> {
        let name = errors.take("name", CompanyName::parse(&self.name));
        let plan = errors.take("plan", Plan::parse(&self.plan));
        let domains = errors.take("domains", Domain::parse_all(&self.domains));
        let currency = errors.take("currency", Currency::parse(&self.currency));
        let revenue = currency.and_then(|currency| errors.take("revenue", currency.amount(&self.revenue)));
        let owner = self.owner.parse().ok().map(UserId);
        if !self.owner.is_empty() && !owners.iter().any(|(id, _)| Some(*id) == owner) {
            errors.add("owner", "That person does not work here any more. Please choose somebody else.");
            return None;
        }
        let draft = Draft { name: name?, plan: plan?, monthly_revenue_minor: revenue?, currency: currency?, owner };
        Some((draft, domains?))
    }
}

#[derive(Template)]
#[template(path = "companies/form.html")]
struct FormPage<'a> {
    company: Option<&'a Company>,
    typed: &'a Typed,
    errors: &'a Errors,
    currencies: Vec<(&'static str, &'static str)>,
    owners: Vec<(String, String)>,
}

async fn form_page(mut manager: Manager, company: Option<&Company>, typed: &Typed, errors: &Errors) -> Result<Reply> {
    let owners = store::owners(&mut manager.tx).await?.into_iter().map(|(id, name)| (id.to_string(), name));
    let page = FormPage {
        company,
        typed,
        errors,
        currencies: Currency::all().map(|currency| (currency.code(), currency.code())).collect(),
        owners: std::iter::once((String::new(), "Nobody".to_owned())).chain(owners).collect(),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = company.map_or("New company", |company| company.name.as_str());
    Page::new(manager.chrome, title, &page)?.desk().status(status).reply()
}

async fn new(mut manager: Manager) -> Result<Reply> {
    let currency = exchange::reporting(&mut manager.tx).await?.unwrap_or_else(|| "USD".to_owned());
    form_page(manager, None, &Typed { currency, ..Typed::default() }, &Errors::new()).await
}

/// What a company is, for the record of a change.
fn said(company: &Company) -> serde_json::Value {
    json!({
        "name": company.name, "plan": company.plan, "revenue": company.revenue().to_string(), "owner": company.owner,
        "domains": company.domains,
    })
}

const TAKEN: &str = "There is a company of that name already.";

/// Gives a company its domains. What belongs to another one is refused, in a sentence.
async fn set_domains(tx: &mut TenantTx, id: CompanyId, domains: &[Domain], errors: &mut Errors) -> Result<bool> {
    let taken = domains::set(tx, id, domains).await?;
    if let Some((domain, company)) = taken.first() {
        errors.add("domains", format!("{domain} belongs to {company} already."));
    }
    Ok(taken.is_empty())
}

async fn create(mut manager: Manager, ask: Ask, Form(typed): Form<Typed>) -> Result<Reply> {
    let mut errors = Errors::new();
    let owners = store::owners(&mut manager.tx).await?;
    if let Some((draft, domains)) = typed.parse(&owners, &mut errors) {
        match store::create(&mut manager.tx, &draft, manager.now).await? {
            None => errors.add("name", TAKEN),
            Some(id) => {
                if set_domains(&mut manager.tx, id, &domains, &mut errors).await? {
                    let after = said(&store::find(&mut manager.tx, id).await?);
                    events::record(&mut manager.tx, "company.created", Some(manager.id), id.0, after, manager.now).await?;
                    manager.tx.commit().await?;
                    return Ok(ask.go(&path(id), format!("{} is here.", draft.name)));
                }
            }
        }
    }
    // Whatever was begun is undone.
    let (manager, ()) = manager.apart(async {}).await?;
    form_page(manager, None, &typed, &errors).await
}

async fn edit(mut manager: Manager, Path(id): Path<CompanyId>) -> Result<Reply> {
    let company = store::find(&mut manager.tx, id).await?;
    form_page(manager, Some(&company), &Typed::of(&company), &Errors::new()).await
}

async fn change(mut manager: Manager, Path(id): Path<CompanyId>, ask: Ask, Form(typed): Form<Typed>) -> Result<Reply> {
    let before = store::find(&mut manager.tx, id).await?;
    let mut errors = Errors::new();
    let mut owners = store::owners(&mut manager.tx).await?;
    // Whoever has left may still stand there.
    owners.extend(before.owner_id.zip(before.owner.clone()));
    if let Some((draft, domains)) = typed.parse(&owners, &mut errors) {
        if !store::change(&mut manager.tx, id, &draft).await? {
            errors.add("name", TAKEN);
        } else if set_domains(&mut manager.tx, id, &domains, &mut errors).await? {
            let after = store::find(&mut manager.tx, id).await?;
            let data = json!({ "before": said(&before), "after": said(&after) });
            if data["before"] != data["after"] {
                events::record(&mut manager.tx, "company.changed", Some(manager.id), id.0, data, manager.now).await?;
            }
            manager.tx.commit().await?;
            return Ok(ask.go(&path(id), "Saved."));
        }
    }
    let (manager, ()) = manager.apart(async {}).await?;
    form_page(manager, Some(&before), &typed, &errors).await
}

async fn delete(mut manager: Manager, Path(id): Path<CompanyId>, ask: Ask) -> Result<Reply> {
    let company = store::find(&mut manager.tx, id).await?;
    store::delete(&mut manager.tx, id).await?;
    events::record(&mut manager.tx, "company.deleted", Some(manager.id), id.0, said(&company), manager.now).await?;
    manager.tx.commit().await?;
    let people = count(company.people, "person stays", "people stay");
    Ok(ask.go(HERE, format!("{} is deleted. Its {people}, without a company.", company.name)))
}

#[derive(Debug, Deserialize)]
struct Who {
    #[serde(default)]
    who: String,
}

/// Has somebody who is here belong to the company.
async fn add(mut manager: Manager, Path(id): Path<CompanyId>, ask: Ask, Form(form): Form<Who>) -> Result<Reply> {
    let company = store::find(&mut manager.tx, id).await?;
    let words = form.who.trim();
    let found = list::called(&mut manager.tx, words).await?;
    let error = match found.as_slice() {
        [(user, _)] => {
            if assign(&mut manager.tx, *user, Some(id), Source::Hand).await? {
                let data = json!({ "company": company.name, "by": "hand" });
                events::record(&mut manager.tx, "user.company_changed", Some(manager.id), user.0, data, manager.now).await?;
            }
            manager.tx.commit().await?;
            return Ok(ask.go(&path(id), "They belong to it now."));
        }
        [] if words.is_empty() => "Who works there? Give an e-mail address or a name.".to_owned(),
        [] => format!("Nobody here is called “{words}” or has that address."),
        several => {
            let addresses: Vec<&str> = several.iter().map(|(_, address)| address.as_str()).collect();
            format!("Several people are called that. Which of them: {}?", addresses.join(", "))
        }
    };
    let mut people = list::people(&mut manager.tx, id, None).await?;
    people.truncate(PAGE);
    let wishes = list::wishes(&mut manager.tx, id).await?;
    let page = ShowPage {
        company: &company,
        people,
        wishes,
        next: String::new(),
        who: words,
        error: &error,
        manages: true,
        now: manager.now,
    };
    Page::new(manager.chrome, company.name.as_str(), &page)?.desk().status(StatusCode::UNPROCESSABLE_ENTITY).reply()
}

/// Has somebody belong to no company. A domain does not bring them back.
async fn remove(mut manager: Manager, Path((id, user)): Path<(CompanyId, UserId)>, ask: Ask) -> Result<Reply> {
    let company = store::find(&mut manager.tx, id).await?;
    if !store::works_at(&mut manager.tx, user, id).await? {
        return Err(Error::NotFound);
    }
    assign(&mut manager.tx, user, None, Source::Hand).await?;
    let data = json!({ "company": null, "before": company.name, "by": "hand" });
    events::record(&mut manager.tx, "user.company_changed", Some(manager.id), user.0, data, manager.now).await?;
    manager.tx.commit().await?;
    Ok(ask.go(&path(id), "They belong to it no more."))
}

impl ShowPage<'_> {
    fn revenue(&self) -> Money {
        self.company.revenue()
    }
}
