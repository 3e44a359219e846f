import { memo, type PointerEvent as ReactPointerEvent, type ReactElement } from 'react';
import type { SymbolClass } from '../../../shared/symbols/symbolClass';
import { SymbolDrawing } from '../../components/SymbolDrawing';
import { useEditor, useEditorState } from '../editorContext';
import { dragSymbol } from './dragSymbol';
import styles from './SymbolPalette.module.css';

/** One class in the palette: drag it onto the sheet; a click places it with the next click, a double-click or Enter at once. */
export const SymbolTile = memo(function SymbolTile({ symbol }: { readonly symbol: SymbolClass }): ReactElement {
  const editor = useEditor();
  const isPlacing = useEditorState((state) => state.placing?.symbolId === symbol.id);
  const onPointerDown = (event: ReactPointerEvent<HTMLButtonElement>): void => {
    if (event.button === 0) {
      dragSymbol(editor, symbol.id, event.nativeEvent);
    }
  };
  return (
    <button
      type="button"
      className={styles.tile}
      title={`${symbol.title}. Drag it onto the sheet, or double-click to place it in the middle.`}
      aria-label={symbol.title}
      aria-pressed={isPlacing}
      data-symbol={symbol.id}
      onPointerDown={onPointerDown}
      onDoubleClick={() => editor.placeAtCentre(symbol.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          editor.placeAtCentre(symbol.id);
        }
      }}
    >
      <SymbolDrawing symbol={symbol} width={44} height={34} />
      <span>{symbol.shortTitle}</span>
    </button>
  );
});
