import type { ReactElement } from 'react';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { IconButton } from '../../components/IconButton';
import { useModel, useSession } from '../../state/appContext';
import { commandOf } from '../commands/commandOf';
import { useEditor, useEditorState } from '../editorContext';
import { useSheetFindings } from '../checks/useSheetFindings';
import { LineChoice } from './LineChoice';
import styles from './ToolBar.module.css';
import { ZoomMenu } from './ZoomMenu';

/** A button of the bar for one command; `on` where the command is a tool or a switch. */
function CommandButton({ id, on }: { readonly id: string; readonly on?: boolean }): ReactElement | null {
  const command = commandOf(useEditor().commands, id);
  if (command.icon === undefined) {
    return null;
  }
  const [keys] = command.keys;
  const label = keys === undefined ? command.title : `${command.title} (${keys.replaceAll('+', ' ')})`;
  return (
    <IconButton
      icon={command.icon}
      label={label}
      on={on}
      unavailable={command.unavailable()}
      onClick={() => command.run()}
    />
  );
}

function ToolButtons(): ReactElement {
  const tool = useEditorState((state) => state.tool);
  return (
    <>
      <CommandButton id="tool:select" on={tool === 'select'} />
      <CommandButton id="tool:pan" on={tool === 'pan'} />
      <CommandButton id="tool:pipe" on={tool === 'pipe'} />
      <CommandButton id="tool:signal" on={tool === 'signal'} />
      <CommandButton id="tool:text" on={tool === 'text'} />
    </>
  );
}

function CheckButton(): ReactElement {
  const { commands } = useEditor();
  const findings = useSheetFindings();
  return (
    <Button look="quiet" onClick={() => commandOf(commands, 'sheet:check').run()}>
      Check sheet
      <span className={styles.count}>{findings.length}</span>
    </Button>
  );
}

/** The tool bar of Model mode. Every button is a command, so its key and its rule are the same everywhere. */
export function ToolBar(): ReactElement {
  const { commands } = useEditor();
  const snap = useEditorState((state) => state.snap);
  // Whether a command can be used depends on these; reading them here redraws the bar when they change.
  useSession((state) => state.selection);
  useModel((state) => state.revision);
  useModel((state) => state.model);
  useModel((state) => state.undoLabel);
  useModel((state) => state.redoLabel);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Drawing tools">
      <CommandButton id="edit:undo" />
      <CommandButton id="edit:redo" />
      <span className={styles.divider} />
      <ToolButtons />
      <span className={styles.divider} />
      <LineChoice />
      <span className={styles.divider} />
      <CommandButton id="arrange:left" />
      <CommandButton id="arrange:axis" />
      <CommandButton id="arrange:distribute-across" />
      <CommandButton id="component:rotate" />
      <CommandButton id="component:mirror" />
      <span className={styles.space} />
      <Button
        look="quiet"
        on={snap}
        title="Snap to the grid of 8 px"
        onClick={() => commandOf(commands, 'view:snap').run()}
      >
        <Icon name="grid" />
        Snap 8
      </Button>
      <ZoomMenu />
      <span className={styles.divider} />
      <CheckButton />
    </div>
  );
}
