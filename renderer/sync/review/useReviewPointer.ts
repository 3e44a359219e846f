import { type RefObject, useEffect } from 'react';
import type { Scene, SceneView } from '../../schematic/scene';
import type { ConflictReview } from './createReview';

const clickPx = 4;
const zoomPerWheelPx = 0.0018;
const closest = 4;
const furthest = 0.05;

/** The view brought closer by a factor, with a point of the host staying where it is. */
export function zoomedAt(
  view: SceneView,
  factor: number,
  point: { readonly x: number; readonly y: number },
): SceneView {
  const zoom = Math.min(Math.max(view.zoom * factor, furthest), closest);
  const share = zoom / view.zoom;
  return { zoom, x: point.x - (point.x - view.x) * share, y: point.y - (point.y - view.y) * share };
}

/** The item of a pin, or of the thing, at a point of the host. */
function itemAt({ onShow }: ConflictReview, scene: Scene, at: { x: number; y: number }): string | undefined {
  const items = onShow()?.review.items ?? [];
  const number = scene.pinAt(at.x, at.y);
  const hit = scene.hitTest(at.x, at.y);
  return items.find((item) => (number === undefined ? item.key.id === hit?.id : item.number === number))?.id;
}

interface Press {
  readonly x: number;
  readonly y: number;
  readonly view: SceneView;
}

function handlersFor(
  element: HTMLElement,
  tools: { review: ConflictReview; scene: Scene; onView: (view: SceneView) => void },
) {
  const { review, scene, onView } = tools;
  let press: Press | undefined;
  const placeOf = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  return {
    pointerdown: (event: PointerEvent): void => {
      if (event.button === 0 || event.button === 1) {
        element.setPointerCapture(event.pointerId);
        press = { x: event.clientX, y: event.clientY, view: scene.view() };
      }
    },
    pointermove: (event: PointerEvent): void => {
      if (press === undefined) {
        element.style.cursor = itemAt(review, scene, placeOf(event)) === undefined ? 'default' : 'pointer';
        return;
      }
      const [byX, byY] = [event.clientX - press.x, event.clientY - press.y];
      if (Math.hypot(byX, byY) > clickPx) {
        onView({ ...press.view, x: press.view.x + byX, y: press.view.y + byY });
      }
    },
    pointerup: (event: PointerEvent): void => {
      const moved = press === undefined || Math.hypot(event.clientX - press.x, event.clientY - press.y) > clickPx;
      press = undefined;
      const id = moved || event.button !== 0 ? undefined : itemAt(review, scene, placeOf(event));
      if (id !== undefined) {
        review.actions.focus(id);
      }
    },
    pointercancel: (): void => {
      press = undefined;
    },
    wheel: (event: WheelEvent): void => {
      event.preventDefault();
      const view = scene.view();
      onView(
        event.shiftKey
          ? { ...view, x: view.x - (event.deltaX || event.deltaY) }
          : zoomedAt(view, Math.exp(-event.deltaY * zoomPerWheelPx), placeOf(event)),
      );
    },
  };
}

/** Pans by dragging, zooms by the wheel at the pointer, chooses an item by its pin or its thing. */
export function useReviewPointer(
  host: RefObject<HTMLElement | null>,
  tools: {
    readonly review: ConflictReview;
    readonly scene: Scene | undefined;
    readonly onView: (view: SceneView) => void;
  },
): void {
  const { review, scene, onView } = tools;
  useEffect(() => {
    const element = host.current;
    if (element === null || scene === undefined) {
      return undefined;
    }
    const { pointerdown, pointermove, pointerup, pointercancel, wheel } = handlersFor(element, {
      review,
      scene,
      onView,
    });
    element.addEventListener('pointerdown', pointerdown);
    element.addEventListener('pointermove', pointermove);
    element.addEventListener('pointerup', pointerup);
    element.addEventListener('pointercancel', pointercancel);
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', pointerdown);
      element.removeEventListener('pointermove', pointermove);
      element.removeEventListener('pointerup', pointerup);
      element.removeEventListener('pointercancel', pointercancel);
      element.removeEventListener('wheel', wheel);
    };
  }, [host, review, scene, onView]);
}
