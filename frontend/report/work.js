// Works for a form in place of the sum in words, and hides how much is sent. When it cannot work
// (no secure address, an old browser), the sum stays and the form is sent as without script.

const PIECE = 64 * 1024; // bytes: what is sent is a multiple of it, nearly

export function workForForms() {
  for (const form of document.querySelectorAll("form.report")) {
    const work = begin(form);
    let ready = false;
    form.addEventListener("submit", async (event) => {
      if (ready) return;
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      button.disabled = true;
      await work;
      await new Promise((resolve) => setTimeout(resolve)); // a form is not sent within its sending
      ready = true;
      pad(form);
      button.disabled = false;
      form.requestSubmit(button);
      button.disabled = true;
    });
    // Coming back to the page, it can be sent again.
    addEventListener("pageshow", () => {
      ready = false;
      form.querySelector("button[type=submit]").disabled = false;
    });
  }
}

async function begin(form) {
  const proof = form.querySelector("[data-challenge]");
  const sum = form.querySelector("[data-sum]");
  if (!proof || !sum || !globalThis.crypto?.subtle || !globalThis.Worker) return;
  const challenge = JSON.parse(proof.dataset.challenge);
  sum.hidden = true;
  const number = await solve(challenge).catch(() => null);
  if (number === null) {
    sum.hidden = false;
    return;
  }
  const { algorithm, challenge: digest, salt, signature } = challenge;
  proof.value = btoa(JSON.stringify({ algorithm, challenge: digest, number, salt, signature }));
}

function solve(challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./solver.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = reject;
    worker.postMessage(challenge);
  });
}

function pad(form) {
  const field = form.querySelector("[name=pad]");
  field.value = "";
  let size = 0;
  for (const [name, value] of new FormData(form)) {
    size += name.length + (typeof value === "string" ? new Blob([value]).size : value.size);
  }
  field.value = "x".repeat((PIECE - (size % PIECE)) % PIECE);
}
