import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { invariant } from '../../shared/lib/invariant';
import type { Editor } from './editor';
import type { EditorState } from './editorStore';

/** Hands the editor down to the parts of Model mode. */
export const EditorContext = createContext<Editor | undefined>(undefined);

/** The editor of this window. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  invariant(editor !== undefined, 'used outside of Model mode');
  return editor;
}

/** A part of the editor's state; redraws when that part changes. */
export function useEditorState<Part>(part: (state: EditorState) => Part): Part {
  return useStore(useEditor().store, part);
}
