/** The field that `/` goes to. */
export const symbolSearchFieldId = 'symbol-search';
/** The drawing, where F6 goes to. */
export const drawingElementId = 'model-drawing';

/** Gives the keyboard to an element of the window. */
export function focusElement(id: string): void {
  document.getElementById(id)?.focus();
}
