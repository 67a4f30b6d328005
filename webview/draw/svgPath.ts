type Numbers = readonly number[];

/** A path as a canvas builds it, written as the `d` of SVG. */
export class SvgPath {
  private text = '';
  private x = 0;
  private y = 0;

  get d(): string {
    return this.text;
  }

  clear(): void {
    this.text = '';
  }

  moveTo(x: number, y: number): void {
    this.add('M', [x, y]);
  }

  lineTo(x: number, y: number): void {
    this.add(this.text === '' ? 'M' : 'L', [x, y]);
  }

  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void {
    this.add('Q', [controlX, controlY, x, y]);
  }

  closePath(): void {
    if (this.text !== '') this.text += 'Z';
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.text += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.max(0, Math.min(radius, Math.abs(width) / 2, Math.abs(height) / 2));
    if (r === 0) {
      this.rect(x, y, width, height);
      return;
    }
    const corner = (dx: number, dy: number): string => `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`;
    const [across, down] = [round(width - 2 * r), round(height - 2 * r)];
    this.text += `M${round(x + r)} ${round(y)}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}Z`;
  }

  /** Clockwise; a full circle as two halves. */
  arc(x: number, y: number, radius: number, start: number, end: number): void {
    const at = (angle: number): Numbers => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    const half = start + (end - start) / 2;
    this.add(this.text === '' || this.text.endsWith('Z') ? 'M' : 'L', at(start));
    for (const angle of [half, end]) this.add(`A${round(radius)} ${round(radius)} 0 0 1 `, at(angle));
    if (end - start >= 2 * Math.PI) this.closePath();
  }

  /** A line to a corner that is cut by a circle (HTML standard, `arcTo`). */
  arcTo(x1: number, y1: number, x2: number, y2: number, radius: number): void {
    const [ax, ay] = [this.x - x1, this.y - y1];
    const [bx, by] = [x2 - x1, y2 - y1];
    const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
    const cross = ax * by - ay * bx;
    if (a === 0 || b === 0 || radius === 0 || Math.abs(cross) < 1e-9) {
      this.lineTo(x1, y1);
      return;
    }
    const angle = Math.acos(Math.max(-1, Math.min(1, (ax * bx + ay * by) / (a * b))));
    const distance = radius / Math.tan(angle / 2);
    this.lineTo(x1 + (ax / a) * distance, y1 + (ay / a) * distance);
    const sweep = cross < 0 ? 1 : 0;
    this.add(`A${round(radius)} ${round(radius)} 0 0 ${sweep} `, [x1 + (bx / b) * distance, y1 + (by / b) * distance]);
  }

  private add(command: string, numbers: Numbers): void {
    this.text += command + numbers.map(round).join(' ');
    [this.x, this.y] = [numbers.at(-2) ?? 0, numbers.at(-1) ?? 0];
  }
}

/** Hundredths of a pixel. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
