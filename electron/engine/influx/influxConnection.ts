/** How to prove to a server who asks. */
export type InfluxCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** All that is needed to talk to one InfluxDB. Never stored as it is: secrets live in the keychain. */
export interface InfluxConnection {
  /** For instance `https://historian:8086` or `http://localhost:8086/influx`. */
  readonly url: string;
  /** On 2.x the organization's name or id; empty elsewhere. */
  readonly organization: string;
  readonly credentials: InfluxCredentials;
  /** Certificates of the plant's own authority, PEM; undefined: the system's. */
  readonly authorityPem: string | undefined;
}
