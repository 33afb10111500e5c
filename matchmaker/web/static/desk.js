/* Keys of the desk: each presses a button that is there anyway, never while somebody writes, and
   they can be switched off (WCAG 2.2, 2.1.4). Without this file nothing is missing. */
(() => {
  const KEPT = "desk-keys";
  const list = document.getElementById("tasten");
  const words = document.getElementById("reason"); // on a card, not on the list of cards
  if (!list) return;
  const active = document.getElementById("tasten-an");
  try { active.checked = localStorage.getItem(KEPT) !== "off"; } catch { /* asked on each page */ }
  list.hidden = false;
  active.addEventListener("change", () => {
    try { localStorage.setItem(KEPT, active.checked ? "on" : "off"); } catch { /* as above */ }
  });

  const press = (button) => {
    const wordless = !words || ["approved", "dismissed"].includes(button.value);
    if (wordless || words.value.trim()) button.click();
    else words.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !active.checked) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    // Enter on a link or a button is its own
    if (key === "enter" && event.target.closest("a, button, summary")) return;
    const button = document.querySelector(`main [data-key="${CSS.escape(key)}"]`);
    if (key === "?") { list.open = true; list.querySelector("summary").focus(); }
    else if (key === "n" && words) words.focus();
    else if (button) press(button);
    else return;
    event.preventDefault();
  });
})();
