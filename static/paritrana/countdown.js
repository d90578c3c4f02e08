// Counts down to the deadline by the server's clock. The page says what time it was at the server when it answered;
// from there a clock that no wrong setting of this machine touches goes on. After a sleep, a new connection or a
// minute the server is asked again, so an extension shows by itself. Without this module the text stays as it came.

const BEAT = 60000;
const DRIFT = 5000;
const ENDING = 3000;
const SPOKEN = [86400, 3600, 900, 300, 60].map((seconds) => seconds * 1000);
const place = document.querySelector("[data-countdown]");
const spoken = document.querySelector("[data-countdown-spoken]");
const words = place ? place.dataset : {};

let base; // the server's time, and where our own two clocks stood then
let until;
let before = Infinity;
let asked = 0;
let asking = false;

function set(now, elapsed = 0) {
  base = { server: Date.parse(now), steady: performance.now() - elapsed, wall: Date.now() - elapsed };
}

function left() {
  return until - (base.server + performance.now() - base.steady);
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_match, name) => values[name]);

function phrase(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const values = {
    days: Math.floor(seconds / 86400),
    hours: Math.floor((seconds % 86400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  };
  if (values.days) return fill(words.textDays, values);
  return fill(values.hours ? words.textHours : words.textMinutes, values);
}

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

// Said aloud only where it changes what somebody would do: a day, an hour, minutes, the end.
function speak(now) {
  const crossed = SPOKEN.find((limit) => before > limit && now <= limit && before !== Infinity);
  if (crossed && now > 0) write(spoken, `${words.lead} ${phrase(now)}`.trim());
  before = now;
}

function tick() {
  if (!until) return;
  const drift = Math.abs(performance.now() - base.steady - (Date.now() - base.wall));
  if (drift > DRIFT) {
    set(new Date(base.server + performance.now() - base.steady).toISOString());
    ask();
  }
  const now = left();
  if (now <= 0) {
    write(place, words.textOver);
    write(spoken, words.textOver);
    until = undefined;
    ask();
    return;
  }
  // Who still types sends at once what would wait for a pause (autosave.js).
  if (now < ENDING) document.dispatchEvent(new CustomEvent("paritrana:ending"));
  write(place, `${words.lead} ${phrase(now)}`.trim());
  speak(now);
}

// What the server says now: also the answer of autosave and presence (autosave.js).
function heard(clock) {
  set(clock.now);
  asked = performance.now();
  const moment = document.querySelector("[data-deadline]");
  const isMoved = moment && moment.dateTime !== clock.deadline;
  const whole = document.querySelector("[data-deadline-time]");
  if (whole) whole.hidden = !clock.deadline;
  if (isMoved && clock.deadline) {
    moment.dateTime = clock.deadline;
    write(moment, clock.text);
    write(document.querySelector("[data-deadline-others]"), clock.others);
    write(spoken, `${words.textMoved} ${clock.text}.`);
    before = Infinity;
  }
  words.lead = clock.lead;
  until = clock.until ? Date.parse(clock.until) : undefined;
  write(document.querySelector("[data-deadline-label]"), clock.label);
  write(document.querySelector("[data-deadline-reason]"), clock.reason);
  write(document.querySelector("[data-deadline-next]"), clock.next);
  if (until) tick();
  else write(place, "");
}

async function ask() {
  if (!words.clock || asking) return;
  asking = true;
  asked = performance.now();
  try {
    const answer = await fetch(words.clock, { redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.ok) document.dispatchEvent(new CustomEvent("paritrana:clock", { detail: await answer.json() }));
  } catch {
    // Off line the steady clock goes on; the next beat asks again.
  } finally {
    asking = false;
  }
}

if (place && words.countdown) {
  const [page] = performance.getEntriesByType("navigation");
  set(words.now, page ? performance.now() - page.responseStart : 0);
  until = Date.parse(words.countdown);
  tick();
  setInterval(tick, 1000);
  setInterval(() => {
    if (!document.hidden && performance.now() - asked > BEAT / 2) ask();
  }, BEAT);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) ask();
  });
  window.addEventListener("online", ask);
  document.addEventListener("paritrana:clock", (event) => heard(event.detail));
}
