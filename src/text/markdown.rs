//! Markdown, rendered and made safe once, when it is written.

use std::sync::LazyLock;

use ammonia::Builder;
use comrak::{Options, markdown_to_html};

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

/// What may reach a page. Images stay out: a page loads nothing from elsewhere.
static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(["img", "map", "area"])
        .add_tags(["input"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .set_tag_attribute_value("input", "disabled", "disabled")
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("nofollow ugc noopener"));
    for block in ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table"] {
        // Read from the side where its own words begin, whichever way the page runs.
        builder.set_tag_attribute_value(block, "dir", "auto");
    }
    builder
});

/// HTML that is safe to put into a page.
pub fn render(markdown: &str) -> String {
    SAFE.clean(&markdown_to_html(markdown, &OPTIONS)).to_string()
}

/// The first words without markup, for a list or a description: at most `most` characters, cut between words.
pub fn excerpt(markdown: &str, most: usize) -> String {
    let html = Builder::empty().clean(&markdown_to_html(markdown, &OPTIONS)).to_string();
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
            "[x](data:text/html;base64,AAAA)",
            "<input type=image src=x>",
        ] {
            let html = render(attack);
            for tag in ["<script", "<img", "<a href=\"javascript", "<a href=\"#\"", "data:text", "type=\"image\""] {
                assert!(!html.contains(tag), "{attack} gave {html}");
            }
        }
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
