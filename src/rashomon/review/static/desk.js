// Keys, the selection of words, dropped files and a map that moves. Every page works without this file.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  let here = -1;

  const rows = () => all("[data-row]").filter((row) => row.offsetParent !== null || row.getClientRects().length);

  function go(step) {
    const list = rows();
    if (!list.length) return;
    if (here < 0) {
      const start = list.findIndex((row) => row.matches(":target, .open"));
      here = start >= 0 ? start + (step > 0 ? 0 : 0) : step > 0 ? -1 : list.length;
      if (start >= 0 && step > 0) here = start;
    }
    here = Math.max(0, Math.min(list.length - 1, here + step));
    all(".here").forEach((row) => row.classList.remove("here"));
    const row = list[here];
    row.classList.add("here");
    const target = one("a[data-words], a.title", row) || one("a[href]", row) || row;
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  const current = () => one(".here") || one(":target");

  function press(key) {
    const row = current();
    const within = row && one(`[data-key="${key}"]`, row);
    const anywhere = all(`[data-key="${key}"]`);
    const target = within || anywhere.find((e) => !e.closest("[data-row]")) || (key === "u" ? anywhere[0] : undefined);
    if (!target) return false;
    if (target.matches("input, select, textarea")) {
      target.focus();
      target.scrollIntoView({ block: "center" });
    } else {
      target.click();
      if (target.matches("summary")) one("select, input:not([type=hidden])", target.parentElement)?.focus();
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key;
    if (key === "j" || key === "k") go(key === "j" ? 1 : -1);
    else if (key === "/") one("#find")?.focus();
    else if (key === "?") window.location.assign("/help");
    else if (!["a", "r", "e", "c", "m", "u"].includes(key) || !press(key)) return;
    event.preventDefault();
  });

  // A cell's words come without loading the page anew; the address keeps up, so that it can be shared.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-words]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const aside = one("#words");
    if (!aside) return;
    event.preventDefault();
    const address = link.href.baseVal ? new URL(link.href.baseVal, window.location) : new URL(link.href);
    aside.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      aside.replaceChildren(...one("#words", page).childNodes);
      all("[data-words][aria-current]").forEach((a) => a.removeAttribute("aria-current"));
      if (link.closest("td")) link.setAttribute("aria-current", "true");
      history.replaceState(null, "", address.pathname + address.search);
      if (window.matchMedia("(max-width: 60rem)").matches) aside.scrollIntoView({ block: "start" });
    } catch {
      window.location.assign(address);
    }
    aside.removeAttribute("aria-busy");
  });

  // Words that are selected in the text go into the form that adds a value.
  const text = one("#text");
  const adder = one("#adder");
  function offset(node, at) {
    const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!holder) return null;
    const range = document.createRange();
    range.selectNodeContents(holder);
    range.setEnd(node, at);
    return Number(holder.dataset.start) + [...range.toString()].length;
  }
  if (text && adder) {
    document.addEventListener("selectionchange", () => {
      const chosen = document.getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed) return;
      const range = chosen.getRangeAt(0);
      if (!text.contains(range.commonAncestorContainer)) return;
      const words = chosen.toString();
      if (!words.trim() || words.length > 2000) return;
      const start = offset(range.startContainer, range.startOffset);
      adder.open = true;
      one("[data-words-in]").value = words.trim();
      one("[data-start-in]").value = start === null ? "" : String(start + words.search(/\S/));
    });
    one("[data-words-in]").addEventListener("input", () => { one("[data-start-in]").value = ""; });
  }

  // Files may be dropped anywhere on the form.
  const drop = one("[data-drop]");
  if (drop) {
    const field = one("input[type=file]", drop);
    for (const name of ["dragover", "dragenter"]) drop.addEventListener(name, (e) => { e.preventDefault(); drop.classList.add("over"); });
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      field.files = event.dataTransfer.files;
      drop.requestSubmit();
    });
  }

  // With Leaflet the drawn map gives way to one that moves; its coast is the same file.
  function moving() {
    const holder = one("#leaflet");
    if (!holder || !window.L) return;
    const discs = all(".discs [data-lat]").map((li) => ({ lat: +li.dataset.lat, lon: +li.dataset.lon, km: +li.dataset.km, name: one("a", li).textContent }));
    if (!discs.length) return;
    const button = document.createElement("button");
    button.className = "plain";
    button.textContent = "a map that moves";
    button.addEventListener("click", async () => {
      button.remove();
      holder.hidden = false;
      one("#drawn").setAttribute("hidden", "");
      const map = window.L.map(holder, { attributionControl: false, zoomSnap: 0.5 });
      const group = window.L.featureGroup(discs.map((d) => window.L.circle([d.lat, d.lon], { radius: d.km * 1000, color: "#a52a3a", weight: 1.5 }).bindTooltip(d.name, { permanent: discs.length < 4 })));
      map.fitBounds(discs.map((d) => window.L.latLng(d.lat, d.lon).toBounds(Math.max(4000, d.km * 4000))).reduce((a, b) => a.extend(b)));
      const answer = await fetch("/static/vendor/land.json");
      if (answer.ok) window.L.geoJSON(features(await answer.json()), { style: { color: "#7c8792", weight: 0.8, fillOpacity: 0.05 }, interactive: false }).addTo(map);
      group.addTo(map);
    });
    holder.before(button);
  }
  function features(atlas) {
    const { scale, translate } = atlas.transform;
    const arcs = atlas.arcs.map((arc) => { let x = 0, y = 0; return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]); });
    const ring = (list) => list.flatMap((i, n) => { const arc = i >= 0 ? arcs[i] : [...arcs[~i]].reverse(); return n ? arc.slice(1) : arc; });
    return atlas.objects.countries.geometries.filter((g) => g.arcs).map((g) => ({ type: "Feature", properties: {}, geometry: { type: g.type, coordinates: g.type === "Polygon" ? g.arcs.map(ring) : g.arcs.map((p) => p.map(ring)) } }));
  }
  window.addEventListener("load", moving);

  // A page that was open while somebody decided says so when one comes back to it.
  const behind = one("#behind");
  async function fresh() {
    if (!behind || document.hidden) return;
    try {
      const answer = await fetch("/fresh");
      if (!answer.ok) return;
      const { head, stale, waiting } = await answer.json();
      if (head === document.body.dataset.head) return;
      behind.textContent = stale ? `Something was decided since: incidents are being linked anew${waiting ? ` (${waiting} waiting)` : ""}. ` : "The store changed since this page was made. ";
      if (!stale) {
        const link = document.createElement("a");
        link.href = window.location.pathname + window.location.search;
        link.textContent = "Show it as it is now";
        behind.append(link);
      }
      behind.hidden = false;
    } catch { /* the desk was ended */ }
  }
  window.addEventListener("focus", fresh);
  setInterval(fresh, 30000);

  // When the desk locked itself, what this page shows goes too.
  const lockAfter = Number(document.body.dataset.lockAfter || 0);
  async function covered() {
    try {
      const answer = await fetch("/healthz");
      if ((await answer.json()).locked) {
        window.location.replace("/unlock?to=" + encodeURIComponent(window.location.pathname + window.location.search));
        return;
      }
    } catch { /* the desk was ended: nothing to ask */ }
    setTimeout(covered, 2000);
  }
  if (lockAfter) setTimeout(covered, lockAfter * 1000);

  // Forms tell that they are on their way, and are not sent twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post") { form.dataset.sent = "1"; form.setAttribute("aria-busy", "true"); }
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.removeAttribute("aria-busy"); }));
})();
