import { type ReactElement, useState } from 'react';
import { asId, type ComponentId } from '../../../shared/model/ids';
import { componentsOnSheet } from '../../../shared/model/modelIndex';
import type { ConnectionEnd, PlantModel } from '../../../shared/model/plantModel';
import { placedPortsOf } from '../../../shared/schematic/placedPorts';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { fieldChoices } from '../../../shared/sync/review/fieldChoices';
import { entityName, unitOf, valueNow } from '../../../shared/sync/review/fieldText';
import type { ReviewChoice, ReviewRow } from '../../../shared/sync/review/review';
import { Button } from '../../components/Button';
import { Select } from '../../components/Select';
import { TextField } from '../../components/TextField';
import { useReviewOnShow } from './reviewContext';
import type { ReviewOnShow } from './reviewDesk';
import styles from './ReviewRow.module.css';

/** Stands for nothing chosen yet; no value of a field looks like it. */
const unchosen = ' ';

interface MoreProps {
  readonly row: ReviewRow;
  readonly choice: ReviewChoice | undefined;
  readonly onDecide: (choice: ReviewChoice) => void;
}

/** A value that is neither side's, or another tag for mine. */
function TypedValue({ row, choice, onDecide }: MoreProps): ReactElement {
  const shown = useReviewOnShow();
  const option = row.options.find(({ take }) => take === 'typed');
  const typed = choice?.take === 'typed' ? choice.text : '';
  const [isOpen, setOpen] = useState(false);
  const label = option?.side === 'mine' ? `Another ${row.title.toLowerCase()} for mine` : 'Another value';
  const unit = shown === undefined ? undefined : unitOf(shown.wording, row.key, row.field ?? '');
  if (!isOpen && choice?.take !== 'typed') {
    return (
      <Button look="quiet" className={styles.more} onClick={() => setOpen(true)}>
        {label}
      </Button>
    );
  }
  const choices = shown === undefined ? undefined : fieldChoices(shown.wording, row.key, row.field ?? '');
  if (choices !== undefined) {
    return (
      <div className={styles.typed}>
        <span className={styles.label}>{label}</span>
        <Select
          label={`${label}, ${row.title}`}
          value={choice?.take === 'typed' ? typed : unchosen}
          choices={[...(choice?.take === 'typed' ? [] : [{ value: unchosen, label: 'Choose a value' }]), ...choices]}
          onChange={(text) => onDecide({ take: 'typed', text })}
        />
      </div>
    );
  }
  return (
    <label className={styles.typed}>
      <span className={styles.label}>{label}</span>
      <TextField
        label={`${label}, ${row.title}`}
        value={typed}
        placeholder={option?.proposal ?? row.mine}
        onCommit={(text) => onDecide({ take: 'typed', text })}
      />
      {unit === undefined ? null : <span className={styles.unit}>{unit}</span>}
    </label>
  );
}

/** The sheet of the line that lost an end. */
function sheetOfLine({ wording }: ReviewOnShow, row: ReviewRow): string {
  const sheetId = valueNow(wording, row.key, 'sheetId');
  return typeof sheetId === 'string' ? sheetId : '';
}

interface PortChoice {
  readonly componentId: ComponentId;
  readonly ports: readonly string[];
  readonly label: string;
  readonly rank: number;
}

function portChoices(model: PlantModel, shown: ReviewOnShow, row: ReviewRow): readonly PortChoice[] {
  return componentsOnSheet(model, sheetOfLine(shown, row))
    .map((component) => ({
      componentId: component.id,
      ports: placedPortsOf(component, symbolCatalogue.get(component.symbolId)).map(({ name }) => name),
      label: entityName(shown.wording, { kind: 'component', id: component.id }),
      // Tees and taps, which have no tag, stand last.
      rank: component.tag === '' ? 1 : 0,
    }))
    .filter(({ ports }) => ports.length > 0)
    .sort((one, other) => one.rank - other.rank || (one.label < other.label ? -1 : 1));
}

/** Another port for a line whose end is gone. */
function OtherEnd({ row, choice, onDecide }: MoreProps): ReactElement | null {
  const shown = useReviewOnShow();
  const end: ConnectionEnd | undefined = choice?.take === 'attach' ? choice.end : undefined;
  if (shown === undefined) {
    return null;
  }
  const choices = portChoices(shown.plant.model, shown, row);
  const ports = choices.find(({ componentId }) => componentId === end?.componentId)?.ports ?? [];
  const attach = (componentId: string, port: string | undefined): void => {
    const found = choices.find((one) => one.componentId === componentId);
    const named = port ?? found?.ports[0];
    if (named !== undefined) {
      onDecide({ take: 'attach', end: { componentId: asId<ComponentId>(componentId), port: named } });
    }
  };
  return (
    <div className={styles.typed}>
      <span className={styles.label}>Connect elsewhere</span>
      <Select
        label="Connect to"
        value={end?.componentId ?? 'none'}
        choices={[
          { value: 'none', label: 'Choose a component' },
          ...choices.map(({ componentId, label }) => ({ value: componentId as string, label })),
        ]}
        onChange={(componentId) => attach(componentId, undefined)}
      />
      {end === undefined ? null : (
        <Select
          label="Port"
          value={end.port}
          choices={ports.map((port) => ({ value: port, label: port.replaceAll('-', ' ') }))}
          onChange={(port) => attach(end.componentId, port)}
        />
      )}
    </div>
  );
}

/** What can be done besides taking a side; while the item is not the one in hand, only what was chosen of it. */
export function MoreChoices(props: MoreProps & { readonly inHand: boolean }): ReactElement | null {
  const { choice, inHand } = props;
  if (!inHand && choice?.take !== 'typed' && choice?.take !== 'attach') {
    return null;
  }
  const takes = new Set(props.row.options.map(({ take }) => take));
  if (takes.has('attach')) {
    return <OtherEnd {...props} />;
  }
  return takes.has('typed') ? <TypedValue {...props} /> : null;
}
