// Signs in with openid-client by authorization code and PKCE, listening for the browser on a port of its own.
//
//     NODE_EXTRA_CA_CERTS=certificate.pem node code_login.js https://HOST CLIENT_ID

import { once } from "node:events";
import { createServer } from "node:http";
import * as client from "openid-client";

const [base, clientId] = process.argv.slice(2);

const config = await client.discovery(new URL(`${base}/auth`), clientId, undefined, client.None(), {
  algorithm: "oauth2",
});
const server = createServer().listen(0, "127.0.0.1");
await once(server, "listening");
const ownAddress = `http://127.0.0.1:${server.address().port}`;

const pkceCodeVerifier = client.randomPKCECodeVerifier();
const expectedState = client.randomState();
const link = client.buildAuthorizationUrl(config, {
  redirect_uri: `${ownAddress}/callback`,
  scope: "report:read offline_access",
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: "S256",
  state: expectedState,
});
console.log(link.href);

const answer = await new Promise((resolve) => {
  server.on("request", (request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<!doctype html><title>Signed in</title>You can close this window.");
    if (request.url.startsWith("/callback")) resolve(new URL(request.url, ownAddress));
  });
});
const token = await client.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState });
const runs = await client.fetchProtectedResource(
  config,
  token.access_token,
  new URL(`${base}/integration/api/v1/test_run?limit=1`),
  "GET",
);
const renewed = await client.refreshTokenGrant(config, token.refresh_token);
server.closeAllConnections();
server.close();

console.log(
  JSON.stringify({
    issuer: config.serverMetadata().issuer,
    scope: token.scope,
    status: runs.status,
    is_renewed: renewed.access_token !== token.access_token,
  }),
);
