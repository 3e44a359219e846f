import { z } from 'zod';
import type { PlantReader } from '../../store/serviceStore';
import { notFound } from '../problem';

/** A revision of a plant, by number or by the moment at which it was in force. */
export type Moment = { readonly by: 'seq'; readonly seq: number } | { readonly by: 'time'; readonly timeMs: number };

const revision = /^rev:(0|[1-9]\d{0,15})$/;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment as an address writes it. */
export const momentText = z
  .string()
  .max(60)
  .refine(
    (text) => revision.test(text) || (isoTime.test(text) && Number.isFinite(Date.parse(text))),
    'must be rev:N or an ISO time with its offset, such as 2026-11-03T04:00:00Z',
  );

function momentFrom(text: string): Moment {
  const seq = revision.exec(text)?.[1];
  return seq === undefined ? { by: 'time', timeMs: Date.parse(text) } : { by: 'seq', seq: Number(seq) };
}

/** The revision that a text means; left out: the last. Throws the 404 of a revision that there is not. */
export async function revisionOf(plant: PlantReader, text: string | undefined): Promise<number> {
  const { head } = await plant.row();
  if (text === undefined) {
    return head.seq;
  }
  const moment = momentFrom(text);
  if (moment.by === 'time') {
    return plant.seqAt(moment.timeMs);
  }
  if (moment.seq > head.seq) {
    throw notFound();
  }
  return moment.seq;
}
