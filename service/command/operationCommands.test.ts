import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, pump } from '../../shared/sync/syncFixture';
import {
  askService,
  changesetOf,
  type PlantCaller,
  type ServiceAnswer,
  startedPlant,
} from '../../testing/serviceCaller';
import {
  bundleService,
  runServiceCommand,
  type ServiceProcess,
  startServiceProcess,
} from '../../testing/serviceProcess';

describe('backup, restore, verify and export from the command line', () => {
  let program: string;
  let folder: string;
  let data: string;
  let service: ServiceProcess;
  let token: string;
  let plant: PlantCaller;

  const run = (...words: readonly string[]) => runServiceCommand(words, { program, folder: data });
  const epoch = async (): Promise<unknown> => (await askService(`${service.address}/v1/me`, { token })).json()['epoch'];
  const addPump = (id: string): Promise<ServiceAnswer> =>
    plant.push(changesetOf([create(`component ${id}`, pump(''))], { base: 1 }));

  beforeAll(async () => {
    program = await bundleService();
    folder = mkdtempSync(join(tmpdir(), 'sightglass-operations-'));
    data = mkdtempSync(join(folder, 'data-'));
    token = JSON.parse(
      (await runServiceCommand(['tenant', 'create', 'works', '--json'], { program, folder: data })).out,
    ).token;
    service = await startServiceProcess({ program, folder: data });
    plant = await startedPlant(service.address, token);
  });
  afterAll(async () => {
    await service.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('[V86] a tenant is backed up, lost and restored while the service runs, and is another epoch then', async () => {
    await addPump('p1');
    const before = await epoch();
    const backup = join(folder, 'backup');
    expect(await run('backup', '--into', backup)).toMatchObject({ code: 0, error: '' });
    await addPump('p2');
    expect(await run('restore', '--from', backup)).toMatchObject({ code: 1, out: '' });
    expect(await run('tenant', 'drop', 'works', '--yes')).toMatchObject({ code: 0 });
    expect(await run('restore', '--from', backup, '--tenant', 'works')).toMatchObject({ code: 0, error: '' });
    expect((await plant.ask('/changes?since=2')).json()).toMatchObject({ entries: [], head: { seq: 2 } });
    expect((await plant.ask('/changes?since=3')).status).toBe(410);
    expect(await epoch()).not.toBe(before);
  });

  it('[V87] verify says what it looked through; rotate-epoch makes a new epoch when it is meant', async () => {
    const verified = await run('verify', '--json');
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ tenants: 1, plants: 1, problems: [] });
    const before = await epoch();
    expect((await run('rotate-epoch', '--tenant', 'works')).code).toBe(2);
    expect(await epoch()).toBe(before);
    const rotated = await run('rotate-epoch', '--tenant', 'works', '--yes', '--json');
    expect(await epoch()).toBe(JSON.parse(rotated.out).epoch);
  });

  it('[V88] an export is lines of JSON in a file that was not there', async () => {
    const target = join(folder, 'works.jsonl');
    expect((await run('export', '--tenant', 'works', '--into', target)).code).toBe(0);
    const lines = readFileSync(target, 'utf8').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line)).length).toBeGreaterThan(5);
    expect(readFileSync(target, 'utf8')).not.toContain(token.slice(-43));
    expect((await run('export', '--tenant', 'works', '--into', target)).code).toBe(1);
  });
});
