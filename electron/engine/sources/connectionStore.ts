import { z } from 'zod';
import type { GivenCredentials, KeptCredentials, SourceTrial } from '../../../shared/contract/sourceCalls';
import { hostOf, originOf } from '../../../shared/influx/sourceUrl';
import { AppFailure } from '../../../shared/lib/appError';
import type { InfluxConnection, InfluxCredentials } from '../influx/influxConnection';
import { readAuthority } from '../secrets/authorityFile';
import { readKept, writeKept } from '../secrets/keptFile';
import type { SecretBox } from '../secrets/secretBox';

const keptSchema = z.object({
  kind: z.enum(['none', 'password', 'token']),
  user: z.string(),
  /** The secret as the keychain sealed it; left out where it is kept in memory only. */
  sealed: z.string().optional(),
  authorityPem: z.string().optional(),
  writeBack: z.object({ enabled: z.boolean(), database: z.string(), retentionPolicy: z.string() }),
});
type Kept = z.infer<typeof keptSchema>;

const fileSchema = z.object({ version: z.literal(1), connections: z.record(z.string(), keptSchema) });

const nothingKept: Kept = { kind: 'none', user: '', writeBack: { enabled: false, database: '', retentionPolicy: '' } };

/** What a person decided for one address. */
export type ConnectionChoice = Pick<SourceTrial, 'url' | 'credentials' | 'authority'> & Pick<Kept, 'writeBack'>;

/**
 * What this machine keeps to prove itself to data sources, by scheme, host and port, never in a plant. Secrets are
 * written only as the keychain sealed them; where there is none they live in memory until the program ends.
 */
export class ConnectionStore {
  readonly #path: string;
  readonly #box: SecretBox;
  #kept: Record<string, Kept>;
  readonly #secrets = new Map<string, string>();

  /** `path`: where the file is kept; it need not be there. */
  constructor(path: string, box: SecretBox) {
    this.#path = path;
    this.#box = box;
    this.#kept = readKept(path, fileSchema)?.connections ?? {};
  }

  /** What is kept for an address, without the secret. */
  async keptFor(url: string): Promise<KeptCredentials> {
    const { kind, user, authorityPem, writeBack } = this.#keptOf(url);
    return {
      ...{ kind, user, writeBack },
      hasSecret: (await this.#secretOf(url)) !== undefined,
      keeping: await this.#box.keeping(),
      hasAuthority: authorityPem !== undefined,
    };
  }

  /** Keeps a choice. A secret that is not given stays what it was. Throws an `AppFailure` when it cannot be written. */
  async keep(choice: ConnectionChoice): Promise<KeptCredentials> {
    const { url, credentials, writeBack } = choice;
    const { kind, user } = credentials;
    const origin = originOf(url);
    const secret = kind === 'none' ? undefined : (credentials.secret ?? (await this.#secretOf(url)));
    const sealed = secret === undefined ? undefined : await this.#box.seal(secret);
    const authorityPem = this.#authorityOf(choice);
    if (secret === undefined) {
      this.#secrets.delete(origin);
    } else {
      this.#secrets.set(origin, secret);
    }
    this.#kept = {
      ...this.#kept,
      [origin]: {
        ...{ kind, user, writeBack },
        ...(sealed === undefined ? {} : { sealed }),
        ...(authorityPem === undefined ? {} : { authorityPem }),
      },
    };
    this.#write();
    return this.keptFor(url);
  }

  /** Whether notes and derived values may be written to this address, and where to. */
  writeBackTo(url: string): Kept['writeBack'] {
    return this.#keptOf(url).writeBack;
  }

  /** How to talk to a saved source. Throws `source-failed` with reason `no-secret` when the secret is not here. */
  async connectionTo(source: { readonly url: string; readonly organization: string }): Promise<InfluxConnection> {
    const { url, organization } = source;
    const { kind, user, authorityPem } = this.#keptOf(url);
    return { url, organization, credentials: await this.#credentialsOf(url, { kind, user }), authorityPem };
  }

  /** How to talk to what a person is just entering. Nothing is kept. */
  async trialConnection(trial: SourceTrial): Promise<InfluxConnection> {
    const { url, organization, credentials } = trial;
    const authorityPem = this.#authorityOf(trial);
    return { url, organization, credentials: await this.#credentialsOf(url, credentials), authorityPem };
  }

  #keptOf(url: string): Kept {
    const origin = originOf(url);
    return Object.hasOwn(this.#kept, origin) ? (this.#kept[origin] ?? nothingKept) : nothingKept;
  }

  #authorityOf({ url, authority }: Pick<SourceTrial, 'url' | 'authority'>): string | undefined {
    switch (authority.from) {
      case 'system':
        return undefined;
      case 'kept':
        return this.#keptOf(url).authorityPem;
      case 'file':
        return readAuthority(authority.path);
    }
  }

  async #secretOf(url: string): Promise<string | undefined> {
    const origin = originOf(url);
    const remembered = this.#secrets.get(origin);
    const { sealed } = this.#keptOf(url);
    if (remembered !== undefined || sealed === undefined) {
      return remembered;
    }
    const opened = await this.#box.open(sealed);
    if (opened !== undefined) {
      this.#secrets.set(origin, opened);
    }
    return opened;
  }

  async #credentialsOf(url: string, given: GivenCredentials): Promise<InfluxCredentials> {
    if (given.kind === 'none') {
      return { kind: 'none' };
    }
    const secret = given.secret ?? (await this.#secretOf(url));
    if (secret === undefined) {
      throw new AppFailure({ code: 'source-failed', reason: 'no-secret', host: hostOf(url), detail: '' });
    }
    return given.kind === 'token'
      ? { kind: 'token', token: secret }
      : { kind: 'password', user: given.user, password: secret };
  }

  #write(): void {
    writeKept(this.#path, { version: 1, connections: this.#kept });
  }
}
