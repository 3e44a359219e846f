import type { App } from '../state/appContext';
import type { AppCommand } from '../state/appCommand';
import { chooseHistory, exportPlant, importPlant, newPlant, openExample, openPlant, saveCopy } from './plantActions';

/** A command of both modes that can always run, but for what `rest` says. */
function command(id: string, title: string, rest: Partial<AppCommand> & Pick<AppCommand, 'run'>): AppCommand {
  return { id, title, keys: [], modes: ['operate', 'model'], unavailable: () => undefined, ...rest };
}

function unlessOpen({ models }: App): () => string | undefined {
  return () => (models.store.getState().model === undefined ? 'Open a plant first' : undefined);
}

function sourceCommands(app: App): readonly AppCommand[] {
  const { session } = app;
  const unavailable = unlessOpen(app);
  return [
    command('source:connections', 'Connections', {
      keys: ['Ctrl+Shift+L'],
      icon: 'link',
      keywords: 'data source historian influxdb database edit test remove',
      unavailable,
      run: () => session.setState({ connections: { kind: 'list' } }),
    }),
    command('source:connect', 'Connect a data source', {
      icon: 'plus',
      keywords: 'historian influxdb database connection',
      unavailable,
      run: () => session.setState({ connections: { kind: 'form', sourceId: undefined, fromList: false } }),
    }),
  ];
}

function plantCommands(app: App): readonly AppCommand[] {
  const needsPlant = unlessOpen(app);
  return [
    command('plant:new', 'New plant', { keys: ['Ctrl+N'], icon: 'plus', run: () => void newPlant(app) }),
    command('plant:open', 'Open a plant', { keys: ['Ctrl+O'], icon: 'open', run: () => void openPlant(app) }),
    command('plant:example', 'Open the example plant', { icon: 'open', run: () => void openExample(app) }),
    command('plant:import', 'Import a plant (*.plant.json)', { icon: 'import', run: () => void importPlant(app) }),
    command('history:import', 'Import history (CSV)', {
      icon: 'import',
      keywords: 'sensors samples tag list',
      unavailable: needsPlant,
      run: () => void chooseHistory(app),
    }),
    command('history:export', 'Export history (CSV, Parquet)', {
      icon: 'export',
      keywords: 'samples raw data training',
      unavailable: needsPlant,
      run: () => app.session.setState({ exportOpen: true }),
    }),
    command('plant:export', 'Export the plant (*.plant.json)', {
      icon: 'export',
      unavailable: needsPlant,
      run: () => void exportPlant(app),
    }),
    command('plant:save-copy', 'Save a copy of the project', {
      keys: ['Ctrl+Shift+S'],
      icon: 'export',
      unavailable: needsPlant,
      run: () => void saveCopy(app),
    }),
  ];
}

/** What can be done in either mode: plants, modes, theme, finding. */
export function createAppCommands(app: App): readonly AppCommand[] {
  const { session } = app;
  const needsPlant = unlessOpen(app);
  return [
    command('find:open', 'Find a tag, sheet or command', {
      keys: ['Ctrl+K', 'Ctrl+F'],
      icon: 'search',
      run: () => session.setState({ commandPaletteOpen: true }),
    }),
    command('mode:operate', 'Go to Operate', {
      keys: ['Ctrl+1'],
      unavailable: needsPlant,
      run: () => session.setState({ mode: 'operate' }),
    }),
    command('mode:model', 'Go to Model', {
      keys: ['Ctrl+2'],
      unavailable: needsPlant,
      run: () => session.setState({ mode: 'model' }),
    }),
    command('theme:switch', 'Switch between light and dark', {
      keys: [],
      icon: 'theme',
      run: () => session.setState((state) => ({ theme: state.theme === 'light' ? 'dark' : 'light' })),
    }),
    command('panel:toggle', 'Show or hide the right panel', {
      keys: ['Ctrl+.'],
      icon: 'panels',
      run: () => session.setState((state) => ({ panelOpen: !state.panelOpen })),
    }),
    command('dock:toggle', 'Show or hide the lower panel', {
      keys: ['Ctrl+J'],
      icon: 'panels',
      run: () => session.setState((state) => ({ dockOpen: !state.dockOpen })),
    }),
    ...plantCommands(app),
    ...sourceCommands(app),
  ];
}
