import { type KeyboardEvent, type ReactElement, useMemo, useState } from 'react';
import type { AreaId } from '../../../shared/model/ids';
import { Icon } from '../../components/Icon';
import { IconButton } from '../../components/IconButton';
import { TextField } from '../../components/TextField';
import { useModel, useSession } from '../../state/appContext';
import { commandOf } from '../commands/commandOf';
import { useEditor, useEditorState } from '../editorContext';
import { AreaRow } from './AreaRow';
import { type SheetBranch, type SheetLeaf, sheetTreeOf } from './sheetTree';
import styles from './SheetsTree.module.css';

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step !== 0 && event.target instanceof HTMLButtonElement) {
    event.preventDefault();
    const rows = [...event.currentTarget.querySelectorAll('button')];
    rows[rows.indexOf(event.target) + step]?.focus();
  }
}

function Renaming(props: { readonly name: string; readonly onName: (name: string) => void }): ReactElement {
  const editor = useEditor();
  const close = (): void => editor.store.setState({ renamingSheet: undefined });
  return (
    <span className={styles.rename} onBlur={close} ref={(element) => element?.querySelector('input')?.select()}>
      <TextField
        label="Name"
        value={props.name}
        onCommit={(name) => {
          props.onName(name);
          close();
        }}
      />
    </span>
  );
}

function SheetRow({ leaf }: { readonly leaf: SheetLeaf }): ReactElement {
  const editor = useEditor();
  const { sheet, componentCount } = leaf;
  const isShown = useSession((state) => state.sheetId === sheet.id);
  const isRenaming = useEditorState((state) => state.renamingSheet === sheet.id);
  if (isRenaming) {
    return <Renaming name={sheet.name} onName={(name) => editor.edits.renameSheet(sheet.id, name)} />;
  }
  return (
    <button
      type="button"
      role="treeitem"
      aria-selected={isShown}
      className={`${styles.row} ${styles.sheet}`}
      onClick={() => editor.showSheet(sheet.id)}
      onDoubleClick={() => editor.store.setState({ renamingSheet: sheet.id })}
      onKeyDown={(event) => (event.key === 'F2' ? editor.store.setState({ renamingSheet: sheet.id }) : undefined)}
    >
      <Icon name="sheet" size={12} />
      <span className={styles.name}>{sheet.name}</span>
      <span className={styles.count}>{componentCount}</span>
    </button>
  );
}

interface BranchProps {
  readonly branch: SheetBranch;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function Branch({ branch, open, onToggle }: BranchProps): ReactElement {
  const editor = useEditor();
  const { area, sheets } = branch;
  const isRenaming = useEditorState((state) => area !== undefined && state.renamingSheet === area.id);
  const rows = sheets.map((leaf) => <SheetRow key={leaf.sheet.id} leaf={leaf} />);
  if (area === undefined) {
    return <>{rows}</>;
  }
  return (
    <>
      {isRenaming ? (
        <Renaming name={area.name} onName={(name) => editor.edits.renameArea(area.id, name)} />
      ) : (
        <AreaRow area={area} sheetCount={sheets.length} open={open} onToggle={onToggle} />
      )}
      {open ? rows : null}
    </>
  );
}

/** The plant's areas and sheets; a click shows a sheet, a double click renames. */
export function SheetsTree(): ReactElement {
  const { commands } = useEditor();
  const model = useModel((state) => state.model);
  useSession((state) => state.sheetId);
  const [closed, setClosed] = useState<ReadonlySet<AreaId>>(new Set());
  const branches = useMemo(() => (model === undefined ? [] : sheetTreeOf(model)), [model]);
  const toggle = (areaId: AreaId): void => {
    const next = new Set(closed);
    if (!next.delete(areaId)) {
      next.add(areaId);
    }
    setClosed(next);
  };
  const actions = [
    { id: 'sheet:rename', icon: 'text' },
    { id: 'sheet:delete', icon: 'bin' },
    { id: 'area:add', icon: 'layers' },
    { id: 'sheet:add', icon: 'plus' },
  ] as const;
  return (
    <section className={styles.panel} aria-label="Sheets">
      <div className={styles.head}>
        <h2 className={styles.title}>Sheets</h2>
        {actions.map(({ id, icon }) => {
          const command = commandOf(commands, id);
          return (
            <IconButton
              key={id}
              icon={icon}
              label={command.title}
              unavailable={command.unavailable()}
              onClick={() => command.run()}
            />
          );
        })}
      </div>
      <div className={styles.tree} role="tree" aria-label="Areas and sheets" onKeyDown={moveFocus}>
        {branches.map((branch) => (
          <Branch
            key={branch.area?.id ?? ''}
            branch={branch}
            open={branch.area === undefined || !closed.has(branch.area.id)}
            onToggle={() => (branch.area === undefined ? undefined : toggle(branch.area.id))}
          />
        ))}
      </div>
    </section>
  );
}
