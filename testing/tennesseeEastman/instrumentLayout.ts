import type { Point } from '../../shared/model/plantModel';

/** What an instrument is joined to: a tap in a line (`source>target`), or a port of a piece of equipment. */
export type Connected =
  | { readonly to: 'line'; readonly run: string; readonly tapX: number; readonly tapY: number }
  | { readonly to: 'equipment'; readonly node: string; readonly port: string };

/** Where the bubble of an instrument stands and how its impulse line runs. */
export interface InstrumentPlace {
  readonly x: number;
  readonly y: number;
  readonly connected: Connected;
  /** The side of the bubble at which the line ends. */
  readonly side: string;
  readonly bends?: readonly Point[];
}

/** A controller of the control system: a line from its transmitter, a line to its valve. */
export interface ControllerPlace {
  readonly x: number;
  readonly y: number;
  readonly input: { readonly from: string; readonly to: string; readonly bends?: readonly Point[] };
  readonly output: { readonly from: string; readonly bends?: readonly Point[] };
}

/** An analyser that reports several components: the first bubble at the sample line, the others chained to it. */
export interface AnalyserPlace {
  readonly run: string;
  readonly tapX: number;
  readonly tapY: number;
  /** The tags start with this. */
  readonly prefix: string;
  readonly side: string;
  readonly columns: number;
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

const at = (x: number, y: number): Point => ({ x, y });

function above(run: string, tap: Point, riseTo: number): InstrumentPlace {
  return { x: tap.x, y: riseTo, connected: { to: 'line', run, tapX: tap.x, tapY: tap.y }, side: 'south' };
}

function below(run: string, tap: Point, fallTo: number): InstrumentPlace {
  return { x: tap.x, y: fallTo, connected: { to: 'line', run, tapX: tap.x, tapY: tap.y }, side: 'north' };
}

/** Transmitters, by the tag that the topology gives them. */
export const instrumentPlaces: Readonly<Record<string, InstrumentPlace>> = {
  'FT-101': above('FV-101>J-04', at(344, 288), 200),
  'FT-102': above('FV-102>J-01', at(344, 432), 344),
  'FT-103': above('FV-103>J-05', at(344, 576), 488),
  'FT-104': above('FV-104>C-101', at(344, 920), 832),
  'FT-105': above('J-02>J-06', at(1184, 184), 104),
  'FT-106': above('J-05>R-101', at(552, 656), 592),
  'FT-110': above('FV-109>SNK-Purge', at(1848, 248), 160),
  'FT-114': below('P-101>LV-112', at(1536, 632), 728),
  'FT-117': below('P-102>LV-115', at(1552, 1120), 1192),
  'FT-119': above('FV-119>E-102', at(1592, 968), 872),
  'TT-121': above('R-101>TV-121', at(888, 672), 592),
  'TT-122': above('E-101>TV-122', at(992, 352), 288),
  'PT-107': {
    x: 568,
    y: 496,
    connected: { to: 'equipment', node: 'R-101', port: 'relief' },
    side: 'east',
    bends: [at(648, 496)],
  },
  'LT-108': {
    x: 648,
    y: 816,
    connected: { to: 'equipment', node: 'R-101', port: 'west-3' },
    side: 'west',
    bends: [at(608, 720), at(608, 816)],
  },
  'TT-109': {
    x: 784,
    y: 536,
    connected: { to: 'equipment', node: 'R-101', port: 'east-1' },
    side: 'south',
    bends: [at(784, 648)],
  },
  'PT-113': {
    x: 1752,
    y: 432,
    connected: { to: 'equipment', node: 'V-101', port: 'east-1' },
    side: 'west',
    bends: [at(1696, 448), at(1696, 432)],
  },
  'TT-111': { x: 1752, y: 496, connected: { to: 'equipment', node: 'V-101', port: 'east-2' }, side: 'west' },
  'LT-112': {
    x: 1752,
    y: 560,
    connected: { to: 'equipment', node: 'V-101', port: 'east-3' },
    side: 'west',
    bends: [at(1696, 544), at(1696, 560)],
  },
  'PT-116': { x: 1200, y: 792, connected: { to: 'equipment', node: 'C-101', port: 'liquid-in-west' }, side: 'east' },
  'TT-118': { x: 1240, y: 864, connected: { to: 'equipment', node: 'C-101', port: 'feed' }, side: 'east' },
  'LT-115': {
    x: 1240,
    y: 976,
    connected: { to: 'equipment', node: 'C-101', port: 'sump-west' },
    side: 'east',
    bends: [at(1304, 944), at(1304, 976)],
  },
  'JT-120': {
    x: 1480,
    y: 264,
    connected: { to: 'equipment', node: 'K-101', port: 'power' },
    side: 'west',
    bends: [at(1400, 264)],
  },
};

/** The analysers of the feed, the purge and the product. */
export const analyserPlaces: readonly AnalyserPlace[] = [
  {
    prefix: 'AT-206',
    run: 'J-05>R-101',
    tapX: 480,
    tapY: 656,
    side: 'north',
    columns: 3,
    x: 480,
    y: 712,
    stepX: -176,
    stepY: 64,
  },
  {
    prefix: 'AT-209',
    run: 'FV-109>SNK-Purge',
    tapX: 1912,
    tapY: 248,
    side: 'north',
    columns: 2,
    x: 1912,
    y: 328,
    stepX: 176,
    stepY: 64,
  },
  {
    prefix: 'AT-211',
    run: 'LV-115>SNK-Product',
    tapX: 1992,
    tapY: 1120,
    side: 'south',
    columns: 1,
    x: 1992,
    y: 1040,
    stepX: 0,
    stepY: -64,
  },
];

const feedController = (x: number, y: number): ControllerPlace => ({
  x,
  y,
  input: { from: 'west', to: 'east' },
  output: { from: 'south' },
});

/** The controllers that act on a valve, by their tag. Cascades (a set point for another controller) are left out. */
export const controllerPlaces: Readonly<Record<string, ControllerPlace>> = {
  'FIC-101': feedController(232, 200),
  'FIC-102': feedController(232, 344),
  'FIC-103': feedController(232, 488),
  'FIC-104': feedController(232, 832),
  'FIC-105': {
    x: 1288,
    y: 32,
    input: { from: 'north', to: 'west', bends: [at(1184, 32)] },
    output: { from: 'east', bends: [at(1400, 32)] },
  },
  'FIC-110': feedController(1744, 160),
  'FIC-119': { x: 1672, y: 872, input: { from: 'east', to: 'west' }, output: { from: 'south' } },
  'TIC-121': { x: 984, y: 592, input: { from: 'east', to: 'west' }, output: { from: 'south' } },
  'LIC-112': {
    x: 1464,
    y: 536,
    input: { from: 'south', to: 'east', bends: [at(1752, 592), at(1528, 592), at(1528, 536)] },
    output: { from: 'south' },
  },
  'LIC-115': {
    x: 1240,
    y: 1056,
    input: { from: 'south', to: 'north' },
    output: { from: 'east', bends: [at(1672, 1056)] },
  },
  'FIC-117': {
    x: 1240,
    y: 1192,
    input: { from: 'west', to: 'east' },
    output: { from: 'west', bends: [at(1152, 1192), at(1152, 288), at(1080, 288)] },
  },
};
