import type { InfluxConnection, InfluxCredentials } from '../electron/engine/influx/influxConnection';

/** A connection for a test; nobody asks for credentials unless the test says so. */
export function connectionTo(
  url: string,
  credentials: InfluxCredentials = { kind: 'none' },
  authorityPem?: string,
): InfluxConnection {
  return { url, organization: '', credentials, authorityPem };
}

/** The reason of a failed read, or what was thrown instead; `answered` when it did not fail. */
export async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'answered';
  } catch (thrown) {
    const { error, name } = thrown as { readonly error?: { readonly reason?: string }; readonly name?: string };
    return error?.reason ?? name ?? String(thrown);
  }
}
