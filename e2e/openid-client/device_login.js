// Signs in with openid-client, which finds the server's metadata by the issuer alone, then reads and renews.
//
//     NODE_EXTRA_CA_CERTS=certificate.pem node device_login.js https://HOST CLIENT_ID

import * as client from "openid-client";

const [base, clientId] = process.argv.slice(2);
const scope = "report:read report:write offline_access";

const config = await client.discovery(new URL(`${base}/auth`), clientId, undefined, client.None(), {
  algorithm: "oauth2",
});
const begun = await client.initiateDeviceAuthorization(config, { scope });
console.log(begun.verification_uri_complete);

const token = await client.pollDeviceAuthorizationGrant(config, begun);
const runs = await client.fetchProtectedResource(
  config,
  token.access_token,
  new URL(`${base}/integration/api/v1/test_run?limit=1`),
  "GET",
);
const renewed = await client.refreshTokenGrant(config, token.refresh_token);

console.log(
  JSON.stringify({
    issuer: config.serverMetadata().issuer,
    scope: token.scope,
    status: runs.status,
    is_renewed: renewed.access_token !== token.access_token,
  }),
);
