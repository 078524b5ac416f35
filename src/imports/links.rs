//! Ideas that are parts of others: tied when everything is in, because a part may come before what it is part of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};
use uuid::Uuid;

use super::acts::{Act, Deed};
use super::record::Kind;
use super::store::LineError;
use super::{Import, acts, store};
use crate::db::TenantTx;
use crate::error::Result;
use crate::ideas::merge;
use crate::ids::IdeaId;

/// Trees of ideas, held until the transaction ends.
struct Forest {
    /// Of each idea what it is part of, and the root it hangs on.
    parents: HashMap<Uuid, (Option<Uuid>, Uuid)>,
}

/// One link that a file asks for.
struct Asked {
    line: i64,
    idea: Uuid,
    into_id: String,
    into: Option<Uuid>,
}

/// Ties what the file says is part of something. What cannot be is named by its line, and stands alone.
pub(super) async fn tie(tx: &mut TenantTx, import: &mut Import) -> Result<()> {
    let asked = sqlx::query_as!(
        Asked,
        r#"select l.line, l.idea_id as "idea: Uuid", l.into_id, s.target_id as "into?: Uuid"
             from import_links l
             left join import_sources s on s.source = $2 and s.kind = 'idea' and s.source_id = l.into_id
            where l.import_id = $1
            order by l.line, l.idea_id"#,
        import.id.0,
        import.source,
    )
    .fetch_all(&mut **tx)
    .await?;
    let ideas: BTreeSet<Uuid> = asked.iter().flat_map(|link| [Some(link.idea), link.into]).flatten().collect();
    let forest = hold(tx, &ideas).await?;
    let mut parents: HashMap<Uuid, Option<Uuid>> = forest.parents.iter().map(|(idea, (parent, _))| (*idea, *parent)).collect();
    let (mut errors, mut acts) = (Vec::new(), Vec::new());
    for link in &asked {
        match refusal(link, &parents) {
            Some(words) => errors.push(LineError { line: link.line, words }),
            None if parents.get(&link.idea) == Some(&link.into) => {}
            None => {
                parents.insert(link.idea, link.into);
                let after = link.into.map(|into| into.to_string());
                let change = Some((Value::Null, json!(after)));
                acts.push(Act {
                    kind: "merge",
                    deed: Deed::Changed,
                    target: link.idea,
                    other: link.into,
                    source_id: None,
                    change,
                });
            }
        }
    }
    rehang(tx, &forest, &parents).await?;
    store::complain(tx, import.id, import.error_count, &errors).await?;
    import.error_count += i64::try_from(errors.len()).unwrap_or(0);
    acts::write(tx, import.id, import.act_count, &acts).await?;
    let tied = i64::try_from(acts.len()).unwrap_or(0);
    import.act_count += tied;
    if tied > 0 {
        let ideas = crate::text::count(tied, "idea is", "ideas are");
        import.summary.note(format!("{ideas} part of another, as where they come from."));
    }
    import.summary.count(Kind::Idea, |tally| tally.refused += i64::try_from(errors.len()).unwrap_or(0));
    sqlx::query!("delete from import_links where import_id = $1", import.id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Why a link cannot be; none where it can.
fn refusal(link: &Asked, parents: &HashMap<Uuid, Option<Uuid>>) -> Option<String> {
    let Some(into) = link.into else {
        return Some(format!("It is combined with “{}”, and no idea is called that. It stands alone here.", link.into_id));
    };
    if into == link.idea {
        return Some("It is combined with itself. It stands alone here.".to_owned());
    }
    let mut above = Some(into);
    while let Some(idea) = above {
        if idea == link.idea {
            return Some(format!("It is combined with “{}”, which is combined with it. It stands alone here.", link.into_id));
        }
        above = parents.get(&idea).copied().flatten();
    }
    match parents.get(&link.idea).copied().flatten() {
        Some(parent) if parent != into => Some("It is part of another idea here by now, and stays so.".to_owned()),
        _ => None,
    }
}

/// Takes apart what an import tied, where nobody has tied it otherwise since.
pub(super) async fn untie(tx: &mut TenantTx, import: &Import) -> Result<()> {
    let tied = sqlx::query!(
        r#"select a.target_id as "idea: Uuid", a.other_id as "into: Uuid"
             from import_acts a where a.import_id = $1 and a.kind = 'merge'"#,
        import.id.0,
    )
    .fetch_all(&mut **tx)
    .await?;
    let ideas: BTreeSet<Uuid> = tied.iter().map(|row| row.idea).collect();
    let forest = hold(tx, &ideas).await?;
    let mut parents: HashMap<Uuid, Option<Uuid>> = forest.parents.iter().map(|(idea, (parent, _))| (*idea, *parent)).collect();
    for row in tied {
        if parents.get(&row.idea) == Some(&row.into) {
            parents.insert(row.idea, None);
        }
    }
    rehang(tx, &forest, &parents).await
}

/// Locks every idea of the trees that these ideas stand in, in the order in which everybody does.
async fn hold(tx: &mut TenantTx, ideas: &BTreeSet<Uuid>) -> Result<Forest> {
    let ideas: Vec<Uuid> = ideas.iter().copied().collect();
    let rows = sqlx::query!(
        r#"select i.id as "id: Uuid", i.merged_into as "parent: Uuid", i.canonical_id as "root: Uuid" from ideas i
            where i.canonical_id in (select m.canonical_id from ideas m where m.id = any($1))
            order by i.id for no key update"#,
        &ideas,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Forest { parents: rows.into_iter().map(|row| (row.id, (row.parent, row.root))).collect() })
}

/// Makes the trees be as `parents` says, and counts them again.
async fn rehang(tx: &mut TenantTx, forest: &Forest, parents: &HashMap<Uuid, Option<Uuid>>) -> Result<()> {
    let root = |idea: Uuid| {
        let mut root = idea;
        while let Some(above) = parents.get(&root).copied().flatten() {
            root = above;
        }
        root
    };
    let mut changed: BTreeMap<Uuid, (Option<Uuid>, Uuid)> = BTreeMap::new();
    let mut roots: BTreeSet<Uuid> = BTreeSet::new();
    for (idea, before) in &forest.parents {
        let after = (parents.get(idea).copied().flatten(), root(*idea));
        if after != *before {
            changed.insert(*idea, after);
            roots.extend([before.1, after.1]);
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.keys().copied().collect();
    let direct: Vec<Option<Uuid>> = changed.values().map(|(parent, _)| *parent).collect();
    let canonical: Vec<Uuid> = changed.values().map(|(_, root)| *root).collect();
    sqlx::query!(
        "update ideas i
            set merged_into = n.parent, canonical_id = n.root, vote_count = 0, heat = 0, comment_count = 0
           from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as n (id, parent, root)
          where i.id = n.id",
        &ids,
        &direct as &[Option<Uuid>],
        &canonical,
    )
    .execute(&mut **tx)
    .await?;
    // Who was a root before and is a part now carries nothing.
    let roots: Vec<IdeaId> = roots.into_iter().filter(|idea| root(*idea) == *idea).map(IdeaId).collect();
    merge::recount_all(tx, &roots).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_would_make_a_circle_is_refused() {
        let [a, b, c] = [IdeaId::new().0, IdeaId::new().0, IdeaId::new().0];
        let parents: HashMap<Uuid, Option<Uuid>> = [(a, Some(b)), (b, Some(c)), (c, None)].into();
        let link = |idea, into: Option<Uuid>| Asked { line: 1, idea, into_id: "x".to_owned(), into };
        assert!(refusal(&link(c, Some(a)), &parents).is_some_and(|words| words.contains("combined with it")));
        assert!(refusal(&link(c, Some(c)), &parents).is_some());
        assert!(refusal(&link(c, None), &parents).is_some());
        assert!(refusal(&link(a, Some(c)), &parents).is_some(), "it is part of another");
        assert!(refusal(&link(a, Some(b)), &parents).is_none(), "it is that already");
    }
}
