// What is drawn under and over the points: rings, company disks, names, the lit way.
// Names keep their size at every zoom and never lie on one another.
const CELL = 40;
const MOST_TRIED = 600;
const MAJOR = 12;
const FEW = 40; // so few that each may have a name

function makeOverlay(picture, state, data) {
  const { people, view } = data;
  const look = {};
  const goalFirst = [...view.disks].sort((a, b) => b.goal - a.goal);
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
    return {
      width, height,
      point(x, y, radius, small = false) {
        for (let i = x - radius; i <= x + radius + CELL; i += CELL) {
          for (let j = y - radius; j <= y + radius + CELL; j += CELL) {
            const key = cell(Math.min(i, x + radius), Math.min(j, y + radius));
            if (!points.has(key)) points.set(key, []);
            points.get(key).push([x, y, radius, small]);
          }
        }
      },
      text: (box) => texts.push(box),
      clearOfTexts: (box) => texts.every((b) => box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]),
      clearOfPoints(box, evenSmall = true) {
        for (let i = box[0]; i < box[2] + CELL; i += CELL) {
          for (let j = box[1]; j < box[3] + CELL; j += CELL) {
            const here = points.get(cell(Math.min(i, box[2]), Math.min(j, box[3]))) || [];
            for (const [x, y, radius, small] of here) {
              if (small && !evenSmall) continue;
              const dx = Math.max(box[0] - x, 0, x - box[2]);
              const dy = Math.max(box[1] - y, 0, y - box[3]);
              if (dx * dx + dy * dy < radius * radius) return false;
            }
          }
        }
        return true;
      },
    };
  }

  /** The box of a text beside a point: at a side, or above or below it. */
  function boxAt(side, at, reach, half, room) {
    const across = { right: at.x + reach + half, left: at.x - reach - half }[side] ?? at.x;
    const x = Math.max(half + 2, Math.min(across, room.width - half - 2));
    const y = at.y + ({ below: reach + 8, above: -reach - 8 }[side] ?? 0);
    return [x - half, y - 8, x + half, y + 8];
  }

  /**
   * Write a text where it covers nothing; a `major` one may cover small points, and one that is to
   * be there `always` any.
   */
  function write(context, room, text, at, { sides, reach = 0, style, ink, major = false, always = false }) {
    context.font = style;
    const half = context.measureText(text).width / 2 + 2;
    const boxes = sides.map((side) => boxAt(side, at, reach, half, room)).filter(room.clearOfTexts);
    const box = boxes.find((one) => room.clearOfPoints(one))
      || (major && boxes.find((one) => room.clearOfPoints(one, false)))
      || (always && (boxes[0] || boxAt(sides[0], at, reach, half, room)));
    if (!box) return false;
    room.text(box);
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
    return write(context, room, brief(person.name), picture.onScreen(person), {
      sides: own ? ["below", "above", "right", "left"] : sidesOf(person), reach: radiusOf(person) + 3,
      style: font(lit || own ? 600 : 400, 12.5), ink: lit ? look.accent : look.ink, major, always: lit || own,
    });
  }

  // Who named others or counts for the goal has a name written before all the others.
  const worthy = people.filter((person) => person.names || person.target).slice(0, MOST_TRIED);
  const named = worthy.length > 5 ? worthy : people.slice(0, 2 * view.labels);

  /** Names of the most important people in sight, as many as find room. */
  function names(context, room, lit) {
    let left = view.labels;
    for (const person of named) {
      if (left === 0) break;
      if (lit.includes(person) || !state.shows(person)) continue;
      if (person.disk !== -1 && picture.scale() < 1.3 && people.length > FEW) continue;
      const at = picture.onScreen(person);
      if (at.x < 0 || at.y < 0 || at.x > room.width || at.y > room.height) continue;
      if (nameOf(context, room, person, false, left > view.labels - MAJOR)) left -= 1;
    }
  }

  function diskNames(context, room) {
    const scale = picture.scale();
    let left = room.width < 600 ? 14 : 40;
    for (const disk of goalFirst) {
      if (left === 0) break;
      if (!state.shownDisks.has(disk)) continue;
      if (disk.r * scale < 13 && !disk.goal) continue;
      const at = picture.onScreen(disk);
      if (at.x < 0 || at.y < 0 || at.x > room.width || at.y > room.height) continue;
      const [out, inwards] = disk.x < 0 ? ["left", "right"] : ["right", "left"];
      const sides = disk.r * scale > 45 ? ["below", "above"] : ["below", "above", out, inwards];
      if (write(context, room, `${brief(disk.label)} · ${disk.count.toLocaleString("en-GB")}`, at, {
        sides, reach: (disk.r + 3) * scale + 2, style: font(disk.goal ? 700 : 400, 12),
        ink: disk.goal ? look.ink : look.soft, always: disk.goal,
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

  /** Nothing is written over the people of the tree, nor over the disks. */
  function occupy(room) {
    let left = MOST_TRIED;
    for (const person of people) {
      if (left === 0) break;
      if (person.disk !== -1 || !state.shows(person)) continue;
      const at = picture.onScreen(person);
      room.point(at.x, at.y, radiusOf(person), !person.names && !person.target);
      left -= 1;
    }
    for (const disk of state.shownDisks) {
      const at = picture.onScreen(disk);
      room.point(at.x, at.y, (disk.r + 2) * picture.scale());
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
}
