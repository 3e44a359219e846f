import { expect, test } from 'vitest';
import type { KeptCredentials, MappingGuess, SourceTrial } from '../../../shared/contract/sourceCalls';
import { asId } from '../../../shared/model/ids';
import type { DataSource } from '../../../shared/model/plantModel';
import {
  type ConnectionFields,
  credentialsOf,
  formOf,
  lateDataMsOf,
  savedTrialOf,
  sourceOf,
  trialKey,
  trialOf,
  withGuess,
  withKept,
  withRun,
  writeBackOf,
  written,
} from './connectionForm';

// Rule numbers refer to docs/spec/connections.md.

const historian: DataSource = {
  id: asId('source-1'),
  name: 'Historian',
  url: 'https://historian:8086',
  organization: '',
  database: 'plant',
  retentionPolicy: 'one_year',
  style: 'opcua',
  sensorTag: 'id',
  valueField: 'value',
  qualityField: 'Quality',
  lateDataMs: 90_000,
};
const kept: KeptCredentials = {
  kind: 'password',
  user: 'operator',
  hasSecret: true,
  keeping: 'keychain',
  hasAuthority: true,
  writeBack: { enabled: true, database: 'notes', retentionPolicy: '' },
};
const fresh = formOf(undefined);
const fieldsOf = (fields: Partial<ConnectionFields>): ConnectionFields => written(fresh, fields).fields;

function guess(style: 'field' | 'tag', confidence: number): MappingGuess {
  const names = style === 'field' ? { sensorTag: '', valueField: '' } : { sensorTag: 'sensor', valueField: 'value' };
  const mapping = { style, database: 'plant', retentionPolicy: '', qualityField: '', ...names };
  return { mapping, confidence, reason: '', seriesCount: 1, examples: [] };
}

test('[N1] what is typed becomes an address, and what is none cannot be tested', () => {
  expect(trialOf(fieldsOf({ address: ' historian:8086/ ' }))?.url).toBe('http://historian:8086');
  expect(trialOf(fieldsOf({ address: 'http://me:secret@historian' }))).toBeUndefined();
  expect(trialOf(fieldsOf({ address: '' }))).toBeUndefined();
});

test('[N2] a secret is in the trial and in no edit of the plant', () => {
  const fields = fieldsOf({
    name: 'H',
    address: 'h',
    signIn: 'password',
    user: 'me',
    secret: 'hush',
    database: 'plant',
  });
  expect(trialOf(fields)?.credentials).toEqual({ kind: 'password', user: 'me', secret: 'hush' });
  expect(JSON.stringify(sourceOf(fields))).not.toMatch(/hush|"me"/);
});

test('[N2] an empty field stands for the secret that is kept', () => {
  expect(credentialsOf(fieldsOf({ signIn: 'token' }))).toEqual({ kind: 'token', user: '' });
  expect(credentialsOf(fieldsOf({ signIn: 'none', user: 'me', secret: 'hush' }))).toEqual({ kind: 'none', user: '' });
});

test('[N3] what is kept for the address fills the fields that nobody wrote into', () => {
  expect(withKept(fresh, kept).fields).toMatchObject({
    signIn: 'password',
    user: 'operator',
    secret: '',
    certificates: 'own',
    writesBack: true,
    writeDatabase: 'notes',
  });
  const typed = withKept(written(fresh, { user: 'engineer' }), kept);
  expect(typed.fields).toMatchObject({ signIn: 'password', user: 'engineer' });
  const nothing = { ...kept, kind: 'none', user: '', hasSecret: false, hasAuthority: false } as const;
  expect(withKept(withKept(fresh, kept), nothing).fields).toMatchObject({ signIn: 'none', user: '' });
});

test('[N3] a saved connection is tested with what is kept for it', () => {
  expect(savedTrialOf(historian, kept)).toEqual({
    url: 'https://historian:8086',
    organization: '',
    database: 'plant',
    retentionPolicy: 'one_year',
    credentials: { kind: 'password', user: 'operator' },
    authority: { from: 'kept' },
  });
  expect(savedTrialOf(historian, undefined)?.authority).toEqual({ from: 'system' });
});

test('[N5] a trial differs by everything that a test depends on, and by nothing else', () => {
  const base = fieldsOf({ address: 'historian', database: 'plant' });
  const key = trialKey(trialOf(base));
  const changes: readonly Partial<ConnectionFields>[] = [
    { address: 'https://historian' },
    { signIn: 'token', secret: 'x' },
    { certificates: 'own', certificatePath: '/ca.pem' },
    { database: 'lab' },
    { retentionPolicy: 'autogen' },
    { organization: 'works' },
  ];
  changes.forEach((change) => expect(trialKey(trialOf({ ...base, ...change }))).not.toBe(key));
  expect(trialKey(trialOf({ ...base, name: 'Other', lateMinutes: '5', style: 'tag' }))).toBe(key);
});

test('[N6] the likeliest guess stands in until a person has chosen', () => {
  const trial = trialOf(fieldsOf({ address: 'historian' })) as SourceTrial;
  const found = withRun(fresh, { trial, guesses: [guess('tag', 0.9), guess('field', 0.2)] });
  expect(found.fields).toMatchObject({ style: 'tag', sensorTag: 'sensor', valueField: 'value' });
  const chosen = withGuess(found, guess('field', 0.2));
  expect(chosen.fields.style).toBe('field');
  expect(withRun(chosen, { trial, guesses: [guess('tag', 0.9)] }).fields.style).toBe('field');
  expect(withRun(formOf(historian), { trial, guesses: [guess('tag', 0.9)] }).fields.style).toBe('opcua');
});

test('[N4] the only database there is needs no choosing', () => {
  const trial = trialOf(fieldsOf({ address: 'historian', database: 'plant' })) as SourceTrial;
  expect(withRun(fresh, { trial, guesses: [] }).fields.database).toBe('plant');
  const typed = written(fresh, { database: 'lab' });
  expect(withRun(typed, { trial, guesses: [] }).fields.database).toBe('lab');
});

test('[N7] a data source comes out of its form as it went in', () => {
  const { id: _id, ...fields } = historian;
  expect(sourceOf(formOf(historian).fields)).toEqual(fields);
});

test('[N7] names that a mapping does not use are not saved', () => {
  const fields = fieldsOf({ style: 'field', sensorTag: 'id', valueField: 'value', qualityField: 'Quality' });
  expect(sourceOf(fields)).toMatchObject({ sensorTag: '', valueField: '', qualityField: 'Quality' });
  expect(sourceOf({ ...fields, style: 'tag' })).toMatchObject({ sensorTag: 'id', qualityField: '' });
  expect(sourceOf({ ...fields, style: 'opcua' })).toMatchObject({ sensorTag: 'id', qualityField: 'Quality' });
});

test('[N7] late data is a number of minutes up to 31 days', () => {
  expect(lateDataMsOf('1,5')).toBe(90_000);
  expect(lateDataMsOf('0')).toBe(0);
  for (const none of ['', 'ten', '-1', '44641', 'NaN']) {
    expect(lateDataMsOf(none)).toBeUndefined();
  }
});

test('[N8] writing back is off in a new form', () => {
  expect(writeBackOf(fresh.fields)).toEqual({ enabled: false, database: '', retentionPolicy: '' });
});
