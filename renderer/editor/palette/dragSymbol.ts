import type { Editor } from '../editor';

/** A press that moves less than this is a click. */
const clickReachPx = 4;

/**
 * Carries a symbol from the palette: a drag drops it where it is let go; a click leaves it on the pointer,
 * and the next click on the sheet places it. Escape puts it back either way.
 */
export function dragSymbol(editor: Editor, symbolId: string, start: PointerEvent): void {
  const { store } = editor;
  store.setState({ placing: { symbolId, rotation: 0, at: undefined, intoPipe: undefined } });
  let isDrag = false;
  const stop = (): void => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onUp);
  };
  const onMove = (event: PointerEvent): void => {
    isDrag ||= Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > clickReachPx;
    if (isDrag && store.getState().placing !== undefined) {
      editor.drawing()?.placingMoved(event.clientX, event.clientY);
    }
  };
  const onUp = (event: PointerEvent): void => {
    stop();
    if (isDrag && event.type === 'pointerup') {
      editor.drawing()?.placingDropped(event.clientX, event.clientY);
    }
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onUp);
}
