// Menus are <details>: they open without a script. This closes them as one expects of a menu.

/** Close an open menu on Escape, on a click elsewhere, and when the focus leaves it. */
export function closeMenus() {
  document.addEventListener("click", (event) => closeAllBut(event.target));
  document.addEventListener("focusin", (event) => closeAllBut(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeAndReturn(document.activeElement);
  });
}

function open() {
  return document.querySelectorAll("details[data-menu][open]");
}

function closeAllBut(target) {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
}

function closeAndReturn(focused) {
  for (const menu of open()) {
    if (menu.contains(focused)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}
