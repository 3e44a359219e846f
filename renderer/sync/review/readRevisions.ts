import type { EngineClient } from '../../../shared/contract/engineClient';
import type { Revision } from '../../../shared/contract/syncCalls';
import type { KnownRevision } from '../../../shared/sync/review/knownRevision';

/** More revisions than this are not looked through for what merged by itself; the questions do not depend on them. */
const mostRevisions = 500;
const pageSize = 100;

/** Numbered revisions after `base`, newest first; undefined where the engine did not answer. */
async function listSince(client: EngineClient, base: number): Promise<readonly Revision[] | undefined> {
  const found: Revision[] = [];
  let before: number | undefined;
  for (;;) {
    const answer = await client.call('sync:revisions', { most: pageSize, ...(before === undefined ? {} : { before }) });
    if (!answer.ok) {
      return undefined;
    }
    const numbered = answer.value.revisions.filter(({ seq }) => seq !== undefined);
    found.push(...numbered.filter(({ seq = 0 }) => seq > base));
    const last = numbered.at(-1)?.seq;
    if (answer.value.complete || last === undefined || last <= base || found.length >= mostRevisions) {
      return found.slice(0, mostRevisions);
    }
    before = last;
  }
}

/**
 * The revisions after `base` with what each changed, for what merged by itself and what was deleted. `known`: those that
 * were read before; a revision never changes. Empty where the engine does not answer.
 */
export async function readRevisions(
  client: EngineClient,
  base: number,
  { known, subject }: { readonly known: ReadonlyMap<string, KnownRevision>; readonly subject: string | undefined },
): Promise<readonly KnownRevision[]> {
  const listed = (await listSince(client, base)) ?? [];
  const revisions: KnownRevision[] = [];
  for (const { id, seq, by, atMs, label } of listed) {
    const before = known.get(id);
    const answer =
      before === undefined && seq !== undefined ? await client.call('sync:revision-patch', { seq }) : undefined;
    if (before !== undefined) {
      revisions.push(before);
    } else if (seq !== undefined && answer?.ok === true) {
      revisions.push({ id, seq, by, atMs, label, isOwn: by === subject, patch: answer.value.patch });
    }
  }
  return revisions;
}
