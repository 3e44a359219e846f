import type { AppError } from '../../lib/appError';
import { err, ok, type Result } from '../../lib/result';
import { invertPatch } from '../../model/invertPatch';
import type { EntityChange, FieldChange } from '../../model/modelPatch';
import type { PlantModel } from '../../model/plantModel';
import type { SymbolLookup } from '../../model/symbolLookup';
import { type StandingPatch, undoPatch } from '../../model/undoPatch';
import type { LoggedChange } from '../logEntry';
import { isKnownField, isKnownKind, knownFields } from '../recordEntity';

/** A change as the model's patches say it; undefined where this program understands nothing of it. */
function knownChange(change: LoggedChange): EntityChange | undefined {
  const { kind, id } = change;
  if (!isKnownKind(kind)) {
    return undefined;
  }
  if (change.change !== 'update') {
    return { change: change.change, kind, id, fields: knownFields(kind, change.fields) };
  }
  const known = Object.entries(change.fields).filter(([path]) => isKnownField(kind, path));
  // JSON leaves out keys that hold `undefined`; a field change has both of its sides again here.
  const fields = known.map(([path, { before, after }]): [string, FieldChange] => [path, { before, after }]);
  return fields.length === 0 ? undefined : { change: 'update', kind, id, fields: Object.fromEntries(fields) };
}

function untoldKinds(changes: readonly LoggedChange[]): readonly string[] {
  const kinds = new Set(changes.flatMap(({ kind }) => (isKnownKind(kind) ? [] : [kind])));
  return [...kinds].map((kind) => `What this program does not know stays as it is (${kind}).`);
}

/**
 * The edit that takes a revision back from the plant as it is now: only what still stands as the revision left it.
 * What anybody changed since then stays, and is told. Refused where nothing is left to take back, and where the rest
 * would break a rule of the model.
 */
export function revertPatch(
  model: PlantModel,
  changes: readonly LoggedChange[],
  lookup: SymbolLookup,
): Result<StandingPatch, AppError> {
  const known = changes.flatMap((change) => knownChange(change) ?? []);
  const standing = undoPatch(model, invertPatch({ changes: known }), lookup);
  if (!standing.ok) {
    return standing;
  }
  const { patch } = standing.value;
  const kept = [...standing.value.kept, ...untoldKinds(changes)];
  if (patch.changes.length === 0) {
    const why = kept.length === 0 ? 'all of it was taken back already' : kept.join(' ').replace(/\.$/, '');
    return err({ code: 'rule-broken', rule: 'R46', detail: `Nothing is left to take back: ${why}` });
  }
  return ok({ patch, kept });
}
