const quote = 0x22;
const backslash = 0x5c;

function isOpening(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

/** Whether a JSON text nests deeper than `most`; told before it is parsed, since parsing is what depth makes dear. */
export function isDeeperThan(text: string, most: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === backslash) {
        at += 1;
      } else if (code === quote) {
        inText = false;
      }
    } else if (code === quote) {
      inText = true;
    } else if (isOpening(code)) {
      depth += 1;
      if (depth > most) {
        return true;
      }
    } else if (isClosing(code)) {
      depth -= 1;
    }
  }
  return false;
}
