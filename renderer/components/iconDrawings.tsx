import type { ReactNode } from 'react';

/** The drawings of all icons on a 16 px grid; strokes take the colour of the text. */
export const iconDrawings = {
  'align-axis': (
    <>
      <path d="M2 8h12M4.5 4h2v8h-2zM9.5 5.5h2v5h-2z" />
    </>
  ),
  'align-left': (
    <>
      <path d="M3 2v12M5.5 4.5h7v2h-7zM5.5 9.5h4v2h-4z" />
    </>
  ),
  bell: (
    <>
      <path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.7 14h2.6" />
    </>
  ),
  bin: (
    <>
      <path d="M3 4.500h10M6 4.500V3h4v1.500M4.500 4.500l.5 8.500h6l.5-8.500" />
    </>
  ),
  'chevron-down': (
    <>
      <path d="M5 6.500L8 9.500l3-3" />
    </>
  ),
  'chevron-right': (
    <>
      <path d="M6.500 5l3 3-3 3" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.500" />
      <path d="M8 5v3l2 1.500" />
    </>
  ),
  close: (
    <>
      <path d="M4 4l8 8M12 4l-8 8" />
    </>
  ),
  cloud: (
    <>
      <path d="M4.500 12.500a2.700 2.700 0 0 1-.3-5.400 4 4 0 0 1 7.700.7 2.400 2.400 0 0 1-.2 4.700z" />
    </>
  ),
  distribute: (
    <>
      <path d="M2.5 2v12M13.5 2v12M6.5 4.5h3v7h-3z" />
    </>
  ),
  export: (
    <>
      <path d="M8 9.500v-7M5 5.500l3-3 3 3M3 11v2h10v-2" />
    </>
  ),
  filter: (
    <>
      <path d="M2.5 3.5h11L9.5 8.5v4l-3 1v-5z" />
    </>
  ),
  fit: (
    <>
      <path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />
    </>
  ),
  gauge: (
    <>
      <path d="M2.5 12a5.5 5.5 0 1 1 11 0zM8 12l2.5-4" />
    </>
  ),
  grid: (
    <>
      <path d="M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11" />
    </>
  ),
  import: (
    <>
      <path d="M8 2.500v7M5 6.500l3 3 3-3M3 11v2h10v-2" />
    </>
  ),
  layers: (
    <>
      <path d="M8 2.5l6 3-6 3-6-3zM2 8.5l6 3 6-3M2 11l6 3 6-3" />
    </>
  ),
  link: (
    <>
      <path d="M6.5 9.5l3-3M7 4.5l1.5-1.5a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5L7.5 13a2.8 2.8 0 0 1-4-4L5 7.5" />
    </>
  ),
  loop: (
    <>
      <path d="M11 2.5l2 2-2 2M13 4.5H5a2.5 2.5 0 0 0-2.5 2.5v.5M5 13.5l-2-2 2-2M3 11.5h8A2.5 2.5 0 0 0 13.5 9v-.5" />
    </>
  ),
  maximise: (
    <>
      <path d="M4 4h8v8H4z" />
    </>
  ),
  lock: (
    <>
      <path d="M4 7.5h8v5.500H4zM5.500 7.500V5.500a2.500 2.500 0 0 1 5 0v2" />
    </>
  ),
  minimise: (
    <>
      <path d="M3.5 8h9" />
    </>
  ),
  minus: (
    <>
      <path d="M3 8h10" />
    </>
  ),
  mirror: (
    <>
      <path d="M8 2v12" strokeDasharray="2 2" />
      <path d="M6 4.5v7L2 11.5zM10 4.5v7l4 0z" />
    </>
  ),
  more: (
    <>
      <path d="M4 8v0M8 8v0M12 8v0" strokeWidth="2.2" />
    </>
  ),
  note: (
    <>
      <path d="M3 3h10v7l-3 3H3zM13 10h-3v3" />
    </>
  ),
  open: (
    <>
      <path d="M2.500 12.500v-9h4l1.500 2h5.500v7z" />
    </>
  ),
  pan: (
    <>
      <path d="M5 8V4.2a1 1 0 0 1 2 0V7M7 6.5V3a1 1 0 0 1 2 0v3.5M9 6.5V3.8a1 1 0 0 1 2 0V9c0 3-1.5 4.5-3.7 4.5C5 13.5 4 12 2.7 9.5a1 1 0 0 1 1.7-1L5 9.3" />
    </>
  ),
  panels: (
    <>
      <path d="M2.5 2.5h11v11h-11zM2.5 9.5h11" />
    </>
  ),
  pause: (
    <>
      <path d="M5 3v10M11 3v10" strokeWidth="3" strokeLinecap="butt" />
    </>
  ),
  pipe: (
    <>
      <path d="M2 12h6V4h6" />
      <circle cx="2.5" cy="12" r="1.5" fill="currentColor" />
      <circle cx="13.5" cy="4" r="1.5" fill="currentColor" />
    </>
  ),
  play: (
    <>
      <path d="M5 3.5v9L12.5 8z" fill="currentColor" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  redo: (
    <>
      <path d="M10 3l3 3-3 3" />
      <path d="M13 6H6.5a3.5 3.5 0 0 0 0 7H10" />
    </>
  ),
  replay: (
    <>
      <path d="M8 3.5v9L2 8zM14 3.5v9L8 8z" fill="currentColor" />
    </>
  ),
  restore: (
    <>
      <path d="M3.5 5.500h7v7h-7z" />
      <path d="M6 5.500V3.500h6.500V10h-2" />
    </>
  ),
  rotate: (
    <>
      <path d="M12.5 8A4.5 4.5 0 1 1 10.5 4.3" />
      <path d="M10.5 1.5v3h-3" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="M10.2 10.2L14 14" />
    </>
  ),
  select: (
    <>
      <path d="M4 2.5l8.5 6-4 .8L6.3 13z" />
    </>
  ),
  sheet: (
    <>
      <path d="M5 2.5h8.5V11H5zM2.5 5v8.5H11" />
    </>
  ),
  signal: (
    <>
      <path d="M2 12h5M9 12V9M9 7V4h2M13 4h1" />
      <circle cx="2" cy="12" r="1" />
    </>
  ),
  'skip-back': (
    <>
      <path d="M10 3.500L5.500 8l4.500 4.500" />
    </>
  ),
  'skip-forward': (
    <>
      <path d="M6 3.500L10.500 8 6 12.500" />
    </>
  ),
  text: (
    <>
      <path d="M3 4V3h10v1M8 3v10M6 13h4" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.500" />
      <path d="M8 2.500v11a5.500 5.500 0 0 0 0-11z" fill="currentColor" />
    </>
  ),
  tick: (
    <>
      <path d="M3.5 8.5l3 3 6-7" />
    </>
  ),
  'to-end': (
    <>
      <path d="M3.5 3.5v9L10 8zM12 3.5v9" />
    </>
  ),
  'to-start': (
    <>
      <path d="M12.5 3.5v9L6 8zM4 3.500v9" />
    </>
  ),
  trend: (
    <>
      <path d="M2.500 2.500v11h11M4.500 10l3-4 2.500 2 3-4" />
    </>
  ),
  undo: (
    <>
      <path d="M6 3L3 6l3 3" />
      <path d="M3 6h6.5a3.5 3.5 0 0 1 0 7H6" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2.500l6 11H2zM8 6.500v3.500M8 12v.2" />
    </>
  ),
  working: (
    <>
      <path d="M13.500 8A5.500 5.500 0 1 1 8 2.500" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

/** The names of all icons. */
export type IconName = keyof typeof iconDrawings;
