import { type RefObject, useEffect, useRef } from 'react';
import type { ComponentId } from '../../shared/model/ids';
import type { Scene, SceneView } from '../schematic/scene';
import { useApp } from '../state/appContext';
import { select, type SessionStore } from '../state/sessionStore';
import type { Hovered } from './HoverCard';
import { zoomedAbout } from '../schematic/zoomedAbout';

/** What the pointer does to the drawing of Operate mode. */
export interface DrawingPointerOptions {
  readonly scene: Scene | undefined;
  readonly onView: (view: SceneView) => void;
  readonly onReadout: (id: ComponentId) => void;
  /** The pointer rests on a component, or moves on. */
  readonly onHover: (hovered: Hovered | undefined) => void;
}

const clickPx = 4;
const zoomPerWheelPx = 0.0018;
/** The pointer rests when it has not moved for so long. */
const hoverMs = 350;

interface Press {
  readonly x: number;
  readonly y: number;
  readonly view: SceneView;
}

/** A click selects what is under it and opens a read-out's trend; Ctrl adds to the selection; past all, nothing stays selected. */
function click(event: PointerEvent, at: { x: number; y: number }, tools: Tools): void {
  const { scene, session, options } = tools;
  const hit = scene.hitTest(at.x, at.y);
  if (hit === undefined || hit.kind === 'connection') {
    select(session, [], hit === undefined ? [] : [hit.id]);
    return;
  }
  const { components } = session.getState().selection;
  const adds = event.ctrlKey || event.metaKey;
  select(session, adds ? [...components, hit.id] : [hit.id]);
  if (hit.kind === 'readout') {
    options.current.onReadout(hit.id);
  }
}

interface Tools {
  readonly scene: Scene;
  readonly session: SessionStore;
  readonly options: RefObject<DrawingPointerOptions>;
}

/** Tells when the pointer rests on a component. `moveTo` answers whether something can be clicked there. */
function createHover({ scene, options }: Tools) {
  let resting: number | undefined;
  const stop = (): void => {
    window.clearTimeout(resting);
    options.current.onHover(undefined);
  };
  const moveTo = (x: number, y: number): boolean => {
    const hit = scene.hitTest(x, y);
    stop();
    if (hit !== undefined && hit.kind !== 'connection') {
      resting = window.setTimeout(() => options.current.onHover({ id: hit.id, x, y }), hoverMs);
    }
    return hit !== undefined;
  };
  return { stop, moveTo };
}

function handlersFor(element: HTMLElement, tools: Tools) {
  const { scene, options } = tools;
  let press: Press | undefined;
  const hover = createHover(tools);
  const placeOf = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  return {
    pointerdown: (event: PointerEvent): void => {
      hover.stop();
      if (event.button === 0 || event.button === 1) {
        element.setPointerCapture(event.pointerId);
        press = { x: event.clientX, y: event.clientY, view: scene.view() };
      }
    },
    pointermove: (event: PointerEvent): void => {
      if (press === undefined) {
        const { x, y } = placeOf(event);
        element.style.cursor = hover.moveTo(x, y) ? 'pointer' : 'default';
        return;
      }
      const [byX, byY] = [event.clientX - press.x, event.clientY - press.y];
      if (Math.abs(byX) > clickPx || Math.abs(byY) > clickPx) {
        options.current.onView({ ...press.view, x: press.view.x + byX, y: press.view.y + byY });
      }
    },
    pointerup: (event: PointerEvent): void => {
      const moved = press === undefined || Math.hypot(event.clientX - press.x, event.clientY - press.y) > clickPx;
      press = undefined;
      if (!moved && event.button === 0) {
        click(event, placeOf(event), tools);
      }
    },
    pointerleave: hover.stop,
    pointercancel: (): void => {
      press = undefined;
    },
    wheel: (event: WheelEvent): void => {
      event.preventDefault();
      hover.stop();
      const view = scene.view();
      options.current.onView(
        event.shiftKey
          ? { ...view, x: view.x - (event.deltaX || event.deltaY) }
          : zoomedAbout(view, Math.exp(-event.deltaY * zoomPerWheelPx), placeOf(event)),
      );
    },
  };
}

/** Pans by dragging, zooms by the wheel at the pointer, selects by clicking. */
export function useDrawingPointer(host: RefObject<HTMLElement | null>, options: DrawingPointerOptions): void {
  const { session } = useApp();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { scene } = options;
  useEffect(() => {
    const element = host.current;
    if (element === null || scene === undefined) {
      return undefined;
    }
    const { pointerdown, pointermove, pointerup, pointercancel, pointerleave, wheel } = handlersFor(element, {
      ...{ scene, session, options: latest },
    });
    element.addEventListener('pointerdown', pointerdown);
    element.addEventListener('pointermove', pointermove);
    element.addEventListener('pointerup', pointerup);
    element.addEventListener('pointercancel', pointercancel);
    element.addEventListener('pointerleave', pointerleave);
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      pointerleave();
      element.removeEventListener('pointerleave', pointerleave);
      element.removeEventListener('pointerdown', pointerdown);
      element.removeEventListener('pointermove', pointermove);
      element.removeEventListener('pointerup', pointerup);
      element.removeEventListener('pointercancel', pointercancel);
      element.removeEventListener('wheel', wheel);
    };
  }, [host, scene, session]);
}
