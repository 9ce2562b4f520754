// What is listed beside the work: the named queries by their questions, and the networks.

import { byId, element, isSmall } from "./elements.js";
import { addressOf } from "./address.js";

export function listQuestions(queries) {
  byId("questions-count").textContent = queries.length;
  byId("questions").replaceChildren(...queries.map((one) => element("li", {}, element("a", { href: addressOf({ name: one.name }), "data-name": one.name }, one.question, element("small", {}, one.name)))));
  byId("find").addEventListener("input", () => {
    const words = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const items = [...byId("questions").children];
    for (const item of items) item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word));
    byId("none-found").hidden = items.some((item) => !item.hidden);
  });
}

export function markQuestion(name) {
  for (const link of byId("questions").querySelectorAll("a")) {
    link.removeAttribute("aria-current");
    if (link.dataset.name !== name) continue;
    link.setAttribute("aria-current", "true");
    if (!isSmall()) link.scrollIntoView({ block: "nearest" });
  }
}

export function listNetworks(projections) {
  const options = ["collectives", "since", "as-of"].map(byId);
  const links = projections.map((one) => element("a", { title: one.nodes }, one.name));
  const cards = projections.map((one) => element("a", {}, element("b", {}, one.name), element("small", {}, `Nodes: ${one.nodes}`), element("small", {}, `Edges: ${one.edges}`)));
  const point = () => {
    const told = new URLSearchParams(options.filter((one) => one.value.trim() && one.value !== "keep").map((one) => [one.id, one.value.trim()]));
    for (const list of [links, cards]) list.forEach((link, at) => { link.href = `page/${projections[at].name}${String(told) && `?${told}`}`; });
  };
  for (const option of options) option.addEventListener("input", point);
  byId("networks-count").textContent = projections.length;
  byId("networks").replaceChildren(...links.map((link) => element("li", {}, link)));
  byId("cards").replaceChildren(...cards.map((card) => element("li", {}, card)));
  point();
}
