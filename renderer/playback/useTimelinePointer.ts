import { type RefObject, useEffect } from 'react';
import { draggedTime, snapMoment } from '../../shared/playback/dragTime';
import { gutterPx, rulerPx, scalePx, timeOfX } from '../../shared/playback/timelineScale';
import { panWindow, spanOf, zoomWindow } from '../../shared/playback/timeWindow';
import { type PlaybackSession, usePlaybackSession } from '../state/playbackSession';

/** Wheel turns to zoom: a usual notch of 100 brings a fifth closer. */
const zoomPerWheelPx = 0.0022;
/** A pointer that moved no further than this has clicked. */
const clickPx = 3;

interface Plot {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
}

function plotOf(element: HTMLElement): Plot {
  const { left, top, width } = element.getBoundingClientRect();
  return { leftPx: left + gutterPx, topPx: top, widthPx: width - gutterPx - scalePx };
}

function isOverPlot(event: MouseEvent, plot: Plot): boolean {
  const x = event.clientX - plot.leftPx;
  return x >= 0 && x <= plot.widthPx;
}

function turnWheel(event: WheelEvent, plot: Plot, session: PlaybackSession): void {
  const { playback } = session.store.getState();
  if (playback === undefined || !isOverPlot(event, plot)) {
    return;
  }
  event.preventDefault();
  const { window, range, phase, timeMs } = playback;
  const turned = event.deltaY === 0 ? event.deltaX : event.deltaY;
  if (event.shiftKey || event.deltaY === 0) {
    const byMs = (turned / plot.widthPx) * spanOf(window);
    session.actions.send({ type: 'window-set', window: panWindow(window, byMs, range) });
    return;
  }
  // In live now stays at the window's end.
  const isAtNow = phase === 'live' && window.endMs >= timeMs - 1;
  const aboutMs = isAtNow ? window.endMs : timeOfX(event.clientX - plot.leftPx, window, plot.widthPx);
  const factor = Math.exp(turned * zoomPerWheelPx);
  session.actions.send({ type: 'window-set', window: zoomWindow(window, { factor, aboutMs }, range) });
}

/** Drags the playhead, hovers, and zooms over the rows of a timeline whose ruler starts at `trendsPx`. */
export function useTimelinePointer(host: RefObject<HTMLElement | null>, trendsPx: number): void {
  const session = usePlaybackSession();
  useEffect(() => {
    const element = host.current;
    if (element === null) {
      return undefined;
    }
    const handlers = createHandlers(element, trendsPx, session);
    element.addEventListener('pointerdown', handlers.down);
    element.addEventListener('pointermove', handlers.move);
    element.addEventListener('pointerup', handlers.up);
    element.addEventListener('pointercancel', handlers.up);
    element.addEventListener('pointerleave', handlers.leave);
    element.addEventListener('wheel', handlers.wheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', handlers.down);
      element.removeEventListener('pointermove', handlers.move);
      element.removeEventListener('pointerup', handlers.up);
      element.removeEventListener('pointercancel', handlers.up);
      element.removeEventListener('pointerleave', handlers.leave);
      element.removeEventListener('wheel', handlers.wheel);
    };
  }, [host, trendsPx, session]);
}

/** The moment a press means; a drag stops at the glyphs of the rail. */
function meantTime(
  event: PointerEvent,
  { leftPx, widthPx }: Plot,
  { session, isDrag }: { readonly session: PlaybackSession; readonly isDrag: boolean },
): number | undefined {
  const { playback } = session.store.getState();
  if (playback === undefined) {
    return undefined;
  }
  const sensorCount = session.frames.current()?.sensorIds.length ?? 1;
  const place = { x: event.clientX - leftPx, widthPx, sensorCount, free: event.altKey };
  const snaps = isDrag && !event.altKey && !event.shiftKey;
  const glyphMs = snaps ? snapMoment(playback, place, session.controls.getState().glyphsMs) : undefined;
  return glyphMs ?? draggedTime(playback, place);
}

function createHandlers(element: HTMLElement, trendsPx: number, session: PlaybackSession) {
  const { store, actions, controls } = session;
  /** Undefined: nothing is pressed. On the ruler a press drags at once, on a trend only a click counts. */
  let pressed: { readonly x: number; readonly onRuler: boolean } | undefined;
  const seekTo = (event: PointerEvent): void => {
    const timeMs = meantTime(event, plotOf(element), { session, isDrag: pressed?.onRuler === true });
    if (timeMs !== undefined) {
      actions.seek(timeMs);
    }
  };
  return {
    down: (event: PointerEvent): void => {
      const plot = plotOf(element);
      const y = event.clientY - plot.topPx;
      const isButton = event.target instanceof Element && event.target.closest('button') !== null;
      if (event.button !== 0 || isButton || !isOverPlot(event, plot) || y >= trendsPx + rulerPx) {
        return;
      }
      element.setPointerCapture(event.pointerId);
      pressed = { x: event.clientX, onRuler: y >= trendsPx };
      if (pressed.onRuler) {
        actions.send({ type: 'drag-started' });
        seekTo(event);
      }
    },
    move: (event: PointerEvent): void => {
      const plot = plotOf(element);
      const { playback } = store.getState();
      const isOver = isOverPlot(event, plot) && event.clientY - plot.topPx < trendsPx + rulerPx;
      const hoverMs = playback && timeOfX(event.clientX - plot.leftPx, playback.window, plot.widthPx);
      controls.setState({ hoverMs: isOver && pressed === undefined ? hoverMs : undefined });
      if (pressed?.onRuler === true) {
        seekTo(event);
      }
    },
    up: (event: PointerEvent): void => {
      if (pressed?.onRuler === true) {
        actions.send({ type: 'drag-ended' });
      } else if (pressed !== undefined && Math.abs(event.clientX - pressed.x) <= clickPx) {
        seekTo(event);
      }
      pressed = undefined;
    },
    leave: (): void => controls.setState({ hoverMs: undefined }),
    wheel: (event: WheelEvent): void => turnWheel(event, plotOf(element), session),
  };
}
