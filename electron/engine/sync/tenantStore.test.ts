import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Me } from '../../../shared/sync/syncWire';
import { honestMe } from '../../../testing/serviceDocuments';
import { turningSecretBox } from '../../../testing/turningSecretBox';
import { noSecretBox, type SecretBox } from '../secrets/secretBox';
import type { ServiceConnection } from './serviceAnswer';
import { type DisposableClient, type SignIn, TenantStore } from './tenantStore';

// Rule numbers refer to docs/spec/tenants.md.

const token = 'sg_0123456789abcdef_canary-of-the-store';
const address = 'https://plants.example:443';
const works = { address, tenantId: 'works' };
const mill = { address, tenantId: 'mill' };

const never = new AbortController().signal;

let folder = '';
let path = '';
let opened: {
  readonly connection: ServiceConnection;
  readonly accept: (me: Me) => void;
  readonly refuse: () => void;
}[] = [];
let disposed = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-tenants-'));
  path = join(folder, 'user', 'tenants.json');
  opened = [];
  disposed = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function storeWith(box: SecretBox): TenantStore {
  return new TenantStore({
    ...{ path, box },
    open: (connection, { onAccepted = () => undefined, onRefused = () => undefined }) => {
      opened.push({ connection, accept: onAccepted, refuse: onRefused });
      return { me: () => Promise.resolve(honestMe()), dispose: () => (disposed += 1) } as unknown as DisposableClient;
    },
  });
}

function signIn(fields: Partial<SignIn> = {}): SignIn {
  return { address, token, authorityPem: undefined, me: honestMe(), ...fields };
}

const atMill = signIn({
  token: 'other-token',
  me: honestMe({ tenant: { id: 'mill', name: 'Mill' }, subject: 'guest', role: 'viewer' }),
});

test('[Y46] a token goes to the keychain, is there after a restart, and is never told', async () => {
  const tenant = await storeWith(turningSecretBox('a')).keep(signIn());
  expect(tenant).toEqual({
    ...works,
    ...{ name: 'Works', subject: 'engineer@works', role: 'editor', signedIn: true, keeping: 'keychain' },
  });
  expect(readFileSync(path, 'utf8')).not.toContain(token);
  expect(statSync(path).mode & 0o077).toBe(0);
  const again = storeWith(turningSecretBox('a'));
  expect(await again.list()).toEqual([tenant]);
  await again.clientFor(works);
  expect(opened.map(({ connection }) => connection)).toEqual([
    { address, token, authorityPem: undefined, tenantId: 'works' },
  ]);
});

test('[Y47] without a keychain a token stays in memory, is on no disk, and is asked for after a restart', async () => {
  const store = storeWith(noSecretBox);
  expect(await store.keep(signIn())).toMatchObject({ signedIn: true, keeping: 'memory' });
  await store.clientFor(works);
  expect(opened[0]?.connection.token).toBe(token);
  expect(readFileSync(path, 'utf8')).not.toContain(token);
  const again = storeWith(noSecretBox);
  expect(await again.tenantOf(works)).toMatchObject({ name: 'Works', signedIn: false, keeping: 'memory' });
  await expect(again.clientFor(works)).rejects.toMatchObject({
    error: { code: 'service-failed', reason: 'signed-out', host: 'plants.example:443' },
  });
});

test('[Y47] a token that another keychain sealed is asked for again', async () => {
  await storeWith(turningSecretBox('a')).keep(signIn());
  expect(await storeWith(turningSecretBox('b')).tenantOf(works)).toMatchObject({ signedIn: false });
});

test('[Y48] tenants of one address do not see each other’s tokens', async () => {
  const store = storeWith(turningSecretBox('a'));
  await store.keep(signIn());
  await store.keep(atMill);
  expect((await store.list()).map(({ name }) => name)).toEqual(['Mill', 'Works']);
  await store.clientFor(mill);
  await store.clientFor(works);
  expect(opened.map(({ connection }) => [connection.tenantId, connection.token])).toEqual([
    ['mill', 'other-token'],
    ['works', token],
  ]);
  for (const other of [{ address: 'https://plants.example:444' }, { tenantId: 'work' }]) {
    await expect(store.clientFor({ ...works, ...other })).rejects.toMatchObject({ error: { reason: 'signed-out' } });
  }
});

test('[Y49] signing out forgets the token and nothing else; once more forgets the tenant', async () => {
  const store = storeWith(turningSecretBox('a'));
  await store.keep(signIn());
  await store.clientFor(works);
  const plantFile = join(folder, 'a.sightglass');
  writeFileSync(plantFile, '');
  store.rememberPlant(works, 'p', plantFile);
  await store.signOut(works);
  expect(disposed).toBe(1);
  expect(await store.tenantOf(works)).toMatchObject({ signedIn: false });
  expect(store.plantPath(works, 'p')).toBe(plantFile);
  await expect(storeWith(turningSecretBox('a')).clientFor(works)).rejects.toMatchObject({
    error: { reason: 'signed-out' },
  });
  expect(await store.keep(signIn())).toMatchObject({ signedIn: true });
  expect(store.plantPath(works, 'p')).toBe(plantFile);
  await store.signOut(works);
  await store.signOut(works);
  await store.signOut(works);
  expect(await store.list()).toEqual([]);
  expect(existsSync(plantFile)).toBe(true);
});

test('[Y49] who keeps a client goes on with the token of a new sign-in, and is refused after a sign-out', async () => {
  const store = storeWith(turningSecretBox('a'));
  await store.keep(signIn());
  const client = await store.clientFor(works);
  await client.me(never);
  await (await store.clientFor(works)).me(never);
  expect(opened).toHaveLength(1);
  await store.keep(signIn({ token: 'newer' }));
  await client.me(never);
  expect(opened.map(({ connection }) => connection.token)).toEqual([token, 'newer']);
  expect(disposed).toBe(1);
  await store.signOut(works);
  expect(disposed).toBe(2);
  await expect(client.me(never)).rejects.toMatchObject({ error: { reason: 'signed-out' } });
});

test('[Y50] a token that the service does not know any more is told, and forgotten by nobody but the person', async () => {
  const store = storeWith(turningSecretBox('a'));
  await store.keep(signIn());
  await store.clientFor(works);
  opened[0]?.refuse();
  expect(await store.tenantOf(works)).toMatchObject({ signedIn: false });
  expect(await store.clientFor(works)).toBeDefined();
  opened[0]?.accept(honestMe());
  expect(await store.tenantOf(works)).toMatchObject({ signedIn: true });
  opened[0]?.refuse();
  await store.signOut(works);
  expect(await store.list()).toEqual([]);
});

test('[Y50] a role that was changed is known as soon as the service says so', async () => {
  const store = storeWith(turningSecretBox('a'));
  await store.keep(signIn());
  await (await store.clientFor(works)).me(never);
  opened[0]?.accept(honestMe({ role: 'viewer', tenant: { id: 'works', name: 'New works' } }));
  expect(await store.tenantOf(works)).toMatchObject({ role: 'viewer', name: 'New works', signedIn: true });
  expect(await storeWith(turningSecretBox('a')).tenantOf(works)).toMatchObject({ role: 'viewer' });
});

test('[Y51] where a plant of a tenant is on this machine is remembered, and what is gone is not told', async () => {
  const store = storeWith(noSecretBox);
  await store.keep(signIn());
  await store.keep(atMill);
  const file = join(folder, 'a.sightglass');
  writeFileSync(file, '');
  store.rememberPlant(works, '__proto__', file);
  store.rememberPlant(works, 'p', file);
  const again = storeWith(noSecretBox);
  expect(again.plantPath(works, 'p')).toBe(file);
  expect(again.plantPath(mill, 'p')).toBeUndefined();
  expect(again.plantPath(works, 'toString')).toBeUndefined();
  rmSync(file);
  expect(again.plantPath(works, 'p')).toBeUndefined();
});

test('[Y52] the certificates of an authority stay with the address', async () => {
  const store = storeWith(noSecretBox);
  await store.keep(signIn({ authorityPem: 'PEM' }));
  await store.clientFor(works);
  expect(opened[0]?.connection.authorityPem).toBe('PEM');
  expect(storeWith(noSecretBox).authorityFor(address)).toBe('PEM');
  expect(store.authorityFor('https://plants.example:444')).toBeUndefined();
});

test('[Y53] a file that cannot be read is set aside; one that cannot be written changes nothing', async () => {
  const store = storeWith(turningSecretBox('a'));
  await store.keep(signIn());
  writeFileSync(path, '{ "version": 1, "tenants": [5] }');
  const again = storeWith(turningSecretBox('a'));
  expect(await again.list()).toEqual([]);
  expect(existsSync(`${path}.damaged`)).toBe(true);
  rmSync(join(folder, 'user'), { recursive: true });
  writeFileSync(join(folder, 'user'), 'in the way');
  await expect(again.keep(signIn())).rejects.toMatchObject({ error: { code: 'write-failed' } });
  expect(await again.list()).toEqual([]);
});
