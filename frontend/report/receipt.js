// Copying and printing the seven words.

export function offerCopies() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = document.getElementById(button.dataset.copy).textContent.trim();
      await navigator.clipboard.writeText(words);
      button.textContent = button.dataset.copied;
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
