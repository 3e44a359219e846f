import { invariant } from '../../shared/lib/invariant';
import type { SheetId } from '../../shared/model/ids';
import type { PlantModel } from '../../shared/model/plantModel';
import { SheetGeometry } from '../../shared/schematic/sheetGeometry';
import type { SymbolCatalogue } from '../../shared/symbols/symbolClass';
import type { App } from '../state/appContext';

/** The sheet shown in this window, with where everything on it lies. */
export interface SheetOnShow {
  readonly model: PlantModel;
  readonly sheetId: SheetId;
  readonly geometry: SheetGeometry;
}

/**
 * Makes the function that answers what is on show. The geometry is brought up to date when it is asked for,
 * by object identity, and kept from one question to the next. Undefined while no sheet is shown.
 */
export function createSheetOnShow(app: App, catalogue: SymbolCatalogue): () => SheetOnShow | undefined {
  let known: SheetOnShow | undefined;
  return () => {
    const { model } = app.models.store.getState();
    const { sheetId } = app.session.getState();
    if (model === undefined || sheetId === undefined || !model.sheets.has(sheetId)) {
      return undefined;
    }
    if (known?.model !== model || known.sheetId !== sheetId) {
      const geometry = known?.sheetId === sheetId ? known.geometry : new SheetGeometry(catalogue);
      geometry.update(model, sheetId);
      known = { model, sheetId, geometry };
    }
    invariant(known !== undefined, 'the sheet on show is known by now');
    return known;
  };
}
