// The scoring screen: saves each mark as it is given, keeps what could not be sent, and works by keyboard.

const sheet = document.querySelector("[data-jury-sheet]");
if (sheet) start(sheet);

function start(form) {
  const state = document.querySelector("[data-state]");
  const waiting = new Map();
  const timers = new Map();
  let chain = Promise.resolve();

  const say = (text, kind) => {
    state.textContent = text;
    state.className = `state state-${kind}`;
  };
  const sectionOf = (element) => element.closest("[data-criterion]");
  const markOf = (section) => {
    const levels = section.querySelectorAll("input[type=radio][data-mark]");
    if (levels.length) return [...levels].find((level) => level.checked)?.value ?? "";
    return section.querySelector("[data-mark]").value.trim();
  };

  // Saves of one page go one after the other, so that each carries the version that the one before returned.
  const queue = (section) => {
    waiting.set(section.dataset.criterion, section);
    say(form.dataset.saving, "draft");
    chain = chain.then(() => send(section));
    return chain;
  };

  async function send(section) {
    const value = markOf(section);
    if (!waiting.has(section.dataset.criterion)) return;
    if (value === "") {
      waiting.delete(section.dataset.criterion);
      say(form.dataset.unmarked, "ask");
      return;
    }
    const reason = section.querySelector("[data-reason]");
    if (form.dataset.confirmed === "yes" && !reason.value.trim()) {
      say(form.dataset.unreasoned, "ask");
      return;
    }
    const body = new URLSearchParams({
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      criterion: section.dataset.criterion,
      value,
      rationale: section.querySelector("[data-rationale]").value,
      version: section.querySelector("[data-version]").value,
      reason: reason ? reason.value : "",
    });
    let answer;
    try {
      answer = await fetch(form.dataset.save, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      say(form.dataset.waiting, "ask");
      return;
    }
    if (answer.redirected || !answer.headers.get("content-type")?.includes("json")) {
      say(form.dataset.waiting, "ask");
      return;
    }
    const said = await answer.json();
    const error = section.querySelector("[data-error]");
    error.textContent = answer.ok ? "" : said.message;
    if (answer.status === 409 && said.stored) offer(section, said.stored, error);
    if (!answer.ok) {
      say(form.dataset.waiting, "no");
      return;
    }
    waiting.delete(section.dataset.criterion);
    section.querySelector("[data-version]").value = said.version;
    section.querySelector("[data-needed]").hidden = !said.needs_rationale;
    document.querySelector("[data-total]").textContent = said.total;
    document.querySelector("[data-marked]").textContent = said.marked;
    if (waiting.size === 0) say(`${form.dataset.saved} ${said.saved}`, "ok");
  }

  // Two tabs wrote the same mark: name the stored one; the next save replaces it knowingly.
  function offer(section, stored, error) {
    section.querySelector("[data-version]").value = stored.version;
    error.textContent += ` (${stored.value})`;
  }

  const soon = (section, wait) => {
    clearTimeout(timers.get(section));
    timers.set(section, setTimeout(() => {
      timers.delete(section);
      queue(section);
    }, wait));
  };
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-mark], [data-rationale], [data-reason]")) {
      clearTimeout(timers.get(sectionOf(event.target)));
      timers.delete(sectionOf(event.target));
      queue(sectionOf(event.target));
    }
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-rationale], input:not([type=radio])[data-mark]")) soon(sectionOf(event.target), 800);
    if (event.target.matches("[data-private-note]")) keepNote(event.target);
  });

  let noteTimer;
  function keepNote(field) {
    clearTimeout(noteTimer);
    noteTimer = setTimeout(async () => {
      const body = new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
        note: field.value,
      });
      try {
        const answer = await fetch(form.dataset.note, { method: "POST", body });
        if (answer.ok) say(form.dataset.saved, "ok");
      } catch {
        say(form.dataset.waiting, "ask");
      }
    }, 800);
  }

  window.addEventListener("online", () => waiting.forEach((section) => queue(section)));
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size && !form.dataset.leaving) event.preventDefault();
  });
  // The page goes on only when every mark is stored; whatever could not be saved stays in view with its reason.
  form.addEventListener("submit", async (event) => {
    if (form.dataset.leaving) return;
    event.preventDefault();
    timers.forEach((timer, section) => {
      clearTimeout(timer);
      queue(section);
    });
    timers.clear();
    await chain;
    if (waiting.size) return;
    form.dataset.leaving = "yes";
    form.requestSubmit(event.submitter);
  });
  keyboard(form);
}

function keyboard(form) {
  const sections = [...form.querySelectorAll("[data-criterion]")];
  const files = [...document.querySelectorAll("[target=bukti]")];
  const here = () => Math.max(0, sections.findIndex((section) => section.contains(document.activeElement)));
  const go = (place) => {
    const section = sections[Math.min(Math.max(place, 0), sections.length - 1)];
    section?.focus();
    section?.scrollIntoView({ block: "nearest" });
  };
  const open = (file) => {
    files.forEach((other) => other.removeAttribute("aria-current"));
    file.setAttribute("aria-current", "true");
  };
  files.forEach((file) => file.addEventListener("click", () => open(file)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-next]"));
      return;
    }
    const isTyping = event.target.matches("textarea, input:not([type=radio]), select");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[1-9]$/.test(event.key)) {
      const level = sections[here()]?.querySelectorAll("input[type=radio][data-mark]")[Number(event.key) - 1];
      if (level) level.click();
    } else if (event.key === "j") go(here() + 1);
    else if (event.key === "k") go(here() - 1);
    else if (event.key === "f" && files.length) {
      const next = files[(files.findIndex((file) => file.hasAttribute("aria-current")) + 1) % files.length];
      next.click();
    }
  });
}

// Counts down a running interview; without it the start time stays.
const timer = document.querySelector("[data-timer]");
if (timer) {
  const end = new Date(timer.dataset.started).getTime() + Number(timer.dataset.minutes) * 60_000;
  const tick = () => {
    const left = Math.round((end - Date.now()) / 1000);
    const size = Math.abs(left);
    const text = `${String(Math.floor(size / 60)).padStart(2, "0")}.${String(size % 60).padStart(2, "0")}`;
    timer.textContent = left < 0 ? `+${text} ${timer.dataset.over}` : text;
  };
  tick();
  setInterval(tick, 1000);
}

// Everybody's screen follows the plenary: when its step changes, the page is asked for again.
const plenary = document.querySelector("[data-plenary]");
if (plenary) {
  let known;
  setInterval(async () => {
    if (document.activeElement?.matches("textarea, input")) return;
    try {
      const { step } = await (await fetch(plenary.dataset.plenary)).json();
      if (known !== undefined && step !== known) location.reload();
      known = step;
    } catch {
      // The line is down: the next round asks again.
    }
  }, 3000);
}
