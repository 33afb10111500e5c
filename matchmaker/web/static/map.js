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
  const styles = () => stage.dataset.styles.split(" ")
    .map((href) => fetched("link", { rel: "stylesheet", href }));
  const scripts = () => stage.dataset.scripts.split(" ")
    .map((src) => fetched("script", { src, async: false }));

  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      await Promise.all(styles()); // first, because the map measures itself when it is made
      await Promise.all(scripts());
    } catch {
      said.textContent = said.dataset.failed;
      button.disabled = false;
    }
  });
})();
