import type { TimeRange } from './timeRange';

/** What is said of a stretch of time of one series. */
export interface PieceFacts {
  /**
   * When its samples were read, by their source's clock. Infinity: when they were too old to change any more.
   * -Infinity: they are no longer believed, and only shown until they are read again.
   */
  readonly readAtMs: number;
  /** When it was last asked for. */
  readonly usedAtMs: number;
}

/** A stretch of time of one series in which every sample is, or once was, known. */
export interface CoveredPiece extends TimeRange, PieceFacts {}

function joinAlike(pieces: readonly CoveredPiece[]): readonly CoveredPiece[] {
  const joined: CoveredPiece[] = [];
  for (const piece of pieces) {
    const last = joined[joined.length - 1];
    const isAlike =
      last !== undefined &&
      last.endMs === piece.startMs &&
      last.readAtMs === piece.readAtMs &&
      last.usedAtMs === piece.usedAtMs;
    if (isAlike) {
      joined[joined.length - 1] = { ...last, endMs: piece.endMs };
    } else {
      joined.push(piece);
    }
  }
  return joined;
}

/** The parts of pieces that lie within a range; a piece that does as a whole is the same object. */
export function clipPieces(pieces: readonly CoveredPiece[], range: TimeRange): CoveredPiece[] {
  const clipped: CoveredPiece[] = [];
  for (const piece of pieces) {
    const startMs = Math.max(piece.startMs, range.startMs);
    const endMs = Math.min(piece.endMs, range.endMs);
    if (startMs < endMs) {
      clipped.push(startMs === piece.startMs && endMs === piece.endMs ? piece : { ...piece, startMs, endMs });
    }
  }
  return clipped;
}

/**
 * Says anew what is known within a range: `rewrite` is asked for every piece of it and, with undefined, for every gap;
 * undefined leaves nothing there. Pieces come and go ascending and disjoint; neighbours that say the same are joined.
 */
export function rewritePieces(
  pieces: readonly CoveredPiece[],
  range: TimeRange,
  rewrite: (piece: CoveredPiece | undefined) => PieceFacts | undefined,
): readonly CoveredPiece[] {
  const { startMs, endMs } = range;
  if (!(startMs < endMs)) {
    return pieces;
  }
  const result = clipPieces(pieces, { startMs: -Infinity, endMs: startMs });
  const put = (span: TimeRange, piece: CoveredPiece | undefined): void => {
    const facts = span.startMs < span.endMs ? rewrite(piece) : undefined;
    if (facts !== undefined) {
      const { readAtMs, usedAtMs } = facts;
      result.push(facts === piece ? piece : { startMs: span.startMs, endMs: span.endMs, readAtMs, usedAtMs });
    }
  };
  let doneMs = startMs;
  for (const piece of clipPieces(pieces, range)) {
    put({ startMs: doneMs, endMs: piece.startMs }, undefined);
    put(piece, piece);
    doneMs = piece.endMs;
  }
  put({ startMs: doneMs, endMs }, undefined);
  return joinAlike([...result, ...clipPieces(pieces, { startMs: endMs, endMs: Infinity })]);
}

/**
 * Joins pieces that are no longer believed across gaps of up to `gapMs`: nothing is claimed by that, and what was read of
 * many single moments does not stay many pieces. `isBelieved` says of which pieces more is to be known.
 */
export function bridgeUnbelieved(
  pieces: readonly CoveredPiece[],
  gapMs: number,
  isBelieved: (piece: CoveredPiece) => boolean = ({ readAtMs }) => readAtMs !== -Infinity,
): readonly CoveredPiece[] {
  const bridged: CoveredPiece[] = [];
  for (const piece of pieces) {
    const last = bridged[bridged.length - 1];
    if (isBelieved(piece)) {
      bridged.push(piece);
    } else if (
      last?.readAtMs === -Infinity &&
      last.usedAtMs === piece.usedAtMs &&
      piece.startMs - last.endMs <= gapMs
    ) {
      bridged[bridged.length - 1] = { ...last, endMs: piece.endMs };
    } else {
      bridged.push(piece.readAtMs === -Infinity ? piece : { ...piece, readAtMs: -Infinity });
    }
  }
  return bridged;
}
