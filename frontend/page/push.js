// Messages on this device: asks the browser only when the button is pressed, never by itself.
//
// <div data-push="public key" data-push-keep="where the subscription is kept" data-push-worker="…">
// with a button [data-push-ask] and a line [data-push-said] that carries the texts.

/** Show the button where the browser can show messages, and wire it. */
export function offerPush() {
  const box = document.querySelector("[data-push]");
  if (!box) return;
  const said = box.querySelector("[data-push-said]");
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  said.textContent = able ? "" : said.dataset.pushNo;
  if (!able) return;
  const button = box.querySelector("[data-push-ask]");
  button.hidden = false;
  button.addEventListener("click", () => ask(box, button, said));
}

async function ask(box, button, said) {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = said.dataset.pushDenied;
      return;
    }
    await keep(box, await subscribed(box));
    window.location.reload();
  } catch (error) {
    said.textContent = error.why || said.dataset.pushFailed;
  } finally {
    button.disabled = false;
  }
}

/** The browser's subscription to this house; one that another key made is given up first. */
async function subscribed(box) {
  const worker = await navigator.serviceWorker.register(box.dataset.pushWorker, { scope: "/" });
  await navigator.serviceWorker.ready;
  const key = bytes(box.dataset.push);
  const known = await worker.pushManager.getSubscription();
  if (known && !same(known.options.applicationServerKey, key)) await known.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function keep(box, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const body = new FormData();
  body.set("endpoint", endpoint);
  body.set("p256dh", keys.p256dh);
  body.set("auth", keys.auth);
  body.set("label", device());
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(box.dataset.pushKeep, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body,
  });
  if (!answer.ok) throw Object.assign(new Error("not kept"), await answer.json().catch(() => ({})));
}

/** How this device is named in the list: browser and system, as far as it says. */
function device() {
  const agent = navigator.userAgent;
  const browser = ["Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari"].find((name) =>
    agent.includes(name),
  );
  const system = ["Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux"].find((name) =>
    agent.includes(name),
  );
  const names = { Edg: "Edge", OPR: "Opera", SamsungBrowser: "Samsung Internet", Macintosh: "Mac" };
  return [browser, system].filter(Boolean).map((name) => names[name] ?? name).join(", ");
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function same(buffer, key) {
  const held = new Uint8Array(buffer ?? []);
  return held.length === key.length && held.every((value, place) => value === key[place]);
}
