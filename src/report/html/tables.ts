import type { ReportLayer, ReportLayers } from '../reportLayers';
import type { TextColumn, TextTable } from '../../shared/base/textTable';
import { heatClass } from './heatClass';
import { at, markup, type Markup } from './markup';

const BAR = 150;

export function textTable({ columns, rows }: TextTable): Markup {
  return markup`<div class="scroll"><table><thead><tr> ${columns.map(heading)}</tr></thead><tbody> ${rows.map(row => markup`<tr> ${row.map((text, index) => cell(columns[index], text))}</tr>`)}</tbody></table></div>`;
}

/** With a bar behind the first number: as long as the value, and below it as long as the value after. */
export function slowestTable(
  { most }: ReportLayers,
  layers: readonly ReportLayer[],
  after: ReadonlyMap<number, number> | undefined,
  { columns, rows }: TextTable,
): Markup {
  const first = columns.findIndex(({ isNumber }) => isNumber) + 1;
  const body = rows.map((row, index) => {
    const cells = row.map((text, column) => cell(columns[column], text));
    const layer = layers[index];
    return markup`<tr> ${cells.slice(0, first)}<td class="bar">${layer && bars(layer, after?.get(layer.anchor), most)}</td> ${cells.slice(first)}</tr>`;
  });
  const headings = columns.map(heading);
  return markup`<div class="scroll"><table><thead><tr> ${headings.slice(0, first)}<td></td> ${headings.slice(first)}</tr></thead><tbody> ${body}</tbody></table></div>`;
}

function bars({ value }: ReportLayer, after: number | undefined, most: number): Markup {
  const bar = (shown: number, y: number): Markup =>
    markup`<rect class="${heatClass(shown, most)} c" y="${y}" width="${at(Math.max(1, (Math.min(shown, most) / most) * BAR))}" height="5" />`;
  return markup`<svg width="${BAR}" height="16" aria-hidden="true"> ${after === undefined ? bar(value, 5) : [bar(value, 2), bar(after, 9)]} </svg>`;
}

function heading({ title, isNumber }: TextColumn): Markup {
  return isNumber ? markup`<th class="n">${title}</th>` : markup`<th>${title}</th>`;
}

function cell(column: TextColumn | undefined, text: string): Markup {
  return column?.isNumber === true ? markup`<td class="n">${text}</td>` : markup`<td>${text}</td>`;
}
