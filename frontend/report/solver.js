// Finds the number whose digest was asked for (ALTCHA): in a worker, so that the page stays quick.

const AT_ONCE = 250;

self.onmessage = async ({ data }) => {
  const { algorithm, challenge, salt, maxnumber } = data;
  const encoder = new TextEncoder();
  const wanted = challenge.toLowerCase();
  const digest = (number) => crypto.subtle.digest(algorithm, encoder.encode(salt + number));
  for (let from = 0; from <= maxnumber; from += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, step) => from + step);
    const digests = await Promise.all(numbers.map(digest));
    const found = digests.findIndex((made) => hex(made) === wanted);
    if (found >= 0) {
      self.postMessage(numbers[found]);
      return;
    }
  }
  self.postMessage(null);
};

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
