/* Starts the vendored Swagger UI on the page of the API. Nothing is asked of another host. */
"use strict";

const place = document.getElementById("swagger-ui");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function follow() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

follow();
dark.addEventListener("change", follow);
document.getElementById("try").hidden = false;

/* The page has a heading of its own, and there is one server. */
function ownFrame() {
  return { components: { InfoContainer: () => null, ServersContainer: () => null } };
}

/* Swagger UI brings a main part; a page has one. */
function oneMainPart() {
  document.getElementById("overview").setAttribute("role", "region");
}

window.SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  presets: [window.SwaggerUIBundle.presets.apis],
  plugins: [ownFrame],
  layout: "BaseLayout",
  onComplete: oneMainPart,
  validatorUrl: null,
  queryConfigEnabled: false,
  supportedSubmitMethods: ["get"],
});
