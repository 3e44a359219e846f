import type { LabelPlacement, Nozzle, Point, Rotation } from '../../shared/model/plantModel';

/** Where a node of the topology stands on the sheet, and as what. */
export interface Place {
  readonly symbolId: string;
  readonly x: number;
  readonly y: number;
  readonly rotation?: Rotation;
  readonly mirrored?: boolean;
  readonly label?: LabelPlacement;
  readonly nozzles?: readonly Nozzle[];
}

/** How a line of the topology runs. What is left out is `out`, `in`, or the side of a tee that faces the other end. */
export interface Run {
  readonly from?: string;
  readonly to?: string;
  readonly bends?: readonly Point[];
}

const at = (x: number, y: number): Point => ({ x, y });
const source = (x: number, y: number): Place => ({ symbolId: 'off-page-in', x, y });
/** A source on the right of what it feeds. */
const sourceOnTheRight = (x: number, y: number): Place => ({ symbolId: 'off-page-in', x, y, mirrored: true });
const sink = (x: number, y: number): Place => ({ symbolId: 'off-page', x, y });
const valve = (x: number, y: number): Place => ({ symbolId: 'valve-control', x, y });
const valveToTheLeft = (x: number, y: number): Place => ({ symbolId: 'valve-control', x, y, mirrored: true });
const tee = (x: number, y: number): Place => ({ symbolId: 'junction', x, y });

/** The size of the sheet that the places below fill. */
export const sheetSize = { width: 2176, height: 1264 };

/**
 * The arrangement of the well-known flowsheet, drawn for straight pipes: feeds on the left, reactor, condenser and
 * separator in flow order, the recycle along the top, the stripper below right.
 */
export const places: Readonly<Record<string, Place>> = {
  'SRC-A': source(96, 288),
  'FV-101': valve(232, 288),
  'J-04': tee(440, 288),
  'SRC-D': source(96, 432),
  'FV-102': valve(232, 432),
  'J-01': tee(440, 432),
  'SRC-E': source(96, 576),
  'FV-103': valve(232, 576),
  'J-05': tee(440, 576),
  'SRC-C': source(96, 920),
  'FV-104': valve(232, 920),
  'R-101': { symbolId: 'reactor-coil', x: 680, y: 688, label: 'below' },
  'M-101': { symbolId: 'motor', x: 680, y: 560, label: 'left' },
  'TV-121': valve(984, 672),
  'SNK-CWR': sink(1080, 672),
  'SRC-CWS': sourceOnTheRight(984, 720),
  'E-101': { symbolId: 'exchanger-u-tube', x: 848, y: 272, mirrored: true, label: 'left' },
  'SRC-CWS-2': sourceOnTheRight(1016, 224),
  'TV-122': valve(1080, 352),
  'SNK-CWR-2': sink(1208, 352),
  'J-06': tee(1104, 184),
  'J-02': tee(1272, 184),
  'K-101': { symbolId: 'compressor-centrifugal', x: 1400, y: 184, mirrored: true, label: 'above' },
  'FV-105': valve(1400, 96),
  'J-07': tee(1528, 184),
  'J-03': tee(1640, 248),
  'FV-109': valve(1744, 248),
  'SNK-Purge': sink(2064, 248),
  'V-101': { symbolId: 'separator-demister', x: 1640, y: 496 },
  'P-101': { symbolId: 'pump-centrifugal', x: 1592, y: 632, mirrored: true },
  'LV-112': { ...valveToTheLeft(1464, 632), label: 'below' },
  'C-101': { symbolId: 'column-packed', x: 1376, y: 864, label: 'left' },
  'J-08': tee(1376, 1072),
  'E-102': { symbolId: 'reboiler', x: 1512, y: 992, label: 'left' },
  'FV-119': valveToTheLeft(1672, 968),
  'SRC-Steam': sourceOnTheRight(1832, 968),
  'SNK-Cond': sink(1832, 1016),
  'P-102': { symbolId: 'pump-centrifugal', x: 1440, y: 1120 },
  'LV-115': valve(1672, 1120),
  'SNK-Product': sink(2096, 1120),
};

/** The lines that do more than run straight from `out` to `in`, by `source>target`. */
export const runs: Readonly<Record<string, Run>> = {
  'J-05>R-101': { to: 'feed', bends: [at(440, 656)] },
  'M-101>R-101': { from: 'shaft', to: 'agitator' },
  'R-101>TV-121': { from: 'coolant-out' },
  'SRC-CWS>R-101': { to: 'coolant-in' },
  'R-101>E-101': { from: 'vapour-out', to: 'shell-in', bends: [at(712, 224), at(824, 224)] },
  'SRC-CWS-2>E-101': { to: 'tube-in', bends: [at(900, 224)] },
  'E-101>TV-122': { from: 'tube-out', bends: [at(900, 352)] },
  'E-101>V-101': { from: 'shell-out', to: 'feed', bends: [at(872, 488)] },
  'V-101>J-03': { from: 'vapour-out' },
  'J-03>J-07': { bends: [at(1640, 184)] },
  'J-02>FV-105': { bends: [at(1272, 96)] },
  'FV-105>J-07': { bends: [at(1528, 96)] },
  'J-06>J-04': { bends: [at(440, 184)] },
  'C-101>J-06': { from: 'vapour-out', bends: [at(1376, 248), at(1104, 248)] },
  'V-101>P-101': { from: 'liquid-out', bends: [at(1640, 632)] },
  'LV-112>C-101': { to: 'liquid-in', bends: [at(1424, 632), at(1424, 792)] },
  'FV-104>C-101': { to: 'gas-in' },
  'C-101>J-08': { from: 'bottoms' },
  'J-08>E-102': { to: 'liquid-in', bends: [at(1512, 1072)] },
  'E-102>C-101': { from: 'vapour-out', to: 'reboil-in', bends: [at(1512, 920)] },
  'J-08>P-102': { bends: [at(1376, 1120)] },
  'FV-119>E-102': { to: 'steam-in' },
  'E-102>SNK-Cond': { from: 'condensate-out' },
};
