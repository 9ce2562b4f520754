// The editor: a plain field, in whose place the one of YASGUI comes where the package oxigraph is installed.

import { termCompleter } from "./completion.js";
import { byId, element } from "./elements.js";
import { explainTerms } from "./explaining.js";

const field = byId("text");
let yasqe = null;

function loaded(name, attributes) {
  return new Promise((done, failed) => {
    document.head.append(element(name, { ...attributes, onload: done, onerror: failed }));
  });
}

export async function improveEditor(run, prefixes) {
  const [terms] = await Promise.all([
    fetch("terms.json").then((answer) => answer.json()),
    loaded("link", { rel: "stylesheet", href: "yasgui.min.css" }), loaded("script", { src: "yasgui.min.js" }),
  ]);
  const { Yasqe } = globalThis.Yasgui;
  Yasqe.defaults.autocompleters = ["prefixes", "variables"]; // the others ask servers elsewhere
  Yasqe.registerAutocompleter(termCompleter(terms, prefixes));
  const better = new Yasqe(byId("editor"), {
    persistenceId: null,
    showQueryButton: false,
    createShareableLink: null,
    consumeShareLink: null,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    prefixCcApi: "prefixes.json",
    extraKeys: {
      "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": (editor) => editor.autocomplete(), "Ctrl-/": (editor) => editor.commentLines(),
      Tab: false, "Shift-Tab": false, // who writes with keys alone has to get on
    },
    value: field.value,
  });
  better.setValue(field.value);
  better.getInputField().setAttribute("aria-label", "SPARQL");
  byId("editor-box").addEventListener("toggle", () => better.refresh()); // it measures nothing while it is hidden
  better.on("change", () => field.dispatchEvent(new Event("input")));
  explainTerms(byId("editor"), better, terms, prefixes);
  field.hidden = true;
  byId("keys").hidden = false;
  yasqe = better;
}

export const text = () => (yasqe ? yasqe.getValue() : field.value);

export function write(content) {
  if (content === text()) return; // the cursor and what can be undone stay
  field.value = content;
  if (yasqe) {
    yasqe.setValue(content);
    yasqe.clearHistory();
  }
}

export const whenWritten = (act) => field.addEventListener("input", act);

export function focus() {
  if (yasqe) yasqe.focus();
  else field.focus();
}

// Both count from 1, columns in characters.
export function showPlace(line, column) {
  if (yasqe) {
    yasqe.focus();
    yasqe.setCursor({ line: line - 1, ch: column - 1 });
    yasqe.scrollIntoView(null, 60);
    const handle = yasqe.addLineClass(line - 1, "background", "shown-line");
    setTimeout(() => yasqe.removeLineClass(handle, "background", "shown-line"), 4000);
    return;
  }
  const lines = field.value.split("\n");
  const at = lines.slice(0, line - 1).reduce((total, one) => total + one.length + 1, 0) + column - 1;
  field.focus();
  field.setSelectionRange(at, at + 1);
}
