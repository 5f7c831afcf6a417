// Slides of the briefing pack: arrow keys, Page Up and Page Down, and space turn the page. Without
// this script the page scrolls, and snaps to each slide.

const NEXT = ["ArrowRight", "ArrowDown", "PageDown", " "];
const BACK = ["ArrowLeft", "ArrowUp", "PageUp"];

function turn(step) {
  const slides = [...document.querySelectorAll("[data-slides] .briefing-part")];
  const tops = slides.map((slide) => Math.abs(slide.getBoundingClientRect().top));
  const here = tops.indexOf(Math.min(...tops));
  slides[Math.max(0, Math.min(slides.length - 1, here + step))]?.scrollIntoView();
}

/** Let the keys turn the slides of this page, if it has any. */
export function turnSlides() {
  if (!document.querySelector("[data-slides]")) return;
  document.addEventListener("keydown", (event) => {
    const step = NEXT.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    turn(step);
  });
}
