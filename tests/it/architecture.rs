//! Fence: the house stays the way it is described in `src/lib.rs`.

use std::collections::BTreeSet;

use crate::support::sources::{Source, sources};

/// The longest a file of Rust may be, in lines. A longer one holds two things.
const MOST_LINES: usize = 400;

/// Composition: the library's root and the command line name everything.
const ROOTS: [&str; 2] = ["src/lib.rs", "src/main.rs"];

/// A module imports only modules above it in `lib.rs`, and itself. Templates are exempt: they show what they are given.
#[test]
fn a_module_imports_only_what_stands_above_it() {
    let ladder = ladder();
    let rung = |name: &str| ladder.iter().position(|module| module == name);
    let mut wrong = Vec::new();
    for source in modules() {
        let own = module(&source);
        let height = rung(own).unwrap_or_else(|| panic!("{} belongs to no module of src/lib.rs", source.path));
        for used in imports(&source) {
            match rung(&used) {
                Some(other) if other <= height => {}
                Some(_) => wrong.push(format!("{} imports {used}, which stands below {own} in src/lib.rs", source.path)),
                None => wrong.push(format!("{} imports {used}, which is no module of src/lib.rs", source.path)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The root is reached as `crate::`, where the fence above can see it, and never by `super::`.
#[test]
fn nobody_climbs_to_the_root() {
    for source in modules() {
        let bare = source.bare();
        let depth = source.path.trim_end_matches("/mod.rs").matches('/').count();
        let tests = bare.find("mod tests {").unwrap_or(bare.len());
        for (at, _) in bare.match_indices("super::").filter(|(at, _)| !bare[..*at].ends_with("super::")) {
            let climbed = bare[at..].split("super::").take_while(|between| between.is_empty()).count();
            let inside = depth + usize::from(at > tests);
            assert!(climbed < inside, "{} climbs out of its module with super::; say crate::", source.path);
        }
    }
}

/// A file with SQL has neither a router nor a page; a file with a router has no SQL.
#[test]
fn sql_and_http_never_share_a_file() {
    for source in modules() {
        let bare = source.bare();
        let sql = bare.contains("sqlx::query") || bare.contains("QueryBuilder");
        for web in ["Router::new", "axum::extract", "axum::response", "axum::routing", "askama::"] {
            assert!(
                !(sql && bare.contains(web)),
                "{} has SQL and “{web}”: move the statements to a file of their own",
                source.path
            );
        }
    }
}

/// A file opens by saying what it is for, and is short enough to be read.
#[test]
fn a_file_says_what_it_is_for_and_ends_before_it_tires() {
    let build = Source { path: "build.rs".to_owned(), text: std::fs::read_to_string("build.rs").unwrap() };
    for source in sources("src", "rs").into_iter().chain(sources("tests", "rs")).chain([build]) {
        assert!(source.text.starts_with("//! "), "{} does not open with `//!` and what it is for", source.path);
        let lines = source.text.lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines; {MOST_LINES} are the most", source.path);
    }
}

/// A file that no `mod` names is not compiled, and lies.
#[test]
fn every_file_is_part_of_the_crate() {
    let all = sources("src", "rs");
    for source in all.iter().filter(|source| !ROOTS.contains(&source.path.as_str())) {
        let own = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let (folder, name) = own.rsplit_once('/').unwrap();
        let parents = [format!("{folder}/mod.rs"), format!("{folder}/lib.rs"), format!("{folder}.rs")];
        let declared = all.iter().filter(|parent| parents.contains(&parent.path)).any(|parent| {
            let bare = parent.bare();
            bare.split(';').any(|item| item.trim_end().ends_with(&format!("mod {name}")))
        });
        assert!(declared, "{} is declared by none of {}", source.path, parents.join(", "));
    }
}

fn modules() -> Vec<Source> {
    sources("src", "rs").into_iter().filter(|source| !ROOTS.contains(&source.path.as_str())).collect()
}

/// The modules of the crate, in the order of `lib.rs`.
fn ladder() -> Vec<String> {
    let lib = sources("src", "rs").into_iter().find(|source| source.path == "src/lib.rs").unwrap();
    let lines = lib.text.lines().map(|line| line.trim_start_matches("pub "));
    lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

/// The module a file belongs to: `src/ideas/votes.rs` belongs to `ideas`.
fn module(source: &Source) -> &str {
    let rest = source.path.strip_prefix("src/").unwrap();
    rest.split('/').next().unwrap().trim_end_matches(".rs")
}

/// What follows `crate::` in a file, wherever that stands: in `use crate::x`, in a path, in a group `crate::{a, b::c}`.
fn imports(source: &Source) -> BTreeSet<String> {
    let bare = source.bare();
    let mut found = BTreeSet::new();
    for (at, word) in bare.match_indices("crate::") {
        if bare[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &bare[at + word.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(members(group).iter().map(|member| first_name(member))),
            None => _ = found.insert(first_name(rest)),
        }
    }
    found
}

/// The members of a group, up to its closing brace: `a, b::{c, d}}` has `a` and `b::{c, d}`.
fn members(group: &str) -> Vec<String> {
    let (mut depth, mut members) = (0, vec![String::new()]);
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                members.push(String::new());
                continue;
            }
            _ => {}
        }
        members.last_mut().unwrap().push(c);
    }
    members.retain(|member| !member.trim().is_empty());
    members
}

fn first_name(path: &str) -> String {
    path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_are_read_from_groups_and_paths_and_not_from_words() {
    let text = "//! x\nuse crate::{access::{self, Visit}, db::Db,\n error};\n// crate::no\nlet x = crate::ids::TenantId::new();\n\"crate::no\";";
    let source = Source { path: "src/x.rs".to_owned(), text: text.to_owned() };
    assert_eq!(imports(&source).into_iter().collect::<Vec<_>>(), ["access", "db", "error", "ids"]);
}
