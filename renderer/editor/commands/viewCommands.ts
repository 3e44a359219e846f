import type { AppCommand } from '../../state/appCommand';
import type { IconName } from '../../components/iconDrawings';
import type { Tool } from '../editorStore';
import { beginPipeByKeyboard } from '../pipes/keyboardPipe';
import { type CommandDesk, modelCommand, needsSheet, selectedComponents } from './commandParts';
import { focusElement, symbolSearchFieldId } from './focusTargets';

const tools: readonly { readonly tool: Tool; readonly title: string; readonly key: string; readonly icon: IconName }[] =
  [
    { tool: 'select', title: 'Select', key: 'V', icon: 'select' },
    { tool: 'pan', title: 'Pan', key: 'H', icon: 'pan' },
    { tool: 'pipe', title: 'Draw a pipe', key: 'P', icon: 'pipe' },
    { tool: 'signal', title: 'Draw a signal line', key: 'S', icon: 'signal' },
    { tool: 'text', title: 'Write a text', key: 'T', icon: 'text' },
  ];

function toolCommands(desk: CommandDesk): readonly AppCommand[] {
  const { store } = desk;
  return [
    ...tools.map(({ tool, title, key, icon }) =>
      modelCommand({
        id: `tool:${tool}`,
        title,
        keys: [key],
        icon,
        unavailable: needsSheet(desk),
        run: () => store.setState({ tool, pipe: undefined, placing: undefined }),
      }),
    ),
    modelCommand({
      id: 'pipe:from-selection',
      title: 'Draw a pipe from the selected component',
      keys: ['C'],
      keywords: 'connect line',
      unavailable: () =>
        selectedComponents(desk).length === 1 || store.getState().focusId !== undefined
          ? undefined
          : 'Select one component first',
      run: () => beginPipeByKeyboard(desk),
    }),
  ];
}

function zoomCommands(desk: CommandDesk): readonly AppCommand[] {
  const unavailable = needsSheet(desk);
  return [
    modelCommand({
      id: 'view:fit',
      title: 'Show the whole sheet',
      keys: ['F', 'Ctrl+0'],
      icon: 'fit',
      keywords: 'zoom to fit',
      unavailable,
      run: () => desk.drawing()?.fit(),
    }),
    modelCommand({
      id: 'view:actual-size',
      title: 'Zoom to 100 %',
      keys: ['0'],
      unavailable,
      run: () => desk.drawing()?.zoomTo(1),
    }),
    modelCommand({
      id: 'view:zoom-in',
      title: 'Zoom in',
      keys: ['+', '='],
      icon: 'plus',
      unavailable,
      run: () => desk.drawing()?.zoomBy(1.25),
    }),
    modelCommand({
      id: 'view:zoom-out',
      title: 'Zoom out',
      keys: ['-'],
      icon: 'minus',
      unavailable,
      run: () => desk.drawing()?.zoomBy(0.8),
    }),
  ];
}

/** As in DrawingArea.module.css: narrower windows need the room for the drawing. */
const roomForMinimap = '(min-width: 1440px)';

function switchCommands(desk: CommandDesk): readonly AppCommand[] {
  const { store } = desk;
  return [
    modelCommand({
      id: 'view:snap',
      title: 'Snap to the grid',
      keys: ['Ctrl+Shift+G'],
      icon: 'grid',
      run: () => store.setState(({ snap }) => ({ snap: !snap })),
    }),
    modelCommand({
      id: 'view:minimap',
      title: 'Show or hide the small map',
      keys: ['Ctrl+Shift+M'],
      icon: 'layers',
      run: () =>
        store.setState(({ minimap }) => {
          const isShown = minimap === 'by-width' ? window.matchMedia(roomForMinimap).matches : minimap === 'shown';
          return { minimap: isShown ? 'hidden' : 'shown' };
        }),
    }),
    modelCommand({
      id: 'view:drawing',
      title: 'Go to the drawing',
      keys: ['F6'],
      run: () => desk.drawing()?.focus(),
    }),
    modelCommand({
      id: 'view:symbols',
      title: 'Search symbols',
      keys: ['/'],
      icon: 'search',
      run: () => focusElement(symbolSearchFieldId),
    }),
  ];
}

/** Tools, zoom and what is shown. */
export function viewCommands(desk: CommandDesk): readonly AppCommand[] {
  return [...toolCommands(desk), ...zoomCommands(desk), ...switchCommands(desk)];
}
