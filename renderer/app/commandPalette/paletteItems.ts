import type { NoteId } from '../../../shared/model/ids';
import type { PlantModel, Sheet } from '../../../shared/model/plantModel';
import { formatMoment } from '../../../shared/playback/formatTime';
import { createZoneClock } from '../../../shared/playback/zoneClock';
import type { SymbolCatalogue, SymbolClass } from '../../../shared/symbols/symbolClass';
import type { IconName } from '../../components/iconDrawings';
import type { AppCommand } from '../../state/appCommand';
import { type App } from '../../state/appContext';
import { notesInOrder } from '../../operate/notes/notesInOrder';
import { reveal, select } from '../../state/sessionStore';
import type { Findable } from './paletteSearch';

/** One row of the command palette. */
export interface PaletteItem extends Findable {
  readonly icon: IconName | undefined;
  readonly symbol: SymbolClass | undefined;
  /** Shown at the right: the sheet of a component. */
  readonly place: string;
  readonly keys: readonly string[];
  readonly unavailable: string | undefined;
  readonly run: () => void;
}

const plain = { icon: undefined, symbol: undefined, place: '', keys: [], words: '', unavailable: undefined } as const;

function commandItem(command: AppCommand): PaletteItem {
  return {
    ...plain,
    key: `command:${command.id}`,
    kind: 'command',
    title: command.title,
    detail: '',
    words: command.keywords ?? '',
    icon: command.icon,
    keys: command.keys.slice(0, 1),
    unavailable: command.unavailable(),
    run: command.run,
  };
}

function sheetName(sheet: Sheet | undefined): string {
  return sheet?.name ?? '';
}

function componentItems(app: App, model: PlantModel, catalogue: SymbolCatalogue): readonly PaletteItem[] {
  return [...model.components.values()]
    .filter((component) => component.tag !== '')
    .map((component) => {
      const symbol = catalogue.get(component.symbolId);
      const service = component.properties['service'] ?? '';
      return {
        ...plain,
        key: `component:${component.id}`,
        kind: 'component' as const,
        title: component.tag,
        detail: [symbol?.title ?? component.symbolId, service].filter((part) => part !== '').join(', '),
        symbol,
        icon: 'gauge' as const,
        place: sheetName(model.sheets.get(component.sheetId)),
        run: () => reveal(app.session, component.sheetId, component.id),
      };
    });
}

function sensorItems(app: App, model: PlantModel): readonly PaletteItem[] {
  const componentOf = new Map([...model.bindings.values()].map((binding) => [binding.sensorId, binding.componentId]));
  return [...model.sensors.values()].map((sensor) => {
    const componentId = componentOf.get(sensor.id);
    const component = componentId === undefined ? undefined : model.components.get(componentId);
    return {
      ...plain,
      key: `sensor:${sensor.id}`,
      kind: 'sensor' as const,
      title: sensor.name,
      detail: [sensor.description, sensor.unit].filter((part) => part !== '').join(', '),
      icon: 'trend' as const,
      place: component?.tag ?? 'Not bound',
      unavailable: component === undefined ? 'This sensor is not bound to a component yet.' : undefined,
      run: () => {
        if (component !== undefined) {
          reveal(app.session, component.sheetId, component.id);
        }
      },
    };
  });
}

function sheetItems(app: App, model: PlantModel): readonly PaletteItem[] {
  return [...model.sheets.values()].map((sheet) => ({
    ...plain,
    key: `sheet:${sheet.id}`,
    kind: 'sheet' as const,
    title: sheet.name,
    detail: sheet.areaId === undefined ? '' : (model.areas.get(sheet.areaId)?.name ?? ''),
    icon: 'sheet' as const,
    run: () => {
      app.session.setState({ sheetId: sheet.id });
      select(app.session, []);
    },
  }));
}

/** Notes are found by what they say, the latest first. */
function noteItems(model: PlantModel, showNote: (id: NoteId) => void): readonly PaletteItem[] {
  const clock = createZoneClock(model.plant.timeZone);
  return notesInOrder(model)
    .toReversed()
    .map(({ id, text, author, timeMs }) => ({
      ...plain,
      key: `note:${id}`,
      kind: 'note' as const,
      title: text,
      detail: author,
      words: 'note',
      icon: 'note' as const,
      place: formatMoment(timeMs, clock),
      run: () => showNote(id),
    }));
}

/** What the palette finds things in, and what it does with a note. */
export interface PaletteSource {
  readonly commands: readonly AppCommand[];
  readonly catalogue: SymbolCatalogue;
  /** Goes to a note's moment and opens it. */
  readonly showNote: (id: NoteId) => void;
}

/** Everything that can be found now: commands of the mode, sheets, components, sensors, notes. */
export function paletteItems(app: App, { commands, catalogue, showNote }: PaletteSource): readonly PaletteItem[] {
  const { mode } = app.session.getState();
  const { model } = app.models.store.getState();
  const runnable = commands.filter((command) => command.modes.includes(mode)).map(commandItem);
  return model === undefined
    ? runnable
    : [
        ...runnable,
        ...componentItems(app, model, catalogue),
        ...sheetItems(app, model),
        ...sensorItems(app, model),
        ...noteItems(model, showNote),
      ];
}
