// Keeps the number beside a slider with its handle, and offers to print a sheet.
// Without this script the number is right after the form was sent.
"use strict";

for (const slider of document.querySelectorAll(".slider__input")) {
  const shown = slider.parentElement.querySelector("output");
  const language = document.documentElement.lang;
  slider.addEventListener("input", () => {
    shown.value = Number(slider.value).toLocaleString(language, { maximumFractionDigits: 2 });
  });
}

for (const hint of document.querySelectorAll("[data-print]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kern-btn kern-btn--primary";
  button.innerHTML = '<span class="kern-label"></span>';
  button.firstElementChild.textContent = hint.dataset.print;
  button.addEventListener("click", () => window.print());
  hint.replaceChildren(button);
}
