import type { SyncStatus, Tenant, TenantPlant } from '../../../shared/contract/syncCalls';
import { type AppError, explainError } from '../../../shared/lib/appError';
import type { PlantModel } from '../../../shared/model/plantModel';
import { formatMoment } from '../../../shared/playback/formatTime';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { addressText } from '../../../shared/sync/serviceAddress';
import { type Role, roles } from '../../../shared/sync/syncWire';
import { counted } from '../../../shared/lib/counted';
import type { TenantPlants } from './useTenantPlants';

/** Who one is at a tenant: `Signed in as mara, editor`. */
export function signedInWords({ subject, role, signedIn }: Tenant): string {
  return signedIn ? `Signed in as ${subject}, ${role}` : `Not signed in. The last time as ${subject}, ${role}`;
}

/** Where the token of a tenant is. */
export function keepingWords({ keeping }: Tenant): string {
  return keeping === 'keychain'
    ? 'The token is kept in the keychain of this system.'
    : 'This system has no safe place for secrets, so the token is forgotten when Sightglass ends.';
}

const roleMeanings: Readonly<Record<Role, string>> = {
  viewer: 'you can look at its plants, and not change them',
  editor: 'you can change its plants and publish new ones',
  approver: 'you can change its plants, and freeze areas for approval',
  admin: 'you can change its plants, and delete them',
};

/** What was found at the address that somebody signed in to. */
export function foundWords({ name, subject, role }: Tenant): string {
  return `Signed in to ${name} as ${subject}. Your role is ${role}: ${roleMeanings[role]}.`;
}

/** Why signing in failed, as a sentence of its own: nothing is waiting to be sent yet. */
export function signInProblem(error: AppError): string {
  if (error.code !== 'service-failed') {
    return explainError(error);
  }
  const { host, reason, detail } = error;
  const more = detail === '' ? '' : ` (${detail})`;
  const place = addressText(host);
  switch (reason) {
    case 'signed-out':
      return `${place} does not accept this token. Check that all of it was pasted, or ask an administrator of the tenant for a new one.`;
    case 'certificate':
      return `The certificate of ${place} is not one that this machine believes${more}, so the token was not sent. Where the service has an authority of its own, choose the file of its certificates.`;
    case 'unreachable':
      return `${place} cannot be reached${more}. Check the address and the network, then try again.`;
    case 'timeout':
      return `${place} did not answer in time${more}. Check the address and the network, then try again.`;
    case 'not-a-service':
      return `What answers at ${place} is not a Sightglass service${more}. Check the address, and whether a proxy or a sign-in page stands between.`;
    case 'busy':
      return `${place} is busy or not well${more}. Try again in a while.`;
    default:
      return explainError(error);
  }
}

/** True for failures that have to do with whose certificates are believed. */
export function isAboutCertificates(error: AppError | undefined): boolean {
  return error?.code === 'service-failed' && error.reason === 'certificate';
}

/** Why somebody may not publish at a tenant; undefined: they may. */
export function publishProblem({ name, role, signedIn }: Tenant): string | undefined {
  if (!signedIn) {
    return `Sign in to ${name} first`;
  }
  return roles.indexOf(role) < roles.indexOf('editor')
    ? `Your role at ${name} is ${role}. Ask an administrator of the tenant for the role editor`
    : undefined;
}

/** Whether publishing the plant anew is what helps, and allowed. */
export function mayPublishAgain({ failure, tenant }: SyncStatus): boolean {
  return failure?.reason === 'plant-missing' && tenant !== undefined && publishProblem(tenant) === undefined;
}

/** Why the plant may not be published anew now; `known`: what is known of the tenant's plants. Undefined: it may. */
export function publishAgainProblem(
  status: SyncStatus,
  known: Pick<TenantPlants, 'plants' | 'failure'>,
): string | undefined {
  if (!mayPublishAgain(status)) {
    return 'The plant is at the service again, or you may not publish there';
  }
  return known.plants === undefined && known.failure === undefined
    ? 'The tenant is being asked whether a colleague has done so already'
    : undefined;
}

/** Said where the plants of the tenant could not be read before one is published anew. */
export function unknownTwinsWords(error: AppError): string {
  return `Whether a colleague has published it again already is not known. ${explainError(error)}`;
}

/** Plants of the tenant that may be this one, published again by a colleague; undefined: there are none. */
export function twinWords(plants: readonly TenantPlant[], plantName: string): string | undefined {
  const twins = plants.filter(({ name }) => name === plantName);
  return twins.length === 0
    ? undefined
    : `The tenant has ${twins.length === 1 ? 'a plant' : `${twins.length} plants`} of this name already, with ${twins.map(sizeText).join(' and ')}. If a colleague has published it again, open that one instead.`;
}

/** What of a plant is sent, as counts: `2 sheets, 84 components, 91 lines`. */
export function contentWords(model: PlantModel): string {
  const parts: readonly (readonly [number, string, string])[] = [
    [model.areas.size, 'area', 'areas'],
    [model.sheets.size, 'sheet', 'sheets'],
    [model.components.size, 'component', 'components'],
    [model.connections.size, 'line', 'lines'],
    [model.sensors.size, 'sensor', 'sensors'],
    [model.bindings.size, 'binding', 'bindings'],
    [model.dataSources.size, 'data source', 'data sources'],
    [model.notes.size, 'note', 'notes'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => counted(count, one, many))
    .join(', ');
}

/** How large a plant is: `84 components`. */
export function sizeText({ components }: TenantPlant): string {
  return counted(components, 'component');
}

/** When a plant was changed last. */
export function changedText({ changedAtMs }: TenantPlant, clock: ZoneClock): string {
  return formatMoment(changedAtMs, clock);
}

/** A name for the project file of a plant, without what file systems do not take. */
export function projectFileName(plantName: string): string {
  const name = plantName
    .replaceAll(/[\p{C}\s\\/:*?"<>|]+/gu, ' ')
    .trim()
    .replace(/[. ]+$/, '')
    .slice(0, 120);
  return `${name === '' ? 'Plant' : name}.sightglass`;
}
