/** The console's own look for what stands in a panel's shadow: the same rules as the pages, and those of the charts. */
import { css, unsafeCSS } from 'lit';
import base from '../design/base.css?inline';
import controls from '../design/controls.css?inline';
import print from '../design/print.css?inline';

export const sheet = css`
  ${unsafeCSS(base)}
  ${unsafeCSS(controls)}
  ${unsafeCSS(print)}
  :host {
    display: block;
    min-width: 0;
    color: var(--text);
    font: 14px/1.55 var(--font);
    container-type: inline-size;
  }
  .chart {
    margin: 0;
  }
  .chart > svg {
    display: block;
    width: 100%;
    height: auto;
    margin: 0 auto;
  }
  .chart.radar > svg {
    max-width: 420px;
  }
  .chart.wheel > svg {
    max-width: 240px;
  }
  .chart text {
    fill: var(--text);
    font: 13px var(--font);
  }
  .chart .soft {
    fill: var(--text-soft);
  }
  .chart .web {
    fill: none;
    stroke: var(--line);
  }
  .chart .shape {
    fill: var(--accent);
    fill-opacity: 0.18;
    stroke: var(--accent);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .chart .point {
    fill: var(--accent);
  }
  .chart .part {
    fill: var(--surface-sunk);
    stroke: var(--line-strong);
    stroke-dasharray: 4 3;
  }
  .chart .part.done {
    fill: var(--good-soft);
    stroke: var(--good);
    stroke-dasharray: none;
  }
  .chart .part.exempt {
    fill: var(--surface);
    stroke: var(--line);
  }
  .chart .mark {
    font-size: 16px;
    font-weight: 600;
  }
  .chart .centre {
    font-size: 22px;
    font-weight: 600;
  }
  summary {
    min-height: 24px;
    cursor: pointer;
  }
  .chart summary {
    color: var(--text-soft);
    font-size: 13px;
    cursor: pointer;
  }
  table.bars {
    width: 100%;
    border-collapse: collapse;
  }
  .bars caption {
    padding-bottom: var(--space-1);
    font-weight: 600;
    text-align: left;
  }
  .bars th {
    width: 1%;
    padding: 3px 12px 3px 0;
    font-weight: 400;
    text-align: left;
    white-space: nowrap;
  }
  .bars td.number {
    width: 1%;
    padding-left: 12px;
    text-align: right;
    white-space: nowrap;
  }
  .bars svg {
    display: block;
    width: 100%;
    height: 10px;
  }
  .bars .track {
    fill: var(--surface-sunk);
  }
  .bars .bar {
    fill: var(--text-soft);
  }
  .bars .bar.accent {
    fill: var(--accent);
  }
  .bars .bar.good {
    fill: var(--good);
  }
  .bars .bar.warn {
    fill: var(--warn);
  }
  .bars .bar.bad {
    fill: var(--bad);
  }
`;
