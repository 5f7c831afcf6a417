// Shows what the house pushes, also while no page is open; a tap leads to it. It keeps nothing, and
// answers no request of the page: the site works the same without it.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const told = read(event.data);
  event.waitUntil(
    self.registration.showNotification(told.title, {
      body: told.body,
      tag: told.tag,
      renotify: Boolean(told.tag),
      requireInteraction: told.urgent,
      lang: told.lang,
      data: { url: told.url },
    }),
  );
});

// A push that cannot be read still shows that something came: browsers demand a message for each.
function read(data) {
  const plain = { title: "Sinergi", body: "", tag: "", urgent: false, lang: "id", url: "/alerts/" };
  try {
    return { ...plain, ...data.json() };
  } catch {
    return plain;
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return; // nobody is led elsewhere from here
  event.waitUntil(open(url.href));
});

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).origin === self.location.origin);
  if (!page) return self.clients.openWindow(address);
  await page.focus();
  return page.navigate ? page.navigate(address) : undefined;
}
