//! Pages as people have set them up for their eyes: enlarged, with colours of their own, without movement.

use serde_json::{Value, json};

use super::accessibility::{Wrong, cdp, lines};
use super::chromium::Chromium;

/// What is wider than the page, text that is cut off where it stands, and texts that lie on each other.
const CROWDED: &str = r#"
    const wrong = [];
    const page = document.scrollingElement;
    const shown = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
    if (page.scrollWidth > page.clientWidth) {
        const out = [...document.body.querySelectorAll("*")].reverse()
            .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1);
        wrong.push(`sticks out, ${page.scrollWidth} wide: ${out.slice(0, 3).map(shown).join(" | ")}`);
    }
    // Where a text may be seen: its own place, within all that cut it off.
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || parent.closest("svg, .visually-hidden, .skip, script, noscript, option")) continue;
        if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        range.selectNodeContents(walker.currentNode);
        let boxes = [...range.getClientRects()].map(({ left, top, right, bottom }) => ({ left, top, right, bottom }));
        let floats = false;
        for (let around = parent; around && around !== document.body; around = around.parentElement) {
            const style = getComputedStyle(around);
            floats ||= ["absolute", "fixed", "sticky"].includes(style.position);
            if (style.overflowX === "visible" && style.clipPath === "none") continue;
            const cut = around.getBoundingClientRect();
            // Whoever can scroll it, or sees that there is more, has lost nothing.
            const kept = ["auto", "scroll"].includes(style.overflowX) || style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none" || style.clipPath !== "none";
            if (!kept && boxes.some((box) => box.bottom > cut.bottom + 2 || box.top < cut.top - 2 || box.right > cut.right + 2 || box.left < cut.left - 2)) {
                wrong.push(`is cut off: ${shown(parent)} in ${shown(around)}`);
            }
            boxes = boxes
                .map((box) => ({ left: Math.max(box.left, cut.left), top: Math.max(box.top, cut.top), right: Math.min(box.right, cut.right), bottom: Math.min(box.bottom, cut.bottom) }))
                .filter((box) => box.right > box.left && box.bottom > box.top);
        }
        if (!floats) texts.push(...boxes.map((box) => ({ ...box, parent })));
    }
    texts.sort((one, other) => one.top - other.top);
    for (const [at, one] of texts.entries()) {
        for (const other of texts.slice(at + 1)) {
            if (other.top > one.bottom) break;
            if (other.parent === one.parent || one.parent.contains(other.parent) || other.parent.contains(one.parent)) continue;
            const [wide, high] = [Math.min(one.right, other.right) - Math.max(one.left, other.left), Math.min(one.bottom, other.bottom) - other.top];
            if (wide > 3 && high > 4) wrong.push(`lie on each other: ${shown(one.parent)} and ${shown(other.parent)}`);
        }
    }
    return [...new Set(wrong)];
"#;

/// Where colours are the reader's own: what is pressed, current or chosen and looks as if it was not, and what has the focus
/// and looks as if it had not.
const ALIKE: &str = r#"
    const wrong = [];
    const shown = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const look = (element) => [null, "::before", "::after"].map((part) => {
        const style = getComputedStyle(element, part);
        if (part && style.content === "none") return "";
        const edges = ["Top", "Right", "Bottom", "Left"].map((side) => `${style[`border${side}Style`]} ${style[`border${side}Width`]} ${style[`border${side}Color`]}`);
        return [style.content, style.backgroundColor, ...edges, style.outlineStyle, style.outlineColor, style.textDecorationLine].join();
    }).join("; ");
    for (const element of document.querySelectorAll("[aria-pressed=true], [aria-selected=true], :is(a, button)[aria-current]")) {
        if (!seen(element)) continue;
        const name = ["aria-pressed", "aria-selected", "aria-current"].find((name) => element.hasAttribute(name));
        const [value, marked] = [element.getAttribute(name), look(element)];
        if (name === "aria-current") element.removeAttribute(name); else element.setAttribute(name, "false");
        if (look(element) === marked) wrong.push(`${name} is not seen: ${shown(element)}`);
        element.setAttribute(name, value);
    }
    for (const box of document.querySelectorAll("input[type=checkbox], input[type=radio]")) {
        if (seen(box) && getComputedStyle(box).appearance === "none") wrong.push(`is drawn by hand: ${shown(box)}`);
    }
    for (const element of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")) {
        if (!seen(element) || element.disabled || element.tabIndex < 0) continue;
        element.focus({ preventScroll: true, focusVisible: true });
        const outlined = [null, "::before", "::after"].some((part) => {
            const style = getComputedStyle(element, part);
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        });
        if (document.activeElement === element && !outlined) wrong.push(`the focus is not seen: ${shown(element)}`);
    }
    document.activeElement?.blur();
    return wrong;
"#;

/// What moves for longer than anybody could see, though its reader wants nothing to move.
const MOVES: &str = r#"
    const seconds = (times) => Math.max(...times.split(",").map((time) => parseFloat(time) * (time.trim().endsWith("ms") ? 0.001 : 1)));
    const wrong = new Set();
    for (const element of document.querySelectorAll("*")) {
        for (const part of [null, "::before", "::after", "::backdrop"]) {
            const style = getComputedStyle(element, part);
            const moves = style.animationName !== "none" && (seconds(style.animationDuration) > 0.001 || style.animationIterationCount !== "1");
            if (moves || seconds(style.transitionDuration) > 0.001 || style.scrollBehavior === "smooth") {
                wrong.add(`moves: ${element.tagName}.${element.className}${part ?? ""} for ${style.animationDuration} and ${style.transitionDuration}`);
            }
        }
    }
    return [...wrong];
"#;

/// Looks at the page that is open as those see it who have set up their browser for themselves.
pub(super) async fn look(browser: &Chromium, page: &str, wrong: &mut Wrong) {
    // A browser's zoom: half the room, twice the points.
    screen(browser, 640, 2).await;
    note(browser, CROWDED, &format!("{page} (zoomed to 200 %)"), wrong).await;
    // Text alone, as some browsers and phones enlarge it.
    screen(browser, 1280, 1).await;
    browser.runs(r#"document.documentElement.style.fontSize = "200%""#).await;
    note(browser, CROWDED, &format!("{page} (text at 200 %)"), wrong).await;
    browser.runs(r#"document.documentElement.style.fontSize = """#).await;
    wants(browser, "forced-colors", "active").await;
    note(browser, ALIKE, &format!("{page} (colours of one's own)"), wrong).await;
    wants(browser, "prefers-reduced-motion", "reduce").await;
    note(browser, MOVES, &format!("{page} (nothing is to move)"), wrong).await;
    cdp(browser, "Emulation.setEmulatedMedia", json!({ "features": [] })).await;
}

async fn screen(browser: &Chromium, width: u32, points: u32) {
    let screen = json!({ "width": width, "height": 800, "deviceScaleFactor": points, "mobile": false });
    cdp(browser, "Emulation.setDeviceMetricsOverride", screen).await;
}

async fn wants(browser: &Chromium, feature: &str, value: &str) {
    let features = json!([{ "name": feature, "value": value }]);
    cdp(browser, "Emulation.setEmulatedMedia", json!({ "features": features })).await;
}

async fn note(browser: &Chromium, script: &str, place: &str, wrong: &mut Wrong) {
    let found: Value = browser.runs(script).await;
    for line in lines(&found) {
        wrong.entry(line).or_default().push(place.to_owned());
    }
}
