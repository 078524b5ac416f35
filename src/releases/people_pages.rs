//! Who asked for what a release answers, for staff: the people behind its figures.

use askama::Template;
use axum::Router;
use axum::routing::get;

use super::{Release, items, store};
use crate::access::Staff;
use crate::app::App;
use crate::error::Result;
use crate::ideas::askers::{Asked, Askers};
use crate::ideas::demand;
use crate::ideas::demand_panel::DemandPanel;
use crate::ids::IdeaId;
use crate::web::ask::Reply;
use crate::web::{Page, Path, Query};

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new().route("/admin/releases/{number}/people", get(people))
}

#[derive(Template)]
#[template(path = "releases/people.html")]
struct PeoplePage<'a> {
    release: &'a Release,
    demand: DemandPanel<'a>,
    askers: Askers<'a>,
}

async fn people(mut staff: Staff, Path(number): Path<i32>, Query(asked): Query<Asked>) -> Result<Reply> {
    let release = store::find(&mut staff.tx, number).await?;
    let items = items::list(&mut staff.tx, release.id).await?;
    let ideas: Vec<IdeaId> = items.iter().filter_map(|item| item.idea_id).collect();
    let path = format!("{}/people", release.path());
    let (now, zone) = (staff.now, staff.site.time_zone.clone());
    let demand = demand::together(&mut staff.tx, &ideas, asked.segment(), now).await?;
    let within = asked.segment().map(|segment| format!("?segment={segment}")).unwrap_or_default();
    let page = PeoplePage {
        release: &release,
        demand: DemandPanel::new(&demand, format!("{path}{within}"), now, &zone),
        askers: Askers::read(&mut staff.tx, &ideas, None, path, &asked, (now, &zone)).await?,
    };
    Page::new(staff.chrome, format!("Who asked for {}", release.title()), &page)?.desk().reply()
}
