// Which files were chosen or dropped, also those in folders, and which do not fit.

const KINDS = /\.(pdf|docx?|zip|eml)$/i;
const PACKED = /\.(zip|eml)$/i;
const TABLE = /\.(csv|tsv|xls[xm]?)$/i;
// Files that systems put into folders.
const OF_SYSTEMS = /^(\.|thumbs\.db$|desktop\.ini$)/i;

const readAll = async (folder) => {
  const reader = folder.createReader();
  const all = [];
  // It gives a hundred at a time.
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return all;
    all.push(...some);
  }
};

const filesIn = async (entry) => {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const found = [];
  for (const one of await readAll(entry)) found.push(...(await filesIn(one)));
  return found;
};

export const carriesFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");

// All that was dropped. It has to be asked for before anything is waited for.
export const dropped = ({ dataTransfer: { items, files } }) => {
  const entries = [...items].map((one) => one.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return Promise.resolve([...files]);
  return Promise.all(entries.map(filesIn)).then((found) => found.flat());
};

export const tableAmong = (files) => files.find(({ name }) => TABLE.test(name));

const whyNot = (file, limits) => {
  if (!KINDS.test(file.name)) return "kind";
  if (!file.size) return "empty";
  if (file.size > (PACKED.test(file.name) ? limits.largestArchive : limits.largest)) return "tooLarge";
  return "";
};

// Those that fit, and why others do not: before anything is sent.
export const sift = (files, limits) => {
  const [fit, left] = [[], []];
  let { room } = limits;
  for (const file of files) {
    if (OF_SYSTEMS.test(file.name)) continue;
    let why = whyNot(file, limits);
    if (!why && fit.length >= limits.most) why = "tooMany";
    if (!why && file.size > room) why = "noRoom";
    if (why) left.push({ file, why });
    else {
      fit.push(file);
      room -= file.size;
    }
  }
  return { fit, left };
};

// The server stores names without characters that are not safe.
const keyOf = ({ name, size }) =>
  `${size} ${name.normalize("NFC").replace(/[^\p{L}\p{N}]/gu, "").slice(0, 80)}`;

// Each file for a row that waits for it: the same name and size, each used once.
export const matched = (files, rows) => {
  const waiting = new Map();
  for (const row of rows) waiting.set(keyOf(row), [...(waiting.get(keyOf(row)) ?? []), row]);
  return files.flatMap((file) => {
    const row = waiting.get(keyOf(file))?.shift();
    return row ? [{ file, address: row.address }] : [];
  });
};
