// A button that copies a text on the page. It shows itself only where copying is possible.

/** Wire every `[data-copy]`: it names the field; `data-copied` is what it says afterwards. */
export function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
    button.querySelector("span").textContent = button.dataset.copied;
  } catch {
    field.select(); // the browser refused: the text is marked, ready to be copied by hand
  }
}
