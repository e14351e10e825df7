// The queue, renewed while it is looked at. All text from mails enters the page as text, never as markup.
"use strict";

const SHOWN = 100;
// what is sorted: the first ones, as the queue has them; and the most that a list of the queue has
const SORTED = 2000;
const MOST = 10000;
const POINTS = 300;
const PAUSE = 2000;
const LIMIT = 30000;
const STALE = "Not up to date";
const ORDERS = {
  hold: "put on hold", release: "released", flush: "tried now", requeue: "requeued", expire: "given up", delete: "deleted",
};
// what the question before an order says; the first four orders are asked about only when they mean every mail
const QUESTIONS = {
  hold: ["Put on hold", "It is not tried until it is released.", "Hold"],
  release: ["Release", "It is tried at once.", "Release"],
  flush: ["Retry", "It is tried at once.", "Retry now"],
  requeue: ["Requeue", "Earlier attempts are forgotten.", "Requeue"],
  expire: ["Give up", "It is returned to its sender.", "Return to sender"],
  delete: ["Delete", "No notice is sent.", "Delete"],
};

// without a name and password that the address of the page may hold: fetch refuses those
const BASE = location.origin + location.pathname.replace(/[^/]*$/, "") + "queue/";

const at = id => document.getElementById(id);
const picked = new Set();
const rows = new Map();
const history = { rate: [], delay: [] };
let filter = "";
let page = 0;
let sort = null;
let counters = null;
let delays = null;
let opened = null;
let timer = 0;

function element(name, text, more) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return Object.assign(made, more || {});
}

function say(place, text) {
  if (at(place).textContent !== text) at(place).textContent = text;
}

async function ask(path, form) {
  const request = { signal: AbortSignal.timeout(LIMIT), headers: { Accept: "application/json" } };
  if (form) Object.assign(request, { method: "POST", body: new URLSearchParams(form) });
  const response = await fetch(BASE + path, request);
  const answer = await response.json().catch(() => ({ error: "HTTP status " + response.status }));
  if (!response.ok) throw Object.assign(new Error(answer.error || "HTTP status " + response.status), { status: response.status });
  return answer;
}

const time = text => new Date(text).toLocaleString();
const query = () => "filter=" + encodeURIComponent(filter);

// --- the list

function recipientItem(one) {
  const item = element("li");
  item.append(one.address, " ", element("span", one.state, { className: "pill " + one.state }));
  if (one.text) item.append(element("br"), element("span", one.text, { className: "small" }));
  return item;
}

function cells(mail) {
  const name = element("td");
  const open = element("button", mail.subject || "(no subject)", { type: "button", className: "link" });
  open.addEventListener("click", () => inspect(mail.id));
  name.append(open, element("br"),
    element("span", "from " + (mail.sender || "<>"), { className: "small" }), element("br"),
    element("span", mail.id + (mail.mailer ? ", mailer " + mail.mailer : ""), { className: "small" }));
  const queue = element("td");
  queue.append(element("span", mail.queue, { className: "pill " + mail.queue }));
  const when = element("td", time(mail.submitted));
  if (mail.next) when.append(element("br"), element("span", "next " + time(mail.next), { className: "small" }));
  const size = element("td", mail.size.toLocaleString(), { className: "number" });
  size.dataset.head = "Octets";
  const attempts = element("td", String(mail.attempts), { className: "number" });
  attempts.dataset.head = "Attempts";
  const list = element("ul");
  const told = mail.recipients.slice(0, 20);
  list.append(...told.map(recipientItem));
  if (told.length < mail.recipients.length) list.append(element("li", "and " + (mail.recipients.length - told.length) + " more"));
  const recipients = element("td");
  if (mail.reason) recipients.append(element("p", mail.reason, { className: "small" }));
  recipients.append(list);
  return [name, queue, when, size, attempts, recipients];
}

function row(mail) {
  const said = JSON.stringify(mail);
  let known = rows.get(mail.id);
  if (!known) {
    const box = element("input", undefined, { type: "checkbox", checked: picked.has(mail.id) });
    box.setAttribute("aria-label", "Pick mail " + mail.id);
    box.addEventListener("change", () => {
      if (box.checked) picked.add(mail.id); else picked.delete(mail.id);
      tellMeant();
    });
    const first = element("td");
    first.append(box);
    known = { line: element("tr"), said: "" };
    known.line.append(first);
    rows.set(mail.id, known);
  }
  if (known.said !== said) {
    known.said = said;
    const hadFocus = known.line.querySelector("button") === document.activeElement;
    while (known.line.children.length > 1) known.line.lastChild.remove();
    known.line.append(...cells(mail));
    if (hadFocus) known.line.querySelector("button").focus();
  }
  return known.line;
}

const compare = (a, b) => typeof a === "number" ? a - b : String(a).localeCompare(String(b));

function showMails(answer, total) {
  const all = sort ? [...answer.mails].sort((a, b) => (sort.up ? 1 : -1) * compare(a[sort.by], b[sort.by])) : answer.mails;
  // the last page may be gone
  page = Math.min(page, Math.max(0, Math.ceil(all.length / SHOWN) - 1));
  const first = page * SHOWN;
  const mails = all.slice(first, first + SHOWN);
  const body = at("mails").tBodies[0];
  const lines = mails.map(row);
  // a line that stays where it is keeps its focus
  lines.forEach((line, i) => { if (body.children[i] !== line) body.insertBefore(line, body.children[i] || null); });
  while (body.children.length > lines.length) body.lastChild.remove();
  const ids = new Set(mails.map(mail => mail.id));
  for (const id of [...rows.keys()]) if (!ids.has(id)) rows.delete(id);
  for (const id of [...picked]) if (!ids.has(id)) picked.delete(id);
  const more = answer.more || all.length > first + SHOWN;
  const count = answer.more ? (total.partial ? "more than " : "") + Math.max(total.mails || 0, all.length).toLocaleString() : all.length.toLocaleString();
  say("mails-caption", all.length === 0 ? (answer.partial ? "No mail found yet, the queue is being read" : "No mail matches")
    : page === 0 && !more ? (all.length === 1 ? "One mail matches" : "All " + count + " mails that match")
    : "Mails " + (first + 1).toLocaleString() + " to " + (first + mails.length).toLocaleString() + " of " + count + " that match");
  say("page", "Page " + (page + 1) + (sort && answer.more ? ". Sorted are the first " + all.length.toLocaleString() + " that match." : ""));
  at("previous").disabled = page === 0;
  at("next").disabled = !(all.length > first + SHOWN || (answer.more && !sort && (page + 2) * SHOWN <= MOST));
  tellMeant();
}

function showFilterError(text) {
  say("filter-error", text);
  if (text) at("filter").setAttribute("aria-invalid", "true"); else at("filter").removeAttribute("aria-invalid");
}

function turnPage(by) {
  page = Math.max(0, page + by);
  picked.clear();
  renew();
}

function sortBy(by) {
  sort = !sort || sort.by !== by ? { by, up: true } : sort.up ? { by, up: false } : null;
  document.querySelectorAll("[data-sort]").forEach(button => {
    const head = button.parentElement;
    if (sort && button.dataset.sort === sort.by) head.setAttribute("aria-sort", sort.up ? "ascending" : "descending");
    else head.removeAttribute("aria-sort");
  });
  page = 0;
  renew();
}

function tellMeant() {
  const all = filter.trim() === "" || /^all$/i.test(filter.trim());
  say("meant", picked.size > 0 ? "Buttons act on the " + (picked.size === 1 ? "mail" : picked.size + " mails") + " picked."
    : all ? "Buttons act on every mail; pick mails or filter to mean fewer." : "Buttons act on every mail that matches the filter.");
}

// --- orders

// an answer comes when the dialog has closed, and that may be after the next question
let unanswered = () => {};

function sure(order, whom) {
  const [verb, outcome, label] = QUESTIONS[order];
  say("sure-text", verb + " " + whom + "? " + outcome);
  say("sure-yes", label);
  const dialog = at("sure");
  unanswered(false);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(decided => {
    unanswered = decided;
    dialog.onclose = () => { if (!dialog.open) decided(dialog.returnValue === "yes"); };
  });
}

async function order(name) {
  const filters = picked.size > 0 ? [...picked].map(id => "id=" + id) : [filter.trim() || "all"];
  const whom = picked.size > 0 ? (picked.size === 1 ? "the mail picked" : picked.size + " mails picked")
    : filters[0].toLowerCase() === "all" ? "EVERY mail in the queue" : "every mail that matches " + filters[0];
  const asks = name === "expire" || name === "delete" || filters[0].toLowerCase() === "all";
  if (asks && !await sure(name, whom)) return;
  const buttons = document.querySelectorAll("[data-order]");
  buttons.forEach(button => { button.disabled = true; });
  say("trouble", "");
  let changed = 0;
  try {
    for (const one of filters) changed += (await ask(name, { filter: one })).changed;
    say("done", changed + (changed === 1 ? " mail " : " mails ") + ORDERS[name] + ", " + new Date().toLocaleTimeString() + ".");
    picked.clear();
    document.querySelectorAll("#mails input").forEach(box => { box.checked = false; });
  } catch (error) {
    say("done", "");
    say("trouble", "Not done: " + error.message + (changed > 0 ? " (" + changed + " mails were " + ORDERS[name] + " before)" : ""));
  }
  buttons.forEach(button => { button.disabled = false; });
  document.querySelector("[data-order=" + name + "]").focus();
  renew();
}

// --- one mail

async function inspect(id, withBody) {
  try {
    const mail = await ask("mails/" + encodeURIComponent(id) + (withBody ? "?body=true" : ""));
    say("trouble", "");
    opened = id;
    say("h-one", mail.subject || "(no subject)");
    const facts = { Id: mail.id, Queue: mail.queue, Sender: mail.sender || "<>", Mailer: mail.mailer || "", Submitted: time(mail.submitted), Octets: mail.size,
      Attempts: mail.attempts, "Next attempt": mail.next ? time(mail.next) : "", Reason: mail.reason || "", ...mail.envelope };
    at("envelope").replaceChildren(...Object.entries(facts).filter(([, value]) => value !== "" && value !== null && value !== false)
      .flatMap(([name, value]) => [element("dt", name), element("dd", String(value))]));
    at("history").tBodies[0].replaceChildren(...mail.recipients.map(one => {
      const line = element("tr");
      const state = element("td");
      state.append(element("span", one.state, { className: "pill " + one.state }));
      line.append(element("td", one.address), state, element("td", one.status), element("td", one.text));
      return line;
    }));
    at("message").textContent = (mail.headers || "") + (withBody ? "\n" + (mail.body || "") : "");
    at("body").hidden = Boolean(withBody);
    at("one").hidden = false;
    at("h-one").focus();
  } catch (error) {
    say("trouble", error.message);
  }
}

// --- tables and plots

function line(head, numbers) {
  const made = element("tr");
  const first = element("th", head);
  first.scope = "row";
  made.append(first, ...numbers.map(one => element("td", one.toLocaleString(), { className: "number" })));
  return made;
}

function showShape(shape) {
  const heads = ["T", ...shape.ages, shape.ages[shape.ages.length - 1] + "+"];
  const top = element("tr");
  const titles = heads.map(head => element("th", String(head), { className: "number", scope: "col" }));
  top.append(element("th", "Domain", { scope: "col" }), ...titles);
  at("shape").tHead.replaceChildren(top);
  at("shape").tBodies[0].replaceChildren(...shape.rows.slice(0, 50).map(one => line(one.domain, [one.total, ...one.counts])));
}

function destination(one) {
  const made = line(one.domain, [one.queued, one.deferred, one.delivered, one.failed, one.transient]);
  if (one.suspended) made.firstChild.append(" ", element("span", "suspended", { className: "pill suspended" }));
  const cell = element("td");
  // not what is counted together, nor an address without a domain; names without a dot are left to the command line
  if (one.suspended || /[.:]/.test(one.domain)) {
    const order = one.suspended ? "resume" : "suspend";
    const button = element("button", order === "resume" ? "Resume" : "Suspend", { type: "button" });
    button.dataset.domain = one.domain;
    button.setAttribute("aria-label", button.textContent + " " + one.domain);
    button.addEventListener("click", () => turn(order, one.domain));
    cell.append(button);
  }
  made.append(cell);
  return made;
}

function showDestinations(list) {
  const sorted = [...list].sort((a, b) => b.suspended - a.suspended || b.queued + b.deferred - a.queued - a.deferred || b.delivered - a.delivered);
  const focused = document.activeElement.dataset.domain;
  at("destinations").tBodies[0].replaceChildren(...sorted.slice(0, 50).map(destination));
  if (focused !== undefined) focusDestination(focused);
}

function focusDestination(domain) {
  const button = [...document.querySelectorAll("[data-domain]")].find(one => one.dataset.domain === domain);
  if (button) button.focus({ preventScroll: true });
}

async function turn(order, domain) {
  document.querySelectorAll("[data-domain]").forEach(button => { button.disabled = true; });
  say("trouble", "");
  try {
    const answer = await ask(order, { domain });
    const told = order === "suspend" ? " is suspended" : " is resumed, " + answer.flushed + (answer.flushed === 1 ? " mail" : " mails") + " tried now";
    say("done", domain + told + ", " + new Date().toLocaleTimeString() + ".");
  } catch (error) {
    say("done", "");
    say("trouble", "Not done: " + error.message);
  }
  await renew();
  document.querySelectorAll("[data-domain]").forEach(button => { button.disabled = false; });
  focusDestination(domain);
}

const round = value => value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);

function plot(name, labels) {
  const points = history[name].slice(-POINTS);
  const top = Math.max(1e-9, ...points.flat().filter(value => value !== null));
  const lines = labels.map((label, k) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    const drawn = points.map((point, i) => point[k] === null ? null : (POINTS - points.length + i) + "," + (97 - 92 * point[k] / top));
    made.setAttribute("points", drawn.filter(one => one !== null).join(" "));
    made.setAttribute("class", "c" + k);
    return made;
  });
  at(name).replaceChildren(...lines);
  const last = points[points.length - 1] || [];
  const words = labels.map((label, k) => label + " " + (last[k] === null || last[k] === undefined ? "–" : round(last[k])));
  at(name).setAttribute("aria-label", "Now: " + words.join(", ") + "; highest of all " + round(top < 1e-6 ? 0 : top));
  at(name + "-key").replaceChildren(...words.map((text, k) => {
    const key = element("span", undefined, { className: "key small" });
    key.innerHTML = "<svg viewBox='0 0 30 8' aria-hidden='true'><polyline class='c" + k + "' points='0,4 30,4'/></svg> ";
    key.append(text);
    return key;
  }), element("span", "top " + round(top < 1e-6 ? 0 : top), { className: "key small" }));
}

function quantile(limits, counts, part) {
  const all = counts.reduce((sum, one) => sum + one, 0);
  if (all === 0) return null;
  let seen = 0;
  const found = counts.findIndex(one => (seen += one) >= part * all);
  return limits[Math.min(found, limits.length - 1)];
}

function note(list, delay) {
  const sum = name => list.reduce((total, one) => total + one[name], 0);
  const now = { at: performance.now(), values: ["delivered", "transient", "failed"].map(sum) };
  if (counters) {
    const seconds = (now.at - counters.at) / 1000;
    history.rate.push(now.values.map((value, k) => Math.max(0, value - counters.values[k]) / seconds));
    const fresh = delay.counts.map((count, k) => Math.max(0, count - delays.counts[k]));
    history.delay.push([quantile(delay.limits, fresh, 0.5), quantile(delay.limits, fresh, 0.95)]);
    for (const points of Object.values(history)) if (points.length > POINTS) points.shift();
  }
  counters = now;
  delays = delay;
  plot("rate", ["delivered", "transient", "failed"]);
  plot("delay", ["half within", "95 of 100 within"]);
}

// --- renewing

async function renew() {
  clearTimeout(timer);
  const began = performance.now();
  if (!document.hidden) {
    try {
      const [mails, shape, list, delay] = await Promise.all([
        ask("mails?" + query() + "&limit=" + Math.min(MOST, sort ? SORTED : SHOWN * (page + 1))), ask("shape?" + query()), ask("destinations"), ask("delays")]);
      showFilterError("");
      showMails(mails, { mails: shape.mails, partial: shape.partial });
      showShape(shape);
      showDestinations(list);
      note(list, delay);
      const age = Math.max(shape.age || 0, mails.age || 0, list.length > 0 ? list[0].age || 0 : 0);
      const partial = shape.partial || mails.partial || (list.length > 0 && list[0].partial);
      say("asof", "As of " + new Date().toLocaleTimeString() + (age > 2 ? ", some counts " + age + " s before" : "")
        + (partial ? "; the queue is still being read, and there is more than shown" : "") + ".");
      // an order that was refused stays to be read
      if (at("trouble").textContent.startsWith(STALE)) say("trouble", "");
    } catch (error) {
      if (error.status === 400) {
        showFilterError(error.message);
        at("mails").tBodies[0].replaceChildren();
        rows.clear();
        picked.clear();
        say("mails-caption", "Nothing: the filter is wrong");
        say("page", "");
        tellMeant();
      } else say("trouble", STALE + ": " + (error.name === "TimeoutError" ? "no answer within 30 s" : error.message));
    }
  }
  clearTimeout(timer);
  // a long queue takes long to read: the server must not be kept busy by this page
  timer = setTimeout(renew, Math.max(PAUSE, 5 * (performance.now() - began)));
}

at("filter-form").addEventListener("submit", event => {
  event.preventDefault();
  filter = at("filter").value;
  page = 0;
  picked.clear();
  say("done", "");
  say("trouble", "");
  renew();
});
document.querySelectorAll("[data-order]").forEach(button => button.addEventListener("click", () => order(button.dataset.order)));
document.querySelectorAll("[data-sort]").forEach(button => button.addEventListener("click", () => sortBy(button.dataset.sort)));
at("previous").addEventListener("click", () => turnPage(-1));
at("next").addEventListener("click", () => turnPage(1));
at("body").addEventListener("click", () => inspect(opened, true));
at("close").addEventListener("click", () => { at("one").hidden = true; at("h-queue").scrollIntoView(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
renew();
