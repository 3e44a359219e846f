import type { ModelDraft } from './modelDraft';
import type { EntityKind } from './modelPatch';
import type { PlantComponent } from './plantModel';
import type { SymbolLookup } from './symbolLookup';

/** A rule of docs/spec/model.md that does not hold, with the words for it. */
export interface BrokenRule {
  /** `M20` and so on. */
  readonly rule: string;
  /** A sentence without its full stop. */
  readonly detail: string;
}

/** What the rules look at. */
export interface RuleScope {
  readonly draft: ModelDraft;
  readonly lookup: SymbolLookup;
  /** The ids to judge: what was changed and what refers to it, or everything. Those that are gone are passed over. */
  readonly ids: (kind: EntityKind) => Iterable<string>;
}

/** One check; the first rule that it finds broken, or undefined. */
export type RuleCheck = (scope: RuleScope) => BrokenRule | undefined;

/** How a sentence names a component. */
export function nameOf(component: PlantComponent): string {
  return component.tag === '' ? `the ${component.symbolId} without tag (${component.id})` : component.tag;
}
