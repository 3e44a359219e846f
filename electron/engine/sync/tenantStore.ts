import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Tenant, TenantKey } from '../../../shared/contract/syncCalls';
import { hostOf } from '../../../shared/influx/sourceUrl';
import { AppFailure } from '../../../shared/lib/appError';
import { type Me, roles } from '../../../shared/sync/syncWire';
import { readKept, writeKept } from '../secrets/keptFile';
import type { SecretBox } from '../secrets/secretBox';
import type { HttpServiceOptions } from './httpServiceClient';
import type { ServiceConnection } from './serviceAnswer';
import type { ServiceClient } from './serviceClient';
import { tenantClient } from './tenantClient';
import type { TenantServices } from './tenantServices';

const keptSchema = z.object({
  address: z.string(),
  tenantId: z.string(),
  name: z.string(),
  subject: z.string(),
  role: z.enum(roles),
  /** The token as the keychain sealed it; left out where it is kept in memory only, or was forgotten. */
  sealed: z.string().optional(),
  authorityPem: z.string().optional(),
  /** Where the plants of the tenant are on this machine: path by the plant's id. */
  plantPaths: z.record(z.string(), z.string()),
});
type Kept = z.infer<typeof keptSchema>;

const fileSchema = z.object({ version: z.literal(1), tenants: z.array(keptSchema) });

/** A client and what closes its connections. */
export type DisposableClient = ServiceClient & { readonly dispose: () => void };

/** Makes the client of a service. */
export type OpenService = (
  connection: ServiceConnection,
  options: Pick<HttpServiceOptions, 'onAccepted' | 'onRefused'>,
) => DisposableClient;

/** What is kept when somebody signs in. */
export interface SignIn {
  /** In the spelling of `serviceAddressOf`. */
  readonly address: string;
  readonly token: string;
  readonly authorityPem: string | undefined;
  readonly me: Me;
}

interface StoreParts {
  /** Where the file is kept; it need not be there. */
  readonly path: string;
  readonly box: SecretBox;
  readonly open: OpenService;
}

function keyOf({ address, tenantId }: TenantKey): string {
  return JSON.stringify([address, tenantId]);
}

/**
 * The tenants that this machine knows, by address and id, never in a plant. Tokens are written only as the keychain
 * sealed them; where there is none they live in memory until the program ends.
 */
export class TenantStore implements TenantServices {
  readonly #parts: StoreParts;
  #kept: ReadonlyMap<string, Kept>;
  readonly #tokens = new Map<string, string>();
  readonly #clients = new Map<string, DisposableClient>();
  /** Tenants whose service has said that it does not know the token any more. */
  readonly #refused = new Set<string>();

  constructor(parts: StoreParts) {
    this.#parts = parts;
    const tenants = readKept(parts.path, fileSchema)?.tenants ?? [];
    this.#kept = new Map(tenants.map((tenant) => [keyOf(tenant), tenant]));
  }

  /** In order of their names. */
  async list(): Promise<readonly Tenant[]> {
    const inOrder = [...this.#kept.values()].sort((a, b) => a.name.localeCompare(b.name));
    return Promise.all(inOrder.map((kept) => this.#told(kept)));
  }

  /** Undefined: this machine was never signed in to it, or forgot it. */
  async tenantOf(key: TenantKey): Promise<Tenant | undefined> {
    const kept = this.#kept.get(keyOf(key));
    return kept === undefined ? undefined : this.#told(kept);
  }

  /** The certificates that were given for an address before, PEM. */
  authorityFor(address: string): string | undefined {
    return [...this.#kept.values()].find((kept) => kept.address === address)?.authorityPem;
  }

  /** Keeps who signed in. Throws an `AppFailure` when it cannot be written. */
  async keep({ address, token, authorityPem, me }: SignIn): Promise<Tenant> {
    const { tenant, subject, role } = me;
    const key = keyOf({ address, tenantId: tenant.id });
    const sealed = await this.#parts.box.seal(token);
    const kept: Kept = {
      ...{ address, tenantId: tenant.id, name: tenant.name, subject, role },
      ...(sealed === undefined ? {} : { sealed }),
      ...(authorityPem === undefined ? {} : { authorityPem }),
      plantPaths: this.#kept.get(key)?.plantPaths ?? {},
    };
    this.#put(key, kept);
    this.#closeClient(key);
    this.#refused.delete(key);
    this.#tokens.set(key, token);
    return this.#told(kept);
  }

  /** Forgets the token; a tenant that nobody is signed in to any more is forgotten whole. Plants stay where they are. */
  async signOut(key: TenantKey): Promise<void> {
    const text = keyOf(key);
    const kept = this.#kept.get(text);
    if (kept === undefined) {
      return;
    }
    const { signedIn } = await this.#told(kept);
    const { sealed: _, ...signedOut } = kept;
    this.#put(text, signedIn ? signedOut : undefined);
    this.#tokens.delete(text);
    this.#refused.delete(text);
    this.#closeClient(text);
  }

  /** The tenant's service, as whoever is signed in. Rejects with an `AppFailure`, `signed-out`, while nobody is. */
  async clientFor(key: TenantKey): Promise<ServiceClient> {
    await this.#current(key);
    return tenantClient(() => this.#current(key));
  }

  /** Where a plant of a tenant is on this machine; undefined: nowhere, or not there any more. */
  plantPath(key: TenantKey, plantId: string): string | undefined {
    const paths = new Map(Object.entries(this.#kept.get(keyOf(key))?.plantPaths ?? {}));
    const path = paths.get(plantId);
    return path !== undefined && existsSync(path) ? path : undefined;
  }

  /** Remembers where a plant of a tenant is, where that can be written: without it a plant is only not shown as here. */
  rememberPlant(key: TenantKey, plantId: string, path: string): void {
    const kept = this.#kept.get(keyOf(key));
    const paths = new Map(Object.entries(kept?.plantPaths ?? {}));
    if (kept !== undefined && paths.get(plantId) !== path) {
      const plantPaths = Object.fromEntries([...paths, [plantId, path]]);
      this.#putIfPossible(keyOf(key), { ...kept, plantPaths });
    }
  }

  /** Closes all connections. */
  dispose(): void {
    [...this.#clients.keys()].forEach((key) => this.#closeClient(key));
  }

  async #current(key: TenantKey): Promise<ServiceClient> {
    const text = keyOf(key);
    const kept = this.#kept.get(text);
    const token = kept === undefined ? undefined : await this.#tokenOf(kept);
    if (kept === undefined || token === undefined) {
      const host = hostOf(key.address);
      throw new AppFailure({ code: 'service-failed', reason: 'signed-out', host, detail: 'nobody is signed in here' });
    }
    const known = this.#clients.get(text);
    if (known !== undefined) {
      return known;
    }
    const { address, authorityPem, tenantId } = kept;
    const client = this.#parts.open(
      { address, token, authorityPem, tenantId },
      { onAccepted: (me) => this.#accepted(text, me), onRefused: () => void this.#refused.add(text) },
    );
    this.#clients.set(text, client);
    return client;
  }

  async #told(kept: Kept): Promise<Tenant> {
    const { address, tenantId, name, subject, role } = kept;
    const signedIn = (await this.#tokenOf(kept)) !== undefined && !this.#refused.has(keyOf(kept));
    return { address, tenantId, name, subject, role, signedIn, keeping: await this.#parts.box.keeping() };
  }

  async #tokenOf(kept: Kept): Promise<string | undefined> {
    const key = keyOf(kept);
    const remembered = this.#tokens.get(key);
    if (remembered !== undefined || kept.sealed === undefined) {
      return remembered;
    }
    const opened = await this.#parts.box.open(kept.sealed);
    if (opened !== undefined) {
      this.#tokens.set(key, opened);
    }
    return opened;
  }

  /** A role, or a name, may be another than when somebody signed in. */
  #accepted(key: string, { tenant: { name }, subject, role }: Me): void {
    this.#refused.delete(key);
    const kept = this.#kept.get(key);
    if (kept !== undefined && (kept.name !== name || kept.subject !== subject || kept.role !== role)) {
      this.#putIfPossible(key, { ...kept, name, subject, role });
    }
  }

  #closeClient(key: string): void {
    this.#clients.get(key)?.dispose();
    this.#clients.delete(key);
  }

  /** For what is only good to know: a disk that does not take it stops nothing. */
  #putIfPossible(key: string, kept: Kept): void {
    try {
      this.#put(key, kept);
    } catch (error) {
      if (!(error instanceof AppFailure)) {
        throw error;
      }
    }
  }

  /** Undefined: forgets it. Nothing changes when it cannot be written. */
  #put(key: string, kept: Kept | undefined): void {
    const others = [...this.#kept].filter(([other]) => other !== key);
    const all: ReadonlyMap<string, Kept> = new Map(kept === undefined ? others : [...others, [key, kept]]);
    writeKept(this.#parts.path, { version: 1, tenants: [...all.values()] });
    this.#kept = all;
  }
}
