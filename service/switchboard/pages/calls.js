"use strict";
// Calls on the phones: ringing, talking, and what is left of them in the thread.
// What is said reaches the page as textContent, never as markup.

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LETTERS = { 2: "ABC", 3: "DEF", 4: "GHI", 5: "JKL", 6: "MNO", 7: "PQRS", 8: "TUV", 9: "WXYZ" };
const ENDS = {
  busy: ["Declined", "Busy"], "no-answer": ["Missed call", "Not taken"], canceled: ["Taken back", "Hung up"], failed: ["Failed", "Could not be reached"],
};
const HEARD = new Set(["say", "play"]);
const STILL_AT_IT_MS = 2000;
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;

const callEvery = (ms, act) => {
  let last = 0;
  return () => { if (Date.now() - last > ms) { last = Date.now(); act(); } };
};

function actOn(phone, act, body) {
  const call = phone.call;
  if (!call) return Promise.resolve();
  phone.callWrong.textContent = "";
  return ask("POST", "/calls/" + call.sid + "/" + act, body || {}).catch((error) => {
    if (act !== "busy") phone.callWrong.textContent = error.message || "The switchboard is not running.";
  });
}

function keepCalls(phone) {
  const find = (part) => phone.card.querySelector(part);
  Object.assign(phone, {
    calls: new Map(), call: null, dials: false, spoken: 0, mine: "", since: 0, panel: find(".call"), rings: find(".rings"), from: find(".from"), caller: find(".caller"),
    with: find(".with"), clock: find(".clock"), lines: find(".lines"), waits: find(".waits"), keys: find(".keys"),
    say: find(".speak input"), saySend: find(".speak .send"), mic: find(".mic"), mute: find(".mute"), dial: find(".dial"),
    callWrong: find(".call > .wrong"), early: false,
  });
  phone.atIt = callEvery(STILL_AT_IT_MS, () => actOn(phone, "busy"));
  phone.keys.append(...KEYS.map((key) => keyFor(phone, key)));
  phone.dial.addEventListener("click", () => dialFrom(phone));
  for (const button of phone.panel.querySelectorAll("[data-act]")) button.addEventListener("click", () => choose(phone, button.dataset.act));
  find(".speak").addEventListener("submit", (event) => { event.preventDefault(); speakUp(phone, phone.say.value); });
  phone.say.addEventListener("input", () => {
    phone.saySend.disabled = !phone.say.value.trim();
    if (!phone.say.value.trim()) keepForLater(phone, false);
    if (hears(phone)) hush(phone);
    phone.atIt();
  });
  phone.mute.addEventListener("click", () => mute(phone, phone.mute.getAttribute("aria-pressed") !== "true"));
  phone.panel.addEventListener("keydown", (event) => {
    if (event.target === phone.say || !KEYS.includes(event.key) || phone.panel.dataset.state !== "talks") return;
    event.preventDefault();
    press(phone, event.key);
  });
  if (Recognition) listenWith(phone);
}

function keyFor(phone, key) {
  const button = make("button", "", key);
  button.type = "button";
  button.setAttribute("aria-label", { "*": "Star", "#": "Hash" }[key] || key);
  button.append(make("small", "", LETTERS[key] || ""));
  button.addEventListener("click", () => press(phone, key));
  return button;
}

function nameCalls(phone, name) {
  phone.dial.setAttribute("aria-label", "Call the service");
  phone.dial.title = "Call the service as " + name;
  phone.say.setAttribute("aria-label", "What " + name + " says");
  phone.sayer = name;
  mute(phone, phone.mute.getAttribute("aria-pressed") === "true");
}

async function dialFrom(phone) {
  phone.wrong.textContent = "";
  phone.dials = true; // The call may be seen here before the answer that names it.
  try {
    await ask("POST", "/phones/" + encodeURIComponent(phone.number) + "/dial", { to: phone.to.value });
  } catch (error) {
    phone.dials = false;
    phone.wrong.textContent = error.message || "The switchboard is not running.";
  }
}

function choose(phone, act) {
  if (!phone.call) return;
  if (act === "answer") phone.mine = phone.call.sid;
  if (act === "hang_up") hush(phone);
  actOn(phone, act);
}

function press(phone, key) {
  if (phone.call?.awaits) hush(phone);
  actOn(phone, "press", { keys: key });
}

// As at the carrier, an answer cuts a Gather short; before a Record beeps nothing is heard.

function hears(phone) {
  const awaits = phone.call?.awaits;
  return Boolean(awaits && (awaits.how !== "gather" || awaits.speech));
}

function keepForLater(phone, kept) {
  phone.early = kept;
  if (phone.call) drawWait(phone, phone.call.awaits);
}

async function speakUp(phone, words) {
  if (!words.trim()) return;
  if (!hears(phone)) { keepForLater(phone, true); return; }
  phone.early = false;
  hush(phone);
  phone.say.value = "";
  phone.saySend.disabled = true;
  await actOn(phone, "say", { words });
  if (phone.callWrong.textContent) phone.say.value = words;
}

// The browser's own voice; a call is spoken only on the page that took or made it.

function mute(phone, on) {
  phone.mute.setAttribute("aria-pressed", String(on));
  phone.mute.setAttribute("aria-label", "Mute the voice");
  phone.mute.title = on ? "The voice is off" : "The voice is on";
  if (on) hush(phone);
}

function hush(phone) {
  if (phone.aloud && window.speechSynthesis) window.speechSynthesis.cancel();
  phone.aloud = false;
}

function speak(phone, line) {
  const muted = phone.mute.getAttribute("aria-pressed") === "true";
  if (!window.speechSynthesis || muted || phone.mine !== phone.call.sid) return;
  const words = new SpeechSynthesisUtterance(line.text);
  words.lang = line.language || "en-US";
  words.rate = 1.05;
  words.onstart = phone.atIt;
  words.onboundary = phone.atIt;
  words.onend = () => { phone.aloud = window.speechSynthesis.pending; };
  phone.aloud = true;
  window.speechSynthesis.speak(words);
}

function listenWith(phone) {
  let ear = null;
  phone.mic.hidden = false;
  const over = () => { ear = null; phone.mic.setAttribute("aria-pressed", "false"); };
  phone.mic.addEventListener("click", () => {
    if (ear) { ear.stop(); return; }
    hush(phone);
    ear = new Recognition();
    ear.interimResults = true;
    ear.lang = phone.language || "en-US";
    ear.onresult = (event) => {
      const heard = [...event.results];
      phone.say.value = heard.map((one) => one[0].transcript).join(" ");
      phone.saySend.disabled = !phone.say.value.trim();
      phone.atIt();
      if (heard.every((one) => one.isFinal)) speakUp(phone, phone.say.value);
    };
    ear.onerror = (event) => {
      if (event.error !== "aborted" && event.error !== "no-speech") phone.callWrong.textContent = "The microphone cannot be used here. Type instead.";
    };
    ear.onend = over;
    phone.mic.setAttribute("aria-pressed", "true");
    ear.start();
  });
}

// The bell: two tones, only after the first click or key anywhere on the page.

let bell = null;
function wakeBell() {
  const Sound = window.AudioContext || window.webkitAudioContext;
  if (!bell && Sound) bell = new Sound();
}
document.addEventListener("pointerdown", wakeBell, { once: true });
document.addEventListener("keydown", wakeBell, { once: true });

function strike() {
  const now = bell.currentTime;
  for (const [tone, at] of [[660, 0], [550, 0.22], [660, 0.44], [550, 0.66]]) {
    const voice = bell.createOscillator();
    const loud = bell.createGain();
    voice.frequency.value = tone;
    loud.gain.setValueAtTime(0, now + at);
    loud.gain.linearRampToValueAtTime(0.06, now + at + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, now + at + 0.21);
    voice.connect(loud).connect(bell.destination);
    voice.start(now + at);
    voice.stop(now + at + 0.22);
  }
}

const ringing = () => [...phones.values()].filter((phone) => phone.panel.dataset.state === "rings" && !phone.panel.hidden);
setInterval(() => {
  const called = ringing();
  document.title = called.length ? called[0].sayer + "'s phone rings · Switchboard" : "Phones · Switchboard";
  if (bell && called.length && Date.now() % 3000 < 1000) strike();
  for (const phone of phones.values()) if (phone.call) drawClock(phone);
}, 1000);

// What is seen of a call.

function length(seconds) {
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
}

function drawClock(phone) {
  phone.clock.textContent = phone.since ? length(Math.floor((Date.now() - phone.since) / 1000)) : "";
}

function serviceName(number) {
  return numbers.find((one) => one.number === number)?.name || pretty(number);
}

function listed(finish) {
  if (finish.length === KEYS.length) return " or any key";
  const ends = [...finish];
  if (!ends.length) return " or hanging up";
  const last = ends.pop();
  return ends.length ? ", " + ends.join(", ") + " or " + last : " or " + last;
}

function drawWait(phone, awaits) {
  const key = awaits ? listed(awaits.finish) : "";
  const words = { record: "Recording. A silence" + key + " ends it.", gather: "Waiting for keys.", dial: "Put through. The other phone hears what is said here." };
  let said = awaits ? words[awaits.how] : "";
  if (awaits?.how === "gather" && awaits.speech) said = awaits.dtmf ? "Waiting for keys or words." : "Waiting for words.";
  if (!awaits && HEARD.has(phone.call.lines.at(-1)?.how)) said = "Speaking. It does not listen meanwhile.";
  if (phone.early && !hears(phone)) said = awaits ? "It listens for keys alone. Your words stay here." : "Wait for the beep. Your words are said after it.";
  if (phone.waits.textContent !== said) phone.waits.textContent = said;
  phone.waits.toggleAttribute("data-record", awaits?.how === "record");
  phone.keys.toggleAttribute("data-awaited", Boolean(awaits && (awaits.dtmf || awaits.how === "record")));
  phone.say.placeholder = awaits?.how === "record" ? "To be recorded" : "Say something";
}

function nodeFor(line) {
  const kinds = { service: "theirs", other: "theirs", person: "mine", carrier: line.how === "say" ? "theirs" : "note" };
  const node = make("li", "line " + kinds[line.by]);
  const words = make("bdi", "", line.how === "play" ? "♪ " + line.text : line.text);
  words.dir = "auto";
  if (line.how === "key") {
    node.setAttribute("aria-label", "Pressed " + line.text);
    node.append(...[...line.text].map((key) => make("kbd", "", key)));
  } else node.append(words);
  return node;
}

function sayWhatWaited(phone) {
  // Only at a beep: words meant for one question are no answer to the next.
  if (phone.call.awaits?.how === "record") speakUp(phone, phone.say.value);
  phone.early = false;
}

const shownOf = (call) => call.lines.filter((line) => line.how !== "pause");

function drawLines(list, lines) {
  const low = isLow(list);
  const last = list.children.length - 1;
  lines.forEach((line, index) => {
    const old = list.children[index];
    if (!old) list.append(nodeFor(line));
    // Only the last line of keys can still grow.
    else if (index === last && line.how === "key") old.replaceWith(nodeFor(line));
  });
  if (low) list.scrollTop = list.scrollHeight;
}

function drawCall(phone, live) {
  const call = phone.call;
  const talks = call.started !== null || call.mine;
  if (phone.dials && call.mine) Object.assign(phone, { mine: call.sid, dials: false });
  const other = serviceName(call.other);
  const before = phone.panel.dataset.state;
  phone.panel.hidden = false;
  phone.card.toggleAttribute("data-call", true);
  phone.panel.dataset.state = talks ? "talks" : "rings";
  phone.panel.setAttribute("aria-label", "Call with " + other);
  phone.chip.toggleAttribute("data-rings", !talks);
  phone.dial.disabled = true;
  const rings = talks ? "" : other + " is calling " + phone.sayer + ".";
  if (phone.rings.textContent !== rings) phone.rings.textContent = rings;
  phone.caller.textContent = [...other][0].toUpperCase();
  phone.from.textContent = pretty(call.other);
  phone.with.textContent = call.machine ? "Voicemail takes it" : other;
  phone.panel.toggleAttribute("data-machine", call.machine);
  if (call.started && !phone.since) phone.since = live ? Date.now() : new Date(call.started).getTime();
  drawClock(phone);
  drawWait(phone, call.machine ? null : call.awaits);
  if (!call.started && call.mine) phone.waits.textContent = "Calling.";
  if (phone.early && hears(phone)) sayWhatWaited(phone);
  drawLines(phone.lines, shownOf(call));
  const lines = call.lines;
  phone.language = [...lines].reverse().find((line) => line.language)?.language;
  for (const line of lines.slice(phone.spoken)) if (line.how === "say" && live && !call.machine) speak(phone, line);
  phone.spoken = lines.length;
  if (live && talks && before !== "talks" && phone.mine === call.sid) phone.say.focus({ preventScroll: true });
}

function leaveCall(phone) {
  const inside = phone.panel.contains(document.activeElement);
  phone.panel.hidden = true;
  phone.panel.dataset.state = "";
  phone.card.removeAttribute("data-call");
  phone.chip.removeAttribute("data-rings");
  phone.dial.disabled = false;
  phone.lines.replaceChildren();
  phone.say.value = "";
  phone.saySend.disabled = true;
  Object.assign(phone, { call: null, spoken: 0, since: 0, early: false });
  phone.callWrong.textContent = "";
  if (inside) phone.field.focus({ preventScroll: true });
}

function clearCalls(phone) {
  phone.calls.clear();
  if (phone.call) leaveCall(phone);
}

const OVER = new Set(["completed", "busy", "failed", "no-answer", "canceled"]);

function wordsFor(call) {
  const other = serviceName(call.other);
  if (call.machine) return "Voicemail from " + other;
  if (call.status !== "completed") return ENDS[call.status][call.mine ? 1 : 0] + " · " + other;
  return (call.mine ? "Called " : "Call from ") + other;
}

function entryFor(call, open) {
  const node = make("details", "past");
  const lines = shownOf(call);
  const head = make("summary");
  const at = make("time", "", new Date(call.at).toLocaleTimeString([], zone));
  at.dateTime = call.at;
  const lasted = call.started ? length(call.duration || 0) + " · " : "";
  const text = make("span", "about");
  const small = make("small", "", lasted);
  small.append(at);
  text.append(make("strong", "", wordsFor(call)), small);
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  mark.setAttribute("viewBox", "0 0 20 20");
  mark.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M6.2 3.5h1.9l1.4 3.5-1.8 1.4a9 9 0 0 0 3.9 3.9l1.4-1.8 3.5 1.4v1.9a2.4 2.4 0 0 1-2.6 2.4C8.4 15.8 4.2 11.6 3.8 6.1a2.4 2.4 0 0 1 2.4-2.6z");
  mark.append(path);
  head.append(mark, text);
  node.append(head);
  node.toggleAttribute("data-bad", call.status !== "completed");
  node.toggleAttribute("data-empty", !lines.length);
  if (!lines.length) head.addEventListener("click", (event) => event.preventDefault());
  const list = make("ol", "lines");
  list.append(...lines.map(nodeFor));
  node.append(list);
  node.open = open && lines.length > 0;
  return node;
}

function putCall(phone, call, live) {
  if (call.status === "queued") return;
  if (!OVER.has(call.status)) {
    if (phone.call && phone.call.sid !== call.sid) return;
    phone.call = call;
    drawCall(phone, live);
    return;
  }
  if (phone.calls.has(call.sid)) return;
  if (phone.call?.sid === call.sid) {
    phone.call = call;
    if (live) for (const line of call.lines.slice(phone.spoken)) if (line.how === "say" && call.ended_by !== "person" && !call.machine) speak(phone, line);
    leaveCall(phone);
  }
  const node = entryFor(call, live);
  for (const older of phone.calls.values()) older.open = false;
  phone.calls.set(call.sid, node);
  place(phone, node, call.at);
  phone.thread.scrollTop = phone.thread.scrollHeight;
  if (live && !phone.shown) phone.chip.toggleAttribute("data-new", true);
}
