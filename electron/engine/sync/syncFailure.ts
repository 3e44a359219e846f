import { hostOf } from '../../../shared/influx/sourceUrl';
import { AppFailure, messageOf } from '../../../shared/lib/appError';
import { DivergedLog } from '../../../shared/sync/replica';
import type { ServiceFailure, ServiceFailureReason } from '../../../shared/sync/serviceFailure';
import { isStorageFailure } from '../project/sqliteFailure';

/** A failure of a tenant's service, to be thrown. */
export function serviceFailure(address: string, reason: ServiceFailureReason, detail: string): AppFailure {
  return new AppFailure({ code: 'service-failed', reason, host: hostOf(address), detail });
}

/** Reasons that go away by themselves; the others wait for a person. */
const passing: readonly ServiceFailureReason[] = ['unreachable', 'timeout', 'busy', 'diverged'];

/** Whether waiting is all that has to be done about it. */
export function isPassing({ reason }: ServiceFailure): boolean {
  return passing.includes(reason);
}

/** What kept a sync from going on, as its status tells it. Undefined: nothing that a service or a disk could do. */
export function syncFailureOf(thrown: unknown, address: string): ServiceFailure | undefined {
  const host = hostOf(address);
  if (thrown instanceof DivergedLog) {
    return { reason: 'diverged', host, detail: '' };
  }
  if (isStorageFailure(thrown)) {
    return { reason: 'not-saved', host, detail: messageOf(thrown) };
  }
  if (!(thrown instanceof AppFailure)) {
    return undefined;
  }
  const { error } = thrown;
  switch (error.code) {
    case 'service-failed':
      return error;
    case 'rule-broken':
    case 'stale-edit':
      return { reason: 'too-new', host, detail: error.detail };
    default:
      return { reason: 'not-saved', host, detail: error.code === 'write-failed' ? error.detail : messageOf(thrown) };
  }
}
