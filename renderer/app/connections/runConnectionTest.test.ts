import { expect, test } from 'vitest';
import type { EngineClient } from '../../../shared/contract/engineClient';
import type { SourceDiagnosis, SourceTrial } from '../../../shared/contract/sourceCalls';
import { err, ok } from '../../../shared/lib/result';
import { runConnectionTest } from './runConnectionTest';

// Rule numbers refer to docs/spec/connections.md.

const trial: SourceTrial = {
  url: 'http://historian:8086',
  organization: '',
  database: '',
  retentionPolicy: '',
  credentials: { kind: 'none', user: '' },
  authority: { from: 'system' },
};
const found = (diagnosis: Partial<SourceDiagnosis>): SourceDiagnosis => ({
  verdict: 'ok',
  sentence: '',
  databases: [],
  retentionPolicies: [],
  ...diagnosis,
});
const guess = {
  mapping: { style: 'field', database: 'plant', retentionPolicy: '', sensorTag: '', valueField: '', qualityField: '' },
  confidence: 0.9,
  reason: '',
  seriesCount: 1,
  examples: [],
} as const;

/** An engine that answers tests by what is written here, and keeps what it was asked. */
function engine(diagnose: (database: string) => SourceDiagnosis | undefined) {
  const asked: string[] = [];
  const client = {
    call: (name: string, request: SourceTrial) => {
      asked.push(`${name} ${request.database}`);
      const diagnosis = diagnose(request.database);
      const answer = name === 'source:guess' ? { guesses: [guess] } : diagnosis;
      return Promise.resolve(answer === undefined ? err({ code: 'cancelled' }) : ok(answer));
    },
    on: () => () => undefined,
  } as unknown as EngineClient;
  return { asked, client };
}

test('[N4] the only database is taken and looked at', async () => {
  const { asked, client } = engine((database) =>
    found({ databases: ['plant'], verdict: database === '' ? 'no-database-chosen' : 'ok' }),
  );
  const run = await runConnectionTest(client, trial, {});
  expect(asked).toEqual(['source:test ', 'source:test plant', 'source:guess plant']);
  expect(run?.trial.database).toBe('plant');
  expect(run?.guesses).toEqual([guess]);
});

test('[N4] of several databases none is taken', async () => {
  const { asked, client } = engine(() => found({ databases: ['a', 'b'], verdict: 'no-database-chosen' }));
  const run = await runConnectionTest(client, trial, {});
  expect(asked).toEqual(['source:test ']);
  expect(run?.trial).toBe(trial);
});

test('[N4] a server that lets nobody in is asked once', async () => {
  const { asked, client } = engine(() => found({ verdict: 'unauthorized' }));
  const run = await runConnectionTest(client, { ...trial, database: 'plant' }, {});
  expect(asked).toEqual(['source:test plant']);
  expect(run?.outcome).toMatchObject({ kind: 'answered', diagnosis: { verdict: 'unauthorized' } });
});

test('[N4] a test that was cancelled finds nothing', async () => {
  const { client } = engine(() => undefined);
  expect(await runConnectionTest(client, trial, {})).toBeUndefined();
});
