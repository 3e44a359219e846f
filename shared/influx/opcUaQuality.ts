import { quality } from '../history/historySource';

/**
 * A quality as OPC writes it: the two upper bits of the byte say good (192 to 255), uncertain (64 to 127) or bad (below).
 * OPC Data Access Custom Interface 3.0, section 6.8.
 */
export function opcUaQualityOf(known: number): number {
  switch (known) {
    case quality.good:
      return 192;
    case quality.uncertain:
      return 64;
    default:
      return 0;
  }
}
