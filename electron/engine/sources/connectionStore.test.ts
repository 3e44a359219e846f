import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noSecretBox, type SecretBox } from '../secrets/secretBox';
import { type ConnectionChoice, ConnectionStore } from './connectionStore';

// Rule numbers refer to docs/spec/sources.md.

const secret = 'tok-7f3a-canary';
const url = 'https://historian:8086';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-connections-'));
  path = join(folder, 'user', 'connections.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keychain that seals by turning the text around; another key cannot open what this one sealed. */
function boxWith(key: string): SecretBox {
  const turned = (text: string): string => [...text].reverse().join('');
  return {
    keeping: () => Promise.resolve('keychain'),
    seal: (text) => Promise.resolve(`${key}:${turned(text)}`),
    open: (sealed) => Promise.resolve(sealed.startsWith(`${key}:`) ? turned(sealed.slice(key.length + 1)) : undefined),
  };
}

function choice(fields: Partial<ConnectionChoice> = {}): ConnectionChoice {
  return {
    url,
    credentials: { kind: 'token', user: '', secret },
    authority: { from: 'system' },
    writeBack: { enabled: false, database: '', retentionPolicy: '' },
    ...fields,
  };
}

function everythingWritten(): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

test('[Q1] a secret goes to the keychain, is there after a restart, and is never told', async () => {
  const kept = await new ConnectionStore(path, boxWith('a')).keep(choice());
  expect(kept).toMatchObject({ kind: 'token', hasSecret: true, keeping: 'keychain' });
  expect(JSON.stringify(kept)).not.toContain(secret);
  expect(everythingWritten()).not.toContain(secret);
  expect(statSync(path).mode & 0o077).toBe(0);
  const again = new ConnectionStore(path, boxWith('a'));
  expect(await again.connectionTo({ url: 'HTTPS://Historian:8086/x', organization: 'o' })).toMatchObject({
    organization: 'o',
    credentials: { kind: 'token', token: secret },
  });
});

test('[Q2] without a keychain a secret stays in memory and is on no disk', async () => {
  const store = new ConnectionStore(path, noSecretBox);
  expect(await store.keep(choice())).toMatchObject({ hasSecret: true, keeping: 'memory' });
  expect(await store.connectionTo({ url, organization: '' })).toMatchObject({ credentials: { token: secret } });
  expect(everythingWritten()).not.toContain(secret);
  const again = new ConnectionStore(path, noSecretBox);
  expect(await again.keptFor(url)).toMatchObject({ kind: 'token', hasSecret: false });
  await expect(again.connectionTo({ url, organization: '' })).rejects.toMatchObject({
    error: { code: 'source-failed', reason: 'no-secret', host: 'historian:8086' },
  });
});

test('[Q2] a secret that another keychain sealed is asked for again', async () => {
  await new ConnectionStore(path, boxWith('a')).keep(choice());
  const moved = new ConnectionStore(path, boxWith('b'));
  expect(await moved.keptFor(url)).toMatchObject({ kind: 'token', hasSecret: false });
});

test('[Q3] addresses do not see each other’s secrets', async () => {
  const store = new ConnectionStore(path, boxWith('a'));
  await store.keep(choice());
  for (const other of ['http://historian:8086', 'https://historian:8087', 'https://historian.evil:8086']) {
    expect(await store.keptFor(other)).toMatchObject({ kind: 'none', hasSecret: false });
    expect((await store.connectionTo({ url: other, organization: '' })).credentials).toEqual({ kind: 'none' });
  }
});

test('[Q3] a secret that is not entered again stays; without credentials it goes', async () => {
  const store = new ConnectionStore(path, boxWith('a'));
  await store.keep(choice());
  await store.keep(choice({ credentials: { kind: 'password', user: 'op' } }));
  expect(await store.connectionTo({ url, organization: '' })).toMatchObject({
    credentials: { kind: 'password', user: 'op', password: secret },
  });
  await store.keep(choice({ credentials: { kind: 'none', user: '' } }));
  expect(await store.keptFor(url)).toMatchObject({ kind: 'none', hasSecret: false });
});

test('[Q4] certificates are read from a PEM file and kept', async () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const file = join(folder, 'authority.pem');
  writeFileSync(file, pem);
  const store = new ConnectionStore(path, boxWith('a'));
  await store.keep(choice({ authority: { from: 'file', path: file } }));
  rmSync(file);
  await store.keep(choice({ authority: { from: 'kept' } }));
  expect((await store.connectionTo({ url, organization: '' })).authorityPem).toBe(pem);
  await expect(store.keep(choice({ authority: { from: 'file', path: file } }))).rejects.toMatchObject({
    error: { code: 'file-missing' },
  });
  await store.keep(choice({ authority: { from: 'system' } }));
  expect((await store.connectionTo({ url, organization: '' })).authorityPem).toBeUndefined();
});

test('[Q5] a file that cannot be read is set aside, and credentials are entered again', async () => {
  const store = new ConnectionStore(path, boxWith('a'));
  await store.keep(choice());
  writeFileSync(path, '{ "version": 1, "connections": { "x": 5 } }');
  const again = new ConnectionStore(path, boxWith('a'));
  expect(await again.keptFor(url)).toMatchObject({ hasSecret: false });
  expect(existsSync(`${path}.damaged`)).toBe(true);
});
