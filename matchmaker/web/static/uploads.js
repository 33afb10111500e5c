// Says that a file is too big before it is sent, and takes it out, so that the rest can be saved.
// Without this script the server says so, and the browser's back button keeps what was typed.
"use strict";

for (const field of document.querySelectorAll("input[type=file][data-most-bytes]")) {
  const said = document.createElement("p");
  said.className = "field__error";
  said.hidden = true;
  said.setAttribute("role", "alert");
  field.after(said);
  field.addEventListener("change", () => {
    const big = [...field.files].some((file) => file.size > Number(field.dataset.mostBytes));
    said.hidden = !big;
    said.textContent = big ? field.dataset.tooBig : "";
    if (big) field.value = "";
  });
}
