// A textarea with data-autosize grows with what is typed, where the stylesheet alone cannot do it.
if (!CSS.supports("field-sizing", "content")) {
  const fit = (area) => {
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-autosize]")) fit(event.target);
  });
  for (const area of document.querySelectorAll("textarea[data-autosize]")) {
    if (area.value) fit(area);
  }
}
