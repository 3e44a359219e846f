import type { ReactElement } from 'react';
import { Select } from '../../components/Select';
import { commandOf } from '../commands/commandOf';
import { useEditor, useEditorState } from '../editorContext';

const steps = ['25', '50', '75', '100', '150', '200', '300'] as const;
type ZoomChoice = (typeof steps)[number] | 'now' | 'fit';

/** The zoom in per cent, with the usual steps and the whole sheet to choose from. */
export function ZoomMenu(): ReactElement {
  const editor = useEditor();
  const percent = useEditorState((state) => Math.round(state.zoom * 100));
  const onStep = steps.find((step) => Number(step) === percent);
  const choices: readonly { readonly value: ZoomChoice; readonly label: string }[] = [
    ...(onStep === undefined ? [{ value: 'now' as const, label: `${percent} %` }] : []),
    ...steps.map((value) => ({ value, label: `${value} %` })),
    { value: 'fit', label: 'Whole sheet' },
  ];
  return (
    <Select<ZoomChoice>
      label="Zoom"
      value={onStep ?? 'now'}
      choices={choices}
      onChange={(choice) => {
        if (choice === 'fit') {
          commandOf(editor.commands, 'view:fit').run();
        } else if (choice !== 'now') {
          editor.drawing()?.zoomTo(Number(choice) / 100);
        }
      }}
    />
  );
}
