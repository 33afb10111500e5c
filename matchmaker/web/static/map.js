/* Offers to load the map that moves. It weighs more than the whole page, so it comes when it is
   asked for; without this file the drawing and the list are all there is. */
(() => {
  const stage = document.getElementById("bewegen");
  const button = stage.querySelector("[data-move]");
  const said = stage.querySelector("[role=status]");
  stage.hidden = false;

  const fetched = (name, properties) => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(name), properties);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    const { styles, scripts } = stage.dataset;
    try {
      // one after the other: the library before what uses it, both when the map has its size
      for (const href of styles.split(" ")) await fetched("link", { rel: "stylesheet", href });
      for (const src of scripts.split(" ")) await fetched("script", { src });
    } catch {
      said.textContent = said.dataset.failed;
      button.disabled = false;
    }
  });
})();
