import type { ReactNode } from 'react';

/** The drawings of all icons on a 16 px grid; strokes take the colour of the text. */
export const iconDrawings = {
  'align-axis': (
    <>
      <path d="M4 11V7a4 4 0 0 1 8 0v4l1 1.500H3zM6.700 14h2.600" />
    </>
  ),
  'align-left': (
    <>
      <path d="M4 2.5l8.5 6-4 .8L6.3 13z" />
    </>
  ),
  bell: (
    <>
      <path d="M8 2v12" strokeDasharray="2 2" />
      <path d="M6 4.500v7L2 11.500zM10 4.500v7l4 0z" />
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
      <path d="M3.500 8h9" />
    </>
  ),
  cloud: (
    <>
      <path d="M4.500 12.500a2.700 2.700 0 0 1-.3-5.400 4 4 0 0 1 7.700.7 2.400 2.400 0 0 1-.2 4.700z" />
    </>
  ),
  distribute: (
    <>
      <path d="M5 8V4.2a1 1 0 0 1 2 0V7M7 6.5V3a1 1 0 0 1 2 0v3.5M9 6.5V3.8a1 1 0 0 1 2 0V9c0 3-1.5 4.5-3.7 4.5C5 13.500 4 12 2.700 9.500a1 1 0 0 1 1.700-1L5 9.300" />
    </>
  ),
  export: (
    <>
      <path d="M8 9.500v-7M5 5.500l3-3 3 3M3 11v2h10v-2" />
    </>
  ),
  filter: (
    <>
      <path d="M3 3h10v7l-3 3H3zM13 10h-3v3" />
    </>
  ),
  fit: (
    <>
      <path d="M5 2.500h8.500V11H5zM2.500 5v8.500H11" />
    </>
  ),
  gauge: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  grid: (
    <>
      <path d="M3 3h10v10H3zM3 6.300h10M3 9.700h10M6.300 3v10M9.700 3v10" />
    </>
  ),
  import: (
    <>
      <path d="M8 2.500v7M5 6.500l3 3 3-3M3 11v2h10v-2" />
    </>
  ),
  layers: (
    <>
      <path d="M13 3H9v10H3" />
      <path d="M6 10l-3 3 3 3" transform="translate(0 -0)" />
    </>
  ),
  link: (
    <>
      <path d="M2.500 2v12M13.500 2v12M6.500 4.500h3v7h-3z" />
    </>
  ),
  loop: (
    <>
      <path d="M6.500 9.500l3-3M7 4.500l1.500-1.500a2.800 2.800 0 0 1 4 4L11 8.500M9 11.500L7.500 13a2.800 2.800 0 0 1-4-4L5 7.500" />
    </>
  ),
  maximise: (
    <>
      <path d="M4 4h8v8H4z" />
    </>
  ),
  minimise: (
    <>
      <path d="M2.500 2.500h11v11h-11zM2.500 9.500h11" />
    </>
  ),
  minus: (
    <>
      <path d="M3 8h10" />
    </>
  ),
  mirror: (
    <>
      <path d="M2 12h6V4h6" />
      <circle cx="2.500" cy="12" r="1.500" fill="currentColor" />
      <circle cx="13.500" cy="4" r="1.500" fill="currentColor" />
    </>
  ),
  more: (
    <>
      <path d="M2 8h12M4.500 4h2v8h-2zM9.500 5.500h2v5h-2z" />
    </>
  ),
  note: (
    <>
      <path d="M2.500 2.500h11v11h-11zM2.500 6.200h11M2.500 9.800h11M6.200 2.500v11M9.800 2.500v11" />
    </>
  ),
  open: (
    <>
      <path d="M2.500 12.500v-9h4l1.500 2h5.500v7z" />
    </>
  ),
  pan: (
    <>
      <path d="M5.500 8V4a1 1 0 0 1 2 0v3.500V3a1 1 0 0 1 2 0v4.500V4a1 1 0 0 1 2 0v5.500c0 2.500-1.500 4-3.700 4-2 0-3-1-3.800-2.700L2.600 8.300c.8-.9 1.700-.6 2.900 1" />
    </>
  ),
  panels: (
    <>
      <path d="M8 3.500v9L2 8zM14 3.500v9L8 8z" fill="currentColor" />
    </>
  ),
  pause: (
    <>
      <path d="M5 3v10M11 3v10" strokeWidth="3" strokeLinecap="butt" />
    </>
  ),
  pipe: (
    <>
      <path d="M6 3L3 6l3 3" />
      <path d="M3 6h6.5a3.5 3.5 0 0 1 0 7H6" />
    </>
  ),
  play: (
    <>
      <path d="M3.500 8.500l3 3 6-7" />
    </>
  ),
  plus: (
    <>
      <path d="M2 12h5M9 12V9M9 7V4h2M13 4h1" />
      <circle cx="2" cy="12" r="1" />
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
      <path d="M12.500 8A4.500 4.500 0 1 1 10.500 4.300" />
      <path d="M10.500 1.500v3h-3" />
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
      <path d="M12.500 8A4.500 4.500 0 1 1 8 3.500h3M9 1.500l2 2-2 2" />
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
      <path d="M4 4l8 8M12 4l-8 8" />
    </>
  ),
  sheet: (
    <>
      <path d="M3 4V3h10v1M8 3v10M6 13h4" />
    </>
  ),
  signal: (
    <>
      <path d="M2 12h6V4h6" strokeDasharray="2.500 2" />
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
      <path d="M10 3l3 3-3 3" />
      <path d="M13 6H6.5a3.5 3.5 0 0 0 0 7H10" />
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
      <path d="M3 2v12M5.500 4.500h7v2h-7zM5.500 9.500h4v2h-4z" />
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
      <path d="M4 4h8v8H4z" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2.500l6 11H2zM8 6.500v3.500M8 12v.2" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

/** The names of all icons. */
export type IconName = keyof typeof iconDrawings;
