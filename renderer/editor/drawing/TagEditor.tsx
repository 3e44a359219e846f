import { useViewport } from '@xyflow/react';
import { type ReactElement, useState } from 'react';
import { componentsTagged } from '../../../shared/model/modelIndex';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { TextField } from '../../components/TextField';
import { useModel } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import styles from './DrawingArea.module.css';

/** A field over the tag of a component, or over a text, to write it in its place. */
export function TagEditor(): ReactElement | null {
  const editor = useEditor();
  const id = useEditorState((state) => state.renamingId);
  const model = useModel((state) => state.model);
  const { x, y, zoom } = useViewport();
  const [problem, setProblem] = useState<string>();
  const placed = id === undefined ? undefined : editor.onShow()?.geometry.components.get(id);
  if (placed === undefined || model === undefined) {
    return null;
  }
  const { component, body } = placed;
  const isText = symbolCatalogue.get(component.symbolId)?.behaviour === 'text';
  const close = (): void => {
    setProblem(undefined);
    editor.store.setState({ renamingId: undefined });
    editor.drawing()?.focus();
  };
  const commit = (text: string): void => {
    const isTaken = !isText && componentsTagged(model, text).some((other) => other.id !== component.id);
    if (isTaken) {
      setProblem(`${text.trim()} is used already`);
      return;
    }
    editor.edits.setComponents([component.id], isText ? { properties: { text } } : { tag: text.trim() });
    close();
  };
  const left = (body.x + body.width / 2) * zoom + x;
  const top = (isText ? body.y + body.height / 2 : body.y + body.height) * zoom + y + (isText ? -13 : 6);
  return (
    <div
      className={styles.tagEditor}
      style={{ left, top }}
      onBlur={close}
      onKeyDown={(event) => (event.key === 'Escape' ? close() : undefined)}
      ref={(element) => {
        const input = element?.querySelector('input');
        if (input !== null && input !== undefined && document.activeElement !== input) {
          input.focus();
          input.select();
        }
      }}
    >
      <TextField
        label={isText ? 'Text' : 'Tag'}
        value={isText ? (component.properties['text'] ?? '') : component.tag}
        problem={problem}
        onCommit={commit}
      />
    </div>
  );
}
