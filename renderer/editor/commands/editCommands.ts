import type { AppCommand } from '../../state/appCommand';
import { select } from '../../state/sessionStore';
import { copySelection, cutSelection, duplicateSelection, pasteText } from '../clipboard/clipboard';
import { type CommandDesk, modelCommand, needsComponents, needsSheet, selectedComponents } from './commandParts';

function historyCommands({ app }: CommandDesk): readonly AppCommand[] {
  const { store, actions } = app.models;
  return [
    modelCommand({
      id: 'edit:undo',
      title: 'Undo',
      keys: ['Ctrl+Z'],
      icon: 'undo',
      unavailable: () => (store.getState().undoLabel === undefined ? 'Nothing to undo' : undefined),
      run: actions.undo,
    }),
    modelCommand({
      id: 'edit:redo',
      title: 'Redo',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      icon: 'redo',
      unavailable: () => (store.getState().redoLabel === undefined ? 'Nothing to redo' : undefined),
      run: actions.redo,
    }),
  ];
}

function clipboardCommands(desk: CommandDesk): readonly AppCommand[] {
  const unavailable = needsComponents(desk, 1);
  return [
    modelCommand({
      id: 'edit:cut',
      title: 'Cut',
      keys: ['Ctrl+X'],
      unavailable,
      run: () => cutSelection(desk),
    }),
    modelCommand({
      id: 'edit:copy',
      title: 'Copy with bindings',
      keys: ['Ctrl+C'],
      unavailable,
      run: () => void copySelection(desk),
    }),
    modelCommand({
      id: 'edit:paste',
      title: 'Paste',
      keys: ['Ctrl+V'],
      unavailable: needsSheet(desk),
      run: () => pasteText(desk, desk.clipboard.last),
    }),
    modelCommand({
      id: 'edit:duplicate',
      title: 'Duplicate with bindings',
      keys: ['Ctrl+D'],
      unavailable,
      run: () => duplicateSelection(desk),
    }),
  ];
}

function selectionCommands(desk: CommandDesk): readonly AppCommand[] {
  const { app, store, edits } = desk;
  const { session } = app;
  return [
    modelCommand({
      id: 'edit:delete',
      title: 'Delete',
      keys: ['Delete', 'Backspace'],
      icon: 'bin',
      unavailable: () => {
        const { components, connections } = session.getState().selection;
        return components.size + connections.size === 0 ? 'Select something first' : undefined;
      },
      run: () => {
        const { selection } = session.getState();
        select(session, []);
        edits.remove(selection);
      },
    }),
    modelCommand({
      id: 'edit:select-all',
      title: 'Select everything on the sheet',
      keys: ['Ctrl+A'],
      unavailable: needsSheet(desk),
      run: () => {
        const geometry = desk.onShow()?.geometry;
        select(session, geometry?.components.keys() ?? [], geometry?.lines.keys() ?? []);
      },
    }),
    modelCommand({
      id: 'edit:select-none',
      title: 'Select nothing',
      keys: ['Escape'],
      run: () => {
        const { placing, slotQuestion, areaMenu } = store.getState();
        if (placing !== undefined || slotQuestion !== undefined || areaMenu !== undefined) {
          store.setState({ placing: undefined, slotQuestion: undefined, areaMenu: undefined });
        } else if (session.getState().selection.components.size + session.getState().selection.connections.size > 0) {
          select(session, []);
        } else {
          store.setState({ tool: 'select' });
        }
      },
    }),
  ];
}

function renameCommand(desk: CommandDesk): AppCommand {
  return modelCommand({
    id: 'component:rename',
    title: 'Rename the tag',
    keys: ['F2'],
    icon: 'text',
    unavailable: needsComponents(desk, 1),
    run: () => desk.store.setState({ renamingId: selectedComponents(desk)[0] }),
  });
}

/** Undo, clipboard, deleting and selecting. */
export function editCommands(desk: CommandDesk): readonly AppCommand[] {
  return [...historyCommands(desk), ...clipboardCommands(desk), ...selectionCommands(desk), renameCommand(desk)];
}
