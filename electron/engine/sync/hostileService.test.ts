import { build } from 'esbuild';
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { AppFailure } from '../../../shared/lib/appError';
import type { ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import { hostileBodies } from '../../../testing/hostileService/hostileBodies';
import { hostilePlaces } from '../../../testing/hostileService/hostilePlaces';
import { type HostilePlay, says } from '../../../testing/hostileService/hostilePlay';
import {
  clientForHostility,
  hostileQuestions,
  hostileToken,
  littlePatienceMs,
} from '../../../testing/hostileService/hostileQuestions';
import { hostileStatuses } from '../../../testing/hostileService/hostileStatuses';
import { answerJson, type ScriptedServer, startScriptedServer } from '../../../testing/scriptedServer';
import { honestMe, snapshotLines } from '../../../testing/serviceDocuments';

// Rule numbers refer to docs/spec/tenants.md.

const root = resolve(import.meta.dirname, '../../..');

function patienceFor(reason: ServiceFailureReason): number | undefined {
  return reason === 'timeout' ? littlePatienceMs : undefined;
}

async function failureOf(asking: Promise<unknown>): Promise<AppFailure> {
  const outcome = await asking.then(
    () => 'answered',
    (thrown: unknown) => thrown,
  );
  expect(outcome).toBeInstanceOf(AppFailure);
  return outcome as AppFailure;
}

/** Serves one bad answer; who the token belongs to is told honestly, unless that is what is asked. */
async function serving({ asked, answer }: HostilePlay): Promise<ScriptedServer> {
  return startScriptedServer(({ url }, response) => {
    if (asked !== 'me' && url === '/v1/me') {
      answerJson(response, 200, honestMe());
    } else {
      answer(response);
    }
  });
}

async function playedFailure(play: HostilePlay): Promise<AppFailure> {
  const server = await serving(play);
  const client = clientForHostility({ address: server.url }, patienceFor(play.reason));
  try {
    return await failureOf(hostileQuestions[play.asked](client));
  } finally {
    client.dispose();
    await server.dispose();
  }
}

describe('a service that is none, or answers badly', () => {
  test('there are more than forty ways', () => {
    const all = [...hostilePlaces, ...hostileStatuses, ...hostileBodies].map(({ what }) => what);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(80);
  });

  test.each(hostilePlaces)('[Y41] $what: $reason', async ({ open, authorityPem, reason, detail }) => {
    const { address, dispose } = await open();
    const client = clientForHostility({ address, authorityPem }, patienceFor(reason));
    const failure = await failureOf(hostileQuestions.plants(client));
    expect(failure.error).toMatchObject({ code: 'service-failed', reason, detail: expect.stringMatching(detail) });
    client.dispose();
    await dispose();
  });

  test.each([...hostileStatuses, ...hostileBodies])('[Y42] $what: $reason', async (play) => {
    const { reason, detail, retryAfterMs } = play;
    const { error, message } = await playedFailure(play);
    expect(error).toMatchObject({ code: 'service-failed', reason, detail: expect.stringMatching(detail) });
    expect(error).toHaveProperty('host', expect.stringMatching(/^127\.0\.0\.1:\d+$/));
    expect('retryAfterMs' in error ? error.retryAfterMs : undefined).toBe(retryAfterMs);
    expect(message).toMatch(/Your changes are kept on this machine/);
    expect(message).not.toContain(hostileToken);
  });
});

const goodSnapshot: HostilePlay = {
  ...{ what: 'a plant', asked: 'snapshot', reason: 'too-large', detail: /./ },
  answer: says(200, `${snapshotLines(50_000).join('\n')}\n`),
};

/** A process that asks for us, so that what it costs is not mixed up with what serving costs. */
async function startLoop(): Promise<ChildProcess> {
  const outfile = join(root, '.cache/torture/serviceClientLoop.cjs');
  const entryPoints = [join(root, 'testing/torture/serviceClientLoop.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' });
  // With little room for garbage, and that taken away after each answer, so that what is measured is what is held.
  const options = ['--max-semi-space-size=2', '--expose-gc'];
  return spawn(process.execPath, [...options, outfile], { stdio: ['pipe', 'pipe', 'inherit'] });
}

test('[Y43] memory stays within 50 MB, however much is sent', async () => {
  const greedy = [...hostileStatuses, ...hostileBodies].filter(({ reason }) => reason === 'too-large');
  expect(greedy.length).toBeGreaterThan(6);
  const loop = await startLoop();
  const { stdin, stdout } = loop;
  const answers = createInterface({ input: stdout ?? process.stdin })[Symbol.asyncIterator]();
  const play = async (hostile: HostilePlay): Promise<{ readonly reason: string; readonly mostBytes: number }> => {
    const server = await serving(hostile);
    stdin?.write(`${JSON.stringify({ address: server.url, asked: hostile.asked })}\n`);
    const { value } = await answers.next();
    await server.dispose();
    return JSON.parse(String(value)) as { readonly reason: string; readonly mostBytes: number };
  };
  // What good answers need is no cost of bad ones.
  const started = await play(goodSnapshot);
  expect(started.reason).toBe('answered');
  const outcomes = [];
  for (const hostile of greedy) {
    outcomes.push(await play(hostile));
  }
  loop.kill();
  expect(outcomes.map(({ reason }) => reason)).toEqual(greedy.map(() => 'too-large'));
  expect(Math.max(...outcomes.map(({ mostBytes }) => mostBytes)) - started.mostBytes).toBeLessThan(50e6);
}, 60_000);
