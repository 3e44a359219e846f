import type { ComponentId, SheetId } from '../../../shared/model/ids';
import { bindingsOf, componentsOnSheet, connectionsOnSheet } from '../../../shared/model/modelIndex';
import type { PlantComponent, PlantModel } from '../../../shared/model/plantModel';
import type { SymbolBehaviour, SymbolCatalogue, SymbolClass } from '../../../shared/symbols/symbolClass';

/** Something on a sheet that an engineer will want to look at. Nothing here stops anybody from working. */
export interface SheetFinding {
  readonly kind: 'end-not-connected' | 'no-tag' | 'not-bound' | 'class-not-known';
  readonly componentId: ComponentId;
  /** A sentence. */
  readonly words: string;
}

/** Classes whose `in` and `out` both belong to a pipe. Vessels and the like may keep nozzles free. */
const throughFlow: ReadonlySet<SymbolBehaviour> = new Set(['valve', 'check-valve', 'rotating']);

const nameOf = (component: PlantComponent, symbol: SymbolClass | undefined): string =>
  component.tag === '' ? `A ${symbol?.shortTitle.toLowerCase() ?? 'component'} without a tag` : component.tag;

function freePorts(component: PlantComponent, symbol: SymbolClass, used: ReadonlySet<string>): readonly string[] {
  if (!throughFlow.has(symbol.behaviour)) {
    return [];
  }
  return symbol.ports
    .map(({ name }) => name)
    .filter((name) => (name === 'in' || name === 'out') && !used.has(`${component.id}/${name}`));
}

function findingsOf(
  component: PlantComponent,
  symbol: SymbolClass | undefined,
  context: { readonly model: PlantModel; readonly usedPorts: ReadonlySet<string> },
): readonly SheetFinding[] {
  const finding = (kind: SheetFinding['kind'], words: string): SheetFinding => ({
    kind,
    componentId: component.id,
    words,
  });
  const name = nameOf(component, symbol);
  if (symbol === undefined) {
    return [finding('class-not-known', `${name}: this program has no symbol ${component.symbolId}`)];
  }
  const ends = freePorts(component, symbol, context.usedPorts).map((port) =>
    finding('end-not-connected', `${name}: ${port === 'in' ? 'inlet' : 'outlet'} not connected`),
  );
  const isUntagged = component.tag === '' && symbol.tagLetters !== undefined;
  const isUnbound =
    symbol.behaviour === 'instrument' &&
    symbol.slots.includes('value') &&
    bindingsOf(context.model, component.id).length === 0;
  return [
    ...ends,
    ...(isUntagged ? [finding('no-tag', name)] : []),
    ...(isUnbound ? [finding('not-bound', `${name}: no sensor bound`)] : []),
  ];
}

function findAll(model: PlantModel, sheetId: SheetId, catalogue: SymbolCatalogue): readonly SheetFinding[] {
  const usedPorts = new Set(
    connectionsOnSheet(model, sheetId).flatMap(({ from, to }) => [
      `${from.componentId}/${from.port}`,
      `${to.componentId}/${to.port}`,
    ]),
  );
  return componentsOnSheet(model, sheetId)
    .flatMap((component) => findingsOf(component, catalogue.get(component.symbolId), { model, usedPorts }))
    .sort((a, b) => (a.words < b.words ? -1 : a.words > b.words ? 1 : 0));
}

// Several places show the findings of the same model: they are worked out once.
const known = new WeakMap<PlantModel, Map<SheetId, readonly SheetFinding[]>>();

/** All findings of a sheet, by tag. */
export function sheetFindings(
  model: PlantModel,
  sheetId: SheetId,
  catalogue: SymbolCatalogue,
): readonly SheetFinding[] {
  const ofModel = known.get(model) ?? new Map<SheetId, readonly SheetFinding[]>();
  known.set(model, ofModel);
  const findings = ofModel.get(sheetId) ?? findAll(model, sheetId, catalogue);
  ofModel.set(sheetId, findings);
  return findings;
}
