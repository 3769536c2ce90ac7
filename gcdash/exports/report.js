"use strict";
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const printed = 980;

  function draw(look, width) {
    const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}-${look}`).trim();
    for (const place of document.querySelectorAll("[data-figure]")) {
      const text = document.getElementById(place.dataset.figure).textContent
        .replaceAll(root.dataset.ink, colour("ink")).replaceAll(root.dataset.paper, colour("paper"));
      const figure = JSON.parse(text);
      figure.layout.font.family = getComputedStyle(document.body).fontFamily;
      figure.layout.width = width;
      Plotly.react(place, figure.data, figure.layout, { displayModeBar: false, responsive: true });
    }
  }

  const show = () => draw(dark.matches ? "dark" : "light");
  dark.addEventListener("change", show);
  addEventListener("beforeprint", () => draw("light", printed));
  addEventListener("afterprint", show);
  show();
})();
