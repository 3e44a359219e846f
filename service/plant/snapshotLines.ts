import type { EntityKey } from '../../shared/sync/changeset';
import type { PlantAt } from './plantAt';

/** What is in memory of a snapshot at once; records may have two thousand bytes or two million. */
const pageLength = 1024 * 1024;
const firstPage = 10;
const mostAtOnce = 500;

/** A snapshot as NDJSON, in pieces: where it stands, its records after a key, and how many they were. */
export async function* snapshotLines(
  { head, count, records }: PlantAt,
  { epoch, after }: { readonly epoch: string; readonly after: EntityKey | undefined },
): AsyncGenerator<string> {
  yield `${JSON.stringify({ snapshot: { ...head, epoch }, count })}\n`;
  let sent = 0;
  let pageSize = firstPage;
  for await (const page of records(after, () => pageSize)) {
    sent += page.length;
    const text = page.map((record) => `${JSON.stringify(record)}\n`).join('');
    pageSize = Math.max(1, Math.min(mostAtOnce, Math.floor((pageLength * page.length) / Math.max(1, text.length))));
    yield text;
  }
  yield `${JSON.stringify({ end: { count: sent, digest: head.digest } })}\n`;
}
