import type { SourceFailureReason } from '../../../shared/influx/sourceFailure';
import type { AppFailure } from '../../../shared/lib/appError';
import { type AnswerReader, type AnswerSink, CutOffAnswer, type RowBlock, UnreadableAnswer } from './answerRows';
import { type Finding, messageFinding, statusFinding } from './influxFailure';
import type { InfluxAnswer, InfluxHttp } from './influxHttp';
import { JsonAnswer, parseAnswer } from './jsonAnswer';
import { MsgpackAnswer } from './msgpackAnswer';

/** Statements that are asked in one request, of one database. */
export interface InfluxQlRequest {
  /** Empty for questions about the server itself. */
  readonly database: string;
  /** Empty: the database's own default. */
  readonly retentionPolicy: string;
  readonly statements: readonly string[];
}

/** What takes the answers to the statements of a request. */
export interface StatementSink {
  /** Rows of one series. */
  rows(block: RowBlock): void;
  /** The statement was refused or broke off; rows it answered before were handed over. */
  failed(statement: number, failure: AppFailure): void;
  /** The number that stands for a text in the last column of a row, or in another; NaN: texts are no values there. */
  textCell(text: string, isLast: boolean): number;
}

/** A series of an answer to a question about what there is. */
export interface TextSeries {
  /** The measurement. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What the server's version makes necessary. */
export interface InfluxQlOptions {
  /** `json` for servers that do not speak msgpack; others that do not are noticed by their answer. */
  readonly format?: 'msgpack' | 'json';
  /** More statements are asked one request after the other; 1 for InfluxDB 3. */
  readonly mostStatements?: number;
}

const accepts = { msgpack: 'application/x-msgpack', json: 'application/json' } as const;
/** Rows a document: more do not make it faster, and the server builds each document in its memory. */
const chunkRows = '10000';

/** Failures of one statement; any other concerns all of them, and the rest need not be asked. */
const ofOneStatement: readonly SourceFailureReason[] = ['query-refused', 'limit'];

/** Notes which statements have said all, so that an answer that ends too early does not pass as whole. */
class AnswerWatch implements AnswerSink {
  readonly #sink: StatementSink;
  readonly #fail: (finding: Finding) => AppFailure;
  readonly #first: number;
  readonly #count: number;
  /** Statements are answered in their order: all before this one have said all. */
  #next = 0;
  #isStopped = false;

  constructor(sink: StatementSink, span: { first: number; count: number }, fail: (finding: Finding) => AppFailure) {
    this.#sink = sink;
    this.#fail = fail;
    this.#first = span.first;
    this.#count = span.count;
  }

  rows(block: RowBlock): void {
    this.#sink.rows(this.#first === 0 ? block : { ...block, statement: block.statement + this.#first });
  }

  error(message: string): void {
    // After a refused statement InfluxDB says this once for each one it has not come to, under wrong numbers.
    if (this.#isStopped) {
      return;
    }
    const finding = messageFinding(message);
    const failure = this.#fail(finding);
    if (!ofOneStatement.includes(finding.reason)) {
      throw failure;
    }
    // The refusal itself has no number in msgpack.
    this.#sink.failed(this.#first + this.#next, failure);
    this.#next += 1;
    this.#isStopped = true;
  }

  refused(message: string): void {
    throw this.#fail(messageFinding(message));
  }

  ended(statement: number): void {
    this.#next = Math.max(this.#next, statement + 1);
  }

  textCell(text: string, isLast: boolean): number {
    return this.#sink.textCell(text, isLast);
  }

  /** How many statements need not be asked again. Throws when the answer ended before all were answered. */
  finish(): number {
    if (this.#next < this.#count && !this.#isStopped) {
      throw this.#fail({ reason: 'limit', detail: 'it cut its answer short; a limit of rows may be set there' });
    }
    return this.#next;
  }
}

/** Asks InfluxQL over `/query` of an InfluxDB 1.x, 2.x or 3.x. */
export class InfluxQlClient {
  readonly http: InfluxHttp;
  readonly #options: Required<InfluxQlOptions>;

  constructor(http: InfluxHttp, options: InfluxQlOptions = {}) {
    this.http = http;
    this.#options = { format: 'msgpack', mostStatements: 20_000, ...options };
  }

  /**
   * Asks, and hands the rows over while they arrive: after each step of the loop there may be more of them. A refused
   * statement goes to the sink; anything that concerns the whole answer is thrown.
   */
  async *stream(request: InfluxQlRequest, sink: StatementSink, signal: AbortSignal): AsyncGenerator<void> {
    const { statements } = request;
    let first = 0;
    while (first < statements.length) {
      const part = statements.slice(first, first + this.#options.mostStatements);
      const watch = new AnswerWatch(sink, { first, count: part.length }, (finding) => this.http.failure(finding));
      yield* this.#streamOne({ ...request, statements: part }, watch, signal);
      first += watch.finish();
    }
  }

  /** As `stream`, for answers that are wanted whole. */
  async run(request: InfluxQlRequest, sink: StatementSink, signal: AbortSignal): Promise<void> {
    const steps = this.stream(request, sink, signal);
    while ((await steps.next()).done !== true) {
      // The rows are with the sink already.
    }
  }

  /** Asks one statement about names. Any failure is thrown. */
  async ask(
    request: Omit<InfluxQlRequest, 'statements'>,
    statement: string,
    signal: AbortSignal,
  ): Promise<TextSeries[]> {
    const answer = await this.#open({ ...request, statements: [statement] }, { format: 'json', signal });
    const found: TextSeries[] = [];
    const lines = (await this.http.textOf(answer.body)).split('\n');
    for (const [at, line] of lines.entries()) {
      const document = line.trim() === '' ? {} : this.#readable(() => parseAnswer(line, at < lines.length - 1));
      for (const { error, series = [], partial } of document.results ?? []) {
        if (error !== undefined) {
          throw this.http.failure(messageFinding(error));
        }
        if (partial !== true && series.some((one) => one.partial === true)) {
          throw this.http.failure({ reason: 'limit', detail: 'it cut its answer short' });
        }
        found.push(
          ...series.map(({ name = '', columns, values = [] }) => ({ name, columns, rows: values.map(textRow) })),
        );
      }
    }
    return found;
  }

  async *#streamOne(request: InfluxQlRequest, sink: AnswerSink, signal: AbortSignal): AsyncGenerator<void> {
    const answer = await this.#open(request, { format: this.#options.format, signal });
    const reader: AnswerReader = answer.contentType.includes('msgpack')
      ? new MsgpackAnswer(sink)
      : new JsonAnswer(sink);
    for await (const bytes of answer.body) {
      this.#readable(() => reader.push(bytes));
      yield;
    }
    this.#readable(() => reader.finish());
  }

  async #open(
    { database, retentionPolicy, statements }: InfluxQlRequest,
    how: { readonly format: 'msgpack' | 'json'; readonly signal: AbortSignal },
  ): Promise<InfluxAnswer> {
    const form = {
      ...(database === '' ? {} : { db: database }),
      ...(retentionPolicy === '' ? {} : { rp: retentionPolicy }),
      q: statements.join(';'),
      epoch: 'ms',
      chunked: 'true',
      chunk_size: chunkRows,
    };
    const request = { method: 'POST', path: '/query', form, accept: accepts[how.format] } as const;
    const answer = await this.http.open(request, how.signal);
    if (answer.status !== 200) {
      throw await this.#statusFailure(answer);
    }
    if (!/json|msgpack/.test(answer.contentType)) {
      await this.http.textOf(answer.body);
      const detail = `it answers with ${answer.contentType === '' ? 'something unnamed' : answer.contentType}`;
      throw this.http.failure({ reason: answer.contentType.includes('html') ? 'not-influx' : 'garbage', detail });
    }
    return answer;
  }

  async #statusFailure({ status, contentType, headers, body }: InfluxAnswer): Promise<AppFailure> {
    const text = await this.http.textOf(body);
    // Where the body is msgpack the header says the same in words.
    const said = headers['x-influxdb-error'];
    return this.http.failure(
      statusFinding(status, contentType, typeof said === 'string' ? JSON.stringify({ error: said }) : text),
    );
  }

  #readable<T>(read: () => T): T {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof UnreadableAnswer)) {
        throw thrown;
      }
      const reason = thrown instanceof CutOffAnswer ? 'cut-off' : 'garbage';
      throw this.http.failure({ reason, detail: thrown.message });
    }
  }
}

function textRow(row: unknown): readonly string[] {
  return Array.isArray(row)
    ? row.map((value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)))
    : [];
}
