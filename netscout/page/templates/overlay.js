// What is drawn under and over the points: rings, company disks, names, the lit way.
// Names keep their size at every zoom and never lie on one another.
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

  /** Write a text with a halo if it hides no other; `always` ones are written in any case. */
  function write(context, taken, text, across, y, { style, ink, always = false }) {
    const width = context.canvas.clientWidth;
    context.font = style;
    const half = context.measureText(text).width / 2 + 3;
    const x = Math.max(half, Math.min(across, width - half));
    const box = [x - half, y - 9, x + half, y + 9];
    const clear = taken.every((b) => box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]);
    if (!clear && !always) return false;
    taken.push(box);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = look.card;
    context.strokeText(text, x, y);
    context.fillStyle = ink;
    context.fillText(text, x, y);
    return true;
  }

  const brief = (text) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);

  function nameOf(context, taken, person, always) {
    const at = picture.onScreen(person);
    const reach = person.size * picture.scale() + 10;
    const style = font(always || person.wave === 0 ? 600 : 400, 12.5);
    const ink = always ? look.accent : look.ink;
    const name = brief(person.name);
    return write(context, taken, name, at.x, at.y + reach, { style, ink })
      || write(context, taken, name, at.x, at.y - reach, { style, ink, always });
  }

  /** Names of the lit people, then of the most important ones in sight. */
  function names(context, width, height, lit, taken) {
    for (const person of lit) nameOf(context, taken, person, true);
    if (state.way.length) return;
    let left = view.labels;
    for (const person of people) {
      if (left === 0) break;
      if (lit.includes(person) || !state.shows(person)) continue;
      if (person.disk !== -1 && picture.scale() < 1.3) continue;
      const at = picture.onScreen(person);
      if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) continue;
      left -= 1;
      nameOf(context, taken, person, false);
    }
  }

  function diskNames(context, width, taken) {
    const scale = picture.scale();
    let left = width < 600 ? 14 : 40;
    for (const disk of goalFirst) {
      if (left === 0) break;
      if (!state.shownDisks.has(disk)) continue;
      if (disk.r * scale < 15 && !disk.goal) continue;
      const at = picture.onScreen(disk);
      const text = `${brief(disk.label)} · ${disk.count.toLocaleString("en-GB")}`;
      const style = font(disk.goal ? 700 : 400, 12);
      const reach = disk.r * scale + 9;
      const ink = disk.goal ? look.ink : look.soft;
      const written = write(context, taken, text, at.x, at.y + reach, { style, ink })
        || (disk.goal && write(context, taken, text, at.x, at.y - reach, { style, ink }));
      if (written) left -= 1;
    }
  }

  function ringNames(context, taken) {
    for (const ring of view.rings) {
      const at = picture.onScreen(ring);
      write(context, taken, ring.label, at.x, at.y, { style: font(400, 11), ink: look.soft });
    }
  }

  /** The days of the time line stay at the lower edge, whatever part of it is in sight. */
  function dayNames(context, height, taken) {
    for (const { x, end, label } of view.axis) {
      const at = picture.onScreen({ x, y: end });
      if (at.x < 20 || at.x > context.canvas.clientWidth - 20) continue;
      write(context, taken, label, at.x, Math.min(at.y + 12, height - 12), { style: font(400, 11), ink: look.soft });
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
      const taken = [];
      dayNames(context, height, taken);
      if (!state.way.length) ringNames(context, taken);
      names(context, width, height, lit, taken);
      if (!state.way.length) diskNames(context, width, taken);
    });
  }

  onTheme.push(readLook);
  readLook();
  picture.under(under);
  picture.over(over);
}
