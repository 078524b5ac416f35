// What carries data-live and an id stays current: while the page is seen, it is asked for again now and then, and each such part
// whose data-live differs takes the place of the old one, unless somebody is busy in it. It asks more seldom the longer nothing
// changes, not at all once an hour has passed without a hand on the page, at once when somebody comes back to it, and sooner where
// data-pace names a number of seconds. What has changed is also said, politely, where data-live-says is: by a part's data-say, or
// by what it is called. Nothing is said on a page that nobody looks at.
{
  const [soonest, latest, rest, most] = [15_000, 120_000, 3_600_000, 3];
  const live = (root) => [...root.querySelectorAll("[data-live][id]")];
  const pace = () => Math.min(soonest, ...[...document.querySelectorAll("[data-pace]")].map((part) => part.dataset.pace * 1000));
  let wait = pace();
  let touched = Date.now();
  let timer;

  const busy = (part) =>
    (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) ||
    part.matches(".htmx-request") || part.querySelector("details[open], dialog[open], .htmx-request");

  const called = (part) => part.dataset.say ?? part.ariaLabel ?? part.querySelector("button[aria-label]")?.ariaLabel;
  const say = (words) => {
    const place = document.querySelector("[data-live-says]");
    if (place) place.textContent = words.filter(Boolean).slice(0, most).join(". ");
  };

  const update = (fresh) => {
    const changed = [];
    for (const part of live(document)) {
      const other = fresh.getElementById(part.id);
      if (!other || other.dataset.live === part.dataset.live || busy(part)) continue;
      const held = part.contains(document.activeElement) ? document.activeElement.id : "";
      part.replaceWith(document.adoptNode(other));
      window.htmx?.process(other);
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
      changed.push(called(other));
    }
    if (changed.length) say(changed);
    return changed.length > 0;
  };

  const ask = async () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && Date.now() - touched < rest) {
      try {
        const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-cache", redirect: "error" });
        const changed = answer.ok && update(new DOMParser().parseFromString(await answer.text(), "text/html"));
        wait = changed || pace() < soonest ? pace() : Math.min(wait * 1.5, latest);
      } catch {
        wait = latest;
      }
    }
    plan();
  };
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  };
  const back = ({ type }) => {
    touched = Date.now();
    if (document.visibilityState !== "visible") {
      say([]);
      return;
    }
    if (type === "visibilitychange") {
      ask();
    } else if (wait > pace()) {
      wait = pace();
      plan();
    }
  };
  if (live(document).length) {
    document.addEventListener("visibilitychange", back);
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, back, { passive: true });
    plan();
  }
}
