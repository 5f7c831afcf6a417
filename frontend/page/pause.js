// What is told often is done seldom: many tellings become one doing, and the last is not lost.

/** `work` at once after a quiet time, else when `pause` is over; `least` milliseconds from now. */
export function atMostEvery(pause, work, least = 0) {
  let timer = 0;
  let last = 0;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = 0;
      last = performance.now();
      work();
    }, Math.max(least, last + pause - performance.now()));
  };
}
