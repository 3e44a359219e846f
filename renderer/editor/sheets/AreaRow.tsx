import type { ReactElement } from 'react';
import type { Area } from '../../../shared/model/plantModel';
import { counted } from '../../../shared/lib/counted';
import { Icon } from '../../components/Icon';
import { useEditor } from '../editorContext';
import { FrozenMark } from './FrozenMark';
import styles from './SheetsTree.module.css';

/** What the row of an area takes. */
export interface AreaRowProps {
  readonly area: Area;
  readonly sheetCount: number;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** An area in the tree of sheets: opens and closes, is renamed, deleted, frozen and released. */
export function AreaRow({ area, sheetCount, open, onToggle }: AreaRowProps): ReactElement {
  const editor = useEditor();
  const rename = (): void => editor.store.setState({ renamingSheet: area.id });
  return (
    <button
      type="button"
      role="treeitem"
      aria-expanded={open}
      className={styles.row}
      title="Double-click or F2 renames the area, Delete takes it away and keeps its sheets, a right click shows more"
      onClick={onToggle}
      onDoubleClick={rename}
      onContextMenu={(event) => {
        event.preventDefault();
        // By keyboard there is no pointer: below the row.
        const { left, bottom } = event.currentTarget.getBoundingClientRect();
        const isByKey = event.clientX === 0 && event.clientY === 0;
        const at = isByKey ? { clientX: left + 8, clientY: bottom } : event;
        const { clientX, clientY } = at;
        editor.store.setState({ areaMenu: { areaId: area.id, clientX, clientY } });
      }}
      onKeyDown={(event) => {
        if (event.key === 'Delete') {
          event.stopPropagation();
          editor.edits.removeArea(area.id);
        } else if (event.key === 'F2') {
          event.stopPropagation();
          rename();
        }
      }}
    >
      <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} />
      <span className={styles.name}>{area.name}</span>
      <FrozenMark areaId={area.id} />
      {open ? null : <span className={styles.count}>{counted(sheetCount, 'sheet')}</span>}
    </button>
  );
}
