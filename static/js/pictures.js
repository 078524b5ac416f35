// A picture that is pasted into a textarea with data-pictures, dropped on it or chosen beside it goes to that address at once. What
// comes back takes its place in the text, and a form that is sent meanwhile waits for it.
{
  const under = new WeakMap();
  const say = (area, words, wrong) => {
    let line = area.parentNode.querySelector("[role=status]");
    if (!line) {
      line = document.createElement("p");
      line.setAttribute("role", "status");
      area.after(line);
    }
    line.className = wrong ? "field-error" : "field-hint";
    line.hidden = !words;
    line.textContent = words;
  };
  const put = (area, words) => {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const before = start && value[start - 1] !== "\n" ? "\n" : "";
    area.setRangeText(`${before}${words}\n`, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const send = async (area, file) => {
    const form = new FormData();
    form.append("picture", file);
    let [words, wrong] = [area.dataset.picturesLost, true];
    try {
      const reply = await fetch(area.dataset.pictures, { method: "POST", body: form, redirect: "error" });
      if (/^text.plain/.test(reply.headers.get("content-type"))) words = await reply.text();
      wrong = !reply.ok;
    } catch {
      // What was lost on the way is said in the same words.
    }
    if (!wrong) put(area, words);
    return wrong ? words : "";
  };
  const bring = (area, files) => {
    say(area, area.dataset.picturesBusy);
    const all = [...files].reduce(async (before, file) => (await before) || send(area, file), under.get(area.form));
    under.set(area.form, all);
    all.then((wrong) => {
      if (under.get(area.form) !== all) return;
      under.delete(area.form);
      say(area, wrong, true);
    });
  };
  const pictures = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  for (const kind of ["paste", "drop", "dragover"]) {
    document.addEventListener(kind, (event) => {
      const area = event.target.closest?.("textarea[data-pictures]");
      const data = event.clipboardData ?? event.dataTransfer;
      if (!area || !data) return;
      // What comes from a table or a document is a picture as well, and meant as text.
      if (kind === "dragover" ? !data.types.includes("Files") : !pictures(data).length || data.types.includes("text/plain")) return;
      event.preventDefault();
      if (kind !== "dragover") bring(area, pictures(data));
    });
  }
  document.addEventListener("change", (event) => {
    const field = event.target;
    const area = field.matches(".picture input") && field.closest(".field").querySelector("textarea");
    if (!area || !field.files.length) return;
    bring(area, field.files);
    field.value = "";
  });
  document.addEventListener("submit", (event) => {
    const waits = under.get(event.target);
    if (!waits) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    waits.then((wrong) => setTimeout(() => wrong || target.requestSubmit(submitter)));
  }, true);
}
