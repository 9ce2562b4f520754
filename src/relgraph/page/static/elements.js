// Elements: the page is built of these. Every text enters as a text node, never as markup.
relgraph.elements = (() => {
  "use strict";

  const $ = (id) => document.getElementById(id);

  /** An HTML element; `on` is called on a click, and what is null, undefined or "" among the children is left out. */
  function el(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") made.addEventListener("click", value);
      else if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  function svg(name, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** A text cut to a number of code points. */
  const short = (text, length = 110) => {
    const points = text.length > length ? [...text.slice(0, 2 * length + 2)] : [];
    return points.length > length ? points.slice(0, length - 1).join("") + "…" : text;
  };
  /** A text as it may be drawn or written to a file: nothing in it turns a line around, hides or is no character of XML. */
  const clean = (text) => text.replace(/\s+/gu, " ").replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "\ufffd").replace(/(?![\u200c\u200d])\p{Cf}/gu, "");
  /** A text whose direction leaves that of the text around it alone. */
  const bdi = (text) => el("bdi", {}, text);

  /** Items with a mark between them. */
  function list(items, mark = ", ") {
    return items.flatMap((item, place) => (place ? [mark, item] : [item]));
  }

  /** Give a part of the page other children; what had the focus there goes by its words, and has it again. */
  function refill(part, children) {
    const nameOf = (element) => element.tagName + element.textContent;
    const had = part.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    part.replaceChildren(...children);
    if (had !== null) [...part.querySelectorAll("a, button, select, summary, [tabindex]")].find((one) => nameOf(one) === had)?.focus({ preventScroll: true });
  }

  return { $, el, svg, short, clean, bdi, list, refill };
})();
