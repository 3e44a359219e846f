import '@xyflow/react/dist/base.css';
import { ReactFlowProvider } from '@xyflow/react';
import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { Button } from '../../components/Button';
import { IconButton } from '../../components/IconButton';
import { useModel, useSession } from '../../state/appContext';
import type { Scene } from '../../schematic/scene';
import { attachPasting } from '../clipboard/clipboard';
import { commandOf } from '../commands/commandOf';
import { drawingElementId } from '../commands/focusTargets';
import { useEditor, useEditorState } from '../editorContext';
import styles from './DrawingArea.module.css';
import { attachDrawingKeys } from './drawingKeys';
import { FlowLayer } from './FlowLayer';
import { Hint } from './Hint';
import { Minimap } from './Minimap';
import { Overlay } from './Overlay';
import { attachPointerGestures } from './pointerGestures';
import type { DrawingSurface } from './surface';
import { TagEditor } from './TagEditor';
import { useDrawingHandle } from './useDrawingHandle';
import { useScene } from './useScene';

function ZoomBox(): ReactElement {
  const { commands } = useEditor();
  const percent = useEditorState((state) => Math.round(state.zoom * 100));
  const button = (id: string, icon: 'minus' | 'plus' | 'fit'): ReactElement => {
    const command = commandOf(commands, id);
    return <IconButton icon={icon} label={command.title} onClick={() => command.run()} />;
  };
  return (
    <div className={styles.zoom} role="group" aria-label="Zoom">
      {button('view:zoom-out', 'minus')}
      <span>{percent} %</span>
      {button('view:zoom-in', 'plus')}
      {button('view:fit', 'fit')}
    </div>
  );
}

/** What an empty sheet says. */
function EmptySheet(): ReactElement | null {
  const editor = useEditor();
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const placing = useEditorState((state) => state.placing !== undefined);
  const shown = model === undefined || sheetId === undefined ? undefined : editor.onShow();
  if (shown === undefined || placing || shown.geometry.components.size > 0) {
    return null;
  }
  return (
    <div className={styles.empty}>
      <p>Drag a symbol here, or import a drawing.</p>
      <div className={styles.emptyActions}>
        <Button look="main" onClick={() => editor.plantActions.importPlant()}>
          Import
        </Button>
        <Button onClick={() => editor.plantActions.openExample()}>Open the example plant</Button>
      </div>
    </div>
  );
}

function LiveLayers({ scene, surface }: { readonly scene: Scene; readonly surface: DrawingSurface }): ReactElement {
  const editor = useEditor();
  const layer = useRef<HTMLDivElement>(null);
  useDrawingHandle(scene, surface);
  useEffect(
    () => (layer.current === null ? undefined : attachPointerGestures(editor, surface, layer.current)),
    [editor, surface],
  );
  return (
    <>
      <div ref={layer} className={styles.flow}>
        <FlowLayer
          scene={scene}
          surface={surface}
          onView={(viewport) => {
            scene.setView(viewport);
            editor.store.setState({ zoom: viewport.zoom });
          }}
        />
      </div>
      <Overlay />
      <TagEditor />
      <Minimap surface={surface} />
    </>
  );
}

/** The drawing of Model mode: the scene below, React Flow and the gestures above it. */
export function DrawingArea(): ReactElement {
  const editor = useEditor();
  const area = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const scene = useScene(host);
  const surface = useMemo<DrawingSurface | undefined>(
    () =>
      scene === undefined || area.current === null
        ? undefined
        : { element: area.current, view: () => scene.view(), press: { at: { x: 0, y: 0 } } },
    [scene],
  );
  useEffect(() => attachPasting(editor), [editor]);
  useEffect(() => (area.current === null ? undefined : attachDrawingKeys(editor, area.current)), [editor]);
  return (
    <div
      ref={area}
      id={drawingElementId}
      className={styles.area}
      tabIndex={0}
      role="application"
      aria-label="Drawing"
      data-testid="drawing"
    >
      <div ref={host} className={styles.scene} />
      <ReactFlowProvider>
        {scene === undefined || surface === undefined ? null : <LiveLayers scene={scene} surface={surface} />}
      </ReactFlowProvider>
      <EmptySheet />
      <Hint />
      <ZoomBox />
    </div>
  );
}
