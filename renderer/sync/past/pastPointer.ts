import type { SceneView } from '../../schematic/scene';
import type { Scene } from '../../schematic/scene';
import { zoomedAbout } from '../../schematic/zoomedAbout';
import { select, type SessionStore } from '../../state/sessionStore';

const clickPx = 4;
const zoomPerWheelPx = 0.0018;

/** What the pointer works with. */
export interface PastPointerTools {
  readonly scene: Scene;
  readonly session: SessionStore;
  readonly onView: (view: SceneView) => void;
}

function pick({ scene, session }: PastPointerTools, at: { readonly x: number; readonly y: number }): void {
  const hit = scene.hitTest(at.x, at.y);
  if (hit === undefined) {
    select(session, []);
  } else {
    select(session, hit.kind === 'connection' ? [] : [hit.id], hit.kind === 'connection' ? [hit.id] : []);
  }
}

function handlersFor(element: HTMLElement, tools: PastPointerTools) {
  const { scene, onView } = tools;
  let press: { readonly x: number; readonly y: number; readonly view: SceneView } | undefined;
  const placeOf = ({ clientX, clientY }: MouseEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  return {
    pointerdown: (event: PointerEvent): void => {
      element.setPointerCapture(event.pointerId);
      press = { x: event.clientX, y: event.clientY, view: scene.view() };
    },
    pointermove: (event: PointerEvent): void => {
      const [byX, byY] = [event.clientX - (press?.x ?? event.clientX), event.clientY - (press?.y ?? event.clientY)];
      if (press !== undefined && Math.hypot(byX, byY) > clickPx) {
        onView({ ...press.view, x: press.view.x + byX, y: press.view.y + byY });
      }
    },
    pointerup: (event: PointerEvent): void => {
      const isClick = press !== undefined && Math.hypot(event.clientX - press.x, event.clientY - press.y) <= clickPx;
      press = undefined;
      if (isClick) {
        pick(tools, placeOf(event));
      }
    },
    wheel: (event: WheelEvent): void => {
      event.preventDefault();
      onView(zoomedAbout(scene.view(), Math.exp(-event.deltaY * zoomPerWheelPx), placeOf(event)));
    },
  };
}

/** Pans by dragging, zooms by the wheel at the pointer, selects by clicking; changes nothing. Answers what ends it. */
export function attachPastPointer(element: HTMLElement, tools: PastPointerTools): () => void {
  const { pointerdown, pointermove, pointerup, wheel } = handlersFor(element, tools);
  element.addEventListener('pointerdown', pointerdown);
  element.addEventListener('pointermove', pointermove);
  element.addEventListener('pointerup', pointerup);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', pointerdown);
    element.removeEventListener('pointermove', pointermove);
    element.removeEventListener('pointerup', pointerup);
    element.removeEventListener('wheel', wheel);
  };
}
