// A long list of owners as a field to type in: names that fit appear below, chosen ones stand as
// chips. The <select multiple> stays what is sent; without this script it is what one sees.

import { icon } from "../page/texts.js";

const SHOWN = 8; // names at once
let made = 0;

/** Put a field to type in over `select`. */
export function pickOwners(select) {
  new Picker(select);
}

class Picker {
  constructor(select) {
    this.select = select;
    this.words = select.closest("[data-find]").dataset;
    this.at = 0;
    this.found = [];
    this.draw(`owners-${(made += 1)}`);
    this.chips();
    select.form.addEventListener("sinergi:restored", () => this.chips());
  }

  draw(id) {
    this.chosen = element("ul", { className: "chips" });
    this.input = element("input", { className: "form-control", type: "text", autocomplete: "off", id: `${id}-find` });
    this.list = element("ul", { className: "found", id: `${id}-list`, hidden: true });
    this.list.setAttribute("role", "listbox");
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, placeholder: this.words.find,
    })) this.input.setAttribute(name, value);
    const described = this.select.getAttribute("aria-describedby");
    if (described) this.input.setAttribute("aria-describedby", described);
    if (this.select.classList.contains("is-invalid")) this.input.classList.add("is-invalid");
    const label = this.select.form.querySelector(`label[for="${this.select.id}"]`);
    label?.setAttribute("for", this.input.id);
    if (label) this.list.setAttribute("aria-label", label.textContent.trim());
    this.select.hidden = true;
    this.select.after(this.chosen, this.input, this.list);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("focus", () => this.search());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    this.list.addEventListener("click", ({ target }) => {
      const line = target.closest("[data-at]");
      if (line) this.take(this.found[Number(line.dataset.at)]);
    });
  }

  search() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (option) => words.every((word) => option.text.toLowerCase().includes(word));
    this.found = [...this.select.options].filter((one) => !one.selected && fits(one)).slice(0, SHOWN);
    this.at = 0;
    this.show();
  }

  show() {
    const lines = this.found.map((option, at) => {
      const line = element("li", { id: `${this.list.id}-${at}`, textContent: option.text });
      line.dataset.at = at;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(at === this.at));
      return line;
    });
    if (!lines.length) lines.push(element("li", { className: "text-secondary", textContent: this.words.none }));
    this.list.replaceChildren(...lines);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.setAttribute("aria-activedescendant", this.found.length ? `${this.list.id}-${this.at}` : "");
  }

  hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const { key } = event;
    if (key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (!this.list.hidden && this.found.length && this.input.value) this.take(this.found[this.at]);
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const step = key === "ArrowDown" ? 1 : -1;
      if (this.list.hidden) return this.search();
      this.at = (this.at + step + this.found.length) % (this.found.length || 1);
      this.show();
    } else if (key === "Escape") this.hide();
    else if (key === "Backspace" && !this.input.value) this.letGo([...this.select.selectedOptions].pop());
  }

  take(option) {
    if (!option) return;
    option.selected = true;
    this.input.value = "";
    this.changed();
    this.hide();
    this.input.focus();
  }

  letGo(option) {
    if (!option) return;
    option.selected = false;
    this.changed();
    this.input.focus();
  }

  changed() {
    this.chips();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  chips() {
    this.chosen.replaceChildren(...[...this.select.selectedOptions].map((option) => this.chip(option)));
  }

  chip(option) {
    const button = element("button", { type: "button", className: "chip" });
    const name = element("span", { textContent: option.text });
    button.setAttribute("aria-label", this.words.take.replace("{name}", option.text));
    button.append(name, icon("x"));
    button.addEventListener("click", () => this.letGo(option));
    const line = element("li", {});
    line.append(button);
    return line;
  }
}

function element(name, values) {
  return Object.assign(document.createElement(name), values);
}
