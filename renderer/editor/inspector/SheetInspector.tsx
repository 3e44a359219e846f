import type { ReactElement } from 'react';
import { componentsOnSheet, connectionsOnSheet } from '../../../shared/model/modelIndex';
import type { PlantModel } from '../../../shared/model/plantModel';
import { counted } from '../../../shared/lib/counted';
import { Icon } from '../../components/Icon';
import { useSession } from '../../state/appContext';
import { useFreezes } from '../../state/freezeStore';
import { useEditor } from '../editorContext';
import { AreaApproval } from './AreaApproval';
import styles from './Inspector.module.css';
import { ChoiceRow, TextRow } from './PropertyRow';
import { numberProblem, readNumber } from './readNumber';

const same = <Value,>(value: Value) => ({ kind: 'same', value }) as const;

/** The sheet shown: its name, area and size. */
export function SheetInspector({ model }: { readonly model: PlantModel }): ReactElement | null {
  const { edits } = useEditor();
  const freezes = useFreezes();
  const sheetId = useSession((state) => state.sheetId);
  const sheet = sheetId === undefined ? undefined : model.sheets.get(sheetId);
  if (sheet === undefined) {
    return null;
  }
  const setSize = (name: 'width' | 'height', text: string): void => {
    const read = readNumber(text);
    if (read.ok && read.value !== undefined) {
      edits.setSheet(sheet.id, { [name]: read.value });
    }
  };
  const area = sheet.areaId === undefined ? undefined : model.areas.get(sheet.areaId);
  // Also moving a sheet into a frozen area becomes a proposal.
  const areas = [...model.areas.values()].map(({ id, name }) => ({
    value: id as string,
    label: freezes?.has(id) === true ? `${name}, frozen` : name,
  }));
  return (
    <>
      <header className={styles.head}>
        <span className={styles.picture}>
          <Icon name="sheet" />
        </span>
        <div className={styles.names}>
          <h2 className={styles.tag}>{sheet.name}</h2>
          <div className={styles.class}>
            {counted(componentsOnSheet(model, sheet.id).length, 'component')},{' '}
            {counted(connectionsOnSheet(model, sheet.id).length, 'connection')}
          </div>
        </div>
      </header>
      <div className={styles.body}>
        <TextRow
          key={sheet.id}
          label="Name"
          value={same(sheet.name)}
          onCommit={(name) => edits.renameSheet(sheet.id, name)}
        />
        <ChoiceRow
          label="Area"
          value={same<string>(sheet.areaId ?? '')}
          choices={[{ value: '', label: 'None' }, ...areas]}
          onChange={(chosen) =>
            edits.setSheet(sheet.id, { areaId: [...model.areas.keys()].find((id) => id === chosen) })
          }
        />
        {area === undefined ? null : <AreaApproval area={area} />}
        <TextRow
          label="Width"
          unit="px"
          value={same(String(sheet.width))}
          check={numberProblem}
          onCommit={(text) => setSize('width', text)}
        />
        <TextRow
          label="Height"
          unit="px"
          value={same(String(sheet.height))}
          check={numberProblem}
          onCommit={(text) => setSize('height', text)}
        />
        <p className={styles.none}>Select something on the sheet to see its properties and bindings.</p>
      </div>
    </>
  );
}
