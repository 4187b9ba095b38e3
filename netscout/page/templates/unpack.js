// The people and ties of the page, from the columns they travel in.
function unpack({ size, columns }) {
  const rows = Array.from({ length: size }, () => ({}));
  for (const [name, { all, of, at }] of Object.entries(columns)) {
    if (all) for (const [row, value] of all.entries()) rows[row][name] = value;
    else for (const [row, number] of at.entries()) if (number >= 0) rows[row][name] = of[number];
  }
  return rows;
}
