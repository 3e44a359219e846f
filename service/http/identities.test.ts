import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentitySettings } from '../auth/identityVerifier';
import { startTestService, type TestService } from '../../testing/runningService';
import { askService } from '../../testing/serviceCaller';

/** A provider of identities on loopback: its discovery document and its keys. */
class Provider {
  issuer = '';
  keys: JWK[] = [];
  asked = 0;
  #isDown = false;
  readonly #server: Server = createServer((request, response) => {
    if (this.#isDown) {
      response.writeHead(500).end();
      return;
    }
    response.setHeader('content-type', 'application/json');
    if (request.url === '/keys') {
      this.asked += 1;
      response.end(JSON.stringify({ keys: this.keys }));
    } else {
      response.end(JSON.stringify({ issuer: this.issuer, jwks_uri: `${this.issuer}/keys` }));
    }
  });

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.issuer = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  fail(isDown: boolean): void {
    this.#isDown = isDown;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe('identities of a provider', () => {
  const provider = new Provider();
  let service: TestService;
  let key: CryptoKey;
  let settings: IdentitySettings;

  beforeAll(async () => {
    await provider.start();
    const pair = await generateKeyPair('ES256');
    key = pair.privateKey;
    provider.keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }];
    settings = {
      ...{ issuer: provider.issuer, audience: 'sightglass', algorithms: ['ES256'], keysUrl: undefined },
      ...{ tenant: { claim: 'org' }, roleClaim: 'realm.roles', roles: new Map([['leads', 'approver']]) },
      subjectClaim: 'email',
    };
    service = await startTestService({ identities: settings });
  });
  afterAll(async () => {
    await service.dispose();
    provider.stop();
  });

  interface Wish {
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly issuer?: string;
    readonly audience?: string;
    readonly expires?: number | string;
    readonly signedBy?: CryptoKey;
  }

  const claims = { org: 'works', email: 'kim@example.org', realm: { roles: ['other', 'viewer', 'leads'] } };

  function tokenOf({ claims: more, issuer, audience, expires, signedBy }: Wish = {}): Promise<string> {
    return new SignJWT({ ...claims, ...more })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject('u1')
      .setIssuer(issuer ?? provider.issuer)
      .setAudience(audience ?? 'sightglass')
      .setExpirationTime(expires ?? '5m')
      .sign(signedBy ?? key);
  }

  const me = (token: string, at = service) => askService(`${at.address}/v1/me`, { token });

  it('[V38] claims say tenant, role and author, as the settings map them', async () => {
    const answer = await me(await tokenOf());
    expect(answer.json()).toMatchObject({ tenant: { id: 'works' }, subject: 'kim@example.org', role: 'approver' });
    const asked = provider.asked;
    await me(await tokenOf());
    expect(provider.asked).toBe(asked);
    const audit = await askService(`${service.address}/v1/audit`, { token: service.tenant.tokens.admin });
    expect(audit.text.match(/identity:signed-in/g)).toHaveLength(1);
  });

  it('[V39] what is not exactly as it has to be opens nothing', async () => {
    const stranger = (await generateKeyPair('ES256')).privateKey;
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const tokens = [
      await tokenOf({ issuer: 'https://elsewhere.example.org' }),
      await tokenOf({ audience: 'another' }),
      await tokenOf({ expires: nowSeconds - 61 }),
      await tokenOf({ signedBy: stranger }),
      await tokenOf({ claims: { org: 'nobody' } }),
      await tokenOf({ claims: { org: '../works' } }),
      await tokenOf({ claims: { realm: { roles: ['other'] } } }),
      await tokenOf({ claims: { email: 7 } }),
      new UnsecuredJWT(claims).setIssuer(provider.issuer).setAudience('sightglass').setExpirationTime('5m').encode(),
    ];
    const statuses = await Promise.all(tokens.map(async (token) => (await me(token)).status));
    expect(statuses).toEqual(tokens.map(() => 401));
    // The clocks of two machines may be a minute apart.
    expect((await me(await tokenOf({ expires: nowSeconds - 30 }))).status).toBe(200);
  });

  it('[V39] a provider that cannot be asked is no reason to turn somebody away for good', async () => {
    provider.fail(true);
    const other = await startTestService({ identities: settings });
    try {
      const answer = await me(await tokenOf(), other);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      provider.fail(false);
      expect((await me(await tokenOf(), other)).status).toBe(200);
    } finally {
      await other.dispose();
    }
  });
});
