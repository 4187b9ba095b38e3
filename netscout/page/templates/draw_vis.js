// All that knows the renderer (vis-network): points and lines in, a picture with places out.
// draw_sigma.js is the same for another renderer.
function drawMap(stage, people, ties, options) {
  const dashes = { named: [7, 6], other: [2, 5] };
  const points = new vis.DataSet(
    people.map(({ id, x, y, size }) => ({ id, x, y, size })),
  );
  const lines = new vis.DataSet(
    ties.map(({ from, to, kind, first }, number) => (
      { id: number, from, to, dashes: dashes[kind] || false, width: first ? 1.4 : 0.8 })),
  );
  let showPoint = () => true;
  let showLine = () => true;
  const shownPoints = new vis.DataView(points, { filter: (point) => showPoint(point.id) });
  const shownLines = new vis.DataView(lines, { filter: (line) => showLine(line.id) });
  const network = new vis.Network(stage, { nodes: shownPoints, edges: shownLines }, options);
  stage.querySelector(".vis-network").removeAttribute("tabindex"); // the stage itself has the focus
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const animation = still ? false : { duration: 350, easingFunction: "easeInOutQuad" };

  return {
    /** Show only some; the functions take an id and the number of a tie. */
    filter(point, line) {
      showPoint = point;
      showLine = line;
      shownPoints.refresh();
      shownLines.refresh();
    },
    paint(fill, edge, line) {
      points.update(
        people.map(({ id }) => ({ id, color: { background: fill(id), border: edge } })),
      );
      lines.update(ties.map((tie, id) => ({ id, color: { color: line(tie), opacity: 1 } })));
    },
    under: (paint) => network.on("beforeDrawing", paint),
    over: (paint) => network.on("afterDrawing", paint),
    onClick: (react) => network.on("click", ({ pointer }) => react(pointer.DOM)),
    onMove(react) {
      network.on("zoom", react);
      network.on("dragging", react);
    },
    redraw: () => network.redraw(),
    scale: () => network.getScale(),
    onScreen: (point) => network.canvasToDOM(point),
    all: () => network.fit({ animation }),
    around: (some) => network.fit({ nodes: some.map(({ id }) => id), maxZoomLevel: 1.2, animation }),
    near: (point) => network.moveTo({
      position: point, scale: Math.max(network.getScale(), 0.9), animation,
    }),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation }),
    picture: () => stage.querySelector("canvas"),
  };
}
