// Choosing: what the pointer and the address choose is lit on the canvas and told in the panel.
relgraph.choosing = (() => {
  "use strict";
  const { nodes, edges, things, edgesOf, edgesBehind, actsOfThing, otherEnd } = relgraph.data;
  const { narrow } = relgraph.media;
  const { $, el, short, bdi, refill } = relgraph.elements;
  const { state, chosen, choose } = relgraph.state;
  const { labelOf } = relgraph.names;
  const { shown, remains } = relgraph.filtering;
  const { ofEdge, ofPair, go, isOwn, parse, write, setPlace, keptPlace } = relgraph.address;
  const { view, bringIntoView, moveTo, place } = relgraph.network;
  const { drawn, lineForEach, pairBetween, statusOf, isUnsure, NOT } = relgraph.lines;
  const { light, lift, pointAt, drawAll } = relgraph.layers;
  const { at, open, forget } = relgraph.picking;
  const { around, path } = relgraph.walks;
  const { describe, goToNode, leave } = relgraph.panel;
  const { clear } = relgraph.search;
  const { markSource } = relgraph.source;

  /** The edges that are chosen, and the nodes with them. */
  function picked() {
    const { kind, number, other } = chosen;
    const of = (members, some = []) => ({ edges: new Set(members), nodes: new Set([...some, ...members.flatMap((edge) => [edges.from[edge], edges.to[edge]])]) });
    if (kind === "node") {
      const found = around(number, state.steps);
      return { edges: found.edges, nodes: new Set(found.nodes.keys()) };
    }
    if (kind === "edge") return of(shown.edge[number] ? [number] : []);
    if (kind === "pair") return of(edgesOf[number].filter((edge) => otherEnd(edge, number) === other && shown.edge[edge]), [number, other]);
    if (kind === "thing") return of([...new Set(actsOfThing.get(number).filter(remains).flatMap((act) => edgesBehind[act]))].filter((edge) => shown.edge[edge]));
    if (kind === "act") return of(edgesBehind[number].filter((edge) => shown.edge[edge]));
    const found = kind === "path" ? path(number, other) : null;
    return found ? { edges: found.edges, nodes: found.nodes } : of([], kind === "path" ? [number, other] : []);
  }
  /** The lines of the chosen edges: those that are drawn, and curves of their own for what a pair's line folds. */
  function linesOf({ kind, number, other }, members) {
    if (kind === "pair" || kind === "edge") {
      const [a, b] = kind === "pair" ? [number, other] : [edges.from[number], edges.to[number]];
      const pair = pairBetween(a, b) ?? { a: Math.min(a, b), edges: [...members] };
      const lines = withStyle(lineForEach(pair));
      open(lines);
      return lines.filter((line) => members.has(line.edges[0]));
    }
    open([]);
    const lines = drawn.lines.filter((line) => line.edges.some((edge) => members.has(edge)));
    const missing = new Set(members);
    for (const line of lines) for (const edge of line.edges) missing.delete(edge);
    const pairs = new Map();
    for (const edge of missing) {
      const a = Math.min(edges.from[edge], edges.to[edge]), key = a + " " + otherEnd(edge, a);
      if (!pairs.has(key)) pairs.set(key, { a, edges: [] });
      pairs.get(key).edges.push(edge);
    }
    return [...lines, ...withStyle([...pairs.values()].flatMap(lineForEach))];
  }
  const withStyle = (lines) => lines.map((line) => ({ ...line, style: [line.hue, line.status, line.unsure, line.width].join() }));

  function lightUp() {
    if (!chosen.kind) {
      open([]);
      light(null);
      return;
    }
    const { edges: members, nodes: ends } = picked();
    const main = chosen.kind === "node" ? [chosen.number] : chosen.kind === "path" || chosen.kind === "pair" ? [chosen.number, chosen.other] : [];
    light({ lines: linesOf(chosen, members), nodes: [...ends], picked: main });
  }
  /** The acts behind what is chosen, of those that are shown where it does not read the whole network. */
  function chosenActs() {
    if (!chosen.kind) return [];
    if (chosen.kind === "act") return [chosen.number];
    if (chosen.kind === "thing") return actsOfThing.get(chosen.number);
    const whole = state.reads === "whole" && (chosen.kind === "node" || chosen.kind === "path");
    return [...picked().edges].flatMap((edge) => edges.acts[edge].filter((act) => whole || !shown.edge[edge] || shown.act[act]));
  }
  let before = null; // what had the focus before the panel took it
  /** Give the focus back to what had it, or where that is gone to the head of the list that is in its place. */
  function giveBack() {
    const lost = document.activeElement === document.body || $("details").contains(document.activeElement);
    if (before && lost) (before.isConnected ? before : $("highest-title")).focus({ preventScroll: true });
    before = null;
  }
  /** Tell anew what is told, and keep what was open. */
  function retell(details) {
    const open = new Map([...details.querySelectorAll("summary")].map((summary) => [summary.textContent, summary.parentElement.open]));
    refill(details, describe());
    for (const summary of details.querySelectorAll("summary")) summary.parentElement.open = open.get(summary.textContent) ?? summary.parentElement.open;
  }
  function tellPanel(focus) {
    const some = Boolean(chosen.kind), details = $("details");
    if (!some && details.hidden) return;
    const scroll = focus ? 0 : details.scrollTop; // what is told anew is read on from where it was
    if (focus) {
      if (some && !details.contains(document.activeElement)) before = document.activeElement;
      details.replaceChildren(...describe());
    } else retell(details);
    details.hidden = !some;
    if (scroll || focus) details.scrollTop = scroll;
    $("overview").hidden = some && !narrow.matches;
    if ((focus || !some) && !narrow.matches) $("legend").open = !some;
    if (!some) giveBack();
    else if (focus) {
      details.querySelector("h2")?.focus({ preventScroll: true });
      $("found").textContent = details.querySelector("h2")?.textContent ?? "";
    }
  }
  /** Choose what the address names, take over its settings, and return whether it moved the view. */
  function follow() {
    const found = parse(location.hash);
    Object.assign(state, found.settings);
    $("message").hidden = !found.unknown.length;
    $("message-words").textContent = found.unknown.length ? "Not in this network: " + found.unknown.join(", ") + "." : "";
    choose(found.kind, found.number, found.other);
    if (isOwn()) return false;
    const before = keptPlace();
    setPlace(found.place);
    return found.place !== before && again();
  }
  /** Move to the place that the address names, and return whether it names one. */
  const again = () => keptPlace() !== "" && moveTo(keptPlace());
  /** Show again what is chosen, after it or what is shown has changed. */
  function tellChoice(focus = false, scroll = focus) {
    lightUp();
    tellPanel(focus);
    markSource(chosenActs(), scroll);
    write();
  }
  function chooseAt(point, slack) {
    const { node, line } = at(point, slack);
    if (node !== null) goToNode(node);
    else if (line) {
      // The line of a pair opens into its acts; one of these is chosen by itself.
      const pair = pairBetween(line.from, line.to);
      go(line.strand && pair?.edges.length > 1 ? ofPair(pair.a, pair.b) : ofEdge(line.edges[0]));
    } else leave();
  }
  view.on("click", ({ pointer }) => chooseAt(pointer.DOM, narrow.matches ? 14 : 8));

  // A few words on what is under the pointer.
  const tip = $("tip");
  function tell(point, size, words) {
    tip.replaceChildren(...words);
    tip.hidden = false;
    // Beside the pointer and inside the field; nothing is measured, which would have the page laid out once more.
    tip.style.transform = "translate(max(4px, min(" + (point.x + 14) + "px, " + (size.width - 4) + "px - 100%)), "
      + (point.y + 120 > size.height ? "calc(" + (point.y - 8) + "px - 100%)" : point.y + 18 + "px") + ")";
  }
  function hide() {
    tip.hidden = true;
    pointAt(null, null);
    $("network").style.cursor = "";
  }
  const inWords = (line) => {
    const [edge] = line.edges;
    if (line.edges.length > 1) {
      const pair = pairBetween(line.from, line.to)?.edges.length ?? line.edges.length;
      return [bdi(short(labelOf(line.from), 50)), " and ", bdi(short(labelOf(line.to), 50)), " ", el("small", {}, line.edges.length + " of " + pair + " edges: " + short([...new Set(line.edges.map((one) => edges.relation[one]))].join(", "), 80))];
    }
    const status = [statusOf(edge) === NOT || edges.modality[edge] === "asserted" ? "" : edges.modality[edge], isUnsure(edge) ? edges.certainty[edge] : ""].filter(Boolean).join(", ");
    return [bdi(short(labelOf(edges.from[edge]), 50)), " ", el("b", {}, edges.relation[edge]), " ", bdi(short(labelOf(edges.to[edge]), 50)), " ", el("small", {}, status)];
  };
  let point = null, size = null, pending = false, held = false;
  const network = $("network");
  network.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || held) return;
    const box = network.getBoundingClientRect();
    point = { x: event.clientX - box.left, y: event.clientY - box.top };
    size = box;
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      if (!point || held) return;
      const { node, line } = at(point);
      if (node === null && !line) return hide();
      pointAt(node, line);
      network.style.cursor = "pointer";
      tell(point, size, node !== null ? [bdi(short(labelOf(node))), " ", el("small", {}, things.kind[node])] : inWords(line));
    });
  });
  network.addEventListener("pointerdown", () => { held = true; hide(); });
  addEventListener("pointerup", () => { held = false; });
  network.addEventListener("pointerleave", () => { point = null; hide(); });
  view.on("zoom", hide);

  // A node that was dragged stays where it was put.
  let dragged = [];
  function carry() {
    const places = view.getPositions(dragged);
    for (const number of dragged) Object.assign(nodes[number], places[number]);
  }
  view.on("dragStart", (event) => {
    dragged = event.nodes;
    if (dragged.length) lift(dragged);
  });
  view.on("dragging", () => {
    if (dragged.length && drawn.lines.length < 1500) requestAnimationFrame(() => {
      carry();
      if (dragged.length) drawAll();
    });
  });
  view.on("dragEnd", () => {
    if (!dragged.length) return;
    carry();
    dragged = [];
    lift([]);
    forget();
    view.unselectAll();
  });
  // What the reader moved the view to is in the address as soon as it rests.
  let moved = false;
  view.on("zoom", () => { moved = true; });
  view.on("dragEnd", (event) => { moved = !event.nodes.length; });
  network.addEventListener("drawn", () => {
    if (!moved) return;
    moved = false;
    setPlace(place());
    write();
  });
  /** Escape closes the part of the page that has the focus; where none has, nothing is chosen any more. */
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const part = document.activeElement?.closest(".drawer, .sheet");
    if (part) {
      const button = document.querySelector("[aria-controls=" + part.id + "]");
      button.click();
      button.focus();
      return;
    }
    clear();
    leave();
  });
  /** Let the address follow the view as soon as that rests. */
  const noteMove = () => { moved = true; };
  /** Move to what is chosen where it is out of view. */
  function bring() {
    if (keptPlace()) noteMove();
    const ends = chosen.kind === "node" ? [chosen.number] : [...picked().nodes].slice(0, 12);
    bringIntoView(ends);
  }

  return { follow, again, tellChoice, noteMove, bring };
})();
