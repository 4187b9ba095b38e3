// What is drawn under and over the points: rings, company disks, names, the lit way.
// Names keep their size at every zoom, never lie on one another, and are never cut off at the edge.
const CELL = 40;
const MOST_TRIED = 600;
const MAJOR = 8;
const MOST_COVERED = 2;
const EDGE = 4;
const CLOSE = 1.3; // from this zoom on the people of a disk may have names
const FEW = 40; // so few that each may have a name

function makeOverlay(picture, state, data) {
  const { people, view } = data;
  const look = {};
  const written = []; // the texts in the picture and their boxes
  const goalFirst = [...view.disks].sort((a, b) => b.goal - a.goal || b.count - a.count);
  const font = (weight, size) => `${weight} ${size}px ${look.family}`;

  function readLook() {
    for (const name of ["ink", "soft", "line", "faint", "card", "accent"]) look[name] = colour(`--${name}`);
    look.family = getComputedStyle(document.body).fontFamily;
  }

  function circle(context, x, y, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }

  function under(context) {
    const pixel = 1 / picture.scale();
    context.lineWidth = pixel;
    context.strokeStyle = look.line;
    context.fillStyle = look.faint;
    for (const disk of view.disks) {
      if (!state.shownDisks.has(disk)) continue;
      circle(context, disk.x, disk.y, disk.r + 3);
      context.fill();
      if (disk.goal) {
        context.strokeStyle = look.accent;
        context.stroke();
        context.strokeStyle = look.line;
      }
    }
    for (const ring of view.rings) {
      circle(context, 0, 0, ring.r);
      context.stroke();
    }
    for (const { x, y, end } of view.axis) {
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x, end);
      context.stroke();
    }
  }

  /** Draw in pixels of the screen whatever the zoom is. */
  function onScreen(context, draw) {
    const ratio = context.canvas.width / context.canvas.clientWidth;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context.canvas.clientWidth, context.canvas.clientHeight);
    context.restore();
  }

  /** Where texts and points are already, so that nothing is written over them. */
  function makeRoom(width, height) {
    const texts = [];
    const points = new Map();
    const cell = (x, y) => `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
    const within = (from, to) => {
      const steps = [];
      for (let at = from; at < to + CELL; at += CELL) steps.push(Math.min(at, to));
      return steps;
    };
    return {
      width, height,
      sees: ({ x, y }, radius = 0) => x > -radius && y > -radius && x < width + radius && y < height + radius,
      point(x, y, radius, small = false) {
        const found = { x, y, radius, small };
        const keys = new Set(within(x - radius, x + radius).flatMap((i) => within(y - radius, y + radius).map((j) => cell(i, j))));
        for (const key of keys) {
          if (!points.has(key)) points.set(key, []);
          points.get(key).push(found);
        }
      },
      text: (box) => texts.push(box),
      inside: (box) => box[0] >= EDGE && box[1] >= EDGE && box[2] <= width - EDGE && box[3] <= height - EDGE,
      clearOfTexts: (box) => texts.every((b) => box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]),
      /** How many small points a text would cover; infinitely many for one that must stay in sight. */
      covers(box) {
        const met = new Set();
        for (const i of within(box[0], box[2])) {
          for (const j of within(box[1], box[3])) {
            for (const point of points.get(cell(i, j)) || []) {
              const dx = Math.max(box[0] - point.x, 0, point.x - box[2]);
              const dy = Math.max(box[1] - point.y, 0, point.y - box[3]);
              if (dx * dx + dy * dy >= point.radius * point.radius) continue;
              if (!point.small) return Infinity;
              met.add(point);
            }
          }
        }
        return met.size;
      },
    };
  }

  /** The box of a text beside a point: at a side, above or below it, or at one of its corners. */
  function boxAt(side, at, reach, half) {
    const [vertical, across] = side.includes("-") ? side.split("-") : [side, side];
    const near = vertical === across ? reach : 0.7 * reach;
    const x = at.x + ({ right: near + half, left: -near - half }[across] ?? 0);
    const y = at.y + ({ below: near + 8, above: -near - 8 }[vertical] ?? 0);
    return [x - half, y - 8, x + half, y + 8];
  }

  /** A box moved into the picture. */
  function movedInside([left, top, right, bottom], room) {
    const across = Math.max(EDGE - left, 0) || Math.min(room.width - EDGE - right, 0);
    const down = Math.max(EDGE - top, 0) || Math.min(room.height - EDGE - bottom, 0);
    return [left + across, top + down, right + across, bottom + down];
  }

  /** The sides in their order, then the corners. */
  const withCorners = (sides) => {
    const across = sides.filter((side) => side === "left" || side === "right");
    const beside = sides.filter((side) => side === "above" || side === "below");
    return [...sides, ...across.flatMap((x) => beside.map((y) => `${y}-${x}`))];
  };

  /**
   * Write a text where it covers nothing; a `major` one where it covers the fewest small points, two at most, and
   * one that is to be there `always` anywhere.
   */
  function write(context, room, text, at, { sides, reach = 0, style, ink, major = false, always = false }) {
    context.font = style;
    const half = context.measureText(text).width / 2 + 2;
    const boxes = withCorners(sides).map((side) => boxAt(side, at, reach, half)).filter((box) => room.inside(box) && room.clearOfTexts(box));
    let box = null;
    let least = major ? MOST_COVERED + 1 : 1;
    for (const one of boxes) {
      const covered = room.covers(one);
      if (covered < least) [box, least] = [one, covered];
      if (covered === 0) break;
    }
    if (!box && always) box = boxes[0] || movedInside(boxAt(sides[0], at, reach, half), room);
    if (!box) return false;
    room.text(box);
    written.push({ text, box });
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = look.card;
    context.strokeText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
    context.fillStyle = ink;
    context.fillText(text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
    return true;
  }

  const brief = (text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
  const radiusOf = (person) => Math.max(1.5, person.size * picture.scale());

  /** Outwards first: there the branches fan out and leave room. */
  function sidesOf(person) {
    if (view.layout === "time") return ["left", "above", "below", "right"];
    const [out, inwards] = person.x < 0 ? ["left", "right"] : ["right", "left"];
    const [next, last] = person.y < 0 ? ["above", "below"] : ["below", "above"];
    return Math.abs(person.x) * 2 < Math.abs(person.y) ? [next, out, inwards, last] : [out, next, last, inwards];
  }

  function nameOf(context, room, person, lit, major = lit) {
    const own = person.wave === 0;
    const at = picture.onScreen(person);
    if (!room.sees(at, radiusOf(person))) return false;
    return write(context, room, brief(person.name), at, {
      sides: own ? ["below", "above", "right", "left"] : sidesOf(person), reach: radiusOf(person) + 3,
      style: font(lit || own ? 600 : 400, 12.5), ink: lit ? look.accent : look.ink, major, always: lit || own,
    });
  }

  // Whom the panel advises comes first, then who named the most, then who else counts for the goal.
  const advised = likeliest(people).slice(0, BEGIN_WITH);
  const largest = people.filter((person) => person.names).sort((one, two) => two.names - one.names);
  const worthy = [...new Set([...advised, ...largest, ...people.filter((person) => person.target)])].slice(0, MOST_TRIED);
  const named = worthy.length > 5 ? worthy : [...new Set([...worthy, ...people.slice(0, 2 * view.labels)])];

  /** Names of the most important people in sight, as many as find room. */
  function names(context, room, lit) {
    let left = view.labels;
    for (const person of named) {
      if (left === 0) break;
      if (lit.includes(person) || !state.shows(person)) continue;
      if (person.disk >= 0 && picture.scale() < CLOSE && people.length > FEW) continue;
      if (!room.sees(picture.onScreen(person))) continue;
      if (nameOf(context, room, person, false, left > view.labels - MAJOR)) left -= 1;
    }
  }

  function diskNames(context, room) {
    const scale = picture.scale();
    const most = room.width < 600 ? 14 : 40;
    let left = most;
    for (const disk of goalFirst) {
      if (left === 0) break;
      if (!state.shownDisks.has(disk)) continue;
      if (disk.r * scale < 13 && !disk.goal) continue;
      const at = picture.onScreen(disk);
      if (!room.sees(at)) continue;
      const [out, inwards] = disk.x < 0 ? ["left", "right"] : ["right", "left"];
      const [away, towards] = disk.y < 0 ? ["above", "below"] : ["below", "above"];
      if (write(context, room, `${brief(disk.label)} · ${disk.count.toLocaleString("en-GB")}`, at, {
        sides: [out, away, towards, inwards], reach: (disk.r + 3) * scale + 2, style: font(disk.goal ? 700 : 400, 12),
        ink: disk.goal ? look.ink : look.soft, major: left > most - MAJOR, always: disk.goal,
      })) left -= 1;
    }
  }

  function ringNames(context, room) {
    for (const ring of view.rings) {
      write(context, room, ring.label, picture.onScreen(ring), {
        sides: ["at"], style: font(400, 11), ink: look.soft });
    }
  }

  /** The days of the time line stay at the lower edge, whatever part of it is in sight. */
  function dayNames(context, room) {
    for (const { x, end, label } of view.axis) {
      const at = picture.onScreen({ x, y: end });
      if (at.x < 20 || at.x > room.width - 20) continue;
      at.y = Math.min(at.y + 12, room.height - 12);
      write(context, room, label, at, { sides: ["at"], style: font(400, 11), ink: look.soft, always: true });
    }
  }

  /** Nothing is written over the people in sight, nor over the disks; from close by, their people. */
  function occupy(room) {
    let left = MOST_TRIED;
    const close = picture.scale() >= CLOSE || people.length <= FEW;
    for (const person of people) {
      if (left === 0) break;
      if ((person.disk >= 0 && !close) || !state.shows(person)) continue;
      const at = picture.onScreen(person);
      const radius = radiusOf(person);
      if (!room.sees(at, radius)) continue;
      room.point(at.x, at.y, radius, !person.names && !person.target);
      left -= 1;
    }
    if (close) return;
    for (const disk of state.shownDisks) {
      const at = picture.onScreen(disk);
      const radius = (disk.r + 2) * picture.scale();
      if (room.sees(at, radius)) room.point(at.x, at.y, radius);
    }
  }

  /** Cover everything with a veil and draw the way again on top of it. */
  function drawWay(context, width, height) {
    context.globalAlpha = 0.82;
    context.fillStyle = look.card;
    context.fillRect(0, 0, width, height);
    context.globalAlpha = 1;
    const points = state.way.map((person) => ({ person, ...picture.onScreen(person) }));
    context.strokeStyle = look.accent;
    context.lineWidth = 2.5;
    context.beginPath();
    for (const [step, { x, y }] of points.entries()) {
      if (step) context.lineTo(x, y); else context.moveTo(x, y);
    }
    context.stroke();
    for (const { person, x, y } of points) {
      circle(context, x, y, Math.max(4, person.size * picture.scale()));
      context.fillStyle = state.fill(person);
      context.fill();
    }
  }

  function ringAround(context, person, ink) {
    const at = picture.onScreen(person);
    circle(context, at.x, at.y, Math.max(4, person.size * picture.scale()) + 4);
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.stroke();
  }

  function over(context) {
    written.length = 0;
    onScreen(context, (width, height) => {
      if (state.way.length) drawWay(context, width, height);
      const lit = [...new Set([state.selected, ...state.way].filter(Boolean))];
      if (state.selected) ringAround(context, state.selected, look.accent);
      if (state.hovered) ringAround(context, state.hovered, look.soft);
      const room = makeRoom(width, height);
      if (!state.way.length) occupy(room);
      for (const { x, y, r } of lit.map((person) => ({ ...picture.onScreen(person), r: radiusOf(person) }))) room.point(x, y, r + 2);
      for (const person of lit) nameOf(context, room, person, true);
      dayNames(context, room);
      if (state.way.length) return;
      nameOf(context, room, people[0], false);
      names(context, room, [...lit, people[0]]);
      diskNames(context, room);
      ringNames(context, room);
    });
  }

  onTheme.push(readLook);
  readLook();
  picture.under(under);
  picture.over(over);
  return { written };
}
