// Parts of the page come and go; what was made ready once must not be made ready twice.

/** The elements of `root` (itself too) that match, each given once only for one `mark`. */
export function fresh(root, selector, mark) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.push(root);
  const ready = found.filter((element) => !(mark in element.dataset));
  for (const element of ready) element.dataset[mark] = "";
  return ready;
}
