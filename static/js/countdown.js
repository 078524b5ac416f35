// What carries data-countdown counts down to that moment, in minutes and seconds; without a script it says the time itself.
{
  const tick = () => {
    for (const part of document.querySelectorAll("[data-countdown]")) {
      const left = Math.max(0, Math.round((Date.parse(part.dataset.countdown) - Date.now()) / 1000));
      part.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    }
  };
  if (document.querySelector("[data-countdown]")) {
    tick();
    setInterval(tick, 1000);
  }
}
