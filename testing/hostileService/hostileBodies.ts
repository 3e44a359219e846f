import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import {
  honestAcceptance,
  honestEntry,
  honestHead,
  honestPlant,
  honestRecord,
  problemOf,
  snapshotLines,
} from '../serviceDocuments';
import { type HostilePlay, meText, pours, says } from './hostilePlay';

type Row = readonly [
  what: string,
  asked: HostilePlay['asked'],
  reason: HostilePlay['reason'],
  detail: RegExp,
  answer: HostilePlay['answer'],
];

const foreignId = '99999999-9999-4999-8999-999999999999';
const packed = { 'content-encoding': 'gzip' };
const ndjson = { 'content-type': 'application/x-ndjson' };
const bomb = gzipSync(Buffer.alloc(200e6, ' '));
const rejected = (conflicts: readonly object[]) => says(409, problemOf(409, 'conflict', { conflicts, head: 1 }));
const page = (entries: readonly object[], head: object = honestHead) => says(200, { entries, head });

/** Sends bytes as they are, with a length that need not be theirs. */
function bytes(
  body: Buffer | string,
  headers: Readonly<Record<string, string>>,
  then?: (response: ServerResponse) => void,
) {
  return (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    if (then === undefined) {
      response.end(body);
    } else {
      response.write(body, () => then(response));
    }
  };
}

const cutOff = (response: ServerResponse): void => void response.destroy();
const stays = (): void => undefined;

/** Lines of a snapshot, some of them others. */
function snapshot(change: (lines: readonly string[]) => readonly string[]) {
  return says(200, `${change(snapshotLines(3)).join('\n')}\n`, ndjson);
}

const plain: readonly Row[] = [
  ['an empty body', 'me', 'not-a-service', /no JSON/, says(200, '')],
  ['half a document', 'me', 'not-a-service', /no JSON/, says(200, meText().slice(0, 40))],
  ['bytes of no meaning', 'plants', 'not-a-service', /no JSON/, bytes(Buffer.from([0xff, 0, 0xc1]), {})],
  ['nothing, as JSON', 'me', 'not-a-service', /in its answer/, says(200, 'null')],
  ['a list where a person is asked for', 'me', 'not-a-service', /in its answer/, says(200, '[]')],
  ['no tenant', 'me', 'not-a-service', /tenant/, says(200, meText({ tenant: undefined }))],
  ['a role nobody has', 'me', 'not-a-service', /role/, says(200, meText({ role: 'owner' }))],
  ['another tenant', 'me', 'other-tenant', /Mill/, says(200, meText({ tenant: { id: 'mill', name: 'Mill' } }))],
  ['a hundred thousand brackets', 'plants', 'not-a-service', /answer/, says(200, '['.repeat(1e5))],
  ['brackets in brackets, closed', 'me', 'not-a-service', /answer/, says(200, `${'['.repeat(1e5)}${']'.repeat(1e5)}`)],
  ['2 GB', 'me', 'too-large', /more than 524 kB/, pours(' ', 2e9)],
  ['2 GB of plants', 'plants', 'too-large', /more than 8 MB/, pours('[', 2e9)],
  ['2 GB for what was pushed', 'push', 'too-large', /more than 8 MB/, pours('{"a":', 2e9)],
  ['2 GB of the log, however few entries are asked for', 'changes', 'too-large', /8 MB/, pours('[', 2e9)],
  ['200 MB that were 200 kB', 'plants', 'too-large', /more than 8 MB/, bytes(bomb, packed)],
  ['a package that is damaged', 'me', 'not-a-service', /damaged/, bytes(Buffer.from(bomb).fill(0xff, 10, 40), packed)],
  ['a package that was cut off', 'me', 'unreachable', /stops in the middle/, bytes(bomb.subarray(0, 40), packed)],
  ['a package that is none', 'me', 'not-a-service', /damaged/, bytes(meText(), packed)],
  [
    ...(['another way of packing', 'me', 'not-a-service', /nobody asked for/] as const),
    bytes(brotliCompressSync(meText()), { 'content-encoding': 'br' }),
  ],
  [
    'a body that was cut off',
    'me',
    'unreachable',
    /broke off|aborted/,
    bytes('{"te', { 'content-length': '900' }, cutOff),
  ],
  ['chunks that were cut off', 'me', 'unreachable', /broke off|aborted/, bytes('{"te', {}, cutOff)],
  ['a body that stops', 'changes', 'timeout', /silent for/, bytes('{"entries":[', {}, stays)],
];

const meanings: readonly Row[] = [
  [
    'a plant without an end of its log',
    'plants',
    'not-a-service',
    /head/,
    says(200, { plants: [{ ...honestPlant(), head: {} }] }),
  ],
  [
    'another plant than was made',
    'create',
    'not-a-service',
    /another plant/,
    says(201, honestPlant({ id: foreignId })),
  ],
  [
    'a yes to another changeset',
    'push',
    'not-a-service',
    /another changeset/,
    says(201, honestAcceptance(honestEntry({ id: foreignId }))),
  ],
  [
    'a yes with two numbers',
    'push',
    'not-a-service',
    /another changeset/,
    says(201, honestAcceptance(honestEntry({ seq: 2 }))),
  ],
  ['a yes without an entry', 'push', 'not-a-service', /entry/, says(201, { seq: 1, hash: '', digest: '' })],
  ['a no to what was not sent', 'push', 'not-a-service', /not sent/, rejected([{ op: 7, kind: 'rule' }])],
  [
    'a no because of what was not sent',
    'push',
    'not-a-service',
    /not sent/,
    rejected([{ op: 0, kind: 'dependent', because: 9 }]),
  ],
  ['a no without a reason', 'push', 'not-a-service', /not sent/, rejected([])],
  ['a no of a kind nobody knows', 'push', 'not-a-service', /in its answer/, rejected([{ op: 0, kind: 'mood' }])],
  ['a conflict of something else', 'push', 'not-a-service', /in its answer/, says(409, problemOf(409, 'conflict'))],
  [
    'more of the log than was asked for',
    'changes',
    'not-a-service',
    /more of the log/,
    page([honestEntry(), honestEntry(), honestEntry()]),
  ],
  ['a revision below nothing', 'changes', 'not-a-service', /seq/, page([{ ...honestEntry(), seq: -1 }])],
  ['a revision past all numbers', 'changes', 'not-a-service', /seq/, page([], { ...honestHead, seq: 1e300 })],
  ['a log without an epoch', 'changes', 'not-a-service', /epoch/, page([], { ...honestHead, epoch: undefined })],
  [
    ...(['a value that is none', 'changes', 'not-a-service', /in its answer/] as const),
    page([{ ...honestEntry(), changes: [{ change: 'create', kind: 'sheet', id: 's', fields: { name: null } }] }]),
  ],
  ['parked edits that are none', 'parked', 'not-a-service', /conflicts/, says(200, { conflicts: [{}] })],
];

const snapshots: readonly Row[] = [
  ['a snapshot of nothing', 'snapshot', 'not-a-service', /no JSON/, snapshot(() => [])],
  ['a snapshot without a head', 'snapshot', 'not-a-service', /does not begin/, snapshot((lines) => lines.slice(1))],
  ['a snapshot without an end', 'snapshot', 'not-a-service', /before its end/, snapshot((lines) => lines.slice(0, -1))],
  [
    'a record that is missing',
    'snapshot',
    'not-a-service',
    /says 3 records and holds 2/,
    snapshot((lines) => lines.toSpliced(2, 1)),
  ],
  [
    'a record too many',
    'snapshot',
    'not-a-service',
    /holds more|says 3/,
    snapshot(([head = '', one = '', ...rest]) => [head, one, one, ...rest]),
  ],
  ['a record after the end', 'snapshot', 'not-a-service', /goes on/, snapshot((lines) => [...lines, lines[1] ?? ''])],
  [
    'a line that is no record',
    'snapshot',
    'not-a-service',
    /not as it has to be/,
    snapshot((lines) => lines.with(2, '{"kind":"component"}')),
  ],
  ['a line that is no JSON', 'snapshot', 'not-a-service', /no JSON/, snapshot((lines) => lines.with(2, 'component'))],
  [
    'another digest at the end',
    'snapshot',
    'not-a-service',
    /holds 3/,
    snapshot((lines) => lines.with(-1, '{"end":{"count":3,"digest":"cd"}}')),
  ],
  [
    'a line without end',
    'snapshot',
    'too-large',
    /has no end/,
    pours('a', 2e9, { text: JSON.stringify({ snapshot: honestHead, count: 1 }) }),
  ],
  [
    'records without end',
    'snapshot',
    'too-large',
    /more than \d+ MB/,
    pours(`${JSON.stringify(honestRecord('1'))}\n`, 2e9, {
      text: JSON.stringify({ snapshot: honestHead, count: 1e9 }),
    }),
  ],
  [
    'a snapshot that was cut off',
    'snapshot',
    'unreachable',
    /broke off|aborted/,
    bytes(`${snapshotLines(3).slice(0, 3).join('\n')}\n`, ndjson, cutOff),
  ],
  [
    'a snapshot that stops',
    'snapshot',
    'timeout',
    /silent for/,
    bytes(`${snapshotLines(3).slice(0, 2).join('\n')}\n`, ndjson, stays),
  ],
];

/** Answers that look like success. */
export const hostileBodies: readonly HostilePlay[] = [...plain, ...meanings, ...snapshots].map(
  ([what, asked, reason, detail, answer]) => ({ what, asked, reason, detail, answer }),
);
