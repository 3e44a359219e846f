import { useDeferredValue, useMemo } from 'react';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { useModel, useSession } from '../../state/appContext';
import { type SheetFinding, sheetFindings } from './sheetFindings';

/** The findings of the sheet shown. They follow an edit when there is time for it. */
export function useSheetFindings(): readonly SheetFinding[] {
  const model = useDeferredValue(useModel((state) => state.model));
  const sheetId = useSession((state) => state.sheetId);
  return useMemo(
    () => (model === undefined || sheetId === undefined ? [] : sheetFindings(model, sheetId, symbolCatalogue)),
    [model, sheetId],
  );
}
