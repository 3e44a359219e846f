import type { ReactElement } from 'react';
import type { PlantModel } from '../../../shared/model/plantModel';
import { counted } from '../../../shared/lib/counted';
import { useModel } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import type { PipeTarget } from '../pipes/pipeGesture';
import { pipeRouteOf } from '../pipes/pipeRoute';
import styles from './DrawingArea.module.css';

function targetWords(model: PlantModel, target: PipeTarget | undefined): string {
  if (target === undefined) {
    return 'a port or a pipe';
  }
  if (target.kind === 'pipe') {
    const number = model.connections.get(target.connectionId)?.lineNumber ?? '';
    return number === '' ? 'a tee in the pipe' : `a tee in ${number}`;
  }
  const tag = model.components.get(target.end.componentId)?.tag ?? '';
  return `${tag === '' ? 'Tee' : tag} ${target.end.port.replaceAll('-', ' ')}`;
}

/** What is being drawn, in words, and the keys that go with it. */
export function Hint(): ReactElement | null {
  const editor = useEditor();
  const model = useModel((state) => state.model);
  const pipe = useEditorState((state) => state.pipe);
  const geometry = editor.onShow()?.geometry;
  if (pipe === undefined || model === undefined || geometry === undefined) {
    return null;
  }
  const { points, choices } = pipeRouteOf(geometry, pipe);
  const bends = Math.max(0, points.length - 2);
  return (
    <div className={styles.hint} role="status">
      <b>
        {targetWords(model, pipe.from)} to {targetWords(model, pipe.target)}
      </b>
      <div>
        {counted(bends, 'bend')}
        {choices > 1 ? `, ${choices} routes` : ''}
      </div>
      <div className={styles.hintKeys}>
        <kbd>Enter</kbd>Finish<kbd>Tab</kbd>Other route<kbd>Space</kbd>First leg<kbd>Esc</kbd>Cancel
      </div>
    </div>
  );
}
