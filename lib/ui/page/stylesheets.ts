/** The site's stylesheets, in the order they are linked; paths below static/. */
export const STYLESHEETS: readonly string[] = [
  "styles/tokens.css",
  "styles/base.css",
  "styles/layout.css",
  "styles/controls.css",
  "styles/predictor.css",
  "styles/panels.css",
  "styles/plots.css",
  "styles/calculations.css",
  "styles/labs.css",
  "styles/counts.css",
  "styles/train.css",
  "styles/learn.css",
  "styles/experiment.css",
  "styles/share.css",
  "styles/embed.css",
  "styles/print.css",
];
