import { type CSSProperties, type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import { clusterHalfPx } from '../../../shared/playback/eventRail';
import type { EventSubject } from '../../../shared/playback/eventWords';
import { type RailHit, railHitAt } from '../../../shared/playback/railHit';
import type { RailPicture } from '../../../shared/playback/railPicture';
import { gutterPx, railLanePx } from '../../../shared/playback/timelineScale';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { type PlaybackSession, usePlaybackSession } from '../../state/playbackSession';
import { EventCard, hitTimeMs } from './EventCard';
import styles from './EventRail.module.css';

/** What the layer over the rail takes. */
export interface RailHoverProps {
  readonly host: RefObject<HTMLElement | null>;
  readonly picture: RailPicture;
  readonly subjectOf: (sensorId: string) => EventSubject | undefined;
  readonly clock: ZoneClock;
}

const cardPx = 284;
const besidePx = 12;
const abovePx = 4;
/** Of the ring about a glyph, beyond the glyph's own half. */
const ringPx = 3;

const lanes = { states: 0, limits: 1 } as const;

interface Pointed {
  readonly hit: RailHit;
  /** Where the rail is in the window, so that the card can float over everything. */
  readonly left: number;
  readonly top: number;
}

function isSame(one: RailHit, other: RailHit): boolean {
  return one.kind === other.kind && hitTimeMs(one) === hitTimeMs(other) && (one.kind === 'gap' || one.x === other.x);
}

/** Watches the pointer over the rail. A press on a glyph is the rail's own: it means the glyph's moment, not the place. */
function watchPointer(
  element: HTMLElement,
  hitAt: (event: MouseEvent) => Pointed | undefined,
  tools: { readonly session: PlaybackSession; readonly onPoint: (pointed: Pointed | undefined) => void },
): () => void {
  const { session, onPoint } = tools;
  const isOwn = (hit: RailHit | undefined): boolean => hit?.kind === 'marks';
  const move = (event: PointerEvent): void => {
    const pointed = event.buttons === 0 ? hitAt(event) : undefined;
    element.style.cursor = isOwn(pointed?.hit) ? 'pointer' : '';
    onPoint(pointed);
    if (pointed !== undefined && pointed.hit.kind !== 'gap') {
      event.stopPropagation();
      session.controls.setState({ hoverMs: hitTimeMs(pointed.hit) });
    }
  };
  const down = (event: PointerEvent): void => {
    if (event.button === 0 && isOwn(hitAt(event)?.hit)) {
      event.stopPropagation();
    }
  };
  const click = (event: MouseEvent): void => {
    const hit = hitAt(event)?.hit;
    if (hit !== undefined && isOwn(hit)) {
      session.actions.seek(hitTimeMs(hit));
    }
  };
  const leave = (): void => onPoint(undefined);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerdown', down);
  element.addEventListener('click', click);
  element.addEventListener('pointerleave', leave);
  return () => {
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('click', click);
    element.removeEventListener('pointerleave', leave);
  };
}

function cardPlace({ hit, left, top }: Pointed): CSSProperties {
  const x = left + gutterPx + hit.x;
  const bottom = window.innerHeight - top + abovePx;
  return x - besidePx - cardPx < 0 ? { left: x + besidePx, bottom } : { left: x - besidePx - cardPx, bottom };
}

function Ring({ hit }: { readonly hit: RailHit }): ReactElement | null {
  if (hit.kind === 'gap') {
    return null;
  }
  const lane = hit.kind === 'notes' ? 3 : lanes[hit.lane];
  const half = clusterHalfPx(hit.members.length) + ringPx;
  const style = { left: gutterPx + hit.x - half, top: (lane + 0.5) * railLanePx - 8, width: 2 * half };
  return <div className={styles.ring} style={style} />;
}

/** A ring about what lies under the pointer, and its card. The rail below is not drawn again. */
export function RailHover({ host, picture, subjectOf, clock }: RailHoverProps): ReactElement | null {
  const session = usePlaybackSession();
  const [pointed, setPointed] = useState<Pointed>();
  const shown = useRef(picture);
  useEffect(() => {
    shown.current = picture;
    // What was under the pointer has moved away below it.
    setPointed(undefined);
  }, [picture]);
  useEffect(() => {
    const element = host.current;
    if (element === null) {
      return undefined;
    }
    const hitAt = (event: MouseEvent): Pointed | undefined => {
      const { left, top } = element.getBoundingClientRect();
      const hit = railHitAt(shown.current, { x: event.clientX - left - gutterPx, y: event.clientY - top });
      return hit && { hit, left, top };
    };
    const onPoint = (next: Pointed | undefined): void =>
      setPointed((before) =>
        before !== undefined && next !== undefined && isSame(before.hit, next.hit) ? before : next,
      );
    return watchPointer(element, hitAt, { session, onPoint });
  }, [host, session]);
  if (pointed === undefined) {
    return null;
  }
  return (
    <>
      <Ring hit={pointed.hit} />
      <div className={styles.card} style={cardPlace(pointed)} role="tooltip" data-testid="event-card">
        <EventCard hit={pointed.hit} subjectOf={subjectOf} clock={clock} />
      </div>
    </>
  );
}
