import type { ServiceStore, TenantRow, TenantStore, TokenRow } from '../serviceStore';
import { isTenantId } from '../tenantIds';
import { SqliteTenant } from './sqliteTenant';
import { TenantFolder } from './tenantFolder';

interface OpenTenant {
  readonly tenant: SqliteTenant;
  /** Of the file that it has open. */
  readonly mark: string;
}

/**
 * Tenants as files in a folder. All are opened when the store is, so that nobody waits for it later. The folder is
 * what counts: a tenant or token that the command line adds while a service runs is found, one that it drops is gone.
 */
class SqliteStore implements ServiceStore {
  readonly #folder: TenantFolder;
  readonly #open = new Map<string, OpenTenant>();
  /** Where a key was found last; the tenant's file has the last word. */
  readonly #tenantOfKey = new Map<string, string>();
  readonly #dropping = new Set<string>();
  readonly #closing = new Set<Promise<void>>();

  constructor(dataFolder: string) {
    this.#folder = new TenantFolder(dataFolder);
    this.#folder.ids().forEach((id) => this.#opened(id));
  }

  async tenants(): Promise<readonly TenantRow[]> {
    return Promise.all(this.#all().map(({ tenant }) => tenant.row()));
  }

  async tenant(id: string): Promise<TenantStore | undefined> {
    return this.#opened(id);
  }

  async createTenant(tenant: TenantRow): Promise<TenantStore> {
    this.#folder.create(tenant);
    const made = this.#opened(tenant.id);
    if (made === undefined) {
      throw new Error(`The tenant ${tenant.id} was dropped again at once`);
    }
    return made;
  }

  async dropTenant(id: string): Promise<boolean> {
    const tenant = this.#opened(id);
    if (tenant === undefined) {
      return false;
    }
    this.#dropping.add(id);
    const closing = this.#letGo(id, tenant);
    try {
      await this.#remove(id, closing);
      return true;
    } finally {
      this.#dropping.delete(id);
    }
  }

  async tokenByKey(keyId: string): Promise<{ readonly tenantId: string; readonly token: TokenRow } | undefined> {
    const guess = this.#tenantOfKey.get(keyId);
    const found = (guess === undefined ? undefined : this.#tokenIn(guess, keyId)) ?? this.#tokenAnywhere(keyId);
    if (found === undefined) {
      this.#tenantOfKey.delete(keyId);
    } else {
      this.#tenantOfKey.set(keyId, found.tenantId);
    }
    return found;
  }

  async checkWritable(): Promise<void> {
    this.#all();
    this.#folder.checkWritable();
  }

  async close(): Promise<void> {
    for (const [id, { tenant }] of [...this.#open]) {
      void this.#letGo(id, tenant);
    }
    await Promise.all(this.#closing);
  }

  /** Whoever still looks at the file, and may do so for long, looks at what is there for nobody else. */
  async #remove(id: string, closing: Promise<void>): Promise<void> {
    try {
      this.#folder.remove(id);
    } catch {
      // Windows does not remove what is open.
      await closing;
      this.#folder.remove(id);
    }
  }

  /** The tenant with the file that lies there now. What is open of another file is let go. */
  #opened(id: string): SqliteTenant | undefined {
    const mark = isTenantId(id) && !this.#dropping.has(id) ? this.#folder.fileMark(id) : undefined;
    const open = this.#open.get(id);
    if (open !== undefined && open.mark !== mark) {
      void this.#letGo(id, open.tenant);
    }
    if (mark === undefined) {
      return undefined;
    }
    const kept = this.#open.get(id);
    if (kept !== undefined) {
      return kept.tenant;
    }
    const tenant = new SqliteTenant(this.#folder.pathOf(id), () => this.#folder.fileMark(id) === mark);
    this.#open.set(id, { tenant, mark });
    return tenant;
  }

  /** Forgets a tenant, and closes it when what runs on it has ended. */
  #letGo(id: string, tenant: SqliteTenant): Promise<void> {
    this.#open.delete(id);
    const closing = tenant.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    return closing;
  }

  #all(): readonly { readonly id: string; readonly tenant: SqliteTenant }[] {
    const ids = new Set([...this.#open.keys(), ...this.#folder.ids()]);
    return [...ids].sort().flatMap((id) => {
      const tenant = this.#opened(id);
      return tenant === undefined ? [] : [{ id, tenant }];
    });
  }

  #tokenIn(id: string, keyId: string): { readonly tenantId: string; readonly token: TokenRow } | undefined {
    const token = this.#opened(id)?.token(keyId);
    return token && { tenantId: id, token };
  }

  #tokenAnywhere(keyId: string): { readonly tenantId: string; readonly token: TokenRow } | undefined {
    for (const { id } of this.#all()) {
      const found = this.#tokenIn(id, keyId);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  }
}

/** Opens the tenants in a folder, which is made where it is missing. Close it to let go of the files. */
export async function openSqliteStore(dataFolder: string): Promise<ServiceStore> {
  return new SqliteStore(dataFolder);
}
