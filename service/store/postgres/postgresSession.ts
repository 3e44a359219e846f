import type { ClientBase, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { namedFailure } from './retryConflicts';

/** What a column may be given. */
export type SqlValue = string | number | boolean | null | readonly (string | number | boolean | null)[];

/** Names for statements, so that each is prepared once a connection. */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The same name for the same text. */
  nameOf(sql: string): string {
    const known = this.#names.get(sql);
    if (known !== undefined) {
      return known;
    }
    const name = `s${this.#names.size + 1}`;
    this.#names.set(sql, name);
    return name;
  }
}

/** One connection as long as somebody has it for themselves. */
export class PostgresSession {
  readonly #client: ClientBase;
  readonly #names: StatementNames;
  readonly #sent: Promise<void>[] = [];
  #failure: { readonly thrown: unknown } | undefined;

  constructor(client: ClientBase, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  /** All rows of a question. `Row` is what its columns are; nothing checks that. */
  async all<Row extends object>(sql: string, ...values: SqlValue[]): Promise<readonly Row[]> {
    return (await this.#query<Row>({ name: this.#names.nameOf(sql), text: sql, values })).rows;
  }

  /** The first row of a question. */
  async get<Row extends object>(sql: string, ...values: SqlValue[]): Promise<Row | undefined> {
    return (await this.all<Row>(sql, ...values))[0];
  }

  /** How many rows were changed. */
  async run(sql: string, ...values: SqlValue[]): Promise<number> {
    return (await this.#query({ name: this.#names.nameOf(sql), text: sql, values })).rowCount ?? 0;
  }

  /**
   * Sends a statement and does not wait for it. What is asked afterwards sees what it did; whether it worked is known
   * when all is `settled`.
   */
  send(sql: string, ...values: SqlValue[]): void {
    const sending = this.run(sql, ...values).then(
      () => undefined,
      (thrown: unknown) => void (this.#failure ??= { thrown }),
    );
    this.#sent.push(sending);
  }

  /** Resolves when everything that was sent has worked. Throws what failed first. */
  async settled(): Promise<void> {
    await Promise.all(this.#sent.splice(0));
    if (this.#failure !== undefined) {
      throw this.#failure.thrown;
    }
  }

  /** All rows of a statement that is not worth keeping prepared. */
  async once<Row extends object>(sql: string, ...values: SqlValue[]): Promise<readonly Row[]> {
    return (await this.#query<Row>({ text: sql, values })).rows;
  }

  /** Statements without values, in one go. */
  async command(sql: string): Promise<void> {
    await this.#query({ text: sql });
  }

  async #query<Row extends QueryResultRow>(query: QueryConfig<SqlValue[]>): Promise<QueryResult<Row>> {
    try {
      return await this.#client.query<Row, SqlValue[]>(query);
    } catch (failure) {
      throw namedFailure(failure);
    }
  }
}
