import { useMemo } from 'react';
import type { ComponentId } from '../../../shared/model/ids';
import { useModel, useSession } from '../../state/appContext';
import { useEditor } from '../editorContext';
import { type ComponentNode, flowNodesOf } from './flowNodes';

/** With more than this in view only what is selected or under the pointer gets a node: the scene shows the rest. */
export const mostMountedNodes = 500;
/** A selection larger than this is dragged by what is under the pointer. */
const mostSelectedNodes = 200;

/** The nodes of the sheet shown. `crowded`: too many are in view for each to have one. */
export function useFlowNodes(crowded: boolean, hoveredId: ComponentId | undefined): ComponentNode[] {
  const editor = useEditor();
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const selected = useSession((state) => state.selection.components);
  return useMemo(() => {
    const geometry = model === undefined || sheetId === undefined ? undefined : editor.onShow()?.geometry;
    if (geometry === undefined) {
      return [];
    }
    if (!crowded) {
      return [...flowNodesOf(geometry.components.values(), selected)];
    }
    const wanted = new Set([...selected].slice(0, mostSelectedNodes));
    if (hoveredId !== undefined) {
      wanted.add(hoveredId);
    }
    const placed = [...wanted].flatMap((id) => geometry.components.get(id) ?? []);
    return [...flowNodesOf(placed, selected)];
  }, [editor, model, sheetId, selected, crowded, hoveredId]);
}
