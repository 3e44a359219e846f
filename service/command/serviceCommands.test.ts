import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bundleService,
  runServiceCommand,
  type ServiceCommandResult,
  type ServiceProcess,
  type ServiceProcessOptions,
  startServiceProcess,
} from '../../testing/serviceProcess';
import { askService, startedPlant } from '../../testing/serviceCaller';

describe('the command line of the service', () => {
  let program: string;
  let folder: string;
  let service: ServiceProcess;

  const run = (...words: readonly string[]): Promise<ServiceCommandResult> =>
    runServiceCommand(words, { program, folder });

  async function tokenOf(...words: readonly string[]): Promise<string> {
    const { out, code, error } = await run(...words, '--json');
    expect([code, error]).toEqual([0, '']);
    const { token }: { token: string } = JSON.parse(out);
    return token;
  }

  async function statusOf(token: string): Promise<number> {
    return (await askService(`${service.address}/v1/me`, { token })).status;
  }

  beforeAll(async () => {
    program = await bundleService();
    folder = mkdtempSync(join(tmpdir(), 'sightglass-command-'));
    service = await startServiceProcess({ program, folder });
  });
  afterAll(async () => {
    await service.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('[V40] starts without being told anything, and says what to do next', () => {
    expect(service.printed()).toContain('npm run service -- tenant create NAME');
    expect(statSync(join(folder, 'pepper')).mode & 0o777).toBe(0o600);
  });

  it('[V41] one command makes a tenant, with an address and a token that a running service takes at once', async () => {
    const { out } = await run('tenant', 'create', 'North Works', '--address', 'https://plants.example.org/');
    expect(out).toContain('https://plants.example.org\n');
    const token = /sg_[0-9a-f]{16}_[\w-]{43}/.exec(out)?.[0] ?? '';
    const me = await askService(`${service.address}/v1/me`, { token });
    expect(me.json()).toMatchObject({ tenant: { id: 'north-works', name: 'North Works' }, role: 'admin' });
    const again = await run('tenant', 'create', 'north works');
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.error).toContain('already');
  });

  const addressOf = async (name: string, options: Partial<ServiceProcessOptions> = {}): Promise<string> => {
    const place = { program, folder, ...options };
    const { out } = await runServiceCommand(['tenant', 'create', name, '--json'], place);
    const { address }: { address: string } = JSON.parse(out);
    return address;
  };

  it('[V95] the address is that of the service that runs, unless another one is given', async () => {
    expect(new URL(service.address).port).not.toBe('8740');
    expect(await addressOf('Running')).toBe(service.address);
    const environment = { SIGHTGLASS_SERVICE_ADDRESS: 'https://plants.example.org' };
    expect(await addressOf('Given', { environment })).toBe('https://plants.example.org');
  });

  it('[V95] while none runs, the address is that at which it would', async () => {
    const other = mkdtempSync(join(folder, 'other-'));
    const environment = { SIGHTGLASS_SERVICE_HOST: '0.0.0.0', SIGHTGLASS_SERVICE_PORT: '9731' };
    expect(await addressOf('One', { folder: other })).toBe('http://127.0.0.1:8740');
    expect(await addressOf('Two', { folder: other, environment })).toBe('http://localhost:9731');
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const everywhere = { program, folder: other, environment: { SIGHTGLASS_SERVICE_HOST: '0.0.0.0' } };
      const short = await startServiceProcess(everywhere);
      const { port } = new URL(short.address);
      expect(await addressOf(`While ${signal}`, { folder: other })).toBe(`http://localhost:${port}`);
      await short.end(signal);
      expect(await addressOf(`After ${signal}`, { folder: other })).toBe('http://127.0.0.1:8740');
    }
    writeFileSync(join(other, 'running.json'), 'no JSON');
    expect(await addressOf('Three', { folder: other })).toBe('http://127.0.0.1:8740');
  });

  it('[V42] one command drops a tenant with everything in it, but not by accident', async () => {
    const token = await tokenOf('tenant', 'create', 'Short');
    await startedPlant(service.address, token);
    const refused = await run('tenant', 'drop', 'short');
    expect([refused.code, await statusOf(token)]).toEqual([2, 200]);
    expect(refused.error).toContain('Works');
    expect((await run('tenant', 'drop', 'short', '--yes')).code).toBe(0);
    expect(await statusOf(token)).toBe(401);
    expect((await run('tenant', 'list')).out).not.toContain('short');
  });

  it('[V43] tokens are made, listed without their secrets, and revoked', async () => {
    await run('tenant', 'create', 'Tokens');
    const token = await tokenOf('token', 'create', '--tenant', 'tokens', '--role', 'viewer', '--subject', 'Kim');
    expect(await statusOf(token)).toBe(200);
    const secret = token.slice(-43);
    const list = await run('token', 'list', '--tenant', 'tokens');
    expect(list.out).toContain('Kim, viewer, all plants, valid');
    expect(list.out).not.toContain(secret);
    expect((await run('token', 'revoke', token, '--tenant', 'tokens')).code).toBe(0);
    expect(await statusOf(token)).toBe(401);
    expect(readFileSync(join(folder, 'tenants', 'tokens.sqlite')).includes(secret)).toBe(false);
  });

  it('[V44] a call that is not right changes nothing and says how it is written', async () => {
    for (const words of [
      ['tenant', 'create'],
      ['tenant', 'make', 'x'],
      ['tenant', 'create', '§§'],
      ['token', 'create', '--tenant', 'x', '--role', 'king', '--subject', 'y'],
      ['--port', '70000'],
      ['--certificate', 'missing.pem'],
      ['tenant', 'list', '--yes'],
    ]) {
      const { code, out, error } = await run(...words);
      expect([words, code, out]).toEqual([words, 2, '']);
      expect(error).toContain('--help');
    }
  });

  it('[V45] a port that is taken is said in a sentence', async () => {
    const { port } = new URL(service.address);
    const { code, error } = await run('--port', port);
    const sentence = `Port ${port} of 127.0.0.1 is in use by another program. Choose another one with --port.\n`;
    expect([code, error]).toEqual([1, sentence]);
  });

  it('[V46] a pepper that others can read, or that is too short, starts nothing', async () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    writeFileSync(join(open, 'pepper'), 'x'.repeat(43), { mode: 0o644 });
    const readable = await runServiceCommand(['tenant', 'create', 'x'], { program, folder: open });
    expect([readable.code, readable.error]).toEqual([2, expect.stringContaining('chmod 600')]);
    const environment = { SIGHTGLASS_SERVICE_PEPPER: 'short' };
    const short = await runServiceCommand(['tenant', 'create', 'x'], { program, folder, environment });
    expect([short.code, short.error]).toEqual([2, expect.stringContaining('SIGHTGLASS_SERVICE_PEPPER')]);
  });
});
