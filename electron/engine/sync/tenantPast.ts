import { entityFromFields } from '../../../shared/model/entityFields';
import type { PlantModel, Sensor } from '../../../shared/model/plantModel';
import type { Changeset } from '../../../shared/sync/changeset';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import type { LoggedChange } from '../../../shared/sync/logEntry';
import type { RevisionTime } from '../../../shared/sync/past/revisionInForce';
import { modelAfter } from '../../../shared/sync/past/modelWalk';
import { knownFields } from '../../../shared/sync/recordEntity';
import type { ProjectDatabase } from '../project/projectDatabase';
import { modelOfRecords } from './modelOfRecords';
import type { PastEntry, PastSource } from './pastSource';
import { pendingEntry } from './pendingEntry';
import { type EntryMark, type MarkedRevision, revisionTimes } from './sentParts';

interface EntryRow {
  readonly seq: number;
  readonly id: string;
  readonly by: string;
  readonly at_ms: number;
  readonly server_at_ms: number;
  readonly label: string;
  readonly changes: string;
}

interface LinkRow {
  readonly subject: string;
  readonly plant_id: string;
  readonly cursor: number;
  readonly epoch: string;
}

interface OutboxRow {
  readonly changeset: string;
  readonly made_at_ms: number;
}

/** What the history of a tenant's plant is read from. */
export interface TenantPastParts {
  readonly database: ProjectDatabase;
  /** The plant with what is not confirmed yet. */
  readonly model: () => PlantModel;
  /** Brings the entries from before the oldest that is here from the service. Rejects with an `AppFailure`. */
  readonly fetchBack: () => Promise<void>;
}

const entryColumns = 'seq, id, by, at_ms, server_at_ms, label, changes';

/** The log of a tenant's plant as far as the project file knows it. */
export class TenantPast implements PastSource {
  readonly #parts: TenantPastParts;
  #head: { readonly seq: number; readonly model: PlantModel; readonly identity: string } | undefined;
  #timeline: { readonly key: string; readonly times: readonly RevisionTime[] } | undefined;
  #former: { readonly key: string; readonly sensors: ReadonlyMap<string, Sensor> } | undefined;

  constructor(parts: TenantPastParts) {
    this.#parts = parts;
  }

  /** Whether the plant belongs to a tenant. */
  isLinked(): boolean {
    return this.#link() !== undefined;
  }

  head(): number {
    return this.#link()?.cursor ?? 0;
  }

  headModel(): PlantModel {
    const [seq, identity] = [this.head(), this.identity()];
    const known = this.#head?.identity === identity ? this.#head : undefined;
    if (known?.seq === seq) {
      return known.model;
    }
    const model = this.#newHeadModel(seq, known);
    this.#head = { seq, model, identity };
    return model;
  }

  firstKnown(): number {
    const row = this.#parts.database
      .prepare<[], { first: number | null; last: number | null; count: number }>(
        'SELECT min(seq) AS first, max(seq) AS last, count(*) AS count FROM sync_entry',
      )
      .get();
    if (row === undefined || row.first === null || row.last === null) {
      return this.head() + 1;
    }
    return row.count === row.last - row.first + 1 ? row.first : this.#startOfLastRun();
  }

  *entries(before: number | undefined): Iterable<PastEntry> {
    let below = before ?? this.head() + 1;
    const [first, page] = [
      this.firstKnown(),
      this.#parts.database.prepare<[number, number], EntryRow>(
        `SELECT ${entryColumns} FROM sync_entry WHERE seq < ? AND seq >= ? ORDER BY seq DESC LIMIT 200`,
      ),
    ];
    for (let rows = page.all(below, first); rows.length > 0; rows = page.all(below, first)) {
      for (const row of rows) {
        below = row.seq;
        const { seq, id, by, label } = row;
        yield { seq, id, by, label, atMs: row.server_at_ms, madeAtMs: row.at_ms, changesText: row.changes };
      }
    }
  }

  *pending(): Iterable<PastEntry> {
    const by = this.#link()?.subject ?? '';
    const rows = this.#parts.database
      .prepare<[], OutboxRow>('SELECT changeset, made_at_ms FROM sync_outbox ORDER BY position DESC')
      .all();
    for (const row of rows) {
      yield pendingEntry(JSON.parse(row.changeset) as Changeset, { by, atMs: row.made_at_ms });
    }
  }

  changesOf(seq: number): readonly LoggedChange[] {
    const text = this.#parts.database
      .prepare<[number], string>('SELECT changes FROM sync_entry WHERE seq = ?')
      .pluck()
      .get(seq);
    return text === undefined ? [] : (JSON.parse(text) as readonly LoggedChange[]);
  }

  timeline(): readonly RevisionTime[] {
    const key = this.#logKey();
    if (this.#timeline?.key !== key) {
      this.#timeline = { key, times: this.#readTimeline() };
    }
    return this.#timeline.times;
  }

  formerSensors(): ReadonlyMap<string, Sensor> {
    const key = this.#logKey();
    if (this.#former?.key !== key) {
      this.#former = { key, sensors: this.#readFormerSensors() };
    }
    return this.#former.sensors;
  }

  async reach(seq: number): Promise<void> {
    if (seq < this.firstKnown()) {
      await this.#parts.fetchBack();
    }
  }

  identity(): string {
    const link = this.#link();
    return link === undefined ? '' : `${link.plant_id} ${link.epoch}`;
  }

  /** What everything that is worked out of the log depends on. */
  #logKey(): string {
    return `${this.identity()} ${this.firstKnown()} ${this.head()} ${this.#pendingCount()}`;
  }

  #link(): LinkRow | undefined {
    return this.#parts.database
      .prepare<[], LinkRow>(
        `SELECT subject, plant_id, json_extract(state, '$.cursor') AS cursor, json_extract(state, '$.epoch') AS epoch
         FROM sync_link WHERE id = 1`,
      )
      .get();
  }

  #pendingCount(): number {
    return this.#parts.database.prepare<[], number>('SELECT count(*) FROM sync_outbox').pluck().get() ?? 0;
  }

  #newHeadModel(seq: number, known: { readonly seq: number; readonly model: PlantModel } | undefined): PlantModel {
    if (this.#pendingCount() === 0) {
      return this.#parts.model();
    }
    if (known !== undefined && known.seq < seq && this.firstKnown() <= known.seq + 1) {
      const later = Array.from({ length: seq - known.seq }, (_, index) => this.changesOf(known.seq + 1 + index));
      return modelAfter(known.model, later);
    }
    const rows = this.#parts.database.prepare<[], string>('SELECT record FROM sync_record').pluck().all();
    return modelOfRecords(
      rows.map((text) => JSON.parse(text) as EntityRecord),
      this.#parts.model(),
    );
  }

  /** Which edits still have parts that wait; their ops are not read. */
  #pendingMarks(): readonly EntryMark[] {
    const by = this.#link()?.subject ?? '';
    return this.#parts.database
      .prepare<[string], EntryMark>(
        `SELECT ? AS by, json_extract(changeset, '$.label') AS label, json_extract(changeset, '$.atMs') AS madeAtMs
         FROM sync_outbox`,
      )
      .all(by);
  }

  /** Entries before a snapshot that was taken later do not join those after it. */
  #startOfLastRun(): number {
    const start = this.#parts.database
      .prepare<[], number>(
        `SELECT max(seq) FROM sync_entry AS entry
         WHERE NOT EXISTS (SELECT 1 FROM sync_entry WHERE sync_entry.seq = entry.seq - 1)`,
      )
      .pluck()
      .get();
    return start ?? this.head() + 1;
  }

  #readTimeline(): readonly RevisionTime[] {
    const first = this.firstKnown();
    const rows = this.#parts.database
      .prepare<[number], MarkedRevision>(
        `SELECT seq, by, label, at_ms AS madeAtMs, server_at_ms AS atMs FROM sync_entry WHERE seq >= ? ORDER BY seq`,
      )
      .all(first);
    const times = revisionTimes(rows, this.#pendingMarks());
    // Before the first entry that is here the plant was as it was fetched.
    return first > 1 ? [{ seq: first - 1, atMs: 0 }, ...times] : times;
  }

  #readFormerSensors(): ReadonlyMap<string, Sensor> {
    const texts = this.#parts.database
      .prepare<[], string>(
        `SELECT changes FROM sync_entry WHERE instr(changes, '"sensor"') > 0 AND instr(changes, '"delete"') > 0
         ORDER BY seq`,
      )
      .pluck()
      .all();
    const former = new Map<string, Sensor>();
    for (const text of texts) {
      for (const change of JSON.parse(text) as readonly LoggedChange[]) {
        const sensor = change.change === 'delete' && change.kind === 'sensor' ? readSensor(change) : undefined;
        if (sensor !== undefined) {
          former.set(sensor.id, sensor);
        }
      }
    }
    return former;
  }
}

/** The sensor that was deleted; undefined for one that this program cannot read. */
function readSensor({ id, fields }: Extract<LoggedChange, { change: 'create' | 'delete' }>): Sensor | undefined {
  try {
    return entityFromFields('sensor', id, knownFields('sensor', fields));
  } catch {
    return undefined;
  }
}
