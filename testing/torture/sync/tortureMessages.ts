import type { Changeset } from '../../../shared/sync/changeset';
import type { EntityRecord } from '../../../shared/sync/entityRecord';
import type { ParkedEdit } from '../../../shared/sync/parkedEdit';
import type { Head } from '../../../shared/sync/syncWire';
import type { ChangesAnswer, ChangesetAnswer, MemoryService } from './memoryService';

/** What a program asks of the service. */
export type Request =
  | { readonly ask: 'pull'; readonly since: number; readonly hash: string }
  | { readonly ask: 'push'; readonly changeset: Changeset; readonly epoch: string }
  | { readonly ask: 'keep'; readonly edit: ParkedEdit }
  /** After a divergence: what was read, so that the last place is found where both logs are alike. */
  | { readonly ask: 'recover'; readonly read: ReadonlyMap<number, { readonly seq: number; readonly hash: string }> };

/** What the service says. */
export type Answer =
  | { readonly to: 'pull'; readonly since: number; readonly hash: string; readonly answer: ChangesAnswer }
  | {
      readonly to: 'push';
      readonly changesetId: string;
      readonly answer: ChangesetAnswer;
      readonly epoch: string;
    }
  | { readonly to: 'keep'; readonly id: string }
  | {
      readonly to: 'recover';
      /** The last entry that both had. */
      readonly common: number;
      readonly records: readonly EntityRecord[];
      readonly head: Head;
    };

/** A request or an answer on its way. `number` says which question of the program it belongs to. */
export interface Message {
  readonly replica: number;
  readonly number: number;
  readonly content: Request | Answer;
}

/** Whether a message is on its way to the service. */
export function isRequest(content: Request | Answer): content is Request {
  return 'ask' in content;
}

/** Few, so that pages end in the middle of things. */
const pageLimit = 8;

function commonSeq(service: MemoryService, read: Extract<Request, { ask: 'recover' }>['read']): number {
  for (let seq = service.log.length; seq > 0; seq -= 1) {
    const known = read.get(seq);
    if (known !== undefined && known.hash === service.log[seq - 1]?.hash) {
      return seq;
    }
  }
  return 0;
}

/** What the service says to a request of a person. */
export function answerTo(service: MemoryService, request: Request, by: string): Answer {
  switch (request.ask) {
    case 'pull': {
      const { since, hash } = request;
      return { to: 'pull', since, hash, answer: service.changes(since, hash, pageLimit) };
    }
    case 'push': {
      const { changeset, epoch } = request;
      const answer = service.post(changeset, { epoch, by });
      return { to: 'push', changesetId: changeset.id, answer, epoch: service.options.epoch };
    }
    case 'keep':
      service.keep(request.edit);
      return { to: 'keep', id: request.edit.id };
    case 'recover': {
      const { records, head, epoch } = service.snapshot();
      return { to: 'recover', common: commonSeq(service, request.read), records, head: { ...head, epoch } };
    }
  }
}
