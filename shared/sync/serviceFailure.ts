import { assertNever } from '../lib/assertNever';

/** Why a tenant's service could not be used. */
export const serviceFailureReasons = [
  /** Nothing answers. */
  'unreachable',
  'timeout',
  /** The certificate is not believed, or is another than before. */
  'certificate',
  /** What answers is no Sightglass service, or answers nonsense. */
  'not-a-service',
  /** The answer is larger than any that the service gives. */
  'too-large',
  /** The token is not valid (any more). */
  'signed-out',
  /** The token may not do this. */
  'forbidden',
  /** The token belongs to another tenant than the plant. */
  'other-tenant',
  /** The plant is not there (any more). */
  'plant-missing',
  /** The service lost what it had: it was restored from a backup and its log is another. */
  'diverged',
  /** The service is busy or not well; it is tried again. */
  'busy',
  /** The request was refused as it is: sent again it would fail again. */
  'refused',
  /** The service is older than this program and does not understand it. */
  'too-old',
  /** What others did cannot be shown: they work with a newer program. */
  'too-new',
  /** What came could not be written to the plant's file. */
  'not-saved',
  /** This program has a fault. */
  'defect',
] as const;
export type ServiceFailureReason = (typeof serviceFailureReasons)[number];

/** A failure of a tenant's service, as an `AppError` carries it. */
export interface ServiceFailure {
  readonly reason: ServiceFailureReason;
  readonly host: string;
  /** What exactly was met, in a few words; empty when there is nothing to add. */
  readonly detail: string;
  /** How long the service asks to be left alone, milliseconds. Undefined: it did not say. */
  readonly retryAfterMs?: number | undefined;
}

/** What happened, what is safe, what to do. */
export function explainServiceFailure({ reason, host, detail }: ServiceFailure): string {
  const more = detail === '' ? '' : ` (${detail})`;
  const safe = 'Your changes are kept on this machine';
  switch (reason) {
    case 'unreachable':
      return `${host} cannot be reached${more}. ${safe} and will be sent when it answers again.`;
    case 'timeout':
      return `${host} did not answer in time${more}. ${safe} and will be sent later.`;
    case 'certificate':
      return `The certificate of ${host} is not one that this machine believes${more}, so nothing was sent. ${safe}. Ask whoever runs the service before you sign in again.`;
    case 'not-a-service':
      return `What answers at ${host} is not a Sightglass service${more}. ${safe}. Check the address, and whether a proxy or a sign-in page stands between.`;
    case 'too-large':
      return `${host} sent more than any answer of a Sightglass service${more}; it was not read. ${safe}. Tell whoever runs the service.`;
    case 'signed-out':
      return `${host} does not accept the token any more${more}. ${safe}. Sign in with a new token to send them.`;
    case 'forbidden':
      return `Your token may not do this at ${host}${more}. ${safe}. Ask an administrator of the tenant for the role you need.`;
    case 'other-tenant':
      return `The token for ${host} belongs to another tenant than this plant${more}, so nothing was sent. ${safe}. Sign in to the tenant of this plant.`;
    case 'plant-missing':
      return `The plant is not at ${host} any more${more}. ${safe}. Publish it again, or ask an administrator of the tenant.`;
    case 'diverged':
      return `${host} was restored from an older copy${more}. ${safe}; what it lost and you have is sent again.`;
    case 'busy':
      return `${host} is busy or not well${more}. ${safe} and will be sent by themselves.`;
    case 'refused':
      return `${host} refused what was sent${more}. ${safe}. Sending it again would not help; tell whoever runs the service.`;
    case 'too-old':
      return `The service at ${host} is older than this program${more} and cannot take these changes. ${safe}. Have the service updated.`;
    case 'too-new':
      return `What others changed at ${host} cannot be shown by this program${more}. ${safe}, and the plant stays as it is. Update Sightglass to go on.`;
    case 'not-saved':
      return `What came from ${host} could not be written to the plant${more}. ${safe}. Free some space or check the disk; it is tried again.`;
    case 'defect':
      return `Sightglass met a fault of its own while it synced with ${host}${more}. ${safe}, and nothing more is sent or fetched until you try again. Try again, or restart Sightglass; if it stops again, tell whoever looks after Sightglass what stands in brackets.`;
    default:
      return assertNever(reason, 'ServiceFailureReason');
  }
}
