import type { AppError } from '../../../shared/lib/appError';
import { err, type Result } from '../../../shared/lib/result';
import type { CommandContext, CommandResult } from '../../../shared/model/commands/commandContext';
import { addDataSource, changeDataSource, deleteDataSource } from '../../../shared/model/commands/editSources';
import { asId, type DataSourceId } from '../../../shared/model/ids';
import type { ModelEdit } from '../../../shared/model/modelPatch';
import type { DataSource } from '../../../shared/model/plantModel';
import { symbolLookup } from '../../../shared/model/symbolLookup';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import type { App } from '../../state/appContext';

const newId = (): string => crypto.randomUUID();

function edit(app: App, command: (context: CommandContext) => CommandResult): Result<ModelEdit, AppError> {
  const { model } = app.models.store.getState();
  return model === undefined
    ? err({ code: 'no-project-open' })
    : command({ model, lookup: symbolLookup(symbolCatalogue), newId });
}

/** The edit that adds a data source, or changes the one with that id. It is not made yet. */
export function sourceEdit(app: App, source: DataSource, isNew: boolean): Result<ModelEdit, AppError> {
  const { id, ...fields } = source;
  return edit(app, (context) =>
    isNew ? addDataSource(context, { source: fields, id }) : changeDataSource(context, { source }),
  );
}

/** Takes a data source away; its sensors stay. One step of undo. */
export function removeSource(app: App, id: DataSourceId): void {
  app.models.actions.run(edit(app, (context) => deleteDataSource(context, { id })));
}

/** An id for a data source that is new. */
export function newSourceId(): DataSourceId {
  return asId<DataSourceId>(newId());
}
