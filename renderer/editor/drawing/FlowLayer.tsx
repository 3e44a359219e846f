import { type NodeChange, type NodeTypes, ReactFlow, SelectionMode, useReactFlow, type Viewport } from '@xyflow/react';
import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { asId, type ComponentId } from '../../../shared/model/ids';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import { select } from '../../state/sessionStore';
import type { Scene } from '../../schematic/scene';
import type { Editor } from '../editor';
import { useEditor, useEditorState } from '../editorContext';
import { boxSelection } from './boxSelection';
import { ComponentNodeView } from './ComponentNodeView';
import { beginComponentDrag, type ComponentDrag } from './componentDrag';
import styles from './DrawingArea.module.css';
import type { ComponentNode } from './flowNodes';
import { type DrawingSurface, sheetPoint } from './surface';
import { pipeReachPx } from './targets';
import { mostMountedNodes, useFlowNodes } from './useFlowNodes';

const nodeTypes: NodeTypes = { component: ComponentNodeView };
const panButtons = [1, 2];
const addKeys = ['Control', 'Meta', 'Shift'];

/** What the layer is put over. */
export interface FlowLayerProps {
  readonly scene: Scene;
  readonly surface: DrawingSurface;
  readonly onView: (viewport: Viewport) => void;
}

function isAdding(event: {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey;
}

function isCrowded(editor: Editor, element: HTMLElement, { x, y, zoom }: Viewport): boolean {
  const extent = {
    x: -x / zoom,
    y: -y / zoom,
    width: element.clientWidth / zoom,
    height: element.clientHeight / zoom,
  };
  let inView = 0;
  editor.onShow()?.geometry.visitComponents(extent, () => {
    inView += 1;
  });
  return inView > mostMountedNodes;
}

/**
 * True while more is in view than there should be nodes. `look` is asked before the view changes, since React
 * Flow would otherwise mount everything for one frame; `settle` once it stands, since only then few are in view.
 */
function useCrowded({ element }: DrawingSurface) {
  const editor = useEditor();
  const [crowded, setCrowded] = useState(false);
  const look = useCallback(
    (viewport: Viewport) => {
      if (isCrowded(editor, element, viewport)) {
        flushSync(() => setCrowded(true));
      }
    },
    [editor, element],
  );
  const settle = useCallback(
    (viewport: Viewport) => setCrowded(isCrowded(editor, element, viewport)),
    [editor, element],
  );
  return { crowded, look, settle };
}

function useSelecting() {
  const editor = useEditor();
  const { session } = editor.app;
  const boxStart = useRef<{ readonly clientX: number; readonly clientY: number } | undefined>(undefined);
  const onNodesChange = useCallback(
    (changes: NodeChange<ComponentNode>[]) => {
      const picks = changes.filter((change) => change.type === 'select');
      if (picks.length === 0 || boxStart.current !== undefined) {
        return;
      }
      const components = new Set(session.getState().selection.components);
      const hasNew = picks.some(({ selected }) => selected);
      for (const { id, selected } of picks) {
        const componentId = asId<ComponentId>(id);
        if (selected) {
          components.add(componentId);
        } else {
          components.delete(componentId);
        }
      }
      select(session, components, hasNew ? [] : session.getState().selection.connections);
      editor.store.setState({ focusId: undefined });
    },
    [editor, session],
  );
  return { boxStart, onNodesChange };
}

function usePaneHandlers(surface: DrawingSurface, boxStart: ReturnType<typeof useSelecting>['boxStart']) {
  const editor = useEditor();
  const { session } = editor.app;
  return {
    onPaneClick: (event: React.MouseEvent) => {
      const point = sheetPoint(surface, event.clientX, event.clientY);
      const line = editor.onShow()?.geometry.pipeUnder(point, pipeReachPx / surface.view().zoom);
      const { selection } = session.getState();
      const before = isAdding(event) ? selection : { components: [], connections: [] };
      if (line !== undefined) {
        select(session, before.components, [...before.connections, line.id]);
      } else if (!isAdding(event)) {
        select(session, []);
      }
      editor.store.setState({ focusId: undefined });
    },
    onSelectionStart: (event: React.MouseEvent) => {
      boxStart.current = { clientX: event.clientX, clientY: event.clientY };
    },
    onSelectionEnd: (event: React.MouseEvent) => {
      const start = boxStart.current;
      boxStart.current = undefined;
      const geometry = editor.onShow()?.geometry;
      if (start !== undefined && geometry !== undefined) {
        const from = sheetPoint(surface, start.clientX, start.clientY);
        const found = boxSelection(geometry, from, sheetPoint(surface, event.clientX, event.clientY));
        const before = isAdding(event) ? session.getState().selection : { components: [], connections: [] };
        select(session, [...before.components, ...found.components], [...before.connections, ...found.connections]);
      }
    },
  };
}

function useDragging(surface: DrawingSurface) {
  const editor = useEditor();
  const drag = useRef<ComponentDrag | undefined>(undefined);
  return {
    onNodeDragStart: (_event: unknown, node: ComponentNode) => {
      const id = node.data.componentId;
      const { components } = editor.app.session.getState().selection;
      const ids = components.has(id) ? [...components] : [id];
      drag.current = beginComponentDrag(editor, surface, { id, ids });
      editor.store.setState({ nearPorts: [] });
    },
    // React Flow begins a few px late; measured from the press, the symbol stays under the pointer.
    onNodeDrag: (event: MouseEvent | React.MouseEvent | TouchEvent) => {
      if ('clientX' in event) {
        const { x, y } = sheetPoint(surface, event.clientX, event.clientY);
        drag.current?.moveTo({ x: x - surface.press.at.x, y: y - surface.press.at.y });
      }
    },
    onNodeDragStop: () => {
      drag.current?.end();
      drag.current = undefined;
    },
  };
}

function useHovering({ scene, surface }: FlowLayerProps, crowded: boolean) {
  const editor = useEditor();
  const [hoveredId, setHoveredId] = useState<ComponentId>();
  const onPointerMove = (event: React.PointerEvent): void => {
    if (event.buttons !== 0 || editor.store.getState().placing !== undefined) {
      scene.setHighlight([]);
      return;
    }
    const { left, top } = surface.element.getBoundingClientRect();
    const hit = scene.hitTest(event.clientX - left, event.clientY - top);
    scene.setHighlight(hit === undefined || editor.store.getState().tool === 'pan' ? [] : [hit.id]);
    if (crowded) {
      setHoveredId(hit?.kind === 'component' ? hit.id : undefined);
    }
  };
  const onPointerLeave = (): void => scene.setHighlight([]);
  return { hoveredId, onPointerMove, onPointerLeave };
}

/** React Flow over the scene: it pans, zooms, selects and drags; the scene draws. */
export function FlowLayer(props: FlowLayerProps): ReactElement {
  const { surface, onView } = props;
  const editor = useEditor();
  const tool = useEditorState((state) => state.tool);
  const { crowded, look, settle } = useCrowded(surface);
  const { hoveredId, ...hovering } = useHovering(props, crowded);
  const nodes = useFlowNodes(crowded, hoveredId);
  const { boxStart, onNodesChange } = useSelecting();
  const panes = usePaneHandlers(surface, boxStart);
  const dragging = useDragging(surface);
  const flow = useReactFlow();
  useEffect(() => {
    // Not within an effect of React, where nothing may be rendered at once.
    const set = (view: Viewport): void => queueMicrotask(() => void flow.setViewport(view));
    return editor.attachViewport({ set });
  }, [editor, flow]);
  const isSelecting = tool === 'select';
  return (
    <ReactFlow<ComponentNode>
      nodes={nodes}
      nodeTypes={nodeTypes}
      onNodesChange={onNodesChange}
      onViewportChange={(viewport) => {
        look(viewport);
        onView(viewport);
      }}
      onMoveEnd={(_event, viewport) => settle(viewport)}
      {...hovering}
      onNodeDoubleClick={(_event, node) => {
        const component = editor.onShow()?.model.components.get(node.data.componentId);
        const canRename = component !== undefined && symbolCatalogue.get(component.symbolId)?.behaviour !== 'junction';
        editor.store.setState({ renamingId: canRename ? node.data.componentId : undefined });
      }}
      {...panes}
      {...dragging}
      className={tool === 'pan' ? styles.panning : isSelecting ? undefined : styles.drawing}
      nodesDraggable={isSelecting}
      elementsSelectable={isSelecting}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      selectionOnDrag={isSelecting}
      selectionMode={SelectionMode.Partial}
      panOnDrag={tool === 'pan' ? true : panButtons}
      multiSelectionKeyCode={addKeys}
      selectionKeyCode={null}
      deleteKeyCode={null}
      panActivationKeyCode={null}
      zoomOnDoubleClick={false}
      minZoom={0.05}
      maxZoom={4}
      nodeDragThreshold={3}
      onlyRenderVisibleElements
      disableKeyboardA11y
      proOptions={{ hideAttribution: true }}
    />
  );
}
