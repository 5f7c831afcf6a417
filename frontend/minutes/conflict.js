// Two wrote at once: both texts are shown, and she decides. Nothing is taken away from her field.

export class Conflict {
  /** `decide(text, told)` is called with the text she chose and what the server told. */
  constructor(form, decide) {
    this.form = form;
    this.decide = decide;
    this.box = null;
    this.told = null;
  }

  get shown() {
    return this.box !== null;
  }

  show(told) {
    this.told = told;
    if (!this.box) this.open();
    this.box.querySelector("[data-by]").textContent = told.by;
    this.box.querySelector("[data-theirs]").textContent = told.text;
    const overlap = told.merged === null;
    this.box.querySelector("[data-choose=merged]").hidden = overlap;
    this.box.querySelector("[data-overlap]").hidden = !overlap;
  }

  open() {
    const drawn = document.getElementById("minutes-conflict").content.cloneNode(true);
    this.box = drawn.querySelector("[data-conflict]");
    this.box.addEventListener("click", ({ target }) => {
      const choice = target.closest("[data-choose]")?.dataset.choose;
      if (choice) this.choose(choice);
    });
    this.form.prepend(drawn);
  }

  choose(choice) {
    const told = this.told;
    const mine = this.form.elements.text.value;
    this.close();
    this.decide({ mine, theirs: told.text, merged: told.merged }[choice], told);
  }

  close() {
    this.box?.remove();
    this.box = null;
  }
}
