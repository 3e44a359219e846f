import { type ReactElement, useMemo, useState } from 'react';
import { connectionsAt } from '../../../shared/model/modelIndex';
import type { Connection, PlantComponent, PlantModel } from '../../../shared/model/plantModel';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { SymbolDrawing } from '../../components/SymbolDrawing';
import { Icon } from '../../components/Icon';
import { useModel, useSession } from '../../state/appContext';
import { BindingSlots } from './BindingSlots';
import styles from './Inspector.module.css';
import { LineRows, LineTab, lineWords } from './LineTab';
import { PropertiesTab } from './PropertiesTab';
import { SheetInspector } from './SheetInspector';

function headOf(components: readonly PlantComponent[]): { readonly tag: string; readonly words: string } {
  const [first, ...others] = components;
  const title = (component: PlantComponent): string =>
    symbolCatalogue.get(component.symbolId)?.title ?? `Unknown class ${component.symbolId}`;
  if (first === undefined) {
    return { tag: '', words: '' };
  }
  if (others.length === 0) {
    return { tag: first.tag === '' ? title(first) : first.tag, words: first.tag === '' ? 'No tag' : title(first) };
  }
  const titles = new Set(components.map(title));
  return { tag: `${components.length} components`, words: titles.size === 1 ? title(first) : `${titles.size} classes` };
}

function Head({ components }: { readonly components: readonly PlantComponent[] }): ReactElement {
  const { tag, words } = headOf(components);
  const ids = new Set(components.map(({ symbolId }) => symbolId));
  const [only] = ids;
  const symbol = ids.size === 1 && only !== undefined ? symbolCatalogue.get(only) : undefined;
  return (
    <header className={styles.head}>
      <span className={styles.picture}>
        {symbol === undefined ? <Icon name="layers" /> : <SymbolDrawing symbol={symbol} width={48} height={44} />}
      </span>
      <div className={styles.names}>
        <h2 className={styles.tag}>{tag}</h2>
        <div className={styles.class}>{words}</div>
      </div>
    </header>
  );
}

function ComponentInspector(props: {
  readonly model: PlantModel;
  readonly components: readonly PlantComponent[];
}): ReactElement {
  const { model, components } = props;
  const [tab, setTab] = useState<'properties' | 'line'>('properties');
  const lines = [...new Set(components.flatMap(({ id }) => connectionsAt(model, id)))];
  const [only] = components.length === 1 ? components : [];
  return (
    <>
      <Head components={components} />
      <div className={styles.tabs} role="tablist" aria-label="About the selection">
        <button type="button" role="tab" aria-selected={tab === 'properties'} onClick={() => setTab('properties')}>
          Properties
        </button>
        <button type="button" role="tab" aria-selected={tab === 'line'} onClick={() => setTab('line')}>
          Line
        </button>
      </div>
      <div className={styles.body} role="tabpanel">
        {tab === 'properties' ? (
          <>
            <PropertiesTab model={model} components={components} />
            {only === undefined ? null : <BindingSlots key={only.id} model={model} component={only} />}
          </>
        ) : (
          <LineTab model={model} lines={lines} />
        )}
      </div>
    </>
  );
}

function LineInspector(props: { readonly model: PlantModel; readonly lines: readonly Connection[] }): ReactElement {
  const { model, lines } = props;
  const [first] = lines;
  return (
    <>
      <header className={styles.head}>
        <span className={styles.picture}>
          <Icon name="pipe" />
        </span>
        <div className={styles.names}>
          <h2 className={styles.tag}>
            {lines.length === 1 && first !== undefined
              ? first.lineNumber || 'Line without a number'
              : `${lines.length} lines`}
          </h2>
          <div className={styles.class}>
            {lines.length === 1 && first !== undefined ? lineWords(model, first) : 'Several lines'}
          </div>
        </div>
      </header>
      <div className={styles.body}>
        <LineRows model={model} lines={lines} />
      </div>
    </>
  );
}

/** What is selected and what can be written into it; the sheet while nothing is. */
export function Inspector(): ReactElement {
  const model = useModel((state) => state.model);
  const selection = useSession((state) => state.selection);
  const components = useMemo(
    () => [...selection.components].flatMap((id) => model?.components.get(id) ?? []),
    [model, selection],
  );
  const lines = useMemo(
    () => [...selection.connections].flatMap((id) => model?.connections.get(id) ?? []),
    [model, selection],
  );
  return (
    <aside className={styles.panel} aria-label="Inspector">
      {model === undefined ? null : components.length > 0 ? (
        <ComponentInspector model={model} components={components} />
      ) : lines.length > 0 ? (
        <LineInspector model={model} lines={lines} />
      ) : (
        <SheetInspector model={model} />
      )}
    </aside>
  );
}
