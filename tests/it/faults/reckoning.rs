//! The reckoning: what the ledger says, what the mail server took, and what `shipboard verify` finds.

use std::collections::BTreeMap;

use super::readers::Answers;
use super::servers::{database_url, program};
use crate::support::TestApp;

/// What came of a story.
#[derive(Clone, Debug, Default)]
pub(super) struct Reckoning {
    /// Who was to be told: people, each once for every release.
    pub(super) people: usize,
    /// Of them those whom the ledger calls told, and whose mail the mail server has.
    pub(super) told: usize,
    /// Of them those who are left out with a reason.
    pub(super) left_out: usize,
    /// Mails that the mail server took more than once, each time under the same name.
    pub(super) twice: usize,
    /// How often the most unlucky of them was taken.
    pub(super) most: usize,
}

/// Holds that nobody was forgotten and nobody was told twice, and counts what may have arrived twice.
pub(super) async fn reckon(app: &TestApp, people: usize) -> Reckoning {
    let verified = program("verify", &[("DATABASE_URL", &database_url(app))]).output().unwrap();
    let said = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success() && said.contains("Nothing differs"), "{said}");

    // Everybody's row for every idea and epoch, with the name that the mail of it has to carry.
    let ledger: Vec<(String, String, Option<String>, Option<String>)> = app
        .sql(
            "select u.email, n.state::text, n.reason, o.id::text
               from notices n
               join users u on u.id = n.user_id
               left join outbox o on o.kind = 'releases.ship_mail' and o.key = n.mail || ':' || n.user_id
              where n.kind = 'shipped' and u.email like '%@crowd.example'",
        )
        .await;
    assert_eq!(ledger.len(), people, "everybody has one row in the ledger for each release");
    let mut taken: BTreeMap<(String, String), usize> = BTreeMap::new();
    for letter in app.smtp().letters().into_iter().filter(|letter| letter.to.ends_with("@crowd.example")) {
        *taken.entry((letter.to, letter.message_id)).or_default() += 1;
    }
    let mut reckoning = Reckoning { people, ..Reckoning::default() };
    for (email, state, reason, job) in ledger {
        let name = (email, format!("{}@localhost", job.unwrap_or_default()));
        let times = taken.remove(&name).unwrap_or_default();
        match (state.as_str(), reason) {
            ("sent", _) => {
                assert!(times > 0, "{name:?} is called told, and the mail server never took their mail");
                reckoning.told += 1;
            }
            ("failed" | "excluded", Some(_)) => reckoning.left_out += 1,
            (state, reason) => panic!("{name:?} is {state}, {reason:?}"),
        }
        reckoning.twice += usize::from(times > 1);
        reckoning.most = reckoning.most.max(times);
    }
    // Everything else that was taken belongs to nobody's row: another name for the same thing, or somebody who did not ask.
    assert!(taken.is_empty(), "mail that the ledger knows nothing of: {taken:?}");
    reckoning
}

/// Holds that no page was answered as no fault excuses.
#[track_caller]
pub(super) fn nothing_broke(answers: &Answers) {
    assert!(answers.wrong.is_empty(), "{} of {:?}: {:#?}", answers.wrong.len(), answers.by_status, answers.wrong.first());
    assert!(answers.of(200) > 0, "pages were answered all the while: {answers:?}");
}
