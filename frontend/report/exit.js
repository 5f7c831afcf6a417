// Leaving at once: the page is replaced, so "back" does not show it again.

const PRESSES = 3;
const WITHIN = 2000; // milliseconds

export function leaveQuickly() {
  const exit = document.querySelector("[data-exit]");
  if (!exit) return;
  const leave = () => {
    document.body.hidden = true;
    location.replace(exit.href);
  };
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = performance.now();
    pressed = [...pressed.filter((at) => now - at < WITHIN), now];
    if (pressed.length >= PRESSES) leave();
  });
}
