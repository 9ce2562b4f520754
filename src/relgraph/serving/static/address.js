// The address: what is asked stands behind its #, so that a link, a bookmark and the way back lead to it.

export function readAddress() {
  const told = new URLSearchParams(location.hash.slice(1));
  const parameters = Object.fromEntries([...told].filter(([key]) => key.startsWith("$")).map(([key, value]) => [key.slice(1), value]));
  return { name: told.get("name"), query: told.get("query"), thing: told.get("thing"), parameters };
}

export function addressOf({ name, query, thing }, parameters = {}) {
  const told = new URLSearchParams();
  if (thing) told.set("thing", thing);
  else if (name) told.set("name", name);
  else told.set("query", query);
  for (const [key, value] of Object.entries(parameters)) if (value) told.set(`$${key}`, value);
  return `#${told}`;
}
