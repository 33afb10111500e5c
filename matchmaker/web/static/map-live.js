/* The map that moves: Leaflet over the outlines, towns and places that the drawing shows. What it
   knows stands in the page; names are those of the drawing and of the list beside it. */
(() => {
  const L = window.L;
  const stage = document.getElementById("bewegen");
  const texts = stage.dataset;
  const drawing = document.querySelector("svg.map");
  const place = stage.querySelector(".live__map");
  const { width, height } = drawing.viewBox.baseVal;
  const [west, south, east, north] = texts.edges.split(" ").map(Number);
  const PIN = 48; // pixels a pin is wide, for a thumb
  const NEAR = 40; // pins nearer than this would cover each other
  const NEAREST_ZOOM = 12; // a point stands for a town: nearer it would seem to be a door

  const degrees = (x, y) => L.latLng(
    north - (y / height) * (north - south),
    west + (x / width) * (east - west),
  );
  const make = (name, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  const numbersOf = (shape) => Object.fromEntries(
    [...shape.attributes].map(({ name, value }) => [name, Number(value)]),
  );
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const profiles = (count) => (count === 1 ? texts.one : filled(texts.many, { profiles: count }));

  const names = new Map();
  for (const link of drawing.querySelectorAll("a")) {
    names.set(link.getAttribute("href"), link.querySelector("title").textContent);
  }
  for (const link of document.querySelectorAll(".card__title a")) {
    names.set(link.getAttribute("href"), link.textContent);
  }
  const spots = JSON.parse(texts.spots).map((spot) => {
    const links = spot.named.map((slug) => texts.profile.replace(/-$/, slug));
    return { ...spot, links, at: degrees(spot.x, spot.y) };
  });

  // the map itself
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const edges = L.latLngBounds([south, west], [north, east]);
  const map = L.map(place, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0, // so that it begins with just what the drawing shows
    maxZoom: NEAREST_ZOOM,
    maxBounds: edges,
    maxBoundsViscosity: 1,
    bounceAtZoomLimits: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
  });
  if (still) {
    map.panBy = (by, options) => L.Map.prototype.panBy.call(map, by, { ...options, animate: false });
  }

  /* The whole drawing and no more is the farthest; who saw all of it does so when a phone turns. */
  function fit() {
    const isWhole = map.getZoom() <= map.getMinZoom();
    map.setMinZoom(0);
    const farthest = map.getBoundsZoom(edges, true);
    if (isWhole) map.setView(edges.getCenter(), farthest, { animate: false });
    map.setMinZoom(farthest);
  }

  function drawLand() {
    const ground = map.createPane("ground");
    ground.style.zIndex = 150; // below pictures of another host, and there where they are missing
    for (const path of drawing.querySelectorAll("path")) {
      const rings = path.getAttribute("d").split("Z").filter(Boolean)
        .map((ring) => ring.slice(1).split("L").map((corner) => degrees(...corner.split(" "))));
      const className = path.getAttribute("class");
      L.polygon(rings, { className, pane: "ground", interactive: false }).addTo(map);
    }
    for (const town of drawing.querySelectorAll(".map__town")) {
      const { cx, cy } = numbersOf(town.querySelector("circle"));
      const label = town.querySelector("text");
      const { x, y } = numbersOf(label);
      const side = `town town--${label.getAttribute("text-anchor")}`;
      const html = make("span", { className: side }, label.textContent);
      html.setAttribute("aria-hidden", "true"); // a help for the eye, as on the drawing
      html.style.left = `${x - cx}px`;
      html.style.top = `${y - cy}px`;
      const icon = L.divIcon({ html, className: "town-spot", iconSize: [6, 6] });
      const at = degrees(cx, cy);
      L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
    }
  }

  /* Names of towns give way to pins and to each other. */
  function makeRoom() {
    const covers = (one, other) => one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom;
    const taken = shown.map(({ button }) => button.getBoundingClientRect());
    for (const name of place.querySelectorAll(".town")) {
      const own = name.getBoundingClientRect();
      const hides = taken.some((each) => covers(own, each));
      name.parentElement.classList.toggle("town-spot--hidden", hides);
      if (!hides) taken.push(own);
    }
  }

  // pins: places too near to each other for this zoom share one
  const pins = L.layerGroup();
  let shown = [];

  function grouped() {
    const groups = [];
    for (const spot of spots) {
      const point = map.project(spot.at);
      const near = groups.find((group) => group.point.distanceTo(point) < NEAR);
      if (near) near.spots.push(spot);
      else groups.push({ point, at: spot.at, spots: [spot] });
    }
    for (const group of groups) {
      group.count = group.spots.reduce((sum, spot) => sum + spot.count, 0);
    }
    return groups;
  }

  function labelOf({ spots: within, count }) {
    const places = [...new Set(within.map((spot) => spot.place).filter(Boolean))];
    const only = count === 1 && names.get(within[0].links[0]);
    if (places.length < 2) return [only || profiles(count), ...places].join(", ");
    const all = filled(texts.places, { profiles: count, places: places.length });
    const further = places.length > 3 ? ` ${texts.further}` : "";
    return `${all}: ${places.slice(0, 3).join(", ")}${further}`;
  }

  function pinOf(group) {
    const kind = group.count === 1 ? group.spots[0].kind : "many";
    const button = make("button", { type: "button", className: `pin pin--${kind}` });
    if (group.count > 1) button.append(group.count);
    button.setAttribute("aria-label", labelOf(group));
    button.title = labelOf(group);
    button.addEventListener("focus", () => map.panInside(group.at, { padding: [PIN, PIN] }));
    const icon = L.divIcon({ html: button, className: "pin-spot", iconSize: [PIN, PIN] });
    const pin = L.marker(group.at, { icon, keyboard: false, riseOnHover: true }).addTo(pins);
    pin.on("click", () => open(group));
    return { group, button };
  }

  function drawPins() {
    const held = shown.find(({ button }) => button === document.activeElement);
    pins.clearLayers();
    shown = grouped().map(pinOf);
    mark();
    makeRoom();
    if (held) pinWith(held.group.spots[0]).focus({ preventScroll: true });
  }

  const pinWith = (spot) => shown.find(({ group }) => group.spots.includes(spot)).button;

  // who is there: a card over the map, and below it on a narrow screen
  const card = make("section", { className: "found", hidden: true });
  card.setAttribute("role", "dialog");
  let told = null;

  function byPlace(within) {
    const places = new Map();
    for (const { place: name, count, links } of within) {
      const known = places.get(name) ?? { count: 0, links: [] };
      places.set(name, { count: known.count + count, links: [...known.links, ...links] });
    }
    return [...places];
  }

  function partOf([name, { count, links }]) {
    const people = links.map((href) => make("li", {}, make("a", { href }, names.get(href))));
    const head = make("p", {}, make("strong", {}, name), ` ${profiles(count)}`);
    return make("div", { className: "found__place" }, head, make("ul", {}, ...people));
  }

  function listOf({ at, spots: within }) {
    const farthest = Math.max(...within.map((spot) => map.distance(at, spot.at)));
    const address = new URL(texts.list, window.location);
    address.searchParams.set("at", `${at.lat.toFixed(4)},${at.lng.toFixed(4)}`);
    address.searchParams.set("radius", Math.ceil(farthest / 1000 + 1));
    return make("p", {}, make("a", { href: address.href }, texts.asList));
  }

  function buttonOf(className, label, act) {
    const button = make("button", { type: "button", className }, ...label);
    button.addEventListener("click", act);
    return button;
  }

  function nearer({ spots: within }) {
    const label = make("span", { className: "kern-label" }, texts.nearer);
    return buttonOf("kern-btn kern-btn--secondary", [label], () => {
      shut();
      place.focus({ preventScroll: true });
      map.fitBounds(L.latLngBounds(within.map((spot) => spot.at)), { padding: [PIN, PIN] });
    });
  }

  function open(group) {
    const { spots: within } = group;
    const isNamed = group.count === within.flatMap((spot) => spot.links).length;
    const close = buttonOf("found__close", ["×"], shut);
    close.setAttribute("aria-label", texts.close);
    card.replaceChildren(close, ...byPlace(within).map(partOf));
    if (!isNamed) card.append(listOf(group));
    if (within.length > 1 && map.getZoom() < NEAREST_ZOOM) card.append(nearer(group));
    card.setAttribute("aria-label", labelOf(group));
    card.hidden = false;
    const free = map.getSize().x - card.offsetWidth - PIN / 2;
    const { x } = map.latLngToContainerPoint(group.at);
    card.classList.toggle("found--left", x > free); // so that it does not cover its own pin
    told = within[0];
    mark();
    card.querySelector("a").focus();
  }

  function shut() {
    if (card.contains(document.activeElement)) pinWith(told).focus();
    card.hidden = true;
    told = null;
    mark();
  }

  function mark() {
    for (const { group, button } of shown) {
      button.setAttribute("aria-expanded", group.spots.includes(told));
    }
  }

  // Pictures of another host: only when they are asked for, and forgotten with the page.
  function offerPictures() {
    const offer = stage.querySelector(".live__tiles");
    const pictures = L.tileLayer(texts.tiles, {
      maxZoom: NEAREST_ZOOM,
      bounds: edges,
      referrerPolicy: "origin", // some hosts answer only to sites that say who they are
    });
    pictures.once("tileload", () => place.classList.add("live__map--pictures"));
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", () => {
      pictures.addTo(map);
      offer.hidden = true;
      stage.querySelector(".live__credit").hidden = false;
      place.focus({ preventScroll: true });
    });
  }

  drawing.classList.add("map--replaced");
  stage.querySelector("[data-move]").parentElement.hidden = true;
  const keys = stage.querySelector(".live__keys");
  for (const part of [place, keys]) part.hidden = false;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", texts.name);
  const zoom = L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(map);
  keys.prepend(zoom.getContainer()); // on the map it would lie over pins
  map.invalidateSize();
  map.setView(edges.getCenter(), 0, { animate: false });
  fit();
  drawLand();
  pins.addTo(map);
  drawPins();
  map.on("zoomend", drawPins);
  map.on("resize", fit);
  map.on("click", shut);
  place.after(card);
  place.parentElement.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && told) shut();
  });
  if (texts.tiles) offerPictures();
  place.focus({ preventScroll: true });
})();
