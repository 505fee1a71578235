// A real identity provider (the npm package oidc-provider) on the loopback address, for the tests. It asks nobody for a
// password: who signs in is what was written into the file PERSON last; "deny" there refuses.
//
//   node provider.mjs CALLBACK PERSON
//
// Prints its address when it is ready. Its clients: "liufa" with the secret "geheim", "public" without one, "es256".
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const [callback, personFile] = process.argv.slice(2);

const key = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), kid: `${alg}-key`, alg, use: 'sig',
});
const client = (id, more) => ({
  client_id: id,
  redirect_uris: [callback],
  response_types: ['code'],
  grant_types: ['authorization_code'],
  ...more,
});

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      client('liufa', { client_secret: 'geheim' }),
      client('public', { token_endpoint_auth_method: 'none' }),
      client('es256', { client_secret: 'geheim', id_token_signed_response_alg: 'ES256' }),
    ],
    jwks: {
      keys: [key('rsa', { modulusLength: 2048 }, 'RS256'), key('ec', { namedCurve: 'P-256' }, 'ES256')],
    },
    cookies: { keys: ['of a test'] },
    pkce: { required: () => true, methods: ['S256'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Whoever signs in agrees to what a client asks for.
    loadExistingGrant: async (context) => {
      const grant = new provider.Grant({
        clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return answer(request, response);
    const person = readFileSync(personFile, 'utf8').trim();
    const result = person === 'deny'
      ? { error: 'access_denied', error_description: 'the person said no' }
      : { login: { accountId: person } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  console.log(issuer);
});
