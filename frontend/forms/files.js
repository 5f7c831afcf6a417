// Chosen files: shown with their sizes, added up over several choices, checked before sending.
//
// <input type="file" data-limits='{"files": 10, "bytes": 26214400, "total": 62914560}'>, in bytes.

import { icon, sizeText, text } from "../page/texts.js";
import { fresh } from "./fresh.js";

/** Watch the file inputs in `root`. */
export function watchFiles(root) {
  for (const input of fresh(root, "input[type=file]", "filesWatched")) {
    const list = document.createElement("ul");
    list.className = "chosen-files";
    list.setAttribute("aria-live", "polite");
    input.after(list);
    let kept = [];
    const look = () => {
      kept = input.multiple ? joined(kept, [...input.files]) : [...input.files];
      show(input, list, kept, (rest) => (kept = rest));
    };
    input.addEventListener("change", look);
    if (input.files.length) look(); // chosen before the server found an error elsewhere
  }
}

function joined(before, added) {
  const same = (one, other) =>
    one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
  return [...before, ...added.filter((file) => !before.some((one) => same(one, file)))];
}

function show(input, list, files, changed) {
  put(input, files);
  const complaints = files.map((file) => complaint(input, file));
  const whole = complaintOfAll(input, files);
  input.setCustomValidity(complaints.find(Boolean) ?? whole ?? "");
  list.replaceChildren(...files.map((file, at) => line(file, complaints[at], () => remove(at))));
  if (whole) list.append(warning(whole));

  function remove(at) {
    const rest = files.filter((_, index) => index !== at);
    changed(rest);
    show(input, list, rest, changed);
    input.focus();
  }
}

function put(input, files) {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
}

function limits(input) {
  return JSON.parse(input.dataset.limits ?? "{}");
}

function complaint(input, file) {
  const { bytes } = limits(input);
  if (file.size === 0) return text("files.empty", { name: file.name });
  if (bytes && file.size > bytes) return text("files.large", { name: file.name, limit: sizeText(bytes) });
  return null;
}

function complaintOfAll(input, files) {
  const { files: most, total } = limits(input);
  const sum = files.reduce((all, file) => all + file.size, 0);
  if (most && files.length > most) return text("files.many", { limit: most });
  if (total && sum > total) return text("files.total", { limit: sizeText(total) });
  return null;
}

function line(file, wrong, remove) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  const size = document.createElement("span");
  size.className = "chosen-size";
  size.textContent = sizeText(file.size);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-icon btn-ghost-secondary";
  drop.setAttribute("aria-label", text("files.remove", { name: file.name }));
  drop.append(icon("x"));
  drop.addEventListener("click", remove);
  item.append(icon(wrong ? "alert-circle" : "paperclip"), name, size, drop);
  if (wrong) item.append(warning(wrong));
  return item;
}

function warning(words) {
  const shown = document.createElement("span");
  shown.className = "field-error";
  shown.textContent = words;
  return shown;
}
