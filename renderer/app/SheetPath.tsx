import type { ReactElement } from 'react';
import { Icon } from '../components/Icon';
import { useApp, useModel, useModelOnShow, useSession } from '../state/appContext';
import { emptySelection } from '../state/sessionStore';
import styles from './SheetPath.module.css';
import { sheetsInOrder } from '../state/sheetsInOrder';

/** Where one is: area, plant and sheet; the sheet can be changed here. */
export function SheetPath(): ReactElement | null {
  const { session } = useApp();
  const shown = useModelOnShow((state) => state.model);
  const today = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  // A sheet that was not there then is still where one is.
  const model = sheetId !== undefined && shown?.sheets.has(sheetId) === true ? shown : today;
  const sheet = sheetId === undefined ? undefined : model?.sheets.get(sheetId);
  if (model === undefined || sheet === undefined) {
    return null;
  }
  const area = sheet.areaId === undefined ? undefined : model.areas.get(sheet.areaId);
  return (
    <nav className={styles.path} aria-label="Sheet">
      <span className={styles.plant}>{model.plant.name}</span>
      <Icon name="chevron-right" size={14} />
      {area === undefined ? null : (
        <>
          <span className={styles.area}>{area.name}</span>
          <Icon name="chevron-right" size={14} />
        </>
      )}
      <span className={styles.sheet}>
        <select
          aria-label="Sheet shown"
          value={sheet.id}
          onChange={(event) => {
            const chosen = sheetsInOrder(model).find((candidate) => candidate.id === event.target.value);
            session.setState({ sheetId: chosen?.id ?? sheet.id, selection: emptySelection });
          }}
        >
          {sheetsInOrder(model).map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {candidate.name}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" size={12} />
      </span>
    </nav>
  );
}
