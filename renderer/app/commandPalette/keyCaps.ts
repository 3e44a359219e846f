const capNames: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  '-': '−',
};

/** The caps to show for a shortcut as commands write it: `Ctrl+ArrowLeft` is `Ctrl` and `←`. */
export function keyCapsOf(chord: string): readonly string[] {
  const parts = chord.endsWith('+') ? [...chord.slice(0, -1).split('+').filter(Boolean), '+'] : chord.split('+');
  return parts.map((part) => capNames[part] ?? part);
}
