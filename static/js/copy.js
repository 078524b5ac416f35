// A button with data-copy puts that text on the clipboard and says so for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || button.dataset.copied !== undefined) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return;
  }
  const words = button.textContent;
  button.dataset.copied = "";
  button.textContent = "Copied";
  setTimeout(() => {
    button.textContent = words;
    delete button.dataset.copied;
  }, 1600);
});
