// All that knows the renderer (sigma over graphology): the same answers as draw_vis.js gives.
// It paints with WebGL, so tens of thousands of points move.
const LEAST_SCALE = 0.2;
const range = (values) => values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);

/** Points without sigma's second, hidden picture to find them in: the map finds them by place. */
class Point extends Sigma.rendering.NodeCircleProgram {
  constructor(gl, _hidden, renderer) {
    super(gl, null, renderer);
  }
}

function drawMap(stage, people, ties) {
  const probe = document.createElement("canvas");
  if (!(probe.getContext("webgl2") || probe.getContext("webgl"))) return null;
  const widths = { introduced: 7.5, named: 3.2, own: 2.4, other: 2.4 };
  const look = { point: () => true, line: () => true, fill: () => "#888", stroke: () => "#888" };
  const graph = new graphology.MultiDirectedGraph();
  // Sigma draws later points above earlier ones, and its y grows upwards.
  for (const { id, x, y, size } of [...people].reverse()) graph.addNode(id, { x, y: -y, size });
  for (const [number, { from, to, kind, first }] of ties.entries()) {
    graph.addDirectedEdgeWithKey(number, from, to, { size: widths[kind] * (first ? 1 : 0.7) });
  }
  let renderer = null;
  /** Points grow with the zoom like places do, but stay large enough to be seen from afar. */
  function shrink(ratio) {
    const scale = renderer ? renderer.getGraphToViewportRatio() : 1;
    return ratio * Math.min(1, scale / LEAST_SCALE);
  }
  // It begins with one, for each painting of tens of thousands takes its time: once is enough.
  // With nobody at all sigma would not know yet where a place is on the screen.
  const alone = new graphology.MultiDirectedGraph();
  alone.addNode(people[0].id, { x: people[0].x, y: -people[0].y, size: people[0].size });
  renderer = new Sigma(alone, stage, {
    allowInvalidContainer: true, nodeProgramClasses: { circle: Point }, autoRescale: true, enableCameraRotation: false,
    renderLabels: false, defaultDrawNodeHover: () => {}, itemSizesReference: "positions",
    zoomToSizeRatioFunction: shrink, minEdgeThickness: 1, stagePadding: 40,
    nodeReducer: (id, node) => ({ ...node, color: look.fill(id), hidden: !look.point(id) }),
    edgeReducer: (number, line) => (
      { ...line, color: look.stroke(ties[number]), hidden: !look.line(Number(number)) }),
  });
  const camera = renderer.getCamera();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  renderer.createCanvasContext("under", { beforeLayer: "edges" });
  renderer.createCanvasContext("over", { afterLayer: "mouse" });
  const layer = (name) => stage.querySelector(`.sigma-${name}`);
  layer("under").style.pointerEvents = "none";
  layer("over").style.pointerEvents = "none";
  renderer.setCustomBBox({ x: range(people.map(({ x }) => x)), y: range(people.map(({ y }) => -y)) });
  renderer.resize(true);
  renderer.refresh();

  let place = { scale: 1, x: 0, y: 0 };
  const painters = {};

  function measure() {
    const zero = renderer.graphToViewport({ x: 0, y: 0 });
    const far = renderer.graphToViewport({ x: 1000, y: 0 });
    place = { scale: (far.x - zero.x) / 1000, x: zero.x, y: zero.y };
  }

  function paintLayer(name) {
    const context = layer(name).getContext("2d");
    const ratio = context.canvas.width / Math.max(context.canvas.clientWidth, 1);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const { scale, x, y } = place;
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
    painters[name]?.(context);
  }

  renderer.on("afterRender", () => {
    measure();
    paintLayer("under");
    paintLayer("over");
  });

  let waiting = false;
  function refresh() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (renderer.getGraph() === graph) renderer.refresh({ skipIndexation: true });
      else renderer.setGraph(graph);
    });
  }

  /** Move the camera; within a test or for who wants no motion, at once. */
  function move(state) {
    if (still) camera.setState(state);
    else camera.animate(state, { duration: 350, easing: "quadraticInOut" });
  }

  function moveTo(point, scale) {
    const screen = renderer.graphToViewport({ x: point.x, y: -point.y });
    const { x, y } = renderer.viewportToFramedGraph(screen);
    move({ x, y, ratio: camera.ratio * (place.scale / scale) });
  }

  new ResizeObserver(() => {
    if (!stage.offsetWidth || !stage.offsetHeight) return;
    renderer.resize();
    renderer.scheduleRender();
  }).observe(stage);
  measure();

  return {
    filter(point, line) {
      look.point = point;
      look.line = line;
      refresh();
    },
    paint(fill, _edge, line) {
      look.fill = fill;
      look.stroke = line;
      refresh();
    },
    under(paint) { painters.under = paint; },
    over(paint) { painters.over = paint; },
    onClick(react) {
      renderer.getMouseCaptor().on("click", ({ x, y }) => react({ x, y }));
      renderer.getTouchCaptor().on("tap", ({ x, y }) => react({ x, y }));
    },
    onMove: (react) => camera.on("updated", react),
    redraw: () => paintLayer("over"),
    scale: () => place.scale,
    onScreen: ({ x, y }) => ({ x: place.x + x * place.scale, y: place.y + y * place.scale }),
    all: () => move({ x: 0.5, y: 0.5, ratio: 1 }),
    around(some) {
      const [left, right] = range(some.map(({ x }) => x));
      const [top, bottom] = range(some.map(({ y }) => y));
      const room = Math.min(stage.clientWidth / (right - left + 80), stage.clientHeight / (bottom - top + 80));
      moveTo({ x: (left + right) / 2, y: (top + bottom) / 2 }, Math.min(room, 1.2));
    },
    near: (point) => moveTo(point, Math.max(place.scale, 0.9)),
    zoom: (factor) => move({ ratio: camera.ratio / factor }),
    /** WebGL forgets what it painted, so it is copied within the moment of painting. */
    picture() {
      const shot = document.createElement("canvas");
      shot.width = layer("over").width;
      shot.height = layer("over").height;
      renderer.refresh({ skipIndexation: true });
      for (const name of ["under", "edges", "nodes", "over"]) {
        shot.getContext("2d").drawImage(layer(name), 0, 0);
      }
      return shot;
    },
  };
}
