// @ts-check
import { css } from '/panel/1.js';

export const style = css`
  .total {
    font-size: 28px;
    font-variant-numeric: tabular-nums;
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr));
    gap: var(--space-4) var(--space-6);
    align-items: start;
  }
  /* With collapsed borders a sticky cell leaves its own behind. */
  table.table {
    border-collapse: separate;
    border-spacing: 0;
  }
  .table td,
  .table th {
    padding: 4px 10px;
  }
  .table tbody th {
    position: sticky;
    left: 0;
    min-width: 220px;
    background: var(--surface);
  }
  .table tbody tr:hover th {
    background: var(--surface-sunk);
  }
  @container (max-width: 520px) {
    .table td,
    .table th {
      padding: 4px 6px;
    }
    .table tbody th {
      min-width: 130px;
    }
    /* A telephone has room for what counts; the stages stand under each item. */
    .table .self_check,
    .table .spot_check,
    .table .review,
    .table .deducted {
      display: none;
    }
  }
  .table tbody tr.heading th {
    font-weight: 600;
  }
  .depth-1 {
    padding-left: 28px !important;
  }
  .depth-2 {
    padding-left: 50px !important;
  }
  .depth-3 {
    padding-left: 72px !important;
  }
  .fold {
    min-width: 24px;
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    text-align: left;
    cursor: pointer;
  }
  .fold:hover {
    text-decoration: underline;
  }
  tr.detail > td {
    padding: var(--space-3) var(--space-4);
    background: var(--surface-sunk);
    white-space: normal;
  }
  /* What is under a row stays in sight, however wide the table is. */
  .beneath {
    position: sticky;
    left: 12px;
    max-width: calc(100cqi - 26px);
  }
  .detail ul {
    margin: 2px 0 8px;
    padding-left: 18px;
  }
  .text {
    white-space: pre-line;
  }
  form {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
    gap: var(--space-3);
    margin-top: var(--space-3);
    padding: var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .wide {
    grid-column: 1 / -1;
  }
`;
