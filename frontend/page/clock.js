// The exercise clock in the banner moves on, at the speed of the rehearsal.

const STEP = 5000; // milliseconds between two looks

/** Let #house-clock move; nothing happens on a page that has none. */
export function startClock() {
  const shown = document.getElementById("house-clock");
  if (!shown) return;
  const began = { house: Date.parse(shown.dateTime), here: Date.now() };
  const { speed, zone, zoneName } = shown.dataset;
  setInterval(() => {
    const now = new Date(began.house + (Date.now() - began.here) * Number(speed));
    shown.dateTime = now.toISOString();
    shown.textContent = `${inZone(now, zone)} ${zoneName}`;
  }, STEP);
}

function inZone(moment, timeZone) {
  const language = document.documentElement.lang;
  const locale = language === "en" ? "en-GB" : language;
  const part = (options) => new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(moment);
  const day = part({ weekday: "short" });
  const date = part({ day: "numeric", month: "short", year: "numeric" });
  return `${day} ${date}, ${part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}`;
}
