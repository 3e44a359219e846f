import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, pump } from '../../shared/sync/syncFixture';
import { startTestService } from '../../testing/runningService';
import { askService, changesetOf, PlantCaller, startedPlant } from '../../testing/serviceCaller';
import { bundleService, runServiceCommand, startServiceProcess } from '../../testing/serviceProcess';

describe('the life of the service', () => {
  let program: string;
  let folder: string;
  let token: string;

  beforeAll(async () => {
    program = await bundleService();
    folder = mkdtempSync(join(tmpdir(), 'sightglass-life-'));
    const { out } = await runServiceCommand(['tenant', 'create', 'works', '--json'], { program, folder });
    token = JSON.parse(out).token;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('[V47] SIGTERM ends it in good order: what waits is answered, the exit code is 0', async () => {
    const service = await startServiceProcess({ program, folder });
    const plant = await startedPlant(service.address, token);
    const waiting = plant.ask('/changes?since=1&wait=30');
    expect((await plant.ask('/changes')).status).toBe(200);
    expect(await service.end('SIGTERM')).toBe(0);
    expect((await waiting).status).toBe(200);
    expect(service.printed()).toContain('The service has stopped');
  });

  it('[V48] what was answered is there after SIGKILL, once', async () => {
    const first = await startServiceProcess({ program, folder });
    const plant = await startedPlant(first.address, token);
    const answered = new Set<string>();
    let place = 0;
    const push = async (): Promise<void> => {
      for (;;) {
        const changeset = changesetOf([create(`component p${(place += 1)}`, pump(''))], { base: 1 });
        const answer = await plant.push(changeset).catch(() => undefined);
        if (answer?.status !== 201) {
          return;
        }
        answered.add(changeset.id);
        if (answered.size === 40) {
          await first.end('SIGKILL');
        }
      }
    };
    await Promise.all([push(), push(), push(), push()]);
    const second = await startServiceProcess({ program, folder });
    try {
      const again = new PlantCaller(second.address, token, plant.id);
      const { entries } = (await again.ask('/changes?since=1')).json<{ entries: { id: string }[] }>();
      const ids = entries.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect([...answered].filter((id) => !ids.includes(id))).toEqual([]);
      expect(answered.size).toBeGreaterThanOrEqual(40);
    } finally {
      await second.end('SIGTERM');
    }
  });

  it('[V49] it is ready while it can write, and says so when it is not', async () => {
    const service = await startTestService();
    try {
      expect((await askService(`${service.address}/healthz`)).status).toBe(200);
      expect((await askService(`${service.address}/readyz`)).status).toBe(200);
    } finally {
      await service.dispose();
    }
    let room = true;
    const nearlyFull = await startTestService({ hasDiskSpace: async () => room, now: () => Date.now() });
    try {
      room = false;
      const answer = await askService(`${nearlyFull.address}/readyz`);
      expect([answer.status, answer.json()['detail']]).toEqual([503, 'The disk of the service is nearly full.']);
    } finally {
      await nearlyFull.dispose();
    }
  });
});

describe('what it tells about itself', () => {
  it('[V59] neither tokens nor the pepper are in a log, whatever is asked', async () => {
    const service = await startTestService();
    try {
      const { editor, viewer } = service.tenant.tokens;
      const plant = await startedPlant(service.address, editor);
      await plant.push(changesetOf([create('component p1', pump('P-101'))], { base: 1 }));
      for (const token of [editor, viewer, 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl']) {
        await askService(`${service.address}/v1/me?token=${token}`, { token });
        await askService(`${service.address}/v1/${token}`, { token, method: 'POST', body: { token } });
        await askService(`${service.address}/v1/plants/${token}/changes`, { token, headers: { cookie: token } });
        await plant.ask(`/changes?since=${token}`);
      }
      await askService(`${service.address}/${service.pepper}`);
      const log = service.logLines.join('');
      expect(log.length).toBeGreaterThan(1_000);
      for (const secret of [editor.slice(-43), viewer.slice(-43), service.pepper, 'eyJzdWIiOiJjYW5hcnkifQ']) {
        expect([secret, log.includes(secret)]).toEqual([secret, false]);
      }
    } finally {
      await service.dispose();
    }
  });

  it('[V19] counts requests and changesets, and names no tenant unless it is told to', async () => {
    for (const namesTenants of [false, true]) {
      const service = await startTestService({ namesTenants });
      try {
        const plant = await startedPlant(service.address, service.tenant.tokens.editor);
        await plant.push(changesetOf([create('component p1', { ...pump('P-101'), x: 'left' })], { base: 1 }));
        const { text, headers } = await askService(`${service.address}/metrics`);
        expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
        const route = 'route="/v1/plants/:plantId/changesets",method="POST"';
        expect(text).toContain(`sightglass_requests_total{${route},status="201"} 1\n`);
        expect(text).toContain(`sightglass_request_seconds_bucket{${route},le="+Inf"} 2\n`);
        expect(text).toMatch(/sightglass_changesets_total\{outcome="rejected".*\} 1\n/);
        expect(text).toMatch(/sightglass_store_seconds_count\{work="change"\} \d+\n/);
        expect(text.includes('works')).toBe(namesTenants);
        expect(text).not.toContain(plant.id);
      } finally {
        await service.dispose();
      }
    }
  });
});
