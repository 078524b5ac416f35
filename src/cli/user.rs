//! `shipboard user`: what the operator does with people, such as letting somebody back in.

use anyhow::{anyhow, bail};
use clap::Subcommand;
use serde_json::json;

use super::workspace::find;
use crate::access::Role;
use crate::app::App;
use crate::config::Config;
use crate::events;
use crate::serve::{self, database};
use crate::text::Email;
use crate::users::{roles, sessions, store};

#[derive(Subcommand)]
pub(super) enum Verb {
    /// Give somebody exactly these roles, and sign them out everywhere where that changes anything
    Role {
        /// Address of the workspace, as `workspace list` shows it
        workspace: String,
        /// Their e-mail address
        email: String,
        /// member, manager, releaser, admin or owner; several may be given
        #[arg(required = true, value_name = "ROLE")]
        roles: Vec<Role>,
    },
}

pub(super) async fn perform(verb: Verb, config: Config) -> anyhow::Result<()> {
    let Verb::Role { workspace, email, roles } = verb;
    let database = database::join(&config).await?;
    let app = serve::app(config, database.db.clone())?;
    let done = give(&app, &workspace, &email, &roles).await;
    drop(app);
    database.close().await?;
    done
}

async fn give(app: &App, workspace: &str, email: &str, wanted: &[Role]) -> anyhow::Result<()> {
    let email = Email::parse(email).map_err(anyhow::Error::msg)?;
    let workspace = find(app, workspace).await?;
    let mut tx = app.db.tenant(workspace.id).await?;
    let user = store::by_email(&mut tx, &email).await?;
    let user = user.ok_or_else(|| anyhow!("nobody in {} has the address {email}; they have to sign in once", workspace.name))?;
    let cast = roles::lock(&mut tx, user.id, user.id).await?;
    if cast.target.contains(&Role::Owner) && !wanted.contains(&Role::Owner) && cast.other_owners == 0 {
        bail!("{email} is the last owner of {}; make somebody else an owner first", workspace.name);
    }
    let (had, wanted) = (roles::normal(&cast.target), roles::normal(wanted));
    if had != wanted {
        store::set_roles(&mut tx, user.id, &wanted).await?;
        sessions::revoke_all(&mut tx, user.id, None).await?;
        let data = json!({ "from": words(&had), "to": words(&wanted) });
        events::record(&mut tx, "user.roles_changed", None, user.id.0, data, app.clock.now()).await?;
        tx.commit().await?;
    }
    println!("{email} is {} in {}.", words(&wanted).join(", "), workspace.name);
    Ok(())
}

fn words(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().copied().map(Role::word).collect()
}
