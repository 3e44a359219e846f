import { describe, expect, test } from 'vitest';
import type { SyncStatus, Tenant } from '../../../shared/contract/syncCalls';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { serviceFailureReasons } from '../../../shared/sync/serviceFailure';
import { roles } from '../../../shared/sync/syncWire';
import {
  contentWords,
  foundWords,
  isAboutCertificates,
  keepingWords,
  mayPublishAgain,
  projectFileName,
  publishAgainProblem,
  publishProblem,
  signedInWords,
  signInProblem,
  twinWords,
  unknownTwinsWords,
} from './tenantWords';

// Rule numbers refer to docs/spec/tenants.md.

const works: Tenant = {
  ...{ address: 'https://plants.example:443', tenantId: 'works', name: 'Works', subject: 'engineer@works' },
  ...{ role: 'editor', signedIn: true, keeping: 'keychain' },
};
const failed = (reason: (typeof serviceFailureReasons)[number]) =>
  ({ code: 'service-failed', reason, host: 'plants.example:443', detail: 'what was met' }) as const;

describe('signing in', () => {
  test('[Y63] what was found is told: the tenant, the name, the role, and where the token is', () => {
    expect(foundWords(works)).toBe(
      'Signed in to Works as engineer@works. Your role is editor: you can change its plants and publish new ones.',
    );
    expect(keepingWords(works)).toContain('keychain');
    expect(keepingWords({ ...works, keeping: 'memory' })).toContain('forgotten when Sightglass ends');
    expect(signedInWords(works)).toBe('Signed in as engineer@works, editor');
    expect(signedInWords({ ...works, signedIn: false })).toMatch(/^Not signed in/);
  });

  test('[Y63] why it failed speaks of signing in, for whatever reason', () => {
    expect(signInProblem(failed('signed-out'))).toMatch(/^plants\.example does not accept this token/);
    expect(signInProblem(failed('certificate'))).toContain('choose the file of its certificates');
    for (const reason of serviceFailureReasons) {
      expect(signInProblem(failed(reason))).toMatch(/^[A-Z].*\.$|^plants\.example/);
    }
    expect(signInProblem({ code: 'file-missing', path: '/a.pem' })).toContain('/a.pem');
    expect(isAboutCertificates(failed('certificate'))).toBe(true);
    expect(isAboutCertificates(failed('timeout'))).toBe(false);
    expect(isAboutCertificates(undefined)).toBe(false);
  });
});

describe('publishing', () => {
  test('[Y64] is for those who may change plants', () => {
    expect(roles.map((role) => publishProblem({ ...works, role }) === undefined)).toEqual([false, true, true, true]);
    expect(publishProblem({ ...works, role: 'viewer' })).toContain('Ask an administrator');
    expect(publishProblem({ ...works, signedIn: false })).toBe('Sign in to Works first');
  });

  test('[Y64] says what is sent', () => {
    expect(contentWords(emptyModel({ id: asId('p'), name: 'Pump house', timeZone: 'UTC' }))).toContain('1 sheet');
  });
});

test.each([
  ['Pump house', 'Pump house.sightglass'],
  ['A/B: "north"?', 'A B north.sightglass'],
  ['  ..\\..\\etc ', '.. .. etc.sightglass'],
  ['\u0000', 'Plant.sightglass'],
  ['', 'Plant.sightglass'],
  ['x'.repeat(300), `${'x'.repeat(120)}.sightglass`],
])('[Y65] a plant %j is offered to be kept as %j', (name, file) => {
  expect(projectFileName(name)).toBe(file);
});

describe('publishing again', () => {
  const missing: SyncStatus = {
    ...{ phase: 'stopped', tenant: works, pendingCount: 0, conflictCount: 0, revision: 4 },
    failure: { reason: 'plant-missing', sentence: '' },
  };

  test('[Y82] is for a plant that is gone, and for those who may publish', () => {
    expect(mayPublishAgain(missing)).toBe(true);
    const reasons = serviceFailureReasons.filter((reason) =>
      mayPublishAgain({ ...missing, failure: { reason, sentence: '' } }),
    );
    expect(reasons).toEqual(['plant-missing']);
    expect(mayPublishAgain({ ...missing, failure: undefined })).toBe(false);
    expect(mayPublishAgain({ ...missing, tenant: { ...works, role: 'viewer' } })).toBe(false);
    expect(mayPublishAgain({ ...missing, tenant: { ...works, signedIn: false } })).toBe(false);
  });

  test('[Y82] waits until it is known whether somebody else has done so, or cannot be', () => {
    const unread = { plants: undefined, failure: undefined };
    expect(publishAgainProblem(missing, unread)).toBe(
      'The tenant is being asked whether a colleague has done so already',
    );
    expect(publishAgainProblem(missing, { ...unread, plants: [] })).toBeUndefined();
    expect(publishAgainProblem(missing, { ...unread, failure: failed('timeout') })).toBeUndefined();
    expect(publishAgainProblem({ ...missing, failure: undefined }, unread)).toContain('at the service again');
    expect(unknownTwinsWords(failed('timeout'))).toMatch(
      /^Whether a colleague has published it again already is not known\. .*plants\.example/,
    );
  });

  test('[Y82] says when somebody else may have done so', () => {
    const plant = { id: 'p', name: 'Pump house', revision: 1, changedAtMs: 0, components: 84 };
    expect(twinWords([plant], 'Boilers')).toBeUndefined();
    expect(twinWords([plant], 'Pump house')).toMatch(
      /^The tenant has a plant of this name already, with 84 components\./,
    );
    expect(twinWords([plant, { ...plant, components: 1 }], 'Pump house')).toContain('84 components and 1 component');
  });
});
