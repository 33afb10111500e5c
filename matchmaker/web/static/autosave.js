// Keeps what somebody types in a form with data-keep, so that another device can go on with it.
// Sentence starters become buttons. Without this script each step is saved by its own button.
"use strict";

for (const form of document.querySelectorAll("form[data-keep]")) {
  const said = form.querySelector("[role=status]");
  let typed = 0;
  let kept = 0;
  let sending = new AbortController();
  const keep = async (leaving = false) => {
    if (kept === typed) return;
    const moment = typed;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    sending = new AbortController();
    const request = { method: "POST", body, keepalive: leaving, signal: sending.signal };
    try {
      const answer = await fetch(form.dataset.keep, request);
      if (answer.ok && !answer.redirected) {
        kept = moment;
        if (said) said.textContent = said.dataset.said;
      }
    } catch {
      // away for the moment: the next change tries again
    }
  };
  let waiting;
  form.addEventListener("input", () => {
    typed += 1;
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(), 1500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sending.abort(); // else it could arrive after the step and be taken for something newer
    kept = typed;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
}

for (const list of document.querySelectorAll("[data-starts]")) {
  const field = document.getElementById(list.dataset.starts);
  for (const item of list.querySelectorAll("li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "starter";
    button.textContent = item.textContent;
    button.addEventListener("click", () => {
      const begun = button.textContent.replace(/\s*…$/, " ");
      field.value += (field.value && !/\s$/.test(field.value) ? "\n" : "") + begun;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    item.replaceChildren(button);
  }
}
