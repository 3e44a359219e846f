import type { LogEntry } from '../../../../shared/sync/logEntry';
import { type ProjectFile } from '../projectFile';
import { realProtocol, type ReplicaLike } from '../tortureProtocol';
import { type Mutant, replicaMutant, withOutbox } from './mutant';

/** A page taken as if the copy stood right before it. */
function forced(real: ReplicaLike, file: ProjectFile, entries: readonly LogEntry[]): ReplicaLike {
  const [first] = entries;
  if (first === undefined) {
    return real;
  }
  const state = { ...real.state(), cursor: first.seq - 1, headHash: first.previousHash };
  return realProtocol.openReplica({ ...file, state, outbox: real.outbox() });
}

const seqIn = (entries: readonly LogEntry[]): number => entries[0]?.seq ?? 0;

/** Bugs in a program's copy of the plant. */
export const replicaMutants: readonly Mutant[] = [
  replicaMutant('sent-once', 'an edit that was sent is not sent again', (real) => {
    const sent = new Set<string>();
    return {
      outbox: () => {
        const rows = real.outbox().filter(({ changeset }) => !sent.has(changeset.id));
        rows.slice(0, 1).forEach(({ changeset }) => sent.add(changeset.id));
        return rows;
      },
    };
  }),
  replicaMutant(
    'confirmed-unseen',
    'an edit leaves the outbox when it is confirmed, before the log brought it',
    (real) => ({
      planAnswer: (id, outcome, shown) => {
        const step = real.planAnswer(id, outcome, shown);
        return outcome.kind === 'rejected'
          ? step
          : withOutbox(
              step,
              real.outbox(),
              step.outbox.filter(({ changeset }) => changeset.id !== id),
            );
      },
    }),
  ),
  replicaMutant('split-at-random', 'what is kept of a refused edit gets a random id', (real, file) => ({
    planAnswer: (id, outcome, shown) => {
      const before = new Set(real.outbox().map(({ changeset }) => changeset.id));
      const step = real.planAnswer(id, outcome, shown);
      const outbox = step.outbox.map((row) =>
        before.has(row.changeset.id)
          ? row
          : { ...row, changeset: { ...row.changeset, id: `${row.changeset.id}-${file.past.made.size}` } },
      );
      return withOutbox(step, real.outbox(), outbox);
    },
  })),
  replicaMutant('split-keeps-all', 'what is kept of a refused edit still holds what was refused', (real) => ({
    planAnswer: (id, outcome, shown) => {
      const sent = real.outbox().find(({ changeset }) => changeset.id === id);
      const before = new Set(real.outbox().map(({ changeset }) => changeset.id));
      const step = real.planAnswer(id, outcome, shown);
      const outbox = step.outbox.map((row) =>
        before.has(row.changeset.id) || sent === undefined
          ? row
          : { ...row, changeset: { ...row.changeset, ops: sent.changeset.ops } },
      );
      return withOutbox(step, real.outbox(), outbox);
    },
  })),
  replicaMutant('split-drops-rest', 'what was not refused of an edit is dropped with it', (real) => ({
    planAnswer: (id, outcome, shown) => {
      const before = new Set(real.outbox().map(({ changeset }) => changeset.id));
      const step = real.planAnswer(id, outcome, shown);
      return withOutbox(
        step,
        real.outbox(),
        step.outbox.filter(({ changeset }) => before.has(changeset.id)),
      );
    },
  })),
  replicaMutant('decision-dropped', 'the decision of a conflict is lost when its edit is parted', (real) => ({
    planAnswer: (id, outcome, shown) => {
      const before = new Set(real.outbox().map(({ changeset }) => changeset.id));
      const step = real.planAnswer(id, outcome, shown);
      const outbox = step.outbox.map((row) =>
        before.has(row.changeset.id) ? row : { ...row, changeset: { ...row.changeset, resolves: [] } },
      );
      return withOutbox(step, real.outbox(), outbox);
    },
  })),
  replicaMutant('kept-unknown', 'later edits do not know what was kept of the refused one they stand on', (real) => ({
    planAnswer: (id, outcome, shown) => {
      const before = new Map(real.outbox().map((row) => [row.changeset.id, row]));
      const step = real.planAnswer(id, outcome, shown);
      return withOutbox(
        step,
        real.outbox(),
        step.outbox.map((row) => before.get(row.changeset.id) ?? row),
      );
    },
  })),
  replicaMutant('parked-dropped', 'what was refused is dropped', (real) => ({
    planAnswer: (id, outcome, shown) => {
      const step = real.planAnswer(id, outcome, shown);
      return { ...step, writes: { ...step.writes, parked: [] } };
    },
  })),
  replicaMutant('refused-again', 'a refused edit stays in the outbox beside what was kept of it', (real) => ({
    planAnswer: (id, outcome, shown) => {
      const sent = real.outbox().find(({ changeset }) => changeset.id === id);
      const step = real.planAnswer(id, outcome, shown);
      const isOut = outcome.kind === 'rejected' && sent !== undefined;
      const last = { position: (real.outbox().at(-1)?.position ?? 0) + 1 };
      return isOut ? withOutbox(step, real.outbox(), [...step.outbox, { ...sent, ...last }]) : step;
    },
  })),
  replicaMutant('page-twice', 'a page that was read already is taken again', (real, file) => ({
    planEntries: (entries, shown) => {
      const isOld = entries.length > 0 && seqIn(entries) <= real.state().cursor;
      return (isOld ? forced(real, file, entries) : real).planEntries(entries, shown);
    },
  })),
  replicaMutant('gap-taken', 'a page is taken that does not follow on what was read', (real, file) => ({
    planEntries: (entries, shown) => {
      const isLater = seqIn(entries) > real.state().cursor + 1;
      return (isLater ? forced(real, file, entries) : real).planEntries(entries, shown);
    },
  })),
  replicaMutant('foreign-not-shown', 'what others did is read and not shown', (real) => ({
    planEntries: (entries, shown) => ({ ...real.planEntries(entries, shown), patch: { changes: [] } }),
  })),
  replicaMutant('base-kept', 'after a restore an edit still claims to have seen what is new since', (real) => ({
    planSnapshot: (snapshot, shown) => real.planSnapshot({ ...snapshot, common: snapshot.head.seq }, shown),
  })),
  replicaMutant('not-sent-again', 'what a restored service has lost is not sent again', (real) => ({
    planSnapshot: (snapshot, shown) => real.planSnapshot({ ...snapshot, resend: [] }, shown),
  })),
  replicaMutant('outbox-lost', 'the outbox is given up when the service was restored', (real) => ({
    planSnapshot: (snapshot, shown) => withOutbox(real.planSnapshot(snapshot, shown), real.outbox(), []),
  })),
];
