// Of the official lists only those that fit the kind of official; without a choice all of them.

export function narrowLists() {
  const kind = document.querySelector("#id_subject_kind");
  if (!kind) return;
  const lists = [...document.querySelectorAll("[data-subjects]")];
  const narrow = () => {
    for (const list of lists) {
      const fits = !kind.value || list.dataset.subjects.split(" ").includes(kind.value);
      list.hidden = !fits && !list.querySelector(":checked");
    }
  };
  kind.addEventListener("change", narrow);
  narrow();
}
