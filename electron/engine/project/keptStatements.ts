import type { Statement } from 'better-sqlite3';
import type { ProjectDatabase } from './projectDatabase';

/** Statements that are asked again and again, each made once: making one costs more than most of them do. */
export class KeptStatements {
  readonly #database: ProjectDatabase;
  readonly #statements = new Map<string, Statement>();

  constructor(database: ProjectDatabase) {
    this.#database = database;
  }

  /** The statement of a constant SQL text. Whoever asks for one text sets it up in one way. */
  of(sql: string): Statement {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}
