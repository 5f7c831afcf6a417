// What every page has: the look, htmx, the live feed, and forms that lose nothing.

import "@tabler/core/dist/css/tabler.min.css";
import "./styles/tokens.css";
import "./styles/shell.css";
import "./styles/components.css";
import "./styles/forms.css";
import "./styles/charts.css";
import "./styles/agencies.css";
import "./styles/notices.css";
import "./styles/alerts.css";
import "./styles/ways.css";
import "./styles/work.css";
import "./styles/picture.css";
import "./styles/people.css";
import "./styles/policy.css";
import "./styles/briefing.css";
import "./styles/leadership.css";
import "./styles/situation-report.css";
import "./styles/meetings.css";
import "./styles/minutes.css";
import "./styles/stages.css";
import "./styles/commitments.css";
import "./styles/library.css";
import "./styles/readiness.css";
import "./styles/neutrality.css";
import "./styles/polling.css";
import "./styles/stations.css";
import "./styles/check-in.css";
import "./styles/outreach.css";
import "./styles/plan.css";
import "./styles/risk.css";
import "./styles/prevention.css";
import "./styles/open-figures.css";
import "./styles/print.css";

import "htmx.org";

import { startClock } from "./page/clock.js";
import { offerCopies } from "./page/copy.js";
import { keepDisclosures } from "./page/disclosures.js";
import { listen } from "./page/live.js";
import { closeMenus } from "./page/menus.js";
import { offerPush } from "./page/push.js";
import { showFailures } from "./page/toasts.js";
import { guardForms } from "./forms/forms.js";
import { keepMinutes } from "./minutes/minutes.js";
import { watchDoor } from "./meetings/door.js";
import { sendAgain } from "./polling/waiting.js";
import { turnSlides } from "./meetings/slides.js";
import { keepBoard } from "./polling/board.js";
import { turnWall } from "./polling/wall.js";

startClock();
closeMenus();
keepDisclosures();
showFailures();
guardForms();
offerCopies();
offerPush();
turnSlides();
watchDoor();
keepMinutes();
keepBoard();
turnWall();
sendAgain();
listen();

// The box to sign in is read only where one signs.
const signing = document.querySelector("[data-sign-form]");
if (signing) import("./commitments/sign.js").then(({ drawIn }) => drawIn(signing));
