//! Fence: every template is used, and every mail can be read in a terminal and in a browser.

use std::collections::BTreeSet;

use crate::support::sources::{Source, sources};

/// A template that nothing renders, extends, imports or includes is a page that nobody sees.
#[test]
fn no_template_is_unused() {
    let named_by_code = sources("src", "rs").iter().flat_map(|source| after(&source.code(), "path = ")).collect::<Vec<_>>();
    let tags = ["{% extends ", "{% include ", "{% import ", "{%- extends ", "{%- include ", "{%- import "];
    let templates = templates();
    let named_by_templates =
        templates.iter().flat_map(|source| tags.iter().flat_map(|tag| after(&source.text, tag)).collect::<Vec<_>>());
    let used: BTreeSet<String> = named_by_templates.chain(named_by_code).collect();
    for template in &templates {
        let name = name(template);
        assert!(used.contains(name), "templates/{name} is rendered by no struct, and no other template takes it in");
    }
    for name in used {
        let there = templates.iter().any(|template| self::name(template) == name);
        assert!(there || !name.contains('/'), "templates/{name} is named and does not exist");
    }
}

/// Whatever extends one of the mail layouts is a mail, and has its twin in the other form.
#[test]
fn every_mail_has_both_of_its_forms() {
    let templates = templates();
    let mails = templates.iter().filter(|template| template.text.contains("extends \"mail/layout."));
    for mail in mails {
        let name = name(mail);
        let (stem, extension) = name.rsplit_once('.').unwrap();
        let twin = format!("{stem}.{}", if extension == "txt" { "html" } else { "txt" });
        assert!(templates.iter().any(|template| self::name(template) == twin), "the mail {name} lacks {twin}");
        assert!(mail.text.contains(&format!("extends \"mail/layout.{extension}\"")), "{name} extends the other form's layout");
    }
    for template in sources("templates", "txt").iter().filter(|template| name(template) != "mail/layout.txt") {
        let extends = template.text.contains("extends \"mail/layout.txt\"");
        assert!(extends, "{} is a mail that does not extend mail/layout.txt", template.path);
    }
}

/// The living page of parts leaves none out.
#[test]
fn every_part_is_shown_on_the_page_of_parts() {
    let templates = templates();
    let text = |wanted: &str| &templates.iter().find(|template| name(template) == wanted).unwrap().text;
    let gallery = text("ui/gallery.html");
    // What others stand in for: parts of parts, and what takes a whole form around it.
    let within = ["form::field", "form::shared", "form::input", "form::once", "form::takes_pictures"];
    for (module, file) in [("ui", "ui/ui.html"), ("form", "ui/form.html")] {
        for part in text(file).split("{%- macro ").skip(1).filter_map(|rest| rest.split('(').next()) {
            let part = format!("{module}::{part}");
            assert!(gallery.contains(&format!("{part}(")) || within.contains(&part.as_str()), "{part} is missing on /_ui");
        }
    }
}

fn templates() -> Vec<Source> {
    ["html", "svg", "txt", "xml"].into_iter().flat_map(|extension| sources("templates", extension)).collect()
}

fn name(template: &Source) -> &str {
    template.path.strip_prefix("templates/").unwrap()
}

/// What stands between quotes, directly after `before`.
fn after(text: &str, before: &str) -> Vec<String> {
    let found = text.split(before).skip(1).filter_map(|rest| rest.strip_prefix('"')?.split('"').next());
    found.map(str::to_owned).collect()
}
