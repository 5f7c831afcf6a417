// The pages of reporters: small, and needed by nothing that must work.

import "./styles/report.css";

import { leaveQuickly } from "./report/exit.js";
import { narrowLists } from "./report/lists.js";
import { offerCopies } from "./report/receipt.js";
import { workForForms } from "./report/work.js";

leaveQuickly();
narrowLists();
offerCopies();
workForForms();
document.querySelector("[data-errors]")?.focus();
