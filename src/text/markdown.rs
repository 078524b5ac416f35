//! Markdown, rendered and made safe once, when it is written.
//!
//! A picture is shown where it is one of the workspace's own, by its relative address (see `picture`). One from elsewhere is a
//! link to it: a page loads nothing from anybody else, so that nobody learns who reads it.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;
use comrak::nodes::{AstNode, NodeLink, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};

use super::picture::Address;

/// What people may write: CommonMark with tables, autolinks, strikethrough and task lists; raw HTML is shown as text.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.render.escape = true;
    options.render.hardbreaks = true;
    options
});

/// What may reach a page.
static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(["map", "area"])
        .add_tags(["input"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .set_tag_attribute_value("input", "disabled", "disabled")
        .add_tag_attributes("img", ["loading", "decoding"])
        // Whatever asked for it, a picture comes from here or not at all.
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => Address::parse(value).map(|_| Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        })
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("nofollow ugc noopener"));
    for block in ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table"] {
        // Read from the side where its own words begin, whichever way the page runs.
        builder.set_tag_attribute_value(block, "dir", "auto");
    }
    builder
});

/// What becomes of the workspace's own pictures.
#[derive(Clone, Copy)]
enum Pictures<'a> {
    /// They are shown.
    Shown,
    /// They are links to this origin.
    Linked(&'a str),
    /// Their descriptions are said.
    Said,
}

/// HTML that is safe to put into a page of the workspace.
pub fn render(markdown: &str) -> String {
    SAFE.clean(&drawn(markdown, Pictures::Shown)).to_string()
}

/// The same for a mail, which loads nothing when it is opened: pictures are links to `origin`, the workspace's.
pub fn render_for_mail(markdown: &str, origin: &str) -> String {
    SAFE.clean(&drawn(markdown, Pictures::Linked(origin))).to_string()
}

/// The text of a mail: as it was typed, with pictures where they can be found from outside.
pub fn text_for_mail(markdown: &str, origin: &str) -> String {
    markdown.replace(&format!("]({}", Address::FOLDER), &format!("]({origin}{}", Address::FOLDER))
}

/// As HTML, not safe yet.
fn drawn(markdown: &str, pictures: Pictures<'_>) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    let images: Vec<_> = root.descendants().filter(|node| matches!(node.data.borrow().value, NodeValue::Image(_))).collect();
    // The innermost first: an image may be described by another.
    for image in images.into_iter().rev() {
        redraw(&arena, image, pictures);
    }
    let mut html = String::with_capacity(markdown.len() * 2);
    // Writing to a string does not fail.
    let _ = format_html(root, &OPTIONS, &mut html);
    html
}

/// Puts something in the place of an image.
fn redraw<'a>(arena: &'a Arena<'a>, image: &'a AstNode<'a>, pictures: Pictures<'_>) {
    let NodeValue::Image(place) = image.data.borrow().value.clone() else { return };
    let in_a_link = image.ancestors().skip(1).any(|node| matches!(node.data.borrow().value, NodeValue::Link(_)));
    let link = match (Address::parse(&place.url), pictures) {
        (Some(address), Pictures::Shown) => {
            let description = escaped(&words(image));
            let Address { width, height, .. } = address;
            image.children().for_each(AstNode::detach);
            image.data.borrow_mut().value = NodeValue::Raw(format!(
                "<img src=\"{address}\" alt=\"{description}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
            ));
            return;
        }
        (Some(address), Pictures::Linked(origin)) => Some(format!("{origin}{address}")),
        (None, Pictures::Shown | Pictures::Linked(_)) => Some(place.url.clone()),
        (_, Pictures::Said) => None,
    };
    if let Some(url) = link.filter(|_| !in_a_link) {
        if image.first_child().is_none() && url.starts_with("http") {
            image.append(arena.alloc(NodeValue::Text(url.clone().into()).into()));
        }
        image.data.borrow_mut().value = NodeValue::Link(Box::new(NodeLink { url, title: place.title }));
        return;
    }
    for child in image.children().collect::<Vec<_>>() {
        child.detach();
        image.insert_before(child);
    }
    image.detach();
}

/// What the words inside a node say.
fn words<'a>(node: &'a AstNode<'a>) -> String {
    node.descendants().fold(String::new(), |mut words, node| {
        match &node.data.borrow().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
        words
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The first words without markup, for a list or a description: at most `most` characters, cut between words.
pub fn excerpt(markdown: &str, most: usize) -> String {
    let html = Builder::empty().clean(&drawn(markdown, Pictures::Said)).to_string();
    let text =
        html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ").replace("&amp;", "&");
    let mut excerpt = String::new();
    for word in text.split_whitespace() {
        if excerpt.chars().count() + word.chars().count() + 1 > most {
            if excerpt.is_empty() {
                excerpt.extend(word.chars().take(most));
            }
            excerpt.push('…');
            break;
        }
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_cannot_carry_a_script() {
        for attack in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "<a href=\"#\" onclick=\"x()\">y</a>",
            "![x](https://elsewhere.example/track.png)",
            "![x](//elsewhere.example/track.png)",
            "![x](javascript:alert(1))",
            "[![x](https://elsewhere.example/track.png)](javascript:alert(1))",
            "[x](data:text/html;base64,AAAA)",
            "<input type=image src=x>",
        ] {
            let html = render(attack);
            for tag in ["<script", "<img", "<a href=\"javascript", "<a href=\"#\"", "data:text", "type=\"image\""] {
                assert!(!html.contains(tag), "{attack} gave {html}");
            }
        }
    }

    const PICTURE: &str = "/pictures/0190f0c4a2b37c1d8e9fa0b1c2d3e4f5-1200x80.png";

    #[test]
    fn a_picture_of_the_workspace_is_shown_at_its_size_with_its_description() {
        let html = render(&format!("See ![the \"*new*\" <menu>]({PICTURE} \"x\")"));
        for wanted in [
            format!("<img src=\"{PICTURE}\""),
            "width=\"1200\" height=\"80\" loading=\"lazy\"".to_owned(),
            "alt=\"the &quot;new&quot; ".to_owned(),
        ] {
            assert!(html.contains(&wanted), "{wanted} is missing in {html}");
        }
        let linked = render(&format!("[![x]({PICTURE})](https://elsewhere.example/)"));
        assert!(linked.contains("<a href=\"https://elsewhere.example/\"") && linked.contains("<img "), "{linked}");
    }

    #[test]
    fn a_picture_from_elsewhere_is_a_link_and_is_not_loaded() {
        let html = render("![A *cat*](https://elsewhere.example/cat.png) ![](https://elsewhere.example/dog.png)");
        assert!(!html.contains("<img"), "{html}");
        assert!(
            html.contains("<a href=\"https://elsewhere.example/cat.png\" rel=\"nofollow ugc noopener\">A <em>cat</em></a>"),
            "{html}"
        );
        assert!(html.contains(">https://elsewhere.example/dog.png</a>"), "{html}");
        // A link in a link is none.
        let html = render("[![cat](https://elsewhere.example/cat.png)](https://cats.example/)");
        assert_eq!(html.matches("<a ").count(), 1, "{html}");
        // Nor is one that is described by another.
        let html = render("![![cat](https://elsewhere.example/cat.png)](https://cats.example/)");
        assert!(!html.contains("<img"), "{html}");
    }

    #[test]
    fn in_a_mail_a_picture_is_a_link_and_in_an_excerpt_its_description() {
        let text = format!("Look: ![the menu]({PICTURE})");
        let html = render_for_mail(&text, "https://acme.example");
        assert!(html.contains(&format!("<a href=\"https://acme.example{PICTURE}\"")) && html.contains(">the menu</a>"), "{html}");
        assert_eq!(text_for_mail(&text, "https://acme.example"), format!("Look: ![the menu](https://acme.example{PICTURE})"));
        assert_eq!(excerpt(&text, 40), "Look: the menu");
    }

    #[test]
    fn addresses_become_links_that_search_engines_ignore() {
        assert!(render("see https://example.com/x").contains("rel=\"nofollow ugc noopener\""));
    }

    #[test]
    fn every_block_runs_the_way_its_own_words_do() {
        let html = render("# שלום\n\nשלום\n\n- one\n\n> שלום\n\n| a |\n|---|\n| b |");
        for block in
            ["<h1 dir=\"auto\">", "<p dir=\"auto\">", "<ul dir=\"auto\">", "<blockquote dir=\"auto\">", "<table dir=\"auto\">"]
        {
            assert!(html.contains(block), "{block} is missing in {html}");
        }
    }

    #[test]
    fn an_excerpt_is_plain_and_ends_between_words() {
        assert_eq!(excerpt("**Dark** mode & more, please", 14), "Dark mode &…");
        assert_eq!(excerpt("- one\n- two", 40), "one two");
    }
}
