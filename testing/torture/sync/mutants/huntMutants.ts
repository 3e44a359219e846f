import { runHistories } from '../runHistories';
import type { SwarmOptions } from '../swarmHistory';
import type { Property } from '../violation';
import type { Mutant } from './mutant';
import { programMutants } from './programMutants';
import { replicaMutants } from './replicaMutants';
import { serviceMutants } from './serviceMutants';

/** Every bug that the histories have to find. */
export const mutants: readonly Mutant[] = [...programMutants, ...replicaMutants, ...serviceMutants];

/** Which history found a mutant, and by which property; undefined: none of those that were played. */
export interface Hunt {
  readonly mutant: Mutant;
  readonly caught: { readonly history: number; readonly property: Property; readonly detail: string } | undefined;
}

/** Plays histories with a bug in the protocol until one of them shows it. */
export function huntMutant(
  mutant: Mutant,
  asked: { readonly seed: number; readonly histories: number; readonly swarm: SwarmOptions },
): Hunt {
  const { violation } = runHistories({ ...asked, protocol: mutant.protocol });
  return { mutant, caught: violation };
}
