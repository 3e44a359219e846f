import { valueState, type ValueState } from '../../shared/history/valueState';
import type { Paper } from './paper';

type Pen = (paper: Paper) => void;

const ring: Pen = (paper) => {
  paper.moveTo(5, 0);
  paper.arc(0, 0, 5, 0, 2 * Math.PI);
};
const hands: Pen = (paper) => {
  paper.moveTo(0, -2.6);
  paper.lineTo(0, 0);
  paper.lineTo(2, 1.6);
};
const strike: Pen = (paper) => {
  paper.moveTo(-6, 6);
  paper.lineTo(6, -6);
};
const crossedBox: Pen = (paper) => {
  paper.rect(-5.5, -5.5, 11, 11);
  paper.moveTo(-3, -3);
  paper.lineTo(3, 3);
  paper.moveTo(3, -3);
  paper.lineTo(-3, 3);
};
const wave = (paper: Paper, y: number): void => {
  paper.moveTo(-5, y + 0.7);
  paper.bezierCurveTo(-3, y - 2.3, -1, y - 1.3, 0, y);
  paper.bezierCurveTo(1, y + 1.3, 3, y + 2.4, 5, y - 0.4);
};

/** Draws the glyph of a state about the paper's origin, in CSS px. Measured values have none. */
export function paintStateGlyph(paper: Paper, state: ValueState): void {
  paper.lineWidth = 1.3;
  paper.beginPath();
  switch (state) {
    case valueState.measured:
      return;
    case valueState.held:
      ring(paper);
      hands(paper);
      break;
    case valueState.stale:
      ring(paper);
      hands(paper);
      strike(paper);
      break;
    case valueState.noData:
      paper.setLineDash([2.6, 2]);
      ring(paper);
      break;
    case valueState.bad:
      crossedBox(paper);
      break;
    case valueState.approximate:
      wave(paper, -2.2);
      wave(paper, 2.5);
      break;
  }
  paper.stroke();
  paper.setLineDash([]);
}
