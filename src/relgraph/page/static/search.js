// Search: nodes by name or alias.
(() => {
  "use strict";
  const { nodes, things } = relgraph.data;
  const { $, el, short, bdi } = relgraph.elements;
  const { address, go } = relgraph.links;
  const { nodeSign } = relgraph.signs;
  const { chosen } = relgraph.state;
  const { bringIntoView } = relgraph.network;

  /** A text without case and accents. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = nodes.map((node) => [things[node.id].label, ...things[node.id].aliases].map((text) => [text, plain(text)]));
  const field = $("search"), suggestions = $("suggestions");
  let offers = [], active = -1;

  function suggest() {
    const wanted = plain(field.value.trim());
    const found = [];
    if (wanted) {
      names.forEach((known, number) => {
        let best = null;
        known.forEach(([text, folded], place) => {
          const start = folded.indexOf(wanted);
          if (start < 0) return;
          const rank = (folded === wanted ? 0 : start === 0 ? 2 : folded.includes(" " + wanted) ? 4 : 6) + (place ? 1 : 0);
          if (!best || rank < best.rank) best = { number, rank, text, alias: place > 0 };
        });
        if (best) found.push(best);
      });
      found.sort((a, b) => a.rank - b.rank || nodes[b.number].size - nodes[a.number].size || a.number - b.number);
    }
    offers = found.slice(0, 9);
    active = offers.length ? 0 : -1;
    suggestions.replaceChildren(...offers.map((offer, place) => {
      const thing = things[offer.number];
      const item = el("li", { role: "option", id: "offer-" + place, "aria-selected": "false" }, nodeSign(thing.style),
        el("span", {}, bdi(short(thing.label, 80)), " ", el("small", {}, offer.alias ? ["also ", bdi(short(offer.text, 60))] : thing.kind)));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(place); });
      return item;
    }));
    if (wanted && !offers.length) suggestions.append(el("li", { class: "none" }, "No node of this name here"));
    $("found").textContent = wanted ? found.length + (found.length === 1 ? " node found" : " nodes found") : "";
    suggestions.hidden = !wanted;
    field.setAttribute("aria-expanded", String(Boolean(wanted)));
    markActive();
  }
  function markActive() {
    [...suggestions.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", "offer-" + active);
      suggestions.children[active].scrollIntoView({ block: "nearest" });
    }
  }
  function close() {
    suggestions.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function choose(place) {
    const { number } = offers[place];
    field.value = short(things[number].label, 80);
    close();
    if (chosen.node === number) bringIntoView();
    go(address(things[number].iri));
  }
  field.addEventListener("input", suggest);
  field.addEventListener("focus", () => { field.select(); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (suggestions.hidden) suggest();
      else if (offers.length) active = (active + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
      markActive();
    } else if (event.key === "Enter" && !suggestions.hidden && active >= 0) {
      event.preventDefault();
      choose(active);
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      suggest();
      go("");
    } else if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      field.focus();
    }
  });
})();
