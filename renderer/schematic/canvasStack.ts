import type { HostSize } from './sceneCamera';

/** The canvases of a scene, lowest first. */
export interface CanvasStack {
  readonly standing: CanvasRenderingContext2D;
  readonly values: CanvasRenderingContext2D;
  readonly overlay: CanvasRenderingContext2D;
  /** A layer with nothing on it is taken out of the page: laying it over the others costs time every frame. */
  show(layer: 'values' | 'overlay', shown: boolean): void;
  resize(size: HostSize): void;
  remove(): void;
}

function addCanvas(host: HTMLElement, opaque: boolean): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  canvas.style.cssText = 'position:absolute;left:0;top:0;pointer-events:none';
  host.append(canvas);
  const context = canvas.getContext('2d', { alpha: !opaque });
  if (context === null) {
    throw new Error('This machine gives no canvas to draw on');
  }
  return context;
}

/** Puts the canvases into a host, which becomes what they are placed by. */
export function stackCanvases(host: HTMLElement): CanvasStack {
  if (getComputedStyle(host).position === 'static') {
    host.style.position = 'relative';
  }
  const standing = addCanvas(host, true);
  const values = addCanvas(host, false);
  const overlay = addCanvas(host, false);
  const all = [standing, values, overlay];
  return {
    standing,
    values,
    overlay,
    show(layer, shown) {
      const { canvas } = layer === 'values' ? values : overlay;
      const display = shown ? 'block' : 'none';
      if (canvas.style.display !== display) {
        canvas.style.display = display;
      }
    },
    resize({ width, height, ratio }) {
      for (const { canvas } of all) {
        canvas.width = Math.max(1, Math.round(width * ratio));
        canvas.height = Math.max(1, Math.round(height * ratio));
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
      }
    },
    remove() {
      all.forEach(({ canvas }) => canvas.remove());
    },
  };
}
