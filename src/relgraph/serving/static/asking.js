// Asking: a query goes to the endpoint of this server, and to no other.

const TABLE = "application/sparql-results+json";
export const FORMATS = {
  table: { CSV: ["text/csv", "csv"], TSV: ["text/tab-separated-values", "tsv"], JSON: [TABLE, "json"], XML: ["application/sparql-results+xml", "xml"] },
  graph: { Turtle: ["text/turtle", "ttl"], "N-Triples": ["application/n-triples", "nt"], "RDF/XML": ["application/rdf+xml", "rdf"], "JSON-LD": ["application/ld+json", "jsonld"] },
};

function fieldsOf(query, parameters) {
  return [["query", query], ...Object.entries(parameters).filter(([, value]) => value).map(([name, value]) => [`$${name}`, value])];
}

// The same question as a line for a shell, with its rows as CSV or its triples as Turtle.
export function asCurl(endpoint, query, parameters) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const fields = fieldsOf(query, parameters).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`);
  return ["curl -H 'Accept: text/csv, text/turtle'", ...fields, quoted(endpoint)].join(" ");
}

async function sent(query, parameters, accept, signal) {
  const body = new URLSearchParams(fieldsOf(query, parameters));
  const answer = await fetch("query", { method: "POST", headers: { Accept: accept }, body, signal }).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw Object.assign(new Error("the server does not answer"), { advice: "start relgraph serve again, and open the address that it prints" });
  });
  if (answer.ok) return answer;
  const { detail, advice, limit } = await answer.json();
  throw Object.assign(new Error(detail), { advice, limit });
}

export async function ask(query, parameters, signal) {
  const answer = await sent(query, parameters, `${TABLE}, text/turtle;q=0.9`, signal);
  return answer.headers.get("Content-Type").startsWith(TABLE) ? { table: await answer.json() } : { turtle: await answer.text() };
}

export async function download(query, parameters, [type, suffix], name) {
  const answer = await sent(query, parameters, type);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${name}.${suffix}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
