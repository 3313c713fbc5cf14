"use strict";
// Everything a person wrote reaches the page as textContent, never as markup.

const $ = (id) => document.getElementById(id);
const phones = new Map();
const zone = { hour: "numeric", minute: "2-digit" };
const here = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
$("whose-clock").textContent = "Times by this browser's clock" + (here && " (" + here.replaceAll("_", " ") + ")") + ".";
let numbers = [];
let standing = [];
let fresh = true;

const FAULTS = [
  ["429", "Carrier is busy", "Every text and call is refused with 429"],
  ["500", "Carrier error", "500 before it is accepted"],
  ["drop_after", "Answer lost", "Accepted, but the line drops"],
  ["30003", "Handsets off", "Undelivered with 30003"],
  ["duplicate_text", "Texts posted twice", "Each inbound text reaches the webhook twice"],
  ["duplicate_callback", "Callbacks twice", "Each status is reported twice"],
  ["reordered_callbacks", "Callbacks reordered", "Delivered is reported before sent"],
  ["lost_callback", "Callbacks lost", "No status is reported"],
  ["duplicate_call_webhook", "Calls asked twice", "Each request of a call is posted twice"],
  ["no_confidence", "Speech without a measure", "No confidence comes with what was said"],
  ["recording_missing", "Recordings vanish", "What was recorded can never be fetched"],
];
const WORDS = {
  queued: "queued", sent: "sent", delivered: "delivered",
  undelivered: "not delivered", failed: "not sent",
  received: "with the carrier", answered: "taken in", unanswered: "no answer from the service",
  nowhere: "no such number",
};
const LONGEST = 1600;
const GOOD = new Set(["delivered", "answered"]);
const BAD = new Set(["undelivered", "failed", "unanswered", "nowhere"]);

function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

function ticks(two) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 20 12");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", two ? "M1.5 6.5l3.5 3.5 7-8M9 9.5l.8.5 7-8" : "M4.5 6.5l3.5 3.5 7-8");
  svg.append(path);
  return svg;
}

async function ask(method, path, body) {
  const options = { method, headers: { "Content-Type": "application/json" } };
  if (body) options.body = JSON.stringify(body);
  const answer = await fetch("/_switchboard" + path, options);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

function dayOf(at) {
  const day = at.toDateString();
  const today = new Date().toDateString();
  return day === today ? "Today" : at.toLocaleDateString([], { weekday: "long", day: "numeric", month: "short" });
}

function segments(bubble) {
  const parts = bubble.segments === 1 ? "1 segment" : bubble.segments + " segments";
  return bubble.encoding === "GSM-7" ? parts : parts + ", " + bubble.encoding;
}

function drawText(phone, node, bubble) {
  const at = new Date(bubble.at);
  const words = make("div", "words");
  const inner = make("bdi", "", bubble.body);
  inner.dir = "auto";
  words.append(inner);
  if (bubble.media) words.append(make("span", "media", bubble.media === 1 ? "1 photo" : bubble.media + " photos"));
  const meta = make("div", "meta");
  const time = make("time", "", at.toLocaleTimeString([], zone));
  time.dateTime = bubble.at;
  time.title = at.toISOString();
  const state = WORDS[bubble.status] || bubble.status;
  const from = make("bdi", "from", bubble.mine ? phone.sayer : serviceName(bubble.other));
  from.dir = "auto";
  const came = make("span", "came");
  came.append(time, make("span", "", "· " + segments(bubble)));
  meta.append(from, came);
  if (BAD.has(bubble.status)) meta.append(make("span", "state", state + (bubble.code ? " (" + bubble.code + ")" : "")));
  else {
    time.after(ticks(GOOD.has(bubble.status)));
    if (!GOOD.has(bubble.status)) meta.append(make("span", "", state));
  }
  meta.title = state;
  node.replaceChildren(words, meta);
  node.classList.toggle("mine", bubble.mine);
  node.toggleAttribute("data-good", GOOD.has(bubble.status));
  node.toggleAttribute("data-bad", BAD.has(bubble.status));
  node.toggleAttribute("data-under-way", ["queued", "sent"].includes(bubble.status));
  node.dataset.status = bubble.status;
}

function isLow(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 80;
}

// A call stands where it began, though its entry comes when it is over: after it a text may have come.
function place(phone, node, at) {
  phone.empty.remove();
  node.dataset.at = at;
  const day = dayOf(new Date(at));
  const later = [...phone.thread.children].find((one) => one !== node && new Date(one.dataset.at) > new Date(at));
  if (later) {
    later.before(node);
    nameDays(phone);
    return;
  }
  if (phone.day !== day) phone.thread.append(make("div", "day", day));
  phone.day = day;
  phone.thread.append(node);
}

function nameDays(phone) {
  for (const old of phone.thread.querySelectorAll(":scope > .day")) old.remove();
  phone.day = "";
  for (const one of [...phone.thread.children]) {
    const day = dayOf(new Date(one.dataset.at));
    if (day !== phone.day) one.before(make("div", "day", day));
    phone.day = day;
  }
}

function putText(phone, bubble, live) {
  const thread = phone.thread;
  const low = isLow(thread);
  const old = phone.texts.get(bubble.sid);
  const arrived = old && bubble.status === "delivered" && old.dataset.status !== "delivered";
  const node = old || make("article", "text" + (live ? " new" : ""));
  drawText(phone, node, bubble);
  if (!old || (arrived && node !== thread.lastElementChild)) {
    place(phone, node, bubble.at);
  } else node.dataset.at = bubble.at;
  phone.texts.set(bubble.sid, node);
  if (low || bubble.mine || !live) thread.scrollTop = thread.scrollHeight;
  if (live && !bubble.mine && !phone.shown) phone.chip.toggleAttribute("data-new", true);
}

function lengthOf(text) {
  return [...text].length;
}

function measure(phone) {
  const length = lengthOf(phone.field.value);
  phone.send.disabled = !phone.field.value.trim();
  phone.count.textContent = length > 120 ? length.toLocaleString("en") + " of 1,600" : "";
  phone.count.toggleAttribute("data-over", length > LONGEST);
  if (length <= LONGEST && phone.wrong.hasAttribute("data-long")) tooLong(phone, "");
}

function tooLong(phone, words) {
  phone.wrong.textContent = words;
  phone.wrong.toggleAttribute("data-long", Boolean(words));
}

async function sendText(phone) {
  const body = phone.field.value;
  if (!body.trim()) return;
  const length = lengthOf(body);
  if (length > LONGEST) {
    tooLong(phone, "A text holds 1,600 characters. This one has " + length.toLocaleString("en") + ", so it was not sent.");
    return;
  }
  phone.field.value = "";
  measure(phone);
  phone.wrong.textContent = "";
  try {
    await ask("POST", "/phones/" + encodeURIComponent(phone.number) + "/send", { body, to: phone.to.value });
  } catch (error) {
    phone.field.value = body;
    measure(phone);
    phone.wrong.textContent = error.message || "The switchboard is not running.";
  }
}

function keep(phone) {
  phone.form.addEventListener("submit", (event) => { event.preventDefault(); sendText(phone); });
  phone.field.addEventListener("input", () => measure(phone));
  phone.field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendText(phone);
  });
  phone.chip.addEventListener("click", () => phone.card.scrollIntoView({ inline: "center", behavior: "smooth" }));
  phone.thread.addEventListener("scroll", () => { phone.low = isLow(phone.thread); });
  new ResizeObserver(() => { if (phone.low) phone.thread.scrollTop = phone.thread.scrollHeight; }).observe(phone.thread);
  keepCalls(phone);
  watch.observe(phone.card);
}

function pretty(number) {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");
}

function rename(phone, name) {
  const shown = name || pretty(phone.number);
  phone.card.setAttribute("aria-label", "Phone of " + shown);
  phone.card.querySelector(".name").textContent = shown;
  phone.card.querySelector(".number").textContent = name ? pretty(phone.number) : "A phone without a name";
  phone.card.querySelector(".face").textContent = name ? [...name][0].toUpperCase() : "#";
  phone.field.placeholder = name ? "Text as " + name : "Text";
  phone.field.setAttribute("aria-label", "Text as " + shown);
  phone.empty.lastElementChild.textContent = "Write one as " + (name || "this person") + " would.";
  phone.chip.textContent = shown;
  nameCalls(phone, name || "this person");
}

function putPhone(number, name) {
  let phone = phones.get(number);
  if (!phone) {
    const card = $("phone-template").content.firstElementChild.cloneNode(true);
    const find = (part) => card.querySelector(part);
    phone = {
      number, card, texts: new Map(), day: "", shown: false, low: true, thread: find(".thread"), form: find("form.write"),
      field: find("textarea"), send: find(".write .send"), count: find(".count"), wrong: find(".write .wrong"), to: find(".to"),
      chip: make("button"), empty: find(".empty"),
    };
    phone.chip.type = "button";
    phones.set(number, phone);
    $("row").insertBefore(card, $("add"));
    $("chips").insertBefore(phone.chip, addChip);
    keep(phone);
    suggest();
  }
  phone.to.replaceChildren(...numbers.map((one) => new Option(one.name, one.number)));
  phone.to.hidden = numbers.length < 2;
  rename(phone, name);
  return phone;
}

function suggest() {
  $("add-hint").textContent = phones.size ? "Give someone a phone, and text and talk as they would." : "There are no phones yet. Give someone one, and text and talk as they would.";
  let last = 123;
  while (phones.has("+1503555" + String(last).padStart(4, "0"))) last += 1;
  $("add-number").value = "+1 503 555 " + String(last).padStart(4, "0");
}

const addChip = make("button", "", "+ Add");
addChip.type = "button";
addChip.addEventListener("click", () => $("add").scrollIntoView({ inline: "center", behavior: "smooth" }));
$("chips").append(addChip);

const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    const phone = [...phones.values()].find((one) => one.card === target);
    const chip = phone ? phone.chip : addChip;
    if (phone) phone.shown = isIntersecting;
    chip.toggleAttribute("aria-current", isIntersecting);
    if (isIntersecting) chip.removeAttribute("data-new");
  }
}, { root: $("row"), threshold: 0.6 });
watch.observe($("add"));

$("add-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  $("add-wrong").textContent = "";
  try {
    const made = await ask("POST", "/phones", { number: $("add-number").value, name: $("add-name").value });
    $("add-name").value = "";
    const phone = putPhone(made.number, made.name);
    phone.card.scrollIntoView({ inline: "center" });
    phone.field.focus();
  } catch (error) {
    $("add-wrong").textContent = error.message;
  }
});

function putLog(line) {
  $("log").querySelector(".none")?.remove();
  const item = make("li");
  item.append(make("b", "", line.code), make("span", "", line.text));
  item.append(make("small", "", new Date(line.at).toLocaleTimeString([], zone) + (line.url ? "  " + line.url : "")));
  $("log").prepend(item);
}

function drawFaults(said) {
  standing = said.faults.filter((one) => one.left !== 0);
  $("fault-count").textContent = standing.length;
  $("fault-count").hidden = !standing.length;
  const known = new Set(FAULTS.map(([kind]) => kind));
  const others = standing.filter((one) => !known.has(one.kind)).map((one) => [one.kind, one.kind, "Added from outside this page"]);
  $("switches").replaceChildren(...[...FAULTS, ...others].map(switchFor));
}

function switchFor([kind, title, hint]) {
  const item = make("li");
  const label = make("label");
  const box = make("input");
  const mine = standing.filter((one) => one.kind === kind);
  const struck = mine.reduce((sum, one) => sum + one.struck, 0);
  box.type = "checkbox";
  box.setAttribute("role", "switch");
  box.id = "fault-" + kind;
  box.checked = mine.length > 0;
  box.addEventListener("change", async () => {
    if (box.checked) await ask("POST", "/faults", { kind, times: null });
    else await Promise.all(mine.map((one) => ask("DELETE", "/faults/" + one.id)));
    $("fault-" + kind)?.focus();
  });
  label.append(make("strong", "", title), box, make("small", "", struck ? hint + " · " + struck + " so far" : hint));
  item.append(label);
  return item;
}

const refresh = () => ask("GET", "/faults").then(drawFaults);

function openFaults(open) {
  $("faults").hidden = !open;
  $("open-faults").setAttribute("aria-expanded", String(open));
  if (open) { refresh(); $("close-faults").focus(); } else $("open-faults").focus();
}
$("open-faults").addEventListener("click", () => openFaults($("faults").hidden));
$("close-faults").addEventListener("click", () => openFaults(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !$("faults").hidden) openFaults(false);
});

function live(state, words) {
  $("live").dataset.state = state;
  $("live").lastElementChild.textContent = words;
}

function drawAll(all) {
  numbers = all.numbers;
  const focused = document.activeElement;
  for (const [number, phone] of phones) {
    if (all.phones.some((one) => one.number === number)) continue;
    phone.card.remove(); phone.chip.remove(); phones.delete(number);
  }
  for (const { number, name, thread, calls } of all.phones) {
    const phone = putPhone(number, name);
    phone.texts.clear();
    phone.day = "";
    phone.thread.replaceChildren(phone.empty);
    clearCalls(phone);
    const shown = [...thread.map((one) => [one.at, () => putText(phone, one, false)]), ...calls.map((one) => [one.at, () => putCall(phone, one, false)])];
    shown.sort(([one], [other]) => new Date(one) - new Date(other));
    for (const [, put] of shown) put();
  }
  if (all.log.length) $("log").replaceChildren();
  if (fresh) $("row").scrollLeft = 0;
  fresh = false;
  all.log.forEach(putLog);
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  suggest();
}

const feed = new EventSource("/_switchboard/events");
const on = (kind, act) => feed.addEventListener(kind, (event) => act(JSON.parse(event.data)));
on("all", (all) => { drawAll(all); refresh(); live("on", "Live"); });
on("phone", ({ number, name }) => putPhone(number, name));
on("text", ({ phone, bubble }) => {
  putText(putPhoneIfNew(phone), bubble, true);
  if (!$("faults").hidden && !bubble.mine) refresh();
});
on("call", ({ phone, call }) => putCall(putPhoneIfNew(phone), call, true));
on("log", putLog);
on("faults", drawFaults);
feed.addEventListener("error", () => live("off", "Reconnecting"));
const putPhoneIfNew = (number) => phones.get(number) || putPhone(number, "");
