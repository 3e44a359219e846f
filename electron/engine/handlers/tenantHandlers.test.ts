import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SecretBox } from '../secrets/secretBox';
import { noSecretBox } from '../secrets/secretBox';
import { answered, type EngineOnPorts, startEngineOnPorts } from '../../../testing/engineOnPorts';
import { answerJson, type ScriptedServer, startScriptedServer } from '../../../testing/scriptedServer';
import { honestMe, honestPlant, problemOf, testPlantId } from '../../../testing/serviceDocuments';
import { testCertificates } from '../../../testing/testCertificates';
import { turningSecretBox } from '../../../testing/turningSecretBox';

// Rule numbers refer to docs/spec/tenants.md.

const token = 'sg_0123456789abcdef_canary-of-the-handlers';
let folder = '';
let server: ScriptedServer;
let running: EngineOnPorts[] = [];
let isRevoked = false;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-sign-in-'));
  running = [];
  isRevoked = false;
  server = await startScriptedServer(({ url, headers }, response) => {
    if (isRevoked || headers.authorization !== `Bearer ${token}`) {
      // As unkind as can be: it says aloud what it was told.
      answerJson(response, 401, problemOf(401, 'unauthorized', { detail: `no ${headers.authorization ?? ''}` }));
    } else {
      answerJson(response, 200, url === '/v1/me' ? honestMe() : { plants: [honestPlant()] });
    }
  }, true);
});
afterEach(async () => {
  running.forEach(({ engine }) => engine.close());
  await server.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function start(secrets: SecretBox): EngineOnPorts {
  const started = startEngineOnPorts({
    userDataFolder: join(folder, 'user'),
    onProjectChanged: () => undefined,
    secrets,
  });
  running.push(started);
  return started;
}

function authorityFile(): string {
  const path = join(folder, 'authority.pem');
  writeFileSync(path, testCertificates.authorityPem);
  return path;
}

function everythingWritten(): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
}

test('[Y46] a person signs in, sees the plants, and is still signed in after a restart; the token is told to no window', async () => {
  const { client, received } = start(turningSecretBox('a'));
  const request = { address: ` ${server.url}/ `, token: `\n${token} `, authorityPath: authorityFile() };
  const tenant = await answered(client.call('tenants:sign-in', request));
  expect(tenant).toMatchObject({ address: server.url, tenantId: 'works', name: 'Works', signedIn: true });
  const { head, name, changedAtMs, components } = honestPlant();
  const plants = [{ id: testPlantId, name, revision: head.seq, changedAtMs, components }];
  expect(await answered(client.call('tenants:plants', tenant))).toEqual({ plants });
  const again = start(turningSecretBox('a'));
  expect(await answered(again.client.call('tenants:list', {}))).toEqual({ tenants: [tenant] });
  expect(await answered(again.client.call('tenants:plants', tenant))).toEqual({ plants });
  expect(JSON.stringify([received, again.received])).not.toContain('canary-of-the-handlers');
});

test('[Y51] a plant that is on this machine says where', async () => {
  const { client, engine } = start(noSecretBox);
  const request = { address: server.url, token, authorityPath: authorityFile() };
  const tenant = await answered(client.call('tenants:sign-in', request));
  const path = join(folder, 'here.sightglass');
  writeFileSync(path, '');
  engine.tenantStore.rememberPlant(tenant, testPlantId, path);
  expect(await answered(client.call('tenants:plants', tenant))).toMatchObject({ plants: [{ localPath: path }] });
});

test('[Y50] a token that is revoked is told with its reason, and signing in again needs only a new one', async () => {
  const { client } = start(turningSecretBox('a'));
  const request = { address: server.url, token, authorityPath: authorityFile() };
  const tenant = await answered(client.call('tenants:sign-in', request));
  isRevoked = true;
  expect(await client.call('tenants:plants', tenant)).toMatchObject({ ok: false, error: { reason: 'signed-out' } });
  expect(await answered(client.call('tenants:list', {}))).toMatchObject({ tenants: [{ signedIn: false }] });
  isRevoked = false;
  // The authority's certificates are known from before.
  expect(await answered(client.call('tenants:sign-in', { address: server.url, token }))).toEqual(tenant);
  await answered(client.call('tenants:sign-out', tenant));
  expect(await client.call('tenants:plants', tenant)).toMatchObject({ ok: false, error: { reason: 'signed-out' } });
});

test('[Y46] the token is in no file, no answer and no failure, whatever goes wrong', async () => {
  for (const secrets of [noSecretBox, turningSecretBox('a')]) {
    const { client, received } = start(secrets);
    const path = join(folder, `${String(running.length)}.sightglass`);
    await answered(client.call('project:create', { path, name: 'Boiler house', timeZone: 'UTC' }));
    const authorityPath = authorityFile();
    await client.call('tenants:sign-in', { address: server.url, token });
    await client.call('tenants:sign-in', { address: server.url, token: `${token}x`, authorityPath });
    await client.call('tenants:sign-in', { address: `https://u:${token}@plants.example`, token, authorityPath });
    await client.call('tenants:sign-in', { address: server.url, token, authorityPath: join(folder, 'none.pem') });
    const tenant = await answered(client.call('tenants:sign-in', { address: server.url, token, authorityPath }));
    isRevoked = true;
    await client.call('tenants:plants', tenant);
    isRevoked = false;
    await client.call('tenants:sign-out', tenant);
    expect(received.length).toBeGreaterThan(7);
    expect(JSON.stringify(received)).not.toContain('canary-of-the-handlers');
  }
  running.forEach(({ engine }) => engine.close());
  const written = everythingWritten();
  expect(written).toContain('Boiler house');
  expect(written).not.toContain('canary-of-the-handlers');
});

test('[Y45] an address that is none is told before anything is sent', async () => {
  const { client } = start(noSecretBox);
  const answer = await client.call('tenants:sign-in', { address: 'http://plants.example', token });
  expect(answer).toMatchObject({
    ok: false,
    error: { reason: 'not-a-service', detail: expect.stringContaining('over https only') },
  });
});
