import { AppFailure } from '../../../shared/lib/appError';
import { issueText } from '../../../shared/model/issueText';
import { type FrozenList, frozenListSchema } from '../../../shared/sync/syncWire';
import type { ProjectDatabase } from '../project/projectDatabase';

/** Undefined: no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The table of frozen areas, as the service told them last. Writing is for inside transactions. */
export class FreezeRows {
  readonly #database: ProjectDatabase;
  readonly #path: string;

  /** `path`: how errors name the file. */
  constructor(database: ProjectDatabase, path: string) {
    this.#database = database;
    this.#path = path;
  }

  /** Undefined: nothing was told yet. Throws an `AppFailure` where the row is none that this program wrote. */
  read(): FrozenList | undefined {
    const row = this.#database
      .prepare<[], { tag: string; frozen: string }>('SELECT tag, frozen FROM sync_freezes')
      .get();
    if (row === undefined) {
      return undefined;
    }
    const list = frozenListSchema.safeParse({ tag: row.tag, frozen: jsonOf(row.frozen) });
    if (!list.success) {
      const detail = `a row of sync_freezes: ${issueText(list.error)}`;
      throw new AppFailure({ code: 'damaged-project', path: this.#path, detail });
    }
    return list.data;
  }

  put({ tag, frozen }: FrozenList): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO sync_freezes (id, tag, frozen) VALUES (1, ?, ?)')
      .run(tag, JSON.stringify(frozen));
  }
}
