import type { EntityKey } from '../../shared/sync/changeset';
import type { PlantAt } from './plantAt';

/** A snapshot as NDJSON, in pieces: where it stands, its records after a key, and how many they were. */
export async function* snapshotLines(
  { head, count, records }: PlantAt,
  { epoch, after }: { readonly epoch: string; readonly after: EntityKey | undefined },
): AsyncGenerator<string> {
  yield `${JSON.stringify({ snapshot: { ...head, epoch }, count })}\n`;
  let sent = 0;
  for await (const page of records(after)) {
    sent += page.length;
    yield page.map((record) => `${JSON.stringify(record)}\n`).join('');
  }
  yield `${JSON.stringify({ end: { count: sent, digest: head.digest } })}\n`;
}
