// A checkbox with data-select-all sets every data-select box of its form, wherever that stands; data-selected-count says how many.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !event.target.matches("[data-select], [data-select-all]")) return;
  const boxes = [...form.elements].filter((box) => box.matches("[data-select]"));
  const all = form.querySelector("[data-select-all]");
  if (event.target === all) {
    for (const box of boxes) box.checked = all.checked;
  }
  const chosen = boxes.filter((box) => box.checked).length;
  if (all) {
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const count of form.querySelectorAll("[data-selected-count]")) count.textContent = String(chosen);
});
