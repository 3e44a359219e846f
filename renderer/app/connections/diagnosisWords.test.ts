import { expect, test } from 'vitest';
import type { SourceDiagnosis } from '../../../shared/contract/sourceCalls';
import { factsOf, sentenceOf, skewWords, spanWords, type TestOutcome, verdictOf } from './diagnosisWords';
import { removalWords, secretPlaceholder, untestedWords } from './connectionWords';

// Rule numbers refer to docs/spec/connections.md.

const answered = (diagnosis: Partial<SourceDiagnosis>): TestOutcome => ({
  kind: 'answered',
  diagnosis: { verdict: 'ok', sentence: 'It answers.', databases: [], retentionPolicies: [], ...diagnosis },
});

test('[N5] a diagnosis is good, open or bad', () => {
  expect(verdictOf(answered({}))).toBe('good');
  expect(verdictOf(answered({ verdict: 'empty' }))).toBe('open');
  expect(verdictOf(answered({ verdict: 'no-database-chosen' }))).toBe('open');
  expect(verdictOf(answered({ verdict: 'unauthorized' }))).toBe('bad');
  const failed = { kind: 'failed', error: { code: 'no-project-open' } } as const;
  expect(verdictOf(failed)).toBe('bad');
  expect(sentenceOf(failed)).toContain('No plant is open');
});

test('[N5] version, latency, a short history and clocks that differ are told as facts', () => {
  const server = { generation: 3, version: '3.10.1', dialect: 'influxql', shortHistory: true } as const;
  expect(factsOf(answered({ server, latencyMs: 0.4, clockSkewMs: 14_200 }))).toEqual([
    'InfluxDB 3.10.1, asked in InfluxQL',
    'Answers in 1 ms',
    'Short history: this kind of server keeps the last days only',
    'Its clock is 14 s ahead of this machine’s',
  ]);
  expect(factsOf(answered({}))).toEqual([]);
});

test('[N5] what the sentence has said is not told again', () => {
  const server = { generation: 1, version: '1.6.7', dialect: 'influxql', shortHistory: false } as const;
  const sentence = 'InfluxDB 1.6.7 answers in 1 ms. Its clock is 9 s ahead of this one.';
  expect(factsOf(answered({ server, sentence, latencyMs: 1, clockSkewMs: 9_000 }))).toEqual(['Asked in InfluxQL']);
});

test('[N5] clocks less than two seconds apart are not worth a word', () => {
  expect(skewWords(2_000)).toBeUndefined();
  expect(skewWords(-2_001)).toBe('Its clock is 2 s behind this machine’s');
});

test('[N5] spans are told to two places', () => {
  expect([400, 239_000, 7_200_000, 90_061_000].map(spanWords)).toEqual(['0 s', '3 min 59 s', '2 h', '1 d 1 h']);
});

test('[N7] saving without a good test is told in a quiet word', () => {
  expect(untestedWords('good')).toBeUndefined();
  expect(untestedWords('bad')).toContain('can be saved');
  expect(untestedWords(undefined)).toContain('Not tested');
});

test('[N2] a kept secret is told by where it is kept, and only for its kind', () => {
  const writeBack = { enabled: false, database: '', retentionPolicy: '' };
  const kept = { kind: 'token', user: '', hasSecret: true, keeping: 'memory', hasAuthority: false, writeBack } as const;
  expect(secretPlaceholder('token', kept)).toBe('Kept until Sightglass closes');
  expect(secretPlaceholder('token', { ...kept, keeping: 'keychain' })).toBe('Kept in the keychain');
  expect(secretPlaceholder('password', kept)).toBe('');
  expect(secretPlaceholder('token', { ...kept, hasSecret: false })).toBe('');
});

test('[N10] removing says what becomes of the sensors', () => {
  expect(removalWords(0)).toContain('No sensor');
  expect(removalWords(1)).toContain('1 sensor stays');
  expect(removalWords(1_248)).toContain('1,248 sensors stay');
});
