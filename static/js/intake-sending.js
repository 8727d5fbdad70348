// Sends files up, one by one. What breaks off is sent again by itself, after a while.

// Between two files, so that pages of others come first. In milliseconds.
const PAUSE = 30;
const WAITS = [1, 2, 4, 8, 15, 30, 60];
// An answer that may be another one later: too many, or nobody there just now.
const LATER = [0, 408, 409, 425, 429, 500, 502, 503, 504];

const find = (part) => document.querySelector(`#intake-sending [data-part=${part}]`);
const words = () => document.getElementById("intake-words").dataset;

// Each is { file, address, sent }.
let queue = [];
let all = [];
let isRunning = false;
let failures = 0;
let isHeld = false;
let token = "";
let whenArrived = () => {};

export const isSending = () => isRunning || queue.length > 0;

addEventListener("beforeunload", (event) => isSending() && event.preventDefault());

const megabytes = (bytes) => {
  const style = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return (bytes / 1024 / 1024).toLocaleString(document.documentElement.lang, style);
};

const show = (state) => {
  const total = all.reduce((sum, one) => sum + one.file.size, 0);
  const sent = all.reduce((sum, one) => sum + one.sent, 0);
  document.getElementById("intake-sending").hidden = all.length === 0;
  find("done").textContent = all.filter((one) => one.isThere).length;
  find("total").textContent = all.length;
  find("bytes").textContent = `${megabytes(sent)} / ${megabytes(total)}`;
  if (state !== undefined) find("state").textContent = state;
  const progress = document.querySelector("#intake-sending progress");
  progress.max = total || 1;
  progress.value = sent;
};

const hide = () => {
  if (isSending()) return;
  document.getElementById("intake-sending").hidden = true;
  all = [];
};

const post = (one) =>
  new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", one.address);
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", ({ loaded }) => {
      one.sent = Math.min(loaded, one.file.size);
      show();
    });
    // A line that stands still for so long is broken.
    request.timeout = 15 * 60 * 1000;
    request.addEventListener("loadend", () => done(request.status));
    const form = new FormData();
    form.append("file", one.file, one.file.name);
    request.send(form);
  });

const wait = async (seconds) => {
  isHeld = true;
  for (let left = seconds; left > 0; left -= 1) {
    show(words().waiting.replace("{seconds}", left));
    await new Promise((done) => setTimeout(done, 1000));
  }
  isHeld = false;
};

const stop = () => {
  isHeld = true;
  show(words().stopped);
  find("again").hidden = false;
};

const failed = async (one, status) => {
  one.sent = 0;
  queue.unshift(one);
  if (!LATER.includes(status) || failures >= WAITS.length) return stop();
  await wait(WAITS[failures++]);
  begin();
};

const sendNext = async () => {
  const one = queue.shift();
  isRunning = true;
  const status = await post(one);
  isRunning = false;
  if (status < 200 || status >= 300) return failed(one, status);
  failures = 0;
  one.isThere = true;
  one.sent = one.file.size;
  show(isSending() ? words().sending : words().done);
  if (!isSending()) setTimeout(hide, 5000);
  whenArrived(!isSending());
  setTimeout(begin, PAUSE);
};

const begin = () => {
  if (!isHeld && !isRunning && queue.length) sendNext();
};

// `arrived` is called after each file, with whether it was the last.
export const send = (files, csrf, arrived) => {
  if (!isSending()) all = [];
  const added = files.map((one) => ({ ...one, sent: 0, isThere: false }));
  all.push(...added);
  queue.push(...added);
  token = csrf;
  whenArrived = arrived;
  show(words().sending);
  begin();
};

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-part=again]")) return;
  find("again").hidden = true;
  failures = 0;
  isHeld = false;
  begin();
});

// Somebody who is back in the network does not wait for the clock.
addEventListener("online", () => {
  if (!find("again")?.hidden) find("again")?.click();
});
