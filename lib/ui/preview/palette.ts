/**
 * The light theme's colors for pictures, which no stylesheet reaches: the same as in `static/styles/tokens.css`.
 *
 * @module
 */

/** Colors by the names of the stylesheet's variables. */
export const PALETTE = {
  background: "#f6f6f2",
  surface: "#fff",
  line: "#dcdcd6",
  edge: "#84868a",
  text: "#1b1c1e",
  quiet: "#5b5f64",
  accent: "#0f5f7a",
  "accent-tint": "#e3f0f4",
  "chip-even": "#eef0ef",
  "chip-odd": "#e3e8e9",
  surprise: "#b2500b",
  bar: "#1c6f8c",
  "bar-behind": "#a9cfda",
  m4: "#7fb6c7",
} as const;
