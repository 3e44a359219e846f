import type { AreaId } from '../../../shared/model/ids';
import { componentsOnSheet } from '../../../shared/model/modelIndex';
import { freezeRefusal } from '../../state/freezeWords';
import type { AppCommand } from '../../state/appCommand';
import { type CommandDesk, modelCommand, needsSheet } from './commandParts';

function deleteSheetCommand(desk: CommandDesk): AppCommand {
  return modelCommand({
    id: 'sheet:delete',
    title: 'Delete the sheet',
    icon: 'bin',
    unavailable: () => {
      const shown = desk.onShow();
      return shown === undefined
        ? 'Open a plant first'
        : shown.model.sheets.size < 2
          ? 'A plant has at least one sheet'
          : undefined;
    },
    run: () => {
      const shown = desk.onShow();
      if (shown === undefined) {
        return;
      }
      const isEmpty = componentsOnSheet(shown.model, shown.sheetId).length === 0;
      if (isEmpty) {
        desk.deleteSheetOnShow();
      } else {
        desk.store.setState({ dialog: { kind: 'delete-sheet' } });
      }
    },
  });
}

/** The area of the sheet on show. */
function areaOnShow(desk: CommandDesk): AreaId | undefined {
  const shown = desk.onShow();
  return shown?.model.sheets.get(shown.sheetId)?.areaId;
}

const noArea = 'The sheet is in no area';

function freezeCommand(desk: CommandDesk, kind: 'freeze' | 'release'): AppCommand {
  const { freezes, sync } = desk.app;
  const misfit = (): string | undefined => {
    const id = areaOnShow(desk);
    if (id === undefined) {
      return noArea;
    }
    const isFrozen = freezes.getState().frozen?.has(id) === true;
    return isFrozen === (kind === 'release') ? undefined : isFrozen ? 'It is frozen already' : 'It is not frozen';
  };
  return modelCommand({
    id: `area:${kind}`,
    title: kind === 'freeze' ? 'Freeze the area of the sheet' : 'Release the area of the sheet',
    icon: 'lock',
    keywords: 'approval management of change frozen lock proposal tenant',
    unavailable: () => freezeRefusal(sync.getState().status) ?? misfit(),
    run: () => {
      const areaId = areaOnShow(desk);
      if (areaId !== undefined) {
        desk.store.setState({ dialog: { kind, areaId } });
      }
    },
  });
}

function deleteAreaCommand(desk: CommandDesk): AppCommand {
  const areaId = (): AreaId | undefined => areaOnShow(desk);
  return modelCommand({
    id: 'area:delete',
    title: 'Delete the area of the sheet, keep its sheets',
    icon: 'bin',
    unavailable: () => (areaId() === undefined ? noArea : undefined),
    run: () => {
      const id = areaId();
      if (id !== undefined) {
        desk.edits.removeArea(id);
      }
    },
  });
}

function sheetCommands(desk: CommandDesk): readonly AppCommand[] {
  const { store, edits } = desk;
  return [
    modelCommand({
      id: 'sheet:add',
      title: 'Add a sheet',
      icon: 'plus',
      unavailable: needsSheet(desk),
      run: () => {
        const id = edits.addSheet();
        if (id !== undefined) {
          desk.showSheet(id);
          store.setState({ renamingSheet: id });
        }
      },
    }),
    modelCommand({
      id: 'sheet:rename',
      title: 'Rename the sheet',
      icon: 'text',
      unavailable: needsSheet(desk),
      run: () => store.setState({ renamingSheet: desk.onShow()?.sheetId }),
    }),
    deleteSheetCommand(desk),
    modelCommand({
      id: 'sheet:check',
      title: 'Check the sheet',
      icon: 'tick',
      keywords: 'findings not connected not bound',
      unavailable: needsSheet(desk),
      run: () => store.setState({ dialog: { kind: 'checks' } }),
    }),
    modelCommand({
      id: 'area:add',
      title: 'Add an area',
      icon: 'layers',
      unavailable: needsSheet(desk),
      run: () => store.setState({ renamingSheet: edits.addArea() }),
    }),
    deleteAreaCommand(desk),
    freezeCommand(desk, 'freeze'),
    freezeCommand(desk, 'release'),
  ];
}

function sensorCommands(desk: CommandDesk): readonly AppCommand[] {
  const { store, edits } = desk;
  const picked = () => [...store.getState().pickedSensors];
  const unavailable = (): string | undefined => (picked().length === 0 ? 'Pick a sensor first' : undefined);
  return [
    modelCommand({
      id: 'sensor:add',
      title: 'Add a sensor',
      icon: 'gauge',
      unavailable: needsSheet(desk),
      run: () => store.setState({ dialog: { kind: 'sensor', sensorIds: [] } }),
    }),
    modelCommand({
      id: 'sensor:edit',
      title: 'Edit the picked sensors',
      icon: 'gauge',
      unavailable,
      run: () => store.setState({ dialog: { kind: 'sensor', sensorIds: picked() } }),
    }),
    modelCommand({
      id: 'sensor:delete',
      title: 'Delete the picked sensors',
      icon: 'bin',
      unavailable,
      run: () => {
        const ids = picked();
        store.setState({ pickedSensors: new Set() });
        edits.removeSensors(ids);
      },
    }),
  ];
}

/** Sheets, areas and sensors. */
export function plantCommands(desk: CommandDesk): readonly AppCommand[] {
  return [...sheetCommands(desk), ...sensorCommands(desk)];
}
