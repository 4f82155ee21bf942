// `cargo xtask edge`: the Worker on this machine with two tenants to try, and a target that
// prints what it gets.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { start } from "./local.js";

const PORT = Number(process.env.PORT ?? 8787);
const ADMIN = "local-admin-token";
const SECRETS = { acme: "acme-local-secret-1", globex: "globex-local-secret" };

const target = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const { host: _, connection, "content-length": __, ...headers } = request.headers;
    const signed = Object.entries(headers).filter(([name]) =>
      /signature|authorization|webhook-/.test(name),
    );
    const lines = signed.map(([name, value]) => `\n    ${name}: ${value}`).join("");
    console.log(`\n  → target got POST ${request.url}${lines}\n    ${Buffer.concat(parts)}`);
    response.writeHead(request.url.startsWith("/broken") ? 500 : 200).end();
  });
});
await new Promise((resolve) => target.listen(0, "127.0.0.1", resolve));
const targetUrl = `http://127.0.0.1:${target.address().port}`;

const { url } = await start({
  folder: fileURLToPath(new URL("../.local", import.meta.url)),
  port: PORT,
  bindings: { ADMIN_TOKEN: ADMIN, ALLOWED_TARGETS: "http private" },
  onOutput: (text) => process.stdout.write(text.replace(/^(?=.)/gm, "  ")),
});
const base = url.origin;

const ask = async (method, path, headers, body) => {
  const response = await fetch(base + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
};

// The target's address changes with each start, so the samples are made anew.
for (const [name, secret] of Object.entries(SECRETS)) {
  await ask("PUT", `/t/${name}`, { Authorization: `Bearer ${ADMIN}` }, { secret });
  const headers = { Authorization: `Bearer ${secret}`, "X-DFNS-USERACTION": secret };
  const { items } = await ask("GET", `/t/${name}/dfns/webhooks`, headers);
  for (const { id } of items) await ask("DELETE", `/t/${name}/dfns/webhooks/${id}`, headers);
  const body = {
    url: `${targetUrl}/${name}`,
    events: ["wallet.created", "wallet.blockchainevent.detected"],
  };
  await ask("POST", `/t/${name}/dfns/webhooks`, headers, body);
}

const { acme } = SECRETS;
console.log(`
hooksieve at the edge, on this machine: ${base}
Tenants acme and globex have a Dfns webhook each, to a target at ${targetUrl} that prints what
it gets. Try:

  # Send an event in. It is answered by what it fires; the target prints the signed delivery.
  curl -s '${base}/t/acme/events/dfns?explain=1' -H 'Authorization: Bearer ${acme}' \\
    -d '{"id":"whe-1","kind":"wallet.created","data":{"wallet":{"id":"wa-1"}}}'

  # Add a webhook; its secret is shown this once. /broken fails, so it is tried again.
  curl -s ${base}/t/acme/dfns/webhooks -H 'Authorization: Bearer ${acme}' \\
    -H 'X-DFNS-USERACTION: ${acme}' -d '{"url":"${targetUrl}/broken","events":["key.created"]}'

  # What is configured, what is open, what came to nothing.
  curl -s ${base}/t/acme/dfns/webhooks -H 'Authorization: Bearer ${acme}'
  curl -s ${base}/t/acme/state -H 'Authorization: Bearer ${acme}'

  # Look at everything that is due, as an alarm does; set up another tenant.
  curl -s -X POST ${base}/t/acme/wake -H 'Authorization: Bearer ${ADMIN}'
  curl -s -X PUT ${base}/t/initech -H 'Authorization: Bearer ${ADMIN}' -d '{}'

What is stored is in edge/.local. Stop it with Ctrl-C.
`);
