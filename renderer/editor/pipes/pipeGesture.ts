import type { ConnectionEnd, Point } from '../../../shared/model/plantModel';
import type { ConnectionId } from '../../../shared/model/ids';

/** Where a pipe may begin or end. */
export type PipeTarget =
  | { readonly kind: 'port'; readonly end: ConnectionEnd; readonly at: Point }
  /** On another pipe: it gets a tee there. */
  | { readonly kind: 'pipe'; readonly connectionId: ConnectionId; readonly at: Point };

/** A pipe or signal line that is being drawn. */
export interface PipeGesture {
  readonly from: PipeTarget;
  /** Where the pointer is, snapped. */
  readonly to: Point;
  /** What it would end on now; undefined: nothing, and it cannot be finished. */
  readonly target: PipeTarget | undefined;
  /** Which of the found routes is taken: 0 the router's own, counted up by Tab. */
  readonly routeIndex: number;
  /** Which way the first leg goes while there is no router's route: along x or along y. */
  readonly firstLeg: 'horizontal' | 'vertical';
}

/** What a person may do while a pipe is drawn. */
export type PipeEvent =
  | { readonly kind: 'moved'; readonly to: Point; readonly target: PipeTarget | undefined }
  | { readonly kind: 'other-route' }
  | { readonly kind: 'other-first-leg' };

/** A gesture that begins at a port or on a pipe. */
export function beginPipe(from: PipeTarget): PipeGesture {
  return { from, to: from.at, target: undefined, routeIndex: 0, firstLeg: 'horizontal' };
}

/** True when both are the same port, or both are on the same pipe: a pipe cannot join what it comes from. */
export function isSameTarget(one: PipeTarget, other: PipeTarget): boolean {
  if (one.kind === 'port' && other.kind === 'port') {
    return one.end.componentId === other.end.componentId && one.end.port === other.end.port;
  }
  return one.kind === 'pipe' && other.kind === 'pipe' && one.connectionId === other.connectionId;
}

/** The gesture after an event. A target that is the start itself is no target. */
export function stepPipe(gesture: PipeGesture, event: PipeEvent): PipeGesture {
  switch (event.kind) {
    case 'moved': {
      const target = event.target !== undefined && isSameTarget(gesture.from, event.target) ? undefined : event.target;
      return { ...gesture, to: target?.at ?? event.to, target };
    }
    case 'other-route':
      return { ...gesture, routeIndex: gesture.routeIndex + 1 };
    case 'other-first-leg':
      return { ...gesture, firstLeg: gesture.firstLeg === 'horizontal' ? 'vertical' : 'horizontal' };
  }
}
