import type { ReactElement } from 'react';
import { Select } from '../../components/Select';
import { useModel, useSession } from '../../state/appContext';
import { useEditor, useEditorState } from '../editorContext';
import { defaultLineClass, lineClassesOfKind } from '../pipes/lineClasses';
import styles from './ToolBar.module.css';

/** The sizes offered for a pipe; any other can be written in the inspector. */
export const nominalSizes: readonly string[] = [
  ...[15, 20, 25, 32, 40, 50, 65, 80, 100, 125, 150, 200, 250, 300, 350, 400, 500, 600].map((size) => `DN ${size}`),
];

/** Line class and size of the next pipe, with a stroke as it will be drawn. */
export function LineChoice(): ReactElement {
  const { store } = useEditor();
  const model = useModel((state) => state.model);
  const tool = useEditorState((state) => state.tool);
  const chosenId = useEditorState((state) => state.lineClassId);
  const size = useEditorState((state) => state.pipeSize);
  const sheetId = useSession((state) => state.sheetId);
  const family = tool === 'signal' ? 'signal' : 'pipe';
  const isSignal = family === 'signal';
  const classes = model === undefined ? [] : lineClassesOfKind(model, family);
  const chosen = model === undefined ? undefined : defaultLineClass(model, family, { sheetId, chosenId });
  return (
    <>
      <span className={styles.caption}>Line class</span>
      <svg className={styles.sample} width="20" height="6" aria-hidden="true">
        <path
          d="M0 3H20"
          stroke={chosen?.role === 'return' ? 'var(--pipe-2)' : 'var(--pipe)'}
          strokeWidth={isSignal ? 1 : 3}
          strokeDasharray={isSignal ? '5 3' : undefined}
        />
      </svg>
      {chosen === undefined ? (
        <span className={styles.caption}>None yet</span>
      ) : (
        <Select
          label="Line class"
          value={chosen.id}
          choices={classes.map((lineClass) => ({ value: lineClass.id, label: `${lineClass.code}, ${lineClass.name}` }))}
          onChange={(lineClassId) => store.setState({ lineClassId })}
        />
      )}
      {isSignal ? null : (
        <Select
          label="Pipe size"
          value={size}
          choices={nominalSizes.map((value) => ({ value, label: value }))}
          onChange={(pipeSize) => store.setState({ pipeSize })}
        />
      )}
    </>
  );
}
