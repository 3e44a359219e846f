import { expect, test } from 'vitest';
import { asId } from '../../../shared/model/ids';
import type { DataSource } from '../../../shared/model/plantModel';
import { type ConnectionFields, formOf, sourceOf, withKept, written } from './connectionForm';
import { problemsOf } from './connectionProblems';

// Rule numbers refer to docs/spec/connections.md.

const complete: Partial<ConnectionFields> = { name: 'Historian', address: 'historian:8086', database: 'plant' };
const form = (fields: Partial<ConnectionFields>) => written(formOf(undefined), { ...complete, ...fields });
const problems = (fields: Partial<ConnectionFields>, others: readonly DataSource[] = []) =>
  problemsOf(form(fields), others);
const other: DataSource = { ...sourceOf(form({ name: 'Lab', database: 'lab' }).fields), id: asId('other') };

test('[N7] a name of its own, an address and a database are enough', () => {
  expect(problems({})).toEqual({});
  expect(Object.keys(problemsOf(formOf(undefined), []))).toEqual(['name', 'address', 'database']);
});

test('[N7] a name that another connection has is told, whatever its case', () => {
  expect(problems({ name: ' LAB ' }, [other]).name).toBe('There is already a LAB');
  expect(problems({ name: 'L'.repeat(81) }).name).toContain('80 characters');
});

test('[N1] an address with a password in it is told', () => {
  expect(problems({ address: 'http://me:secret@historian' }).address).toContain('without user and password');
  expect(problems({ address: 'ftp://historian' }).address).toContain('http or https');
});

test('[N7] tags and fields are asked for where sensors are told apart by them', () => {
  expect(problems({ style: 'tag' })).toMatchObject({ sensorTag: expect.any(String), valueField: expect.any(String) });
  expect(problems({ style: 'opcua', sensorTag: 'id', valueField: 'value' })).toEqual({});
});

test('[N7] an authority of one’s own needs its file, unless it is kept', () => {
  const own = form({ address: 'https://historian', certificates: 'own' });
  expect(problemsOf(own, []).certificatePath).toBe('Choose the certificate file');
  const writeBack = { enabled: false, database: '', retentionPolicy: '' };
  const kept = {
    kind: 'none',
    user: '',
    hasSecret: false,
    keeping: 'keychain',
    hasAuthority: true,
    writeBack,
  } as const;
  expect(problemsOf(withKept(own, kept), [])).toEqual({});
});

test('[N2] a secret that is kept stands in for one of its own kind only', () => {
  const writeBack = { enabled: false, database: '', retentionPolicy: '' };
  const kept = {
    kind: 'password',
    user: 'me',
    hasSecret: true,
    keeping: 'keychain',
    hasAuthority: false,
    writeBack,
  } as const;
  expect(problemsOf(withKept(form({ signIn: 'password', user: 'me' }), kept), [])).toEqual({});
  expect(problemsOf(withKept(form({ signIn: 'token' }), kept), []).secret).toContain('Type the token');
  expect(problemsOf(withKept(form({ signIn: 'token', secret: 'x' }), kept), [])).toEqual({});
});

test('[N8] what is written never goes into raw data of the plant', () => {
  expect(problems({ writeDatabase: '' })).toEqual({});
  expect(problems({ writesBack: true }).writeDatabase).toContain('of their own');
  expect(problems({ writesBack: true, writeDatabase: 'plant' }).writeDatabase).toContain('raw data');
  expect(problems({ writesBack: true, writeDatabase: 'lab' }, [other]).writeDatabase).toContain('raw data');
  expect(problems({ writesBack: true, writeDatabase: 'notes' }, [other])).toEqual({});
  const elsewhere = { ...other, url: 'http://elsewhere:8086' };
  expect(problems({ writesBack: true, writeDatabase: 'lab' }, [elsewhere])).toEqual({});
});
