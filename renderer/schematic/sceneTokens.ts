/** The design tokens the drawing uses, by the names of the design without dashes. */
export interface SceneTokens {
  readonly canvas: string;
  readonly grid: string;
  readonly line2: string;
  readonly line3: string;
  readonly ink1: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly pipe: string;
  readonly pipe2: string;
  readonly pipeIdle: string;
  readonly equipment: string;
  /** Lines on a bright body: the body is bright in both themes, so they stay dark. */
  readonly onBright: string;
  /** Text on a bright body. */
  readonly onBrightText: string;
  /** Lines on a dark body. */
  readonly onDark: string;
  readonly fillOn: string;
  readonly fillOff: string;
  readonly fillStatic: string;
  readonly level: string;
  readonly plate: string;
  readonly hatch: string;
  readonly accent: string;
  readonly onAccent: string;
  /** Of a review: the others' side, and what stood before both. */
  readonly theirs: string;
  readonly base: string;
  readonly trace: string;
  readonly traceOpacity: number;
}

/** Reads the tokens as they stand for an element. */
export function readSceneTokens(host: Element, theme: 'light' | 'dark'): SceneTokens {
  const style = getComputedStyle(host);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim() || '#808080';
  const dark = theme === 'dark';
  return {
    canvas: read('canvas'),
    grid: read('grid'),
    line2: read('line-2'),
    line3: read('line-3'),
    ink1: read('ink-1'),
    ink2: read('ink-2'),
    ink3: read('ink-3'),
    pipe: read('pipe'),
    pipe2: read('pipe-2'),
    pipeIdle: read('pipe-idle'),
    equipment: read('eq'),
    onBright: dark ? read('canvas') : read('eq'),
    onBrightText: dark ? read('canvas') : read('ink-1'),
    onDark: dark ? read('eq') : read('canvas'),
    fillOn: read('fill-on'),
    fillOff: read('fill-off'),
    fillStatic: read('fill-static'),
    level: read('level'),
    plate: read('plate'),
    hatch: read('hatch'),
    accent: read('accent'),
    onAccent: read('on-accent'),
    theirs: read('theirs'),
    base: read('base'),
    trace: read('trace'),
    traceOpacity: dark ? 0.55 : 0.32,
  };
}
