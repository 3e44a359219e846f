import type { ReactElement } from 'react';
import type { Connection, ConnectionEnd, PlantModel } from '../../../shared/model/plantModel';
import { useEditor } from '../editorContext';
import { nominalSizes } from '../toolbar/LineChoice';
import styles from './Inspector.module.css';
import { ChoiceRow, TextRow } from './PropertyRow';
import { sharedValue } from './sharedValue';

const endWords = (model: PlantModel, end: ConnectionEnd): string => {
  const tag = model.components.get(end.componentId)?.tag ?? '';
  return `${tag === '' ? 'Tee' : tag} ${end.port.replaceAll('-', ' ')}`;
};

/** From where to where a line goes, in words. */
export function lineWords(model: PlantModel, connection: Connection): string {
  return `${endWords(model, connection.from)} to ${endWords(model, connection.to)}`;
}

/** Class, size and number of some lines at once. */
export function LineRows(props: { readonly model: PlantModel; readonly lines: readonly Connection[] }): ReactElement {
  const { model, lines } = props;
  const { edits } = useEditor();
  const ids = lines.map(({ id }) => id);
  const size = sharedValue(lines, (line) => line.size);
  const written = size.kind === 'same' ? [size.value] : [];
  const sizes = [...new Set(['', ...nominalSizes, ...written])];
  const isBent = lines.some(({ route }) => route.length > 0);
  return (
    <>
      <ChoiceRow
        label="Line class"
        value={sharedValue(lines, (line) => line.lineClassId)}
        choices={[...model.lineClasses.values()].map(({ id, code, name }) => ({
          value: id,
          label: `${code}, ${name}`,
        }))}
        onChange={(lineClassId) => edits.setConnections(ids, { lineClassId })}
      />
      <ChoiceRow
        label="Size"
        value={size}
        choices={sizes.map((value) => ({ value, label: value === '' ? 'Not set' : value }))}
        onChange={(chosen) => edits.setConnections(ids, { size: chosen })}
      />
      <TextRow
        key={ids.join()}
        label="Line number"
        value={sharedValue(lines, (line) => line.lineNumber)}
        onCommit={(lineNumber) => edits.setConnections(ids, { lineNumber: lineNumber.trim() })}
      />
      <ChoiceRow
        label="Route"
        value={sharedValue(lines, ({ route }) => (route.length > 0 ? 'drawn' : 'found'))}
        choices={
          isBent
            ? [
                { value: 'drawn', label: 'As drawn' },
                { value: 'found', label: 'Found by itself' },
              ]
            : [{ value: 'found', label: 'Found by itself' }]
        }
        onChange={(kind) => (kind === 'found' ? edits.setConnections(ids, { route: [] }) : undefined)}
      />
    </>
  );
}

/** The lines at the selected components, one after the other. */
export function LineTab(props: { readonly model: PlantModel; readonly lines: readonly Connection[] }): ReactElement {
  const { model, lines } = props;
  if (lines.length === 0) {
    return <p className={styles.none}>No line is connected. Press C to draw one from here.</p>;
  }
  return (
    <>
      {lines.map((line) => (
        <section key={line.id} className={styles.lineCard} aria-label={lineWords(model, line)}>
          <div className={styles.lineName}>{lineWords(model, line)}</div>
          <LineRows model={model} lines={[line]} />
        </section>
      ))}
    </>
  );
}
