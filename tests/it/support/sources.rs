//! The product's own text, for the fences that read it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// One file of the repository.
pub(crate) struct Source {
    /// From the root of the repository: `src/ideas/votes.rs`.
    pub(crate) path: String,
    /// As it stands.
    pub(crate) text: String,
}

/// One line of a route table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Route {
    /// The file it stands in.
    pub(crate) file: String,
    /// As axum reads it: `/ideas/{number}`.
    pub(crate) path: String,
    /// `get` or `post`.
    pub(crate) method: String,
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method.to_uppercase(), self.path, self.file)
    }
}

/// Every file under a folder of the repository with this extension, in order.
pub(crate) fn sources(folder: &str, extension: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(folder), extension, &mut paths);
    paths.sort();
    let read = |path: PathBuf| Source {
        path: path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(),
        text: fs::read_to_string(&path).unwrap(),
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, extension: &str, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extension, paths);
        } else if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
}

/// Every route that the product has, read from its sources, so that a new one cannot be forgotten.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes: Vec<Route> = sources("src", "rs").iter().flat_map(Source::routes).collect();
    routes.sort();
    routes
}

impl Source {
    /// The text with its comments blanked out. Lines and columns stay where they are.
    pub(crate) fn code(&self) -> String {
        blank(&self.text, false)
    }

    /// The text with comments and what stands between quotes blanked out.
    pub(crate) fn bare(&self) -> String {
        blank(&self.text, true)
    }

    fn routes(&self) -> Vec<Route> {
        let (code, bare) = (self.code(), self.bare());
        let mut routes = Vec::new();
        for (at, call) in bare.match_indices(".route(") {
            let start = at + call.len();
            let end = start + closing(&bare[start..]);
            let literal = code[start..end].trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            let Some(path) = literal else {
                panic!("{}: a route's path has to be written out where it is routed, so that it can be read here", self.path);
            };
            let methods = ["get", "post", "put", "patch", "delete", "any"].into_iter().filter(|method| {
                let call = format!("{method}(");
                let handlers = &bare[start..end];
                handlers.match_indices(&call).any(|(at, _)| !handlers[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            });
            let route = |method: &str| Route { file: self.path.clone(), path: path.to_owned(), method: method.to_owned() };
            routes.extend(methods.map(route));
        }
        routes
    }
}

/// Where the bracket closes that was opened just before `code`.
fn closing(code: &str) -> usize {
    let mut depth = 1;
    for (at, c) in code.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

/// Blanks comments, and what stands between quotes if that is wanted. Knows strings, raw strings and characters.
fn blank(text: &str, strings: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (length, hidden) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), true)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), true)
        } else if c == '"' {
            (quoted(rest), strings)
        } else if let Some(length) = raw(rest).filter(|_| !out.ends_with(|c: char| c.is_alphanumeric() || c == '_')) {
            (length, strings)
        } else if c == '\'' {
            (character(rest), strings)
        } else {
            (c.len_utf8(), false)
        };
        let (piece, after) = rest.split_at(length);
        if hidden {
            out.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

fn raw(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", &after[..hashes]);
    Some(body.find(&end).map_or(text.len(), |at| 1 + hashes + 1 + at + end.len()))
}

/// A character with its quotes; one byte for a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => text[3..].find('\'').map_or(1, |at| 3 + at + 1),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_read_over_lines_and_past_comments_and_quotes() {
        let text = r##"//! x
            // .route("/no", get(no))
            let s = "not .route(\"/this\", get(no))"; let c = '"'; let l: &'static str = r#"nor " this"#;
            Router::new()
                .route(
                    "/ideas/{number}",
                    get(show) // post(no)
                        .post(edit),
                )
                .route("/target", get(async || "post(no)\n"))"##;
        let source = Source { path: "x.rs".to_owned(), text: text.to_owned() };
        let read: Vec<String> = source.routes().into_iter().map(|route| format!("{} {}", route.method, route.path)).collect();
        assert_eq!(read, ["get /ideas/{number}", "post /ideas/{number}", "get /target"]);
    }
}
